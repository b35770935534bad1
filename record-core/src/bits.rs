//! Bit ranges of integer fields, read as columns: instrument words are full of them.
//!
//! A range is part of the type, so a column of bits is a column like any other, with all its operations, and shift and
//! mask are constants. Bits are read; to change them, write the whole word.

use crate::{element::Element, layout::Dim, raw::field::Field, raw::view::View};
use core::{fmt, hash};

/// The token of bits `LO .. LO + LEN`, counted from the least significant one, of an integer field of type `T` in
/// record `R`.
///
/// Made by `#[record(bits(apid = 5..16, order = "msb"))]` on the field. [`View::col`] takes it like a
/// [`Field`]; the column's values are the field's integers, shifted down and masked.
pub struct BitField<R, T, const LO: u32, const LEN: u32>(Field<R, T>);

/// The bits `LO .. LO + LEN` of an integer element: what a column of a [`BitField`] is made of. For reading: writing
/// through it does not compile, for it would have to leave the other bits.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Bits<T, const LO: u32, const LEN: u32>(pub(crate) T);

/// Integers, whose bits can be taken apart: `u8` to `u64` and `i8` to `i64`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no integer, so its bits cannot be named",
    label = "`bits(..)` goes on fields of integers, `Be<_>` and `Le<_>` of integers"
)]
pub trait Word:
    Element<Value = Self> + Ord + fmt::Debug + fmt::Display + hash::Hash + sealed::Sealed
{
    /// How many bits there are.
    const BITS: u32;
    /// The bits, zero-extended.
    fn to_bits(self) -> u64;
    /// The low bits of `bits`.
    fn from_bits(bits: u64) -> Self;
    /// The number.
    fn to_i128(self) -> i128;
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! words {
    ($($int:ty, $unsigned:ty;)*) => {$(
        impl sealed::Sealed for $int {}
        impl Word for $int {
            const BITS: u32 = <$int>::BITS;
            #[inline]
            #[allow(clippy::cast_sign_loss)] // the bits, not the number
            fn to_bits(self) -> u64 {
                u64::from(self as $unsigned)
            }
            #[inline]
            #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)] // the low bits
            fn from_bits(bits: u64) -> Self {
                bits as $int
            }
            #[inline]
            fn to_i128(self) -> i128 {
                i128::from(self)
            }
        }
    )*};
}

words! { u8, u8; u16, u16; u32, u32; u64, u64; i8, u8; i16, u16; i32, u32; i64, u64; }

impl<R, T: Element<Value: Word>, const LO: u32, const LEN: u32> BitField<R, T, LO, LEN> {
    /// The bits of a field.
    ///
    /// # Panics
    /// At compile time, if the range is empty or leaves the integer.
    pub const fn new(field: Field<R, T>) -> Self {
        const { Bits::<T, LO, LEN>::IN_RANGE };
        Self(field)
    }
}

impl<R, T, const LO: u32, const LEN: u32> BitField<R, T, LO, LEN> {
    /// Bytes from the start of the record to the integer.
    pub const fn offset(self) -> usize {
        self.0.offset()
    }

    pub(crate) const fn field(self) -> Field<R, T> {
        self.0
    }
}

impl<T: Element<Value: Word>, const LO: u32, const LEN: u32> Bits<T, LO, LEN> {
    /// Evaluated wherever a token is made or a value read: a view by name can be cast to any range that a program names.
    pub(crate) const IN_RANGE: () = assert!(
        LEN >= 1 && LEN <= T::Value::BITS && LO <= T::Value::BITS - LEN,
        "a bit range holds at least one bit and lies within its integer"
    );

    /// The bits, shifted down.
    ///
    /// # Panics
    /// At compile time, if the range is empty or leaves the integer.
    #[inline]
    pub fn get(self) -> T::Value {
        const { Self::IN_RANGE };
        T::Value::from_bits(self.0.load().to_bits() >> LO & (u64::MAX >> (64 - LEN)))
    }
}

impl<R, T, const LO: u32, const LEN: u32> Clone for BitField<R, T, LO, LEN> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R, T, const LO: u32, const LEN: u32> Copy for BitField<R, T, LO, LEN> {}

impl<R, T, const LO: u32, const LEN: u32> fmt::Debug for BitField<R, T, LO, LEN> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BitField(+{}, bits {LO}..{})", self.0.offset(), LO + LEN)
    }
}

impl<T: Element<Value: Word + fmt::Debug>, const LO: u32, const LEN: u32> fmt::Debug for Bits<T, LO, LEN> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

/// What [`View::col`] takes: a [`Field`], or a [`BitField`] for reading. Sealed.
pub trait Token<R>: Copy + token::Sealed {
    /// What the column is made of.
    type Element: Element;

    #[doc(hidden)]
    fn column<D: Dim>(self, view: View<'_, R, D>) -> View<'_, Self::Element, D>;
}

mod token {
    pub trait Sealed {}
    impl<R, T> Sealed for super::Field<R, T> {}
    impl<R, T, const LO: u32, const LEN: u32> Sealed for super::BitField<R, T, LO, LEN> {}
}

impl<R: Element, T: Element> Token<R> for Field<R, T> {
    type Element = T;

    #[inline]
    fn column<D: Dim>(self, view: View<'_, R, D>) -> View<'_, T, D> {
        view.project(self)
    }
}

impl<R: Element, T: Element<Value: Word>, const LO: u32, const LEN: u32> Token<R>
    for BitField<R, T, LO, LEN>
{
    type Element = Bits<T, LO, LEN>;

    #[inline]
    fn column<D: Dim>(self, view: View<'_, R, D>) -> View<'_, Bits<T, LO, LEN>, D> {
        view.project(self.field()).into_bits()
    }
}

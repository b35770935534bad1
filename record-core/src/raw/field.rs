//! Where a field lies in its record ([`Field`]) and a place in memory that a value may be written to ([`Slot`]).
//!
//! A token is a proof: only the hidden macro can make one, from `offset_of!` and the declared type.

use crate::element::Element;
use core::{fmt, marker::PhantomData};

/// The token of a field of type `T` in record `R`: where it lies, and what it holds.
///
/// `#[derive(Record)]` makes one for each field, an associated constant in upper case: `Employee::SALARY`. It costs
/// nothing at run time, its offset is a constant of the compiled code. A misspelled field is a compile error, and so
/// is one record's token on another's table. Tokens of nested records compose with [`then`](Field::then).
///
/// ```
/// use record_core::prelude::*;
///
/// #[derive(Record, Clone, Copy)]
/// #[repr(C, packed)]
/// struct Stamp { day: Be<u16>, ms: Be<u32> }
///
/// #[derive(Record, Clone, Copy)]
/// #[repr(C, packed)]
/// struct Packet { id: u8, at: Stamp }
///
/// assert_eq!(Packet::AT.then(Stamp::MS).offset(), 3);
/// ```
pub struct Field<R, T> {
    offset: usize,
    marker: PhantomData<fn() -> (R, T)>,
}

impl<R, T> Field<R, T> {
    /// A token for the field of type `T` at `offset` bytes in `R`.
    ///
    /// # Safety
    /// Every value of `R` holds a `T` at that offset.
    #[doc(hidden)]
    pub const unsafe fn new(offset: usize) -> Self {
        Self { offset, marker: PhantomData }
    }

    /// Bytes from the start of the record.
    #[inline]
    pub const fn offset(self) -> usize {
        self.offset
    }

    /// The token of a field of this field, which holds a record.
    #[inline]
    #[must_use]
    pub const fn then<U>(self, inner: Field<T, U>) -> Field<R, U> {
        Field { offset: self.offset + inner.offset, marker: PhantomData }
    }
}

impl<R, T: Element, const N: usize> Field<R, [T; N]> {
    /// The token of one element of an array field: `Packet::POSITION.element::<2>()`.
    ///
    /// # Panics
    /// At compile time, if the array is not that long.
    #[inline]
    #[must_use]
    pub const fn element<const I: usize>(self) -> Field<R, T> {
        const { assert!(I < N, "the array of this field is not that long") };
        Field { offset: self.offset + I * size_of::<T>(), marker: PhantomData }
    }
}

impl<R, T> Clone for Field<R, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R, T> Copy for Field<R, T> {}

impl<R, T> fmt::Debug for Field<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Field(+{})", self.offset)
    }
}

impl<R, T> PartialEq for Field<R, T> {
    fn eq(&self, other: &Self) -> bool {
        self.offset == other.offset
    }
}

impl<R, T> Eq for Field<R, T> {}

/// A place that a `T` may be written to: valid for `size_of::<T>()` bytes, of any alignment, nobody else's while the
/// slot lives.
///
/// The hidden macro's `put_fields` splits it by token; that is how a record is stored without touching its gaps.
pub struct Slot<'a, T> {
    at: *mut u8,
    marker: PhantomData<&'a mut T>,
}

impl<T: Element> Slot<'_, T> {
    /// # Safety
    /// `at` is valid for writes of `size_of::<T>()` bytes for `'a`, and nobody else reads or writes them meanwhile.
    #[inline]
    pub(crate) unsafe fn new(at: *mut u8) -> Self {
        Self { at, marker: PhantomData }
    }

    /// The place of one field. Takes `&mut self`, so that two places are never written at once.
    #[inline]
    pub fn field<U>(&mut self, field: Field<T, U>) -> Slot<'_, U> {
        // SAFETY: by the token's contract every T holds a U at this offset, so `offset + size_of::<U>()` is within
        // the `size_of::<T>()` bytes that `at` is valid for [R3].
        Slot { at: unsafe { self.at.add(field.offset) }, marker: PhantomData }
    }

    /// Writes `value`, its leaves only: gaps keep the bytes that they had.
    #[inline]
    pub fn put(self, value: T) {
        if const { T::DTYPE.is_gap_free() } {
            // SAFETY: `at` is valid for writes of `size_of::<T>()` bytes, by the contract of `new`; `write_unaligned`
            // asks no alignment. T has no gaps, so every byte written is initialised.
            unsafe { self.at.cast::<T>().write_unaligned(value) };
        } else {
            value.put_fields(self);
        }
    }
}

impl<U: Element, const N: usize> Slot<'_, [U; N]> {
    /// The place of one element of an array.
    ///
    /// # Panics
    /// If `index` is not below `N`.
    #[inline]
    pub fn element(&mut self, index: usize) -> Slot<'_, U> {
        assert!(index < N, "index {index} is out of range for an array of {N} elements");
        // SAFETY: index < N, so the element lies within the array's bytes, which `at` is valid for [R3].
        Slot { at: unsafe { self.at.add(index * size_of::<U>()) }, marker: PhantomData }
    }
}

impl<T> fmt::Debug for Slot<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Slot({:p})", self.at)
    }
}

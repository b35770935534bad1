//! What an enum must be to be stored as its integer, and what may store that integer.

use crate::{
    bits::Word,
    element::Element,
    endian::{Be, Endian, Le},
};
use zerocopy::byteorder;

mod sealed {
    pub trait Sealed<R> {}
}

/// An enum whose variants are codes in a file: what [`Coded`](crate::Coded) may hold.
///
/// `#[derive(Code)]` implements it for an enum without fields and with `#[repr(u8)]` to `#[repr(u64)]` or `#[repr(i8)]` to
/// `#[repr(i64)]`. The discriminants are the codes.
///
/// ```
/// use record_core::Code;
///
/// #[derive(Code, Clone, Copy, Debug, PartialEq)]
/// #[repr(i16)]
/// enum Status { Lost = -1, Good, Doubtful = 10 }
///
/// assert_eq!(Status::from_raw(10), Some(Status::Doubtful));
/// assert_eq!(Status::from_raw(2), None);
/// assert_eq!((Status::Lost.to_raw(), Status::Lost.name()), (-1, "Lost"));
/// assert_eq!(Status::VARIANTS[1], ("Good", Status::Good));
/// ```
///
/// By hand: `from_raw` and `to_raw` are each other's inverse, and `VARIANTS` is complete. What breaks that is counted and
/// printed wrongly, and nothing worse.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no enum of codes",
    label = "not an enum of codes",
    note = "write `#[derive(Code, Clone, Copy)]` and `#[repr(u8)]`, or another integer up to 64 bits, on the enum"
)]
pub trait Code: Copy + Send + Sync + 'static {
    /// The integer of the enum's `#[repr(..)]`.
    type Repr: Word;

    /// The enum's name.
    const NAME: &'static str;

    /// Names and variants, in order of declaration.
    const VARIANTS: &'static [(&'static str, Self)];

    /// The variant with this code.
    fn from_raw(raw: Self::Repr) -> Option<Self>;

    /// The code of the variant.
    fn to_raw(self) -> Self::Repr;

    /// The name of the variant, as it is declared.
    fn name(self) -> &'static str {
        let raw = self.to_raw();
        let mut variants = Self::VARIANTS.iter();
        variants.find(|(_, other)| other.to_raw() == raw).map_or("", |(name, _)| name)
    }
}

/// An element that stores the integer `R`: `R` itself, `Be<R>`, `Le<R>`, and zerocopy's types of that width. Sealed.
///
/// What the second parameter of [`Coded`](crate::Coded) may be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not store a `{R}`",
    label = "the enum's integer is `{R}`",
    note = "an enum `E` with `#[repr({R})]` is stored as `Coded<E>`, `Coded<E, Be<{R}>>` or `Coded<E, Le<{R}>>`"
)]
pub trait Stores<R>: Element<Value = R> + sealed::Sealed<R> {}

impl<R: Word> sealed::Sealed<R> for R {}
impl<R: Word> Stores<R> for R {}
impl<R: Word + Endian> sealed::Sealed<R> for Be<R> {}
impl<R: Word + Endian> Stores<R> for Be<R> {}
impl<R: Word + Endian> sealed::Sealed<R> for Le<R> {}
impl<R: Word + Endian> Stores<R> for Le<R> {}

macro_rules! unaligned {
    ($($name:ident: $int:ty;)*) => {$(
        unaligned!(@ byteorder::$name<byteorder::BigEndian>, $int);
        unaligned!(@ byteorder::$name<byteorder::LittleEndian>, $int);
    )*};
    (@ $type:ty, $int:ty) => {
        impl sealed::Sealed<$int> for $type {}
        impl Stores<$int> for $type {}
    };
}

unaligned! {
    I16: i16;
    I32: i32;
    I64: i64;
    U16: u16;
    U32: u32;
    U64: u64;
}

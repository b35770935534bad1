//! What a field may hold.
//!
//! An [`Element`] is a type whose bytes may be anything: opening a file never looks at them. It says its dtype as a
//! constant, and how the stored form becomes the value a program computes with: `Be<f64>` is stored big-endian and
//! its value is an `f64`.

use crate::{DType, raw::field::Slot, shown::Shown};
use core::{fmt, marker::PhantomData};

/// A type that a field of a record may have, and that views hand out by value.
///
/// Implemented for all integers and floats up to 64 bits, [`Be`](crate::Be) and [`Le`](crate::Le),
/// [`FixedBytes`](crate::FixedBytes), [`FixedUtf32`](crate::FixedUtf32), [`Opaque`](crate::Opaque),
/// [`Bool8`](crate::Bool8), [`Coded`](crate::Coded), dates and time spans, zerocopy's byte-order types, arrays of elements, and every struct
/// with `#[derive(Record)]`. The derive is the way to implement it.
///
/// # Safety
/// 1. Every pattern of `size_of::<Self>()` bytes is a value of the type, uninitialised gaps apart.
/// 2. `DTYPE.itemsize() == size_of::<Self>()`, and its leaves say truly which bytes are initialised in every value:
///    all but its gaps.
/// 3. A `DTYPE` equal to another element's `DTYPE` means that the bytes of one can be read as the other.
/// 4. `put_fields` writes the bytes of the leaves, all of them and no others.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a record",
    label = "not an element: its bytes have no fixed meaning, or not every pattern of them is valid",
    note = "fields are integers and floats up to 64 bits, `Be<T>`, `Le<T>`, `FixedBytes<N>`, `FixedUtf32<N>`, `Opaque<N>`, `Bool8`, `DateTime64<U>`, `TimeDelta64<U>`, arrays of these, structs with `#[derive(Record, Clone, Copy)]`, and `Coded<E>` for an enum `E` with `#[derive(Code, Clone, Copy)]`"
)]
#[allow(unsafe_code)] // the trait line: the contract that derived code fulfils
pub unsafe trait Element: Copy + Send + Sync + 'static {
    /// What the bytes mean.
    const DTYPE: &'static DType;

    /// What a program computes with: native byte order, no wrapper. The type itself where there is nothing to decode.
    type Value: Copy + Send + Sync;

    /// The dtype, tied to the type, and how it is printed.
    #[doc(hidden)]
    const TYPED: Typed<Self> = Typed { dtype: Self::DTYPE, shown: Self::SHOWN, marker: PhantomData };

    /// How a view prints it.
    #[doc(hidden)]
    const SHOWN: Shown = Shown::Plain;

    /// Decodes the stored form.
    fn load(self) -> Self::Value;

    /// Encodes a value as it is stored.
    fn store(value: Self::Value) -> Self;

    /// Writes the leaves of `self`, leaving gaps as they are. Called only for types with gaps.
    #[doc(hidden)]
    fn put_fields(self, slot: Slot<'_, Self>);

    /// Writes a field of a derived record. The pointer is not read: it proves that the field has this type, which its
    /// value does not, for a value may be coerced.
    #[doc(hidden)]
    #[inline(always)]
    fn put_field(self, _same_type: *const Self, slot: Slot<'_, Self>) {
        slot.put(self);
    }
}

/// A dtype that is `T`'s, and how `T` is printed: what says so in the expansion of the derive, where a type may not be spelled twice.
#[doc(hidden)]
pub struct Typed<T> {
    dtype: &'static DType,
    shown: Shown,
    marker: PhantomData<fn() -> T>,
}

impl<T> Typed<T> {
    /// The dtype.
    pub(crate) const fn dtype(self) -> &'static DType {
        self.dtype
    }

    /// How it is printed.
    pub(crate) const fn shown(self) -> Shown {
        self.shown
    }
}

impl<T> fmt::Debug for Typed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.dtype.fmt(f)
    }
}

//! Enums in files: [`Coded<E>`] stores the integer of an enum, whatever the file says.
//!
//! A Rust enum has as many values as variants, any other byte is undefined behaviour, and a file may hold anything: codes
//! that a later version added, noise, zeros where nothing was written. So a record stores the integer, and reading it
//! answers with the enum or with the number that is none of its codes.
//!
//! ```
//! use record_core::prelude::*;
//!
//! #[derive(Code, Clone, Copy, Debug, PartialEq)]
//! #[repr(u16)]
//! enum Kind { Idle = 0, Data = 0x100 }
//!
//! #[derive(Record, Clone, Copy)]
//! #[repr(C, packed)]
//! struct Packet { kind: Coded<Kind, Be<u16>>, len: u8 }
//!
//! let file = [1, 0, 40, 0, 7, 0, 1, 0, 41];
//! let packets = RecordTable::<Packet, _>::from_bytes(&file)?;
//! assert_eq!(packets[Packet::KIND].get(0), Some(Ok(Kind::Data)));
//! assert_eq!(packets[Packet::KIND].counts().get(Kind::Data), 2);
//! assert_eq!(packets[Packet::KIND].unknown_rows().collect::<Vec<_>>(), [1]);
//! let error = packets[Packet::KIND].item(1).unwrap_err();
//! assert_eq!(error.to_string(), "`Kind` has no code 7: its codes are Idle = 0, Data = 256");
//! # Ok::<(), record_core::Error>(())
//! ```
//!
//! What has no type at run time has no enum either: by name, a coded column is its integers.

mod code;
mod unknown;

pub use code::{Code, Stores};
pub use unknown::{Unknown, UnknownCode};

use crate::native::HasNative;
use core::{cmp, fmt, hash, marker::PhantomData};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// An enum, stored as its integer: every pattern of bytes is a value, and [`get`](Coded::get) says which variant it is, if
/// any.
///
/// `Coded<E>` is stored in the machine's byte order, `Coded<E, Be<u16>>` big-endian and `Coded<E, Le<u16>>` little-endian,
/// with the integer of the enum's `#[repr(u16)]`. The dtype is that of the integer, NumPy's `'u2'`.
///
/// Equality, order and hash are those of the integer. It prints as the variant, or as the number that is none.
///
/// ```
/// use record_core::prelude::*;
///
/// #[derive(Code, Clone, Copy, Debug, PartialEq)]
/// #[repr(u8)]
/// enum Mode { Off, On = 4 }
///
/// let on = Coded::<Mode>::new(Mode::On);
/// assert_eq!((on.get(), on.raw()), (Ok(Mode::On), 4));
/// let odd = Coded::<Mode>::from_raw(9);
/// assert_eq!((odd.get().is_err(), odd.raw()), (true, 9));
/// assert_eq!(format!("{on} {on:?} {odd} {odd:?}"), "On On 9 Unknown(9)");
/// ```
///
/// A column of it gives `Result<E, Unknown<E>>`, and takes it: `column.set(0, Ok(Mode::On))`, `column.eq(Ok(Mode::On))`. What
/// was read can be written back, unknown codes too. [`raw`](crate::Column::raw) and [`raw_mut`](crate::Column::raw_mut) show it as a column of the
/// integers.
#[derive(FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(transparent)]
pub struct Coded<E, S = <E as Code>::Repr> {
    stored: S,
    code: PhantomData<fn() -> E>,
}

impl<E: Code, S: Stores<E::Repr>> Coded<E, S> {
    /// Stores a variant.
    #[inline]
    pub fn new(code: E) -> Self {
        Self::from_raw(code.to_raw())
    }

    /// Stores an integer, whether or not it is a code.
    #[inline]
    pub fn from_raw(raw: E::Repr) -> Self {
        Self { stored: S::store(raw), code: PhantomData }
    }

    /// The variant.
    ///
    /// # Errors
    /// [`Unknown`] with the integer, if it is no variant's.
    #[inline]
    pub fn get(self) -> Result<E, Unknown<E>> {
        let raw = self.raw();
        E::from_raw(raw).ok_or(Unknown::new(raw))
    }

    /// The integer, in native byte order.
    #[inline]
    pub fn raw(self) -> E::Repr {
        self.stored.load()
    }

    /// Replaces the value.
    #[inline]
    pub fn set(&mut self, code: E) {
        *self = Self::new(code);
    }
}

impl<E, S: Copy> Clone for Coded<E, S> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<E, S: Copy> Copy for Coded<E, S> {}

impl<E: Code, S: Stores<E::Repr>> HasNative for Coded<E, S> {
    type Native = Coded<E>;
}

impl<E: Code + Default, S: Stores<E::Repr>> Default for Coded<E, S> {
    fn default() -> Self {
        Self::new(E::default())
    }
}

impl<E: Code, S: Stores<E::Repr>> From<E> for Coded<E, S> {
    #[inline]
    fn from(code: E) -> Self {
        Self::new(code)
    }
}

impl<E: Code, S: Stores<E::Repr>> PartialEq for Coded<E, S> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.raw() == other.raw()
    }
}

impl<E: Code, S: Stores<E::Repr>> Eq for Coded<E, S> {}

impl<E: Code, S: Stores<E::Repr>> PartialEq<E> for Coded<E, S> {
    #[inline]
    fn eq(&self, other: &E) -> bool {
        self.raw() == other.to_raw()
    }
}

impl<E: Code, S: Stores<E::Repr>> PartialOrd for Coded<E, S> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<E: Code, S: Stores<E::Repr>> Ord for Coded<E, S> {
    #[inline]
    fn cmp(&self, other: &Self) -> cmp::Ordering {
        self.raw().cmp(&other.raw())
    }
}

impl<E: Code, S: Stores<E::Repr>> hash::Hash for Coded<E, S> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.raw().hash(state);
    }
}

impl<E: Code, S: Stores<E::Repr>> fmt::Debug for Coded<E, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.get() {
            Ok(code) => f.write_str(code.name()),
            Err(unknown) => fmt::Debug::fmt(&unknown, f),
        }
    }
}

impl<E: Code, S: Stores<E::Repr>> fmt::Display for Coded<E, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.get() {
            Ok(code) => f.pad(code.name()),
            Err(unknown) => fmt::Display::fmt(&unknown.raw(), f),
        }
    }
}

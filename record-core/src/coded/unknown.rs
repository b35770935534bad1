//! An integer that is no code of its enum: as the enum's own error, and as one for all enums.

use crate::{bits::Word as _, coded::Code};
use core::{fmt, hash};

/// How many codes a message lists.
const LISTED: usize = 8;

/// An integer that is no code of `E`. It keeps the integer; the message names the enum and its codes.
///
/// What [`Coded::get`](crate::Coded::get) says, and what a column of [`Coded`](crate::Coded) holds where no variant is. Only
/// reading makes one: to write an integer that is no code, write it to
/// [`raw_mut`](crate::Column::raw_mut), or read it from [`Coded::from_raw`](crate::Coded::from_raw).
///
/// ```
/// use record_core::prelude::*;
///
/// #[derive(Code, Clone, Copy, Debug)]
/// #[repr(u8)]
/// enum Mode { Off, On }
///
/// let unknown = Coded::<Mode>::from_raw(9).get().unwrap_err();
/// assert_eq!(unknown.raw(), 9);
/// assert_eq!(unknown.to_string(), "`Mode` has no code 9: its codes are Off = 0, On = 1");
/// ```
#[derive(Clone, Copy)]
pub struct Unknown<E: Code> {
    raw: E::Repr,
}

impl<E: Code> Unknown<E> {
    /// An integer for which `E::from_raw` is `None`.
    #[inline]
    pub(crate) fn new(raw: E::Repr) -> Self {
        Self { raw }
    }

    /// The integer, in native byte order.
    #[inline]
    pub fn raw(self) -> E::Repr {
        self.raw
    }
}

impl<E: Code> PartialEq for Unknown<E> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl<E: Code> Eq for Unknown<E> {}

impl<E: Code> hash::Hash for Unknown<E> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
    }
}

impl<E: Code> fmt::Debug for Unknown<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unknown({})", self.raw)
    }
}

impl<E: Code> fmt::Display for Unknown<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` has no code {}", E::NAME, self.raw)?;
        codes::<E>(f)
    }
}

impl<E: Code> core::error::Error for Unknown<E> {}

/// An integer that is no code of its enum, whichever that is: what [`Error::Code`](crate::Error::Code) holds.
///
/// ```
/// use record_core::{Error, prelude::*};
///
/// #[derive(Code, Clone, Copy, Debug)]
/// #[repr(u8)]
/// enum Mode { Off, On }
///
/// fn first(modes: View<'_, Coded<Mode>>) -> Result<Mode, Error> {
///     Ok(modes.try_get(0)??)
/// }
/// let Err(Error::Code(unknown)) = first(View::from_bytes(&[9])?) else { panic!() };
/// assert_eq!((unknown.name(), unknown.raw()), ("Mode", 9));
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct UnknownCode {
    name: &'static str,
    /// The bytes of an `i128`, whose alignment every error with this in it would have.
    raw: [u8; 16],
    codes: fn(&mut fmt::Formatter<'_>) -> fmt::Result,
}

impl UnknownCode {
    /// The enum's name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The integer.
    pub fn raw(&self) -> i128 {
        i128::from_ne_bytes(self.raw)
    }
}

impl<E: Code> From<Unknown<E>> for UnknownCode {
    fn from(unknown: Unknown<E>) -> Self {
        Self { name: E::NAME, raw: unknown.raw.to_i128().to_ne_bytes(), codes: codes::<E> }
    }
}

impl fmt::Debug for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnknownCode({}, {})", self.name, self.raw())
    }
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` has no code {}", self.name, self.raw())?;
        (self.codes)(f)
    }
}

impl core::error::Error for UnknownCode {}

/// The end of a message: which codes there are.
fn codes<E: Code>(f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (i, (name, code)) in E::VARIANTS.iter().take(LISTED).enumerate() {
        f.write_str(if i == 0 { ": its codes are " } else { ", " })?;
        write!(f, "{name} = {}", code.to_raw())?;
    }
    match E::VARIANTS.len().saturating_sub(LISTED) {
        0 => Ok(()),
        more => write!(f, " and {more} more"),
    }
}

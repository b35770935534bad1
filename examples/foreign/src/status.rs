//! What a call came to: a number, and a sentence for who asks.

use record_core::{
    Error,
    interop::{InterfaceError, PointerError, ndarray::NdarrayError},
    view::{ColumnError, Value},
};
use std::{
    any::Any,
    cell::RefCell,
    ffi::{CStr, CString, c_char},
    panic::{AssertUnwindSafe, catch_unwind},
    ptr::NonNull,
};

/// What a call came to.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Done.
    Ok = 0,
    /// An argument is null, or not UTF-8.
    Argument = 1,
    /// A header or a layout that no memory can have.
    Pointer = 2,
    /// A dtype's text, or an array interface, that cannot be read.
    DType = 3,
    /// No such field, or not of that type.
    Column = 4,
    /// Elements that `ndarray` cannot hold: steps or addresses that are no multiples.
    Ndarray = 5,
    /// An array of the caller's of another length than needed.
    Length = 6,
    /// A bug in the library.
    Panic = 7,
}

/// A status that is not `Ok`, and the sentence.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) Status, pub(crate) String);

impl Failure {
    pub(crate) fn argument(sentence: &str) -> Self {
        Self(Status::Argument, sentence.into())
    }
}

/// Floors of errors, and what they are called here.
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let status = match error {
            Error::Layout(_) | Error::Pointer(_) => Status::Pointer,
            Error::DType(_) | Error::Interface(_) => Status::DType,
            Error::Ndarray(_) => Status::Ndarray,
            _ => Status::Column,
        };
        Self(status, error.to_string())
    }
}

macro_rules! from {
    ($($error:ty)*) => {$(
        impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Error::from(error).into()
            }
        }
    )*};
}

from! { ColumnError InterfaceError NdarrayError PointerError record_core::dtype::DTypeError record_core::layout::LayoutError }

thread_local! {
    static LAST_ERROR: RefCell<CString> = RefCell::default();
}

/// Runs the body of a C function: keeps the sentence of a failure, and lets no panic out.
pub(crate) fn guard(body: impl FnOnce() -> Result<(), Failure>) -> Status {
    let panicked = |panic: Box<dyn Any + Send>| {
        let text = panic.downcast_ref::<&str>().map(ToString::to_string);
        let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
        Err(Failure(Status::Panic, format!("a bug in the library: {text}")))
    };
    match catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(panicked) {
        Ok(()) => Status::Ok,
        Err(Failure(status, sentence)) => {
            let sentence = CString::new(sentence.replace('\0', "\u{fffd}")).unwrap_or_default();
            LAST_ERROR.set(sentence);
            status
        }
    }
}

/// The sentence of this thread's last failure. Valid until its next one.
#[unsafe(no_mangle)]
pub extern "C" fn record_last_error() -> *const c_char {
    LAST_ERROR.with_borrow(|sentence| sentence.as_ptr())
}

/// Panics, to show that panics stay inside.
#[unsafe(no_mangle)]
#[allow(clippy::missing_panics_doc)] // it does not get out
pub extern "C" fn record_panic() -> Status {
    guard(|| panic!("on purpose"))
}

/// A text of the caller's.
///
/// # Safety
/// Null, or the address of characters that end with a NUL and live for `'a`.
pub(crate) unsafe fn text<'a>(ptr: *const c_char, name: &str) -> Result<&'a str, Failure> {
    if ptr.is_null() {
        return Err(Failure::argument(&format!("{name} is null")));
    }
    // SAFETY: not null, so a text (caller).
    let text = unsafe { CStr::from_ptr(ptr) };
    text.to_str().map_err(|error| Failure::argument(&format!("{name}: {error}")))
}

/// An array of the caller's, to be written.
///
/// # Safety
/// Null, or the address of `len` numbers that nobody else uses for `'a`.
pub(crate) unsafe fn array<'a>(ptr: *mut f64, len: usize) -> Result<&'a mut [f64], Failure> {
    let ptr = if len == 0 { NonNull::dangling() } else { NonNull::new(ptr).ok_or_else(null)? };
    if !ptr.is_aligned() || len > isize::MAX as usize / size_of::<f64>() {
        return Err(Failure::argument("the array for the result is nowhere"));
    }
    // SAFETY: not null, aligned, not too large (checked); the caller's for `'a`.
    Ok(unsafe { std::slice::from_raw_parts_mut(ptr.as_ptr(), len) })
}

fn null() -> Failure {
    Failure::argument("the array for the result is null")
}

/// Writes all numbers among the values to `out`, which they must fill.
pub(crate) fn copy_numbers(values: impl Iterator<Item = Value>, out: &mut [f64]) -> Result<(), Failure> {
    fn each(value: Value, f: &mut dyn FnMut(f64)) -> Result<(), Failure> {
        let number = match value {
            Value::Array(parts) | Value::Record(parts) => {
                return parts.into_iter().try_for_each(|part| each(part, f));
            }
            Value::DateTime(count, _) | Value::TimeDelta(count, _) => count as f64,
            number => {
                number.to_f64().ok_or_else(|| Failure(Status::Column, format!("{number:?} is no number")))?
            }
        };
        f(number);
        Ok(())
    }
    let (needed, mut found) = (out.len(), 0);
    for value in values {
        each(value, &mut |number| {
            if let Some(place) = out.get_mut(found) {
                *place = number;
            }
            found += 1;
        })?;
    }
    if found == needed {
        return Ok(());
    }
    Err(Failure(Status::Length, format!("there are {found} numbers, and room for {needed} was given")))
}

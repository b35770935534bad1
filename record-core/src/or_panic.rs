//! Panics that name the caller's line: a closure would name its own.

use core::fmt::Display;

/// The value, or a panic with the error's text.
pub(crate) trait OrPanic<T> {
    fn or_panic(self) -> T;
}

impl<T, E: Display> OrPanic<T> for Result<T, E> {
    #[inline]
    #[track_caller]
    fn or_panic(self) -> T {
        match self {
            Ok(value) => value,
            Err(error) => panic!("{error}"),
        }
    }
}

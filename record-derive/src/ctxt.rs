//! Collects every mistake of a struct, so that a user sees all of them at once.

use quote::ToTokens;
use std::{cell::RefCell, fmt::Display, thread};
use syn::Error;

/// The mistakes so far. Must be asked for them at the end: dropping it unread is a bug of the derive.
pub struct Ctxt {
    errors: RefCell<Option<Vec<Error>>>,
}

impl Ctxt {
    pub fn new() -> Self {
        Self { errors: RefCell::new(Some(Vec::new())) }
    }

    /// A mistake at these tokens.
    pub fn error_at(&self, tokens: impl ToTokens, message: impl Display) {
        self.push(Error::new_spanned(tokens, message));
    }

    /// A mistake found by syn.
    pub fn push(&self, error: Error) {
        if let Some(errors) = &mut *self.errors.borrow_mut() {
            errors.push(error);
        }
    }

    /// All mistakes; none if the struct is right.
    pub fn finish(self) -> Vec<Error> {
        self.errors.borrow_mut().take().unwrap_or_default()
    }
}

impl Drop for Ctxt {
    fn drop(&mut self) {
        assert!(
            thread::panicking() || self.errors.borrow().is_none(),
            "the mistakes of a struct were not reported"
        );
    }
}

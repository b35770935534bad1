//! `#[repr(..)]`: which layouts are fixed, so that a dtype can describe them.
//!
//! The repr is read to refuse layouts that the compiler may change and to set NumPy's aligned flag. Offsets and sizes
//! are the compiler's own, whatever is written here.

use crate::ctxt::Ctxt;
use proc_macro2::Ident;
use syn::{Attribute, DeriveInput, Path, parenthesized, token::Paren};

/// A layout that does not change from one compiler to the next.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Repr {
    /// `repr(C)`, perhaps with `align(N)`: gaps as in C, NumPy's `align=True`.
    C,
    /// `repr(C, packed)`, `repr(C, packed(N))`: no gaps, or fewer.
    Packed,
    /// `repr(transparent)`: one field.
    Transparent,
}

impl Repr {
    /// NumPy's flag for records laid out as C does.
    pub fn is_aligned(self) -> bool {
        matches!(self, Self::C | Self::Transparent)
    }

    /// Reads all `#[repr(..)]` of a struct; reports those that leave the layout open, and goes on as if it were `C`.
    pub fn of(ctxt: &Ctxt, input: &DeriveInput) -> Self {
        let mut hints = Hints::default();
        for attr in input.attrs.iter().filter(|attr| attr.path().is_ident("repr")) {
            if let Err(error) = hints.read(attr) {
                ctxt.push(error);
            }
        }
        hints.judge(ctxt, &input.ident)
    }
}

/// What the `repr` attributes say, before it is judged.
#[derive(Default)]
struct Hints {
    c: bool,
    transparent: bool,
    packed: Option<Path>,
    rust: Option<Path>,
    align: Option<Path>,
}

impl Hints {
    fn read(&mut self, attr: &Attribute) -> syn::Result<()> {
        attr.parse_nested_meta(|meta| {
            if meta.input.peek(Paren) {
                let content;
                parenthesized!(content in meta.input);
                // The compiler checks the number.
                content.parse::<proc_macro2::TokenStream>()?;
            }
            let path = meta.path;
            match path.get_ident().map(ToString::to_string).as_deref() {
                Some("C") => self.c = true,
                Some("transparent") => self.transparent = true,
                Some("packed") => self.packed = Some(path),
                Some("Rust") => self.rust = Some(path),
                Some("align") => self.align = Some(path),
                // Not for structs, or unknown: the compiler says so.
                _ => {}
            }
            Ok(())
        })
    }

    fn judge(self, ctxt: &Ctxt, name: &Ident) -> Repr {
        let packed = self.packed.is_some();
        if let Some(rust) = &self.rust {
            ctxt.error_at(rust, "`repr(Rust)` leaves the order of fields to the compiler: write `#[repr(C)]` or `#[repr(C, packed)]`");
        } else if !self.c && !self.transparent {
            if let Some(packed) = &self.packed {
                ctxt.error_at(
                    packed,
                    "`packed` alone leaves the order of fields to the compiler: write `#[repr(C, packed)]`",
                );
            } else if let Some(align) = &self.align {
                ctxt.error_at(
                    align,
                    "`align` alone leaves the order of fields to the compiler: write `#[repr(C, align(..))]`",
                );
            } else {
                ctxt.error_at(
                    name,
                    format_args!(
                        "the layout of `{name}` is not fixed: write `#[repr(C, packed)]` for no gaps, or `#[repr(C)]` for gaps as in C (NumPy's align=True)"
                    ),
                );
            }
        }
        if self.transparent {
            Repr::Transparent
        } else if packed {
            Repr::Packed
        } else {
            Repr::C
        }
    }
}

//! An enum may have variants of any name, and discriminants of any form, in a crate that forbids unsafe code and where
//! nothing has its usual name.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]
#![no_implicit_prelude]
#![allow(dead_code, non_camel_case_types, unused_imports)]

extern crate record_core as other;

mod record_core {}
mod core {}
struct Option;
struct Some;
struct Result;
type u8 = [f64; 3];
type i16 = ();
type str = ();
#[doc(hidden)]
pub trait Code {}

const fn first() -> isize {
    4
}

/// Names of what the expansion uses.
#[derive(other::Code, ::std::clone::Clone, ::std::marker::Copy, ::std::fmt::Debug, ::std::cmp::PartialEq)]
#[repr(u8)]
#[code(crate = other)]
pub enum Odd {
    /// The associated type.
    Repr,
    /// An associated constant.
    NAME,
    /// Another.
    VARIANTS,
    /// A variant of `Option`.
    Some,
    /// Another.
    None,
    /// A type.
    u8,
    /// A keyword.
    r#fn,
    /// A method.
    from_raw,
    /// A variant that is not to be used.
    #[deprecated]
    Old = 0xff,
}

mod inner {
    #[derive(crate::other::Code, ::std::clone::Clone, ::std::marker::Copy)]
    #[repr(i16)]
    #[code(crate = crate::other)]
    pub(super) enum r#enum {
        Least = ::std::primitive::i16::MIN,
        Next,
        Minus = -{ 1 + 1 },
        Computed = super::first() as ::std::primitive::i16,
        Cast = b'x' as _,
    }
}

fn main() {
    use other::Code;
    ::std::assert_eq!(<Odd as Code>::from_raw(0), ::std::option::Option::Some(Odd::Repr));
    ::std::assert_eq!(<Odd as Code>::from_raw(9), ::std::option::Option::None);
    ::std::assert_eq!(Odd::r#fn.name(), "fn");
    ::std::assert_eq!(Odd::VARIANTS.name(), "VARIANTS");
    ::std::assert_eq!(<Odd as Code>::VARIANTS.len(), 9);
    ::std::assert_eq!(<Odd as Code>::NAME, "Odd");
    ::std::assert_eq!(<inner::r#enum as Code>::NAME, "enum");
    let codes: ::std::vec::Vec<_> =
        ::std::iter::Iterator::collect(::std::iter::Iterator::map(
            <[_]>::iter(<inner::r#enum as Code>::VARIANTS),
            |(_, code)| code.to_raw(),
        ));
    ::std::assert_eq!(codes, [-0x8000, -0x7fff, -2, 4, 0x78]);
}

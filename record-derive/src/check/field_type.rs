//! Field types that can be seen to be none, each with what to write instead.
//!
//! The macro sees how a type is written and not what it is; what it cannot see, the trait bound refuses.

use crate::ctxt::Ctxt;
use syn::{Path, PathArguments, Type};

/// Refuses a field's type, at the type.
pub fn check(ctxt: &Ctxt, ty: &Type) {
    let message = match ty {
        Type::Group(group) => return check(ctxt, &group.elem),
        Type::Paren(paren) => return check(ctxt, &paren.elem),
        Type::Array(array) => return check(ctxt, &array.elem),
        Type::Path(path) if path.qself.is_none() => match advice(&path.path) {
            Some(message) => message,
            None => return,
        },
        Type::Reference(_) => {
            "a record holds its bytes itself, not a reference to them: write the type behind the reference, or `FixedBytes<N>` for text"
        }
        Type::Ptr(_) => "an address has no meaning in a file: write `u64` to store it as a number",
        Type::Slice(_) => "a field has a fixed size: write an array, `[T; N]`",
        Type::Tuple(_) => {
            "Rust does not fix the layout of a tuple: write a struct with `#[derive(Record, Clone, Copy)]`"
        }
        Type::FnPtr(_) => "a function has no bytes to store: remove the field",
        Type::TraitObject(_) | Type::ImplTrait(_) => {
            "a field has one type of fixed size: write the type itself, not a trait"
        }
        Type::Never(_) => "`!` has no values: remove the field",
        Type::Infer(_) => "write the type of the field",
        _ => return,
    };
    ctxt.error_at(ty, message);
}

/// What to write instead of a type of the standard library.
fn advice(path: &Path) -> Option<&'static str> {
    let last = path.segments.last()?;
    let generic = matches!(last.arguments, PathArguments::AngleBracketed(_));
    let from_std = path.segments.len() > 1
        && path
            .segments
            .first()
            .is_some_and(|first| ["alloc", "core", "std"].iter().any(|name| first.ident == name));
    if path.segments.len() > 1 && !from_std {
        return None;
    }
    Some(match (last.ident.to_string().as_str(), generic) {
        ("usize", false) => "`usize` has another size on other machines: write `u64` or `u32`",
        ("isize", false) => "`isize` has another size on other machines: write `i64` or `i32`",
        ("bool", false) => {
            "not every byte is a `bool`: write `Bool8`, which is false for 0 and true for the others"
        }
        ("char", false) => "not every 4 bytes are a `char`: write `FixedUtf32<1>`, or `u32` for the number",
        ("str" | "String", false) => {
            "text in a record has a fixed length: write `FixedBytes<N>` (NumPy's 'S'), or `FixedUtf32<N>` (NumPy's 'U')"
        }
        ("i128" | "u128", false) => "NumPy has no integer of 128 bits: write `[u64; 2]`, or `Opaque<16>`",
        ("f128", false) => {
            "there is no portable float of 128 bits: write `f64`, or `Opaque<16>` to keep the bytes"
        }
        ("Vec" | "VecDeque", true) => "a field has a fixed size: write an array, `[T; N]`",
        ("Option", true) => {
            "not every pattern of bytes is an `Option`: write the type itself, and a value that stands for none (NaN, 0), or a `Bool8` beside it"
        }
        ("Box" | "Rc" | "Arc", true) => {
            "a record holds its bytes itself, not an address of them: write the type itself"
        }
        ("Cell" | "RefCell" | "UnsafeCell", true) => {
            "a record is plain bytes, which columns read and write: write the type itself"
        }
        _ => return None,
    })
}

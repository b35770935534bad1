//! Bit ranges: within the integer, none over another, and counted from the least significant bit.

use crate::{
    ast::Field,
    attr::{BitName, Bits, Order},
    ctxt::Ctxt,
    names,
};
use syn::{GenericArgument, PathArguments, Type};

/// Judges a field's ranges.
pub fn check(ctxt: &Ctxt, field: &Field<'_>) {
    let Some(bits) = &field.attrs.bits else { return };
    if !may_be_integer(&field.original.ty) {
        ctxt.error_at(
            &field.original.ty,
            "only integers have bits to name: write `u8` to `u64`, or `Be<..>` or `Le<..>` of one",
        );
        return;
    }
    let seen = width_of(&field.original.ty);
    if let (Some(seen), Some((written, value))) = (seen, &bits.width)
        && seen != *written
    {
        ctxt.error_at(value, format_args!("the field has {seen} bits, not {written}: remove `width`"));
    }
    let width = seen.or(bits.width.as_ref().map(|&(width, _)| width));
    if width.is_none() && bits.order == Order::Msb {
        ctxt.error_at(
            &field.original.ty,
            "how many bits this type has cannot be seen here, and `order = \"msb\"` counts from the last: write `bits(.., width = 16)`",
        );
    }
    let limit = width.unwrap_or(64);
    for bit in &bits.names {
        if bit.end > limit {
            ctxt.error_at(
                &bit.value,
                format_args!(
                    "bit {} is outside the field, which has {limit}: 0 to {}",
                    bit.end - 1,
                    limit - 1
                ),
            );
        }
    }
    no_overlap(ctxt, &bits.names);
}

/// Two names for one bit are one too many: the mistake is more likely in a number.
fn no_overlap(ctxt: &Ctxt, names: &[BitName]) {
    for (index, bit) in names.iter().enumerate() {
        if let Some(other) =
            names[..index].iter().find(|other| bit.start < other.end && other.start < bit.end)
        {
            ctxt.error_at(
                &bit.value,
                format_args!(
                    "bits {}..{} of `{}` are also in `{}`",
                    bit.start,
                    bit.end,
                    names::plain(&bit.ident),
                    names::plain(&other.ident)
                ),
            );
        }
    }
}

/// Lowest bit, counted from the least significant one, and number of bits.
pub fn from_lsb(field: &Field<'_>, bits: &Bits, bit: &BitName) -> (u32, u32) {
    let len = bit.end - bit.start;
    match bits.order {
        Order::Lsb => (bit.start, len),
        Order::Msb => {
            let width = width_of(&field.original.ty).or(bits.width.as_ref().map(|&(width, _)| width));
            (width.unwrap_or(64).saturating_sub(bit.end), len)
        }
    }
}

/// Whether `end` of a range can only be judged by the compiler, which knows the type.
pub fn width_is_unseen(field: &Field<'_>) -> bool {
    width_of(&field.original.ty).is_none()
}

/// False for the types that are seen to be no integers. An alias may be anything.
fn may_be_integer(ty: &Type) -> bool {
    const OTHERS: [&str; 9] =
        ["f32", "f64", "F16", "Bool8", "FixedBytes", "FixedUtf32", "Opaque", "DateTime64", "TimeDelta64"];
    match ty {
        Type::Group(group) => may_be_integer(&group.elem),
        Type::Paren(paren) => may_be_integer(&paren.elem),
        Type::Array(_) => false,
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else { return false };
            match &last.arguments {
                PathArguments::AngleBracketed(arguments) if last.ident == "Be" || last.ident == "Le" => {
                    !matches!(arguments.args.first(), Some(GenericArgument::Type(inner)) if !may_be_integer(inner))
                }
                _ => !OTHERS.iter().any(|other| last.ident == other),
            }
        }
        _ => true,
    }
}

/// The width that a type shows by its name: `u16`, `Be<u16>`, `zerocopy::big_endian::U16`.
fn width_of(ty: &Type) -> Option<u32> {
    let path = match ty {
        Type::Group(group) => return width_of(&group.elem),
        Type::Paren(paren) => return width_of(&paren.elem),
        Type::Path(path) if path.qself.is_none() => &path.path,
        _ => return None,
    };
    let last = path.segments.last()?;
    match last.ident.to_string().as_str() {
        "u8" | "i8" => return Some(8),
        "u16" | "i16" | "U16" | "I16" => return Some(16),
        "u32" | "i32" | "U32" | "I32" => return Some(32),
        "u64" | "i64" | "U64" | "I64" => return Some(64),
        _ => {}
    }
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
            GenericArgument::Type(inner) if last.ident == "Be" || last.ident == "Le" => width_of(inner),
            _ => None,
        },
        _ => None,
    }
}

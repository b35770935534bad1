//! Rules that take more than one attribute or field, one function each.

mod bits;
mod field_type;

use crate::{
    ast::Container,
    attr::{Packing, word},
    ctxt::Ctxt,
    names,
    repr::Repr,
    symbol::TAKEN,
};
use std::collections::HashMap;
use syn::Lit;

pub use bits::{from_lsb, width_is_unseen};

/// Judges the whole struct.
pub fn check(ctxt: &Ctxt, container: &Container<'_>) {
    for field in &container.fields {
        field_type::check(ctxt, &field.original.ty);
        bits::check(ctxt, field);
    }
    names_are_unique(ctxt, container);
    titles_are_free(ctxt, container);
    tokens_are_free(ctxt, container);
    layout_suits_repr(ctxt, container);
}

/// A dtype has no two fields of one name.
fn names_are_unique(ctxt: &Ctxt, container: &Container<'_>) {
    let mut seen: HashMap<&str, &crate::ast::Field<'_>> = HashMap::new();
    for field in &container.fields {
        let Some(other) = seen.insert(&field.name, field) else { continue };
        let message = format!(
            "two fields are named `{}`, this one and `{}`: write another name in `#[record(rename = \"..\")]`",
            field.name, other.column
        );
        match &field.attrs.rename {
            Some(literal) => ctxt.error_at(literal, message),
            None => ctxt.error_at(&field.column, message),
        }
    }
}

/// A title is a second name, so it is nobody's name and nobody else's title. NumPy's rule.
fn titles_are_free(ctxt: &Ctxt, container: &Container<'_>) {
    for (index, field) in container.fields.iter().enumerate() {
        let Some(literal) = &field.attrs.title else { continue };
        let title = literal.value();
        if let Some(other) = container.fields.iter().find(|other| other.name == title) {
            ctxt.error_at(
                literal,
                format_args!("the title `{title}` is the name of `{}`: write another title", other.column),
            );
        }
        let earlier = &container.fields[..index];
        let same = |other: &&crate::ast::Field<'_>| {
            other.attrs.title.as_ref().is_some_and(|other| other.value() == title)
        };
        if let Some(other) = earlier.iter().find(same) {
            ctxt.error_at(
                literal,
                format_args!(
                    "the title `{title}` is also the title of `{}`: write another title",
                    other.column
                ),
            );
        }
    }
}

/// Tokens are associated constants: no two of one name, and none that hides what the traits give.
fn tokens_are_free(ctxt: &Ctxt, container: &Container<'_>) {
    let mut seen: HashMap<String, String> = HashMap::new();
    let mut claim = |token: &proc_macro2::Ident, of: String, at: &dyn quote::ToTokens, cure: &str| {
        let name = names::plain(token);
        if TAKEN.contains(&name.as_str()) {
            ctxt.error_at(
                at,
                format_args!("the token `{name}` would hide `{name}` of the record itself: {cure}"),
            );
        } else if let Some(other) = seen.get(&name) {
            ctxt.error_at(at, format_args!("the token `{name}` is also the token of {other}: {cure}"));
        } else {
            seen.insert(name, of);
        }
    };
    for field in &container.fields {
        claim(
            &field.token,
            format!("`{}`", names::plain(&field.column)),
            &field.token,
            "write another one in `#[record(token = \"..\")]`",
        );
    }
    for field in &container.fields {
        for bit in field.attrs.bits.iter().flat_map(|bits| &bits.names) {
            if let Some(token) = names::token(&bit.ident) {
                claim(
                    &token,
                    format!("bits `{}` of `{}`", names::plain(&bit.ident), names::plain(&field.column)),
                    &bit.ident,
                    "name the bits otherwise",
                );
            } else {
                ctxt.error_at(
                    &bit.ident,
                    "the upper case of this name is no identifier: name the bits otherwise",
                );
            }
        }
    }
}

/// `layout = "aligned"` is C's layout, which a packed struct does not have. `"packed"` is checked by the compiler, for a
/// struct without gaps may be of any repr.
fn layout_suits_repr(ctxt: &Ctxt, container: &Container<'_>) {
    if let Some(layout) = &container.attrs.layout
        && layout.value == Packing::Aligned
        && container.repr == Repr::Packed
    {
        let Lit::Str(literal) = &layout.literal else { return };
        ctxt.error_at(
            literal,
            format_args!(
                "`{} = \"aligned\"`, but the struct is packed: write `#[repr(C)]`, or `{0} = \"packed\"`",
                word(&layout.key)
            ),
        );
    }
}

//! What the attributes assert of the layout, as calls that the compiler evaluates.
//!
//! A struct without parameters is judged where it is defined, each assertion on its own, so that the compiler points at
//! the attribute that fails. One with parameters is judged with its dtype, for each choice of them that is used.

use super::invoke;
use crate::{
    ast::Container,
    attr::{Endian, Packing},
    bound,
};
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Lit;

/// One call, and the literal of the attribute.
struct Assertion {
    call: TokenStream,
    span: Span,
}

/// An invocation of the hidden macro for each assertion; none for a generic struct.
pub fn concrete(container: &Container<'_>) -> TokenStream {
    if !container.is_concrete() {
        return TokenStream::new();
    }
    let ty = bound::applied(container.ident, container.generics);
    assertions(container)
        .iter()
        .map(|Assertion { call, span }| {
            let span = Span::call_site().located_at(*span);
            invoke(container.attrs.krate.as_ref(), span, &quote!(assert { #ty } #call))
        })
        .collect()
}

/// The calls of a generic struct, to be evaluated with its dtype.
pub fn generic(container: &Container<'_>) -> TokenStream {
    if container.is_concrete() {
        return TokenStream::new();
    }
    assertions(container).into_iter().map(|assertion| assertion.call).collect()
}

fn assertions(container: &Container<'_>) -> Vec<Assertion> {
    let (attrs, name) = (&container.attrs, container.ident.to_string());
    let mut all = Vec::new();
    let mut push = |literal: &Lit, call: TokenStream| all.push(Assertion { call, span: literal.span() });
    if let Some(size) = &attrs.size {
        let expected = size.value;
        push(&size.literal, quote!(size(#name, #expected)));
    }
    if let Some(align) = &attrs.align {
        let expected = align.value;
        push(&align.literal, quote!(align(#name, #expected)));
    }
    if let Some(layout) = &attrs.layout
        && layout.value == Packing::Packed
    {
        push(&layout.literal, quote!(packed(#name)));
    }
    if let Some(endian) = &attrs.endian {
        let order = order(endian.value);
        push(&endian.literal, quote!(endian(#name, #order)));
    }
    for (index, field) in container.fields.iter().enumerate() {
        if let Some(offset) = &field.attrs.offset {
            let expected = offset.value;
            push(&offset.literal, quote!(offset(#name, #index, #expected)));
        }
        if let Some(endian) = &field.attrs.endian {
            let order = order(endian.value);
            push(&endian.literal, quote!(field_endian(#name, #index, #order)));
        }
    }
    all
}

/// A byte order in the words of the hidden macro.
fn order(endian: Endian) -> u8 {
    match endian {
        Endian::Little => 0,
        Endian::Big => 1,
        Endian::Native => 2,
    }
}

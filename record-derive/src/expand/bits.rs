//! Tokens of bit ranges, each made from the token of its field.

use super::invoke;
use crate::{
    ast::{Container, Field},
    attr::{BitName, Bits},
    bound,
    check::{from_lsb, width_is_unseen},
    names,
};
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;

pub fn expand(container: &Container<'_>) -> TokenStream {
    let words = || container.fields.iter().filter_map(|field| Some((field, field.attrs.bits.as_ref()?)));
    if words().next().is_none() {
        return TokenStream::new();
    }
    let krate = container.attrs.krate.as_ref();
    let tokens = words().map(|(field, bits)| tokens(field, bits));
    let ty = bound::applied(container.ident, container.generics);
    let parameters = bound::generics(container.generics, container.fields.iter().map(|field| &field.ty));
    let tokens = invoke(krate, Span::call_site(), &quote!(bits { #ty } #parameters #(#tokens)*));
    let proofs = words()
        .filter(|(field, _)| container.is_concrete() && width_is_unseen(field))
        .flat_map(|(field, bits)| assertions(field, bits))
        .map(|(span, arguments)| invoke(krate, Span::call_site().located_at(span), &arguments));
    quote!(#tokens #(#proofs)*)
}

/// The tokens of one field's ranges.
fn tokens(field: &Field<'_>, bits: &Bits) -> TokenStream {
    let (vis, word, ty) = (&field.original.vis, &field.token, &field.ty);
    let names = bits.names.iter().filter_map(|bit| {
        let token = names::token(&bit.ident)?;
        let (low, len) = from_lsb(field, bits, bit);
        let doc = format!(
            "Bits `{}`, {low}..{} from the least significant one, of `{}`.",
            names::plain(&bit.ident),
            low + len,
            names::plain(&field.column)
        );
        Some(quote!([#[doc = #doc]] #token #low #len;))
    });
    quote!(#vis, #word { #ty } { #(#names)* })
}

/// What must be true of a type whose width is not seen here.
fn assertions(field: &Field<'_>, bits: &Bits) -> Vec<(Span, TokenStream)> {
    let ty = &field.ty;
    match &bits.width {
        Some((width, value)) => vec![(value.span(), quote!(assert { #ty } width(#width)))],
        None => bits
            .names
            .iter()
            .map(|BitName { end, value, .. }| (value.span(), quote!(assert { #ty } bits_end(#end))))
            .collect(),
    }
}

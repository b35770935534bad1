//! Tokens of bit ranges, each made from the token of its field.

use super::invoke;
use crate::{ast::Container, bound, check::from_lsb, names};
use proc_macro2::{Span, TokenStream};
use quote::quote;

pub fn expand(container: &Container<'_>) -> TokenStream {
    let tokens: TokenStream = container
        .fields
        .iter()
        .filter_map(|field| Some((field, field.attrs.bits.as_ref()?)))
        .map(|(field, bits)| {
            let (vis, word, ty) = (&field.original.vis, &field.token, &field.ty);
            let width = bits.width.as_ref().map(|(width, _)| quote!(width #width));
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
            quote!(#vis, #word { #ty } [#width] { #(#names)* })
        })
        .collect();
    if tokens.is_empty() {
        return tokens;
    }
    let ty = bound::applied(container.ident, container.generics);
    let parameters = bound::generics(container.generics, container.fields.iter().map(|field| &field.ty));
    invoke(container.attrs.krate.as_ref(), Span::call_site(), &quote!(bits { #ty } #parameters #tokens))
}

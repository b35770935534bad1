//! `#[record(native = "..")]`: the twin in native byte order, and the assertion that it is one.

use super::invoke;
use crate::{ast::Container, bound};
use proc_macro2::{Span, TokenStream};
use quote::quote;

pub fn expand(container: &Container<'_>) -> TokenStream {
    let Some(native) = &container.attrs.native else { return TokenStream::new() };
    let krate = container.attrs.krate.as_ref();
    let ty = bound::applied(container.ident, container.generics);
    let parameters = bound::generics(container.generics, container.fields.iter().map(|field| &field.ty));
    let twin = &native.ty;
    let span = Span::call_site().located_at(native.span);
    let implementation = invoke(krate, span, &quote!(native { #ty } { #twin } #parameters));
    if !container.is_concrete() {
        // Judged where records are converted, for each choice of the parameters.
        return implementation;
    }
    let (record, name) = (container.ident.to_string(), quote!(#twin).to_string());
    let assertion = invoke(krate, span, &quote!(assert { #ty } native(#record, #name)));
    quote!(#implementation #assertion)
}

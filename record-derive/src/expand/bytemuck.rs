//! `#[record(bytemuck)]`: bytemuck's traits, where they hold.

use super::invoke;
use crate::{ast::Container, bound};
use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;

pub fn expand(container: &Container<'_>) -> TokenStream {
    let Some(key) = &container.attrs.bytemuck else { return TokenStream::new() };
    let ty = bound::applied(container.ident, container.generics);
    let parameters = bound::generics(container.generics, container.fields.iter().map(|field| &field.ty));
    let concrete = container.concrete();
    invoke(
        container.attrs.krate.as_ref(),
        proc_macro2::Span::call_site().located_at(key.span()),
        &quote!(bytemuck { #ty } #parameters [#concrete]),
    )
}

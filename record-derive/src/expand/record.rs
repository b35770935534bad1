//! The record itself: what the hidden macro needs to know of the struct.

use super::{assert, invoke};
use crate::{
    ast::{Container, Field},
    bound, names,
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// The main invocation.
pub fn expand(container: &Container<'_>) -> TokenStream {
    let head = head(container);
    let aligned = container.repr.is_aligned();
    let fields = container.fields.iter().map(|it| field(it, &it.token));
    let concrete = container.concrete();
    let assertions = assert::generic(container);
    invoke(
        container.attrs.krate.as_ref(),
        Span::call_site(),
        &quote! {
            #head
            #aligned [#concrete] [#assertions]
            fields { #(#fields)* }
        },
    )
}

/// The struct's name, generics and structs of columns.
pub fn head(container: &Container<'_>) -> TokenStream {
    let Container { ident, vis, generics, .. } = container;
    let ty = bound::applied(ident, generics);
    let parameters = bound::generics(generics, container.fields.iter().map(|field| &field.ty));
    let (columns, columns_mut) = (names::columns(ident), names::columns_mut(ident));
    let columns_doc = format!("The columns of [`{ident}`], a view of each field.");
    let columns_mut_doc = format!("The writable columns of [`{ident}`], a view of each field, all at once.");
    let owned = names::columns_owned(ident);
    let owned_doc = format!("The columns of [`{ident}`], each in memory of its own: an array of each field.");
    let view = names::lifetime(&container.text());
    quote! {
        #vis struct { #ty } #parameters
        columns
            [#[doc = #columns_doc]] #columns
            [#[doc = #columns_mut_doc]] #columns_mut
            [#[doc = #owned_doc]] #owned
            #view
    }
}

/// One field, in the order of the hidden macro.
pub fn field(field: &Field<'_>, token: &Ident) -> TokenStream {
    let Field { original, member, column, name, ty, docs, attrs, .. } = field;
    let vis = &original.vis;
    let title = &attrs.title;
    let written;
    let docs = if docs.is_empty() {
        written = format!("The field `{}`.", names::plain(column));
        quote!(#[doc = #written])
    } else {
        quote!(#(#[doc = #docs])*)
    };
    quote!([#docs] #vis, #token #member #column #name [#title] { #ty };)
}

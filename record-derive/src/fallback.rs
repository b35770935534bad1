//! What is expanded after a mistake: the messages, and enough for the rest of the program to compile.
//!
//! Without the tokens, each of their uses would be an error more, far from the mistake.

use crate::{
    ast::Container,
    bound,
    expand::{invoke, record},
    names,
    symbol::TAKEN,
};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use std::{collections::HashSet, iter};
use syn::{DeriveInput, Error};

/// Messages for all errors. The first is handed to the hidden macro, which writes the fallback only beside an error.
pub fn expand(input: &DeriveInput, container: Option<&Container<'_>>, errors: &[Error]) -> TokenStream {
    let Some((first, others)) = errors.split_first() else { return TokenStream::new() };
    let others: TokenStream = others.iter().map(Error::to_compile_error).collect();
    if input.generics.lifetimes().next().is_some() {
        // No element borrows, so there is nothing that could stand in for this one.
        let first = first.to_compile_error();
        return quote!(#first #others);
    }
    // An expression, whose value the fallback needs.
    let error = first.to_compile_error();
    let arguments = if let Some(container) = container {
        let (head, fields) = (record::head(container), fields(container));
        quote!(fallback { #error } #head fields { #(#fields)* })
    } else {
        let ty = bound::applied(&input.ident, &input.generics);
        let parameters = bound::generics(&input.generics, iter::empty());
        quote!(fallback { #error } { #ty } 'a { () } { () } { () } #parameters)
    };
    let krate = container.and_then(|container| container.attrs.krate.as_ref());
    let fallback = invoke(krate, Span::call_site(), &arguments);
    quote!(#fallback #others)
}

/// The fields. A token that would clash is given a name that clashes with nothing: its error was reported.
fn fields(container: &Container<'_>) -> impl Iterator<Item = TokenStream> {
    let mut seen: HashSet<String> = TAKEN.iter().map(ToString::to_string).collect();
    container.fields.iter().enumerate().map(move |(index, field)| {
        let free = seen.insert(names::plain(&field.token));
        let token = if free { field.token.clone() } else { format_ident!("__{index}") };
        record::field(field, &token)
    })
}

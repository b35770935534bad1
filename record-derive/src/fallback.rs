//! What is expanded after a mistake: the messages, and enough for the rest of the program to compile.
//!
//! Without the tokens, each of their uses would be an error more, far from the mistake.

use crate::{
    ast::{Container, Field},
    bound,
    expand::{path, record},
    names,
    symbol::TAKEN,
};
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use quote::{ToTokens, quote};
use std::collections::HashSet;
use syn::{DeriveInput, Error};

/// Messages for all errors. The first is inside the fallback: it has no other way to be sound than not to compile.
pub fn expand(input: &DeriveInput, container: Option<&Container<'_>>, errors: &[Error]) -> TokenStream {
    let Some((first, others)) = errors.split_first() else { return TokenStream::new() };
    let others: TokenStream = others.iter().map(Error::to_compile_error).collect();
    if input.generics.lifetimes().next().is_some() {
        // No element borrows, so there is nothing that could stand in for this one.
        let first = first.to_compile_error();
        return quote!(#first #others);
    }
    let (start, end) = range(first);
    let text = first.to_string();
    let message = quote_spanned!(end=> { #text });
    let arguments = match container {
        Some(container) => {
            let (head, fields) = (record::head(container), fields(container));
            quote!(fallback #message #head fields { #(#fields)* })
        }
        None => {
            let ty = bound::applied(&input.ident, &input.generics);
            let parameters = bound::generics(&input.generics, [].into_iter());
            quote!(fallback #message { #ty } 'a { () } { () } #parameters)
        }
    };
    let krate = container.and_then(|container| container.attrs.krate.as_ref());
    let path = path(krate, start);
    let body = quote_spanned!(end=> { #arguments });
    let bang = quote_spanned!(end=> !);
    quote!(#path #bang #body #others)
}

/// The fields whose tokens and names do not clash: another clash is an error that was reported.
fn fields(container: &Container<'_>) -> impl Iterator<Item = TokenStream> {
    let mut seen = HashSet::new();
    let free = move |field: &&Field<'_>| {
        let token = names::plain(&field.token);
        !TAKEN.contains(&token.as_str()) && seen.insert(token)
    };
    container.fields.iter().filter(free).map(record::field)
}

/// Where an error begins and ends: syn keeps both, and shows them only in its own expansion.
fn range(error: &Error) -> (Span, Span) {
    let tokens: Vec<_> = error.to_compile_error().into_token_stream().into_iter().collect();
    let span = |tree: Option<&proc_macro2::TokenTree>| tree.map_or_else(Span::call_site, |tree| tree.span());
    (span(tokens.first()), span(tokens.last()))
}

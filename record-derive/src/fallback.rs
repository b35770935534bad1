//! What is expanded after a mistake: the messages, and enough for the rest of the program to compile.

use crate::ast::Container;
use proc_macro2::TokenStream;
use syn::DeriveInput;

pub fn expand(
    _input: &DeriveInput,
    _container: Option<&Container<'_>>,
    errors: &[syn::Error],
) -> TokenStream {
    errors.iter().map(syn::Error::to_compile_error).collect()
}

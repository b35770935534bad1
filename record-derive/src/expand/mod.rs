//! Writes the expansion: invocations of the hidden macro of `record-core`, and nothing else.
//!
//! The path of that macro is the only path in an expansion. Were there another, a crate of the same name could make
//! derived code implement its own unsafe traits.

mod assert;
mod bits;
mod bytemuck;
mod native;
pub mod record;

use crate::{ast::Container, check, ctxt::Ctxt, fallback};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{DeriveInput, Path};

/// Parse, check, expand.
pub fn derive(input: &DeriveInput) -> TokenStream {
    let ctxt = Ctxt::new();
    let container = Container::read(&ctxt, input);
    if let Some(container) = &container {
        check::check(&ctxt, container);
    }
    let errors = ctxt.finish();
    match container {
        Some(container) if errors.is_empty() => {
            let record = record::expand(&container);
            let assertions = assert::concrete(&container);
            let bytemuck = bytemuck::expand(&container);
            let bits = bits::expand(&container);
            let native = native::expand(&container);
            quote!(#record #assertions #bytemuck #bits #native)
        }
        container => fallback::expand(input, container.as_ref(), &errors),
    }
}

/// The hidden macro of records, invoked with `arguments`. The compiler points at `span` for what is wrong inside.
pub fn invoke(krate: Option<&Path>, span: Span, arguments: &TokenStream) -> TokenStream {
    invoke_named("__record", krate, span, arguments)
}

/// A hidden macro by its name.
pub fn invoke_named(name: &str, krate: Option<&Path>, span: Span, arguments: &TokenStream) -> TokenStream {
    let name = Ident::new(name, span);
    let Some(krate) = krate else { return quote_spanned!(span=> ::record_core::#name! { #arguments }) };
    let mut krate = krate.clone();
    for segment in &mut krate.segments {
        segment.ident.set_span(segment.ident.span().located_at(span));
    }
    quote_spanned!(span=> #krate::#name! { #arguments })
}

//! The derive macro of `record-core`.

mod ast;
mod attr;
mod bound;
mod check;
mod ctxt;
mod expand;
mod fallback;
mod names;
mod repr;
mod symbol;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes a struct a record.
#[proc_macro_derive(Record, attributes(record))]
pub fn derive_record(input: TokenStream) -> TokenStream {
    expand::derive(&parse_macro_input!(input as DeriveInput)).into()
}

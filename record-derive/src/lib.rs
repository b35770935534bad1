//! The derive macro of `record-core`.
use proc_macro::TokenStream;
/// x
#[proc_macro_derive(Record, attributes(record))]
pub fn derive(_: TokenStream) -> TokenStream {
    TokenStream::new()
}

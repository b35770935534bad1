//! A macro that expands to something else each time: what a type in a record may be at worst.

use proc_macro::{TokenStream, TokenTree};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

static TURNS: Mutex<Option<HashMap<String, usize>>> = Mutex::new(None);

/// `in_turn!(A; B; C)` is `A` the first time, then `B`, then `C` for good.
#[proc_macro]
pub fn in_turn(input: TokenStream) -> TokenStream {
    let mut turns = TURNS.lock().unwrap_or_else(PoisonError::into_inner);
    let turn = turns.get_or_insert_default().entry(input.to_string()).or_default();
    let tokens: Vec<TokenTree> = input.into_iter().collect();
    let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ';');
    let parts: Vec<_> = tokens.split(is_end).collect();
    let part = parts[(*turn).min(parts.len() - 1)];
    *turn += 1;
    part.iter().cloned().collect()
}

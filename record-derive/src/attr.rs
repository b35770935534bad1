//! `#[record(..)]`: words and values become typed facts. Unknown and repeated words are mistakes.

use crate::{
    ctxt::Ctxt,
    names::Case,
    symbol::{
        ALIGN, BITS, BYTEMUCK, CODE, CODE_KEYS, CONTAINER_KEYS, CRATE, ENDIAN, FIELD_KEYS, LAYOUT, NATIVE,
        OFFSET, RECORD, RENAME, RENAME_ALL, SIZE, TITLE, TOKEN,
    },
};
use proc_macro2::{Ident, Span};
use std::fmt::Display;
use syn::{
    Attribute, Expr, ExprLit, Lit, LitInt, LitStr, Meta, Path, Token, Type, meta::ParseNestedMeta,
    parse::ParseStream,
};

pub use bits::{BitName, Bits, Order};

mod bits;

/// A value and the key that it was written for.
pub struct Asserted<T> {
    pub key: Path,
    pub value: T,
    pub literal: Lit,
}

/// `layout = ".."`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    Packed,
    Aligned,
}

/// `endian = ".."`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Endian {
    Big,
    Little,
    Native,
}

/// `native = ".."`.
pub struct Native {
    pub ty: Type,
    pub span: Span,
}

/// What `#[record(..)]` on the struct says.
#[derive(Default)]
pub struct ContainerAttrs {
    pub rename_all: Option<Case>,
    pub size: Option<Asserted<usize>>,
    pub align: Option<Asserted<usize>>,
    pub layout: Option<Asserted<Packing>>,
    pub endian: Option<Asserted<Endian>>,
    pub bytemuck: Option<Path>,
    pub native: Option<Native>,
    pub krate: Option<Path>,
}

/// What `#[record(..)]` on a field says.
#[derive(Default)]
pub struct FieldAttrs {
    pub rename: Option<LitStr>,
    pub title: Option<LitStr>,
    pub token: Option<Ident>,
    pub offset: Option<Asserted<usize>>,
    pub endian: Option<Asserted<Endian>>,
    pub bits: Option<Bits>,
}

impl ContainerAttrs {
    pub fn read(ctxt: &Ctxt, attrs: &[Attribute]) -> Self {
        let mut read = Self::default();
        each_key(ctxt, RECORD, attrs, |meta| match word(&meta.path).as_str() {
            ALIGN => set(ctxt, &mut read.align, &meta, integer),
            BYTEMUCK => set(ctxt, &mut read.bytemuck, &meta, |meta| Ok(meta.path.clone())),
            CRATE => set(ctxt, &mut read.krate, &meta, path),
            ENDIAN => set(ctxt, &mut read.endian, &meta, |meta| one_of(meta, &Endian::ALL)),
            NATIVE => set(ctxt, &mut read.native, &meta, twin),
            LAYOUT => set(ctxt, &mut read.layout, &meta, |meta| one_of(meta, &Packing::ALL)),
            RENAME_ALL => set(ctxt, &mut read.rename_all, &meta, |meta| Ok(one_of(meta, &Case::ALL)?.value)),
            SIZE => set(ctxt, &mut read.size, &meta, integer),
            _ => unknown(ctxt, &meta, CONTAINER_KEYS, FIELD_KEYS, "a field"),
        });
        read
    }
}

impl FieldAttrs {
    pub fn read(ctxt: &Ctxt, attrs: &[Attribute]) -> Self {
        let mut read = Self::default();
        each_key(ctxt, RECORD, attrs, |meta| match word(&meta.path).as_str() {
            BITS => set(ctxt, &mut read.bits, &meta, |meta| Bits::read(ctxt, meta)),
            ENDIAN => set(ctxt, &mut read.endian, &meta, |meta| one_of(meta, &Endian::ALL)),
            OFFSET => set(ctxt, &mut read.offset, &meta, integer),
            RENAME => set(ctxt, &mut read.rename, &meta, name),
            TITLE => set(ctxt, &mut read.title, &meta, name),
            TOKEN => set(ctxt, &mut read.token, &meta, identifier),
            _ => unknown(ctxt, &meta, FIELD_KEYS, CONTAINER_KEYS, "the struct"),
        });
        read
    }
}

/// What `#[code(..)]` on an enum says.
#[derive(Default)]
pub struct CodeAttrs {
    pub krate: Option<Path>,
}

impl CodeAttrs {
    pub fn read(ctxt: &Ctxt, attrs: &[Attribute]) -> Self {
        let mut read = Self::default();
        each_key(ctxt, CODE, attrs, |meta| match word(&meta.path).as_str() {
            CRATE => set(ctxt, &mut read.krate, &meta, path),
            _ => unknown(ctxt, &meta, CODE_KEYS, &[], ""),
        });
        read
    }
}

impl Endian {
    const ALL: [(&'static str, Self); 3] =
        [("big", Self::Big), ("little", Self::Little), ("native", Self::Native)];
}

impl Packing {
    const ALL: [(&'static str, Self); 2] = [("packed", Self::Packed), ("aligned", Self::Aligned)];
}

/// Calls `read` for each key of each attribute of that name. `read` takes the whole value, also of a wrong key, so that the keys
/// after it are read too.
fn each_key(
    ctxt: &Ctxt,
    name: &str,
    attrs: &[Attribute],
    mut read: impl FnMut(ParseNestedMeta<'_>) -> syn::Result<()>,
) {
    for attr in attrs.iter().filter(|attr| attr.path().is_ident(name)) {
        let outcome = match &attr.meta {
            Meta::List(_) => attr.parse_nested_meta(&mut read),
            other => Err(syn::Error::new_spanned(other, format_args!("write `#[{name}(key = value)]`"))),
        };
        if let Err(error) = outcome {
            ctxt.push(error);
        }
    }
}

/// Stores a value, unless the key was there before. A value that is wrong is reported and left out.
fn set<T>(
    ctxt: &Ctxt,
    slot: &mut Option<T>,
    meta: &ParseNestedMeta<'_>,
    read: impl FnOnce(&ParseNestedMeta<'_>) -> syn::Result<T>,
) -> syn::Result<()> {
    if slot.is_some() {
        ctxt.error_at(&meta.path, format_args!("`{}` is given twice: remove one", word(&meta.path)));
        return skip_value(meta.input);
    }
    match read(meta) {
        Ok(value) => *slot = Some(value),
        Err(error) => ctxt.push(error),
    }
    // What a reader left, after a mistake or before one.
    skip_value(meta.input)
}

fn unknown(
    ctxt: &Ctxt,
    meta: &ParseNestedMeta<'_>,
    here: &[&str],
    there: &[&str],
    place: &str,
) -> syn::Result<()> {
    let word = word(&meta.path);
    let message = if there.contains(&word.as_str()) {
        format!("`{word}` belongs on {place}: write it there")
    } else if let Some(near) = nearest(&word, here) {
        format!("unknown key `{word}`: did you mean `{near}`? The keys are {}", list(here))
    } else {
        format!("unknown key `{word}`: the keys are {}", list(here))
    };
    ctxt.error_at(&meta.path, message);
    skip_value(meta.input)
}

/// The key as text: `rename_all`, `crate`.
pub fn word(path: &Path) -> String {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>().join("::")
}

/// Skips to the next comma.
fn skip_value(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}

/// Error at the value, or at the key if there is none.
fn value_error(meta: &ParseNestedMeta<'_>, message: impl Display) -> syn::Error {
    if meta.input.is_empty() || meta.input.peek(Token![,]) {
        syn::Error::new_spanned(&meta.path, message)
    } else {
        meta.input.error(message)
    }
}

/// The literal after `=`; a message with an example if there is another thing.
fn literal(meta: &ParseNestedMeta<'_>, example: &str) -> syn::Result<Lit> {
    let wanted = format!("write `{} = {example}`", word(&meta.path));
    if !meta.input.peek(Token![=]) {
        return Err(value_error(meta, wanted));
    }
    let value = meta.value()?;
    if value.is_empty() || value.peek(Token![,]) {
        return Err(syn::Error::new_spanned(&meta.path, wanted));
    }
    // A literal that came through a macro is in an invisible group; `Expr` opens it.
    let expr: Expr = value.parse()?;
    let mut inner = &expr;
    while let Expr::Group(group) = inner {
        inner = &group.expr;
    }
    match inner {
        Expr::Lit(ExprLit { lit, .. }) => Ok(lit.clone()),
        _ => Err(syn::Error::new_spanned(&expr, wanted)),
    }
}

fn integer(meta: &ParseNestedMeta<'_>) -> syn::Result<Asserted<usize>> {
    let literal = literal(meta, "44")?;
    match &literal {
        Lit::Int(int) => {
            let value = LitInt::base10_parse::<usize>(int)?;
            Ok(Asserted { key: meta.path.clone(), value, literal })
        }
        other => Err(syn::Error::new_spanned(
            other,
            format_args!("a number of bytes: write `{} = 44`", word(&meta.path)),
        )),
    }
}

fn string(meta: &ParseNestedMeta<'_>, example: &str) -> syn::Result<LitStr> {
    match literal(meta, example)? {
        Lit::Str(text) => Ok(text),
        other => {
            Err(syn::Error::new_spanned(other, format_args!("write `{} = {example}`", word(&meta.path))))
        }
    }
}

fn name(meta: &ParseNestedMeta<'_>) -> syn::Result<LitStr> {
    let text = string(meta, "\"name\"")?;
    if text.value().is_empty() {
        return Err(syn::Error::new_spanned(&text, "a name has at least one character"));
    }
    Ok(text)
}

fn identifier(meta: &ParseNestedMeta<'_>) -> syn::Result<Ident> {
    let text = string(meta, "\"NAME\"")?;
    text.parse().map_err(|_| {
        syn::Error::new_spanned(&text, "a token is a constant: write an identifier, like \"SALARY\"")
    })
}

/// A type, in quotes.
fn twin(meta: &ParseNestedMeta<'_>) -> syn::Result<Native> {
    let text = string(meta, "\"NativeStruct\"")?;
    let ty = text.parse().map_err(|_| {
        syn::Error::new_spanned(&text, "the name of the native struct: write `native = \"NativeStruct\"`")
    })?;
    Ok(Native { ty, span: text.span() })
}

fn one_of<T: Copy>(meta: &ParseNestedMeta<'_>, all: &[(&str, T)]) -> syn::Result<Asserted<T>> {
    let spellings: Vec<String> = all.iter().map(|(spelling, _)| format!("\"{spelling}\"")).collect();
    let text = string(meta, &spellings[0])?;
    match all.iter().find(|(spelling, _)| *spelling == text.value()) {
        Some(&(_, value)) => Ok(Asserted { key: meta.path.clone(), value, literal: Lit::Str(text) }),
        None => Err(syn::Error::new_spanned(
            &text,
            format_args!("`{}` is one of {}", word(&meta.path), spellings.join(", ")),
        )),
    }
}

fn path(meta: &ParseNestedMeta<'_>) -> syn::Result<Path> {
    if !meta.input.peek(Token![=]) {
        return Err(value_error(meta, "write `crate = path::to::record_core`"));
    }
    let value = meta.value()?;
    if let Ok(text) = value.fork().parse::<LitStr>() {
        value.parse::<LitStr>()?;
        let path = text.value();
        return Err(syn::Error::new_spanned(
            text,
            format_args!("write the path without quotes: `crate = {path}`"),
        ));
    }
    value
        .call(Path::parse_mod_style)
        .map_err(|error| syn::Error::new(error.span(), "write `crate = path::to::record_core`"))
}

/// `a`, `b`, `c`.
pub fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// The known word that this one is most likely a misspelling of.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|&known| (distance(word, known), known))
        .filter(|&(distance, known)| distance <= 1 + known.len() / 4)
        .min()
        .map(|(_, known)| known)
}

/// Insertions, deletions, replacements and exchanges of neighbours that make one word of the other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let mut best = (rows[i - 1][j] + 1)
                .min(row[j - 1] + 1)
                .min(rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]));
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspellings_find_their_word() {
        assert_eq!(nearest("offest", FIELD_KEYS), Some("offset"));
        assert_eq!(nearest("renameall", CONTAINER_KEYS), Some("rename_all"));
        assert_eq!(nearest("byteorder", FIELD_KEYS), None);
    }
}

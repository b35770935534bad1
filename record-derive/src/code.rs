//! `#[derive(Code)]`: an enum whose variants are integers in a file. Reads it, reports all its mistakes, and hands names and
//! integer to a hidden macro, which is safe code.

use crate::{attr::CodeAttrs, ctxt::Ctxt, expand::invoke_named, names, symbol::CODE};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, Data, DataEnum, DeriveInput, Error, Fields, Path, parenthesized, token::Paren};

/// The integers that may be in a file, whatever machine wrote it.
const INTEGERS: [&str; 8] = ["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64"];

/// The end of messages about the integer.
const WRITE_IT: &str = "write the integer that the file holds, `#[repr(u8)]` to `#[repr(u64)]` or `#[repr(i8)]` to `#[repr(i64)]`";

/// Parse, check, expand.
pub fn derive(input: &DeriveInput) -> TokenStream {
    let ctxt = Ctxt::new();
    let attrs = CodeAttrs::read(&ctxt, &input.attrs);
    let integer = read(&ctxt, input);
    let errors = ctxt.finish();
    let invoke = |arguments| invoke_named("__code", attrs.krate.as_ref(), Span::call_site(), &arguments);
    let (ident, name) = (&input.ident, names::plain(&input.ident));
    match (&input.data, integer) {
        (Data::Enum(data), Some(integer)) if errors.is_empty() => {
            let variants = data.variants.iter().map(|variant| {
                let (ident, name) = (&variant.ident, names::plain(&variant.ident));
                quote!(#ident #name)
            });
            invoke(quote!(#ident #name #integer { #(#variants)* }))
        }
        _ => {
            let messages = errors.iter().map(Error::to_compile_error);
            // Without an implementation each use of the enum would be an error more, far from the mistake.
            let fallback = input.generics.params.is_empty().then(|| invoke(quote!(fallback #ident #name)));
            quote!(#(#messages)* #fallback)
        }
    }
}

/// Reports what is wrong with the enum; its integer, if it has one.
fn read(ctxt: &Ctxt, input: &DeriveInput) -> Option<Ident> {
    let data = match &input.data {
        Data::Enum(data) => data,
        Data::Struct(data) => {
            ctxt.error_at(
                data.struct_token,
                "a struct is no code: write `#[derive(Record, Clone, Copy)]` for a struct of fields, or make it an enum of the codes",
            );
            return None;
        }
        Data::Union(data) => {
            ctxt.error_at(data.union_token, "a union is no code: write an enum of the codes");
            return None;
        }
    };
    if !input.generics.params.is_empty() {
        ctxt.error_at(
            &input.generics,
            "a code is one integer, and the same one everywhere: write the enum without parameters",
        );
    }
    variants(ctxt, &input.ident, data);
    integer(ctxt, input)
}

/// Variants have no fields, and there is one at least.
fn variants(ctxt: &Ctxt, name: &Ident, data: &DataEnum) {
    if data.variants.is_empty() {
        ctxt.error_at(name, "an enum of codes has codes: write at least one variant");
    }
    for variant in &data.variants {
        let ident = &variant.ident;
        for attr in variant.attrs.iter().filter(|attr| attr.path().is_ident(CODE)) {
            ctxt.error_at(attr, "`#[code(..)]` belongs on the enum: remove it here");
        }
        match &variant.fields {
            Fields::Unit => {}
            fields if fields.is_empty() => {
                ctxt.error_at(fields, format_args!("a code has no fields: write `{ident}` alone"));
            }
            fields => ctxt.error_at(
                fields,
                format_args!(
                    "a code is its integer and has no fields: write `{ident}` alone, and the fields in the record"
                ),
            ),
        }
    }
}

/// The integer of `#[repr(..)]`.
fn integer(ctxt: &Ctxt, input: &DeriveInput) -> Option<Ident> {
    let mut hints = Vec::new();
    for attr in input.attrs.iter().filter(|attr| attr.path().is_ident("repr")) {
        if let Err(error) = hints_of(attr, &mut hints) {
            ctxt.push(error);
        }
    }
    let words = || hints.iter().filter_map(Path::get_ident);
    if let Some(integer) = words().find(|word| INTEGERS.iter().any(|integer| word == integer)) {
        return Some(integer.clone());
    }
    let word = |name: &str| words().find(|word| *word == name);
    let refuse = |at: &dyn ToTokens, why: &str| ctxt.error_at(at, format_args!("{why}: {WRITE_IT}"));
    if let Some(size) = word("usize").or_else(|| word("isize")) {
        refuse(size, "this integer has another size on other machines");
    } else if let Some(wide) = word("u128").or_else(|| word("i128")) {
        refuse(wide, "NumPy has no integer of 128 bits");
    } else if let Some(c) = word("C") {
        refuse(c, "the C compiler chooses the integer of an enum");
    } else if let Some(rust) = word("Rust") {
        refuse(rust, "`repr(Rust)` leaves the integer to the compiler");
    } else {
        refuse(&input.ident, &format!("the integer of `{}` is not fixed", input.ident));
    }
    None
}

fn hints_of(attr: &Attribute, hints: &mut Vec<Path>) -> syn::Result<()> {
    attr.parse_nested_meta(|meta| {
        if meta.input.peek(Paren) {
            let content;
            parenthesized!(content in meta.input);
            // The compiler checks the number of `align(..)`.
            content.parse::<TokenStream>()?;
        }
        hints.push(meta.path);
        Ok(())
    })
}

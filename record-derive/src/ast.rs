//! A struct as the derive understands it: typed facts, each beside the syntax that it came from.

use crate::{
    attr::{ContainerAttrs, FieldAttrs},
    bound,
    ctxt::Ctxt,
    names,
    repr::Repr,
};
use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Data, DeriveInput, Expr, Fields, Generics, Member, Meta, Type, Visibility, parse_quote, spanned::Spanned,
};

/// The struct.
pub struct Container<'a> {
    pub ident: &'a Ident,
    pub vis: &'a Visibility,
    pub generics: &'a Generics,
    pub repr: Repr,
    pub attrs: ContainerAttrs,
    pub fields: Vec<Field<'a>>,
}

/// One of its fields.
pub struct Field<'a> {
    pub original: &'a syn::Field,
    /// `salary`, or `0` in a tuple struct.
    pub member: Member,
    /// The field of the structs of columns: `salary`, `f0`.
    pub column: Ident,
    /// `SALARY`.
    pub token: Ident,
    /// The name in the dtype.
    pub name: String,
    /// The declared type, without `Self`.
    pub ty: Type,
    /// The values of its `#[doc = ..]`.
    pub docs: Vec<Expr>,
    pub attrs: FieldAttrs,
}

impl<'a> Container<'a> {
    /// Reads the struct, and reports what cannot be read. `None` if it is no struct with fields.
    pub fn read(ctxt: &Ctxt, input: &'a DeriveInput) -> Option<Self> {
        let attrs = ContainerAttrs::read(ctxt, &input.attrs);
        let fields = match &input.data {
            Data::Struct(data) => match &data.fields {
                Fields::Named(fields) => &fields.named,
                Fields::Unnamed(fields) => &fields.unnamed,
                Fields::Unit => {
                    ctxt.error_at(&input.ident, "a record has fields: write `struct Name { field: type }`");
                    return None;
                }
            },
            Data::Enum(data) => {
                ctxt.error_at(
                    data.enum_token,
                    "an enum cannot be a record, for not every pattern of bytes is one of its variants: write `#[derive(Code, Clone, Copy)]` here, and `Coded<..>` of the enum as a field of the record",
                );
                return None;
            }
            Data::Union(data) => {
                ctxt.error_at(
                    data.union_token,
                    "a union cannot be a record, for its bytes have no one meaning: write a struct, with the bytes as `[u8; N]` or `Opaque<N>`",
                );
                return None;
            }
        };
        if fields.is_empty() {
            ctxt.error_at(&input.ident, "a record has fields: write at least one");
            return None;
        }
        bound::check(ctxt, &input.generics);
        let repr = Repr::of(ctxt, input);
        let fields = fields
            .iter()
            .enumerate()
            .map(|(index, field)| Field::read(ctxt, input, &attrs, index, field))
            .collect();
        Some(Self { ident: &input.ident, vis: &input.vis, generics: &input.generics, repr, attrs, fields })
    }

    /// The struct's name in braces, if it has no parameters.
    pub fn concrete(&self) -> TokenStream {
        let ident = self.ident;
        if self.is_concrete() { quote!({ #ident }) } else { TokenStream::new() }
    }

    /// All of the struct's text in which a lifetime may be named.
    pub fn text(&self) -> TokenStream {
        let (generics, clause) = (self.generics, &self.generics.where_clause);
        let types = self.fields.iter().map(|field| &field.ty);
        quote!(#generics #clause #(#types)*)
    }

    /// Whether the struct has no parameters, so that its layout is known where it is defined.
    pub fn is_concrete(&self) -> bool {
        self.generics.params.is_empty()
    }
}

impl<'a> Field<'a> {
    fn read(
        ctxt: &Ctxt,
        input: &DeriveInput,
        container: &ContainerAttrs,
        index: usize,
        field: &'a syn::Field,
    ) -> Self {
        let attrs = FieldAttrs::read(ctxt, &field.attrs);
        let (member, column) = if let Some(ident) = &field.ident {
            (Member::Named(ident.clone()), ident.clone())
        } else {
            let column = names::positional(index, field.ty.span());
            let mut member = syn::Index::from(index);
            member.span = column.span();
            (Member::Unnamed(member), column)
        };
        let token = attrs.token.clone().or_else(|| names::token(&column)).unwrap_or_else(|| {
            ctxt.error_at(
                &column,
                "the upper case of this name is no identifier: write `#[record(token = \"..\")]`",
            );
            names::positional(index, column.span())
        });
        let plain = names::plain(&column);
        let name = match (&attrs.rename, container.rename_all) {
            (Some(name), _) => name.value(),
            (None, Some(case)) => case.apply(&plain),
            (None, None) => plain,
        };
        let docs = field
            .attrs
            .iter()
            .filter_map(|attr| match &attr.meta {
                Meta::NameValue(doc) if doc.path.is_ident("doc") => Some(doc.value.clone()),
                _ => None,
            })
            .collect();
        Self { original: field, member, column, token, name, ty: without_self(input, &field.ty), docs, attrs }
    }
}

/// The type with `Self` spelled out, for in the structs of columns `Self` is another type.
fn without_self(input: &DeriveInput, ty: &Type) -> Type {
    let tokens = ty.to_token_stream();
    if !mentions_self(tokens.clone()) {
        return ty.clone();
    }
    let replaced = replace_self(tokens, &bound::applied_anywhere(&input.ident, &input.generics));
    parse_quote!(#replaced)
}

fn mentions_self(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|tree| match tree {
        TokenTree::Ident(ident) => ident == "Self",
        TokenTree::Group(group) => mentions_self(group.stream()),
        _ => false,
    })
}

fn replace_self(tokens: TokenStream, name: &TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .flat_map(|tree| match tree {
            TokenTree::Ident(ident) if ident == "Self" => name.clone(),
            TokenTree::Group(group) => {
                let mut replaced = Group::new(group.delimiter(), replace_self(group.stream(), name));
                replaced.set_span(group.span());
                TokenTree::Group(replaced).into()
            }
            tree => tree.into(),
        })
        .collect()
}

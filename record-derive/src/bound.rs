//! Generic parameters and where-clauses, in the grammar of the hidden macro.
//!
//! The hidden macro takes no raw tokens after `unsafe impl`, so a bound is handed over in pieces: the type, its traits,
//! its lifetimes.

use crate::ctxt::Ctxt;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use std::collections::HashSet;
use syn::{
    BoundLifetimes, GenericParam, Generics, Lifetime, Path, Token, Type, TypeParamBound, WherePredicate,
    punctuated::Punctuated,
};

/// Parameters, constants, bounds, and those of the types that depend on a parameter, each in brackets.
pub fn generics<'a>(generics: &Generics, elements: impl Iterator<Item = &'a Type>) -> TokenStream {
    let params = generics.type_params().map(|param| &param.ident);
    let constants = generics.const_params().map(|param| {
        let (ident, ty) = (&param.ident, &param.ty);
        quote!(#ident: #ty)
    });
    let in_params = generics
        .type_params()
        .map(|param| bounds(None, &param.ident, &param.bounds))
        .filter(|bounds| !bounds.is_empty());
    let in_where =
        generics.where_clause.iter().flat_map(|clause| &clause.predicates).map(|predicate| match predicate {
            WherePredicate::Type(it) => bounds(it.lifetimes.as_ref(), &it.bounded_ty, &it.bounds),
            _ => TokenStream::new(),
        });
    let mut seen = HashSet::new();
    let elements = elements.map(base).filter(|ty| {
        let ty = ty.to_token_stream();
        let depends = generics.type_params().any(|param| mentions(ty.clone(), &param.ident));
        depends && seen.insert(ty.to_string())
    });
    quote!([#(#params),*] [#(#constants),*] [#(#in_params)* #(#in_where)*] [#({ #elements })*])
}

/// What an array is made of: if that is an element then the array is one, but not the other way round.
fn base(ty: &Type) -> &Type {
    match ty {
        Type::Array(array) => base(&array.elem),
        Type::Group(group) => base(&group.elem),
        Type::Paren(paren) => base(&paren.elem),
        _ => ty,
    }
}

/// The type with its parameters: `Pair<T, N>`.
pub fn applied(name: &Ident, generics: &Generics) -> TokenStream {
    let (_, arguments, _) = generics.split_for_impl();
    quote!(#name #arguments)
}

/// The same so that it can stand in a type and in an expression: `Pair::<T, N>`.
pub fn applied_anywhere(name: &Ident, generics: &Generics) -> TokenStream {
    let (_, arguments, _) = generics.split_for_impl();
    let turbofish = arguments.as_turbofish();
    quote!(#name #turbofish)
}

/// Reports parameters and bounds that a record cannot have.
pub fn check(ctxt: &Ctxt, generics: &Generics) {
    for param in &generics.params {
        if let GenericParam::Lifetime(param) = param {
            ctxt.error_at(
                param,
                "a record holds its bytes itself and borrows nothing: write the struct without lifetime parameters",
            );
        }
    }
    let in_params = generics.type_params().flat_map(|param| &param.bounds);
    let in_where = generics.where_clause.iter().flat_map(|clause| &clause.predicates).flat_map(|predicate| {
        match predicate {
            WherePredicate::Type(it) => Some(&it.bounds).into_iter().flatten(),
            _ => None.into_iter().flatten(),
        }
    });
    for bound in in_params.chain(in_where) {
        if !matches!(bound, TypeParamBound::Trait(_) | TypeParamBound::Lifetime(_)) {
            ctxt.error_at(bound, "`#[derive(Record)]` does not know this kind of bound");
        }
    }
}

fn bounds(
    lifetimes: Option<&BoundLifetimes>,
    bounded: &dyn ToTokens,
    bounds: &Punctuated<TypeParamBound, Token![+]>,
) -> TokenStream {
    let for_bounded = names(lifetimes);
    let traits: Vec<(Vec<Lifetime>, &Path)> = bounds
        .iter()
        .filter_map(|bound| match bound {
            // `?Sized` only takes a bound away; a field is always sized.
            TypeParamBound::Trait(it) if it.maybe.is_none() => Some((names(it.lifetimes.as_ref()), &it.path)),
            _ => None,
        })
        .collect();
    let outlives: Vec<&Lifetime> = bounds
        .iter()
        .filter_map(|bound| match bound {
            TypeParamBound::Lifetime(it) => Some(it),
            _ => None,
        })
        .collect();
    if traits.is_empty() && outlives.is_empty() {
        return TokenStream::new();
    }
    let traits = traits.iter().map(|(lifetimes, path)| quote!([#(#lifetimes),*] #path));
    quote!({ [#(#for_bounded),*] #bounded: #(#traits),*; #(#outlives),* })
}

fn names(lifetimes: Option<&BoundLifetimes>) -> Vec<Lifetime> {
    lifetimes
        .iter()
        .flat_map(|bound| &bound.lifetimes)
        .filter_map(|param| match param {
            GenericParam::Lifetime(param) => Some(param.lifetime.clone()),
            _ => None,
        })
        .collect()
}

fn mentions(text: TokenStream, name: &Ident) -> bool {
    text.into_iter().any(|tree| match tree {
        TokenTree::Ident(ident) => ident == *name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        _ => false,
    })
}

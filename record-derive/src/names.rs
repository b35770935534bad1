//! Names of what is generated: tokens, columns, structs of columns, and the cases of `rename_all`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::format_ident;
use syn::{Lifetime, ext::IdentExt};

/// The identifier without `r#`, as NumPy sees it.
pub fn plain(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// The token of a field, in upper case: `SALARY` of `salary`. `None` if the upper case is no identifier.
pub fn token(field: &Ident) -> Option<Ident> {
    let mut token: Ident = syn::parse_str(&plain(field).to_uppercase()).ok()?;
    token.set_span(field.span());
    Some(token)
}

/// The name of a field of a tuple struct, as NumPy names fields that have none: `f0`.
pub fn positional(index: usize, span: proc_macro2::Span) -> Ident {
    format_ident!("f{index}", span = span)
}

/// `EmployeeColumns`.
pub fn columns(record: &Ident) -> Ident {
    format_ident!("{}Columns", record.unraw(), span = record.span())
}

/// `EmployeeColumnsMut`.
pub fn columns_mut(record: &Ident) -> Ident {
    format_ident!("{}ColumnsMut", record.unraw(), span = record.span())
}

/// `EmployeeColumnsOwned`.
pub fn columns_owned(record: &Ident) -> Ident {
    format_ident!("{}ColumnsOwned", record.unraw(), span = record.span())
}

/// A lifetime for the structs of columns that the struct's own text does not use.
pub fn lifetime(text: &TokenStream) -> Lifetime {
    let mut name = String::from("a");
    while mentions_lifetime(text.clone(), &name) {
        name.push('_');
    }
    Lifetime::new(&format!("'{name}"), proc_macro2::Span::call_site())
}

fn mentions_lifetime(text: TokenStream, name: &str) -> bool {
    let mut quote = false;
    text.into_iter().any(|tree| {
        let after_quote = core::mem::replace(&mut quote, false);
        match tree {
            TokenTree::Group(group) => mentions_lifetime(group.stream(), name),
            TokenTree::Ident(ident) => after_quote && ident == name,
            TokenTree::Punct(punct) => {
                quote = punct.as_char() == '\'';
                false
            }
            TokenTree::Literal(_) => false,
        }
    })
}

/// A case of `rename_all`, named as serde does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl Case {
    /// The spelling of each case.
    pub const ALL: [(&'static str, Self); 8] = [
        ("lowercase", Self::Lower),
        ("UPPERCASE", Self::Upper),
        ("PascalCase", Self::Pascal),
        ("camelCase", Self::Camel),
        ("snake_case", Self::Snake),
        ("SCREAMING_SNAKE_CASE", Self::ScreamingSnake),
        ("kebab-case", Self::Kebab),
        ("SCREAMING-KEBAB-CASE", Self::ScreamingKebab),
    ];

    /// The field's name in this case. Fields are taken to be in snake case, as Rust has them.
    pub fn apply(self, field: &str) -> String {
        match self {
            Self::Lower | Self::Snake => field.to_owned(),
            Self::Upper | Self::ScreamingSnake => field.to_uppercase(),
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => field.to_uppercase().replace('_', "-"),
            Self::Pascal => field.split('_').map(capitalized).collect(),
            Self::Camel => {
                let pascal = Self::Pascal.apply(field);
                let mut chars = pascal.chars();
                chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
            }
        }
    }
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_serdes() {
        // What serde_derive's own table says for fields.
        for (field, expected) in [
            (
                "outcome",
                ["outcome", "OUTCOME", "Outcome", "outcome", "outcome", "OUTCOME", "outcome", "OUTCOME"],
            ),
            (
                "very_tasty",
                [
                    "very_tasty",
                    "VERY_TASTY",
                    "VeryTasty",
                    "veryTasty",
                    "very_tasty",
                    "VERY_TASTY",
                    "very-tasty",
                    "VERY-TASTY",
                ],
            ),
            ("a", ["a", "A", "A", "a", "a", "A", "a", "A"]),
            ("z42", ["z42", "Z42", "Z42", "z42", "z42", "Z42", "z42", "Z42"]),
        ] {
            for ((spelling, case), expected) in Case::ALL.into_iter().zip(expected) {
                assert_eq!(case.apply(field), expected, "{spelling} of {field}");
            }
        }
    }

    #[test]
    fn the_lifetime_is_new() {
        assert_eq!(lifetime(&quote::quote!(a, [b; 3])).to_string(), "'a");
        assert_eq!(lifetime(&quote::quote!((for<'a> fn(&'a u8)))).to_string(), "'a_");
    }
}

//! Names of fields and types as identifiers.

use alloc::{collections::BTreeSet, format, string::String};

/// Whether a name is an ASCII identifier and no keyword.
pub(super) fn is_identifier(name: &str, keywords: &[&str]) -> bool {
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let all = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    starts && all && !name.trim_matches('_').is_empty() && !keywords.contains(&name)
}

/// Whether a name is one that a generated gap has: `_gap0`.
pub(super) fn is_gap(name: &str) -> bool {
    name.strip_prefix("_gap")
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// An identifier that looks like the name: other characters become `_`, and it starts with a letter.
pub(super) fn mangled(name: &str, keywords: &[&str]) -> String {
    let mut out: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '_' }).collect();
    let plain = out.trim_start_matches('_');
    if plain.is_empty() || plain.starts_with(|c: char| c.is_ascii_digit()) {
        out = format!("f_{plain}");
    }
    if is_gap(&out) {
        out.remove(0);
    }
    if keywords.contains(&out.as_str()) {
        out.push('_');
    }
    out
}

/// The wish, or the wish and the first number from 2 on that makes it free. It is then taken.
pub(super) fn free(wish: String, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|i: usize| format!("{wish}_{i}"));
    let found = core::iter::once(wish.clone()).chain(numbered).find(|name| !taken.contains(name));
    let found = found.unwrap_or(wish);
    taken.insert(found.clone());
    found
}

/// `1 byte`, `2 bytes`
pub(super) fn bytes(count: usize) -> String {
    format!("{count} byte{}", if count == 1 { "" } else { "s" })
}

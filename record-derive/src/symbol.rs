//! Every word of the attributes, spelled once.

/// The attributes themselves: `#[record(..)]`, `#[code(..)]`.
pub const CODE: &str = "code";
pub const RECORD: &str = "record";

pub const ALIGN: &str = "align";
pub const BITS: &str = "bits";
pub const BYTEMUCK: &str = "bytemuck";
pub const CRATE: &str = "crate";
pub const ENDIAN: &str = "endian";
pub const LAYOUT: &str = "layout";
pub const NATIVE: &str = "native";
pub const OFFSET: &str = "offset";
pub const ORDER: &str = "order";
pub const RENAME: &str = "rename";
pub const RENAME_ALL: &str = "rename_all";
pub const SIZE: &str = "size";
pub const TITLE: &str = "title";
pub const TOKEN: &str = "token";
pub const WIDTH: &str = "width";

/// Keys of a `#[record(..)]` on a struct.
pub const CONTAINER_KEYS: &[&str] = &[ALIGN, BYTEMUCK, CRATE, ENDIAN, LAYOUT, NATIVE, RENAME_ALL, SIZE];

/// Keys of a `#[record(..)]` on a field.
pub const FIELD_KEYS: &[&str] = &[BITS, ENDIAN, OFFSET, RENAME, TITLE, TOKEN];

/// Keys of a `#[code(..)]` on an enum.
pub const CODE_KEYS: &[&str] = &[CRATE];

/// Names that a token must not have: an inherent constant hides what a trait gives.
pub const TAKEN: &[&str] =
    &["DTYPE", "FIELDS", "columns", "columns_mut", "load", "put_field", "put_fields", "store"];

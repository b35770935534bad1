//! What expanded code may name. Not for users: no promise is made about any of it.

pub use crate::{
    dtype::{DType, FieldType},
    element::Element,
    raw::{
        field::{Field, Slot},
        view::{Parts, View, ViewMut},
    },
    record::Record,
};
use core::fmt;
pub use core::{
    clone::Clone,
    fmt::{Debug, Formatter, Result as FmtResult},
    marker::Copy,
    mem::{align_of, offset_of, size_of},
    stringify,
};

/// A field's entry in `FIELDS`. `title` holds at most one title.
pub const fn field_type<R, T: Element>(
    name: &'static str,
    title: &'static [&'static str],
    field: Field<R, T>,
) -> FieldType {
    match title {
        [] => FieldType::new(name, field.offset(), T::DTYPE),
        [title, ..] => FieldType::with_title(name, title, field.offset(), T::DTYPE),
    }
}

/// Evaluates the dtype of a record where the record is defined: fields that overlap, or are nested too deeply, are
/// refused there and not where the record is used.
pub const fn check<R: Record>() {
    assert!(R::DTYPE.itemsize() == size_of::<R>(), "the dtype and the struct differ in size");
}

/// The column of one field.
#[inline]
pub fn column<R: Element, T: Element>(view: View<'_, R>, field: Field<R, T>) -> View<'_, T> {
    view.project(field)
}

/// `Debug` of a struct of columns: its name and the fields' names.
///
/// # Errors
/// If the formatter fails.
pub fn fmt_columns(f: &mut Formatter<'_>, name: &str, fields: &[&str]) -> FmtResult {
    write!(f, "{name} {{ {} }}", Names(fields))
}

struct Names<'a>(&'a [&'a str]);

impl fmt::Display for Names<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> FmtResult {
        for (i, name) in self.0.iter().enumerate() {
            f.write_str(if i == 0 { "" } else { ", " })?;
            f.write_str(name)?;
        }
        Ok(())
    }
}

//! What expanded code may name. Not for users: no promise is made about any of it.

#[path = "private/assert.rs"]
pub mod assert;
#[path = "private/code.rs"]
pub mod code;
#[cfg(feature = "alloc")]
#[path = "private/columns.rs"]
pub mod columns;
#[path = "private/text.rs"]
mod text;
#[path = "private/twin.rs"]
mod twin;

pub use crate::{
    bits::BitField,
    dtype::{DType, FieldType},
    element::{Element, Typed},
    native::HasNative,
    raw::{
        field::{Field, Slot},
        view::{Parts, View, ViewMut},
    },
    record::Record,
    shown::Shown,
};
pub use bytemuck;
pub use core::{
    clone::Clone,
    fmt::{Debug, Formatter, Result as FmtResult},
    marker::Copy,
    mem::offset_of,
    primitive::bool,
    stringify,
};
use core::{fmt, marker::PhantomData};

/// A field's entry in `FIELDS`. `title` holds at most one title.
pub const fn field_type<R, T>(
    name: &'static str,
    title: &'static [&'static str],
    field: Field<R, T>,
    dtype: Typed<T>,
) -> FieldType {
    match title {
        [] => FieldType::new(name, field.offset(), dtype.dtype()),
        [title, ..] => FieldType::with_title(name, title, field.offset(), dtype.dtype()),
    }
}

/// How a field is printed.
pub const fn shown<R, T>(_: Field<R, T>, typed: Typed<T>) -> Shown {
    typed.shown()
}

/// What every record is, so that one message can say how to become it.
#[diagnostic::on_unimplemented(
    message = "the record `{Self}` is not `Copy`",
    label = "records are copied byte by byte: write `#[derive(Record, Clone, Copy)]`"
)]
pub trait Plain: Copy {}

#[diagnostic::do_not_recommend]
impl<T: Copy> Plain for T {}

/// True, if it compiles. A record that is not `Copy` is an error here; where this is a bound on the implementations, the
/// compiler is silent about all that follows from it.
pub const fn is_plain<T: Plain>() -> bool {
    true
}

/// The dtype of a derived record, laid out as the compiler did.
pub const fn record_dtype<R: Record>(aligned: bool) -> DType {
    DType::static_record(R::FIELDS, size_of::<R>(), if aligned { align_of::<R>() } else { 1 }, aligned)
}

/// Evaluates the dtype of a record where the record is defined: fields that overlap, or are nested too deeply, are
/// refused there and not where the record is used.
pub const fn check<R: Record>() {
    assert!(R::DTYPE.itemsize() == size_of::<R>(), "the dtype and the struct differ in size");
}

/// The column of one field.
#[inline]
pub fn column<R: Element, T>(view: View<'_, R>, field: Field<R, T>) -> View<'_, T> {
    view.project(field)
}

/// The body of functions that are never called.
pub fn unreachable() -> ! {
    unreachable!("a program with a mistake in a record does not compile")
}

/// The token of a struct with a mistake.
pub const fn no_field<R, T>() -> Field<R, T> {
    panic!("a program with a mistake in a record does not compile")
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

/// Which `bytemuck::NoUninit` a record gets: `Proof<'_, true>` is [`Yes`], `Proof<'_, false>` is not.
///
/// The lifetime lets the bound be written with `for<'a>`, so that a record with gaps lacks the trait and is no error.
#[derive(Debug)]
pub struct Proof<'a, const GAP_FREE: bool>(PhantomData<&'a ()>);

/// See [`Proof`].
pub trait Yes {}

impl Yes for Proof<'_, true> {}

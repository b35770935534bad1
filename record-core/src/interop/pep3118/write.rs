//! The format text of a dtype: explicit byte orders, explicit gaps.

use super::error::Pep3118Error;
use crate::{
    ByteOrder, DType,
    dtype::{IntSize, Scalar, ScalarKind},
};
use alloc::{boxed::Box, string::String};
use core::fmt::{self, Write};

impl DType {
    /// The format text of the buffer protocol: what `memoryview(a).format` says in Python, written so that it means
    /// the same for every address and reads back as an equal dtype, here and in NumPy.
    ///
    /// Every number has its byte order, every gap is written as `x`, also at the end of records. Sub-arrays are
    /// `(2,3)<f`, names stand between colons. Opaque bytes outside a record are `5x`, as NumPy exports them; NumPy reads
    /// them as a record without fields.
    ///
    /// # Errors
    /// [`Pep3118Error`] with the path to the field: dates and time spans, titles, names with `:` or NUL, and fields
    /// that overlap or are out of order have no form.
    ///
    /// ```
    /// use record_core::DType;
    /// let dtype = DType::parse("dtype([('id', '>u4'), ('pos', '<f4', (3,)), ('tag', 'S3')], align=True)")?;
    /// assert_eq!(dtype.to_pep3118()?, "T{>I:id:(3)<f:pos:3s:tag:x}");
    /// assert_eq!(DType::from_pep3118("T{>I:id:(3)<f:pos:3s:tag:x}")?, dtype);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn to_pep3118(&self) -> Result<String, Pep3118Error> {
        let mut out = String::new();
        Writer { out: &mut out, path: String::new() }.dtype(self)?;
        Ok(out)
    }
}

struct Writer<'o> {
    out: &'o mut String,
    /// Names of the fields around, joined by dots.
    path: String,
}

impl Writer<'_> {
    fn push(&mut self, text: fmt::Arguments<'_>) {
        let written = self.out.write_fmt(text);
        debug_assert!(written.is_ok(), "writing to a String cannot fail");
    }

    fn field(&self) -> Box<str> {
        self.path.as_str().into()
    }

    fn dtype(&mut self, dtype: &DType) -> Result<(), Pep3118Error> {
        for (i, length) in dtype.shape().enumerate() {
            self.push(format_args!("{}{length}", if i == 0 { '(' } else { ',' }));
        }
        if dtype.as_array().is_some() {
            self.out.push(')');
        }
        let base = dtype.base();
        match base.as_scalar() {
            Some(scalar) => self.scalar(scalar),
            None => self.record(base),
        }
    }

    fn record(&mut self, record: &DType) -> Result<(), Pep3118Error> {
        self.out.push_str("T{");
        let mut end = 0;
        for field in record.fields() {
            let outer = self.path.len();
            if outer > 0 {
                self.path.push('.');
            }
            self.path.push_str(field.name());
            if field.offset() < end {
                return Err(Pep3118Error::Backwards { field: self.field(), offset: field.offset(), end });
            }
            if let Some(found) = field.name().chars().find(|c| matches!(c, ':' | '\0')) {
                return Err(Pep3118Error::Name { field: self.field(), found });
            }
            self.gap(field.offset() - end);
            self.dtype(field.dtype())?;
            if let Some(title) = field.title() {
                return Err(Pep3118Error::Title { field: self.field(), title: title.into() });
            }
            self.push(format_args!(":{}:", field.name()));
            end = field.offset() + field.dtype().itemsize();
            self.path.truncate(outer);
        }
        self.gap(record.itemsize() - end);
        self.out.push('}');
        Ok(())
    }

    fn gap(&mut self, bytes: usize) {
        match bytes {
            0 => {}
            // As NumPy writes short gaps.
            1..=3 => self.out.push_str(&"xxx"[..bytes]),
            _ => self.push(format_args!("{bytes}x")),
        }
    }

    fn scalar(&mut self, scalar: Scalar) -> Result<(), Pep3118Error> {
        if let Some(order) = scalar.byte_order() {
            self.out.push(if order == ByteOrder::Little { '<' } else { '>' });
        }
        let code = match scalar.kind() {
            ScalarKind::Bool => "?",
            ScalarKind::Int(IntSize::One) => "b",
            ScalarKind::Int(IntSize::Two) => "h",
            ScalarKind::Int(IntSize::Four) => "i",
            ScalarKind::Int(IntSize::Eight) => "q",
            ScalarKind::UInt(IntSize::One) => "B",
            ScalarKind::UInt(IntSize::Two) => "H",
            ScalarKind::UInt(IntSize::Four) => "I",
            ScalarKind::UInt(IntSize::Eight) => "Q",
            ScalarKind::Float16 => "e",
            ScalarKind::Float32 => "f",
            ScalarKind::Float64 => "d",
            ScalarKind::Complex64 => "Zf",
            ScalarKind::Complex128 => "Zd",
            ScalarKind::Bytes(n) => {
                self.push(format_args!("{n}s"));
                return Ok(());
            }
            ScalarKind::Utf32(n) => {
                self.push(format_args!("{n}w"));
                return Ok(());
            }
            ScalarKind::Opaque(n) => {
                self.push(format_args!("{n}x"));
                return Ok(());
            }
            ScalarKind::DateTime(_) | ScalarKind::TimeDelta(_) => {
                return Err(Pep3118Error::Time { field: self.field() });
            }
        };
        self.out.push_str(code);
        Ok(())
    }
}

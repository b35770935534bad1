//! Text out, as NumPy writes it: `dtype.str`, `repr(dtype)` and the descr of `.npy` headers.
//!
//! These are for exchange. The repr does not say how nested records are aligned, and the descr says nothing of
//! alignment at all; the form that keeps everything is the `Debug` output.

use alloc::{format, string::String};
use core::fmt::{self, Write};

use super::{DType, DTypeError, FieldType, Kind, Scalar, quote::Quoted, scalar_text};
use crate::ByteOrder;

impl DType {
    /// NumPy's `dtype.str`: `'<f8'`, `'|u1'`; `'|V24'` for records and sub-arrays of 24 bytes.
    ///
    /// ```
    /// use record_core::DType;
    /// assert_eq!(DType::parse("u1")?.dtype_str(), "|u1");
    /// assert_eq!(DType::parse("u1, f8")?.dtype_str(), "|V9");
    /// # Ok::<(), record_core::dtype::DTypeError>(())
    /// ```
    pub fn dtype_str(&self) -> String {
        match &self.kind {
            Kind::Scalar(scalar) => scalar_str(*scalar),
            _ => format!("|V{}", self.itemsize),
        }
    }

    /// What NumPy's `repr(dtype)` prints on a machine of this one's byte order.
    ///
    /// NumPy reads it back with another layout where a nested record is aligned and the outer one is not, or the other
    /// way round; the `Debug` form has no such loss.
    ///
    /// ```
    /// use record_core::DType;
    /// let dtype = DType::parse("[('a', 'u1'), ('b', '>f8', (2, 3))]")?;
    /// assert_eq!(dtype.repr(), "dtype([('a', 'u1'), ('b', '>f8', (2, 3))])");
    /// # Ok::<(), record_core::dtype::DTypeError>(())
    /// ```
    pub fn repr(&self) -> String {
        self.repr_on(ByteOrder::NATIVE)
    }

    /// [`DType::repr`] on a machine of the given byte order: only the repr of a single number depends on it.
    pub fn repr_on(&self, native: ByteOrder) -> String {
        let mut out = String::from("dtype(");
        let written = match &self.kind {
            Kind::Scalar(scalar) => {
                let mut text = String::new();
                let written = scalar_text::write_long(*scalar, native, &mut text);
                written.and_then(|()| write!(out, "{}", Quoted(&text)))
            }
            _ => write_format(self, &mut out),
        };
        debug_assert!(written.is_ok(), "writing to a String cannot fail");
        let base = self.base();
        out.push_str(if base.aligned && numpy_can_align(base) { ", align=True)" } else { ")" });
        out
    }

    /// The descr that NumPy writes into `.npy` headers (`numpy.lib.format.dtype_to_descr`): gaps are `('', '|V4')`.
    ///
    /// # Errors
    /// If a field starts before the end of the one before it, or a sub-array stands outside a record: neither has a
    /// descr.
    ///
    /// ```
    /// use record_core::DType;
    /// let dtype = DType::parse("dtype([('a', 'u1'), ('b', '<f8')], align=True)")?;
    /// assert_eq!(dtype.descr()?, "[('a', '|u1'), ('', '|V7'), ('b', '<f8')]");
    /// # Ok::<(), record_core::dtype::DTypeError>(())
    /// ```
    pub fn descr(&self) -> Result<String, DTypeError> {
        let mut out = String::new();
        if self.as_array().is_some() {
            return Err(DTypeError::NoDescrOfArray { axes: self.shape().count() });
        }
        write_descr(self, &mut out)?;
        Ok(out)
    }
}

fn scalar_str(scalar: Scalar) -> String {
    let mut text = String::new();
    let written = scalar_text::write_str(scalar, &mut text);
    debug_assert!(written.is_ok(), "writing to a String cannot fail");
    text
}

fn write_descr(dtype: &DType, out: &mut String) -> Result<(), DTypeError> {
    let fields = match &dtype.kind {
        Kind::Scalar(scalar) => {
            push(out, format_args!("{}", Quoted(&scalar_str(*scalar))));
            return Ok(());
        }
        Kind::Array(..) => return write_descr(dtype.base(), out),
        Kind::Record(fields) => fields,
    };
    out.push('[');
    let mut end = 0;
    for (i, field) in fields.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        if field.offset < end {
            return Err(DTypeError::NoDescr { field: field.name().into(), offset: field.offset, end });
        }
        if field.offset > end {
            push(out, format_args!("('', '|V{}'), ", field.offset - end));
        }
        out.push('(');
        push(out, format_args!("{}, ", Name(field)));
        write_descr(&field.dtype, out)?;
        if field.dtype.as_array().is_some() {
            push(out, format_args!(", {}", Shape(&field.dtype)));
        }
        out.push(')');
        end = field.offset + field.itemsize;
    }
    if dtype.itemsize > end {
        let comma = if fields.is_empty() { "" } else { ", " };
        push(out, format_args!("{comma}('', '|V{}')", dtype.itemsize - end));
    }
    out.push(']');
    Ok(())
}

fn push(out: &mut String, text: fmt::Arguments<'_>) {
    let written = out.write_fmt(text);
    debug_assert!(written.is_ok(), "writing to a String cannot fail");
}

/// A format inside `repr`: quoted, a list, a dict, or a tuple of base and shape.
fn write_format(dtype: &DType, out: &mut dyn Write) -> fmt::Result {
    match &dtype.kind {
        Kind::Scalar(scalar) => {
            out.write_char('\'')?;
            scalar_text::write_short(*scalar, out)?;
            out.write_char('\'')
        }
        Kind::Array(..) => {
            out.write_char('(')?;
            write_format(dtype.base(), out)?;
            write!(out, ", {})", Shape(dtype))
        }
        Kind::Record(fields) if list_says_all(dtype, fields) => write_list(fields, out),
        Kind::Record(fields) => write_dict(dtype, fields, out),
    }
}

fn write_list(fields: &[FieldType], out: &mut dyn Write) -> fmt::Result {
    out.write_char('[')?;
    for (i, field) in fields.iter().enumerate() {
        out.write_str(if i == 0 { "(" } else { ", (" })?;
        write!(out, "{}, ", Name(field))?;
        write_format(field.dtype.base(), out)?;
        if field.dtype.as_array().is_some() {
            write!(out, ", {}", Shape(&field.dtype))?;
        }
        out.write_char(')')?;
    }
    out.write_char(']')
}

fn write_dict(dtype: &DType, fields: &[FieldType], out: &mut dyn Write) -> fmt::Result {
    let separator = |i| if i == 0 { "" } else { ", " };
    out.write_str("{'names': [")?;
    for (i, field) in fields.iter().enumerate() {
        write!(out, "{}{}", separator(i), Quoted(field.name()))?;
    }
    out.write_str("], 'formats': [")?;
    for (i, field) in fields.iter().enumerate() {
        out.write_str(separator(i))?;
        write_format(&field.dtype, out)?;
    }
    out.write_str("], 'offsets': [")?;
    for (i, field) in fields.iter().enumerate() {
        write!(out, "{}{}", separator(i), field.offset)?;
    }
    if fields.iter().any(|field| field.title.is_some()) {
        out.write_str("], 'titles': [")?;
        for (i, field) in fields.iter().enumerate() {
            out.write_str(separator(i))?;
            match field.title() {
                Some(title) => write!(out, "{}", Quoted(title))?,
                None => out.write_str("None")?,
            }
        }
    }
    write!(out, "], 'itemsize': {}}}", dtype.itemsize)
}

/// Whether the packed or aligned layout of the fields, whichever the flag says, is the layout they have.
fn list_says_all(dtype: &DType, fields: &[FieldType]) -> bool {
    let (mut end, mut alignment) = (0_usize, 1);
    for field in fields {
        if dtype.aligned {
            let own = numpy_alignment(&field.dtype);
            end = end.next_multiple_of(own);
            alignment = own.max(alignment);
        }
        if field.offset != end {
            return false;
        }
        end += field.itemsize;
    }
    end.checked_next_multiple_of(alignment) == Some(dtype.itemsize)
}

/// What NumPy would say of a type whose alignment may be smaller here.
fn numpy_alignment(dtype: &DType) -> usize {
    match &dtype.base().kind {
        Kind::Scalar(scalar) => scalar.alignment(),
        _ => dtype.alignment.max(1),
    }
}

/// Whether NumPy accepts the layout with `align=True`: scalars of alignment 1 may lie where it does not.
fn numpy_can_align(dtype: &DType) -> bool {
    dtype.fields().iter().all(|field| {
        let alignment = numpy_alignment(&field.dtype);
        let whole = dtype.itemsize.is_multiple_of(alignment) || dtype.alignment == 1;
        field.offset.is_multiple_of(alignment) && whole
    })
}

/// The name, or the tuple of title and name.
struct Name<'a>(&'a FieldType);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.title() {
            Some(title) => write!(f, "({}, {})", Quoted(title), Quoted(self.0.name())),
            None => Quoted(self.0.name()).fmt(f),
        }
    }
}

/// All axes as a Python tuple: `(3,)`, `(2, 3)`.
struct Shape<'a>(&'a DType);

impl fmt::Display for Shape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut axes = self.0.shape().enumerate();
        let mut only = false;
        f.write_char('(')?;
        axes.try_for_each(|(i, n)| {
            only = i == 0;
            write!(f, "{}{n}", if i == 0 { "" } else { ", " })
        })?;
        f.write_str(if only { ",)" } else { ")" })
    }
}

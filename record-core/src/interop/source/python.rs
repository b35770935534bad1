//! A dtype as a Python expression that loses nothing NumPy has.

use crate::{DType, FieldType, dtype::quote::Quoted};
use alloc::{format, string::String, vec::Vec};
use core::fmt::{self, Write};

impl DType {
    /// The dtype as an expression of Python, `np.dtype(..)`, which NumPy and [`DType::parse`] read as an equal dtype.
    ///
    /// Unlike [`DType::repr`], which is what NumPy prints, it says at every level whether a record is aligned. Lists are
    /// written where packing or C's alignment gives the offsets, else the dict form with all of them. NumPy itself refuses
    /// sub-arrays of text and bytes of length 0, such as `('S0', (2,))`.
    ///
    /// ```
    /// use record_core::DType;
    /// let inner = DType::parse("dtype([('x', 'u1'), ('y', '<i4')], align=True)")?;
    /// let outer = DType::packed([("a", &inner), ("b", &DType::parse("S3")?)])?;
    /// let python = outer.to_python();
    /// assert_eq!(python, "np.dtype([('a', np.dtype([('x', 'u1'), ('y', '<i4')], align=True)), ('b', 'S3')])");
    /// assert_eq!(DType::parse(&python)?, outer);
    /// # Ok::<(), record_core::dtype::DTypeError>(())
    /// ```
    pub fn to_python(&self) -> String {
        let mut out = String::new();
        let written = match self.base().as_record() {
            Some(_) if self.as_array().is_none() => write_type(self, None, &mut out),
            _ => {
                out.push_str("np.dtype(");
                let written = write_type(self, None, &mut out);
                out.push(')');
                written
            }
        };
        debug_assert!(written.is_ok(), "writing to a String cannot fail");
        out
    }
}

/// Whether NumPy can be told that the record is aligned, and the alignment that it then has. Scalars may have a smaller
/// alignment here than there.
fn alignment(dtype: &DType) -> (bool, usize) {
    let base = dtype.base();
    if let Some(scalar) = base.as_scalar() {
        return (false, scalar.alignment().max(1));
    }
    let all: Vec<usize> = base.fields().iter().map(|field| alignment(field.dtype()).1).collect();
    let largest = all.iter().copied().max().unwrap_or(1);
    let fits = base.fields().iter().zip(all).all(|(field, own)| field.offset().is_multiple_of(own));
    let aligned = base.is_aligned_record() && fits && base.itemsize().is_multiple_of(largest);
    (aligned, if aligned { largest } else { 1 })
}

/// A type inside a list, a dict or a tuple; `outer` says whether the record around is aligned, if there is one.
fn write_type(dtype: &DType, outer: Option<bool>, out: &mut String) -> fmt::Result {
    if dtype.as_array().is_some() {
        out.push('(');
        write_type(dtype.base(), outer, out)?;
        out.push_str(", ");
        write_shape(dtype, out)?;
        out.push(')');
        return Ok(());
    }
    let Some(fields) = dtype.as_record() else {
        let text = dtype.dtype_str();
        let short = text.strip_prefix('|').unwrap_or(&text);
        return write!(out, "'{}'", if short == "b1" { "?" } else { short });
    };
    let (aligned, _) = alignment(dtype);
    // A spec inside another one takes its alignment over; an object has its own.
    let inherits = outer == Some(aligned);
    if !inherits {
        out.push_str("np.dtype(");
    }
    if follows(dtype, fields, aligned) {
        write_list(fields, aligned, out)?;
    } else {
        write_dict(dtype, fields, aligned, out)?;
    }
    if !inherits {
        out.push_str(if aligned { ", align=True)" } else { ")" });
    }
    Ok(())
}

/// Whether a list gives these offsets and this size. It gives no empty names.
fn follows(record: &DType, fields: &[FieldType], aligned: bool) -> bool {
    let (mut end, mut largest) = (0_usize, 1);
    for field in fields {
        let own = if aligned { alignment(field.dtype()).1 } else { 1 };
        largest = largest.max(own);
        if end.checked_next_multiple_of(own) != Some(field.offset()) || field.name().is_empty() {
            return false;
        }
        end = field.offset() + field.dtype().itemsize();
    }
    end.checked_next_multiple_of(largest) == Some(record.itemsize())
}

fn write_list(fields: &[FieldType], aligned: bool, out: &mut String) -> fmt::Result {
    out.push('[');
    for (i, field) in fields.iter().enumerate() {
        out.push_str(if i == 0 { "(" } else { ", (" });
        match field.title() {
            Some(title) => write!(out, "({}, {}), ", Quoted(title), Quoted(field.name()))?,
            None => write!(out, "{}, ", Quoted(field.name()))?,
        }
        write_type(field.dtype().base(), Some(aligned), out)?;
        if field.dtype().as_array().is_some() {
            out.push_str(", ");
            write_shape(field.dtype(), out)?;
        }
        out.push(')');
    }
    out.push(']');
    Ok(())
}

fn write_dict(record: &DType, fields: &[FieldType], aligned: bool, out: &mut String) -> fmt::Result {
    let quoted = |text: Option<&str>| text.map_or("None".into(), |text| format!("{}", Quoted(text)));
    let list = |each: &dyn Fn(&FieldType) -> String| fields.iter().map(each).collect::<Vec<_>>().join(", ");
    write!(out, "{{'names': [{}], 'formats': [", list(&|field| quoted(Some(field.name()))))?;
    for (i, field) in fields.iter().enumerate() {
        out.push_str(if i == 0 { "" } else { ", " });
        write_type(field.dtype(), Some(aligned), out)?;
    }
    write!(out, "], 'offsets': [{}]", list(&|field| format!("{}", field.offset())))?;
    if fields.iter().any(|field| field.title().is_some()) {
        write!(out, ", 'titles': [{}]", list(&|field| quoted(field.title())))?;
    }
    write!(out, ", 'itemsize': {}}}", record.itemsize())
}

/// `(3,)`, `(2, 3)`
fn write_shape(dtype: &DType, out: &mut String) -> fmt::Result {
    let axes: Vec<String> = dtype.shape().map(|length| format!("{length}")).collect();
    write!(out, "({}{})", axes.join(", "), if axes.len() == 1 { "," } else { "" })
}

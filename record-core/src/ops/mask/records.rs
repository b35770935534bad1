//! Elements of two views of any dtypes, compared with each other by their values: `a == b` of structured arrays.

use crate::{
    dtype::DType,
    ops::mask::Mask,
    raw::any::AnyView,
    view::{ColumnError, Value},
};

impl AnyView<'_> {
    /// The elements that are equal to those at the same index of `other`, which is broadcast to this shape, in row-major order.
    /// NumPy's `a == b`.
    ///
    /// Numbers are equal if their values are, whatever their kinds and byte orders; NaN and NaT are equal to nothing. Records
    /// are equal if all their fields are, which have the same names in the same order; sub-arrays if all their elements are.
    ///
    /// # Errors
    /// [`ColumnError::Unsupported`] if such elements do not compare, [`ColumnError::Layout`] if the shapes do not go together.
    pub fn eq_view(&self, other: AnyView<'_>) -> Result<Mask, ColumnError> {
        let unsupported = || ColumnError::unsupported("eq_view", other.dtype());
        if !comparable(self.dtype(), other.dtype()) {
            return Err(unsupported());
        }
        let shape = self.shape();
        let other = other
            .derive_repeat(|parent| parent.broadcast(shape.as_ref(), other.dtype().itemsize()))
            .map_err(ColumnError::Layout)?;
        Ok(self.values().zip(other.values()).map(|(a, b)| equal(&a, &b)).collect())
    }

    /// The elements that are not equal to those at the same index of `other`. NumPy's `a != b`.
    ///
    /// # Errors
    /// As [`eq_view`](AnyView::eq_view).
    pub fn ne_view(&self, other: AnyView<'_>) -> Result<Mask, ColumnError> {
        self.eq_view(other).map(|equal| !equal)
    }
}

/// Whether elements of these dtypes can be equal.
fn comparable(a: &DType, b: &DType) -> bool {
    if let (Some((a, n)), Some((b, m))) = (a.as_array(), b.as_array()) {
        return n == m && comparable(a, b);
    }
    if a.as_record().is_some() && b.as_record().is_some() {
        let (a, b) = (a.fields(), b.fields());
        let same = |(a, b): (&crate::FieldType, &crate::FieldType)| {
            a.name() == b.name() && comparable(a.dtype(), b.dtype())
        };
        return a.len() == b.len() && a.iter().zip(b).all(same);
    }
    match (a.as_scalar(), b.as_scalar()) {
        (Some(a), Some(b)) => {
            use crate::dtype::ScalarKind as Kind;
            match (a.kind(), b.kind()) {
                (Kind::Bytes(_), Kind::Bytes(_)) | (Kind::Utf32(_), Kind::Utf32(_)) => true,
                (Kind::Opaque(n), Kind::Opaque(m)) => n == m,
                (Kind::DateTime(a), Kind::DateTime(b)) | (Kind::TimeDelta(a), Kind::TimeDelta(b)) => a == b,
                (a, b) => is_number(a) && is_number(b),
            }
        }
        _ => false,
    }
}

fn is_number(kind: crate::dtype::ScalarKind) -> bool {
    use crate::dtype::ScalarKind as Kind;
    !matches!(
        kind,
        Kind::Bytes(_) | Kind::Utf32(_) | Kind::Opaque(_) | Kind::DateTime(_) | Kind::TimeDelta(_)
    )
}

/// Whether two values of comparable dtypes are equal.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Record(a), Value::Record(b)) | (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Value::DateTime(a, _), Value::DateTime(b, _)) | (Value::TimeDelta(a, _), Value::TimeDelta(b, _)) => {
            a == b && *a != i64::MIN
        }
        _ => match (a.to_i128(), b.to_i128(), parts(a), parts(b)) {
            (Some(a), Some(b), ..) => a == b,
            #[allow(clippy::float_cmp, clippy::cast_possible_truncation)] // exactly
            (Some(int), None, _, Some((real, imaginary))) | (None, Some(int), Some((real, imaginary)), _) => {
                // Exactly: a float of that size which is equal is an integer, too.
                imaginary == 0.0 && real == int as f64 && real as i128 == int
            }
            (_, _, Some(a), Some(b)) => a == b,
            _ => a == b,
        },
    }
}

/// A number as a complex one.
fn parts(value: &Value) -> Option<(f64, f64)> {
    match *value {
        Value::Complex64(real, imaginary) => Some((real.into(), imaginary.into())),
        Value::Complex128(real, imaginary) => Some((real, imaginary)),
        _ => Some((value.to_f64()?, 0.0)),
    }
}

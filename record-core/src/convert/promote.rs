//! The dtype that holds what two dtypes hold.

use crate::{
    byte_order::ByteOrder,
    convert::{Casting, ConvertError, casting, wide::Wide},
    dtype::{DType, IntSize, Packing, Scalar, ScalarKind, TimeUnit},
    time::calendar::Scale,
};
use alloc::{format, string::String};

impl DType {
    /// The dtype that both become under [`Casting::Safe`], in the machine's byte order: NumPy's `promote_types`.
    ///
    /// Records have the same names, in any order, and the result is in that of `self`; NumPy asks for the same order. It is
    /// packed, or aligned if one of the two is. Sub-arrays have the same shape. Where NumPy makes texts of numbers, or dates
    /// of spans, there is no common dtype here.
    ///
    /// ```
    /// use record_core::DType;
    /// let a = DType::parse("[('id', '<i4'), ('x', '<f8')]")?;
    /// let b = DType::parse("[('x', '<f4'), ('id', '<i8')]")?;
    /// assert_eq!(a.promote(&b)?.names().collect::<Vec<_>>(), ["id", "x"]);
    /// let c = DType::parse("[('id', '<i4'), ('x', 'S3')]")?;
    /// assert!(a.promote(&c).unwrap_err().to_string().starts_with("field `x`:"));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ConvertError::NoCommon`], which names the field, [`ConvertError::MissingField`] for a name that only one has, and
    /// [`ConvertError::DType`].
    pub fn promote(&self, other: &Self) -> Result<Self, ConvertError> {
        self.promote_at(other, "")
    }

    /// As `promote`, for the field `path`.
    pub(super) fn promote_at(&self, other: &Self, path: &str) -> Result<Self, ConvertError> {
        let none = || ConvertError::NoCommon {
            field: path.into(),
            left: self.clone().into(),
            right: other.clone().into(),
        };
        if let (Some(a), Some(b)) = (self.as_scalar(), other.as_scalar()) {
            return scalar(a, b).map(Self::scalar).ok_or_else(none);
        }
        if let (Some((a, n)), Some((b, m))) = (self.as_array(), other.as_array()) {
            if n != m {
                return Err(none());
            }
            return Ok(Self::array(a.promote_at(b, path)?, &[n])?);
        }
        let (Some(fields), Some(others)) = (self.as_record(), other.as_record()) else { return Err(none()) };
        if let Some(field) = others.iter().find(|b| !fields.iter().any(|a| a.name() == b.name())) {
            return Err(ConvertError::missing(joined(path, field.name()), field.name(), self));
        }
        let mut made = Self::builder();
        for a in fields {
            let inner = joined(path, a.name());
            let Some(b) = others.iter().find(|b| b.name() == a.name()) else {
                return Err(ConvertError::missing(inner, a.name(), other));
            };
            made = made.field(a.name(), a.dtype().promote_at(b.dtype(), &inner)?);
            if let Some(title) = a.title().filter(|_| a.title() == b.title()) {
                made = made.title(title);
            }
        }
        let aligned = self.is_aligned_record() || other.is_aligned_record();
        let packing = if aligned { Packing::Aligned } else { Packing::Packed };
        Ok(made.build()?.repack(packing)?)
    }
}

/// The path of a field of the record at `outer`.
pub(super) fn joined(outer: &str, name: &str) -> String {
    if outer.is_empty() { name.into() } else { format!("{outer}.{name}") }
}

fn scalar(a: Scalar, b: Scalar) -> Option<Scalar> {
    use ScalarKind as K;
    let native = |kind| Some(Scalar::new(kind, ByteOrder::NATIVE));
    match (a.kind(), b.kind()) {
        (K::DateTime(a), K::DateTime(b)) => native(K::DateTime(unit(a, b, true)?)),
        (K::TimeDelta(a), K::TimeDelta(b)) => native(K::TimeDelta(unit(a, b, false)?)),
        (K::Opaque(n), K::Opaque(m)) => (n == m).then_some(a),
        (K::Bytes(n), K::Bytes(m)) => native(K::Bytes(n.max(m))),
        (K::Bytes(n) | K::Utf32(n), K::Bytes(m) | K::Utf32(m)) => native(K::Utf32(n.max(m))),
        // Numbers: the first in this list that holds both. Integers of both signs are joined by a wider one.
        (a_kind, b_kind) if Wide::of(a_kind).is_some() && Wide::of(b_kind).is_some() => {
            NUMBERS.into_iter().find_map(|kind| {
                let both = Scalar::new(kind, ByteOrder::NATIVE);
                let holds = |scalar| casting::scalar(scalar, both) <= Casting::Safe;
                (holds(a) && holds(b)).then_some(both)
            })
        }
        _ => None,
    }
}

/// The numbers, each before those that hold more.
const NUMBERS: [ScalarKind; 14] = [
    ScalarKind::Bool,
    ScalarKind::UInt(IntSize::One),
    ScalarKind::Int(IntSize::One),
    ScalarKind::UInt(IntSize::Two),
    ScalarKind::Int(IntSize::Two),
    ScalarKind::UInt(IntSize::Four),
    ScalarKind::Int(IntSize::Four),
    ScalarKind::UInt(IntSize::Eight),
    ScalarKind::Int(IntSize::Eight),
    ScalarKind::Float16,
    ScalarKind::Float32,
    ScalarKind::Float64,
    ScalarKind::Complex64,
    ScalarKind::Complex128,
];

/// The coarsest unit of which both are multiples, in terms of the finer base.
fn unit(a: TimeUnit, b: TimeUnit, dates: bool) -> Option<TimeUnit> {
    let (Some(base_a), Some(base_b)) = (a.base, b.base) else {
        return Some(if a.base.is_none() { b } else { a });
    };
    let finer = TimeUnit::new(base_a.max(base_b), 1);
    let multiple = match (Scale::of(a), Scale::of(b), Scale::of(finer)) {
        (Scale::Months(a), Scale::Months(b), Scale::Months(one))
        | (Scale::Attoseconds(a), Scale::Attoseconds(b), Scale::Attoseconds(one)) => gcd(a, b) / one,
        // Years and months begin with a day: the other unit measures both.
        (Scale::Months(_), Scale::Attoseconds(_), _) if dates => return Some(b),
        (Scale::Attoseconds(_), Scale::Months(_), _) if dates => return Some(a),
        _ => return None,
    };
    Some(TimeUnit { multiple: u32::try_from(multiple).ok()?, ..finer })
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

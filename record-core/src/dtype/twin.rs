//! Whether two constant dtypes are the same but for byte order, asked while the compiler runs.
//!
//! The bytes of one element may be seen as another if the compiler has found that here; no attribute is believed. That
//! the answer comes from the dtypes, which the compiler computes, is what makes `into_native` sound.

use super::{DType, FieldType, Kind, ScalarKind, TimeUnit, constant::constant};
use crate::byte_order::ByteOrder;

/// The first place where a twin is not what it should be: the field of the twin, the innermost of the fields in it on the way
/// there, and what is wrong.
#[derive(Clone, Copy)]
pub(crate) struct TwinError {
    pub(crate) outer: Option<&'static FieldType>,
    pub(crate) inner: Option<&'static FieldType>,
    pub(crate) problem: TwinProblem,
}

/// What is wrong with the twin; `expected` is the original's.
#[derive(Clone, Copy)]
pub(crate) enum TwinProblem {
    /// Another number of fields.
    Count { expected: usize, found: usize },
    /// Another name of the field at this position, counted from 0.
    Name { position: usize, expected: &'static str, found: &'static str },
    /// Another title.
    Title,
    /// Another offset.
    Offset { expected: usize, found: usize },
    /// Another size of a record.
    Itemsize { expected: usize, found: usize },
    /// Another scalar.
    Scalar { expected: ScalarKind, found: ScalarKind },
    /// Another length of a sub-array's axis.
    Length { expected: usize, found: usize },
    /// A scalar, a sub-array or a record where the original has another of the three.
    Shape { expected: &'static str, found: &'static str },
    /// A leaf that is not in the order asked for.
    Order,
}

impl DType {
    /// Whether the two are the same but for byte order: names, titles, offsets, sizes and kinds are compared, alignment is
    /// not.
    pub(crate) const fn is_twin(&'static self, twin: &'static DType) -> bool {
        compare(self, twin, None, None, None).is_none()
    }

    /// What keeps `twin` from being this dtype with all leaves in `order`.
    pub(crate) const fn twin_error(
        &'static self,
        twin: &'static DType,
        order: ByteOrder,
    ) -> Option<TwinError> {
        compare(self, twin, Some(order), None, None)
    }

    /// Stops the compiler if `twin` is not this dtype with all leaves in `order`, see [`DType::twin_error`].
    pub(crate) const fn assert_twin(&'static self, twin: &'static DType, order: ByteOrder) {
        if let Some(error) = self.twin_error(twin, order) {
            match error.problem {
                TwinProblem::Count { .. } => panic!("the native twin has another number of fields"),
                TwinProblem::Name { .. } => panic!("a field of the native twin has another name"),
                TwinProblem::Title => panic!("a field of the native twin has another title"),
                TwinProblem::Offset { .. } => panic!("a field of the native twin is at another offset"),
                TwinProblem::Itemsize { .. } => panic!("the native twin is of another size"),
                TwinProblem::Scalar { .. } => panic!("a field of the native twin holds another type"),
                TwinProblem::Length { .. } => panic!("an array in the native twin has another length"),
                TwinProblem::Shape { .. } => panic!("a field of the native twin is nested in another way"),
                TwinProblem::Order => panic!("a field of the native twin is not in native byte order"),
            }
        }
    }
}

const fn compare(
    original: &'static DType,
    twin: &'static DType,
    order: Option<ByteOrder>,
    outer: Option<&'static FieldType>,
    inner: Option<&'static FieldType>,
) -> Option<TwinError> {
    let problem = match (&original.kind, &twin.kind) {
        (Kind::Scalar(a), Kind::Scalar(b)) => {
            let (expected, found) = (a.kind(), b.kind());
            match order {
                _ if !same_kind(expected, found) => TwinProblem::Scalar { expected, found },
                Some(order) if !twin.is_stored_in(order) => TwinProblem::Order,
                _ => return None,
            }
        }
        (Kind::Array(a, expected), Kind::Array(b, found)) => {
            if let Some(error) = compare(constant(a), constant(b), order, outer, inner) {
                return Some(error);
            }
            if *expected == *found {
                return None;
            }
            TwinProblem::Length { expected: *expected, found: *found }
        }
        (Kind::Record(a), Kind::Record(b)) => {
            let (a, b) = (constant(a), constant(b));
            let mut i = 0;
            while i < a.len() && i < b.len() {
                let (a, b) = (&a[i], &b[i]);
                let here = if outer.is_none() { (Some(b), None) } else { (outer, Some(b)) };
                if let Some(problem) = compare_field(i, a, b) {
                    // Fields of different names are those of the record.
                    let (outer, inner) = match problem {
                        TwinProblem::Name { .. } => (outer, inner),
                        _ => here,
                    };
                    return Some(TwinError { outer, inner, problem });
                }
                if let Some(error) = compare(constant(&a.dtype), constant(&b.dtype), order, here.0, here.1) {
                    return Some(error);
                }
                i += 1;
            }
            if a.len() != b.len() {
                TwinProblem::Count { expected: a.len(), found: b.len() }
            } else if original.itemsize != twin.itemsize {
                TwinProblem::Itemsize { expected: original.itemsize, found: twin.itemsize }
            } else {
                return None;
            }
        }
        (expected, found) => TwinProblem::Shape { expected: shape(expected), found: shape(found) },
    };
    Some(TwinError { outer, inner, problem })
}

/// What differs between two fields at one position, what they hold apart.
const fn compare_field(position: usize, a: &'static FieldType, b: &'static FieldType) -> Option<TwinProblem> {
    let (expected, found) = (a.constant_name(), b.constant_name());
    if !same_text(expected, found) {
        return Some(TwinProblem::Name { position, expected, found });
    }
    let same_title = match (&a.title, &b.title) {
        (None, None) => true,
        (Some(a), Some(b)) => same_text(constant(a), constant(b)),
        _ => false,
    };
    if !same_title {
        return Some(TwinProblem::Title);
    }
    if a.offset != b.offset {
        return Some(TwinProblem::Offset { expected: a.offset, found: b.offset });
    }
    None
}

const fn shape(kind: &Kind) -> &'static str {
    match kind {
        Kind::Scalar(_) => "a scalar",
        Kind::Array(..) => "an array",
        Kind::Record(_) => "a record",
    }
}

const fn same_text(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut i = 0;
    while i < a.len() && i < b.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    a.len() == b.len()
}

const fn same_kind(a: ScalarKind, b: ScalarKind) -> bool {
    use ScalarKind as K;
    match (a, b) {
        (K::Bool, K::Bool)
        | (K::Float16, K::Float16)
        | (K::Float32, K::Float32)
        | (K::Float64, K::Float64)
        | (K::Complex64, K::Complex64)
        | (K::Complex128, K::Complex128) => true,
        (K::Int(a), K::Int(b)) | (K::UInt(a), K::UInt(b)) => a as u8 == b as u8,
        (K::Bytes(a), K::Bytes(b)) | (K::Utf32(a), K::Utf32(b)) | (K::Opaque(a), K::Opaque(b)) => a == b,
        (K::DateTime(a), K::DateTime(b)) | (K::TimeDelta(a), K::TimeDelta(b)) => same_unit(a, b),
        _ => false,
    }
}

const fn same_unit(a: TimeUnit, b: TimeUnit) -> bool {
    let same_base = match (a.base, b.base) {
        (None, None) => true,
        (Some(a), Some(b)) => a as u8 == b as u8,
        _ => false,
    };
    same_base && a.multiple == b.multiple
}

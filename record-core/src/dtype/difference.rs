//! The first place where two dtypes differ, for messages such as "field `hdr.len`: expected `<u2`, found `>u2`".

use alloc::{boxed::Box, string::String};
use core::fmt;

use super::{DType, FieldType, Kind, display::Short, quote::Quoted};

/// Where and how two dtypes differ: the answer of [`DType::first_difference`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    path: Box<str>,
    mismatch: Mismatch,
}

/// What differs. The `expected` one is that of the dtype that was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mismatch {
    /// The names of the fields at the same position.
    Name {
        /// Here.
        expected: Box<str>,
        /// There.
        found: Box<str>,
    },
    /// The titles.
    Title {
        /// Here.
        expected: Option<Box<str>>,
        /// There.
        found: Option<Box<str>>,
    },
    /// The offsets, in bytes.
    Offset {
        /// Here.
        expected: usize,
        /// There.
        found: usize,
    },
    /// How many fields there are.
    FieldCount {
        /// Here.
        expected: usize,
        /// There.
        found: usize,
    },
    /// The sizes in bytes of records that have the same fields.
    Itemsize {
        /// Here.
        expected: usize,
        /// There.
        found: usize,
    },
    /// What it is: another scalar, byte order, length of an axis, or another kind altogether.
    Type {
        /// Here.
        expected: DType,
        /// There.
        found: DType,
    },
}

impl Difference {
    /// The field, as names joined by dots, `[]` for "each element of"; empty for the dtype itself.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What differs there.
    pub fn mismatch(&self) -> &Mismatch {
        &self.mismatch
    }
}

impl DType {
    /// The first place, in order of the fields, where `found` is not what `self` is; `None` if they are equal.
    ///
    /// ```
    /// use record_core::DType;
    /// let want = DType::parse("[('id', '<u4'), ('hdr', [('len', '<u2')])]")?;
    /// let file = DType::parse("[('id', '<u4'), ('hdr', [('len', '>u2')])]")?;
    /// let difference = want.first_difference(&file).unwrap();
    /// assert_eq!(difference.to_string(), "field `hdr.len`: expected <u2, found >u2");
    /// assert!(want.first_difference(&want).is_none());
    /// # Ok::<(), record_core::dtype::DTypeError>(())
    /// ```
    pub fn first_difference(&self, found: &Self) -> Option<Difference> {
        let mut path = String::new();
        compare(self, found, &mut path).map(|mismatch| Difference { path: path.into(), mismatch })
    }
}

/// Leaves `path` at the place of the mismatch; restores it where there is none.
fn compare(expected: &DType, found: &DType, path: &mut String) -> Option<Mismatch> {
    let here = path.len();
    match (&expected.kind, &found.kind) {
        (Kind::Scalar(a), Kind::Scalar(b)) if a == b => return None,
        (Kind::Array(a, n), Kind::Array(b, m)) if n == m => {
            path.push_str("[]");
            let inner = compare(a, b, path);
            if inner.is_none() {
                path.truncate(here);
            }
            return inner;
        }
        (Kind::Record(a), Kind::Record(b)) => {
            for (a, b) in a.iter().zip(b.iter()) {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(a.name());
                if let Some(mismatch) = compare_field(a, b, path) {
                    return Some(mismatch);
                }
                path.truncate(here);
            }
            if a.len() != b.len() {
                return Some(Mismatch::FieldCount { expected: a.len(), found: b.len() });
            }
            if expected.itemsize != found.itemsize {
                return Some(Mismatch::Itemsize { expected: expected.itemsize, found: found.itemsize });
            }
            return None;
        }
        _ => {}
    }
    Some(Mismatch::Type { expected: expected.clone(), found: found.clone() })
}

fn compare_field(a: &FieldType, b: &FieldType, path: &mut String) -> Option<Mismatch> {
    if a.name() != b.name() {
        return Some(Mismatch::Name { expected: a.name().into(), found: b.name().into() });
    }
    if a.title() != b.title() {
        let text = |title: Option<&str>| title.map(Into::into);
        return Some(Mismatch::Title { expected: text(a.title()), found: text(b.title()) });
    }
    let inner = compare(&a.dtype, &b.dtype, path);
    inner.or_else(|| {
        (a.offset != b.offset).then_some(Mismatch::Offset { expected: a.offset, found: b.offset })
    })
}

impl DType {
    /// That `found` is not this dtype, for the errors that say so: the first difference, or, where there is none to be shown,
    /// both.
    pub(crate) fn unlike<'a>(&'a self, found: &'a Self) -> impl fmt::Display + 'a {
        fmt::from_fn(move |f| match self.first_difference(found) {
            Some(difference) => write!(f, "another dtype: {difference}"),
            None => write!(f, "another dtype: expected {self:?}, found {found:?}"),
        })
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "field `{}`: ", self.path)?;
        }
        self.mismatch.fmt(f)
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = |title: &Option<Box<str>>, f: &mut fmt::Formatter<'_>| match title {
            Some(title) => write!(f, "title {}", Quoted(title)),
            None => f.write_str("no title"),
        };
        match self {
            Self::Name { expected, found } => {
                write!(f, "expected the name {}, found {}", Quoted(expected), Quoted(found))
            }
            Self::Title { expected, found } => {
                f.write_str("expected ")?;
                title(expected, f)?;
                f.write_str(", found ")?;
                title(found, f)
            }
            Self::Offset { expected, found } => write!(f, "expected offset {expected}, found {found}"),
            Self::FieldCount { expected, found } => write!(f, "expected {expected} fields, found {found}"),
            Self::Itemsize { expected, found } => write!(f, "expected {expected} bytes, found {found}"),
            Self::Type { expected, found } => {
                write!(f, "expected {}, found {}", Short(expected), Short(found))
            }
        }
    }
}

//! What the bytes of one record mean.
//!
//! A [`DType`] is a scalar, a sub-array or a record. One type serves the derive, where it is a constant that points
//! at constants, and run time, where it is parsed from a file and shared through `Arc`: a file of unknown dtype goes
//! through the same views as a Rust struct. Sizes, alignment and whether there are gaps are computed once, when the
//! dtype is made, and kept inline, so that they are `const`.
//!
//! A sub-array holds one axis: `('<f4', (2, 3))` is an array of 2 of an array of 3. There is no second spelling, so
//! equality and hash are structural.

#[cfg(feature = "alloc")]
mod builder;
#[cfg(feature = "alloc")]
mod comma;
#[cfg(feature = "alloc")]
mod compat;
mod constant;
#[cfg(feature = "alloc")]
mod coverage;
#[cfg(feature = "alloc")]
mod difference;
mod display;
#[cfg(feature = "alloc")]
mod edit;
#[cfg(feature = "alloc")]
mod error;
mod lazy;
#[cfg(feature = "alloc")]
pub(crate) mod literal;
#[cfg(feature = "alloc")]
pub(crate) mod literal_dtype;
mod lossless;
#[cfg(feature = "alloc")]
mod nearest;
#[cfg(feature = "alloc")]
mod numpy_text;
#[cfg(feature = "alloc")]
mod packing;
#[cfg(feature = "alloc")]
mod parse;
pub(crate) mod quote;
mod scalar;
#[cfg(feature = "alloc")]
mod scalar_parse;
mod scalar_text;
#[cfg(feature = "alloc")]
mod time_unit;
mod twin;
#[cfg(feature = "alloc")]
mod walk;

#[cfg(feature = "alloc")]
pub use builder::DTypeBuilder;
#[cfg(feature = "alloc")]
pub use compat::{NewByteOrder, Packing};
#[cfg(feature = "alloc")]
pub use difference::{Difference, Mismatch};
#[cfg(feature = "alloc")]
pub use error::{DTypeError, ParseProblem, Unsupported};
pub(crate) use lazy::Lazy;
#[cfg(feature = "alloc")]
pub(crate) use nearest::nearest;
pub use scalar::{IntSize, Scalar, ScalarKind, TimeBase, TimeUnit};
pub(crate) use twin::{TwinError, TwinProblem};
#[cfg(feature = "alloc")]
pub use walk::FieldNode;

use core::hash;

use crate::ByteOrder;

/// What the bytes of an element mean: NumPy's `numpy.dtype`.
///
/// `Debug` writes a form on one line that [`DType::parse`] reads back without a loss, `Display` draws a table of the
/// fields, gaps and totals.
///
/// Equality is NumPy's: names, titles, offsets, formats, byte order and itemsize count; the
/// [aligned flag](DType::is_aligned_record) and the alignment do not. Equal dtypes have equal hashes.
#[derive(Clone)]
pub struct DType {
    itemsize: usize,
    alignment: usize,
    /// Levels of nesting below this one; bounded, so that recursion over a hostile dtype is.
    depth: u8,
    /// NumPy's sticky `isalignedstruct`.
    aligned: bool,
    gap_free: bool,
    kind: Kind,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Kind {
    Scalar(Scalar),
    Array(Lazy<DType>, usize),
    Record(Lazy<[FieldType]>),
}

/// A named member of a record dtype: name, title, offset and what it holds.
#[derive(Clone)]
pub struct FieldType {
    name: Lazy<str>,
    title: Option<Lazy<str>>,
    offset: usize,
    dtype: Lazy<DType>,
    // Copies of what `dtype` says: a `const fn` cannot look through an `Arc`.
    itemsize: usize,
    depth: u8,
    gap_free: bool,
}

/// The deepest nesting of records and sub-array axes that a dtype may have.
pub const MAX_DEPTH: u8 = 64;

impl DType {
    /// The dtype of a scalar.
    ///
    /// # Panics
    /// If the size does not fit `usize`, see [`Scalar::itemsize`].
    pub const fn scalar(scalar: Scalar) -> Self {
        Self::scalar_with_alignment(scalar, scalar.alignment())
    }

    /// A scalar stored with another alignment than NumPy's: zerocopy's byte-order types have alignment 1.
    pub(crate) const fn scalar_with_alignment(scalar: Scalar, alignment: usize) -> Self {
        Self {
            itemsize: scalar.itemsize(),
            alignment,
            depth: 0,
            aligned: false,
            gap_free: true,
            kind: Kind::Scalar(scalar),
        }
    }

    /// `count` elements one after the other, of a dtype that is a constant.
    ///
    /// # Panics
    /// If the size does not fit `isize` or the nesting exceeds [`MAX_DEPTH`]; in a constant, that is a compile error.
    pub const fn static_array(base: &'static DType, count: usize) -> Self {
        let itemsize = match base.itemsize.checked_mul(count) {
            Some(size) if size <= isize::MAX as usize => size,
            _ => panic!("the size of a sub-array overflows isize"),
        };
        assert!(base.depth < MAX_DEPTH, "a dtype is nested too deeply");
        Self {
            itemsize,
            alignment: base.alignment,
            depth: base.depth + 1,
            aligned: false,
            gap_free: base.gap_free || count == 0,
            kind: Kind::Array(Lazy::Static(base), count),
        }
    }

    /// The dtype of a Rust struct: fields in order of their offsets, disjoint, at the places the compiler chose.
    ///
    /// # Panics
    /// If fields overlap, go backwards or leave the record, the size does not fit `isize`, the alignment is no power of two,
    /// or the nesting exceeds [`MAX_DEPTH`]; in a constant,
    /// that is a compile error.
    pub const fn static_record(
        fields: &'static [FieldType],
        itemsize: usize,
        alignment: usize,
        aligned: bool,
    ) -> Self {
        assert!(alignment.is_power_of_two(), "an alignment is a power of two");
        assert!(itemsize <= isize::MAX as usize, "the size of a record overflows isize");
        let (mut end, mut gap_free, mut depth, mut i) = (0, true, 0, 0);
        while i < fields.len() {
            let field = &fields[i];
            assert!(field.offset >= end, "fields overlap or are out of order");
            assert!(field.itemsize <= itemsize, "a field leaves the record");
            assert!(field.offset <= itemsize - field.itemsize, "a field leaves the record");
            gap_free &= field.gap_free && field.offset == end;
            end = field.offset + field.itemsize;
            if field.depth > depth {
                depth = field.depth;
            }
            i += 1;
        }
        assert!(depth < MAX_DEPTH, "a dtype is nested too deeply");
        Self {
            itemsize,
            alignment,
            depth: depth + 1,
            aligned,
            gap_free: gap_free && end == itemsize,
            kind: Kind::Record(Lazy::Static(fields)),
        }
    }

    /// Size of one element in bytes: NumPy's `dtype.itemsize`.
    #[inline]
    pub const fn itemsize(&self) -> usize {
        self.itemsize
    }

    /// The alignment in bytes that the layout asks for: NumPy's `dtype.alignment`, 1 for packed records.
    #[inline]
    pub const fn alignment(&self) -> usize {
        self.alignment
    }

    /// NumPy's `dtype.isalignedstruct`: laid out as C does. Not compared by `==`.
    #[inline]
    pub const fn is_aligned_record(&self) -> bool {
        self.aligned
    }

    /// Whether every byte belongs to a leaf: no gaps at any depth.
    ///
    /// Where fields overlap, what one leaves free another may cover. Past some thousand ranges of leaves, which only
    /// interleaved sub-arrays of records with gaps reach, the answer is the careful `false`.
    #[inline]
    pub const fn is_gap_free(&self) -> bool {
        self.gap_free
    }

    /// Levels of nesting: 0 for a scalar; at most [`MAX_DEPTH`].
    #[inline]
    pub const fn depth(&self) -> usize {
        self.depth as usize
    }

    /// Whether all scalars are in the byte order of the machine, at every depth: NumPy's `dtype.isnative`.
    pub fn is_native(&self) -> bool {
        self.is_in_order(ByteOrder::NATIVE)
    }

    /// Whether all scalars that have a byte order are in this one, at every depth.
    pub fn is_in_order(&self, order: ByteOrder) -> bool {
        match &self.kind {
            Kind::Scalar(scalar) => scalar.byte_order().is_none_or(|own| own == order),
            Kind::Array(base, _) => base.is_in_order(order),
            Kind::Record(fields) => fields.iter().all(|field| field.dtype.is_in_order(order)),
        }
    }

    /// The scalar, if this is one.
    #[inline]
    pub const fn as_scalar(&self) -> Option<Scalar> {
        match &self.kind {
            Kind::Scalar(scalar) => Some(*scalar),
            _ => None,
        }
    }

    /// The element and the length of the outermost axis, if this is a sub-array.
    pub fn as_array(&self) -> Option<(&DType, usize)> {
        match &self.kind {
            Kind::Array(base, count) => Some((base, *count)),
            _ => None,
        }
    }

    /// The fields, if this is a record.
    pub fn as_record(&self) -> Option<&[FieldType]> {
        match &self.kind {
            Kind::Record(fields) => Some(fields),
            _ => None,
        }
    }

    /// The fields in order of declaration; empty for scalars and sub-arrays.
    pub fn fields(&self) -> &[FieldType] {
        self.as_record().unwrap_or(&[])
    }

    /// The field of this name, or of this title.
    pub fn field(&self, name: &str) -> Option<&FieldType> {
        self.position_of(name).map(|position| &self.fields()[position])
    }

    /// The position of the field of this name, or else of this title.
    pub(crate) fn position_of(&self, name: &str) -> Option<usize> {
        let fields = self.fields();
        let named = fields.iter().position(|f| f.name() == name);
        named.or_else(|| fields.iter().position(|f| f.title() == Some(name)))
    }

    /// What a sub-array is made of, all axes removed; the dtype itself for others. NumPy's `dtype.base`.
    pub fn base(&self) -> &DType {
        let mut dtype = self;
        while let Kind::Array(base, _) = &dtype.kind {
            dtype = base;
        }
        dtype
    }

    /// The lengths of a sub-array's axes, outermost first; empty for others. NumPy's `dtype.shape`.
    pub fn shape(&self) -> impl Iterator<Item = usize> + Clone + '_ {
        core::iter::successors(self.as_array(), |(base, _)| base.as_array()).map(|(_, count)| count)
    }
}

impl FieldType {
    /// A field of a constant dtype.
    pub const fn new(name: &'static str, offset: usize, dtype: &'static DType) -> Self {
        Self {
            name: Lazy::Static(name),
            title: None,
            offset,
            dtype: Lazy::Static(dtype),
            itemsize: dtype.itemsize,
            depth: dtype.depth,
            gap_free: dtype.gap_free,
        }
    }

    /// A field of a constant dtype with a title, NumPy's second name for it.
    pub const fn with_title(
        name: &'static str,
        title: &'static str,
        offset: usize,
        dtype: &'static DType,
    ) -> Self {
        Self {
            name: Lazy::Static(name),
            title: Some(Lazy::Static(title)),
            offset,
            dtype: Lazy::Static(dtype),
            itemsize: dtype.itemsize,
            depth: dtype.depth,
            gap_free: dtype.gap_free,
        }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The title, if there is one.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// Bytes from the start of the record.
    #[inline]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// What the field holds.
    #[inline]
    pub fn dtype(&self) -> &DType {
        &self.dtype
    }
}

impl PartialEq for DType {
    fn eq(&self, other: &Self) -> bool {
        self.itemsize == other.itemsize && self.kind == other.kind
    }
}

impl Eq for DType {}

impl hash::Hash for DType {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.itemsize.hash(state);
        self.kind.hash(state);
    }
}

impl PartialEq for FieldType {
    fn eq(&self, other: &Self) -> bool {
        self.offset == other.offset
            && self.name == other.name
            && self.title == other.title
            && self.dtype == other.dtype
    }
}

impl Eq for FieldType {}

impl hash::Hash for FieldType {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.offset.hash(state);
        self.name.hash(state);
        self.title.hash(state);
        self.dtype.hash(state);
    }
}

//! Where fields lie: packed, aligned, or at offsets that the caller gives.
//!
//! The rules are NumPy's. Packed: each field follows the one before it, and the alignment is 1 whatever is inside.
//! Aligned: each offset is rounded up to the field's alignment, the itemsize to the largest of them, as C does.
//! Explicit offsets stay as given; an aligned record then checks that they divide. A nested dtype brings its own size
//! and alignment: nothing is inherited. All arithmetic is checked against `isize::MAX`.

use alloc::{boxed::Box, collections::BTreeMap, sync::Arc, vec::Vec};

use super::{DType, DTypeError, FieldType, Kind, Lazy, MAX_DEPTH, Scalar, coverage};

/// The largest size of anything in bytes: what Rust allows of an object.
pub(super) const MAX_SIZE: usize = isize::MAX as usize;

/// A field that waits for its place.
pub(super) struct Member {
    pub(super) name: Arc<str>,
    pub(super) title: Option<Arc<str>>,
    pub(super) dtype: DType,
    pub(super) offset: Option<usize>,
}

impl DType {
    /// The dtype of a scalar whose size comes from outside the program; [`DType::scalar`] for others.
    ///
    /// # Errors
    /// If the size does not fit `isize`.
    pub const fn try_scalar(scalar: Scalar) -> Result<Self, DTypeError> {
        use super::ScalarKind::{Bytes, Opaque, Utf32};
        match scalar.checked_itemsize() {
            Some(size) if size <= MAX_SIZE => Ok(Self::scalar(scalar)),
            _ => Err(match scalar.kind() {
                Bytes(count) | Opaque(count) => DTypeError::ArrayTooLarge { itemsize: 1, count },
                Utf32(count) => DTypeError::ArrayTooLarge { itemsize: 4, count },
                _ => DTypeError::ArrayTooLarge { itemsize: scalar.alignment(), count: 1 },
            }),
        }
    }

    /// A sub-array in C order, the outermost axis first: NumPy's `dtype((base, shape))`. An empty shape is the base.
    ///
    /// A sub-array of sub-arrays is the same as one of all their axes.
    ///
    /// # Errors
    /// If the size does not fit `isize`, or there are more than [`MAX_DEPTH`] levels.
    ///
    /// ```
    /// use record_core::{ByteOrder, DType, dtype::{Scalar, ScalarKind}};
    /// let float = DType::scalar(Scalar::new(ScalarKind::Float32, ByteOrder::Little));
    /// let matrix = DType::array(float, &[2, 3])?;
    /// assert_eq!((matrix.itemsize(), matrix.alignment()), (24, 4));
    /// assert!(matrix.shape().eq([2, 3]));
    /// # Ok::<(), record_core::dtype::DTypeError>(())
    /// ```
    pub fn array(base: impl Into<Self>, shape: &[usize]) -> Result<Self, DTypeError> {
        shape.iter().rev().copied().try_fold(base.into(), Self::array_of)
    }

    fn array_of(base: Self, count: usize) -> Result<Self, DTypeError> {
        let itemsize = match base.itemsize.checked_mul(count) {
            Some(size) if size <= MAX_SIZE => size,
            _ => return Err(DTypeError::ArrayTooLarge { itemsize: base.itemsize, count }),
        };
        Ok(Self {
            itemsize,
            alignment: base.alignment,
            depth: level_above(base.depth)?,
            aligned: false,
            gap_free: base.gap_free || count == 0,
            kind: Kind::Array(Lazy::Shared(Arc::new(base)), count),
        })
    }

    /// A record whose fields follow one another without gaps: NumPy's `dtype([(name, format), ..])`.
    ///
    /// An empty name becomes `f<i>`, `i` being the field's position.
    ///
    /// # Errors
    /// If two names are equal, the size does not fit `isize`, or the nesting exceeds [`MAX_DEPTH`].
    ///
    /// ```
    /// use record_core::{ByteOrder, DType, dtype::{IntSize, Scalar, ScalarKind}};
    /// let byte = DType::scalar(Scalar::new(ScalarKind::UInt(IntSize::One), ByteOrder::NATIVE));
    /// let float = DType::scalar(Scalar::new(ScalarKind::Float64, ByteOrder::NATIVE));
    /// assert_eq!(DType::packed([("a", &byte), ("b", &float)])?.itemsize(), 9);
    /// assert_eq!(DType::aligned([("a", &byte), ("b", &float)])?.itemsize(), 16);
    /// # Ok::<(), record_core::dtype::DTypeError>(())
    /// ```
    pub fn packed<N: AsRef<str>, D: Into<Self>>(
        fields: impl IntoIterator<Item = (N, D)>,
    ) -> Result<Self, DTypeError> {
        place(named(fields), None, false)
    }

    /// A record laid out as C does: NumPy's `dtype([..], align=True)`.
    ///
    /// # Errors
    /// As [`DType::packed`].
    pub fn aligned<N: AsRef<str>, D: Into<Self>>(
        fields: impl IntoIterator<Item = (N, D)>,
    ) -> Result<Self, DTypeError> {
        place(named(fields), None, true)
    }

    /// Whether two fields of a record share bytes, at any depth. The gaps inside a field count as its bytes.
    pub fn fields_overlap(&self) -> bool {
        match &self.kind {
            Kind::Scalar(_) => false,
            Kind::Array(base, _) => base.fields_overlap(),
            Kind::Record(fields) => {
                coverage::overlap(fields) || fields.iter().any(|f| f.dtype.fields_overlap())
            }
        }
    }
}

fn named<N: AsRef<str>, D: Into<DType>>(fields: impl IntoIterator<Item = (N, D)>) -> Vec<Member> {
    let member = |(i, (name, dtype)): (usize, (N, D))| Member {
        name: name_or_position(name.as_ref(), i),
        title: None,
        dtype: dtype.into(),
        offset: None,
    };
    fields.into_iter().enumerate().map(member).collect()
}

/// The name, or `f<i>` for an empty one.
pub(super) fn name_or_position(name: &str, position: usize) -> Arc<str> {
    if name.is_empty() { alloc::format!("f{position}").into() } else { name.into() }
}

/// Gives every member its offset and makes the record; a member without one follows all those before it.
pub(super) fn place(
    members: Vec<Member>,
    itemsize: Option<usize>,
    aligned: bool,
) -> Result<DType, DTypeError> {
    let (mut end, mut alignment) = (0_usize, 1);
    let mut fields = Vec::with_capacity(members.len());
    for Member { name, title, dtype, offset } in members {
        let field_alignment = if aligned { dtype.alignment.max(1) } else { 1 };
        let too_large =
            |offset| DTypeError::FieldTooLarge { field: Box::from(&*name), offset, itemsize: dtype.itemsize };
        let offset = match offset {
            Some(offset) if !offset.is_multiple_of(field_alignment) => {
                return Err(DTypeError::OffsetMisaligned {
                    field: Box::from(&*name),
                    offset,
                    alignment: field_alignment,
                });
            }
            Some(offset) => offset,
            None => end.checked_next_multiple_of(field_alignment).ok_or_else(|| too_large(end))?,
        };
        let field_end = offset.checked_add(dtype.itemsize).filter(|&end| end <= MAX_SIZE);
        end = end.max(field_end.ok_or_else(|| too_large(offset))?);
        alignment = alignment.max(field_alignment);
        fields.push(FieldType::shared(name, title, offset, dtype));
    }
    let needed = end.checked_next_multiple_of(alignment).filter(|&size| size <= MAX_SIZE);
    let needed = needed.ok_or(DTypeError::RecordTooLarge { itemsize: end, alignment })?;
    let itemsize = itemsize.unwrap_or(needed);
    if itemsize < needed {
        return Err(DTypeError::ItemsizeTooSmall { itemsize, needed });
    }
    if !itemsize.is_multiple_of(alignment) {
        return Err(DTypeError::ItemsizeMisaligned { itemsize, alignment });
    }
    record(fields, itemsize, alignment, aligned)
}

/// Refuses offsets and an itemsize that an aligned record cannot have. Its own alignment may be less than a field's: that
/// of a selection is 1.
pub(super) fn require_aligned(
    fields: &[FieldType],
    itemsize: usize,
    alignment: usize,
) -> Result<(), DTypeError> {
    for field in fields {
        let (offset, alignment) = (field.offset, field.dtype.alignment);
        if !offset.is_multiple_of(alignment) {
            return Err(DTypeError::OffsetMisaligned { field: field.name().into(), offset, alignment });
        }
    }
    if !itemsize.is_multiple_of(alignment) {
        return Err(DTypeError::ItemsizeMisaligned { itemsize, alignment });
    }
    Ok(())
}

/// A record of fields at their places, checked: names, bounds, depth.
pub(super) fn record(
    fields: Vec<FieldType>,
    itemsize: usize,
    alignment: usize,
    aligned: bool,
) -> Result<DType, DTypeError> {
    if itemsize > MAX_SIZE {
        return Err(DTypeError::RecordTooLarge { itemsize, alignment });
    }
    check_names(&fields)?;
    let mut depth = 0;
    for field in &fields {
        let end = field.offset.checked_add(field.itemsize).ok_or_else(|| DTypeError::FieldTooLarge {
            field: field.name().into(),
            offset: field.offset,
            itemsize: field.itemsize,
        })?;
        if end > itemsize {
            return Err(DTypeError::ItemsizeTooSmall { itemsize, needed: end });
        }
        depth = depth.max(field.depth);
    }
    Ok(DType {
        itemsize,
        alignment,
        depth: level_above(depth)?,
        aligned,
        gap_free: coverage::is_covered(&fields, itemsize),
        kind: Kind::Record(Lazy::Shared(fields.into())),
    })
}

/// Names and titles share one space, as the keys of NumPy's `dtype.fields` do.
fn check_names(fields: &[FieldType]) -> Result<(), DTypeError> {
    let mut seen = BTreeMap::new();
    let names = fields.iter().enumerate().map(|(i, field)| (field.name(), i));
    let titles = fields.iter().enumerate().filter_map(|(i, field)| field.title().map(|title| (title, i)));
    for (name, second) in names.chain(titles) {
        if let Some(first) = seen.insert(name, second) {
            return Err(DTypeError::DuplicateName { name: name.into(), first, second });
        }
    }
    Ok(())
}

fn level_above(depth: u8) -> Result<u8, DTypeError> {
    if depth < MAX_DEPTH { Ok(depth + 1) } else { Err(DTypeError::TooDeep { limit: MAX_DEPTH.into() }) }
}

impl FieldType {
    pub(super) fn shared(name: Arc<str>, title: Option<Arc<str>>, offset: usize, dtype: DType) -> Self {
        Self {
            name: Lazy::Shared(name),
            title: title.map(Lazy::Shared),
            offset,
            itemsize: dtype.itemsize,
            depth: dtype.depth,
            gap_free: dtype.gap_free,
            dtype: Lazy::Shared(Arc::new(dtype)),
        }
    }

    /// The same name, title and offset for another dtype.
    pub(super) fn with_dtype(&self, dtype: DType) -> Self {
        Self {
            name: self.name.clone(),
            title: self.title.clone(),
            offset: self.offset,
            itemsize: dtype.itemsize,
            depth: dtype.depth,
            gap_free: dtype.gap_free,
            dtype: Lazy::Shared(Arc::new(dtype)),
        }
    }
}

impl From<&DType> for DType {
    fn from(dtype: &DType) -> Self {
        dtype.clone()
    }
}

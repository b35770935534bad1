//! Dtypes made from dtypes: some of the fields, another byte order, another packing.

use alloc::{collections::BTreeSet, vec::Vec};

use super::{DType, DTypeError, FieldType, Kind, packing, packing::Member};
use crate::ByteOrder;

/// What [`DType::newbyteorder`] does to every scalar that has a byte order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NewByteOrder {
    /// The other order: NumPy's `'S'`.
    Swap,
    /// This order: NumPy's `'<'`, `'>'` and `'='`.
    To(ByteOrder),
    /// As it is: NumPy's `'|'`.
    Keep,
}

impl NewByteOrder {
    /// NumPy's codes: `S`, `<` or `L`, `>` or `B`, `=` or `N` for the machine's own, `|` or `I`.
    ///
    /// # Errors
    /// If the code is none of these.
    pub const fn from_code(code: char) -> Result<Self, DTypeError> {
        Ok(match code {
            'S' | 's' => Self::Swap,
            '<' | 'L' | 'l' => Self::To(ByteOrder::Little),
            '>' | 'B' | 'b' => Self::To(ByteOrder::Big),
            '=' | 'N' | 'n' => Self::To(ByteOrder::NATIVE),
            '|' | 'I' | 'i' => Self::Keep,
            _ => return Err(DTypeError::UnknownByteOrder { code }),
        })
    }
}

impl From<ByteOrder> for NewByteOrder {
    fn from(order: ByteOrder) -> Self {
        Self::To(order)
    }
}

/// How [`DType::repack`] lays fields out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Packing {
    /// Without gaps.
    Packed,
    /// As C does.
    Aligned,
}

impl DType {
    /// The field of this name or title, or an error that names the nearest one: NumPy's `dtype[name]`.
    ///
    /// # Errors
    /// If there is none, or this is not a record.
    pub fn require_field(&self, name: &str) -> Result<&FieldType, DTypeError> {
        Ok(&self.record_fields()?[self.position(name)?])
    }

    /// The field at this position, counted from 0: NumPy's `dtype[i]`.
    ///
    /// # Errors
    /// If there is none, or this is not a record.
    pub fn field_at(&self, position: usize) -> Result<&FieldType, DTypeError> {
        let fields = self.record_fields()?;
        fields.get(position).ok_or(DTypeError::FieldPosition { position, count: fields.len() })
    }

    /// The named fields at their places, in the order asked for: NumPy's `dtype[[..]]`.
    ///
    /// Offsets and itemsize stay, so the bytes of the other fields become gaps. As in NumPy the aligned flag stays and
    /// the alignment becomes 1.
    ///
    /// # Errors
    /// If a name is unknown or there twice, or this is not a record.
    ///
    /// ```
    /// use record_core::DType;
    /// let dtype = DType::parse("i4, f8, u1")?;
    /// let some = dtype.select(&["f2", "f0"])?;
    /// assert_eq!((some.itemsize(), some.field("f2").unwrap().offset()), (13, 12));
    /// assert!(dtype.select(&["f9"]).is_err());
    /// # Ok::<(), record_core::dtype::DTypeError>(())
    /// ```
    pub fn select<S: AsRef<str>>(&self, names: &[S]) -> Result<Self, DTypeError> {
        let positions: Result<Vec<_>, _> = names.iter().map(|name| self.position(name.as_ref())).collect();
        self.select_at(&positions?)
    }

    /// The fields at these positions, as [`DType::select`].
    ///
    /// # Errors
    /// If a position is too large or there twice, or this is not a record.
    pub fn select_at(&self, positions: &[usize]) -> Result<Self, DTypeError> {
        let mut seen = BTreeSet::new();
        let mut fields = Vec::with_capacity(positions.len());
        self.record_fields()?;
        for &position in positions {
            let field = self.field_at(position)?;
            if !seen.insert(position) {
                return Err(DTypeError::SelectedTwice { name: field.name().into() });
            }
            fields.push(field.clone());
        }
        packing::record(fields, self.itemsize, 1, self.aligned)
    }

    /// The same layout with scalars in another byte order: NumPy's `dtype.newbyteorder`, at every depth.
    ///
    /// ```
    /// use record_core::{ByteOrder, DType, dtype::NewByteOrder};
    /// let dtype = DType::parse("<i4, >f8, S3")?;
    /// assert_eq!(dtype.newbyteorder(NewByteOrder::Swap), DType::parse(">i4, <f8, S3")?);
    /// assert_eq!(dtype.newbyteorder(ByteOrder::Big), DType::parse(">i4, >f8, S3")?);
    /// # Ok::<(), record_core::dtype::DTypeError>(())
    /// ```
    #[must_use]
    pub fn newbyteorder(&self, order: impl Into<NewByteOrder>) -> Self {
        self.in_order(order.into())
    }

    fn in_order(&self, order: NewByteOrder) -> Self {
        let kind = match &self.kind {
            Kind::Scalar(scalar) => Kind::Scalar(match (order, scalar.byte_order()) {
                (NewByteOrder::Keep, _) | (_, None) => *scalar,
                (NewByteOrder::Swap, Some(old)) => scalar.with_byte_order(old.swapped()),
                (NewByteOrder::To(new), _) => scalar.with_byte_order(new),
            }),
            Kind::Array(base, count) => Kind::Array(shared(base.in_order(order)), *count),
            Kind::Record(fields) => Kind::Record(super::Lazy::Shared(
                fields.iter().map(|field| field.with_dtype(field.dtype.in_order(order))).collect(),
            )),
        };
        Self { kind, ..self.clone() }
    }

    /// The fields one after the other, without gaps or as C places them; nested dtypes stay as they are. NumPy's
    /// `repack_fields`, except that the alignment of the result is that of its layout (NumPy leaves 1).
    ///
    /// Scalars stay; sub-arrays repack what they are made of.
    ///
    /// # Errors
    /// If overlapping fields, laid side by side, do not fit `isize`.
    ///
    /// ```
    /// use record_core::{DType, dtype::Packing};
    /// let dtype = DType::parse("dtype([('a', 'u1'), ('b', '<f8')], align=True)")?;
    /// assert_eq!(dtype.repack(Packing::Packed)?.itemsize(), 9);
    /// assert_eq!(dtype.repack(Packing::Packed)?.repack(Packing::Aligned)?, dtype);
    /// # Ok::<(), record_core::dtype::DTypeError>(())
    /// ```
    pub fn repack(&self, packing: Packing) -> Result<Self, DTypeError> {
        self.repacked(packing, false)
    }

    /// As [`DType::repack`], nested records first: NumPy's `repack_fields(recurse=True)`.
    ///
    /// # Errors
    /// As [`DType::repack`].
    pub fn repack_nested(&self, packing: Packing) -> Result<Self, DTypeError> {
        self.repacked(packing, true)
    }

    fn repacked(&self, packing: Packing, nested: bool) -> Result<Self, DTypeError> {
        match &self.kind {
            Kind::Scalar(_) => Ok(self.clone()),
            Kind::Array(base, count) => Self::array(base.repacked(packing, nested)?, &[*count]),
            Kind::Record(fields) => {
                let member = |field: &FieldType| {
                    let inner = &field.dtype;
                    let dtype = if nested { inner.repacked(packing, true)? } else { DType::clone(inner) };
                    let title = field.title().map(Into::into);
                    Ok(Member { name: field.name().into(), title, dtype, offset: None })
                };
                let members: Result<Vec<_>, DTypeError> = fields.iter().map(member).collect();
                packing::place(members?, None, packing == Packing::Aligned)
            }
        }
    }

    fn record_fields(&self) -> Result<&[FieldType], DTypeError> {
        self.as_record().ok_or(DTypeError::NotARecord { itemsize: self.itemsize })
    }

    fn position(&self, name: &str) -> Result<usize, DTypeError> {
        let fields = self.record_fields()?;
        self.position_of(name).ok_or_else(|| DTypeError::UnknownField {
            name: name.into(),
            nearest: super::nearest(name, fields.iter().map(FieldType::name)).map(Into::into),
        })
    }
}

fn shared(dtype: DType) -> super::Lazy<DType> {
    super::Lazy::Shared(alloc::sync::Arc::new(dtype))
}

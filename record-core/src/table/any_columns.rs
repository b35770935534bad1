//! Columns by name, each in memory of its own, of a record that only run time knows: a struct of arrays without the
//! struct.

use crate::{
    buffer::{ColumnsError, columns::common},
    dtype::{DType, FieldType},
    layout::Order,
    raw::{any::AnyView, any_array::AnyArray, owner::Storage},
    table::AnyTable,
    view::ColumnError,
};
use alloc::{string::String, vec::Vec};
use core::fmt;

/// An array for each field of a record whose dtype only run time knows.
///
/// ```
/// # use record_core::prelude::*;
/// let bytes = [1, 0, 10, 2, 0, 20];
/// let table = AnyTable::from_bytes(&bytes, DType::parse("[('id', '<u2'), ('level', 'u1')]")?)?;
/// let columns = table.to_columns()?;
/// assert_eq!(columns.column("level")?.as_bytes(), [10, 20]);
/// assert_eq!(columns.to_table()?.as_bytes(), bytes);
/// # Ok::<(), record_core::Error>(())
/// ```
#[derive(Clone)]
pub struct AnyColumns {
    /// The record.
    dtype: DType,
    /// One for each field, in order.
    arrays: Vec<AnyArray>,
    /// The records that there were, for a record without fields.
    count: usize,
}

impl AnyColumns {
    /// Columns by name: those of a packed record.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// use record_core::table::AnyColumns;
    /// let columns = AnyColumns::new([
    ///     ("id", AnyArray::from(Array::from([7_u8, 8]))),
    ///     ("at", AnyArray::from(Array::from([[1_u8, 2], [3, 4]]))),
    /// ])?;
    /// assert_eq!(columns.to_table()?.as_bytes(), [7, 1, 2, 8, 3, 4]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ColumnsError::Rank`] and [`ColumnsError::Length`] if the arrays have not one axis of the same length,
    /// [`ColumnsError::DType`] if two have the same name.
    pub fn new<N: AsRef<str>>(
        columns: impl IntoIterator<Item = (N, AnyArray)>,
    ) -> Result<Self, ColumnsError> {
        let (names, arrays): (Vec<N>, Vec<AnyArray>) = columns.into_iter().unzip();
        let dtype = DType::packed(names.iter().zip(arrays.iter().map(|array| array.dtype().clone())))?;
        let mut columns = Self { dtype, arrays, count: 0 };
        columns.count = columns.check()?;
        Ok(columns)
    }

    /// The record that the columns make.
    pub fn dtype(&self) -> &DType {
        &self.dtype
    }

    /// The number of columns.
    pub fn len(&self) -> usize {
        self.arrays.len()
    }

    /// Whether there are no columns.
    pub fn is_empty(&self) -> bool {
        self.arrays.is_empty()
    }

    /// The column of the field of this name.
    ///
    /// # Errors
    /// [`ColumnError::Unknown`] with the names there are.
    pub fn column(&self, name: &str) -> Result<&AnyArray, ColumnError> {
        Ok(&self.arrays[self.position(name)?])
    }

    /// The column of the field of this name, writable. It may be replaced; [`to_table`](AnyColumns::to_table) checks.
    ///
    /// # Errors
    /// [`ColumnError::Unknown`] with the names there are.
    pub fn column_mut(&mut self, name: &str) -> Result<&mut AnyArray, ColumnError> {
        let position = self.position(name)?;
        Ok(&mut self.arrays[position])
    }

    /// The columns in order, each with its name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &AnyArray)> {
        self.dtype.fields().iter().map(FieldType::name).zip(&self.arrays)
    }

    /// The columns in order, each with its name; nothing is copied.
    pub fn into_arrays(self) -> Vec<(String, AnyArray)> {
        let names = self.dtype.fields().iter().map(|field| String::from(field.name()));
        names.zip(self.arrays).collect()
    }

    /// A table of the records whose fields these are.
    ///
    /// # Errors
    /// [`ColumnsError::Type`], [`ColumnsError::Rank`] and [`ColumnsError::Length`] if a column was replaced by another than
    /// the record's, [`ColumnsError::Array`] if there is no memory, or records have size 0.
    pub fn to_table(&self) -> Result<AnyTable, ColumnsError> {
        let count = self.check()?;
        let mut records = AnyArray::zeros(self.dtype.clone(), [count], Order::C)?;
        for (position, array) in self.arrays.iter().enumerate() {
            records.put_field(position, array.view());
        }
        AnyTable::try_from(records).map_err(|error| ColumnsError::Array(error.into()))
    }

    fn position(&self, name: &str) -> Result<usize, ColumnError> {
        self.dtype.position_of(name).ok_or_else(|| ColumnError::unknown(name, &self.dtype))
    }

    /// The number of records, if the columns are theirs.
    fn check(&self) -> Result<usize, ColumnsError> {
        for (field, array) in self.dtype.fields().iter().zip(&self.arrays) {
            if array.dtype() != field.dtype() {
                return Err(ColumnsError::Type {
                    field: field.name().into(),
                    expected: field.dtype().clone().into(),
                    found: array.dtype().clone().into(),
                });
            }
            if array.ndim() != 1 {
                return Err(ColumnsError::Rank { field: field.name().into(), found: array.ndim() });
            }
        }
        let count = common(self.iter().map(|(name, array)| (name, array.size())))?;
        Ok(count.unwrap_or(self.count))
    }
}

impl AnyView<'_> {
    /// A copy of all columns, each in memory of its own. `{name: a[name].copy() for name in a.dtype.names}`.
    ///
    /// # Errors
    /// [`ColumnsError::NotRecords`] if the elements are no records or lie on several axes, [`ColumnsError::Array`] if there
    /// is no memory.
    pub fn to_columns(&self) -> Result<AnyColumns, ColumnsError> {
        let (Some(fields), 1) = (self.dtype().as_record(), self.ndim()) else {
            return Err(ColumnsError::NotRecords { found: self.dtype().clone().into(), ndim: self.ndim() });
        };
        let columns = (0..fields.len()).filter_map(|position| self.field_at(position));
        let arrays = columns.map(|column| column.to_array()).collect::<Result<_, _>>()?;
        Ok(AnyColumns { dtype: self.dtype().clone(), arrays, count: self.size() })
    }
}

impl<S: Storage> AnyTable<S> {
    /// A copy of all columns, each in memory of its own.
    ///
    /// # Errors
    /// As [`AnyView::to_columns`].
    pub fn to_columns(&self) -> Result<AnyColumns, ColumnsError> {
        self.view().to_columns()
    }
}

impl fmt::Debug for AnyColumns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnyColumns").field("dtype", &self.dtype).finish_non_exhaustive()
    }
}

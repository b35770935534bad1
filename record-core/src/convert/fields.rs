//! Tables with other fields: renamed, dropped, added, repacked, nested and flattened, in one copy each.

use crate::{
    convert::{Casting, Conversion, ConvertError, ConvertOptions},
    dtype::{DType, Packing},
    raw::{any::AnyView, any_mut::AnyViewMut},
    table::AnyTable,
};
use alloc::{string::String, vec::Vec};

/// Nothing is cast: what only moves fields about.
fn as_they_are() -> ConvertOptions {
    ConvertOptions::new().casting(Casting::No)
}

/// Copies of the records with other fields. None of them changes a value; names must be known.
///
/// Renaming, dropping and flattening need no copy to look at: `view.view_as(&dtype.rename(..)?)`.
impl AnyView<'_> {
    /// The records with fields renamed; offsets stay. NumPy's `rename_fields`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let table = AnyTable::from_bytes(&[1, 2], DType::parse("[('a', 'u1'), ('b', 'u1')]")?)?;
    /// let renamed = table.view().rename_fields(&[("a", "x")])?;
    /// assert_eq!(renamed["x"].mean()?, Some(1.0));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ConvertError::DType`] as [`DType::rename`].
    pub fn rename_fields(
        self,
        names: &[(impl AsRef<str>, impl AsRef<str>)],
    ) -> Result<AnyTable, ConvertError> {
        let dtype = self.dtype().rename(names)?;
        Conversion::by_position(self.dtype(), &dtype, &as_they_are())?.to_table(self)
    }

    /// The records without some fields, laid out anew. NumPy's `drop_fields`.
    ///
    /// # Errors
    /// [`ConvertError::DType`] as [`DType::drop_fields`].
    pub fn drop_fields(self, names: &[impl AsRef<str>], packing: Packing) -> Result<AnyTable, ConvertError> {
        let dtype = self.dtype().drop_fields(names)?.repack(packing)?;
        self.convert_to_with(&dtype, &as_they_are().ignore_extra())
    }

    /// The records with only some fields, in the order given, laid out anew. NumPy's `repack_fields(a[names])`.
    ///
    /// # Errors
    /// [`ConvertError::DType`] as [`DType::select`].
    pub fn select_fields(
        self,
        names: &[impl AsRef<str>],
        packing: Packing,
    ) -> Result<AnyTable, ConvertError> {
        let dtype = self.dtype().select(names)?.repack(packing)?;
        self.convert_to_with(&dtype, &as_they_are().ignore_extra())
    }

    /// The fields of `dtype` out of the records, cast to it where nothing gets lost. NumPy's `require_fields`, which fills
    /// fields that are missing with zeros and casts without asking: [`convert_to_with`](AnyView::convert_to_with) does what is chosen.
    ///
    /// # Errors
    /// [`ConvertError::MissingField`] with the first field that is missing, [`ConvertError::Refused`].
    pub fn require_fields(self, dtype: &DType) -> Result<AnyTable, ConvertError> {
        self.convert_to_with(dtype, &ConvertOptions::new().ignore_extra())
    }

    /// The records without gaps, or laid out as C does; nested records stay as they are. NumPy's `repack_fields`.
    ///
    /// # Errors
    /// [`ConvertError::DType`] as [`DType::repack`].
    pub fn repack(self, packing: Packing) -> Result<AnyTable, ConvertError> {
        self.convert_to_with(&self.dtype().repack(packing)?, &as_they_are())
    }

    /// As [`repack`](AnyView::repack), nested records too. NumPy's `repack_fields(recurse=True)`.
    ///
    /// # Errors
    /// [`ConvertError::DType`] as [`DType::repack_nested`].
    pub fn repack_nested(self, packing: Packing) -> Result<AnyTable, ConvertError> {
        self.convert_to_with(&self.dtype().repack_nested(packing)?, &as_they_are())
    }

    /// The records with all leaves as fields of their own, where they are: `outer_inner` for the separator `"_"`.
    ///
    /// # Errors
    /// [`ConvertError::DType`] as [`DType::flatten`].
    pub fn flatten_fields(self, separator: &str) -> Result<AnyTable, ConvertError> {
        let flat = self.dtype().flatten(separator)?;
        let mut table = AnyTable::zeroed(flat, self.one_axis()?)?;
        let dtype = self.dtype();
        // In the order of `flatten`: the leaves as the walk meets them.
        let mut position = 0;
        leaves(dtype, &mut Vec::new(), &mut |path| {
            let mut source = self;
            for &i in path {
                source = field_of(source, i);
            }
            position += 1;
            copy_into(source, table.view_mut(), position - 1)
        })?;
        Ok(table)
    }

    /// The records with some fields moved into a record of their own, the field `name`.
    ///
    /// # Errors
    /// [`ConvertError::DType`] as [`DType::nest`].
    pub fn nest_fields(
        self,
        name: &str,
        fields: &[impl AsRef<str>],
        packing: Packing,
    ) -> Result<AnyTable, ConvertError> {
        let dtype = self.dtype().nest(name, fields, packing)?;
        let mut table = AnyTable::zeroed(dtype.clone(), self.one_axis()?)?;
        for (position, field) in dtype.fields().iter().enumerate() {
            let view = table.view_mut();
            if field.name() == name {
                let mut inner = field_mut_of(view, position);
                inner.assign_by_name(self, &as_they_are().ignore_extra())?;
            } else if let Ok(source) = self.column(field.name()) {
                copy_into(source, view, position)?;
            }
        }
        Ok(table)
    }

    /// The records with columns of the same length added as fields, laid out anew. NumPy's `append_fields`, which fills
    /// shorter columns with 999999.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// use record_core::dtype::Packing;
    /// let table = AnyTable::from_bytes(&[1, 2], DType::parse("[('a', 'u1')]")?)?;
    /// let more = table.view().append_fields(&[("b", View::from_slice(&[0.5, 1.5]).as_any())], Packing::Packed)?;
    /// assert_eq!((more["a"].mean()?, more["b"].mean()?), (Some(1.5), Some(1.0)));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ConvertError::Lengths`] with the column that is longer or shorter, [`ConvertError::DType`] if a name is there twice.
    pub fn append_fields(
        self,
        columns: &[(&str, AnyView<'_>)],
        packing: Packing,
    ) -> Result<AnyTable, ConvertError> {
        let count = self.one_axis()?;
        let mut dtype = self.dtype().clone();
        for (name, column) in columns {
            check_len(name, *column, count)?;
            dtype = dtype.append(name, column.dtype(), packing)?;
        }
        let dtype = dtype.repack(packing)?;
        let mut table = AnyTable::zeroed(dtype, count)?;
        let own = self.dtype().fields().len();
        for position in 0..own {
            copy_into(field_of(self, position), table.view_mut(), position)?;
        }
        for (position, (_, column)) in columns.iter().enumerate() {
            copy_into(*column, table.view_mut(), own + position)?;
        }
        Ok(table)
    }

    /// The length of a view of one axis.
    fn one_axis(&self) -> Result<usize, ConvertError> {
        match self.shape().as_ref() {
            [count] => Ok(*count),
            found => Err(ConvertError::Shape { expected: [self.size()].into(), found: found.into() }),
        }
    }
}

/// Calls `each` with the positions that lead to every leaf, as [`DType::flatten`] orders them.
fn leaves(
    dtype: &DType,
    path: &mut Vec<usize>,
    each: &mut impl FnMut(&[usize]) -> Result<(), ConvertError>,
) -> Result<(), ConvertError> {
    for (position, field) in dtype.fields().iter().enumerate() {
        path.push(position);
        if field.dtype().as_record().is_some() {
            leaves(field.dtype(), path, each)?;
        } else {
            each(path)?;
        }
        path.pop();
    }
    Ok(())
}

/// Refuses a column that has not one axis of this length.
pub(super) fn check_len(name: &str, column: AnyView<'_>, expected: usize) -> Result<(), ConvertError> {
    if column.shape().as_ref() == [expected] {
        return Ok(());
    }
    let found = column.shape().as_ref().into();
    Err(ConvertError::Lengths { column: String::from(name), expected, found })
}

/// Copies a column to the field at `position` of as many records, leaf by leaf; the layout of nested records may differ.
pub(super) fn copy_into(
    column: AnyView<'_>,
    records: AnyViewMut<'_>,
    position: usize,
) -> Result<(), ConvertError> {
    field_mut_of(records, position).assign_by_position(column, &as_they_are())
}

/// The column of a field that is there.
pub(super) fn field_of(records: AnyView<'_>, position: usize) -> AnyView<'_> {
    records.field_at(position).expect("a position within the fields")
}

fn field_mut_of(records: AnyViewMut<'_>, position: usize) -> AnyViewMut<'_> {
    records.into_field_at(position).expect("a position within the fields")
}

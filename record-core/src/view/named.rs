//! Columns by name: of a record dtype known at run time, and from there to a Rust type.

use crate::{
    DType,
    element::Element,
    layout::{Dim, DynRank},
    raw::{any::AnyView, any_column::AnyColumn, view::View},
    view::ColumnError,
};
use core::ops::Index;

impl<'a> AnyView<'a> {
    /// The column of the field of this name or title. NumPy's `a['salary']`, without taking a sub-array's axes apart:
    /// see [`all_axes`](AnyView::all_axes).
    ///
    /// `header.time` is the field `time` of the records in the field `header`, NumPy's `a['header']['time']`, but for a field
    /// whose own name has that dot. Sorts and groups by name take such names too.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points = RecordTable::from([Point { id: 7, at: [0.0; 2] }]);
    /// let ids = points.as_any().column("id")?.typed::<u8>()?;
    /// assert_eq!(ids.to_vec(), [7]);
    /// let error = points.as_any().column("di").unwrap_err();
    /// assert_eq!(error.to_string(), "no field named `di`. The fields are `id`, `at`");
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ColumnError::Unknown`] with the names there are.
    pub fn column(self, name: &str) -> Result<AnyView<'a>, ColumnError> {
        if let Some(position) = self.dtype().position_of(name) {
            return self.field_at(position).ok_or_else(|| ColumnError::unknown(name, self.dtype()));
        }
        let walk = || {
            self.dtype().path_to(name)?.into_iter().try_fold(self, |view, position| {
                // A sub-array of records has columns too, with the sub-array's axes.
                view.all_axes().ok()?.field_at(position)
            })
        };
        if let Some(column) = walk() {
            return Ok(column);
        }
        match name.rsplit_once('.') {
            // With the names there are where the search ended.
            Some((outer, inner)) if self.dtype().path_to(outer).is_some() => {
                self.column(outer)?.column(inner)
            }
            _ => Err(ColumnError::unknown(name, self.dtype().base())),
        }
    }

    /// The same elements as a column of `T`.
    ///
    /// # Errors
    /// [`ColumnError::Type`] if `T`'s dtype is another, [`ColumnError::Rank`] if the view has not one axis.
    pub fn typed<T: Element>(self) -> Result<View<'a, T>, ColumnError> {
        self.typed_as()
    }

    /// The same elements as a view of `T` of rank `D`.
    ///
    /// # Errors
    /// [`ColumnError::Type`] if `T`'s dtype is another, [`ColumnError::Rank`] if the rank is.
    pub fn typed_as<T: Element, D: Dim>(self) -> Result<View<'a, T, D>, ColumnError> {
        match self.cast() {
            Some(Ok(view)) => Ok(view),
            Some(Err(_)) => {
                Err(ColumnError::Rank { expected: D::NDIM.unwrap_or(DynRank::MAX), found: self.ndim() })
            }
            None => Err(ColumnError::of_type(T::DTYPE, self.dtype())),
        }
    }
}

impl AnyColumn {
    /// The column of the field of this name, as a view.
    ///
    /// # Errors
    /// [`ColumnError::Unknown`] with the names there are.
    pub fn column(&self, name: &str) -> Result<AnyView<'_>, ColumnError> {
        self.as_view().column(name)
    }

    /// The column with its Rust type.
    ///
    /// # Errors
    /// [`ColumnError::Type`] if `T`'s dtype is another.
    pub fn typed<T: Element>(&self) -> Result<View<'_, T>, ColumnError> {
        self.as_view().typed()
    }

    /// What an element of the column means.
    pub fn dtype(&self) -> &DType {
        self.as_view().dtype()
    }

    /// The number of records.
    pub fn len(&self) -> usize {
        self.records()
    }

    /// Whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The column as a view: [`AnyColumn::as_view`].
impl<'a> From<&'a AnyColumn> for AnyView<'a> {
    fn from(column: &'a AnyColumn) -> Self {
        column.as_view()
    }
}

/// The column of a field of the records in this column: `data["header"]["apid"]`.
///
/// # Panics
/// If there is no field of this name, or the column is a sub-array of records; [`AnyColumn::column`] says so instead, and
/// finds the columns of sub-arrays.
impl Index<&str> for AnyColumn {
    type Output = AnyColumn;

    #[track_caller]
    fn index(&self, name: &str) -> &AnyColumn {
        self.child(name).unwrap_or_else(|| match self.column(name) {
            Ok(_) => {
                panic!("`{name}` is a field of a sub-array's records: take it with `column(\"{name}\")`")
            }
            Err(error) => panic!("{error}"),
        })
    }
}

//! The statistics of all columns in one pass over the records.
//!
//! A block of records that stays in the cache is gone through column by column, then comes the next: memory is read once, however
//! many columns there are.

mod column;
#[cfg(feature = "rayon")]
mod par;
mod show;
mod text;

use crate::{
    dtype::DType,
    element::Element,
    layout::Dim,
    ops::{
        reduce::describe::column::{Columns, InTurn},
        total::Sum,
    },
    raw::{any::AnyView, any_column::AnyColumn, view::View},
    view::{ColumnError, Value},
};
use alloc::{string::String, vec::Vec};
use core::ops::Index;

/// The statistics of records that come one after the other.
pub(crate) type Describing = Columns<InTurn>;

/// How columns are described.
///
/// ```
/// use record_core::{ops::DescribeOptions, prelude::*};
/// let column = View::from_slice(&[1.0, f64::INFINITY, 2.0]).as_any();
/// let described = column.describe_with(&DescribeOptions::new().finite_only(true))?;
/// assert_eq!((described[""].infinite(), described[""].mean()), (1, Some(1.5)));
/// # Ok::<(), record_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct DescribeOptions {
    finite: bool,
}

impl DescribeOptions {
    /// All values count that are not missing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether infinities are only counted, and left out of extremes, sum, mean and variance.
    #[must_use]
    pub fn finite_only(self, finite: bool) -> Self {
        Self { finite }
    }
}

/// The statistics of all columns of some records; it prints as a table. Given by [`AnyView::describe`].
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    records: u64,
    columns: Vec<ColumnSummary>,
}

impl Description {
    /// The number of records; of a view of several axes, of their elements.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// The columns in the order of the fields: one for each scalar, with the names of nested fields joined by dots.
    pub fn columns(&self) -> &[ColumnSummary] {
        &self.columns
    }

    /// The column of this name, as `"header.time"` if it is nested.
    pub fn get(&self, name: &str) -> Option<&ColumnSummary> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// The column of this name.
///
/// # Panics
/// If there is none; [`get`](Description::get) says so instead.
impl Index<&str> for Description {
    type Output = ColumnSummary;

    #[track_caller]
    fn index(&self, name: &str) -> &ColumnSummary {
        match self.get(name) {
            Some(column) => column,
            None => panic!("no column named `{name}` is described"),
        }
    }
}

/// The statistics of one column; of its sub-arrays, all elements count.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnSummary {
    name: String,
    dtype: DType,
    elements: u64,
    missing: u64,
    infinite: u64,
    empty: Option<u64>,
    extremes: Option<(Value, Value)>,
    sum: Option<Sum>,
    mean: Option<f64>,
    counted: u64,
    squares: Option<f64>,
    first: Option<Value>,
    last: Option<Value>,
}

impl ColumnSummary {
    /// The name; those of nested fields are joined by dots.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The dtype of one element.
    pub fn dtype(&self) -> &DType {
        &self.dtype
    }

    /// The number of elements that are not missing.
    pub fn count(&self) -> u64 {
        self.elements - self.missing
    }

    /// The number of missing elements: NaN and NaT.
    pub fn missing(&self) -> u64 {
        self.missing
    }

    /// The number of infinities.
    pub fn infinite(&self) -> u64 {
        self.infinite
    }

    /// The number of empty texts; `None` of other columns.
    pub fn empty(&self) -> Option<u64> {
        self.empty
    }

    /// The least value that counts: of texts, the first in the order of their bytes or code points. `None` if there is none.
    pub fn min(&self) -> Option<&Value> {
        self.extremes.as_ref().map(|(least, _)| least)
    }

    /// The greatest value that counts.
    pub fn max(&self) -> Option<&Value> {
        self.extremes.as_ref().map(|(_, greatest)| greatest)
    }

    /// The sum of the values that count, as [`View::nan_sum`]; `None` of what is no number.
    pub fn sum(&self) -> Option<Sum> {
        self.sum
    }

    /// Their mean, as [`View::nan_mean`].
    pub fn mean(&self) -> Option<f64> {
        self.mean
    }

    /// Their variance, as [`View::nan_variance`].
    pub fn variance(&self, ddof: usize) -> Option<f64> {
        let freedom = self.counted as f64 - ddof as f64;
        // Of all deviations, undivided.
        self.squares.filter(|_| freedom > 0.0).map(|squares| squares / freedom)
    }

    /// Their standard deviation, as [`View::nan_std`].
    #[cfg(feature = "std")]
    pub fn std(&self, ddof: usize) -> Option<f64> {
        self.variance(ddof).map(f64::sqrt)
    }

    /// The value in the first record: of a sub-array, all of it. `None` if there are no records.
    pub fn first(&self) -> Option<&Value> {
        self.first.as_ref()
    }

    /// The value in the last record.
    pub fn last(&self) -> Option<&Value> {
        self.last.as_ref()
    }
}

impl AnyView<'_> {
    /// The statistics of all columns, in one pass: count, missing, infinite, least, greatest, sum, mean, variance, first, last.
    ///
    /// Missing elements are passed over, as by the `nan_` reductions, and equal those to the bit; those of a filtered or
    /// [`masked`](crate::Column::masked) column may differ in the last bits. Columns of nested records are
    /// described one by one, sub-arrays with all their elements; texts with their extremes and how many are empty; what is neither
    /// with its number and its ends. Pandas' and Polars' `describe()`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy)] #[repr(C, packed)]
    /// # struct Employee { name: FixedBytes<8>, age: i32, salary: f64 }
    /// let bytes = [(&b"Ann"[..], 30, 2.5), (&b"Bob"[..], 50, f64::NAN)]
    ///     .map(|(name, age, salary)| Employee { name: FixedBytes::from_bytes(name), age, salary });
    /// let described = RecordTable::from(bytes).as_any().describe()?;
    /// assert_eq!((described["age"].mean(), described["salary"].missing()), (Some(40.0), 1));
    /// println!("{described}");
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ColumnError::Unsupported`] if the sub-arrays have too many axes.
    #[inline]
    pub fn describe(&self) -> Result<Description, ColumnError> {
        self.describe_with(&DescribeOptions::new())
    }

    /// As [`describe`](AnyView::describe), with a choice of which values count.
    ///
    /// # Errors
    /// As there.
    #[inline]
    pub fn describe_with(&self, options: &DescribeOptions) -> Result<Description, ColumnError> {
        let mut columns = Describing::of(self.dtype(), *options);
        columns.add(*self)?;
        Ok(columns.finish())
    }
}

impl AnyColumn {
    /// See [`AnyView::describe`].
    ///
    /// # Errors
    /// As there.
    #[inline]
    pub fn describe(&self) -> Result<Description, ColumnError> {
        self.as_view().describe()
    }
}

impl<T: Element, D: Dim> View<'_, T, D> {
    /// The statistics of all columns in one pass; see [`AnyView::describe`].
    ///
    /// # Errors
    /// As there.
    pub fn describe(self) -> Result<Description, ColumnError> {
        self.as_any().describe()
    }
}

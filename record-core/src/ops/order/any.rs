//! Ordering records whose dtype only run time knows, by the names of their fields.

use crate::{
    ops::order::{
        argsort::{argsort, order},
        column::is_sorted,
        error::OrderError,
        groups::{Groups, count_keys},
        keys::Keys,
        place::place,
        search::Side,
        top::first,
        unique::{Unique, duplicates},
    },
    raw::{any::AnyView, any_array::AnyArray, any_column::AnyColumn},
    view::{ColumnError, LengthError, Value},
};
use alloc::{string::String, vec::Vec};
use core::ops::Range;

/// A field by name as a key, ascending or descending; NaN and NaT come last either way. A name alone ascends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SortBy<'n> {
    name: &'n str,
    descending: bool,
}

impl<'n> SortBy<'n> {
    /// The field of this name or title, ascending; `header.time` for one in another, see [`AnyView::column`].
    pub const fn asc(name: &'n str) -> Self {
        Self { name, descending: false }
    }

    /// The field of this name or title, descending.
    pub const fn desc(name: &'n str) -> Self {
        Self { name, descending: true }
    }
}

impl<'n> From<&'n str> for SortBy<'n> {
    fn from(name: &'n str) -> Self {
        Self::asc(name)
    }
}

impl<'n> From<&'n String> for SortBy<'n> {
    fn from(name: &'n String) -> Self {
        Self::asc(name)
    }
}

fn one_axis(view: AnyView<'_>) -> Result<AnyView<'_>, OrderError> {
    match view.ndim() {
        1 => Ok(view),
        found => Err(ColumnError::Rank { expected: 1, found }.into()),
    }
}

pub(super) fn keys_of(view: AnyView<'_>) -> Result<Keys<'_>, OrderError> {
    Ok(Keys::of(one_axis(view)?))
}

/// The keys in descending order.
pub(super) fn top_keys_of(view: AnyView<'_>) -> Result<Keys<'_>, OrderError> {
    let mut keys = Keys::new(one_axis(view)?.size());
    keys.add(view, true);
    Ok(keys)
}

pub(super) fn keys_by<'a, 'n>(
    view: AnyView<'a>,
    names: impl IntoIterator<Item = impl Into<SortBy<'n>>>,
    reversed: bool,
) -> Result<Keys<'a>, OrderError> {
    let view = one_axis(view)?;
    let mut keys = Keys::new(view.size());
    let mut seen: Vec<Option<Vec<usize>>> = Vec::new();
    for (position, by) in names.into_iter().enumerate() {
        let SortBy { name, descending } = by.into();
        let column = one_axis(view.column(name)?)?;
        let field = view.dtype().path_to(name);
        if let Some(first) = seen.iter().position(|other| *other == field) {
            return Err(OrderError::Duplicate { name: name.into(), positions: [first, position] });
        }
        seen.push(field);
        keys.add(column, descending != reversed);
    }
    Ok(keys)
}

/// The positions in the order of several columns, the last one first: NumPy's `np.lexsort(keys)`. Of no keys, no positions.
///
/// ```
/// # use record_core::{ops::lexsort, prelude::*};
/// let (first, last) = ([2, 1, 2], [b'b', b'b', b'a']);
/// let keys = [View::from_slice(&first).as_any(), View::from_slice(&last).as_any()];
/// assert_eq!(lexsort(&keys)?, [2, 1, 0]);
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// # Errors
/// [`OrderError::Length`] if the columns are not equally long, [`OrderError::Column`] if one has not one axis.
pub fn lexsort(keys: &[AnyView<'_>]) -> Result<Vec<usize>, OrderError> {
    let Some(expected) = keys.first().map(AnyView::size) else { return Ok(Vec::new()) };
    let mut all = Keys::new(expected);
    for (position, &key) in keys.iter().enumerate().rev() {
        let found = one_axis(key)?.size();
        if found != expected {
            return Err(OrderError::Length { position, error: LengthError { expected, found } });
        }
        all.add(key, false);
    }
    Ok(argsort(&all))
}

/// Implements the operations for a view, and for a column through it.
macro_rules! operations {
    ($(
        $(#[$doc:meta])*
        $name:ident($view:ident $(, $argument:ident: $type:ty)*) -> $output:ty $body:block
    )*) => {
        impl AnyView<'_> {$(
            $(#[$doc])*
            pub fn $name(&self $(, $argument: $type)*) -> Result<$output, OrderError> {
                let $view = *self;
                $body
            }
        )*}

        impl AnyColumn {$(
            $(#[$doc])*
            pub fn $name(&self $(, $argument: $type)*) -> Result<$output, OrderError> {
                self.as_view().$name($($argument),*)
            }
        )*}
    };
}

operations! {
    /// The positions of the elements in ascending order; see [`Column::argsort`](crate::Column::argsort).
    ///
    /// # Errors
    /// [`OrderError::Column`] if the view has not one axis.
    argsort(view) -> Vec<usize> { Ok(argsort(&keys_of(view)?)) }

    /// The elements in ascending order, copied. NumPy's `np.sort(a, kind="stable")`.
    ///
    /// # Errors
    /// [`OrderError::Column`] if the view has not one axis, [`OrderError::Array`] if there is no memory.
    to_sorted(view) -> AnyArray { Ok(view.gathered(&order(&keys_of(view)?))?) }

    /// Whether the elements are in ascending order, NaN and NaT last.
    ///
    /// # Errors
    /// [`OrderError::Column`] if the view has not one axis.
    is_sorted(view) -> bool { Ok(is_sorted(&keys_of(view)?)) }

    /// Where `value` belongs in a column in ascending order; see [`Column::searchsorted`](crate::Column::searchsorted).
    ///
    /// As in comparisons by name, integers meet any number exactly, a column of floats meets the value rounded to its type,
    /// and one of dates or time spans a value of any unit that it has an exact count of. A text may be longer than those of
    /// the column.
    ///
    /// ```
    /// # use record_core::{ops::Side, prelude::*};
    /// let bytes = View::from_slice(&[1_u8, 2, 3]).as_any();
    /// assert_eq!(bytes.searchsorted(2.5, Side::Left)?, 2);
    /// assert_eq!(bytes.searchsorted(300, Side::Left)?, 3);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`OrderError::Value`] if it does not compare with the elements.
    searchsorted(view, value: impl Into<Value>, side: Side) -> usize { place(view, value.into(), side) }

    /// The elements from `start` on and before `end` in a column in ascending order; see
    /// [`Column::range_between`](crate::Column::range_between).
    ///
    /// The values are as those of `searchsorted`.
    ///
    /// # Errors
    /// [`OrderError::Value`] if one does not compare with the elements.
    range_between(view, start: impl Into<Value>, end: impl Into<Value>) -> Range<usize> {
        let from = place(view, start.into(), Side::Left)?;
        Ok(from..place(view, end.into(), Side::Left)?.max(from))
    }

    /// The different elements in ascending order; see [`Column::unique`](crate::Column::unique).
    ///
    /// # Errors
    /// [`OrderError::Column`] if the view has not one axis, [`OrderError::Array`] if there is no memory.
    unique(view) -> AnyArray { Ok(view.gathered(&count_keys(&keys_of(view)?).0)?) }

    /// The different elements in ascending order, and how often each occurs; see
    /// [`Column::unique_counts`](crate::Column::unique_counts).
    ///
    /// # Errors
    /// [`OrderError::Column`] if the view has not one axis, [`OrderError::Array`] if there is no memory.
    unique_counts(view) -> (AnyArray, Vec<usize>) {
        let (firsts, counts) = count_keys(&keys_of(view)?);
        Ok((view.gathered(&firsts)?, counts))
    }

    /// The different elements in ascending order, where they are and how often; see
    /// [`Column::unique_all`](crate::Column::unique_all).
    ///
    /// # Errors
    /// [`OrderError::Column`] if the view has not one axis, [`OrderError::Array`] if there is no memory.
    unique_all(view) -> Unique<AnyArray> {
        let groups = Groups::of(&keys_of(view)?);
        let index = groups.firsts();
        let values = view.gathered(&index)?;
        Ok(Unique::of(&groups, index, values))
    }

    /// The positions of the `k` greatest elements; see [`Column::top_k`](crate::Column::top_k).
    ///
    /// # Errors
    /// [`OrderError::Column`] if the view has not one axis.
    top_k(view, k: usize) -> Vec<usize> { Ok(first(&top_keys_of(view)?, k)) }

    /// The positions of the `k` least elements; see [`Column::bottom_k`](crate::Column::bottom_k).
    ///
    /// # Errors
    /// [`OrderError::Column`] if the view has not one axis.
    bottom_k(view, k: usize) -> Vec<usize> { Ok(first(&keys_of(view)?, k)) }

    /// The positions of all elements that occur more than once; see
    /// [`Column::find_duplicates`](crate::Column::find_duplicates).
    ///
    /// # Errors
    /// [`OrderError::Column`] if the view has not one axis.
    find_duplicates(view) -> Vec<usize> { Ok(duplicates(&Groups::of(&keys_of(view)?))) }
}

impl AnyView<'_> {
    /// The positions of the records in the order of fields by name, equal ones in order of position. NumPy's
    /// `a.argsort(order=…, kind="stable")`, but truly stable.
    ///
    /// ```
    /// # use record_core::{ops::SortBy, prelude::*};
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points: RecordTable<Point> = [3, 1, 2, 1].map(|id| Point { id, at: [0.0; 2] }).into();
    /// assert_eq!(points.as_any().argsort_by(["id"])?, [1, 3, 2, 0]);
    /// assert_eq!(points.as_any().argsort_by([SortBy::asc("at"), SortBy::desc("id")])?, [0, 2, 1, 3]);
    /// assert!(points.as_any().argsort_by(["id", "id"]).is_err());
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`OrderError::Column`] if there is no such field, [`OrderError::Duplicate`] if one is named twice.
    pub fn argsort_by<'n>(
        &self,
        keys: impl IntoIterator<Item = impl Into<SortBy<'n>>>,
    ) -> Result<Vec<usize>, OrderError> {
        Ok(argsort(&keys_by(*self, keys, false)?))
    }

    /// The records in the order of fields by name, copied. NumPy's `np.sort(a, order=…, kind="stable")`, but truly stable.
    ///
    /// # Errors
    /// Those of [`argsort_by`](AnyView::argsort_by), and [`OrderError::Array`] if there is no memory.
    pub fn sorted_by<'n>(
        &self,
        keys: impl IntoIterator<Item = impl Into<SortBy<'n>>>,
    ) -> Result<AnyArray, OrderError> {
        Ok(self.gathered(&order(&keys_by(*self, keys, false)?))?)
    }

    /// Whether the records are in the order of fields by name.
    ///
    /// # Errors
    /// Those of [`argsort_by`](AnyView::argsort_by).
    pub fn is_sorted_by<'n>(
        &self,
        keys: impl IntoIterator<Item = impl Into<SortBy<'n>>>,
    ) -> Result<bool, OrderError> {
        Ok(is_sorted(&keys_by(*self, keys, false)?))
    }

    /// The positions of the `k` records that are greatest by fields by name; see
    /// [`Column::top_k_by`](crate::Column::top_k_by).
    ///
    /// # Errors
    /// Those of [`argsort_by`](AnyView::argsort_by).
    pub fn top_k_by<'n>(
        &self,
        k: usize,
        keys: impl IntoIterator<Item = impl Into<SortBy<'n>>>,
    ) -> Result<Vec<usize>, OrderError> {
        Ok(first(&keys_by(*self, keys, true)?, k))
    }

    /// The positions of the `k` records that are least by fields by name; see
    /// [`Column::bottom_k_by`](crate::Column::bottom_k_by).
    ///
    /// # Errors
    /// Those of [`argsort_by`](AnyView::argsort_by).
    pub fn bottom_k_by<'n>(
        &self,
        k: usize,
        keys: impl IntoIterator<Item = impl Into<SortBy<'n>>>,
    ) -> Result<Vec<usize>, OrderError> {
        Ok(first(&keys_by(*self, keys, false)?, k))
    }

    /// The positions of all records whose fields of these names occur together more than once; see
    /// [`Column::find_duplicates_by`](crate::Column::find_duplicates_by).
    ///
    /// # Errors
    /// Those of [`argsort_by`](AnyView::argsort_by).
    pub fn find_duplicates_by<'n>(
        &self,
        keys: impl IntoIterator<Item = impl Into<SortBy<'n>>>,
    ) -> Result<Vec<usize>, OrderError> {
        Ok(duplicates(&Groups::of(&keys_by(*self, keys, false)?)))
    }
}

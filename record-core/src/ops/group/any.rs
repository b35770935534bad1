//! Groups of records whose dtype only run time knows: `table.view().group_by(&["age"])?.mean("salary")?`.
//!
//! The leaves of the key fields are read as words whose order and equality are those of the keys; each record gets the number
//! of its group, in the order of first records, and the values of a column are reduced by these numbers, which are small and
//! close together. So there is one loop for each type of number, whatever the keys are. The methods are `inline` so that a
//! program compiles those that it calls, and no others.

use crate::{
    buffer::ArrayError,
    byte_order::ByteOrder,
    dtype::{DType, ScalarKind},
    layout::{LayoutError, Order},
    ops::{
        Sum,
        group::{
            any_states::{self, AnyStates},
            error::GroupError,
            groups::Positions,
            numbered::Numbered,
        },
        order::Keys,
    },
    raw::{any::AnyView, any_array::AnyArray, any_mut::AnyViewMut},
    view::{ColumnError, Value},
};
use alloc::{boxed::Box, string::String, vec, vec::Vec};
use core::fmt;

/// Records in groups of equal keys, by the names of fields: what [`AnyView::group_by`] gives.
///
/// ```
/// # use record_core::{ops::Interpolation, prelude::*};
/// let table = AnyTable::from_bytes(&[3, 0, 1, 2, 3, 5], DType::parse("[('channel', 'u1'), ('level', 'u1')]")?)?;
/// let groups = table.group_by(&["channel"])?;
/// assert_eq!((groups.median("level")?, groups.argmax("level")?), (vec![2.0, 2.5], vec![1, 2]));
/// assert_eq!(groups.quantile_by("level", 0.5, Interpolation::Lower)?, [2.0, 0.0]);
/// # Ok::<(), record_core::Error>(())
/// ```
#[derive(Clone)]
pub struct AnyGroups<'a> {
    records: AnyView<'a>,
    /// The key fields: the names, joined by dots, and the columns.
    keys: Vec<(String, AnyView<'a>)>,
    pub(super) groups: Numbered,
}

impl<'a> AnyView<'a> {
    /// These records in groups of equal keys: those of the named fields, each of which may be of any dtype.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let bytes = [3, 0, 1, 2, 3, 0, 5, 2];
    /// let table = AnyTable::from_bytes(&bytes, DType::parse("[('channel', 'u1'), ('level', 'u1')]")?)?;
    /// let groups = table.view().group_by(&["channel"])?;
    /// assert_eq!((groups.len(), groups.counts(), groups.mean("level")?), (3, vec![1, 2, 1], vec![2.0, 0.0, 2.0]));
    /// assert_eq!(groups.keys()?.as_bytes(), [1, 3, 5]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`GroupError::Column`] if there is no such field, or the view has not one axis; [`GroupError::Duplicate`] if one is
    /// named twice.
    ///
    /// # Panics
    /// If there are more than 2^32 - 1 different keys.
    pub fn group_by(self, names: &[impl AsRef<str>]) -> Result<AnyGroups<'a>, GroupError> {
        AnyGroups::new(self, names, Numbered::of)
    }
}

impl<'a> AnyGroups<'a> {
    /// Of records whose groups are numbered as by [`Numbered::of`].
    pub(super) fn new(
        records: AnyView<'a>,
        names: &[impl AsRef<str>],
        number: impl FnOnce(&[Keys<'_>], usize) -> Numbered,
    ) -> Result<Self, GroupError> {
        let keys = key_columns(records, names)?;
        let rows = one_axis(records)?.size();
        let groups = number(&[key_words(keys.iter().map(|&(_, column)| column), rows)], rows);
        Ok(Self { records, keys, groups })
    }
}

/// The fields of these names, joined by dots, and their columns.
pub(crate) fn key_columns<'a>(
    records: AnyView<'a>,
    names: &[impl AsRef<str>],
) -> Result<Vec<(String, AnyView<'a>)>, GroupError> {
    let (mut paths, mut keys) = (Vec::new(), Vec::new());
    for (second, name) in names.iter().enumerate() {
        let name = name.as_ref();
        let column = one_axis(records.column(name)?)?;
        let path = records.dtype().path_to(name).unwrap_or_default();
        if let Some(first) = paths.iter().position(|other| *other == path) {
            return Err(GroupError::Duplicate { name: name.into(), positions: [first, second] });
        }
        keys.push((records.dtype().joined(&path), column));
        paths.push(path);
    }
    Ok(keys)
}

/// A column of scalars, as many as there are records.
pub(crate) fn scalars<'a>(
    records: AnyView<'a>,
    name: &str,
    operation: &'static str,
) -> Result<AnyView<'a>, ColumnError> {
    let column = one_axis(records.column(name)?)?;
    match column.dtype().as_scalar() {
        Some(_) => Ok(column),
        None => Err(ColumnError::unsupported(operation, column.dtype())),
    }
}

pub(crate) fn one_axis(view: AnyView<'_>) -> Result<AnyView<'_>, ColumnError> {
    match view.ndim() {
        1 => Ok(view),
        found => Err(ColumnError::Rank { expected: 1, found }),
    }
}

/// The words of the keys that these columns make together.
fn key_words<'a>(columns: impl Iterator<Item = AnyView<'a>>, rows: usize) -> Keys<'a> {
    let mut keys = Keys::new(rows);
    columns.for_each(|column| keys.add(column, false));
    keys
}

/// The rank of each record's key among all keys. The records are those of several tables one after the other, `rows` in all;
/// of each table, the columns of its keys, of the same dtypes in all tables.
pub(crate) fn ranks(tables: &[&[AnyView<'_>]], rows: usize) -> Vec<u32> {
    Numbered::of(&tables_words(tables), rows).into_ranks()
}

/// The words of the keys of each table.
pub(super) fn tables_words<'a>(tables: &[&[AnyView<'a>]]) -> Vec<Keys<'a>> {
    let words = |columns: &&[AnyView<'a>]| {
        key_words(columns.iter().copied(), columns.first().map_or(0, AnyView::size))
    };
    tables.iter().map(words).collect()
}

/// Makes 0.0 of each -0.0: they are one key.
pub(crate) fn canonical(mut view: AnyViewMut<'_>) -> Result<(), LayoutError> {
    let dtype = view.dtype();
    for position in 0..dtype.fields().len() {
        view.reborrow().into_field_at(position).map_or(Ok(()), canonical)?;
    }
    if dtype.as_array().is_some() {
        return canonical(view.into_all_axes()?);
    }
    let Some(scalar) = dtype.as_scalar() else { return Ok(()) };
    let part = match scalar.kind() {
        ScalarKind::Float16 | ScalarKind::Float32 | ScalarKind::Float64 => scalar.itemsize(),
        ScalarKind::Complex64 | ScalarKind::Complex128 => scalar.itemsize() / 2,
        _ => return Ok(()),
    };
    let sign = if scalar.byte_order() == Some(ByteOrder::Big) { 0 } else { part - 1 };
    let is_negative_zero =
        |part: &[u8]| part.iter().enumerate().all(|(i, &byte)| byte == if i == sign { 0x80 } else { 0 });
    let (shape, mut stored) = (view.shape(), [0; 16]);
    let stored = &mut stored[..scalar.itemsize()];
    let mut index = vec![0; shape.as_ref().len()];
    for element in 0..view.size() {
        let mut rest = element;
        for (at, &len) in index.iter_mut().zip(shape.as_ref()).rev() {
            (*at, rest) = (rest % len, rest / len);
        }
        view.as_view().copy_scalar(&index, stored);
        if stored.chunks_exact(part).any(is_negative_zero) {
            stored.chunks_exact_mut(part).filter(|part| is_negative_zero(part)).for_each(|part| part.fill(0));
            view.put_scalar(&index, stored);
        }
    }
    Ok(())
}

impl AnyGroups<'_> {
    /// The number of groups.
    pub fn len(&self) -> usize {
        self.groups.order.len()
    }

    /// Whether there are no groups, which is where there are no records.
    pub fn is_empty(&self) -> bool {
        self.groups.order.is_empty()
    }

    /// The number of records.
    pub fn rows(&self) -> usize {
        self.groups.numbers.len()
    }

    /// The keys of the groups in ascending order, as packed records of the key fields: those of each group's first record,
    /// with 0.0 for -0.0, as the typed [`keys`](crate::ops::Groups::keys) have.
    ///
    /// # Errors
    /// [`GroupError::Array`] if there is no memory for them.
    pub fn keys(&self) -> Result<AnyArray, GroupError> {
        let fields = self.keys.iter().map(|(name, column)| (name.as_str(), column.dtype()));
        let mut keys = AnyArray::zeros(DType::packed(fields)?, [self.len()], Order::C)?;
        for (position, (_, column)) in self.keys.iter().enumerate() {
            keys.put_field(position, column.gathered(&self.groups.firsts)?.view());
        }
        canonical(keys.view_mut()).map_err(ArrayError::from)?;
        Ok(keys)
    }

    /// How many records each group has, in the order of [`keys`](AnyGroups::keys).
    #[must_use]
    pub fn counts(&self) -> Vec<usize> {
        self.groups.counts()
    }

    /// Which group each record is in.
    #[must_use]
    pub fn ids(&self) -> Vec<usize> {
        self.groups.ids()
    }

    /// The indices of the records of each group, ascending.
    #[must_use]
    pub fn positions(&self) -> Positions {
        Positions::of(&self.groups.numbers, &self.groups.order)
    }

    /// The sum of a field in each group; see [`AnyView::sum`].
    ///
    /// # Errors
    /// [`ColumnError::Unknown`] with the names there are; [`ColumnError::Unsupported`] if the field is no number, here and in
    /// what follows.
    #[inline]
    pub fn sum(&self, name: &str) -> Result<Vec<Sum>, ColumnError> {
        self.reduced(any_states::sums(self.column(name, "sum")?, "sum", |sum, _| sum)?, name)
    }

    /// The arithmetic mean of a field in each group; see [`AnyView::mean`].
    ///
    /// # Errors
    /// As [`sum`](AnyGroups::sum).
    #[inline]
    pub fn mean(&self, name: &str) -> Result<Vec<f64>, ColumnError> {
        self.reduced(any_states::sums(self.column(name, "mean")?, "mean", any_states::mean)?, name)
    }

    /// The least value of a field in each group; NaN or NaT if there is one; see [`AnyView::min`].
    ///
    /// # Errors
    /// As [`sum`](AnyGroups::sum); dates and time spans are ordered too.
    #[inline]
    pub fn min(&self, name: &str) -> Result<Vec<Value>, ColumnError> {
        self.reduced(any_states::extremes::<false>(self.column(name, "min")?, "min")?, name)
    }

    /// The greatest value of a field in each group; NaN or NaT if there is one; see [`AnyView::max`].
    ///
    /// # Errors
    /// As [`min`](AnyGroups::min).
    #[inline]
    pub fn max(&self, name: &str) -> Result<Vec<Value>, ColumnError> {
        self.reduced(any_states::extremes::<true>(self.column(name, "max")?, "max")?, name)
    }

    /// The element of a field, of any dtype, in the first record of each group.
    ///
    /// # Errors
    /// [`GroupError::Column`] if there is no such field, [`GroupError::Array`] if there is no memory.
    pub fn first(&self, name: &str) -> Result<AnyArray, GroupError> {
        Ok(one_axis(self.records.column(name)?)?.gathered(&self.groups.firsts)?)
    }

    /// The element of a field, of any dtype, in the last record of each group.
    ///
    /// # Errors
    /// As [`first`](AnyGroups::first).
    pub fn last(&self, name: &str) -> Result<AnyArray, GroupError> {
        Ok(one_axis(self.records.column(name)?)?.gathered(&self.groups.lasts())?)
    }

    /// A column of as many scalars as there are records.
    pub(super) fn column(&self, name: &str, operation: &'static str) -> Result<AnyView<'_>, ColumnError> {
        scalars(self.records, name, operation)
    }

    /// One pass over a column.
    fn reduced<O>(&self, mut states: Box<dyn AnyStates<O>>, name: &str) -> Result<Vec<O>, ColumnError> {
        states.add(one_axis(self.records.column(name)?)?, &self.groups.numbers, self.len(), 0)?;
        Ok(states.finish(&self.groups.order))
    }
}

impl fmt::Debug for AnyGroups<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnyGroups")
            .field("rows", &self.rows())
            .field("groups", &self.len())
            .finish_non_exhaustive()
    }
}

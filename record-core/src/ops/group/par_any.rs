//! Groups by the names of fields on several threads, with the answers of one thread to the bit.
//!
//! Each record has the rank of its key. What one pass answers goes the way of the typed groups, the rank being the key. The
//! other reductions take the groups one after the other from memory, each as a whole, or a large one piece by piece.

use crate::{
    ops::{
        Sum,
        group::{
            any::AnyGroups,
            any_states,
            error::GroupError,
            groups::Positions,
            par::{MANY_THREADS, apart},
            par_numbered::numbered,
            states::{Each, Extreme, States, Sums},
            walk::MOST,
        },
        order::{Keys, par::argsort_par},
        parallel::{PIECE, Par, in_lots, mapped, mapped_from, on_one_thread},
        reduce::any::kind::{Kind, Load, with_kind},
        state::Fold,
    },
    raw::{any::AnyView, any_array::AnyArray, view::View},
    view::{ColumnError, Value},
};
use alloc::vec::Vec;
use core::{fmt, ops::ControlFlow};
use std::sync::OnceLock;

/// Records in groups of equal keys, by the names of fields, reduced on the threads of the current rayon pool: what
/// [`Par::group_by`] gives.
///
/// ```
/// # use record_core::prelude::*;
/// let bytes: Vec<u8> = (0..=250).cycle().take(200_000).collect();
/// let table = AnyTable::from_bytes(&bytes, DType::parse("[('channel', 'u1'), ('level', 'u1')]")?)?;
/// let (groups, serial) = (table.view().par().group_by(&["channel"])?, table.group_by(&["channel"])?);
/// assert_eq!((groups.mean("level")?, groups.median("level")?), (serial.mean("level")?, serial.median("level")?));
/// # Ok::<(), record_core::Error>(())
/// ```
#[derive(Clone)]
pub struct ParAnyGroups<'a> {
    groups: AnyGroups<'a>,
    /// The records of each group, once they are asked for.
    positions: OnceLock<Positions>,
}

impl<'a> Par<AnyView<'a>> {
    /// These records in groups of equal keys; see [`AnyView::group_by`].
    ///
    /// # Errors
    /// As there.
    ///
    /// # Panics
    /// If there are more than 2^32 - 1 different keys.
    pub fn group_by(self, names: &[impl AsRef<str>]) -> Result<ParAnyGroups<'a>, GroupError> {
        Ok(ParAnyGroups { groups: AnyGroups::new(self.0, names, numbered)?, positions: OnceLock::new() })
    }
}

/// The values of a column from one row to another.
fn loaded<V: Copy>(
    column: AnyView<'_>,
    load: Load<V>,
    start: usize,
    end: usize,
) -> Result<Vec<V>, ColumnError> {
    let mut values = Vec::with_capacity(end - start);
    load(column.slice(start..end), &mut |block| {
        values.extend_from_slice(block);
        ControlFlow::Continue(())
    })?;
    Ok(values)
}

impl<'a> ParAnyGroups<'a> {
    /// The same groups on this thread, which have the keys.
    pub fn serial(&self) -> &AnyGroups<'a> {
        &self.groups
    }

    /// How many records each group has.
    #[must_use]
    pub fn counts(&self) -> Vec<usize> {
        self.groups.counts()
    }

    /// The indices of the records of each group, ascending.
    #[must_use]
    pub fn positions(&self) -> &Positions {
        if let Some(positions) = self.positions.get() {
            return positions;
        }
        // Nothing is shared out while the cell is being filled: a thread that waits for others may be given work that asks for
        // the same positions.
        let rows = argsort_par(&Keys::of(View::from_slice(&self.groups.groups.numbers).as_any()));
        let found = Positions::new(rows, &self.groups.counts());
        self.positions.get_or_init(|| found)
    }

    /// The sum of a field in each group; see [`AnyView::sum`].
    ///
    /// # Errors
    /// As [`AnyGroups::sum`], here and in what follows.
    #[inline]
    pub fn sum(&self, name: &str) -> Result<Vec<Sum>, ColumnError> {
        self.summed(name, "sum", |sum, _| sum)
    }

    /// The arithmetic mean of a field in each group; see [`AnyView::mean`].
    ///
    /// # Errors
    /// As [`sum`](ParAnyGroups::sum).
    #[inline]
    pub fn mean(&self, name: &str) -> Result<Vec<f64>, ColumnError> {
        self.summed(name, "mean", any_states::mean)
    }

    /// The least value of a field in each group; NaN or NaT if there is one; see [`AnyView::min`].
    ///
    /// # Errors
    /// As [`sum`](ParAnyGroups::sum); dates and time spans are ordered too.
    #[inline]
    pub fn min(&self, name: &str) -> Result<Vec<Value>, ColumnError> {
        self.extreme::<false>(name, "min")
    }

    /// The greatest value of a field in each group; NaN or NaT if there is one; see [`AnyView::max`].
    ///
    /// # Errors
    /// As [`min`](ParAnyGroups::min).
    #[inline]
    pub fn max(&self, name: &str) -> Result<Vec<Value>, ColumnError> {
        self.extreme::<true>(name, "max")
    }

    /// The element of a field, of any dtype, in the first record of each group.
    ///
    /// # Errors
    /// As [`AnyGroups::first`].
    pub fn first(&self, name: &str) -> Result<AnyArray, GroupError> {
        self.groups.first(name)
    }

    /// The element of a field, of any dtype, in the last record of each group.
    ///
    /// # Errors
    /// As [`AnyGroups::first`].
    pub fn last(&self, name: &str) -> Result<AnyArray, GroupError> {
        self.groups.last(name)
    }

    /// A column of as many scalars as there are records.
    pub(super) fn column(&self, name: &str, operation: &'static str) -> Result<AnyView<'_>, ColumnError> {
        self.groups.column(name, operation)
    }

    fn summed<O: Send>(
        &self,
        name: &str,
        operation: &'static str,
        answer: impl Fn(Sum, u64) -> O,
    ) -> Result<Vec<O>, ColumnError> {
        let column = self.column(name, operation)?;
        with_kind!(column, operation, |kind| {
            self.passed::<_, Sums<_>, _>(kind, column, |(sum, count)| answer(sum.into(), count))
        })
    }

    fn extreme<const GREATEST: bool>(
        &self,
        name: &str,
        operation: &'static str,
    ) -> Result<Vec<Value>, ColumnError> {
        let column = self.column(name, operation)?;
        with_kind!(
            column,
            operation,
            |kind| self.passed::<_, Each<Extreme<_, GREATEST>>, _>(kind, column, |value| kind.value(value)),
            or counted
        )
    }

    /// One pass over a column.
    fn passed<V, S, O>(
        &self,
        kind: Kind<V>,
        column: AnyView<'_>,
        answer: impl Fn(S::Output) -> O,
    ) -> Result<Vec<O>, ColumnError>
    where
        V: Copy + Send + Sync + 'static,
        S: States<V, Output: Send> + Send,
    {
        let (ranks, rows) = (&self.groups.groups.numbers, self.groups.rows());
        let few = (self.groups.len() as u64) < MOST && rayon::current_num_threads() < MANY_THREADS;
        if on_one_thread(rows) || few {
            let found = any_states::answers::<V, S>(kind, column, ranks, self.groups.len())?;
            return Ok(found.into_iter().map(answer).collect());
        }
        let codes = |start: usize, end: usize| ranks[start..end].to_vec();
        let found = apart::<u32, V, S, _>(rows, codes, |start, end| loaded(column, kind.load, start, end))?;
        Ok(found.into_iter().map(answer).collect())
    }

    /// What `each` makes of the state of each group's values, and of their records.
    pub(super) fn each_group<V, S, O>(
        &self,
        column: AnyView<'_>,
        load: Load<V>,
        each: impl Fn(S, &[usize]) -> O + Sync,
    ) -> Result<Vec<O>, ColumnError>
    where
        V: Copy + Send + Sync + 'static,
        S: Fold<V>,
        O: Send,
    {
        let rows = self.groups.rows();
        let pieces: Vec<Result<Vec<V>, ColumnError>> =
            mapped(rows.div_ceil(PIECE), |i| loaded(column, load, i * PIECE, rows.min((i + 1) * PIECE)));
        let pieces = pieces.into_iter().collect::<Result<Vec<_>, _>>()?;
        let positions = self.positions();
        let fold = |group: &mut Vec<V>, rows: &[usize]| {
            group.clear();
            group.extend(rows.iter().map(|&row| pieces[row / PIECE][row % PIECE]));
            let mut state = S::default();
            state.values(group);
            state
        };
        let state = |group: &mut Vec<V>, at| {
            let rows: &[usize] = positions.get(at).unwrap_or_default();
            if on_one_thread(rows.len()) {
                return each(fold(group, rows), rows);
            }
            let parts: Vec<S> = mapped_from(rows.chunks(PIECE), |_, rows| fold(&mut Vec::new(), rows));
            let mut all = S::default();
            for part in parts {
                all.merge(part);
            }
            each(all, rows)
        };
        if on_one_thread(rows) {
            let mut group = Vec::new();
            return Ok((0..positions.len()).map(|at| state(&mut group, at)).collect());
        }
        Ok(in_lots(positions.len(), state))
    }
}

impl fmt::Debug for ParAnyGroups<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParAnyGroups")
            .field("rows", &self.groups.rows())
            .field("groups", &self.groups.len())
            .finish_non_exhaustive()
    }
}

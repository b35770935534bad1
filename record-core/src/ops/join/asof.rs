//! The record that is nearest in time: as-of joins.

use crate::{
    element::Element,
    ops::{
        group::{columns::KeyColumns, find::NONE},
        join::{
            error::{JoinError, JoinSide},
            pairs::JoinPairs,
            search::Sought,
            time::Time,
        },
        number::Ordered as _,
    },
    raw::view::View,
};
use alloc::{vec, vec::Vec};
use core::{fmt, ops::Range};

/// Which right record an as-of join takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Nearest {
    /// The last one that is not later.
    #[default]
    Earlier,
    /// The first one that is not earlier.
    Later,
    /// The nearer of both; the earlier one if both are as near.
    Both,
}

/// How an as-of join looks: in which direction, and how far.
///
/// ```
/// use record_core::ops::{AsofOptions, Nearest};
/// let options = AsofOptions::<f64>::new().nearest(Nearest::Both).tolerance(0.5);
/// ```
pub struct AsofOptions<V: Time> {
    nearest: Nearest,
    tolerance: Option<V::Span>,
    exact: bool,
}

impl<V: Time> AsofOptions<V> {
    /// The last record that is not later, however long ago.
    pub fn new() -> Self {
        Self { nearest: Nearest::Earlier, tolerance: None, exact: true }
    }

    /// In which direction.
    #[must_use]
    pub fn nearest(self, nearest: Nearest) -> Self {
        Self { nearest, ..self }
    }

    /// How far away it may be at most: `u64` for integers, `f64` for floats, a [`TimeDelta64`](crate::TimeDelta64) for
    /// dates. A negative one, NaN or NaT lets nothing through.
    #[must_use]
    pub fn tolerance(self, tolerance: V::Span) -> Self {
        Self { tolerance: Some(tolerance), ..self }
    }

    /// Whether a record of the same time may be taken; at first it may.
    #[must_use]
    pub fn allow_exact(self, exact: bool) -> Self {
        Self { exact, ..self }
    }

    /// The one to take of the times in `range`, which are ascending. `near` is where the search begins, and then where it
    /// ended.
    pub(super) fn find(&self, times: &[V], range: Range<usize>, time: V, near: &mut usize) -> Option<usize> {
        let earlier = |near: &mut usize| {
            let end = advance(times, &range, near, |t| if self.exact { t <= time } else { t < time });
            (end > range.start).then(|| end - 1)
        };
        let later = |near: &mut usize| {
            let start = advance(times, &range, near, |t| if self.exact { t < time } else { t <= time });
            (start < range.end).then_some(start)
        };
        let within = |span: &Option<V::Span>| match (span, &self.tolerance) {
            (_, None) => true,
            (span, Some(most)) => span.as_ref().is_some_and(|span| span <= most),
        };
        let before = |at: usize| times[at].until(time);
        let after = |at: usize| time.until(times[at]);
        match self.nearest {
            Nearest::Earlier => earlier(near).filter(|&at| within(&before(at))),
            Nearest::Later => later(near).filter(|&at| within(&after(at))),
            Nearest::Both => {
                let (early, late) = (earlier(near), later(near));
                let late_is_nearer = match (early, late) {
                    (Some(early), Some(late)) => match (before(early), after(late)) {
                        (Some(before), Some(after)) => after < before,
                        (before, after) => before.is_none() && after.is_some(),
                    },
                    (early, _) => early.is_none(),
                };
                if late_is_nearer {
                    late.filter(|&at| within(&after(at)))
                } else {
                    early.filter(|&at| within(&before(at)))
                }
            }
        }
    }
}

/// The end of the first times in `range` for which `holds`: for those it does, for all behind it does not. The search goes
/// in steps that double, from `near` on, so that times in order take a step or two each.
fn advance<V: Copy>(times: &[V], range: &Range<usize>, near: &mut usize, holds: impl Fn(V) -> bool) -> usize {
    let (mut low, mut high) = (range.start, range.end);
    let start = (*near).clamp(low, high);
    let mut step = 1;
    if start < high && holds(times[start]) {
        low = start + 1;
        while low + step < high && holds(times[low + step]) {
            low += step + 1;
            step *= 2;
        }
        high = high.min(low.saturating_add(step));
    } else {
        high = start;
        while step < high - low && !holds(times[high - step]) {
            high -= step;
            step *= 2;
        }
        low = low.max(high.saturating_sub(step));
    }
    *near = low + times[low..high].partition_point(|&time| holds(time));
    *near
}

/// For each left record the right one that is nearest in time, if there is one: as many pairs as left records.
///
/// The right times must be ascending, NaN and NaT last; the left ones may be in any order. A left record without a time has
/// no right one. Of several right records of the time that is taken it is the last one looking [earlier](Nearest::Earlier),
/// the first one looking [later](Nearest::Later). The right times are copied to be searched. pandas' `merge_asof`.
///
/// ```
/// use record_core::{ops::{AsofOptions, asof_join}, prelude::*};
/// let (shots, weather) = ([3_u32, 10, 25], [0_u32, 10, 20]);
/// let pairs = asof_join(View::from_slice(&shots), View::from_slice(&weather), &AsofOptions::new().tolerance(4))?;
/// assert_eq!(pairs.right, [Some(0), Some(1), None]);
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// # Errors
/// [`JoinError::Unsorted`] with the first right record whose time is not in order.
pub fn asof_join<L, R>(
    left: View<'_, L>,
    right: View<'_, R>,
    options: &AsofOptions<L::Value>,
) -> Result<JoinPairs<usize, Option<usize>>, JoinError>
where
    L: Element<Value: Time>,
    R: Element<Value = L::Value>,
{
    let times = right.to_vec();
    let range = present(&times, 0..times.len(), |row| row).map_err(|row| JoinError::Unsorted { row })?;
    let mut near = 0;
    let find = |time: L::Value| {
        if time.is_missing() { None } else { options.find(&times, range.clone(), time, &mut near) }
    };
    Ok(JoinPairs { left: (0..left.size()).collect(), right: left.into_iter().map(find).collect() })
}

/// As [`asof_join`], of the right records whose key is equal to the left one's: the nearest of the same instrument. The times
/// must be ascending among the records of each key.
///
/// ```
/// use record_core::{ops::{AsofOptions, asof_join_by}, prelude::*};
/// let (times, stations) = ([3, 12], [1, 2]);
/// let (log_times, log_stations) = ([0, 1, 10], [1, 2, 1]);
/// let pairs = asof_join_by(
///     View::from_slice(&times), View::from_slice(&stations),
///     View::from_slice(&log_times), View::from_slice(&log_stations),
///     &AsofOptions::new(),
/// )?;
/// assert_eq!(pairs.right, [Some(0), Some(1)]);
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// # Errors
/// As [`asof_join`], and [`JoinError::Length`] if keys and times of one side have different lengths.
///
/// # Panics
/// If there are more than 2^32 - 1 different keys on the right.
pub fn asof_join_by<L, R, J, K>(
    left: View<'_, L>,
    left_keys: J,
    right: View<'_, R>,
    right_keys: K,
    options: &AsofOptions<L::Value>,
) -> Result<JoinPairs<usize, Option<usize>>, JoinError>
where
    L: Element<Value: Time>,
    R: Element<Value = L::Value>,
    J: KeyColumns,
    K: KeyColumns<Value = J::Value>,
{
    let (lefts, rights) = lengths(left, left_keys, right, right_keys)?;
    let sought = Sought::new(right_keys, rights);
    // The times of each key's records one after the other.
    let times: Vec<R::Value> = (0..rights).filter_map(|place| right.get(sought.row(place))).collect();
    let range = |number| present(&times, sought.places(number), |place| sought.row(place));
    let ranges = in_order((0..).take(sought.keys()).map(range))?;
    let mut near: Vec<usize> = ranges.iter().map(|range| range.start).collect();
    let mut pairs = JoinPairs { left: (0..lefts).collect(), right: vec![None; lefts] };
    sought.look_up(left_keys, 0..lefts, |row, number| {
        let time = left.get(row).filter(|time| !time.is_missing());
        if let (Some(time), true) = (time, number != NONE) {
            let number = number as usize;
            let found = options.find(&times, ranges[number].clone(), time, &mut near[number]);
            pairs.right[row] = found.map(|place| sought.row(place));
        }
    });
    Ok(pairs)
}

/// How many records both sides have.
pub(super) fn lengths<L: Element, R: Element>(
    left: View<'_, L>,
    left_keys: impl KeyColumns,
    right: View<'_, R>,
    right_keys: impl KeyColumns,
) -> Result<(usize, usize), JoinError> {
    let (lefts, rights) = (left.size(), right.size());
    let check = |side, expected, found| {
        if expected == found { Ok(()) } else { Err(JoinError::Length { side, expected, found }) }
    };
    check(JoinSide::Left, lefts, JoinSide::Left.rows(left_keys)?)?;
    check(JoinSide::Right, rights, JoinSide::Right.rows(right_keys)?)?;
    Ok((lefts, rights))
}

/// The places of `range` that have a time, which are the first ones; or the record whose time does not ascend, or is behind one
/// that is missing.
pub(super) fn present<V: Time>(
    times: &[V],
    range: Range<usize>,
    row: impl Fn(usize) -> usize,
) -> Result<Range<usize>, usize> {
    match unsorted(&times[range.clone()]) {
        Some(at) => Err(row(range.start + at)),
        None => Ok(timed(times, range)),
    }
}

/// The places of all keys, or of their records that are not in order the first.
pub(super) fn in_order(
    ranges: impl Iterator<Item = Result<Range<usize>, usize>>,
) -> Result<Vec<Range<usize>>, JoinError> {
    let (mut ordered, mut first) = (Vec::new(), None::<usize>);
    for range in ranges {
        match range {
            Ok(range) => ordered.push(range),
            Err(row) => first = Some(first.map_or(row, |first| first.min(row))),
        }
    }
    first.map_or(Ok(ordered), |row| Err(JoinError::Unsorted { row }))
}

/// The first that is before the one before it; all are before one that is missing.
pub(super) fn unsorted<V: Time>(times: &[V]) -> Option<usize> {
    let unsorted = |pair: &[V]| pair[1] < pair[0] || pair[0].is_missing() && !pair[1].is_missing();
    times.windows(2).position(unsorted).map(|at| at + 1)
}

/// The places of `range` that have a time, which are in order.
pub(super) fn timed<V: Time>(times: &[V], range: Range<usize>) -> Range<usize> {
    let missing = times[range.clone()].iter().rev().take_while(|time| time.is_missing()).count();
    range.start..range.end - missing
}

impl<V: Time> Default for AsofOptions<V> {
    fn default() -> Self {
        Self::new()
    }
}

// Not derived: the values themselves need not be `Clone`, their spans are `Copy`.
#[allow(clippy::expl_impl_clone_on_copy)]
impl<V: Time> Clone for AsofOptions<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V: Time> Copy for AsofOptions<V> {}

impl<V: Time<Span: fmt::Debug>> fmt::Debug for AsofOptions<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsofOptions")
            .field("nearest", &self.nearest)
            .field("tolerance", &self.tolerance)
            .field("exact", &self.exact)
            .finish()
    }
}

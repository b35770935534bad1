//! The record that is nearest in time, by the names of fields of tables whose dtypes only run time knows.
//!
//! Times of different dtypes become those of the dtype that holds both, never rounded, and so do keys. Then integers of every
//! size, floats, and dates and spans are three types of times, and the keys of a record are one number, its rank: what is
//! compiled are three joins.

use crate::{
    convert::{
        join_by::below,
        join_error::JoinByError,
        join_fields::{common, of_key},
        place::{Here, Place},
    },
    dtype::{Scalar, ScalarKind},
    element::Element,
    ops::{AsofOptions, JoinPairs, JoinSide, Nearest, Time, times::Times},
    raw::{any::AnyView, any_array::AnyArray, view::View},
    time::TimeDelta64,
    view::{ColumnError, Value},
};
use alloc::vec::Vec;

/// A field of two tables: by one name, or by a pair of names, the left table's first. A name may be a path, `header.time`.
///
/// ```
/// use record_core::convert::JoinOn;
/// assert_eq!(JoinOn::from("time"), JoinOn::from(("time", "time")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct JoinOn<'n> {
    left: &'n str,
    right: &'n str,
}

impl<'n> From<&'n str> for JoinOn<'n> {
    fn from(name: &'n str) -> Self {
        Self { left: name, right: name }
    }
}

impl<'n> From<(&'n str, &'n str)> for JoinOn<'n> {
    fn from((left, right): (&'n str, &'n str)) -> Self {
        Self { left, right }
    }
}

/// How an as-of join by name looks: in which direction, and how far; see [`AsofOptions`].
///
/// ```
/// use record_core::{TimeDelta64, convert::AnyAsofOptions, ops::Nearest, time::Seconds};
/// let options = AnyAsofOptions::new().nearest(Nearest::Both).tolerance(TimeDelta64::<Seconds>::from_count(5));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "options do nothing before they are used"]
pub struct AnyAsofOptions {
    nearest: Nearest,
    tolerance: Option<Value>,
    exact: bool,
}

impl Default for AnyAsofOptions {
    fn default() -> Self {
        Self { nearest: Nearest::Earlier, tolerance: None, exact: true }
    }
}

impl AnyAsofOptions {
    /// The last record that is not later, however long ago.
    pub fn new() -> Self {
        Self::default()
    }

    /// In which direction. pandas' `direction`.
    pub fn nearest(self, nearest: Nearest) -> Self {
        Self { nearest, ..self }
    }

    /// How far away it may be at most: a number for integers and floats, a [`TimeDelta64`] of any unit that theirs counts
    /// exactly for dates and time spans. A negative one, NaN or NaT lets nothing through. pandas' `tolerance`.
    pub fn tolerance(self, tolerance: impl Into<Value>) -> Self {
        Self { tolerance: Some(tolerance.into()), ..self }
    }

    /// Whether a record of the same time may be taken; at first it may. pandas' `allow_exact_matches`.
    pub fn allow_exact(self, exact: bool) -> Self {
        Self { exact, ..self }
    }

    /// With a tolerance of a type.
    fn typed<V: Time>(&self, tolerance: Option<V::Span>) -> AsofOptions<V> {
        let options = AsofOptions::new().nearest(self.nearest).allow_exact(self.exact);
        match tolerance {
            Some(tolerance) => options.tolerance(tolerance),
            None => options,
        }
    }
}

impl AnyView<'_> {
    /// For each of these records the one of `right` that is nearest in time, if there is one: as many pairs as there are
    /// records here. The time is a field of both tables; see [`asof_join`](crate::ops::asof_join). pandas' `merge_asof(on=)`.
    ///
    /// Times are integers, floats, dates or time spans. Those of two dtypes are compared as the dtype that holds both, never
    /// rounded: dates in seconds and in milliseconds as milliseconds, a 64-bit integer that no float is equal to is an error.
    ///
    /// ```
    /// use record_core::{convert::{AnyAsofOptions, JoinOptions}, prelude::*};
    /// let shots = AnyTable::from_bytes(&[3, 1, 12, 2, 25, 3], DType::parse("[('t', 'u1'), ('shot', 'u1')]")?)?;
    /// let winds = AnyTable::from_bytes(&[0, 0, 50, 0, 10, 60], DType::parse("[('t', '>u2'), ('wind', 'u1')]")?)?;
    /// let pairs = shots.view().asof_join(winds.view(), "t", &AnyAsofOptions::new().tolerance(4))?;
    /// assert_eq!(pairs.right, [Some(0), Some(1), None]);
    /// let table = pairs.to_table(shots.view(), winds.view(), &[""; 0], &JoinOptions::new().zeros())?;
    /// assert_eq!(table.dtype().names().collect::<Vec<_>>(), ["t1", "t2", "shot", "wind"]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`JoinByError::Column`] if a table has no such field or it is no time, and if one is a date and the other is not;
    /// [`JoinByError::Tolerance`] if the tolerance is no distance between such times; [`JoinByError::Asof`] if the right times
    /// are not in ascending order; [`ConvertError::Value`](crate::convert::ConvertError::Value) with the row of a time that the
    /// dtype for both does not hold.
    #[inline]
    pub fn asof_join<'n>(
        &self,
        right: AnyView<'_>,
        time: impl Into<JoinOn<'n>>,
        options: &AnyAsofOptions,
    ) -> Result<JoinPairs<usize, Option<usize>>, JoinByError> {
        nearest::<Here>(*self, right, time.into(), None, options)
    }

    /// As [`asof_join`](AnyView::asof_join), of the right records whose keys are equal to the left one's: the nearest of the
    /// same instrument. The times must be ascending among the records of each key; see
    /// [`asof_join_by`](crate::ops::asof_join_by). pandas' `merge_asof(on=, by=)`.
    ///
    /// Keys are fields of any dtype, records and sub-arrays too. Those of two dtypes are compared as the one that holds both,
    /// as in [`join_by`](crate::convert::join_by).
    ///
    /// ```
    /// use record_core::{convert::AnyAsofOptions, prelude::*};
    /// let shots = AnyTable::from_bytes(&[3, 1, 12, 2], DType::parse("[('t', 'u1'), ('id', 'u1')]")?)?;
    /// let logs = AnyTable::from_bytes(&[0, 1, 1, 2, 10, 1], DType::parse("[('time', 'u1'), ('station', 'u1')]")?)?;
    /// let options = AnyAsofOptions::new();
    /// let pairs = shots.view().asof_join_by(logs.view(), ("t", "time"), [("id", "station")], &options)?;
    /// assert_eq!(pairs.right, [Some(0), Some(1)]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`asof_join`](AnyView::asof_join), and [`JoinByError::NoKey`], [`JoinByError::DuplicateKey`], and
    /// [`JoinByError::Convert`] if no dtype holds the keys of both tables.
    ///
    /// # Panics
    /// If there are more than 2^32 - 1 different keys.
    #[inline]
    pub fn asof_join_by<'n>(
        &self,
        right: AnyView<'_>,
        time: impl Into<JoinOn<'n>>,
        keys: impl IntoIterator<Item = impl Into<JoinOn<'n>>>,
        options: &AnyAsofOptions,
    ) -> Result<JoinPairs<usize, Option<usize>>, JoinByError> {
        let keys: Vec<JoinOn<'n>> = keys.into_iter().map(Into::into).collect();
        nearest::<Here>(*self, right, time.into(), Some(&keys), options)
    }
}

/// The nearest of all, or of those of equal keys.
#[inline]
pub(super) fn nearest<P: Place>(
    left: AnyView<'_>,
    right: AnyView<'_>,
    time: JoinOn<'_>,
    keys: Option<&[JoinOn<'_>]>,
    options: &AnyAsofOptions,
) -> Result<JoinPairs<usize, Option<usize>>, JoinByError> {
    let columns = [time_of(left, time.left, JoinSide::Left)?, time_of(right, time.right, JoinSide::Right)?];
    let both = common_times(&columns, time.left)?;
    let [lefts, rights] = parts(&columns, both.as_ref());
    let ranks = keys.map(|keys| ranks_of::<P>(left, right, keys)).transpose()?;
    let of =
        |column, side| Times::of(column, "asof_join").map_err(|error| JoinByError::Column { side, error });
    let ((lefts, measure), (rights, _)) = (of(lefts, JoinSide::Left)?, of(rights, JoinSide::Right)?);
    let measure = measure.named("tolerance");
    let tolerance = options.tolerance.as_ref();
    match (lefts, rights) {
        (Times::Integers(lefts), Times::Integers(rights)) => {
            let most =
                tolerance.map(|value| measure.whole(value)).transpose().map_err(JoinByError::Tolerance)?;
            // The whole distances that are let through, if there are any.
            let most =
                most.map(|most| most.and_then(|(most, _)| u64::try_from(most.min(u64::MAX.into())).ok()));
            let typed = options.typed(most.map(Option::unwrap_or_default));
            let mut pairs = join::<P, _>(&lefts.into_vec(), &rights.into_vec(), ranks.as_deref(), &typed)?;
            if most == Some(None) {
                pairs.right.fill(None);
            }
            Ok(pairs)
        }
        (Times::Counts(lefts), Times::Counts(rights)) => {
            let most =
                tolerance.map(|value| measure.count(value)).transpose().map_err(JoinByError::Tolerance)?;
            let typed = options.typed(most.map(TimeDelta64::from_count));
            join::<P, _>(&lefts.into_vec(), &rights.into_vec(), ranks.as_deref(), &typed)
        }
        (lefts, rights) => {
            let most =
                tolerance.map(|value| measure.float(value)).transpose().map_err(JoinByError::Tolerance)?;
            join::<P, _>(&floats(lefts), &floats(rights), ranks.as_deref(), &options.typed(most))
        }
    }
}

/// The pairs of times of one type; `ranks` are those of the keys of the left records and behind them of the right ones.
fn join<P: Place, V: Time + Element<Value = V>>(
    lefts: &[V],
    rights: &[V],
    ranks: Option<&[u32]>,
    options: &AsofOptions<V>,
) -> Result<JoinPairs<usize, Option<usize>>, JoinByError> {
    let (left, right) = (View::from_slice(lefts), View::from_slice(rights));
    let ranks = ranks.map(|ranks| ranks.split_at(lefts.len()));
    P::asof(left, right, ranks, options).map_err(JoinByError::Asof)
}

/// Floats of any type: `f64` is what their distances are.
fn floats(times: Times<'_>) -> Vec<f64> {
    match times {
        #[cfg(feature = "half")]
        Times::Halves(times) => times.into_vec().into_iter().map(f64::from).collect(),
        Times::Singles(times) => times.into_vec().into_iter().map(f64::from).collect(),
        Times::Doubles(times) => times.into_vec(),
        Times::Integers(_) | Times::Counts(_) => unreachable!("both columns are of one kind"),
    }
}

/// The column of a field, of one axis.
fn column<'a>(table: AnyView<'a>, name: &str, side: JoinSide) -> Result<AnyView<'a>, JoinByError> {
    let column = table.column(name).and_then(|column| match column.ndim() {
        1 => Ok(column),
        found => Err(ColumnError::Rank { expected: 1, found }),
    });
    column.map_err(|error| JoinByError::Column { side, error })
}

/// The column of a field that is a time.
fn time_of<'a>(table: AnyView<'a>, name: &str, side: JoinSide) -> Result<AnyView<'a>, JoinByError> {
    let column = column(table, name, side)?;
    if column.dtype().as_scalar().and_then(class).is_none() {
        let error = ColumnError::unsupported("asof_join", column.dtype());
        return Err(JoinByError::Column { side, error });
    }
    Ok(column)
}

/// Scalars that are measured in one way.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Signed,
    Unsigned,
    Float,
    Date,
    Span,
}

fn class(scalar: Scalar) -> Option<Class> {
    match scalar.kind() {
        ScalarKind::Int(_) => Some(Class::Signed),
        ScalarKind::UInt(_) => Some(Class::Unsigned),
        ScalarKind::Float16 | ScalarKind::Float32 | ScalarKind::Float64 => Some(Class::Float),
        ScalarKind::DateTime(_) => Some(Class::Date),
        ScalarKind::TimeDelta(_) => Some(Class::Span),
        _ => None,
    }
}

/// Times of two tables below each other as those of one dtype, unless they are measured in one way as they are.
fn common_times(columns: &[AnyView<'_>; 2], name: &str) -> Result<Option<AnyArray>, JoinByError> {
    let [left, right] = [columns[0].dtype(), columns[1].dtype()];
    let classes = [left, right].map(|dtype| dtype.as_scalar().and_then(class));
    let kinds = [left, right].map(|dtype| dtype.as_scalar().map(Scalar::kind));
    let is_count = |class| matches!(class, Some(Class::Date | Class::Span));
    match classes {
        [a, b] if a == b && (!is_count(a) || kinds[0] == kinds[1]) => Ok(None),
        [a, b] if a != b && (is_count(a) || is_count(b)) => {
            Err(JoinByError::Column { side: JoinSide::Right, error: ColumnError::of_type(left, right) })
        }
        _ => common_columns(columns, name).map(Some),
    }
}

/// Columns of two tables below each other, as the dtype that holds both.
fn common_columns(columns: &[AnyView<'_>; 2], name: &str) -> Result<AnyArray, JoinByError> {
    let [left, right] = [columns[0].dtype(), columns[1].dtype()];
    let dtype = common(left, right, name)?;
    Ok(below(&dtype, columns, 0).map_err(|error| of_key(error, name))?)
}

/// The columns, or their parts of one that is both.
fn parts<'v>(columns: &[AnyView<'v>; 2], both: Option<&'v AnyArray>) -> [AnyView<'v>; 2] {
    let Some(both) = both else { return *columns };
    let lefts = columns[0].size();
    [both.view().slice(..lefts), both.view().slice(lefts..)]
}

/// The ranks of the keys of the left records and behind them of the right ones, among those of both.
fn ranks_of<P: Place>(
    left: AnyView<'_>,
    right: AnyView<'_>,
    keys: &[JoinOn<'_>],
) -> Result<Vec<u32>, JoinByError> {
    if keys.is_empty() {
        return Err(JoinByError::NoKey);
    }
    let (mut pairs, mut paths, mut made) = (Vec::new(), Vec::new(), Vec::new());
    for key in keys {
        let columns = [column(left, key.left, JoinSide::Left)?, column(right, key.right, JoinSide::Right)?];
        let path = (left.dtype().path_to(key.left), right.dtype().path_to(key.right));
        if paths.contains(&path) {
            return Err(JoinByError::DuplicateKey { name: key.left.into() });
        }
        let same = columns[0].dtype() == columns[1].dtype();
        made.push(if same { None } else { Some(common_columns(&columns, key.left)?) });
        paths.push(path);
        pairs.push(columns);
    }
    let pairs = pairs.iter().zip(&made).map(|(columns, both)| parts(columns, both.as_ref()));
    let (lefts, rights): (Vec<_>, Vec<_>) = pairs.map(|[left, right]| (left, right)).unzip();
    Ok(P::ranks(&[&lefts, &rights], left.size() + right.size()))
}

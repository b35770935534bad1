//! Tables out of two tables whose keys are equal: `join_by`, and tables of the pairs that a join of columns gave.

use crate::{
    convert::{
        Casting, Conversion, ConvertError, ConvertOptions,
        fields::field_of,
        join_error::JoinByError,
        join_fields::{From, Plan},
        place::{Here, Place},
    },
    dtype::{DType, Packing},
    layout::Order,
    ops::{JoinPairs, JoinRow, JoinSide},
    raw::{any::AnyView, any_array::AnyArray, view::View},
    record::Record,
    table::{AnyTable, RecordTable},
    view::Value,
};
use alloc::{string::String, vec::Vec};

/// Which records a join keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinKind {
    /// Those that have a partner: NumPy's `'inner'`.
    Inner,
    /// Also the left ones without: NumPy's `'leftouter'`.
    Left,
    /// Also the right ones without: NumPy's `'outer'`.
    Outer,
}

/// How the fields of two tables become those of one.
///
/// ```
/// use record_core::{convert::JoinOptions, view::Value};
/// let options = JoinOptions::new().postfixes("_day", "_night").default_value("level_night", Value::Float64(f64::NAN));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "options do nothing before they are used"]
pub struct JoinOptions {
    pub(super) left: String,
    pub(super) right: String,
    pub(super) packing: Packing,
    zeros: bool,
    defaults: Vec<(String, Value)>,
}

impl Default for JoinOptions {
    fn default() -> Self {
        let (left, right) = ("1".into(), "2".into());
        Self { left, right, packing: Packing::Packed, zeros: false, defaults: Vec::new() }
    }
}

impl JoinOptions {
    /// Fields that both tables have get a 1 or a 2 behind their names, as in NumPy; a record without a partner is an error.
    pub fn new() -> Self {
        Self::default()
    }

    /// What is put behind the names of fields that both tables have and that are no keys. One of them may be empty. NumPy's
    /// `r1postfix` and `r2postfix`.
    pub fn postfixes(mut self, left: impl Into<String>, right: impl Into<String>) -> Self {
        (self.left, self.right) = (left.into(), right.into());
        self
    }

    /// What a field of the result is where a record has no partner that it would come from; of several for one field, the
    /// last. NumPy's `defaults`, which are 999999, 1e20 and `N/A` for those that are not named, and ignored where there is
    /// no field of that name.
    pub fn default_value(mut self, field: impl Into<String>, value: Value) -> Self {
        self.defaults.push((field.into(), value));
        self
    }

    /// Zeros in all fields without a partner and without a [`default_value`](Self::default_value).
    pub fn zeros(mut self) -> Self {
        self.zeros = true;
        self
    }

    /// How the fields of the result lie; packed at first, as in NumPy.
    pub fn packing(mut self, packing: Packing) -> Self {
        self.packing = packing;
        self
    }

    /// The names of the fields that have a default.
    pub(super) fn defaulted(&self) -> impl Iterator<Item = &str> {
        self.defaults.iter().map(|(name, _)| &**name)
    }

    /// The last default of this field.
    pub(super) fn default_of(&self, field: &str) -> Option<&Value> {
        self.defaults.iter().rfind(|(name, _)| name == field).map(|(_, value)| value)
    }
}

/// The records of two tables whose keys are equal, as one table in the order of the keys as they are named. Its fields: first the keys, then the other
/// fields of the left table, then those of the right one; a field that both have, twice, with postfixes. NumPy's `join_by`
/// and `rec_join`, which give wrong records where a key is there twice; here every pair is there, of each key in the order
/// of the left and then the right records.
///
/// Keys of different dtypes are compared, and given, as the dtype that holds both, and never rounded: a 64-bit integer that
/// would be, because the other table's keys are floats, is an error. No dtype holds all 64-bit integers with a sign and all
/// those without: such keys become `i8`, and one above its range is an error. Convert one of the two columns before to
/// choose another.
///
/// ```
/// use record_core::{convert::{JoinKind, JoinOptions, join_by}, prelude::*};
/// let orders = AnyTable::from_bytes(&[9, 50, 7, 60, 9, 70], DType::parse("[('id', 'u1'), ('sum', 'u1')]")?)?;
/// let people = AnyTable::from_bytes(&[7, 30, 9, 40], DType::parse("[('id', 'u1'), ('age', 'u1')]")?)?;
/// let joined = join_by(&["id"], orders.view(), people.view(), JoinKind::Inner, &JoinOptions::new())?;
/// assert_eq!(joined.dtype().names().collect::<Vec<_>>(), ["id", "sum", "age"]);
/// assert_eq!(joined.as_bytes(), [7, 60, 30, 9, 50, 40, 9, 70, 40]);
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// # Errors
/// [`JoinByError`] if a key is unknown or named twice, a field would have the name of another, a default is of no field of the
/// result or does not fit it, or a record has no partner and the options do not say what its fields are then.
/// [`ConvertError::Value`] in it, with the key, the row of its table, the value and the dtype, for a key that the common
/// dtype does not hold.
///
/// # Panics
/// If there are more than 2^32 - 1 different keys.
pub fn join_by(
    keys: &[impl AsRef<str>],
    left: AnyView<'_>,
    right: AnyView<'_>,
    kind: JoinKind,
    options: &JoinOptions,
) -> Result<AnyTable, JoinByError> {
    join_in::<Here>(keys, left, right, kind, options)
}

pub(super) fn join_in<P: Place>(
    keys: &[impl AsRef<str>],
    left: AnyView<'_>,
    right: AnyView<'_>,
    kind: JoinKind,
    options: &JoinOptions,
) -> Result<AnyTable, JoinByError> {
    if keys.is_empty() {
        return Err(JoinByError::NoKey);
    }
    let plan = Plan::new(keys, left, right, options)?;
    let both = plan.keys(left, right)?;
    let columns: Vec<AnyView<'_>> = plan.order.iter().map(|&key| both[key].view()).collect();
    let (lefts, rows) = (left.size(), left.size() + right.size());
    let ranks = P::ranks(&[&columns], rows);
    let (a, b) = ranks.split_at(lefts);
    let (a, b) = (View::from_slice(a), View::from_slice(b));
    let pairs = match kind {
        JoinKind::Inner => optional(&P::inner(a, b)),
        JoinKind::Left => optional(&P::left(a, b)),
        JoinKind::Outer => optional(&P::outer(a, b)),
    };
    let rank = |(left, right): (Option<usize>, Option<usize>)| {
        let row = left.or(right.map(|row| lefts + row)).unwrap_or_default();
        u64::from(ranks[row])
    };
    let order = P::argsort(&pairs.iter().map(rank).collect::<Vec<_>>());
    let sorted = JoinPairs {
        left: order.iter().map(|&at| pairs.left[at]).collect(),
        right: order.iter().map(|&at| pairs.right[at]).collect(),
    };
    table::<_, _, P>(&plan, &both, left, right, &sorted, options)
}

/// Pairs of one column each do not fail.
fn optional<L: JoinRow, R: JoinRow, E>(
    pairs: &Result<JoinPairs<L, R>, E>,
) -> JoinPairs<Option<usize>, Option<usize>> {
    match pairs {
        Ok(pairs) => JoinPairs {
            left: pairs.left.iter().map(|row| row.row()).collect(),
            right: pairs.right.iter().map(|row| row.row()).collect(),
        },
        Err(_) => unreachable!("one column on each side"),
    }
}

impl<L: JoinRow, R: JoinRow> JoinPairs<L, R> {
    /// The pairs of records as one table, in the order of the pairs, with fields as [`join_by`] makes them: those of `keys`
    /// once, which are the left ones' where there are any. There may be no keys.
    ///
    /// ```
    /// use record_core::{convert::JoinOptions, ops::{AsofOptions, asof_join}, prelude::*};
    /// let shots = AnyTable::from_bytes(&[3, 1, 12, 2], DType::parse("[('t', 'u1'), ('shot', 'u1')]")?)?;
    /// let winds = AnyTable::from_bytes(&[0, 50, 10, 60], DType::parse("[('t', 'u1'), ('wind', 'u1')]")?)?;
    /// let pairs = asof_join(
    ///     shots.column("t")?.typed::<u8>()?, winds.column("t")?.typed::<u8>()?, &AsofOptions::new(),
    /// )?;
    /// let table = pairs.to_table(shots.view(), winds.view(), &[""; 0], &JoinOptions::new().zeros())?;
    /// assert_eq!(table.dtype().names().collect::<Vec<_>>(), ["t1", "t2", "shot", "wind"]);
    /// assert_eq!(table.as_bytes(), [3, 0, 1, 50, 12, 10, 2, 60]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`join_by`], and [`JoinByError::Row`] if a pair names a record that there is not.
    pub fn to_table(
        &self,
        left: AnyView<'_>,
        right: AnyView<'_>,
        keys: &[impl AsRef<str>],
        options: &JoinOptions,
    ) -> Result<AnyTable, JoinByError> {
        table_of::<_, _, Here>(self, left, right, keys, options)
    }

    /// The pairs of records as a table of a Rust type, whose fields are those of [`to_table`](JoinPairs::to_table) by name;
    /// fields that it has not are left out.
    ///
    /// # Errors
    /// As [`to_table`](JoinPairs::to_table), and [`JoinByError::Convert`] as [`AnyView::convert`].
    pub fn to_table_as<O: Record>(
        &self,
        left: AnyView<'_>,
        right: AnyView<'_>,
        keys: &[impl AsRef<str>],
        options: &JoinOptions,
    ) -> Result<RecordTable<O>, JoinByError> {
        let table = self.to_table(left, right, keys, options)?;
        Ok(table.view().convert_with(&ConvertOptions::new().ignore_extra())?)
    }
}

/// The pairs of records as one table.
pub(super) fn table_of<L: JoinRow, R: JoinRow, P: Place>(
    pairs: &JoinPairs<L, R>,
    left: AnyView<'_>,
    right: AnyView<'_>,
    keys: &[impl AsRef<str>],
    options: &JoinOptions,
) -> Result<AnyTable, JoinByError> {
    let plan = Plan::new(keys, left, right, options)?;
    let both = plan.keys(left, right)?;
    table::<_, _, P>(&plan, &both, left, right, pairs, options)
}

/// One field after the other, each copied from where it comes from.
fn table<L: JoinRow, R: JoinRow, P: Place>(
    plan: &Plan,
    keys: &[AnyArray],
    left: AnyView<'_>,
    right: AnyView<'_>,
    pairs: &JoinPairs<L, R>,
    options: &JoinOptions,
) -> Result<AnyTable, JoinByError> {
    let (lefts, rights) =
        (rows(&pairs.left, JoinSide::Left, left)?, rows(&pairs.right, JoinSide::Right, right)?);
    if lefts.len() != rights.len() {
        return Err(JoinByError::Pairs { left: lefts.len(), right: rights.len() });
    }
    // Of keys the left ones, and behind them the right ones.
    let behind = |right: Option<usize>| right.map(|row| left.size() + row);
    let either: Vec<_> = lefts.iter().zip(&rights).map(|(left, right)| left.or(behind(*right))).collect();
    let mut array = AnyArray::zeros(plan.dtype(options.packing)?, [lefts.len()], Order::C)?;
    for (position, field) in plan.fields.iter().enumerate() {
        let (column, rows) = match field.from {
            From::Key(key) => (keys[key].view(), &either),
            From::Left(field) => (field_of(left, field), &lefts),
            From::Right(field) => (field_of(right, field), &rights),
        };
        let column = gathered::<P>(column, rows, &field.name, options)?;
        array.put_field(position, column.view());
    }
    Ok(AnyTable::try_from(array)?)
}

/// The records of one side, which the table has.
fn rows<P: JoinRow>(
    pairs: &[P],
    side: JoinSide,
    table: AnyView<'_>,
) -> Result<Vec<Option<usize>>, JoinByError> {
    let len = table.size();
    let row = |row: &P| match row.row() {
        Some(row) if row >= len => Err(JoinByError::Row { row, side, len }),
        row => Ok(row),
    };
    pairs.iter().map(row).collect()
}

/// The elements of a column at these places, and where there is none what the options say.
fn gathered<P: Place>(
    column: AnyView<'_>,
    rows: &[Option<usize>],
    field: &str,
    options: &JoinOptions,
) -> Result<AnyArray, JoinByError> {
    let Some(first) = rows.iter().position(Option::is_none) else {
        return Ok(P::gathered(column, &rows.iter().flatten().copied().collect::<Vec<_>>())?);
    };
    let default = options.default_of(field);
    if default.is_none() && !options.zeros {
        return Err(JoinByError::NoPartner { row: first, field: field.into() });
    }
    // The column with one more element behind it, which is zero or the default.
    let mut longer = below(column.dtype(), &[column], 1)?;
    if let Some(value) = default {
        longer.view_mut().try_set_at([column.size()], value)?;
    }
    let rows: Vec<usize> = rows.iter().map(|row| row.unwrap_or(column.size())).collect();
    Ok(P::gathered(longer.view(), &rows)?)
}

/// Columns one below the other, converted to one dtype that holds them all, and so many zeros behind. An integer that would
/// be rounded to become a float is an error.
pub(super) fn below(dtype: &DType, columns: &[AnyView<'_>], zeros: usize) -> Result<AnyArray, ConvertError> {
    let len = columns.iter().map(AnyView::size).sum::<usize>() + zeros;
    let mut array = AnyArray::zeros(dtype.clone(), [len], Order::C)?;
    let mut first = 0;
    for &column in columns {
        let same = column.dtype() == dtype;
        let options = ConvertOptions::new();
        let options = if same { options.casting(Casting::No) } else { options.checked() };
        let end = first + column.size();
        let mut target = array.view_mut().derive(|parent| parent.range(0, first..end))?;
        Conversion::by_name(column.dtype(), dtype, &options)?.run(column, &mut target)?;
        first = end;
    }
    Ok(array)
}

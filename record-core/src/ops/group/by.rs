//! Records grouped by their own fields: `data.group_by(Employee::AGE).mean(Employee::SALARY)`.

use crate::{
    bits::Token,
    element::Element,
    ops::{
        group::{columns::KeyTokens, groups::Groups},
        number::{Number, Ordered},
    },
    raw::{column::Column, view::View},
    view::LengthError,
};
use alloc::vec::Vec;
use core::{fmt, ops::Deref};

/// The value of the column of this token.
pub(super) type ValueOf<R, K> = <<K as Token<R>>::Element as Element>::Value;

impl<R: Element> Column<R> {
    /// These records in groups of equal keys: of one field, or of several, in a tuple.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy)] #[repr(C, packed)]
    /// # struct Employee { name: FixedBytes<8>, age: i32, salary: f64 }
    /// # let employee = |name, age, salary| Employee { name: FixedBytes::new(name), age, salary };
    /// # let data = RecordTable::from([employee("Alice", 55, 3.0), employee("Bob", 30, 2.0), employee("Cem", 55, 5.0)]);
    /// let groups = data.group_by(Employee::AGE);
    /// assert_eq!(groups.mean(Employee::SALARY), [2.0, 4.0]);
    /// assert_eq!((groups.keys(), groups.counts()), (vec![30, 55], vec![1, 2]));
    /// let by_two = data.group_by((Employee::AGE, Employee::NAME));
    /// assert_eq!(by_two.keys()[2], (55, FixedBytes::new("Cem")));
    /// ```
    ///
    /// # Panics
    /// The answers panic if there are more than 2^32 - 1 different keys.
    pub fn group_by<K: KeyTokens<R>>(&self, keys: K) -> GroupBy<'_, R, K> {
        GroupBy::new(self.as_view(), keys)
    }
}

/// Records in groups of equal keys: what [`group_by`](Column::group_by) gives.
///
/// Nothing is done before the first question, which finds the groups in the pass that answers it. It derefs to [`Groups`],
/// which has keys, counts and positions, and takes values from columns elsewhere.
///
/// ```
/// # use record_core::prelude::*;
/// # #[derive(Record, Clone, Copy)] #[repr(C, packed)]
/// # struct Reading { channel: u8, level: f64 }
/// # let reading = |(channel, level)| Reading { channel, level };
/// let readings = RecordTable::from([(3, 1.0), (1, 2.0), (3, 4.0), (3, f64::NAN)].map(reading));
/// let groups = readings.group_by(Reading::CHANNEL);
/// assert_eq!(groups.nan_median(Reading::LEVEL), [Some(2.0), Some(2.5)]);
/// assert_eq!(groups.count_missing(Reading::LEVEL), [0, 1]);
/// assert_eq!(groups.nan_argmax(Reading::LEVEL), [Some(1), Some(2)]);         // records of the table
/// ```
pub struct GroupBy<'a, R, K: KeyTokens<R>> {
    pub(super) records: View<'a, R>,
    groups: Groups<K::Columns<'a>>,
}

/// What the columns of one table have.
pub(super) fn one_table<T>(answer: Result<T, LengthError>) -> T {
    answer.unwrap_or_else(|_| unreachable!("columns of one table"))
}

impl<'a, R: Element, K: KeyTokens<R>> GroupBy<'a, R, K> {
    pub(super) fn new(records: View<'a, R>, keys: K) -> Self {
        Self { records, groups: one_table(Groups::by(keys.columns(records))) }
    }

    /// The groups, whose values come from any columns: of other tables, or computed.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy)] #[repr(C, packed)]
    /// # struct Trade { symbol: FixedBytes<4>, price: f64, size: u32 }
    /// let trade = |symbol, price, size| Trade { symbol: FixedBytes::from_bytes(symbol), price, size };
    /// let trades = RecordTable::from([trade(b"AA", 2.0, 1), trade(b"BB", 5.0, 2), trade(b"AA", 4.0, 3)]);
    /// let amount = (trades.col(Trade::PRICE) * trades.col(Trade::SIZE).expr().cast::<f64>()).to_array()?;
    /// let by_symbol = trades.group_by(Trade::SYMBOL);
    /// let (amounts, sizes) = (by_symbol.groups().sum(amount.view())?, by_symbol.sum(Trade::SIZE));
    /// assert_eq!((amounts, sizes), (vec![14.0, 10.0], vec![4, 2]));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn groups(&self) -> &Groups<K::Columns<'a>> {
        &self.groups
    }

    /// The sum of a field in each group, by [the sum rule](crate::ops): equal to [`View::sum`] of the field in the group's
    /// records, to the bit.
    pub fn sum<F>(&self, field: F) -> Vec<<ValueOf<R, F> as Number>::Sum>
    where
        F: Token<R, Element: Element<Value: Number>>,
    {
        one_table(self.groups.sum(self.records.col(field)))
    }

    /// The arithmetic mean of a field in each group; see [`View::mean`].
    pub fn mean<F: Token<R, Element: Element<Value: Number>>>(&self, field: F) -> Vec<f64> {
        one_table(self.groups.mean(self.records.col(field)))
    }

    /// The least value of a field in each group; NaN or NaT if there is one; see [`View::min`].
    pub fn min<F: Token<R, Element: Element<Value: Ordered>>>(&self, field: F) -> Vec<ValueOf<R, F>> {
        one_table(self.groups.min(self.records.col(field)))
    }

    /// The greatest value of a field in each group; NaN or NaT if there is one; see [`View::max`].
    pub fn max<F: Token<R, Element: Element<Value: Ordered>>>(&self, field: F) -> Vec<ValueOf<R, F>> {
        one_table(self.groups.max(self.records.col(field)))
    }

    /// The value of a field in the first record of each group.
    pub fn first<F: Token<R>>(&self, field: F) -> Vec<ValueOf<R, F>> {
        one_table(self.groups.first(self.records.col(field)))
    }

    /// The value of a field in the last record of each group.
    pub fn last<F: Token<R>>(&self, field: F) -> Vec<ValueOf<R, F>> {
        one_table(self.groups.last(self.records.col(field)))
    }

    /// What `f` makes of the values of a field in each group; see [`Groups::apply`].
    pub fn apply<F: Token<R>, O>(&self, field: F, f: impl FnMut(&[ValueOf<R, F>]) -> O) -> Vec<O> {
        one_table(self.groups.apply(self.records.col(field), f))
    }
}

impl<'a, R, K: KeyTokens<R>> Deref for GroupBy<'a, R, K> {
    type Target = Groups<K::Columns<'a>>;

    fn deref(&self) -> &Self::Target {
        &self.groups
    }
}

impl<R, K: KeyTokens<R>> Clone for GroupBy<'_, R, K> {
    fn clone(&self) -> Self {
        Self { records: self.records, groups: self.groups.clone() }
    }
}

impl<R, K: KeyTokens<R>> fmt::Debug for GroupBy<'_, R, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GroupBy").field("rows", &self.groups.rows()).finish_non_exhaustive()
    }
}

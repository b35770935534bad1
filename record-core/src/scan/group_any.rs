//! A scan's records in groups, by the names of fields: the reductions of [`AnyGroups`](crate::ops::AnyGroups), one pass each.
//!
//! Records get the numbers of their groups part by part. The key fields of each group's first record are kept, and a state.

use crate::{
    dtype::DType,
    layout::Order,
    ops::{
        GroupError, Interpolation, ReduceError, Sum,
        group::{
            any::{canonical, key_columns, one_axis, scalars},
            any_states::{self, AnyStates, Quantiles, Started},
            list::{folds, positions, quantiles, same, some},
            words::{WordGroups, first_records},
        },
        order::Keys,
        reduce::{
            any::named,
            quantile::{Collected, one},
        },
    },
    raw::{any::AnyView, any_array::AnyArray},
    scan::{
        Scan, ScanError,
        gather::Gathered,
        pass::{none, until},
    },
    view::{ColumnError, Value},
};
use alloc::{boxed::Box, string::String, vec, vec::Vec};
use core::{cmp::Reverse, fmt};

/// A scan's records in groups of equal keys, by the names of fields: what
/// [`group_by_any`](super::ScanOps::group_by_any) of a scan gives.
///
/// Each question goes once through all records, and answers with the keys in ascending order, as packed records of the key
/// fields, and the groups' answers beside them. They are those of one view of all records, to the bit. The memory is that of
/// the groups, however many records there are; for quantiles, that of the field's values too.
///
/// All fail with the scan's own [`ScanError`].
///
/// # Panics
/// The answers panic if there are more than 2^32 - 1 different keys.
pub struct AnyScanGroups<'s, S: ?Sized> {
    scan: &'s mut S,
    names: Vec<String>,
}

/// Keys, and an answer for each.
type Grouped<O> = Result<(AnyArray, Vec<O>), ScanError>;

/// Records whose groups are numbered at a time.
const PART: usize = 1 << 14;

/// Some records, and the numbers of their groups.
struct Part<'p> {
    records: AnyView<'p>,
    numbers: &'p [u32],
    /// How many groups there are with these records, and where those that are new occur first.
    groups: usize,
    new: &'p [(usize, usize)],
    /// The number of the first of the records.
    first: u64,
}

impl<'s, S: Scan + ?Sized> AnyScanGroups<'s, S> {
    pub(super) fn new(scan: &'s mut S, names: &[impl AsRef<str>]) -> Result<Self, ScanError> {
        key_columns(none(scan.dtype())?, names)?;
        Ok(Self { scan, names: names.iter().map(|name| name.as_ref().into()).collect() })
    }

    /// How many records each group has.
    ///
    /// # Errors
    /// Those of [`Scan::for_each_chunk`], here and in what follows.
    pub fn counts(self) -> Grouped<usize> {
        self.fed(any_states::counts(), |records| Ok(records))
    }

    /// The sum of a field in each group; see [`AnyView::sum`].
    ///
    /// # Errors
    /// [`ScanError::Column`] if there is no such field, or it is no number, here and in what follows.
    pub fn sum(self, name: &str) -> Grouped<Sum> {
        self.reduced(name, "sum", |column| any_states::sums(column, "sum", |sum, _| sum))
    }

    /// The arithmetic mean of a field in each group; see [`AnyView::mean`].
    ///
    /// # Errors
    /// As [`sum`](Self::sum).
    pub fn mean(self, name: &str) -> Grouped<f64> {
        self.reduced(name, "mean", |column| any_states::sums(column, "mean", any_states::mean))
    }

    /// The least value of a field in each group; NaN or NaT if there is one; see [`AnyView::min`].
    ///
    /// # Errors
    /// As [`sum`](Self::sum); dates and time spans are ordered too.
    pub fn min(self, name: &str) -> Grouped<Value> {
        self.reduced(name, "min", |column| any_states::extremes::<false>(column, "min"))
    }

    /// The greatest value of a field in each group; NaN or NaT if there is one; see [`AnyView::max`].
    ///
    /// # Errors
    /// As [`min`](Self::min).
    pub fn max(self, name: &str) -> Grouped<Value> {
        self.reduced(name, "max", |column| any_states::extremes::<true>(column, "max"))
    }

    /// The element of a field, of any dtype, in the first record of each group.
    ///
    /// ```
    /// # use record_core::{prelude::*, scan::{AnyRecordReader, ScanOps}};
    /// let bytes: &[u8] = &[7, 0, 1, 9, 0, 2, 7, 0, 5];
    /// let mut readings = AnyRecordReader::from_reader(bytes, DType::parse("[('id', 'u1'), ('level', '>u2')]")?)?;
    /// let (ids, levels) = readings.group_by_any(&["id"])?.last("level")?;
    /// assert_eq!((ids.as_bytes(), levels.as_bytes()), (&[7, 9][..], &[0, 5, 0, 2][..]));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ScanError::Column`] if there is no such field; [`ScanError::Table`] or [`ScanError::Array`] if there is no memory.
    pub fn first(self, name: &str) -> Result<(AnyArray, AnyArray), ScanError> {
        self.ends(name, |part| part.new.to_vec())
    }

    /// The element of a field, of any dtype, in the last record of each group.
    ///
    /// # Errors
    /// As [`first`](Self::first).
    pub fn last(self, name: &str) -> Result<(AnyArray, AnyArray), ScanError> {
        self.ends(name, |part| last_records(part.numbers))
    }

    /// Elements of a field: those of the groups and records that `find` tells of each part.
    fn ends(
        self,
        name: &str,
        find: impl Fn(&Part<'_>) -> Vec<(usize, usize)>,
    ) -> Result<(AnyArray, AnyArray), ScanError> {
        let mut kept = Gathered::like(one_axis(none(self.scan.dtype())?.column(name)?)?);
        let (keys, order) = self.pass(|part| {
            let (groups, records): (Vec<usize>, Vec<usize>) = find(part).into_iter().unzip();
            let column = one_axis(part.records.column(name)?)?;
            kept.put(&groups, column.gathered(&records)?.view())
        })?;
        let positions: Vec<usize> = order.iter().map(|&number| number as usize).collect();
        Ok((keys, kept.into_array()?.view().gathered(&positions)?))
    }

    /// A reduction of a field; `start` finds it for the field's dtype.
    fn reduced<O>(
        self,
        name: &str,
        operation: &'static str,
        start: impl FnOnce(AnyView<'_>) -> Started<O>,
    ) -> Grouped<O> {
        let states = start(scalars(none(self.scan.dtype())?, name, operation)?)?;
        self.fed(states, |records| scalars(records, name, operation))
    }

    /// The answers of states that are fed with what `values` makes of the records.
    fn fed<O>(
        self,
        mut states: Box<dyn AnyStates<O>>,
        values: impl for<'v> Fn(AnyView<'v>) -> Result<AnyView<'v>, ColumnError>,
    ) -> Grouped<O> {
        let (keys, order) = self
            .pass(|part| Ok(states.add(values(part.records)?, part.numbers, part.groups, part.first)?))?;
        Ok((keys, states.finish(&order)))
    }

    /// One pass, part by part. The keys in ascending order, and the numbers of their groups.
    fn pass(
        self,
        mut each: impl FnMut(&Part<'_>) -> Result<(), ScanError>,
    ) -> Result<(AnyArray, Vec<u32>), ScanError> {
        let Self { scan, names } = self;
        let keys = key_columns(none(scan.dtype())?, &names)?;
        let fields = keys.iter().map(|(name, column)| (name.as_str(), column.dtype()));
        let dtype = DType::packed(fields).map_err(GroupError::from)?;
        let mut firsts: Vec<Gathered> = keys.iter().map(|&(_, column)| Gathered::like(column)).collect();
        let mut groups = WordGroups::new();
        let mut numbers = vec![0; PART];
        until(scan, |chunk| {
            let records = one_axis(chunk.view())?;
            for start in (0..records.size()).step_by(PART) {
                let part = records.slice(start..records.size().min(start + PART));
                let (numbers, before) = (&mut numbers[..part.size()], groups.len());
                let mut keys = Keys::new(part.size());
                let columns = key_columns(part, &names)?;
                for ((_, column), first) in columns.iter().zip(&firsts) {
                    first.check(*column)?;
                    keys.add(*column, false);
                }
                groups.number(&keys, 0, numbers);
                let new = first_records(numbers, before, groups.len());
                if !new.is_empty() {
                    let records: Vec<usize> = new.iter().map(|&(_, at)| at).collect();
                    for ((_, column), first) in columns.iter().zip(&mut firsts) {
                        first.append(column.gathered(&records)?.view())?;
                    }
                }
                let first = chunk.first() + start as u64;
                each(&Part { records: part, numbers, groups: groups.len(), new: &new, first })?;
            }
            Ok::<_, ScanError>(())
        })?;
        let order = groups.order();
        let positions: Vec<usize> = order.iter().map(|&number| number as usize).collect();
        let mut keys = AnyArray::zeros(dtype, [order.len()], Order::C)?;
        for (field, first) in firsts.into_iter().enumerate() {
            keys.put_field(field, first.into_array()?.view().gathered(&positions)?.view());
        }
        canonical(keys.view_mut()).map_err(crate::buffer::ArrayError::from)?;
        Ok((keys, order))
    }
}

/// The groups that occur, in the order of their numbers, and where each does last.
fn last_records(numbers: &[u32]) -> Vec<(usize, usize)> {
    let mut lasts: Vec<(usize, usize)> =
        numbers.iter().enumerate().map(|(at, &number)| (number as usize, at)).collect();
    // Of equal numbers the last record comes first.
    lasts.sort_unstable_by_key(|&(number, at)| (number, Reverse(at)));
    lasts.dedup_by_key(|&mut (number, _)| number);
    lasts
}

macro_rules! of_names {
    ($(
        $(#[cfg($cfg:meta)])? $name:ident($($argument:ident)?) $what:literal;
            [$output:ty] of $bound:ident by $state:ty => |$answer:ident| $finish:expr;
            [$any:ty] of $run:ident by $op:ident => $then:ident;
    )*) => {
        /// Reductions, each equal to that of the field in the group's records as a column, to the bit.
        impl<S: Scan + ?Sized> AnyScanGroups<'_, S> {$(
            #[doc = concat!("Of a field in each group: ", $what, ". See [`AnyView::", stringify!($name), "`].")]
            ///
            /// # Errors
            /// As [`sum`](Self::sum); what is only compared may be dates and time spans too.
            $(#[cfg($cfg)])?
            pub fn $name(self, name: &str $(, $argument: usize)?) -> Grouped<$any> {
                let op = named::$op $(($argument))?;
                self.reduced(name, stringify!($name), move |column| any_states::$run(column, op, $then))
            }
        )*}
    };
}
folds! { of_names! (), u64, same }

macro_rules! of_places {
    ($($name:ident $what:literal; [$output:ty] by $state:ident, $op:ident, $greatest:ident, $skip:ident => $then:ident;)*) => {
        /// Where the extremes of each group are.
        impl<S: Scan + ?Sized> AnyScanGroups<'_, S> {$(
            #[doc = concat!("Of a field in each group: ", $what, ". See [`AnyView::", stringify!($name), "`].")]
            ///
            /// # Errors
            /// As [`min`](Self::min).
            pub fn $name(self, name: &str) -> Grouped<$output> {
                const NAME: &str = stringify!($name);
                let places = |column: AnyView<'_>| any_states::places::<{ $greatest }, { $skip }>(column, NAME);
                let (keys, places) = self.reduced(name, NAME, places)?;
                Ok((keys, places.into_iter().map($then).collect()))
            }
        )*}
    };
}
positions! { of_places! u64 }

macro_rules! of_searches {
    ($(
        $name:ident $try:ident($($argument:ident: $type:ty),*) $what:literal;
            [$output:ty] |$values:ident| $run:expr => $then:ident;
    )*) => {
        /// Quantiles, each equal to that of the field in the group's records as a column, to the bit. All values of the field
        /// are in memory then.
        impl<S: Scan + ?Sized> AnyScanGroups<'_, S> {$(
            #[doc = concat!("Of a field in each group: ", $what, ". See [`AnyView::", stringify!($name), "`].")]
            ///
            /// # Errors
            /// As [`sum`](Self::sum), and [`ScanError::Reduce`] for a quantile that is not between 0 and 1, or where there is
            /// no memory.
            pub fn $name(self, name: &str $(, $argument: $type)*) -> Grouped<$output> {
                let run = |$values: &mut dyn Quantiles| $run;
                // What cannot be asked is an error before anything is read.
                run(&mut Collected::<f64>::default())?;
                let start = |column: AnyView<'_>| any_states::collected(column, stringify!($name));
                let (keys, groups) = self.reduced(name, stringify!($name), start)?;
                let found = groups.into_iter().map(|mut values| run(&mut *values));
                let found = found.collect::<Result<Vec<_>, ReduceError>>()?;
                Ok((keys, found.into_iter().map($then).collect()))
            }
        )*}
    };
}
quantiles! { of_searches! }

impl<S: ?Sized> fmt::Debug for AnyScanGroups<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnyScanGroups").field("keys", &self.names).finish_non_exhaustive()
    }
}

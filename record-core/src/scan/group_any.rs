//! A scan's records in groups, by the names of fields: the reductions of [`AnyGroups`](crate::ops::AnyGroups), one pass each.
//!
//! Records get the numbers of their groups part by part. The key fields of each group's first record are kept, and a state.

use crate::{
    dtype::DType,
    layout::Order,
    ops::{
        GroupError, Sum,
        group::{
            any::{canonical, key_columns, one_axis, scalars},
            any_states::{self, AnyStates, Started},
            list::{folds, positions, same, some},
            words::WordGroups,
        },
        order::Keys,
        reduce::any::named,
    },
    raw::{any::AnyView, any_array::AnyArray},
    scan::{
        Scan, ScanError,
        gather::Gathered,
        pass::{none, until},
    },
    view::Value,
};
use alloc::{boxed::Box, string::String, vec, vec::Vec};
use core::fmt;

/// A scan's records in groups of equal keys, by the names of fields: what
/// [`group_by_any`](super::ScanOps::group_by_any) of a scan gives.
///
/// Each question goes once through all records, and answers with the keys in ascending order, as packed records of the key
/// fields, and the groups' answers beside them. They are those of one view of all records, to the bit. The memory is that of
/// the groups, however many records there are: so there are no quantiles.
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
        self.pass(any_states::counts(), None)
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

    /// A reduction of a field; `start` finds it for the field's dtype.
    fn reduced<O>(
        self,
        name: &str,
        operation: &'static str,
        start: impl FnOnce(AnyView<'_>) -> Started<O>,
    ) -> Grouped<O> {
        let states = start(scalars(none(self.scan.dtype())?, name, operation)?)?;
        self.pass(states, Some((name, operation)))
    }

    /// One pass: the values are those of a field, for an operation, if it needs any.
    fn pass<O>(self, mut states: Box<dyn AnyStates<O>>, field: Option<(&str, &'static str)>) -> Grouped<O> {
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
                groups.number(&keys, numbers);
                if groups.len() > before {
                    let new = first_records(numbers, before, groups.len());
                    for ((_, column), first) in columns.iter().zip(&mut firsts) {
                        first.append(column.gathered(&new)?.view())?;
                    }
                }
                let values = field.map_or(Ok(part), |(name, operation)| scalars(part, name, operation))?;
                states.add(values, numbers, groups.len(), chunk.first() + start as u64)?;
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
        Ok((keys, states.finish(&order)))
    }
}

/// Where each of the groups `before..len` occurs first. Groups are numbered as they come.
fn first_records(numbers: &[u32], before: usize, len: usize) -> Vec<usize> {
    let mut firsts = Vec::with_capacity(len - before);
    for (at, &number) in numbers.iter().enumerate() {
        if number as usize == before + firsts.len() {
            firsts.push(at);
        }
    }
    firsts
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

impl<S: ?Sized> fmt::Debug for AnyScanGroups<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnyScanGroups").field("keys", &self.names).finish_non_exhaustive()
    }
}

//! Group by: records of equal keys taken together, and each group reduced.
//!
//! [`group_by`](crate::Column::group_by) takes the tokens of one or several fields, [`Groups::by`] columns. Groups come in the
//! order of their keys: numbers ascending with NaN (NaT) last, texts by their bytes or code points, several keys by the
//! first, then the second. Keys are equal as [`Key`] says: NaN is one group, -0.0 is 0.0, the padding of texts is no text.
//!
//! Every reduction of a group is that of the group's values as a column, to the bit: the sum rule counts the values of the
//! group, not the records of the table. There are all that a column has; where they look for a place, they say which record
//! of the table it is. A group has a value, so what is `None` of an empty column alone is no option.
//!
//! Counts, sums, means, extremes, the first and the last are answered in one pass: it takes the key and the value of each
//! record, and feeds the value to the state of its group. Keys that lie close together, such as ages and channels, are
//! themselves the index of that state or find it in a table with a place for each; others find it in a hash table. The memory
//! needed is that of the groups, at most some hundred bytes and the state for each besides a table of 256 KiB: it does not
//! depend on the number of records.
//!
//! The other reductions find the records of each group first, which takes memory for the number of each record, and hand one
//! group's values after the other to the column's reduction. Of scans, which may be longer than memory, a state is kept for
//! each group instead; there are no quantiles then.
//!
//! # Panics
//! Every question panics if there are more than 2^32 - 1 different keys, here, of scans and in joins.
//!
//! NumPy has no such thing: `bincount(keys, weights)` sums small integers' groups, `unique(keys, return_inverse=True)` and
//! `ufunc.at` all others. In Polars it is `group_by(..).agg(..)`.

pub(crate) mod any;
mod any_folds;
pub(crate) mod any_states;
mod by;
pub(super) mod columns;
mod error;
pub(crate) mod fed;
pub(super) mod find;
mod folds;
pub(crate) mod groups;
mod key;
pub(crate) mod list;
mod numbered;
#[cfg(feature = "rayon")]
mod par;
#[cfg(feature = "rayon")]
pub(crate) mod par_any;
#[cfg(feature = "rayon")]
mod par_folds;
#[cfg(feature = "rayon")]
pub(crate) mod par_numbered;
pub(crate) mod states;
pub(crate) mod walk;
pub(crate) mod words;

pub use any::AnyGroups;
pub use by::GroupBy;
pub use columns::{KeyColumns, KeyTokens};
pub use error::GroupError;
pub use groups::{Groups, Positions};
pub use key::Key;
#[cfg(feature = "rayon")]
pub use {par::ParGroupBy, par_any::ParAnyGroups};

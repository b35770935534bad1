//! Joins: the records of two tables whose keys are equal, and the record that is nearest in time.
//!
//! [`inner_join`], [`left_join`] and [`outer_join`] take columns of keys, or tuples of them, and answer with the indices of
//! records that go together, [`JoinPairs`]: every pair of equal keys, also where a key is there several times, in the order
//! of the left records and for each in that of the right ones. [`asof_join`] finds for each left record the right one that
//! is nearest in time. What to do with the pairs is for the caller: `take` copies columns, and
//! [`to_table`](JoinPairs::to_table) makes tables; [`convert::join_by`](crate::convert::join_by) does all at once, by the names of
//! fields. As-of joins by the names of fields are [`AnyView::asof_join`](crate::AnyView::asof_join) and
//! [`asof_join_by`](crate::AnyView::asof_join_by).
//!
//! Keys are equal as [`Key`](crate::ops::Key) says: NaN is equal to NaN, -0.0 to 0.0, texts as long as their text, and byte
//! orders do not matter.
//!
//! With the feature `rayon`, `left.par().inner_join(right)` and the like look the left records up on several threads, with the
//! same pairs in the same order; `Par::new((a, b))` is for tuples.
//!
//! The right keys go into a table with a place for each word where they lie close together, and into a hash table
//! otherwise; then the left ones are looked up in it, a block at a time. That takes one pass over each.
//!
//! NumPy's `join_by` sorts both tables together, and gives wrong records where a key is there twice; as-of joins it has none,
//! pandas' is `merge_asof`.

mod asof;
mod equal;
mod error;
mod pairs;
#[cfg(feature = "rayon")]
mod par;
mod search;
mod time;

pub use asof::{AsofOptions, Nearest, asof_join, asof_join_by};
pub use equal::{inner_join, left_join, outer_join};
pub use error::{JoinError, JoinSide};
pub use pairs::{JoinPairs, JoinRow};
pub use time::Time;

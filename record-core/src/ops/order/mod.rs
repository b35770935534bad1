//! Sorting, and what sorted columns are good for.
//!
//! **The order.** Numbers ascend; -0.0 equals 0.0, and NaN comes after everything. Dates and time spans ascend, NaT last.
//! False comes before true. Texts are compared byte by byte or code point by code point, without the padding; opaque
//! bytes as bytes, codes of enums as their integers, bits as numbers. Complex numbers are compared by their real and then
//! their imaginary part, those with a NaN after the others, as in NumPy. Records are compared field by field in the order
//! of declaration, sub-arrays element by element. Descending order turns this round, but for what is missing: NaN and NaT
//! come last either way.
//!
//! **Ties.** Every sort is stable: what is equal keeps its order, descending too. NumPy's `sort(order="age")` breaks ties
//! by all other fields, even with `kind="stable"`; here they stay as they stood.
//!
//! **How.** Values are read as numbers whose order is theirs, at any stride, alignment and byte order, and sorted by
//! digits with their positions; records are then moved once. The answer of a stable sort is one and the same however it
//! is made, so it is the same for every storage and number of threads.
//!
//! | NumPy | here |
//! | --- | --- |
//! | `a.argsort(kind="stable")` | [`argsort`](crate::Column::argsort) |
//! | `a.argsort(order=["age", "salary"])` | [`argsort_by`](crate::Column::argsort_by)`((Employee::AGE, Employee::SALARY.desc()))` |
//! | `a.sort()`, `a.sort(order=…)` | [`sort`](crate::Column::sort), [`sort_by`](crate::Column::sort_by) |
//! | `np.sort(a)` | [`to_sorted`](crate::Column::to_sorted), [`sorted_by`](crate::Column::sorted_by) |
//! | `np.lexsort((a, b))` | [`lexsort`]`(&[a, b])`, or a tuple of keys, the first one first |
//! | `np.partition`, `np.argpartition` | [`bottom_k`](crate::Column::bottom_k), [`top_k`](crate::Column::top_k) |
//! | `np.unique(a, return_counts=True)` | [`unique_counts`](crate::Column::unique_counts), [`unique_all`](crate::Column::unique_all) |
//! | `rfn.find_duplicates(a, key)` | [`find_duplicates_by`](crate::Column::find_duplicates_by) |
//! | `np.searchsorted(a, v, side)` | [`searchsorted`](crate::Column::searchsorted), [`range_between`](crate::Column::range_between) |

mod any;
mod argsort;
mod buckets;
mod column;
mod error;
mod groups;
mod key;
mod keys;
#[cfg(feature = "rayon")]
pub(crate) mod par;
#[cfg(feature = "rayon")]
mod par_columns;
mod place;
mod positions;
mod search;
mod top;
mod unique;
mod words;

pub use any::{SortBy, lexsort};
pub(crate) use argsort::argsort_numbers;
pub use error::OrderError;
pub use key::{Desc, SortKey};
pub(crate) use keys::Keys;
pub use search::Side;
pub use unique::Unique;

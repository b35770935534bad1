//! Operations on columns: reduce, compare and select.
//!
//! They are written for views, so they work the same on owned, borrowed and mapped records, at any stride, alignment
//! and byte order. A copy is always visible in the name.
//!
//! **The sum rule.** Elements are counted in row-major order. Each run of 1,024 is a block. Within a block, element `i`
//! goes to lane `i % 8`, and each lane adds its elements in order; floats accumulate in `f64`. The eight lanes are added
//! as a balanced tree, and so are the blocks: block sums meet as in a binary counter, and what is left over is added
//! from the right. Integers are exact in `i128`. The result is therefore the same to the bit for every stride, byte
//! order, storage and number of threads, and its error grows with the logarithm of the length.
//!
//! NaN (NaT) propagates. The mean, least and greatest of nothing are `None`.

mod byteswap;
mod codes;
pub mod compute;
#[cfg(feature = "alloc")]
pub(crate) mod dispatch;
mod number;
#[cfg(feature = "rayon")]
mod parallel;
pub(crate) mod reduce;
mod state;
mod total;

#[cfg(feature = "alloc")]
pub(crate) mod group;
#[cfg(feature = "alloc")]
mod join;
#[cfg(feature = "alloc")]
mod mask;
#[cfg(feature = "alloc")]
pub(crate) mod order;
#[cfg(feature = "alloc")]
pub mod roll;
#[cfg(feature = "alloc")]
mod select;
#[cfg(feature = "alloc")]
pub(crate) mod times;

#[cfg(feature = "alloc")]
pub use byteswap::ByteswapError;
#[cfg(feature = "alloc")]
pub(crate) use byteswap::FOREIGN;
#[cfg(feature = "alloc")]
pub use codes::CodeCounts;
#[cfg(feature = "alloc")]
pub use group::{AnyGroups, GroupBy, GroupError, Groups, Key, KeyColumns, KeyTokens, Positions};
#[cfg(feature = "rayon")]
pub use group::{ParAnyGroups, ParGroupBy};
#[cfg(feature = "alloc")]
pub use join::{
    AsofOptions, JoinError, JoinPairs, JoinRow, JoinSide, Nearest, Time, asof_join, asof_join_by, inner_join,
    left_join, outer_join,
};
#[cfg(feature = "alloc")]
pub use mask::{Mask, MaskError, Text};
pub use number::{Number, Ordered};
#[cfg(feature = "alloc")]
pub use order::{Desc, OrderError, Side, SortBy, SortKey, Unique, lexsort};
#[cfg(feature = "rayon")]
pub use parallel::Par;
#[cfg(feature = "alloc")]
pub use reduce::{ColumnSummary, DescribeOptions, Description, Interpolation, ReduceError};
#[cfg(feature = "rayon")]
pub use select::ParChoice;
#[cfg(feature = "alloc")]
pub use select::SelectError;
#[cfg(feature = "alloc")]
pub(crate) use select::tested_blocks;
#[cfg(feature = "alloc")]
pub use select::{Choice, Masked, Tested};
#[cfg(feature = "rayon")]
pub(crate) use select::{scatter, tested_waves};
pub use state::{
    ArgMaxState, ArgMinState, BothState, CountState, ExtremeState, MaxState, MinMaxState, MinState,
    MomentsState, NanArgMaxState, NanArgMinState, NanMaxState, NanMinMaxState, NanMinState, NanSumState,
    NanVarianceState, PositionState, ProductState, SumState, VarianceState,
};
#[cfg(feature = "alloc")]
pub(crate) use state::{Fold, MissingState, SomeState};
pub use total::Sum;
#[cfg(feature = "alloc")]
pub(crate) use {group::any::ranks, order::argsort_numbers};
#[cfg(feature = "rayon")]
pub(crate) use {
    group::par_numbered::ranks_par,
    order::par::argsort_par,
    parallel::{PIECE, longest, mapped_from, on_one_thread},
};

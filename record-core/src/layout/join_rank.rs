//! The rank of two views broadcast together, as a type.

use super::{Dim, DynRank, Rank};

/// The rank that two views have once they are broadcast together: the larger of the two, [`DynRank`] if either is.
///
/// Every [`Dim`] joins itself, `Rank<0>` and [`DynRank`], so that generic code may compute a view of any rank with itself,
/// with scalars, and with views of any rank.
pub trait JoinRank<Other> {
    /// The larger of the two.
    type Joined: Dim;
}

macro_rules! join {
    ($($a:literal: $($b:literal $joined:literal),*;)*) => {$($(
        impl JoinRank<Rank<$b>> for Rank<$a> {
            type Joined = Rank<$joined>;
        }
    )*)*};
}

join! {
    0: 0 0, 1 1, 2 2, 3 3, 4 4, 5 5, 6 6;
    1: 0 1, 1 1, 2 2, 3 3, 4 4, 5 5, 6 6;
    2: 0 2, 1 2, 2 2, 3 3, 4 4, 5 5, 6 6;
    3: 0 3, 1 3, 2 3, 3 3, 4 4, 5 5, 6 6;
    4: 0 4, 1 4, 2 4, 3 4, 4 4, 5 5, 6 6;
    5: 0 5, 1 5, 2 5, 3 5, 4 5, 5 5, 6 6;
    6: 0 6, 1 6, 2 6, 3 6, 4 6, 5 6, 6 6;
}

impl<const N: usize> JoinRank<DynRank> for Rank<N> {
    type Joined = DynRank;
}

impl<const N: usize> JoinRank<Rank<N>> for DynRank {
    type Joined = DynRank;
}

impl JoinRank<DynRank> for DynRank {
    type Joined = DynRank;
}

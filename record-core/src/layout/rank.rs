//! How many axes a view has, as a type: [`Rank<N>`] for 0 to 6, [`DynRank`] when only run time knows.
//!
//! The rank decides how shape and strides are stored: an array of N, or an inline array of up to
//! [`DynRank::MAX`] with a length, so that every view is `Copy` and none allocates.

use super::JoinRank;
use core::fmt;

mod sealed {
    pub trait Sealed {}
}

/// A number of axes: [`Rank<0>`] … [`Rank<6>`], or [`DynRank`].
///
/// Adding an axis gives [`Larger`](Dim::Larger), removing one [`Smaller`](Dim::Smaller).
pub trait Dim:
    sealed::Sealed
    + Copy
    + fmt::Debug
    + Send
    + Sync
    + JoinRank<Self, Joined = Self>
    + JoinRank<Rank<0>, Joined = Self>
    + JoinRank<DynRank, Joined = DynRank>
    + 'static
{
    /// Lengths of the axes, outermost first.
    type Shape: Axes<usize>;
    /// Bytes between neighbours along each axis.
    type Strides: Axes<isize>;
    /// One axis more; `DynRank` after the last.
    type Larger: Dim;
    /// One axis less; `Rank<0>` has itself.
    type Smaller: Dim;
    /// The number of axes, if the type knows it.
    const NDIM: Option<usize>;
}

/// One number for each axis, stored inline.
pub trait Axes<T>:
    sealed::Sealed + Copy + PartialEq + fmt::Debug + AsRef<[T]> + AsMut<[T]> + Send + Sync + 'static
{
    /// `f(axis)` for each of `ndim` axes, or `None` if this storage cannot hold that many.
    fn from_fn(ndim: usize, f: impl FnMut(usize) -> T) -> Option<Self>;
}

/// A number of axes known to the compiler, 0 to 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank<const N: usize>;

/// A number of axes known at run time, at most [`DynRank::MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DynRank;

impl DynRank {
    /// The most axes that a view can have.
    pub const MAX: usize = 8;
}

/// Up to [`DynRank::MAX`] numbers, one for each axis.
#[derive(Clone, Copy)]
pub struct DynAxes<T> {
    len: usize,
    axes: [T; DynRank::MAX],
}

impl<T, const N: usize> sealed::Sealed for [T; N] {}
impl<T> sealed::Sealed for DynAxes<T> {}
impl<const N: usize> sealed::Sealed for Rank<N> {}
impl sealed::Sealed for DynRank {}

impl<T: Copy + PartialEq + fmt::Debug + Send + Sync + 'static, const N: usize> Axes<T> for [T; N] {
    #[inline(always)]
    fn from_fn(ndim: usize, f: impl FnMut(usize) -> T) -> Option<Self> {
        (ndim == N).then(|| core::array::from_fn(f))
    }
}

impl<T: Copy + Default + PartialEq + fmt::Debug + Send + Sync + 'static> Axes<T> for DynAxes<T> {
    #[inline(always)]
    fn from_fn(ndim: usize, mut f: impl FnMut(usize) -> T) -> Option<Self> {
        (ndim <= DynRank::MAX).then(|| {
            let mut axes = [T::default(); DynRank::MAX];
            for (i, axis) in axes[..ndim].iter_mut().enumerate() {
                *axis = f(i);
            }
            Self { len: ndim, axes }
        })
    }
}

impl<T> AsRef<[T]> for DynAxes<T> {
    #[inline(always)]
    fn as_ref(&self) -> &[T] {
        &self.axes[..self.len]
    }
}

impl<T> AsMut<[T]> for DynAxes<T> {
    #[inline(always)]
    fn as_mut(&mut self) -> &mut [T] {
        &mut self.axes[..self.len]
    }
}

impl<T: PartialEq> PartialEq for DynAxes<T> {
    fn eq(&self, other: &Self) -> bool {
        self.as_ref() == other.as_ref()
    }
}

impl<T: fmt::Debug> fmt::Debug for DynAxes<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

macro_rules! ranks {
    ($($n:literal: $smaller:ty, $larger:ty;)*) => {$(
        impl Dim for Rank<$n> {
            type Shape = [usize; $n];
            type Strides = [isize; $n];
            type Larger = $larger;
            type Smaller = $smaller;
            const NDIM: Option<usize> = Some($n);
        }
    )*};
}

ranks! {
    0: Rank<0>, Rank<1>;
    1: Rank<0>, Rank<2>;
    2: Rank<1>, Rank<3>;
    3: Rank<2>, Rank<4>;
    4: Rank<3>, Rank<5>;
    5: Rank<4>, Rank<6>;
    6: Rank<5>, DynRank;
}

impl Dim for DynRank {
    type Shape = DynAxes<usize>;
    type Strides = DynAxes<isize>;
    type Larger = Self;
    type Smaller = Self;
    const NDIM: Option<usize> = None;
}

//! Slicing: which elements of each axis, in one expression.
//!
//! [`s!`](crate::s) builds a tuple with one part for each axis; what each part does to the rank is in its type
//! ([`SlicePart`]), so slicing a view of known rank gives a view of known rank.

use super::{Dim, DynRank, LayoutError, Parent, Sub, parent::rebuild};
use core::ops::{Range, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};

/// What a slicing expression says about one axis. Negative numbers count from the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SliceItem {
    /// One element; the axis goes.
    Index(isize),
    /// The elements of a range, every `step`-th; backwards from the end of the range if the step is negative.
    Range {
        /// First index of the range; `None` for the first there is.
        start: Option<isize>,
        /// One past the last index; `None` for the last there is.
        end: Option<isize>,
        /// Every how many-th; not 0.
        step: isize,
    },
    /// A new axis of length 1 here.
    NewAxis,
    /// All of as many axes as the other parts leave.
    Ellipsis,
}

/// A new axis of length 1, in [`s!`](crate::s). NumPy's `np.newaxis`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewAxis;

/// All axes that the other parts leave; `...` in [`s!`](crate::s). NumPy's `...`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ellipsis;

/// A range and a step; `range;step` in [`s!`](crate::s). NumPy's `start:stop:step`, but for negative steps see there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stepped<R>(pub R, pub isize);

mod sealed {
    pub trait Sealed {}
}

/// One part of a slicing expression: an index, a range, a range with a step, [`NewAxis`] or [`Ellipsis`].
///
/// Indices and the ends of ranges are `isize`, `usize` or `i32`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no part of a slicing expression",
    label = "expected an index, a range, a range and a step, `NewAxis` or `...`",
    note = "indices and the ends of ranges are `usize`, `isize` or `i32`; negative ones count from the end"
)]
pub trait SlicePart: sealed::Sealed {
    /// The rank after this part is applied to rank `D`.
    type After<D: Dim>: Dim;

    /// The part as a value.
    fn item(&self) -> SliceItem;
}

/// A slicing expression for views of rank `D`: one part, the tuple of parts that [`s!`](crate::s) makes, or, for a rank
/// that only run time knows, a slice of [`SliceItem`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no slicing expression",
    label = "expected a range, an index, or `s![..]`",
    note = "indices and the ends of ranges are `usize`, `isize` or `i32`; negative ones count from the end"
)]
pub trait SliceSpec<D: Dim> {
    /// The rank of the result.
    type Rank: Dim;

    /// Calls `f` with all parts.
    #[doc(hidden)]
    fn with_items<R>(&self, f: impl FnOnce(&[SliceItem]) -> R) -> R;
}

impl<D: Dim, P: SlicePart> SliceSpec<D> for P {
    type Rank = P::After<D>;

    #[inline(always)]
    fn with_items<R>(&self, f: impl FnOnce(&[SliceItem]) -> R) -> R {
        f(&[self.item()])
    }
}

impl SliceSpec<DynRank> for &[SliceItem] {
    type Rank = DynRank;

    fn with_items<R>(&self, f: impl FnOnce(&[SliceItem]) -> R) -> R {
        f(self)
    }
}

macro_rules! tuples {
    ($($($part:ident)*;)*) => {$(
        impl<D: Dim, $($part: SlicePart),*> SliceSpec<D> for ($($part,)*) {
            type Rank = tuples!(@after D; $($part)*);

            #[inline]
            #[allow(non_snake_case)] // a type's name for its value
            fn with_items<R_>(&self, f: impl FnOnce(&[SliceItem]) -> R_) -> R_ {
                let ($($part,)*) = self;
                f(&[$($part.item()),*])
            }
        }
    )*};
    (@after $rank:ty;) => { $rank };
    (@after $rank:ty; $first:ident $($rest:ident)*) => { tuples!(@after <$first as SlicePart>::After<$rank>; $($rest)*) };
}

tuples! {
    ;
    A;
    A B;
    A B C;
    A B C E;
    A B C E F;
    A B C E F G;
    A B C E F G H;
    A B C E F G H I;
    A B C E F G H I J;
    A B C E F G H I J K;
    A B C E F G H I J K L;
    A B C E F G H I J K L M;
}

macro_rules! part {
    ($({$($generics:tt)*} $type:ty, $after:ty, |$self:ident| $item:expr;)*) => {$(
        impl<$($generics)*> sealed::Sealed for $type {}
        impl<$($generics)*> SlicePart for $type {
            type After<D: Dim> = $after;

            #[inline]
            fn item(&self) -> SliceItem {
                let $self = self;
                $item
            }
        }
    )*};
}

/// A range with step 1.
#[inline]
fn range(start: Option<isize>, end: Option<isize>) -> SliceItem {
    SliceItem::Range { start, end, step: 1 }
}

/// The end behind an included index; -1 is the last.
#[inline]
fn behind(last: isize) -> Option<isize> {
    if last == -1 { None } else { Some(last.saturating_add(1)) }
}

/// A number that an index or the end of a range may be. That these are a trait of their own lets the compiler know the
/// rank of a slice before it knows which integers its literals are.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no part of a slicing expression",
    label = "expected an index, a range, a range and a step, `NewAxis` or `...`",
    note = "indices and the ends of ranges are `usize`, `isize` or `i32`; negative ones count from the end"
)]
pub trait SliceIndex: sealed::Sealed + Copy {
    /// The index; `isize::MAX`, which no axis has, for one beyond.
    fn index(self) -> isize;
}

macro_rules! integers {
    ($($int:ty: $convert:expr;)*) => {$(
        impl sealed::Sealed for $int {}
        impl SliceIndex for $int {
            #[inline]
            fn index(self) -> isize {
                $convert(self)
            }
        }
    )*};
}

integers! {
    isize: core::convert::identity;
    i32: |i: i32| isize::try_from(i).unwrap_or(isize::MAX);
    usize: |i: usize| isize::try_from(i).unwrap_or(isize::MAX);
}

impl<I: SliceIndex> SlicePart for I {
    type After<D: Dim> = D::Smaller;

    #[inline(always)]
    fn item(&self) -> SliceItem {
        SliceItem::Index(self.index())
    }
}

part! {
    {I: SliceIndex} Range<I>, D, |r| range(Some(r.start.index()), Some(r.end.index()));
    {I: SliceIndex} RangeFrom<I>, D, |r| range(Some(r.start.index()), None);
    {I: SliceIndex} RangeTo<I>, D, |r| range(None, Some(r.end.index()));
    {I: SliceIndex} RangeInclusive<I>, D, |r| range(Some(r.start().index()), behind(r.end().index()));
    {I: SliceIndex} RangeToInclusive<I>, D, |r| range(None, behind(r.end.index()));
    {} RangeFull, D, |_r| range(None, None);
    {} NewAxis, D::Larger, |_n| SliceItem::NewAxis;
    {} Ellipsis, D, |_e| SliceItem::Ellipsis;
}

impl<R> sealed::Sealed for Stepped<R> {}

impl<R: SlicePart> SlicePart for Stepped<R> {
    type After<D: Dim> = R::After<D>;

    #[inline(always)]
    fn item(&self) -> SliceItem {
        match self.0.item() {
            SliceItem::Range { start, end, step } => {
                SliceItem::Range { start, end, step: step.saturating_mul(self.1) }
            }
            other => other,
        }
    }
}

/// A slicing expression: one part for each axis, separated by commas.
///
/// | part | NumPy | meaning |
/// | --- | --- | --- |
/// | `3`, `-1` | `3`, `-1` | one element; the axis goes. Negative numbers count from the end |
/// | `1..4`, `..=-2`, `..` | `1:4`, `:-1`, `:` | the elements of a range |
/// | `1..9;2` | `1:9:2` | every second element of the range |
/// | `1..9;-2` | `8:0:-2` | every second element of the range, from its end backwards |
/// | `NewAxis` | `np.newaxis` | a new axis of length 1 |
/// | `...` | `...` | all of as many axes as the other parts leave |
///
/// Axes that no part speaks of are taken whole. A range that leaves its axis is an error, where NumPy shortens it without
/// a word.
///
/// ```
/// use record_core::prelude::*;
/// let table = [[0, 1, 2, 3], [10, 11, 12, 13], [20, 21, 22, 23]];
/// let view = View::from_slice(&table).axes();
/// assert_eq!(view.slice(s![.., 1]).to_vec(), [1, 11, 21]);
/// assert_eq!(view.slice(s![-1, ..;-1]).to_vec(), [23, 22, 21, 20]);
/// assert_eq!(view.slice(s![..2, 1..;2]).shape(), [2, 2]);
/// assert_eq!(view.slice(s![..., NewAxis]).shape(), [3, 4, 1]);
/// ```
#[macro_export]
macro_rules! s {
    ($($parts:tt)*) => { $crate::__slice_parts!([] $($parts)*) };
}

/// The parts of [`s!`] one by one: those done are in brackets.
#[doc(hidden)]
#[macro_export]
macro_rules! __slice_parts {
    ([$($done:tt)*]) => { ($($done)*) };
    ([$($done:tt)*] ...) => { $crate::__slice_parts!([$($done)* $crate::layout::Ellipsis,]) };
    ([$($done:tt)*] ..., $($rest:tt)*) => { $crate::__slice_parts!([$($done)* $crate::layout::Ellipsis,] $($rest)*) };
    ([$($done:tt)*] $range:expr; $step:expr) => {
        $crate::__slice_parts!([$($done)* $crate::layout::Stepped($range, $step),])
    };
    ([$($done:tt)*] $range:expr; $step:expr, $($rest:tt)*) => {
        $crate::__slice_parts!([$($done)* $crate::layout::Stepped($range, $step),] $($rest)*)
    };
    ([$($done:tt)*] $part:expr) => { $crate::__slice_parts!([$($done)* $part,]) };
    ([$($done:tt)*] $part:expr, $($rest:tt)*) => { $crate::__slice_parts!([$($done)* $part,] $($rest)*) };
}

impl<'id, D: Dim> Parent<'id, D> {
    /// The elements that `items` say.
    #[inline(always)]
    pub(crate) fn slice<E: Dim>(self, items: &[SliceItem]) -> Result<Sub<'id, E>, LayoutError> {
        let ndim = self.ndim();
        let consumed =
            items.iter().filter(|i| !matches!(i, SliceItem::NewAxis | SliceItem::Ellipsis)).count();
        if consumed > ndim {
            return Err(LayoutError::TooManyIndices { found: consumed, ndim });
        }
        if items.iter().filter(|i| matches!(i, SliceItem::Ellipsis)).nth(1).is_some() {
            return Err(LayoutError::SecondEllipsis);
        }
        let mut axes = [(0, 0); DynRank::MAX];
        let (mut axis, mut out, mut delta) = (0, 0, 0_isize);
        let mut push = |length_and_stride| {
            if let Some(place) = axes.get_mut(out) {
                *place = length_and_stride;
            }
            out += 1;
        };
        for item in items {
            match *item {
                SliceItem::NewAxis => push((1, 0)),
                SliceItem::Ellipsis => {
                    for _ in 0..ndim - consumed {
                        push(self.pick(axis));
                        axis += 1;
                    }
                }
                SliceItem::Index(index) => {
                    let (len, stride) = self.pick(axis);
                    let at = from_end(index, len).filter(|&at| at < len);
                    let at = at.ok_or(LayoutError::Index { axis, index, len })?;
                    delta = delta.wrapping_add(at.cast_signed().wrapping_mul(stride));
                    axis += 1;
                }
                SliceItem::Range { start, end, step } => {
                    let (first, len, stride) = self.stepped(axis, start, end, step)?;
                    delta = delta.wrapping_add(first);
                    push((len, stride));
                    axis += 1;
                }
            }
        }
        while axis < ndim {
            push(self.pick(axis));
            axis += 1;
        }
        if out > DynRank::MAX {
            return Err(LayoutError::TooManyAxes { needed: out, limit: DynRank::MAX });
        }
        Ok(self.sub(delta, rebuild(out, |i| axes[i])?))
    }

    /// Bytes to the first element of a range of one axis, its length and its stride.
    fn stepped(
        self,
        axis: usize,
        start: Option<isize>,
        end: Option<isize>,
        step: isize,
    ) -> Result<(isize, usize, isize), LayoutError> {
        let (len, stride) = self.pick(axis);
        let bad = || LayoutError::Range {
            axis,
            start: start.unwrap_or(0),
            end: end.unwrap_or(len.cast_signed()),
            len,
        };
        if step == 0 {
            return Err(LayoutError::ZeroStep { axis });
        }
        let low = from_end(start.unwrap_or(0), len).ok_or_else(bad)?;
        let high = end.map_or(Some(len), |end| from_end(end, len)).ok_or_else(bad)?;
        if low > high || high > len {
            return Err(bad());
        }
        let count = (high - low).div_ceil(step.unsigned_abs());
        let first = if step > 0 || count == 0 { low } else { high - 1 };
        Ok((first.cast_signed().wrapping_mul(stride), count, stride.wrapping_mul(step)))
    }

    /// The elements with this index on `axis`; the axis goes.
    #[inline(always)]
    pub(crate) fn index(self, axis: usize, index: usize) -> Result<Sub<'id, D::Smaller>, LayoutError> {
        let len = self.axis_len(axis)?;
        if index >= len {
            return Err(LayoutError::Index {
                axis,
                index: isize::try_from(index).unwrap_or(isize::MAX),
                len,
            });
        }
        let (_, stride) = self.pick(axis);
        let layout = rebuild(self.ndim() - 1, |i| self.pick(i + usize::from(i >= axis)))?;
        Ok(self.sub(index.cast_signed().wrapping_mul(stride), layout))
    }

    /// The elements whose index on `axis` is in the range, in order.
    #[inline(always)]
    pub(crate) fn range(self, axis: usize, range: Range<usize>) -> Result<Sub<'id, D>, LayoutError> {
        self.axis_len(axis)?;
        let bound = |i: usize| Some(isize::try_from(i).unwrap_or(isize::MAX));
        let (first, len, stride) = self.stepped(axis, bound(range.start), bound(range.end), 1)?;
        let layout = rebuild(self.ndim(), |i| if i == axis { (len, stride) } else { self.pick(i) })?;
        Ok(self.sub(first, layout))
    }
}

/// An index counted from the end if it is negative; `None` if that is before the start.
#[inline]
fn from_end(index: isize, len: usize) -> Option<usize> {
    if index < 0 { len.checked_sub(index.unsigned_abs()) } else { Some(index.cast_unsigned()) }
}

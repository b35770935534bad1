//! Operations that compute a header and never copy, written once for all kinds of views.
//!
//! [`View`], [`AnyView`] and [`CellView`] are `Copy`, so these methods leave them as they are; [`ViewMut`] and
//! [`AnyViewMut`] are given up, and [`reborrow`](ViewMut::reborrow) keeps them. What reaches an element several times
//! (broadcasts, windows) is for the first three only. Each method that panics has a twin with `try_` in front that
//! returns the error.

use crate::{
    element::Element,
    layout::{Dim, DynRank, LayoutError, Order, Rank, Shape, SliceSpec},
    or_panic::OrPanic as _,
    raw::{
        any::AnyView,
        any_mut::AnyViewMut,
        cell::CellView,
        view::{View, ViewMut},
    },
};

/// A method that returns an error and its twin that panics, from the documentation and the body of the first.
macro_rules! twins {
    ($(
        $(#[doc = $doc:expr])*
        $name:ident, $try_name:ident $([$param:ident: $bound:path])? ($($arg:ident: $type:ty),*) -> $result:ty,
            $this:ident => $body:expr;
    )*) => {$(
        $(#[doc = $doc])*
        #[inline]
        pub fn $try_name $(<$param: $bound>)? ($this, $($arg: $type),*) -> Result<$result, LayoutError> {
            $body
        }

        #[doc = concat!("As [`", stringify!($try_name), "`](Self::", stringify!($try_name), "), where it is known to fit.")]
        ///
        /// # Panics
        /// Where that returns an error.
        #[inline]
        #[must_use]
        #[track_caller]
        pub fn $name $(<$param: $bound>)? ($this, $($arg: $type),*) -> $result {
            $this.$try_name($($arg),*).or_panic()
        }
    )*};
}

/// Slicing under the names `$slice` and `$try_slice`.
macro_rules! slice_methods {
    ($view:ident, $rank:ty, $slice:ident, $try_slice:ident) => {
        twins! {
            /// Some elements of each axis, as a slicing expression says: a range, an index, or [`s!`](crate::s). NumPy's
            /// `a[1:5]`, `a[:, ::2]`; but a range that leaves its axis is an error.
            ///
            /// ```
            /// # use record_core::prelude::*;
            /// let view = View::from_slice(&[[1, 2, 3], [4, 5, 6]]).axes();
            /// assert_eq!(view.slice(1..).shape(), [1, 3]);
            /// assert_eq!(view.slice(s![.., -1]).to_vec(), [3, 6]);
            /// assert!(view.try_slice(s![.., 7]).is_err());
            /// # Ok::<(), record_core::Error>(())
            /// ```
            ///
            /// # Errors
            /// [`LayoutError::Index`] or [`LayoutError::Range`] if a part leaves its axis,
            /// [`LayoutError::TooManyIndices`], [`LayoutError::ZeroStep`], [`LayoutError::SecondEllipsis`], or
            /// [`LayoutError::TooManyAxes`] after new axes.
            $slice, $try_slice[S: SliceSpec<$rank>](spec: S) -> $view!(<S as SliceSpec<$rank>>::Rank),
                self => self.derive(|parent| spec.with_items(|items| parent.slice(items)));
        }
    };
}

/// The methods of one kind of view. `$view!(D)` is the view of rank `D`; `$size` the bytes of an element.
macro_rules! layout_methods {
    ($view:ident, $rank:ty, |$this:ident| $size:expr) => {
        /// The axes in reverse order. NumPy's `a.T`.
        ///
        /// ```
        /// # use record_core::prelude::*;
        /// let view = View::from_slice(&[[1, 2, 3], [4, 5, 6]]).axes();
        /// assert_eq!((view.transpose().shape(), view.transpose().strides()), ([3, 2], [4, 12]));
        /// ```
        #[inline]
        #[must_use]
        pub fn transpose(self) -> $view!($rank) {
            self.derive(|parent| parent.transpose()).expect("the same rank")
        }

        /// The view without its axes of length 1. NumPy's `squeeze`.
        #[inline]
        #[must_use]
        pub fn squeeze(self) -> $view!(DynRank) {
            self.derive(|parent| parent.squeeze()).expect("no more axes than before")
        }

        twins! {
            /// The elements with this index on the first axis. NumPy's `a[i]`.
            ///
            /// ```
            /// # use record_core::prelude::*;
            /// let view = View::from_slice(&[[1, 2], [3, 4]]).axes();
            /// assert_eq!(view.at(1).to_vec(), [3, 4]);
            /// ```
            ///
            /// # Errors
            /// [`LayoutError::Index`], or [`LayoutError::Axis`] if there is no axis.
            at, try_at(index: usize) -> $view!(<$rank as Dim>::Smaller),
                self => self.derive(|parent| parent.index(0, index));

            /// The elements with this index on `axis`. NumPy's `a[:, i]` for axis 1.
            ///
            /// ```
            /// # use record_core::prelude::*;
            /// let view = View::from_slice(&[[1, 2], [3, 4]]).axes();
            /// assert_eq!(view.at_axis(1, 0).to_vec(), [1, 3]);
            /// ```
            ///
            /// # Errors
            /// [`LayoutError::Index`] or [`LayoutError::Axis`].
            at_axis, try_at_axis(axis: usize, index: usize) -> $view!(<$rank as Dim>::Smaller),
                self => self.derive(|parent| parent.index(axis, index));

            /// The axes in another order: axis `i` of the result is axis `order[i]` of this view. NumPy's `transpose(order)`.
            ///
            /// ```
            /// # use record_core::prelude::*;
            /// let view = View::from_slice(&[[[0_u8; 4]; 3]; 2]).axes().axes();
            /// assert_eq!(view.permute([2, 0, 1]).shape(), [4, 2, 3]);
            /// ```
            ///
            /// # Errors
            /// [`LayoutError::Rank`], [`LayoutError::Axis`] or [`LayoutError::RepeatedAxis`] if `order` does not name each axis
            /// once.
            permute, try_permute[O: AsRef<[usize]>](order: O) -> $view!($rank),
                self => self.derive(|parent| parent.permute(order.as_ref()));

            /// Two axes exchanged. NumPy's `swapaxes`.
            ///
            /// # Errors
            /// [`LayoutError::Axis`].
            swap_axes, try_swap_axes(a: usize, b: usize) -> $view!($rank),
                self => self.derive(|parent| parent.swap_axes(a, b));

            /// One axis taken out and put in elsewhere; the others keep their order. NumPy's `moveaxis`.
            ///
            /// ```
            /// # use record_core::prelude::*;
            /// let view = View::from_slice(&[[[0_u8; 4]; 3]; 2]).axes().axes();
            /// assert_eq!(view.move_axis(0, 2).shape(), [3, 4, 2]);
            /// ```
            ///
            /// # Errors
            /// [`LayoutError::Axis`].
            move_axis, try_move_axis(from: usize, to: usize) -> $view!($rank),
                self => self.derive(|parent| parent.move_axis(from, to));

            /// An axis of length 1 before axis `at`. NumPy's `expand_dims`.
            ///
            /// # Errors
            /// [`LayoutError::Axis`] if `at` exceeds the number of axes, [`LayoutError::TooManyAxes`].
            insert_axis, try_insert_axis(at: usize) -> $view!(<$rank as Dim>::Larger),
                self => self.derive(|parent| parent.insert_axis(at));

            /// The view without one axis of length 1. NumPy's `squeeze(axis)`.
            ///
            /// # Errors
            /// [`LayoutError::NotOne`] or [`LayoutError::Axis`].
            remove_axis, try_remove_axis(axis: usize) -> $view!(<$rank as Dim>::Smaller),
                self => self.derive(|parent| parent.remove_axis(axis));

            /// One axis backwards. NumPy's `flip(a, axis)`.
            ///
            /// ```
            /// # use record_core::prelude::*;
            /// assert_eq!(View::from_slice(&[1, 2, 3]).flip(0).to_vec(), [3, 2, 1]);
            /// ```
            ///
            /// # Errors
            /// [`LayoutError::Axis`].
            flip, try_flip(axis: usize) -> $view!($rank),
                self => self.derive(|parent| parent.flip(axis));

            /// The plane of two axes turned by `turns` quarters, from axis `a` towards axis `b`. NumPy's `rot90`.
            ///
            /// ```
            /// # use record_core::prelude::*;
            /// let view = View::from_slice(&[[1, 2], [3, 4]]).axes();
            /// assert_eq!(view.rot90(1, 0, 1).iter().collect::<Vec<_>>(), [2, 4, 1, 3]);
            /// ```
            ///
            /// # Errors
            /// [`LayoutError::Axis`], or [`LayoutError::RepeatedAxis`] if `a` is `b`.
            rot90, try_rot90(turns: i32, a: usize, b: usize) -> $view!($rank),
                self => self.derive(|parent| parent.rot90(turns, a, b));

            /// The elements whose index on axis `b` is that on axis `a` plus `offset`: both axes go, and one comes behind the
            /// others. NumPy's `diagonal(offset, a, b)`.
            ///
            /// ```
            /// # use record_core::prelude::*;
            /// let view = View::from_slice(&[[1, 2, 3], [4, 5, 6]]).axes();
            /// assert_eq!(view.diagonal(0, 0, 1).to_vec(), [1, 5]);
            /// assert_eq!(view.diagonal(1, 0, 1).to_vec(), [2, 6]);
            /// ```
            ///
            /// # Errors
            /// [`LayoutError::Axis`], or [`LayoutError::RepeatedAxis`] if `a` is `b`.
            diagonal, try_diagonal(offset: isize, a: usize, b: usize) -> $view!(<$rank as Dim>::Smaller),
                self => self.derive(|parent| parent.diagonal(offset, a, b));

            /// The elements in row-major order on axes of other lengths, one of which may be
            /// [`INFER`](crate::layout::INFER). NumPy's `reshape`; but never a copy.
            ///
            /// ```
            /// # use record_core::prelude::*;
            /// let view = View::from_slice(&[1, 2, 3, 4, 5, 6]).reshape([2, 3]);
            /// assert_eq!(view.at(1).to_vec(), [4, 5, 6]);
            /// assert!(view.transpose().try_reshape([6]).is_err());
            /// ```
            ///
            /// # Errors
            /// [`LayoutError::NeedsCopy`] if no strides lead through the elements in that order,
            /// [`LayoutError::Reshape`] if there is another number of elements, [`LayoutError::SecondInferred`],
            /// [`LayoutError::TooManyAxes`] or [`LayoutError::TooLarge`].
            reshape, try_reshape[S: Shape](shape: S) -> $view!(<S as Shape>::Rank),
                self => self.try_reshape_in(shape, Order::C);

            /// As [`try_reshape`](Self::try_reshape), both shapes read in `order`. NumPy's `reshape(shape, order)`.
            ///
            /// # Errors
            /// As there.
            reshape_in, try_reshape_in[S: Shape](shape: S, order: Order) -> $view!(<S as Shape>::Rank),
                self => {
                    let $this = &self;
                    let itemsize = $size;
                    self.derive(|parent| parent.reshape(shape.as_slice(), order, itemsize))
                };

            /// All elements on one axis, in row-major order. NumPy's `ravel`; but never a copy.
            ///
            /// # Errors
            /// [`LayoutError::NeedsCopy`] if no single stride leads from each element to the next.
            ravel, try_ravel() -> $view!(Rank<1>),
                self => {
                    let $this = &self;
                    let itemsize = $size;
                    self.derive(|parent| parent.ravel(itemsize))
                };
        }
    };
}

/// What may reach an element several times.
macro_rules! repeat_methods {
    ($view:ident, $rank:ty, |$this:ident| $size:expr) => {
        twins! {
            /// The elements on axes of these lengths: axes of length 1 are stretched and axes are added in front, with stride
            /// 0. NumPy's `broadcast_to`.
            ///
            /// ```
            /// # use record_core::prelude::*;
            /// let rows = View::from_slice(&[1, 2, 3]).broadcast_to([2, 3]);
            /// assert_eq!((rows.strides(), rows.iter().sum::<i32>()), ([0, 4], 12));
            /// ```
            ///
            /// # Errors
            /// [`LayoutError::Broadcast`] if an axis of another length than 1 would change it,
            /// [`LayoutError::BroadcastRank`] if there are fewer axes than before, [`LayoutError::TooManyAxes`] or
            /// [`LayoutError::TooLarge`].
            broadcast_to, try_broadcast_to[S: Shape](shape: S) -> $view!(<S as Shape>::Rank),
                self => {
                    let $this = &self;
                    let itemsize = $size;
                    self.derive_repeat(|parent| parent.broadcast(shape.as_slice(), itemsize))
                };

            /// All runs of `len` neighbours on `axis`: the axis counts the runs, a new innermost axis their elements. NumPy's
            /// `sliding_window_view(a, len, axis)`; for windows over several axes, call it for each.
            ///
            /// ```
            /// # use record_core::prelude::*;
            /// let pairs = View::from_slice(&[1, 2, 3, 4]).windows(0, 2);
            /// assert_eq!((pairs.shape(), pairs.at(1).to_vec()), ([3, 2], vec![2, 3]));
            /// ```
            ///
            /// # Errors
            /// [`LayoutError::Window`] if the axis is shorter than `len`, [`LayoutError::Axis`],
            /// [`LayoutError::TooManyAxes`] or [`LayoutError::TooLarge`].
            windows, try_windows(axis: usize, len: usize) -> $view!(<$rank as Dim>::Larger),
                self => self.try_windows_step(axis, len, 1);

            /// Every `step`-th of the runs of [`try_windows`](Self::try_windows). NumPy's
            /// `sliding_window_view(a, len, axis)[::step]`.
            ///
            /// # Errors
            /// As there, and [`LayoutError::ZeroStep`].
            windows_step, try_windows_step(axis: usize, len: usize, step: usize) -> $view!(<$rank as Dim>::Larger),
                self => {
                    let $this = &self;
                    let itemsize = $size;
                    self.derive_repeat(|parent| parent.windows(axis, len, step, itemsize))
                };
        }
    };
}

macro_rules! view {
    ($rank:ty) => { View<'a, T, $rank> };
}

macro_rules! view_mut {
    ($rank:ty) => { ViewMut<'a, T, $rank> };
}

macro_rules! cell_view {
    ($rank:ty) => { CellView<'a, T, $rank> };
}

macro_rules! any_view {
    ($rank:ty) => { AnyView<'a> };
}

macro_rules! any_view_mut {
    ($rank:ty) => { AnyViewMut<'a> };
}

/// Operations that compute a header and never copy; see [`view`](crate::view).
impl<'a, T: Element, D: Dim> View<'a, T, D> {
    slice_methods!(view, D, slice, try_slice);
    layout_methods!(view, D, |_view| size_of::<T>());
    repeat_methods!(view, D, |_view| size_of::<T>());
}

/// Operations that compute a header and never copy; see [`view`](crate::view). The view is given up.
impl<'a, T: Element, D: Dim> ViewMut<'a, T, D> {
    slice_methods!(view_mut, D, into_slice, try_into_slice);
    layout_methods!(view_mut, D, |_view| size_of::<T>());
}

/// Operations that compute a header and never copy; see [`view`](crate::view).
impl<'a, T: Element, D: Dim> CellView<'a, T, D> {
    slice_methods!(cell_view, D, slice, try_slice);
    layout_methods!(cell_view, D, |_view| size_of::<T>());
    repeat_methods!(cell_view, D, |_view| size_of::<T>());
}

/// Operations that compute a header and never copy; see [`view`](crate::view).
impl<'a> AnyView<'a> {
    slice_methods!(any_view, DynRank, slice, try_slice);
    layout_methods!(any_view, DynRank, |view| view.dtype().itemsize());
    repeat_methods!(any_view, DynRank, |view| view.dtype().itemsize());
}

/// Operations that compute a header and never copy; see [`view`](crate::view). The view is given up.
impl<'a> AnyViewMut<'a> {
    slice_methods!(any_view_mut, DynRank, into_slice, try_into_slice);
    layout_methods!(any_view_mut, DynRank, |view| view.dtype().itemsize());
}

//! What is about to be computed along an axis: where all operations of the family become arrays, or are written to views.

use crate::{
    buffer::{Array, check_shape},
    element::Element,
    layout::{Dim, DynRank, LayoutError, Rank},
    ops::roll::{
        error::RollError,
        sink::Sink,
        values::{Outcome, Takes},
    },
    or_panic::OrPanic as _,
    raw::view::{View, ViewMut},
};
use core::{fmt, ops::Range};

/// How the results along one column are computed. Sealed: the operations of [`roll`](super) are all there are.
pub trait Plan<T: Element>: Clone + Send + Sync {
    /// What a result is.
    type Out: Outcome;

    /// How many results a column of `len` elements has.
    #[doc(hidden)]
    fn results(&self, len: usize) -> Result<usize, RollError>;

    /// Writes some of the results of a column.
    #[doc(hidden)]
    fn run<O: Element<Value: Takes<Self::Out>>>(
        &self,
        column: View<'_, T>,
        results: Range<usize>,
        sink: &mut Sink<'_, O>,
    ) -> Result<(), RollError>;

    /// The same, with another value where there is no result.
    #[doc(hidden)]
    fn set_fill(&mut self, fill: Self::Out);
}

/// A plan of which pieces can be computed by themselves. Sealed: windows, differences and shifts.
pub trait Pieces {}

/// Results that are not computed yet, one for each window or element along an axis.
///
/// [`to_array`](Rolled::to_array) makes an array of them, [`write_to`](Rolled::write_to) writes them into a column or view that
/// is there already: NumPy's `out=`.
///
/// ```
/// use record_core::prelude::*;
/// let column = View::from_slice(&[1.0_f32, 2.0, 4.0, 8.0]);
/// let mut out = [0.0_f32; 3];
/// column.rolling(2).mean().write_to(&mut ViewMut::from_slice(&mut out))?;
/// assert_eq!(out, [1.5, 3.0, 6.0]);
/// # Ok::<(), record_core::Error>(())
/// ```
#[derive(Clone)]
#[must_use = "nothing is computed before `to_array` or `write_to`"]
pub struct Rolled<'a, T, D: Dim, P> {
    pub(super) view: View<'a, T, D>,
    pub(super) axis: usize,
    pub(super) plan: P,
}

impl<'a, T: Element, D: Dim, P: Plan<T>> Rolled<'a, T, D, P> {
    /// With this value where there is no result, instead of NaN or NaT: integers have neither.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let column = View::from_slice(&[1_i32, 2, 3]);
    /// let sums = column.rolling(2).min_periods(2).sum().fill(-1);
    /// assert_eq!(sums.to_array().to_vec(), [-1, 3, 5]);
    /// ```
    pub fn fill(mut self, value: P::Out) -> Self {
        self.plan.set_fill(value);
        self
    }

    /// The lengths of the axes that the results have.
    ///
    /// # Errors
    /// [`RollError::Layout`] if there is no such axis; [`RollError::EmptyWindow`] and [`RollError::ZeroOrder`]; of windows of
    /// time, [`RollError::Lengths`] if there are not as many times as elements, and [`RollError::Span`].
    pub fn shape(&self) -> Result<D::Shape, RollError> {
        let layout = self.view.layout();
        let (mut shape, ndim) = (layout.shape, layout.ndim());
        let along = shape.as_mut().get_mut(self.axis).ok_or(LayoutError::Axis { axis: self.axis, ndim })?;
        *along = self.plan.results(*along)?;
        Ok(shape)
    }

    /// The results in memory of their own, in C order.
    ///
    /// # Panics
    /// Where [`try_to_array`](Rolled::try_to_array) returns an error.
    #[track_caller]
    pub fn to_array(&self) -> Array<<P::Out as Outcome>::Stored, D> {
        self.try_to_array().or_panic()
    }

    /// The results in memory of their own, in C order.
    ///
    /// # Errors
    /// [`RollError`] with what there is no result for, if there is no such axis, or no memory.
    pub fn try_to_array(&self) -> Result<Array<<P::Out as Outcome>::Stored, D>, RollError> {
        self.try_to_array_of()
    }

    /// The results in memory of their own as other elements, which hold them: means as `f32` or `Be<f64>`. NumPy's `dtype=`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let means = View::from_slice(&[1_u8, 2, 4]).rolling(2).mean().try_to_array_of::<f32>()?;
    /// assert_eq!(means.to_vec(), [1.5, 3.0]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`try_to_array`](Rolled::try_to_array).
    pub fn try_to_array_of<O: Element<Value: Takes<P::Out>>>(&self) -> Result<Array<O, D>, RollError> {
        let shape = self.shape()?;
        let mut made = Array::<O, DynRank>::try_zeros(shape.as_ref())?;
        self.write(made.view_mut())?;
        Ok(made.into_rank()?)
    }

    /// Writes the results to elements of any layout, which hold them; the shape is [`shape`](Rolled::shape). NumPy's `out=`.
    ///
    /// # Errors
    /// [`RollError`] with what there is no result for, if there is no such axis, or if the output is of another shape; nothing is
    /// written then but results before it.
    pub fn write_to<O: Element<Value: Takes<P::Out>>>(
        &self,
        out: &mut ViewMut<'_, O, D>,
    ) -> Result<(), RollError> {
        self.write(self.checked(out)?)
    }

    /// The output, if its shape is that of the results.
    pub(super) fn checked<'o, O: Element>(
        &self,
        out: &'o mut ViewMut<'_, O, D>,
    ) -> Result<ViewMut<'o, O, DynRank>, RollError> {
        check_shape(self.shape()?.as_ref(), out.layout().shape.as_ref())?;
        Ok(out.reborrow().derive::<DynRank>(|parent| parent.with_rank())?)
    }

    /// Writes to a view of the right shape.
    fn write<O: Element<Value: Takes<P::Out>>>(&self, out: ViewMut<'_, O, DynRank>) -> Result<(), RollError> {
        self.each(out, &mut |column, out| {
            let results = 0..out.layout().len();
            self.plan.run(column, results, &mut Sink::new(out, 0))
        })
    }

    /// Calls `f` with each column along the axis, and where its results go.
    pub(super) fn each<'o, O: Element>(
        &self,
        out: ViewMut<'o, O, DynRank>,
        f: &mut impl FnMut(View<'a, T>, ViewMut<'o, O>) -> Result<(), RollError>,
    ) -> Result<(), RollError> {
        let view = self.view.derive::<DynRank>(|parent| parent.with_rank())?;
        let inner = view.ndim() - 1;
        each_column(view.try_move_axis(self.axis, inner)?, out.try_move_axis(self.axis, inner)?, f)
    }
}

impl<T, D: Dim, P: fmt::Debug> fmt::Debug for Rolled<'_, T, D, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shape = self.view.layout().shape;
        let mut shown = f.debug_struct("Rolled");
        shown.field("shape", &shape).field("axis", &self.axis).field("plan", &self.plan).finish()
    }
}

/// Calls `f` with the innermost columns of two views whose other axes are the same.
fn each_column<'a, 'o, T: Element, O: Element>(
    view: View<'a, T, DynRank>,
    out: ViewMut<'o, O, DynRank>,
    f: &mut impl FnMut(View<'a, T>, ViewMut<'o, O>) -> Result<(), RollError>,
) -> Result<(), RollError> {
    if view.ndim() == 1 {
        let column = view.derive::<Rank<1>>(|parent| parent.with_rank())?;
        return f(column, out.derive::<Rank<1>>(|parent| parent.with_rank())?);
    }
    for (view, out) in view.axis_iter(0)?.zip(out.axis_iter(0)?) {
        each_column(view, out, f)?;
    }
    Ok(())
}

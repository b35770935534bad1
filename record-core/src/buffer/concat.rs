//! Views one behind the other, copied into one array. Each element is copied once, however many views there are.

use crate::{
    buffer::{ArrayError, create::allocate},
    element::Element,
    layout::{Dim, Layout, LayoutError, Order},
    raw::{
        array::Array,
        view::{View, ViewMut},
    },
};
use alloc::vec::Vec;
use core::fmt;

/// Views that cannot be put together. Nothing has been written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConcatError {
    /// No views: there is no shape.
    Nothing,
    /// A view of another length than the first on an axis along which they are not put together.
    Shape {
        /// The place of the view among them.
        position: usize,
        /// The axis.
        axis: usize,
        /// The first view's length.
        expected: usize,
        /// Its length.
        found: usize,
    },
    /// A view of another number of axes than the first.
    Rank {
        /// The place of the view among them.
        position: usize,
        /// The first view's axes.
        expected: usize,
        /// Its axes.
        found: usize,
    },
    /// An axis that the views have not, or an output of another shape.
    Layout(LayoutError),
    /// An array that there is no memory for.
    Array(ArrayError),
}

impl From<LayoutError> for ConcatError {
    fn from(error: LayoutError) -> Self {
        Self::Layout(error)
    }
}

impl From<ArrayError> for ConcatError {
    fn from(error: ArrayError) -> Self {
        match error {
            ArrayError::Layout(error) => Self::Layout(error),
            error => Self::Array(error),
        }
    }
}

impl fmt::Display for ConcatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("there is nothing to put together"),
            Self::Shape { position, axis, expected, found } => write!(
                f,
                "view {position} is of length {found} on axis {axis}, and the first of length {expected}"
            ),
            Self::Rank { position, expected, found } => {
                write!(f, "view {position} has rank {found}, and the first has rank {expected}")
            }
            Self::Layout(error) => error.fmt(f),
            Self::Array(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for ConcatError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Layout(error) => error.source(),
            Self::Array(error) => error.source(),
            _ => None,
        }
    }
}

/// The lengths of the axes of all shapes put together along `axis`; `itemsize` is for the error of what is too large.
pub(crate) fn joined<D: Dim>(
    shapes: impl Iterator<Item = D::Shape>,
    axis: usize,
    itemsize: usize,
) -> Result<D::Shape, ConcatError> {
    let mut joined: Option<D::Shape> = None;
    for (position, shape) in shapes.enumerate() {
        let Some(first) = &mut joined else {
            let ndim = shape.as_ref().len();
            if axis >= ndim {
                return Err(LayoutError::Axis { axis, ndim }.into());
            }
            joined = Some(shape);
            continue;
        };
        let (lengths, others) = (first.as_mut(), shape.as_ref());
        if lengths.len() != others.len() {
            return Err(ConcatError::Rank { position, expected: lengths.len(), found: others.len() });
        }
        for (at, (length, &other)) in lengths.iter_mut().zip(others).enumerate() {
            if at == axis {
                *length = length.checked_add(other).ok_or(LayoutError::TooLarge { itemsize })?;
            } else if *length != other {
                return Err(ConcatError::Shape { position, axis: at, expected: *length, found: other });
            }
        }
    }
    joined.ok_or(ConcatError::Nothing)
}

/// The elements of all views in an array of their own, one view behind the other along `axis`. NumPy's
/// `concatenate(views, axis)`; with axis 0 its `vstack` of tables, with axis 1 its `hstack`.
///
/// The views are of one type: those of other types are [`cast`](View::cast) before, or put together by
/// [`convert::concatenate`](crate::convert::concatenate).
///
/// ```
/// use record_core::{prelude::*, buffer::concatenate};
/// let (a, b) = (Array::from_rows([[1, 2], [3, 4]]), Array::from_rows([[5], [6]]));
/// let wide = concatenate(&[a.view(), b.view()], 1)?;
/// assert_eq!(wide, Array::from_rows([[1, 2, 5], [3, 4, 6]]));
/// let error = concatenate(&[a.view(), b.view()], 0).unwrap_err();
/// assert_eq!(error.to_string(), "view 1 is of length 1 on axis 1, and the first of length 2");
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// # Errors
/// [`ConcatError::Shape`] or [`ConcatError::Rank`] with the first view that does not fit, [`ConcatError::Nothing`] if there are
/// none; others if there is no such axis, or no memory.
pub fn concatenate<T: Element, D: Dim>(
    views: &[View<'_, T, D>],
    axis: usize,
) -> Result<Array<T, D>, ConcatError> {
    let shape = joined::<D>(views.iter().map(View::shape), axis, size_of::<T>())?;
    let layout = Layout::dense(shape, size_of::<T>(), Order::C)?;
    let mut made = allocate(layout, Order::C, 1)?;
    fill(&mut made.view_mut(), views, axis)?;
    Ok(made)
}

/// Writes the elements of all views to `out`, one view behind the other along `axis`. NumPy's
/// `concatenate(views, axis, out=out)`. The output may be of another byte order, or of any layout.
///
/// ```
/// use record_core::{prelude::*, buffer::concatenate_into};
/// let mut out = [0; 3];
/// concatenate_into(&mut ViewMut::from_slice(&mut out), &[View::from_slice(&[1, 2]), View::from_slice(&[3])], 0)?;
/// assert_eq!(out, [1, 2, 3]);
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// # Errors
/// As [`concatenate`], and [`LayoutError::Length`] if the output is of another shape.
pub fn concatenate_into<T: Element, U: Element<Value = T::Value>, D: Dim>(
    out: &mut ViewMut<'_, T, D>,
    views: &[View<'_, U, D>],
    axis: usize,
) -> Result<(), ConcatError> {
    let shape = joined::<D>(views.iter().map(View::shape), axis, size_of::<T>())?;
    check_shape(shape.as_ref(), out.shape().as_ref())?;
    fill(out, views, axis)
}

/// Refuses an output of another shape.
pub(crate) fn check_shape(expected: &[usize], found: &[usize]) -> Result<(), LayoutError> {
    if expected.len() != found.len() {
        return Err(LayoutError::Rank { expected: expected.len(), found: found.len() });
    }
    match expected.iter().zip(found).position(|(expected, found)| expected != found) {
        None => Ok(()),
        Some(axis) => Err(LayoutError::Length { axis, expected: expected[axis], found: found[axis] }),
    }
}

/// Writes to a view of the right shape.
fn fill<T: Element, U: Element<Value = T::Value>, D: Dim>(
    out: &mut ViewMut<'_, T, D>,
    views: &[View<'_, U, D>],
    axis: usize,
) -> Result<(), ConcatError> {
    let mut start = 0;
    for view in views {
        let end = start + view.shape().as_ref()[axis];
        out.reborrow().derive::<D>(|parent| parent.range(axis, start..end))?.copy_rows(*view);
        start = end;
    }
    Ok(())
}

/// The elements of all views, which are of one shape, in an array with an axis more: index `i` of `axis` is view `i`. NumPy's
/// `stack(views, axis)`; with the last axis its `column_stack` and `dstack`.
///
/// ```
/// use record_core::{prelude::*, buffer::stack};
/// let (a, b) = (View::from_slice(&[1, 2, 3]), View::from_slice(&[4, 5, 6]));
/// assert_eq!(stack(&[a, b], 0)?, Array::from_rows([[1, 2, 3], [4, 5, 6]]));
/// assert_eq!(stack(&[a, b], 1)?, Array::from_rows([[1, 4], [2, 5], [3, 6]]));
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// # Errors
/// As [`concatenate`], and [`LayoutError::TooManyAxes`].
pub fn stack<T: Element, D: Dim>(
    views: &[View<'_, T, D>],
    axis: usize,
) -> Result<Array<T, D::Larger>, ConcatError> {
    // Each of length 1 on the new axis; on all others they are the same then.
    let layers = views.iter().map(|view| view.try_insert_axis(axis)).collect::<Result<Vec<_>, _>>()?;
    concatenate(&layers, axis)
}

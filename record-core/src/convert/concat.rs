//! Views of run-time dtypes, one behind the other.

use crate::{
    buffer::{check_shape, joined},
    convert::{Conversion, ConvertError, ConvertOptions},
    dtype::DType,
    layout::{DynRank, Order},
    raw::{any::AnyView, any_array::AnyArray, any_mut::AnyViewMut},
};
use alloc::vec::Vec;

/// What becomes of views of different dtypes that are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Promote {
    /// They are an error.
    No,
    /// All become the dtype that holds them: [`DType::promote`]. A 64-bit integer that would be rounded to become a float is an
    /// error, where NumPy rounds.
    Yes,
}

/// The elements of all views in an array of their own, one view behind the other along `axis`. NumPy's
/// `concatenate(views, axis)`, which promotes without being asked.
///
/// ```
/// use record_core::{prelude::*, convert::{Promote, concatenate}};
/// let (a, b) = (View::from_slice(&[1_u8, 2]).as_any(), View::from_slice(&[0.5_f32]).as_any());
/// assert!(concatenate(&[a, b], 0, Promote::No).is_err());
/// let both = concatenate(&[a, b], 0, Promote::Yes)?;
/// assert_eq!(both.typed::<f32, record_core::Rank<1>>()?.to_vec(), [1.0, 2.0, 0.5]);
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// # Errors
/// [`ConvertError::OtherDType`] or, with [`Promote::Yes`], [`ConvertError::NoCommon`] for dtypes that do not go together;
/// [`ConvertError::Concat`] with the first view of another shape, and if there are none; [`ConvertError::Value`], with the
/// field, the row of its view and the value, for a 64-bit integer that is no number of the float that all become; others if
/// there is no memory. To have it rounded, write to floats with [`concatenate_into`].
pub fn concatenate(views: &[AnyView<'_>], axis: usize, promote: Promote) -> Result<AnyArray, ConvertError> {
    let dtype = common(views, promote)?;
    let shape = joined::<DynRank>(views.iter().map(AnyView::shape), axis, dtype.itemsize())?;
    let mut made = AnyArray::zeros(dtype, shape.as_ref(), Order::C)?;
    // Of dtypes that are held, only the integers that a float would round are looked at.
    fill(&mut made.view_mut(), views, axis, &ConvertOptions::new().checked())?;
    Ok(made)
}

/// Writes the elements of all views to `out`, one view behind the other along `axis`, each cast to the dtype of `out` as the
/// options allow. NumPy's `concatenate(views, axis, out=out, casting=…)`.
///
/// # Errors
/// [`ConvertError::Concat`] with the first view of another shape, [`ConvertError::Layout`] if the output is of another; others
/// if a dtype may not be cast, or a value does not fit: elements before it may have been written.
pub fn concatenate_into(
    out: &mut AnyViewMut<'_>,
    views: &[AnyView<'_>],
    axis: usize,
    options: &ConvertOptions,
) -> Result<(), ConvertError> {
    let shape = joined::<DynRank>(views.iter().map(AnyView::shape), axis, out.dtype().itemsize())?;
    check_shape(shape.as_ref(), out.shape().as_ref())?;
    fill(out, views, axis, options)
}

/// The elements of all views, which are of one shape, in an array with an axis more: index `i` of `axis` is view `i`. NumPy's
/// `stack(views, axis)`.
///
/// # Errors
/// As [`concatenate`], and [`LayoutError::TooManyAxes`](crate::layout::LayoutError::TooManyAxes) in it.
pub fn stack(views: &[AnyView<'_>], axis: usize, promote: Promote) -> Result<AnyArray, ConvertError> {
    let layers = views.iter().map(|view| view.try_insert_axis(axis)).collect::<Result<Vec<_>, _>>()?;
    concatenate(&layers, axis, promote)
}

/// The dtype of all views, or the one that holds all.
fn common(views: &[AnyView<'_>], promote: Promote) -> Result<DType, ConvertError> {
    let Some((first, others)) = views.split_first() else {
        return Err(crate::buffer::ConcatError::Nothing.into());
    };
    let mut dtype = first.dtype().clone();
    let mut last = first.dtype();
    for view in others {
        // Most are of one dtype: what has been looked at is not looked at again.
        if view.dtype() == last || *view.dtype() == dtype {
            continue;
        }
        last = view.dtype();
        dtype = match promote {
            Promote::Yes => dtype.promote(last)?,
            Promote::No => {
                return Err(ConvertError::OtherDType { expected: dtype.into(), found: last.clone().into() });
            }
        };
    }
    Ok(dtype)
}

/// Writes to a view of the right shape.
fn fill(
    out: &mut AnyViewMut<'_>,
    views: &[AnyView<'_>],
    axis: usize,
    options: &ConvertOptions,
) -> Result<(), ConvertError> {
    let mut plan: Option<Conversion> = None;
    let mut start = 0;
    for view in views {
        let end = start + view.shape().as_ref()[axis];
        let mut part = out.reborrow().derive(|parent| parent.range(axis, start..end))?;
        // One plan for as many as are of one dtype.
        let plan = match &mut plan {
            Some(plan) if plan.from_dtype() == view.dtype() => plan,
            plan => plan.insert(Conversion::by_name(view.dtype(), part.dtype(), options)?),
        };
        plan.run(*view, &mut part)?;
        start = end;
    }
    Ok(())
}

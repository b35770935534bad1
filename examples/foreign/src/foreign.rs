//! Memory that another language owns, and Rust looks at.

use crate::{
    status::{Failure, Status, array, copy_numbers, guard, text},
    table::{AlignedReading, Reading},
};
use record_core::{
    AnyView, AnyViewMut, DynRank, Rank,
    interop::{ArrayInterface, CView, CViewMut},
    layout::{Layout, Order},
    prelude::*,
};
use std::ffi::c_char;

/// The header behind a pointer.
fn known<T>(header: Option<T>) -> Result<T, Failure> {
    header.ok_or_else(|| Failure::argument("the header is null"))
}

/// Copies the numbers of a field, or of whole elements if `field` is null.
///
/// # Safety
/// `field` and `out` as in [`record_copy`].
unsafe fn copy(view: AnyView<'_>, field: *const c_char, out: *mut f64, len: usize) -> Result<(), Failure> {
    // SAFETY: promised by the caller.
    let out = unsafe { array(out, len) }?;
    if field.is_null() {
        return copy_numbers(view.values(), out);
    }
    // SAFETY: promised by the caller.
    let field = unsafe { text(field, "the field's name") }?;
    copy_numbers(view.column(field)?.values(), out)
}

/// All numbers in row-major order of an array of any dtype, which is given as text: `<f8`, or what NumPy prints of a
/// structured one. If `field` is not null, of that field.
///
/// # Safety
/// `view` is null or a header; unless that is found to lie, it is the header of live, initialised memory that nobody
/// writes meanwhile. `dtype` and `field` are null or texts that end with a NUL, `out` is null or room for `len` numbers,
/// and no part of the array.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn record_copy(
    view: Option<&CView<'_>>,
    dtype: *const c_char,
    field: *const c_char,
    out: *mut f64,
    len: usize,
) -> Status {
    guard(|| {
        // SAFETY: promised by the caller.
        let dtype = DType::parse(unsafe { text(dtype, "the dtype") }?)?;
        // SAFETY: promised by the caller.
        let view = unsafe { known(view)?.any_view(&dtype) }?;
        // SAFETY: promised by the caller.
        unsafe { copy(view, field, out, len) }
    })
}

/// [`record_copy`] of an array that NumPy describes by itself: `json.dumps(a.__array_interface__)`.
///
/// # Safety
/// As for [`record_copy`]; the interface says the truth.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn record_copy_interface(
    json: *const c_char,
    field: *const c_char,
    out: *mut f64,
    len: usize,
) -> Status {
    guard(|| {
        // SAFETY: promised by the caller.
        let interface = ArrayInterface::parse(unsafe { text(json, "the interface") }?)?;
        // SAFETY: promised by the caller.
        let view = unsafe { interface.view() }?;
        // SAFETY: promised by the caller.
        unsafe { copy(view, field, out, len) }
    })
}

/// Multiplies the numbers of a field, or of whole elements if `field` is null.
///
/// # Safety
/// `field` as in [`record_copy`].
unsafe fn scale(view: AnyViewMut<'_>, field: *const c_char, factor: f64) -> Result<(), Failure> {
    let view = if field.is_null() {
        view
    } else {
        // SAFETY: promised by the caller.
        view.into_column(unsafe { text(field, "the field's name") }?)?
    };
    view.into_all_axes()?.into_typed_as::<f64, DynRank>()?.apply(|number| number * factor);
    Ok(())
}

/// Multiplies every number of an array, or of one of its fields, which holds `f64` of this machine's order.
///
/// # Safety
/// As for [`record_copy`], of memory that may be written and nobody else uses meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn record_scale(
    view: Option<&mut CViewMut<'_>>,
    dtype: *const c_char,
    field: *const c_char,
    factor: f64,
) -> Status {
    guard(|| {
        // SAFETY: promised by the caller.
        let dtype = DType::parse(unsafe { text(dtype, "the dtype") }?)?;
        // SAFETY: promised by the caller.
        let view = unsafe { known(view)?.reborrow().any_view_mut(&dtype) }?;
        // SAFETY: promised by the caller.
        unsafe { scale(view, field, factor) }
    })
}

/// [`record_scale`] of an array that NumPy describes by itself.
///
/// # Safety
/// As for [`record_scale`]; the interface says the truth.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn record_scale_interface(
    json: *const c_char,
    field: *const c_char,
    factor: f64,
) -> Status {
    guard(|| {
        // SAFETY: promised by the caller.
        let interface = ArrayInterface::parse(unsafe { text(json, "the interface") }?)?;
        // SAFETY: promised by the caller.
        let view = unsafe { interface.view_mut() }?;
        // SAFETY: promised by the caller.
        unsafe { scale(view, field, factor) }
    })
}

/// Multiplies the volts of readings, packed or as C lays them out, and leaves every other byte alone.
///
/// # Safety
/// As for [`record_scale`], of readings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn record_scale_volts(
    view: Option<&mut CViewMut<'_>>,
    aligned: bool,
    factor: f64,
) -> Status {
    guard(|| {
        let header = known(view)?.reborrow();
        if aligned {
            // SAFETY: promised by the caller.
            let view = unsafe { header.view_mut::<AlignedReading, DynRank>() }?;
            view.into_col(AlignedReading::VOLTS).apply(|volts| volts * factor);
        } else {
            // SAFETY: promised by the caller.
            let view = unsafe { header.view_mut::<Reading, DynRank>() }?;
            view.into_col(Reading::VOLTS).apply(|volts| volts * factor);
        }
        Ok(())
    })
}

/// One packed reading, by value.
///
/// # Safety
/// As for [`record_copy`], of packed readings; `out` is null or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn record_get_reading(
    view: Option<&CView<'_>>,
    index: usize,
    out: Option<&mut Reading>,
) -> Status {
    guard(|| {
        // SAFETY: promised by the caller.
        let view = unsafe { known(view)?.view::<Reading, Rank<1>>() }?;
        let reading = view.try_get(index).map_err(record_core::Error::from)?;
        *out.ok_or_else(|| Failure::argument("the place for the reading is null"))? = reading;
        Ok(())
    })
}

/// The sum of an array of `f64`, as the crate `ndarray` has it: where it can, without a copy.
///
/// # Safety
/// As for [`record_copy`]; `out` is null or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn record_ndarray_sum(view: Option<&CView<'_>>, out: Option<&mut f64>) -> Status {
    guard(|| {
        // SAFETY: promised by the caller.
        let view = unsafe { known(view)?.view::<f64, DynRank>() }?;
        let out = out.ok_or_else(|| Failure::argument("the place for the sum is null"))?;
        *out = view.to_ndarray()?.sum();
        Ok(())
    })
}

/// The layout of a matrix as Fortran has it: the first index runs fastest.
fn column_major(rows: usize, columns: usize) -> Result<Layout<Rank<2>>, Failure> {
    Ok(Layout::dense([rows, columns], size_of::<f64>(), Order::F)?)
}

/// The numbers of a column-major matrix, row by row.
///
/// # Safety
/// `matrix` is null or the address of `rows * columns` numbers that nobody writes meanwhile; `out` as in
/// [`record_copy`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn record_matrix_rows(
    matrix: *const f64,
    rows: usize,
    columns: usize,
    out: *mut f64,
    len: usize,
) -> Status {
    guard(|| {
        // SAFETY: promised by the caller.
        let view = unsafe { View::<f64, _>::from_raw_parts(matrix, column_major(rows, columns)?) }?;
        // SAFETY: promised by the caller.
        let out = unsafe { array(out, len) }?;
        copy_numbers(view.as_any().values(), out)
    })
}

/// Multiplies one row, counted from 0, of a column-major matrix.
///
/// # Safety
/// As for [`record_matrix_rows`], of memory that may be written and nobody else uses meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn record_matrix_scale_row(
    matrix: *mut f64,
    rows: usize,
    columns: usize,
    row: usize,
    factor: f64,
) -> Status {
    guard(|| {
        // SAFETY: promised by the caller.
        let mut view = unsafe { ViewMut::<f64, _>::from_raw_parts(matrix, column_major(rows, columns)?) }?;
        for column in 0..columns {
            let old = view.as_view().get_at([row, column]).unwrap_or_default();
            view.try_set_at([row, column], old * factor).map_err(record_core::Error::from)?;
        }
        Ok(())
    })
}

//! A table that Rust owns, and others look at.

use crate::status::{Failure, Status, array, copy_numbers, guard, text};
use record_core::{AnyView, Rank, interop::CViewMut, layout::Layout, prelude::*};
use std::ffi::{CString, c_char};

/// What an instrument wrote: packed, so that nearly nothing is aligned.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
pub struct Reading {
    /// Counts up.
    pub id: u16,
    /// Whether the value was in range.
    pub good: Bool8,
    /// The value.
    pub volts: f64,
    /// Where.
    pub position: [f32; 3],
    /// Who.
    pub name: FixedBytes<5>,
    /// Big-endian, as the instrument wrote it.
    pub serial: Be<u32>,
}

/// The same as C lays it out, with gaps.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct AlignedReading {
    /// Counts up.
    pub id: u16,
    /// Whether the value was in range.
    pub good: Bool8,
    /// The value.
    pub volts: f64,
    /// Where.
    pub position: [f32; 3],
    /// Who.
    pub name: FixedBytes<5>,
    /// Big-endian, as the instrument wrote it.
    pub serial: Be<u32>,
}

/// A table of [`Reading`]s, and what is told of it: these live as long.
#[derive(Debug)]
pub struct Table {
    readings: RecordTable<Reading>,
    layout: Layout<Rank<1>>,
    interface: CString,
    dtype: CString,
}

impl Table {
    fn new(len: u16) -> Result<Self, Failure> {
        let reading = |id: u16| {
            let x = f32::from(id);
            Ok(Reading {
                id,
                good: Bool8::from(id % 2 == 1),
                volts: f64::from(id) * 0.5,
                position: [x, x + 0.25, x + 0.5],
                name: FixedBytes::try_from(format!("r{}", id % 1000).as_str())
                    .map_err(record_core::Error::from)?,
                serial: Be::new(u32::from(id) << 16 | 1),
            })
        };
        let readings: Vec<Reading> = (0..len).map(reading).collect::<Result<_, Failure>>()?;
        let mut readings = RecordTable::from(readings);
        let layout = readings.view().layout();
        let text = |text: String| CString::new(text).expect("no NUL in a dtype");
        let interface = text(readings.view_mut().array_interface()?.to_json());
        Ok(Self { readings, layout, interface, dtype: text(Reading::DTYPE.repr()) })
    }
}

/// The table behind a pointer.
fn known<T>(table: Option<T>) -> Result<T, Failure> {
    table.ok_or_else(|| Failure::argument("the table is null"))
}

/// A new table of `len` readings: number `i` has the id `i`, `i / 2` volts, and so on.
///
/// # Safety
/// `out` is null, or may be written. What is written there belongs to the caller, who gives it back with
/// [`record_table_free`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn record_table_new(len: u16, out: Option<&mut *mut Table>) -> Status {
    guard(|| {
        let out = out.ok_or_else(|| Failure::argument("the place for the table is null"))?;
        *out = Box::into_raw(Box::new(Table::new(len)?));
        Ok(())
    })
}

/// Gives a table back. Null is allowed.
///
/// # Safety
/// A table of [`record_table_new`] that was not given back, and whose memory nobody looks at any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn record_table_free(table: Option<Box<Table>>) {
    drop(table);
}

/// The header of the readings. The caller may write them until the table is given back, but not while another
/// function of this library runs.
///
/// # Safety
/// `table` is null or a table, `out` is null or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn record_table_view<'t>(
    table: Option<&'t mut Table>,
    out: Option<&mut std::mem::MaybeUninit<CViewMut<'t>>>,
) -> Status {
    guard(|| {
        let table = known(table)?;
        let out = out.ok_or_else(|| Failure::argument("the place for the header is null"))?;
        let data = table.readings.view_mut().as_mut_ptr().cast();
        out.write(CViewMut::new(data, &table.layout, size_of::<Reading>()));
        Ok(())
    })
}

/// NumPy's `__array_interface__` of the readings, as JSON; null for null. Valid while the table is.
#[unsafe(no_mangle)]
pub extern "C" fn record_table_interface(table: Option<&Table>) -> *const c_char {
    table.map_or(std::ptr::null(), |table| table.interface.as_ptr())
}

/// The dtype of the readings, as NumPy prints it; null for null. Valid while the table is.
#[unsafe(no_mangle)]
pub extern "C" fn record_table_dtype(table: Option<&Table>) -> *const c_char {
    table.map_or(std::ptr::null(), |table| table.dtype.as_ptr())
}

/// All numbers of one field, as Rust sees them now.
///
/// # Safety
/// `table` is null or a table, `field` null or a text that ends with a NUL, `out` null or room for `len` numbers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn record_table_copy(
    table: Option<&Table>,
    field: *const c_char,
    out: *mut f64,
    len: usize,
) -> Status {
    guard(|| {
        // SAFETY: promised by the caller.
        let field = unsafe { text(field, "the field's name") }?;
        // SAFETY: promised by the caller.
        let out = unsafe { array(out, len) }?;
        let column: AnyView<'_> = known(table)?.readings.as_any().column(field)?;
        copy_numbers(column.values(), out)
    })
}

//! Tables as arrays of one axis, and back: the bytes move, nothing is copied.

use crate::{
    layout::{Axes as _, DynAxes, Layout, LayoutError, Order},
    raw::{
        any_array::AnyArray,
        array::Array,
        owner::{Owned, Owner},
    },
    record::Record,
    table::{AnyTable, RecordTable, open::Found},
};

/// The table's records as an array; nothing is copied.
///
/// ```
/// # use record_core::prelude::*;
/// # #[derive(Record, Clone, Copy)] #[repr(C, packed)]
/// # struct Point { id: u8, at: [f32; 2] }
/// let points: RecordTable<Point> = (0..6).map(|id| Point { id, at: [0.0; 2] }).collect();
/// let grid = Array::from(points).into_shape([2, 3])?;
/// assert_eq!(grid.view().col(Point::ID).at(1).to_vec(), [3, 4, 5]);
/// # Ok::<(), record_core::Error>(())
/// ```
impl<R: Record> From<RecordTable<R>> for Array<R> {
    fn from(table: RecordTable<R>) -> Self {
        let layout = Layout::dense([table.len()], size_of::<R>(), Order::C).expect("records in memory");
        Self::from_bytes(table.owner.into_bytes(), layout, Order::C).expect("the bytes of these records")
    }
}

/// The array's records as a table, which can grow; nothing is copied.
impl<R: Record> From<Array<R>> for RecordTable<R> {
    fn from(array: Array<R>) -> Self {
        let place = Found { offset: 0, count: array.len() as u64, trailing: 0 };
        Self::from_storage(Owned(array.into_bytes()), place).expect("the bytes of these records")
    }
}

/// The table's records as an array of one axis; nothing is copied.
impl From<AnyTable> for AnyArray {
    fn from(table: AnyTable) -> Self {
        let (dtype, len) = (table.dtype().clone(), table.len());
        let shape = DynAxes::from_fn(1, |_| len).expect("one axis");
        let layout = Layout::dense(shape, dtype.itemsize(), Order::C).expect("records in memory");
        let bytes = table.owner.into_bytes();
        Self::from_bytes(bytes, dtype, layout, Order::C).expect("the bytes of these records")
    }
}

/// The elements of an array of one axis as a table; nothing is copied.
///
/// Fails with [`LayoutError::Rank`] if there are more axes or none, [`LayoutError::ZeroSize`] if elements have no bytes.
impl TryFrom<AnyArray> for AnyTable {
    type Error = LayoutError;

    fn try_from(array: AnyArray) -> Result<Self, LayoutError> {
        if array.ndim() != 1 {
            return Err(LayoutError::Rank { expected: 1, found: array.ndim() });
        }
        let count = array.size();
        let (dtype, .., bytes) = array.into_parts();
        Ok(Self { owner: Owner::untyped(Owned(bytes), dtype, 0, count)?, trailing: 0 })
    }
}

//! Tables as arrays of one axis, and back: the bytes move, nothing is copied.

use crate::{
    layout::{Layout, Order},
    raw::{array::Array, owner::Owned},
    record::Record,
    table::{RecordTable, open::Checked},
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
        let place = Checked { offset: 0, count: array.len(), trailing: 0 };
        Self::from_storage(Owned(array.into_bytes()), place).expect("the bytes of these records")
    }
}

//! While there are cells, they alone reach the elements; and of a view that was cut in two, no whole is left.
#![forbid(unsafe_code)]

use record_core::{CellView, prelude::*};

fn read_beside(mut view: ViewMut<'_, u8>) {
    let cells = view.cells();
    let slice = view.as_view().as_slice();
    cells.fill(1);
    drop(slice);
}

fn write_beside(mut view: ViewMut<'_, u8>) {
    let cells = view.cells();
    view.fill(2);
    cells.fill(1);
}

fn outlive() -> CellView<'static, u8> {
    let mut bytes = [0; 4];
    ViewMut::from_slice(&mut bytes).into_cells()
}

fn halves(view: ViewMut<'_, u8>) {
    let (low, high) = view.split_at(0, 1).unwrap();
    view.into_cells().fill(1);
    drop((low, high));
}

fn column_beside(array: &mut Array<u8>) {
    let mut view = array.view_mut();
    let cells = view.cells();
    array.set(0, 1);
    cells.fill(2);
}

fn main() {}

use record_core::{MapArray, prelude::*};

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Row {
    id: u8,
}

fn main() {
    // SAFETY: the file is nobody else's.
    let mut table = unsafe { RecordTable::<Row>::map("rows") }.unwrap();
    table[Row::ID].fill(1);
    table.slice_mut(..);
    // SAFETY: as above.
    let mut array = unsafe { MapArray::<u8, _>::map("rows", [2]) }.unwrap();
    array.try_set(0, 1).unwrap();
}

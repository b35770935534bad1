use record_core::{AnyMapArray, AnyTable, DType, MapArray, map::Advice, prelude::*};

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Row {
    id: u8,
}

fn main() {
    // SAFETY: the file is nobody else's.
    let mut table = unsafe { RecordTable::<Row>::map("rows") }.unwrap();
    table.view_mut();
    table.flush().unwrap();
    table.grow_to(2).unwrap();
    // SAFETY: as above.
    let mut any = unsafe { AnyTable::map("rows", DType::parse("u1").unwrap()) }.unwrap();
    any.view_mut();
    // SAFETY: as above.
    let mut array = unsafe { MapArray::<u8, _>::map("rows", [2]) }.unwrap();
    array.set_at([0], 1);
    // SAFETY: as above.
    let mut any = unsafe { AnyMapArray::map("rows", DType::parse("u1").unwrap(), [2]) }.unwrap();
    any.view_mut();
    // What a private map has written is nowhere else: it cannot be dropped, and there is nothing to flush.
    // SAFETY: as above.
    let copy = unsafe { RecordTable::<Row>::map_copy("rows") }.unwrap();
    copy.advise(Advice::Drop).unwrap();
    copy.flush().unwrap();
}

use record_core::{AnyMapArray, AnyTable, DType, MapArray, prelude::*, table::OpenOptions};

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Row {
    id: u8,
}

fn main() {
    let dtype = || DType::parse("u1").unwrap();
    _ = RecordTable::<Row>::map("rows");
    _ = RecordTable::<Row>::map_mut("rows");
    _ = RecordTable::<Row>::map_copy("rows");
    _ = RecordTable::<Row>::create("rows", 1);
    _ = AnyTable::map_mut("rows", dtype());
    _ = MapArray::<u8, _>::create("rows", [1]);
    _ = AnyMapArray::map("rows", dtype(), [1]);
    _ = OpenOptions::new().map_array_copy::<u8, _>("rows", [1]);
    _ = OpenOptions::new().create_any_array("rows", dtype(), [1]);
}

use record_core::{AnyMapArray, DType, MapArray, View, prelude::*};

fn table(path: &str) -> View<'static, Row> {
    // SAFETY: the file is nobody else's.
    let table = unsafe { RecordTable::<Row>::map(path) }.unwrap();
    table.view()
}

fn array<'a>(path: &str) -> View<'a, f32, record_core::Rank<2>> {
    // SAFETY: as above.
    let array = unsafe { MapArray::<f32, _>::map_copy(path, [2, 2]) }.unwrap();
    array.view()
}

fn closed(path: &str) {
    // SAFETY: as above.
    let table = unsafe { RecordTable::<Row>::map_mut(path) }.unwrap();
    let ids = table.col(Row::ID);
    table.close().unwrap();
    println!("{}", ids.len());
}

fn any(path: &str) {
    // SAFETY: as above.
    let mut array = unsafe { AnyMapArray::map_mut(path, DType::parse("u1").unwrap(), [2]) }.unwrap();
    let view = array.view_mut();
    drop(array);
    println!("{}", view.ndim());
}

fn path(path: &str) -> &'static std::path::Path {
    // SAFETY: as above.
    let table = unsafe { RecordTable::<Row>::map(path) }.unwrap();
    table.path()
}

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Row {
    id: u8,
}

fn main() {
    table("rows");
    array("rows");
    closed("rows");
    any("rows");
    path("rows");
}

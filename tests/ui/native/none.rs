use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    a: Be<u16>,
}

fn main() {
    let _ = RecordTable::<Row>::new().into_native();
}

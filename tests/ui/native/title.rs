use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = "RowNative")]
struct Row {
    #[record(title = "id")]
    a: Be<u16>,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct RowNative {
    a: u16,
}

fn main() {}

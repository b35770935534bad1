use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = "RowNative")]
struct Row {
    a: Be<u16>,
    b: [Be<u16>; 2],
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct RowNative {
    a: u16,
    b: [Be<u16>; 2],
}

fn main() {}

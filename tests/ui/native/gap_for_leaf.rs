use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = "RowNative")]
struct Row {
    a: u8,
    b: [u8; 3],
    c: Be<u32>,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct RowNative {
    a: u8,
    c: u32,
}

fn main() {}

use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = "RowNative")]
struct Row {
    a: Be<u16>,
    b: [u8; 2],
    c: Be<u16>,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct RowNative {
    a: u16,
    b: [u8; 1],
    c: u16,
}

fn main() {}

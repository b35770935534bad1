use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = "RowNative")]
struct Row {
    a: u8,
    b: Be<u32>,
}

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct RowNative {
    a: u8,
    b: u32,
}

fn main() {}

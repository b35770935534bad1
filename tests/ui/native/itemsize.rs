use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = "RowNative")]
struct Row {
    a: Be<u16>,
    b: u8,
}

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct RowNative {
    a: u16,
    b: u8,
}

fn main() {}

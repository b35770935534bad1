use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = "RowNative")]
struct Row {
    a: Be<u32>,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct RowNative {
    a: u64,
}

fn main() {}

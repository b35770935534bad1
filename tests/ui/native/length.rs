use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = "RowNative")]
struct Row {
    a: [Be<u16>; 3],
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct RowNative {
    a: [u16; 4],
}

fn main() {}

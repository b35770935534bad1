use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = "RowNative")]
struct Row {
    a: FixedBytes<4>,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct RowNative {
    a: [u8; 4],
}

fn main() {}

use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = "not a type")]
struct Row {
    a: Be<u16>,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = RowNative)]
struct Unquoted {
    a: Be<u16>,
}

fn main() {}

use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = "RowNative")]
struct Row {
    a: Be<DateTime64<record_core::time::Multiple<record_core::time::Seconds, 25>>>,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct RowNative {
    a: DateTime64<record_core::time::Days>,
}

fn main() {}

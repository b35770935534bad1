use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Inner {
    x: Be<u16>,
    y: Be<u16>,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct InnerNative {
    x: u16,
    y: i16,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = "RowNative")]
struct Row {
    a: Be<u16>,
    inner: [Inner; 2],
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct RowNative {
    a: u16,
    inner: [InnerNative; 2],
}

fn main() {}

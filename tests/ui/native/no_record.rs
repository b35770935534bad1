use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = "u16")]
struct Row {
    a: Be<u16>,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = "Plain")]
struct Other {
    a: Be<u16>,
}

#[derive(Clone, Copy)]
struct Plain {
    a: u16,
}

fn main() {}

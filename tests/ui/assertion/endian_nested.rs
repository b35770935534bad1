use record_core::{Be, Record};

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Inner {
    x: Be<u16>,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    #[record(endian = "little")]
    inner: [Inner; 2],
}

fn main() {}

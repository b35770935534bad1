use record_core::{Be, Le, Record};

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(endian = "big")]
struct Row {
    a: Be<u32>,
    b: [Le<u16>; 2],
}

fn main() {}

use record_core::{Be, Record};

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    #[record(endian = "little")]
    a: Be<u32>,
}

fn main() {}

use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(align = 1)]
struct Row {
    a: u8,
    b: u32,
}

fn main() {}

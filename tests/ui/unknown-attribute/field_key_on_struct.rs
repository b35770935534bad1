use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(offset = 0)]
struct Row {
    a: u8,
}

fn main() {}

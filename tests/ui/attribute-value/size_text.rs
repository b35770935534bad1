use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(size = "1")]
struct Row {
    a: u8,
}

fn main() {}

use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native)]
struct Row {
    a: u8,
}

fn main() {}

use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(crate = "record_core")]
struct Row {
    a: u8,
}

fn main() {}

use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    #[record(offest = 0)]
    a: u8,
}

fn main() {}

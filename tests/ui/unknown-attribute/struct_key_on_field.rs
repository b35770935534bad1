use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    #[record(size = 1)]
    a: u8,
}

fn main() {}

use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    a: u8,
    #[record(offset = 1)]
    b: u32,
}

fn main() {}

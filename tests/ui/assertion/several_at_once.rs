use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(size = 5, align = 1)]
struct Row {
    #[record(offset = 4)]
    a: u8,
    #[record(offset = 0)]
    b: u32,
}

fn main() {}

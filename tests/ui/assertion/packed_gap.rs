use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(layout = "packed")]
struct Row {
    a: u8,
    b: u32,
}

fn main() {}

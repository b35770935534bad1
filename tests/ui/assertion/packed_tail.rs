use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(layout = "packed")]
struct Row {
    b: u32,
    a: u8,
}

fn main() {}

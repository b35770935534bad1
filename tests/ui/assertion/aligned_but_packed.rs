use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
#[record(layout = "aligned")]
struct Row {
    b: u32,
    a: u8,
}

fn main() {}

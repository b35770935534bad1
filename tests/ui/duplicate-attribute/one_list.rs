use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    #[record(rename = "x", rename = "y")]
    a: u8,
}

fn main() {}

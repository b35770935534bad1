use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    #[record(rename = "")]
    a: u8,
}

fn main() {}

use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    #[record(token = "two words")]
    a: u8,
}

fn main() {}

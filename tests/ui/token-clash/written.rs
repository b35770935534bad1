use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    a: u8,
    #[record(token = "A")]
    b: u8,
}

fn main() {}

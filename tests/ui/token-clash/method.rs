use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    #[record(token = "columns")]
    a: u8,
}

fn main() {}

use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    #[record(title = "years")]
    age: u8,
    years: u8,
}

fn main() {}

use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    age: u8,
    #[record(rename = "age")]
    years: u8,
}

fn main() {}

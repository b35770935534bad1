use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    #[record(title = "age")]
    age: u8,
}

fn main() {}

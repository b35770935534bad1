use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    #[record(title = "Age")]
    age: u8,
    #[record(title = "Age")]
    years: u8,
}

fn main() {}

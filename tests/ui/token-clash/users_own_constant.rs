use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    age: u8,
}

impl Row {
    const AGE: u8 = 3;
}

fn main() {}

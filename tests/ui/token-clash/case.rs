use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[allow(non_snake_case)]
struct Row {
    age: u8,
    Age: u16,
}

fn main() {
    let _ = Row::AGE.offset();
}

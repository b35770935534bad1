use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    id: u32,
    field: [[bool; 2]; 3],
}

fn main() {
    let _ = Row::FIELD.offset();
}

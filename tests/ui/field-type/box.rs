use record_core::Record;

#[derive(Record, Clone)]
#[repr(C)]
struct Row {
    id: u32,
    field: Box<[u8; 4]>,
}

fn main() {
    let _ = Row::FIELD.offset();
}

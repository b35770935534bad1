use record_core::Record;

#[derive(Record, Clone)]
#[repr(C)]
struct Row {
    id: u32,
    field: String,
}

fn main() {
    let _ = Row::FIELD.offset();
}

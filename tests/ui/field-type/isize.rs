use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    id: u32,
    field: isize,
}

fn main() {
    let _ = Row::FIELD.offset();
}

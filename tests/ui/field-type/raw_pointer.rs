use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    id: u32,
    field: *const u8,
}

fn main() {
    let _ = Row::FIELD.offset();
}

use record_core::Record;
use std::num::NonZeroU8;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    id: u32,
    field: NonZeroU8,
}

fn main() {
    let _ = Row::FIELD.offset();
}

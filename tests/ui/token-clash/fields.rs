use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    fields: u8,
}

fn main() {}

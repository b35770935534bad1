use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    dtype: u8,
}

fn main() {}

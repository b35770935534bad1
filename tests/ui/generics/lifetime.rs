use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row<'a> {
    a: &'a u8,
}

fn main() {}

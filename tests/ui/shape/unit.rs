use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Nothing;

fn main() {}

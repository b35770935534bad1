use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
enum Kind {
    Cat,
    Dog,
}

fn main() {}

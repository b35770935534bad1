use record_core::Record;

#[derive(Clone, Copy)]
#[repr(u8)]
enum Kind {
    Cat,
    Dog,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    id: u32,
    field: Kind,
}

fn main() {
    let _ = Row::FIELD.offset();
}

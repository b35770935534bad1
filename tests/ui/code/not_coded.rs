use record_core::{Code, Record};

#[derive(Code, Clone, Copy)]
#[repr(u8)]
enum Kind {
    Idle,
    Data,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    kind: Kind,
}

fn main() {
    let _ = Row::KIND.offset();
}

use record_core::{Be, Coded, Record};

#[derive(Clone, Copy)]
#[repr(u16)]
enum Kind {
    Idle,
    Data,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    kind: Coded<Kind, Be<u16>>,
}

fn main() {
    let _ = Row::KIND.offset();
}

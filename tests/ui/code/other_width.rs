use record_core::{Be, Code, Coded, Record};

#[derive(Code, Clone, Copy)]
#[repr(u16)]
enum Kind {
    Idle,
    Data,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    kind: Coded<Kind, Be<u32>>,
}

fn main() {
    let _ = Row::KIND.offset();
}

use record_core::Record;

#[derive(Clone, Copy)]
#[repr(C)]
struct Inner {
    x: f32,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    id: u32,
    field: Inner,
}

fn main() {
    let _ = Row::FIELD.offset();
}

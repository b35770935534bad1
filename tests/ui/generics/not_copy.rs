use record_core::Record;

#[derive(Record, Clone)]
#[repr(C)]
struct Row<T> {
    a: T,
}

fn main() {}

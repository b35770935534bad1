use record_core::{Element, Record};

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row<T> {
    a: T,
}

fn is_element<T: Element>() {}

fn main() {
    is_element::<Row<u8>>();
    is_element::<Row<bool>>();
}

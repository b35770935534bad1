use record_core::{Record, View};

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct A {
    x: u8,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct B {
    x: u8,
}

fn main() {
    let view = View::<A>::from_bytes(&[]).unwrap();
    let _ = view.col(B::X);
}

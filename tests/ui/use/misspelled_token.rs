use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct A {
    salary: u8,
}

fn main() {
    let _ = A::SALRY.offset();
}

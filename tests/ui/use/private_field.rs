mod inner {
    use record_core::Record;

    #[derive(Record, Clone, Copy)]
    #[repr(C)]
    pub struct A {
        secret: u8,
    }
}

fn main() {
    let _ = inner::A::SECRET.offset();
}

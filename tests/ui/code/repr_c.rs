use record_core::Code;

#[derive(Code, Clone, Copy)]
#[repr(C)]
enum Kind {
    Idle,
    Data,
}

fn main() {
    let _ = Kind::from_raw(1);
}

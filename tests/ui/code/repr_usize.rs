use record_core::Code;

#[derive(Code, Clone, Copy)]
#[repr(usize)]
enum Kind {
    Idle,
    Data,
}

fn main() {
    let _ = Kind::from_raw(1);
}

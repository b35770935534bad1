use record_core::Code;

#[derive(Code, Clone, Copy)]
#[repr(Rust)]
enum Kind {
    Idle,
    Data,
}

fn main() {
    let _ = Kind::from_raw(1);
}

use record_core::Code;

#[derive(Code, Clone, Copy)]
#[repr(u128)]
enum Kind {
    Idle,
    Data,
}

fn main() {
    let _ = Kind::from_raw(1);
}

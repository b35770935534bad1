use record_core::Code;

#[derive(Code, Clone, Copy)]
#[repr(u8)]
enum Kind {
    Idle,
    Data(u16),
}

fn main() {
    let _ = Kind::from_raw(1);
}

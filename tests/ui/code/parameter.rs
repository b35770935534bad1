use record_core::Code;

#[derive(Code, Clone, Copy)]
#[repr(u8)]
enum Kind<const VERSION: u8> {
    Idle,
    Data,
}

fn main() {}

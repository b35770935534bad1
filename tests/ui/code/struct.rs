use record_core::Code;

#[derive(Code, Clone, Copy)]
#[repr(C)]
struct Kind {
    code: u8,
}

fn main() {
    let _ = Kind::from_raw(1);
}

use record_core::Code;

#[derive(Code, Clone, Copy)]
#[repr(C)]
#[code(rename = "Type")]
enum Kind {
    Idle(u8),
    Data { len: u16 },
    Fill,
}

fn main() {
    let _ = Kind::from_raw(1);
}

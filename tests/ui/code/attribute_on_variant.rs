use record_core::Code;

#[derive(Code, Clone, Copy)]
#[repr(u8)]
enum Kind {
    Idle,
    #[code(rename = "DATA")]
    Data,
}

fn main() {
    let _ = Kind::from_raw(1);
}

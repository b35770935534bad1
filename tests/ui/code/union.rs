use record_core::Code;

#[derive(Code, Clone, Copy)]
#[repr(C)]
union Kind {
    code: u8,
}

fn main() {
    let _ = Kind::from_raw(1);
}

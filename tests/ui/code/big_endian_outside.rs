use record_core::{Be, Code, Coded, View};

#[derive(Code, Clone, Copy)]
#[repr(u16)]
enum Kind {
    Idle,
    Data,
}

fn look(_: View<'_, Be<Coded<Kind>>>) {}

fn main() {
    let _ = look;
}

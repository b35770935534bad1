use record_core::{Be, Code, Coded, View};

#[derive(Code, Clone, Copy)]
#[repr(u16)]
enum Kind {
    Idle,
    Data,
}

fn first(kinds: View<'_, Be<Coded<Kind>>>) -> bool {
    kinds.is_empty()
}

fn main() {
    let _ = first;
}

use record_core::{Coded, View};

#[derive(Clone, Copy)]
#[repr(u8)]
enum Kind {
    Idle,
    Data,
}

fn first(kinds: View<'_, Coded<Kind>>) -> bool {
    kinds.is_empty()
}

fn main() {
    let _ = first;
}

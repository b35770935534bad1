#![forbid(unsafe_code)]

use record_core::__record;

#[derive(Clone, Copy)]
#[repr(C)]
struct Evil {
    x: bool,
}

__record! {
    fallback { () } { Evil } 'a { () } { () } { () } [] [] [] []
}

fn main() {
    let bytes = [2];
    let view = record_core::View::<Evil>::from_bytes(&bytes).unwrap();
    let _ = view.get_at([0]);
}

//! The runtime may go by any name, also by one that the expansion could have used.
#![forbid(unsafe_code)]

extern crate record_core as core;

#[derive(core::Record, Clone, Copy)]
#[repr(C)]
#[record(crate = crate::core, size = 2, bytemuck)]
struct Row<const N: usize = 2> {
    x: [u8; N],
}

fn main() {
    assert_eq!(Row::<2>::X.offset(), 0);
}

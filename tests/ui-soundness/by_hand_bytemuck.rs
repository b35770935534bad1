//! The hidden macro by hand: bytemuck's traits only for elements, and `NoUninit` only without gaps.

#[derive(Clone, Copy)]
#[repr(C)]
struct NotElement {
    a: bool,
}

record_core::__record! { bytemuck { NotElement } [] [] [] [] [{ NotElement }] }

#[derive(record_core::Record, Clone, Copy)]
#[repr(C)]
#[record(bytemuck)]
struct Gap {
    a: u8,
    b: u32,
}

fn main() {
    let bytes = bytemuck::bytes_of(&Gap { a: 1, b: 2 });
}

use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Pair {
    a: u8,
    b: f64,
}

fn main() {
    let (mut x, mut y) = ([1_u8, 2], [3_u8]);
    let (mut v, mut w) = (ViewMut::from_slice(&mut x), ViewMut::from_slice(&mut y));
    std::mem::swap(&mut *v, &mut *w);
    *v = *w;
}

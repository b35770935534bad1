use record_core::{Element, Record};

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(size = 2)]
struct Pair<T> {
    a: T,
    b: T,
}

// Two bytes are right for `u8`; the compiler judges each choice that is used.
const RIGHT: usize = <Pair<u8> as Element>::DTYPE.itemsize();
const WRONG: usize = <Pair<u32> as Element>::DTYPE.itemsize();

fn main() {
    let _ = (RIGHT, WRONG);
}

use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Pair {
    a: u8,
    b: f64,
}

fn main() {
    let t = RecordTable::<Pair>::new();
    let moved = t[Pair::B];
    let cloned = t[Pair::B].clone();
    let boxed = Box::new(t["b"]);
    let view = *t.view();
    let any = t["b"].clone();
}

use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Pair {
    a: u8,
    b: f64,
}

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Larger {
    front: [u8; 64],
    b: f64,
}

fn main() {
    let mut t = RecordTable::<Pair>::new();
    let _ = &t[Larger::B];
    let _ = t.col(Larger::B);
    t.col_mut(Larger::B);
    let _ = Pair::B.then(Larger::B);
    let wrong: record_core::Field<Pair, u64> = Pair::B;
}

use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Pair {
    a: u8,
    b: f64,
}

fn main() {
    let (mut t, mut u) = (RecordTable::<Pair>::new(), RecordTable::<Pair>::new());
    // The header behind a column belongs to the table: it cannot be put into another one.
    std::mem::swap(&mut t[Pair::B], &mut u[Pair::B]);
    std::mem::swap(&mut *t, &mut *u);
    let _ = std::mem::replace(&mut t[Pair::B], u[Pair::B]);
    let _ = std::mem::take(&mut t[Pair::B]);
}

use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Pair {
    a: u8,
    b: f64,
}

fn main() {
    let mut t = RecordTable::<Pair>::new();
    let view = t.view_mut();
    let clone = view.clone();
    t.view().fill(Pair { a: 1, b: 1.0 });
    let columns = t.columns_mut().clone();
    let table = RecordTable::<Pair, _>::from_bytes_mut(&mut []).unwrap().clone();
}

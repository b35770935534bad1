use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Pair {
    a: u8,
    b: f64,
}

fn token() {
    let token = record_core::Field::<Pair, u64>::new(1000);
}

fn parts(mut t: RecordTable<Pair>) {
    let parts = record_core::__private::Parts::new(t.view_mut());
    let (a, b) = (parts.take(Pair::A), parts.take(Pair::A));
}

fn mapped() {
    let mapped = RecordTable::<Pair, _>::map("file");
}

fn mapped_any(dtype: DType) {
    let mapped = record_core::table::OpenOptions::new().map_any("file", dtype);
}

fn main() {}

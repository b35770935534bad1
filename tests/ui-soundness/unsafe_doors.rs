use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Pair {
    a: u8,
    b: f64,
}

struct Mine;

impl Element for Mine {}

impl record_core::Storage for Mine {}

impl record_core::StorageMut for Mine {}

fn main() {
    let forged = record_core::Field::<Pair, u64> { offset: 1000, marker: std::marker::PhantomData };
    let slot = record_core::__private::Slot::<Pair>::new(&mut 1);
    let head = RecordTable::<Pair>::new().view().head;
}

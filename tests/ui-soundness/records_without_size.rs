//! A table of records without bytes has no length.
use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Empty {
    nothing: [u32; 0],
}

fn main() {
    RecordTable::<Empty>::new();
    let _ = RecordTable::<Empty, _>::from_bytes(&[]);
    RecordTable::from_records(&[Empty { nothing: [] }]);
}

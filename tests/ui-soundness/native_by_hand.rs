//! A twin with leaves where the record has a gap, which may be uninitialised, and one that is larger.
#![forbid(unsafe_code)]

use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Gap {
    a: u8,
    b: Be<u32>,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct NoGap {
    a: u8,
    leak: [u8; 3],
    b: u32,
}

impl HasNative for Gap {
    type Native = NoGap;
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Small {
    a: Be<u32>,
}

impl HasNative for Small {
    type Native = [u32; 9];
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Chars(FixedBytes<8>);

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Number(u64);

impl HasNative for Chars {
    type Native = Number;
}

fn main() {
    let _ = RecordTable::<Gap>::new().into_native();
    let _ = RecordTable::<Gap>::from_native(RecordTable::<NoGap>::new());
    let mut bytes = [0; 4];
    let _ = ViewMut::<Small>::from_bytes(&mut bytes).unwrap().into_native();
    let mut numbers = [[0; 9]; 2];
    let _ = ViewMut::<Small>::from_native(ViewMut::from_slice(&mut numbers));
    let _ = RecordTable::<Chars>::new().into_native();
}

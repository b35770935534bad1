use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = "BlockNative<N>")]
struct Block<const N: usize> {
    a: Be<u16>,
    b: [Be<u16>; N],
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct BlockNative<const N: usize> {
    b: [u16; N],
    a: u16,
}

fn main() {
    // Judged where it is used.
    let _ = RecordTable::<Block<3>>::new().into_native();
}

use record_core::prelude::*;

fn main() {
    let bytes = [0, 1];
    let numbers = View::<Be<i16>>::from_bytes(&bytes).unwrap();
    numbers.byteswap_inplace();
    let table = RecordTable::<Row>::from_bytes(&bytes).unwrap();
    table[Row::A].byteswap_inplace();
}

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Row {
    a: Be<u16>,
}

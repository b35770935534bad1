use record_core::prelude::*;

fn main() {
    let bytes = [0, 1];
    let numbers = View::<Be<i16>>::from_bytes(&bytes).unwrap();
    numbers.byteswap_inplace();
    let dtype = DType::parse(">i2").unwrap();
    AnyTable::from_bytes(&bytes, dtype).unwrap().byteswap_inplace().unwrap();
}

use record_core::prelude::*;

fn main() {
    let dtype = DType::parse(">i2").unwrap();
    AnyTable::from_bytes(&[0, 1], dtype).unwrap().byteswap_inplace().unwrap();
}

//! A column by name can be seen as any bits that a program names, within the integer.
use record_core::{Bits, View};

fn main() {
    let any = View::from_slice(&[1_u8, 2]).as_any();
    let _ = any.typed::<Bits<u8, 0, 0>>().unwrap().get(0);
    let _ = any.typed::<Bits<u8, 7, 2>>().unwrap().get(0);
    let _ = any.typed::<Bits<u8, 0, 200>>().unwrap().get(0);
}

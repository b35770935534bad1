use record_core::prelude::*;

fn main() {
    let numbers = View::from_slice(&[1_i32, 2]);
    let _ = numbers.sqrt();
}

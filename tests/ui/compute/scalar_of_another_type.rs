use record_core::prelude::*;

fn main() {
    let numbers = View::from_slice(&[1.0_f64, 2.0]);
    let _ = numbers * 2_i32;
}

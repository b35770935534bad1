use record_core::prelude::*;

fn main() {
    let numbers = View::from_slice(&[1.0_f64, 2.0]);
    let mut out = [0.0_f64; 2];
    (numbers * 2.0).write_where(&[true, false], &mut out).unwrap();
}

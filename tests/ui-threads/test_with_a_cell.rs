use record_core::prelude::*;
use std::cell::Cell;

fn main() {
    let numbers = View::from_slice(&[1.0_f64, 2.0]);
    let calls = Cell::new(0);
    let _ = numbers.par().count_where(|x| {
        calls.set(calls.get() + 1);
        x > 1.0
    });
}

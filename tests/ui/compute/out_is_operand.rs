use record_core::prelude::*;

fn main() {
    let mut numbers = [1.0, 2.0];
    let mut out = ViewMut::from_slice(&mut numbers);
    let doubled = &out * 2.0;
    doubled.write_to(&mut out).unwrap();
}

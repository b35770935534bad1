use record_core::prelude::*;

fn main() {
    let mut numbers = [1.0_f64, 2.0];
    ViewMut::from_slice(&mut numbers).compute(|x| x.cast::<f32>()).unwrap();
}

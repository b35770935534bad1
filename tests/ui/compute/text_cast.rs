use record_core::prelude::*;

fn main() {
    let names = View::from_slice(&[FixedBytes::<2>::new("12")]);
    let _ = names.expr().cast::<f64>();
}

use record_core::prelude::*;

fn main() {
    let mut numbers = [1.0_f64, 2.0];
    let mut view = ViewMut::from_slice(&mut numbers);
    let cells = view.cells();
    let _ = (cells * 2.0).par().sum();
}

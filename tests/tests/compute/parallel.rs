//! Several threads give what one gives, to the bit.

use crate::columns::Sample;
use record_core::{Array, Be, View, ViewMut, layout::Order, ops::compute::ComputeError, s};
use record_tests::Random;

/// Runs `check` on pools of one, two and five threads.
pub fn pools(check: impl Fn() + Sync) {
    for threads in [1, 2, 5] {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(&check);
    }
}

#[test]
fn expressions_are_equal_to_the_bit() {
    let mut random = Random::new(3);
    for len in [0, 1, 1000, 65_535, 65_536, 65_537, 200_001] {
        let a: Vec<Be<f64>> = (0..len).map(|_| Be::new(f64::sample(&mut random))).collect();
        let b: Vec<[f64; 3]> = (0..len).map(|_| [f64::sample(&mut random); 3]).collect();
        pools(|| {
            let a = View::from_slice(&a);
            let b = View::from_slice(&b).axes().slice(s![.., 1]);
            let expression = a * b + 1.5;
            let serial = expression.to_array().unwrap();
            assert_eq!(expression.par().to_array().unwrap(), serial);
            let mut out = vec![[Be::new(0.0); 2]; len];
            let mut target = ViewMut::from_slice(&mut out).into_axes().at_axis(1, 0);
            expression.par().write_to(&mut target).unwrap();
            assert!(target.iter().eq(serial.iter()));
            assert_eq!(expression.par().sum().unwrap().to_bits(), serial.sum().to_bits());
            assert_eq!(expression.par().mean().unwrap(), serial.mean());
            assert_eq!(expression.par().min().unwrap(), serial.min());
            assert_eq!(expression.par().max().unwrap(), serial.max());
            assert_eq!(expression.gt(0.0).par().count().unwrap(), expression.gt(0.0).count().unwrap());
        });
    }
}

#[test]
fn axes_are_cut_rightly() {
    let mut random = Random::new(4);
    for (shape, order) in
        [([3, 100_000], Order::C), ([100_000, 3], Order::C), ([100_000, 3], Order::F), ([300, 700], Order::F)]
    {
        let table = Array::from_fn(shape, |_| f32::sample(&mut random)).view().to_array_in(order);
        let column: Vec<f32> = (0..shape[0]).map(|_| f32::sample(&mut random)).collect();
        pools(|| {
            let expression = table.view() * 2.0 - View::from_slice(&column).insert_axis(1);
            assert_eq!(expression.par().to_array().unwrap(), expression.to_array().unwrap());
            assert_eq!(expression.par().sum().unwrap().to_bits(), expression.sum().unwrap().to_bits());
            let flat = &table + &table;
            let mut out = Array::zeros_in(shape, order);
            flat.par().write_to(&mut out).unwrap();
            assert_eq!(out, flat.to_array().unwrap());
        });
    }
}

#[test]
fn the_first_error_is_named() {
    let mut values = vec![1_u8; 300_000];
    (values[250_000], values[70_000]) = (255, 255);
    pools(|| {
        let expression = View::from_slice(&values) + 1;
        let mut out = vec![0_u8; values.len()];
        for error in [expression.par().write_to(&mut out).unwrap_err(), expression.par().sum().unwrap_err()] {
            assert!(matches!(error, ComputeError::Overflow { index: 70_000, .. }), "{error}");
        }
    });
}

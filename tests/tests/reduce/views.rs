//! Views of several axes, also those that no single stride leads through.

use crate::{columns::Sample, naive};
use record_core::prelude::*;
use record_tests::Random;

#[test]
fn views_of_all_ranks_are_read_in_row_major_order() {
    let mut random = Random::new(12);
    let mut unravelled = 0;
    for shape in [[1, 1, 1], [2, 3, 4], [40, 1, 30], [3, 257, 2], [2, 2, 1031], [0, 4, 4], [16, 16, 16]] {
        let values: Vec<f64> = (0..shape.iter().product()).map(|_| f64::sample(&mut random)).collect();
        let array = Array::from_shape_vec(shape, values).unwrap();
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [0, 2, 1]] {
            let view = array.view().permute(order);
            unravelled += usize::from(view.try_ravel().is_err());
            let listed: Vec<f64> = view.iter().collect();
            let flat = View::from_slice(&listed);
            assert_eq!(view.sum().to_bits(), flat.sum().to_bits());
            assert_eq!(view.par().sum().to_bits(), flat.sum().to_bits());
            assert_eq!(view.variance(1).map(f64::to_bits), flat.variance(1).map(f64::to_bits));
            assert_eq!(view.par().variance(1).map(f64::to_bits), flat.variance(1).map(f64::to_bits));
            assert_eq!(view.min_max(), flat.min_max());
            assert_eq!(view.argmin(), naive::best(&listed, |a, b| a < b));
            assert_eq!(view.par().argmax(), naive::best(&listed, |a, b| a > b));
            assert_eq!(view.count_nonzero(), listed.len());
            assert_eq!(view.product().map(f64::to_bits), flat.product().map(f64::to_bits));
            assert_eq!(view.as_any().par().sum().unwrap(), view.as_any().sum().unwrap());
            assert_eq!(view.as_any().argmin().unwrap(), view.argmin());
        }
    }
    assert!(unravelled >= 10, "{unravelled}");
}

#[test]
fn elements_of_sub_arrays_count_by_name() {
    let rows = [[1_i16, -2], [3, 4]];
    let any = View::from_slice(&rows).as_any();
    assert_eq!((any.argmin().unwrap(), any.argmax().unwrap()), (Some(1), Some(3)));
    assert_eq!(any.variance(0).unwrap(), Some(5.25));
    assert_eq!(any.par().count_nonzero().unwrap(), 4);
}

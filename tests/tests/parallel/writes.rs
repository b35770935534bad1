//! Expressions that are written where a mask holds, in pieces.

use crate::pools;
use record_core::{ops::compute::ComputeError, prelude::*};
use record_tests::Random;

#[test]
fn masks_of_all_kinds() {
    let mut random = Random::new(21);
    for len in [0, 1, 65_535, 65_536, 65_537, 140_003] {
        let a: Vec<Be<f64>> = (0..len).map(|_| Be::new(random.bits() as f64)).collect();
        let b: Vec<f64> = (0..len).map(|_| random.below(1000) as f64).collect();
        let on: Vec<Bool8> = (0..len).map(|_| Bool8::from(random.below(3) == 0)).collect();
        pools(|| {
            let (a, b, on) = (View::from_slice(&a).flip(0), View::from_slice(&b), View::from_slice(&on));
            let mask = b.lt(300.0);
            let (mut par, mut serial) = (vec![-1.0; len], vec![-1.0; len]);
            (a + b).par().write_where(&mask, &mut par).unwrap();
            (a + b).write_where(&mask, &mut serial).unwrap();
            assert_eq!(par, serial);
            (a - b).par().write_where(b.expr().gt(500.0), &mut par).unwrap();
            (a - b).write_where(b.expr().gt(500.0), &mut serial).unwrap();
            assert_eq!(par, serial);
            (a * 2.0).par().write_where(on, &mut par).unwrap();
            (a * 2.0).write_where(on, &mut serial).unwrap();
            assert_eq!(par, serial);
            // Every second element of what is foreign.
            let mut wide = vec![[Be::new(0.0); 2]; len];
            let mut target = ViewMut::from_slice(&mut wide).into_axes().at_axis(1, 1);
            a.expr().par().write_where(&mask, &mut target).unwrap();
            let chosen = |(wide, (a, b)): (&[Be<f64>; 2], (f64, f64))| {
                wide[0].get() == 0.0 && wide[1].get() == if b < 300.0 { a } else { 0.0 }
            };
            assert!(wide.iter().zip(a.iter().zip(b.iter())).all(chosen));
        });
    }
}

#[test]
fn axes() {
    let mut random = Random::new(22);
    for (shape, order) in [([3, 50_000], Order::C), ([50_000, 3], Order::F), ([300, 700], Order::C)] {
        let table = Array::from_fn(shape, |_| random.below(100) as f32).view().to_array_in(order);
        let column: Vec<f32> = (0..shape[0]).map(|_| random.below(100) as f32).collect();
        pools(|| {
            let flat = table.view() * 2.0;
            let column = View::from_slice(&column).insert_axis(1);
            for out_order in [Order::C, Order::F] {
                let mut par = Array::<f32, _>::zeros_in(shape, out_order);
                let mut serial = par.clone();
                flat.par().write_where(table.view().expr().gt(50.0), &mut par).unwrap();
                flat.write_where(table.view().expr().gt(50.0), &mut serial).unwrap();
                assert_eq!(par, serial);
                flat.par().write_where(column.expr().gt(50.0), &mut par).unwrap();
                flat.write_where(column.expr().gt(50.0), &mut serial).unwrap();
                assert_eq!(par, serial);
            }
        });
    }
}

/// Only what is written must have a result, and the first that has none is named.
#[test]
fn errors() {
    let mut values = vec![1_u8; 200_000];
    (values[190_000], values[70_000], values[3]) = (255, 255, 255);
    pools(|| {
        let view = View::from_slice(&values);
        let mut out = vec![0_u8; values.len()];
        (view + 1).par().write_where(&view.lt(255), &mut out).unwrap();
        assert_eq!(View::from_slice(&out).count_where(|n| n == 2), values.len() - 3);
        assert_eq!((out[3], out[70_000], out[190_000]), (0, 0, 0));
        let mut mask = view.ge(0);
        mask.set(3, false);
        let error = (view + 1).par().write_where(&mask, &mut out).unwrap_err();
        assert!(matches!(error, ComputeError::Overflow { index: 70_000, .. }), "{error}");
        // A mask of another length, and operands: nothing is written.
        let mut out = vec![0_u8; values.len()];
        let short = view.slice(s![..99_999]).ge(0);
        let error = (view + 0).par().write_where(&short, &mut out).unwrap_err();
        assert_eq!(error, (view + 0).write_where(&short, &mut out).unwrap_err());
        assert!(out.iter().all(|&n| n == 0));
    });
}

//! Expressions: they read elements and write elements, and nothing between.

use super::{Ground, PLACES, lay, numbers, same};
use record_core::{
    Be, Element,
    ops::compute::{Arithmetic, Float},
    prelude::*,
};

/// The elements of these values one after the other.
fn dense<T: Element>(values: &[T::Value]) -> Vec<T> {
    values.iter().map(|&value| T::store(value)).collect()
}

/// That expressions of columns with such gaps are what they are of dense ones: collected, and written to elements with such
/// gaps.
macro_rules! check {
    (
        $place:expr, $out:ty, |$a:ident, $b:ident| of $found:expr, $expected:expr;
        $($expression:expr),* $(,)?
    ) => {{$(
        let expected = {
            let ($a, $b) = $expected;
            _ = &$b;
            $expression.to_vec().unwrap()
        };
        let ($a, $b) = $found;
        _ = &$b;
        assert_eq!($expression.to_vec().unwrap(), expected, "{}", stringify!($expression));
        let mut out = Ground::new::<$out>($place, expected.len());
        $expression.write_to(out.view_mut::<$out>()).unwrap();
        assert_eq!(out.view::<$out>().to_vec(), expected, "{}", stringify!($expression));
    )*}};
}

fn arithmetic<T>(values: &[T::Value], two: T::Value)
where
    T: Element<Value: Arithmetic + Default + core::fmt::Debug + PartialEq + PartialOrd>,
{
    let others: Vec<T::Value> = values.iter().rev().copied().collect();
    let (first, second) = (dense::<T>(values), dense::<T>(&others));
    let (p, q) = (View::from_slice(&first), View::from_slice(&second));
    for place in PLACES {
        let (x, y) = (lay::<T>(place, values), lay::<T>(place, &others));
        let (a, b) = (x.view::<T>(), y.view::<T>());
        check!(place, T, |a, b| of (a, b), (p, q);
            (a.expr() * b + a).wrapping(),
            (a.expr() - two).saturating(),
            (a.expr() / two).wrapping(),
            a.floor_remainder(two).wrapping(),
            a.expr().gt(b).select(a, b),
            a.zip_map(b, |a, b| if a < b { a } else { b }),
            (a.flip(0).expr() + b).wrapping(),
        );
        #[cfg(feature = "rayon")]
        {
            let mut out = Ground::new::<T>(place, values.len());
            (a.expr() * b + a).wrapping().par().write_to(out.view_mut::<T>()).unwrap();
            assert_eq!(out.view::<T>().to_vec(), (p.expr() * q + p).wrapping().to_vec().unwrap());
        }
        // What replaces its own elements.
        let mut out = lay::<T>(place, values);
        out.view_mut::<T>().compute(|x| (x * two + b).wrapping()).unwrap();
        assert_eq!(out.view::<T>().to_vec(), (p.expr() * two + q).wrapping().to_vec().unwrap());
        // Only where a mask holds, a packed one and an expression.
        let mask = p.mask_by(|value| value > values[1]);
        let mut kept = first.clone();
        (q.expr() + two).wrapping().write_where(&mask, &mut kept).unwrap();
        (p.expr() * two).wrapping().write_where(q.expr().ne(two), &mut kept).unwrap();
        let mut out = lay::<T>(place, values);
        (b.expr() + two).wrapping().write_where(&mask, out.view_mut::<T>()).unwrap();
        (a.expr() * two).wrapping().write_where(b.expr().ne(two), out.view_mut::<T>()).unwrap();
        assert_eq!(out.view::<T>().to_vec(), View::from_slice(&kept).to_vec());
        // Cells that overlap, through a temporary.
        let mut column = out.view_mut::<T>();
        let (cells, last) = (column.cells(), values.len() - 1);
        cells.slice(1..).compute_from((cells.slice(..last) + cells.slice(1..)).wrapping()).unwrap();
        let kept = View::from_slice(&kept);
        let moved = (kept.slice(..last).expr() + kept.slice(1..)).wrapping();
        assert_eq!(out.view::<T>().slice(1..).to_vec(), moved.to_vec().unwrap());
        // A table of rows plus one row, written to a table that is transposed.
        let rows = values.len() / 4;
        let sums = (p.slice(..4 * rows).reshape([rows, 4]).expr() + q.slice(..4)).wrapping();
        let found = (a.slice(..4 * rows).reshape([rows, 4]).expr() + b.slice(..4)).wrapping();
        let mut out = Ground::new::<T>(place, 4 * rows);
        found.write_to(out.view_mut::<T>().reshape([4, rows]).transpose()).unwrap();
        let transposed = out.view::<T>().reshape([4, rows]).transpose();
        assert_eq!(transposed.to_vec(), sums.to_vec().unwrap());
    }
}

fn reductions<T>(values: &[T::Value])
where
    T: Element<Value: Arithmetic + Default + core::fmt::Debug + PartialOrd + record_core::ops::Number>,
    T::Value: Element<Value = T::Value>,
{
    let first = dense::<T>(values);
    let p = View::from_slice(&first);
    for place in PLACES {
        let x = lay::<T>(place, values);
        let a = x.view::<T>();
        let (found, expected) = ((a.expr() * a).wrapping(), (p.expr() * p).wrapping());
        same!(found, expected; sum(), mean(), min(), max());
        same!(found.gt(a), expected.gt(p); to_mask(), count());
        #[cfg(feature = "rayon")]
        {
            same!(found.par(), expected.par(); sum(), mean(), min(), max());
            same!(found.gt(a).par(), expected.gt(p).par(); count());
        }
        let (found, expected) = (a.as_any().expr() * a.as_any(), p.as_any().expr() * p.as_any());
        same!(found, expected; to_array(), sum(), mean(), min(), max());
        let (found, expected) = (a.as_any().expr().floor_divide(3), p.as_any().expr().floor_divide(3));
        same!(found, expected; to_array(), sum());
    }
}

fn functions<T>(values: &[T::Value])
where
    T: Element<Value: Float + Default + core::fmt::Debug + PartialEq + record_core::ops::Ordered>,
{
    let others: Vec<T::Value> = values.iter().rev().copied().collect();
    let (first, second) = (dense::<T>(values), dense::<T>(&others));
    let (p, q) = (View::from_slice(&first), View::from_slice(&second));
    for place in PLACES {
        let (x, y) = (lay::<T>(place, values), lay::<T>(place, &others));
        check!(place, T, |a, b| of (x.view::<T>(), y.view::<T>()), (p, q);
            a.sqrt(),
            a.abs(),
            a.hypot(b),
            a.mul_add(b, a),
            a.minimum(b),
            a.clamp(values[1], values[2]),
            a.is_finite().select(a, b),
        );
    }
}

#[test]
fn of_numbers() {
    arithmetic::<u8>(&numbers(300, |i| i as u8), 2);
    arithmetic::<Be<i32>>(&numbers(300, |i| i as i32), 2);
    arithmetic::<f64>(&numbers(1100, |i| i as f64), 2.0);
    reductions::<Be<f32>>(&numbers(1100, |i| i as f32));
    functions::<Be<f32>>(&numbers(300, |i| 1.0 + i as f32));
}

#[test]
fn casts() {
    let values = numbers(1100, |i| i as i16);
    let first = dense::<Be<i16>>(&values);
    let p = View::from_slice(&first);
    for place in PLACES {
        let x = lay::<Be<i16>>(place, &values);
        macro_rules! to {
            ($($out:ty: $value:ty),*) => {$(
                check!(place, $out, |a, _b| of (x.view::<Be<i16>>(), ()), (p, ());
                    a.expr().cast::<$value>(),
                    a.expr().cast_lossy::<$value>(),
                    a.expr().cast_saturating::<$value>(),
                    a.expr().cast_wrapping::<$value>(),
                );
            )*};
        }
        to!(u8: u8, Be<f32>: f32, F16: F16);
        check!(place, Bool8, |a, _b| of (x.view::<Be<i16>>(), ()), (p, ()); a.expr().cast_wrapping::<bool>());
    }
}

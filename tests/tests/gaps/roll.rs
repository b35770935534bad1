//! Windows, differences and running totals: they read elements and write elements, and nothing between.

use super::{Ground, PLACES, ends, lay, numbers, same};
use record_core::{
    Be, Element,
    ops::{
        Number,
        roll::{Differs, Multiplied, Outcome, Summed},
    },
    prelude::*,
};

/// That results are what they are of dense elements: collected, and written to elements with such gaps.
macro_rules! check {
    ($place:expr, $view:expr, $dense:expr; $($name:ident($($arg:expr),*) $(.$then:ident($($more:expr),*))*),* $(,)?) => {{$(
        let expected = $dense.$name($($arg),*)$(.$then($($more),*))*.to_array();
        let rolled = $view.$name($($arg),*)$(.$then($($more),*))*;
        assert_eq!(rolled.to_array().as_bytes(), expected.as_bytes(), "{}", stringify!($name));
        write!(expected, $place, rolled);
    )*}};
}

/// Writes to such memory.
macro_rules! write {
    ($expected:expr, $place:expr, $rolled:expr) => {{
        let mut out = like(&$expected, $place);
        $rolled.write_to(&mut elements(&$expected, &mut out)).unwrap();
        assert_eq!(bytes(&$expected, &out), $expected.as_bytes());
    }};
}

/// Room for elements of an array's type, as many as it has.
fn like<O: Element>(array: &Array<O>, place: super::Place) -> Ground {
    Ground::new::<O>(place, array.size())
}

/// The elements in there, of the type of an array.
fn elements<'g, O: Element>(_: &Array<O>, ground: &'g mut Ground) -> ViewMut<'g, O> {
    ground.view_mut()
}

/// Their bytes, of the type of an array.
fn bytes<O: Element>(_: &Array<O>, ground: &Ground) -> Vec<u8> {
    ground.view::<O>().to_array().as_bytes().to_vec()
}

fn all<T>(values: &[T::Value])
where
    T: Element<Value: Number + Summed + Multiplied + Differs + Outcome + core::fmt::Debug + Default>,
{
    let times: Vec<u32> = (0..values.len() as u32).map(|i| i * i / 3).collect();
    for place in PLACES {
        let ground = lay::<T>(place, values);
        let clock = lay::<Be<u32>>(place, &times);
        for (view, dense) in ends(ground.view::<T>(), values) {
            let dense = View::from_slice(&dense);
            for window in [1, 7, 64] {
                check!(place, view.rolling(window), dense.rolling(window);
                    sum(), nan_sum(), mean(), nan_mean(), min(), nan_min(), max(), nan_max(), count(),
                    variance(0), nan_variance(0), std(0), nan_std(0));
            }
            // Whole windows beyond those that are trees.
            if values.len() > 600 {
                check!(place, view.rolling(600), dense.rolling(600); sum(), mean(), min(), variance(0));
            }
            check!(place, view, dense;
                diff(1).wrapping(), diff(2).wrapping(), diff(1).lag(5).wrapping(), shift(3).fill(Default::default()),
                shift(-3).fill(Default::default()), cumsum(), nan_cumsum(), cummin(), cummax(), nan_cummin(), cummax(), nan_cumsum());
            same!(view.cumprod().try_to_array(), dense.cumprod().try_to_array(); is_ok());
            let (time, dense_time) = (clock.view::<Be<u32>>().slice(..view.size()), View::from_slice(&times));
            let dense_time = dense_time.slice(..view.size());
            check!(place, view.rolling_by(time, 50), dense.rolling_by(dense_time, 50); sum(), mean(), max(), count());
            same!(view, dense; setbacks(), duplicates());
            #[cfg(feature = "rayon")]
            {
                same!(view.rolling(7).sum().par(), dense.rolling(7).sum().par(); try_to_array());
                let mut out = Ground::new::<f64>(place, view.size() - 6);
                view.rolling(7).mean().par().write_to(&mut out.view_mut::<f64>()).unwrap();
                assert_eq!(
                    format!("{:?}", out.view::<f64>().to_vec()),
                    format!("{:?}", dense.rolling(7).mean().to_array().to_vec())
                );
            }
            same!(view.as_any(), dense.as_any(); cumsum(), cummin(), cummax(), nan_cumsum());
            same!(view.as_any().rolling(7).mean().unwrap(), dense.as_any().rolling(7).mean().unwrap(); as_bytes());
            same!(view.as_any().rolling(7).nan_max().unwrap(), dense.as_any().rolling(7).nan_max().unwrap(); as_bytes());
            // Along each axis of a table.
            let rows = view.size() / 4;
            let table = view.slice(..4 * rows).reshape([rows, 4]);
            let dense = dense.slice(..4 * rows).reshape([rows, 4]);
            for axis in [0, 1] {
                same!(table.rolling_axis(axis, 3).mean(), dense.rolling_axis(axis, 3).mean(); to_array());
                same!(table.cumsum_axis(axis), dense.cumsum_axis(axis); to_array());
                same!(table.diff_axis(axis, 1).wrapping(), dense.diff_axis(axis, 1).wrapping(); to_array());
            }
        }
        same!(clock.view::<Be<u32>>(), View::from_slice(&times); gaps(100), setbacks(), duplicates());
    }
}

#[test]
fn of_numbers() {
    all::<Be<i16>>(&numbers(1100, |i| i as i16));
    all::<f64>(&numbers(300, |i| if i % 17 == 3 { f64::NAN } else { i as f64 }));
}

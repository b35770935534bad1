//! Reductions along an axis: cells and pieces of cells shared among threads.

use crate::{equal, pools};
use record_core::{
    buffer::AnyArray,
    layout::Dim,
    ops::{Number, Ordered, ReduceError},
    prelude::*,
    time::Seconds,
};
use record_tests::Random;

type Made = Result<AnyArray, ReduceError>;

/// Each reduction with and without `.par()`, typed and by name where there is one.
macro_rules! compare {
    ($view:expr, $axis:expr; $($try:ident $argument:tt $($name:ident)?;)*) => {$({
        let (view, axis) = ($view, $axis);
        let expected: Made = along!(view, $try, axis, $argument).map(Into::into);
        pools(|| {
            equal(along!(view.par(), $try, axis, $argument).map(Into::into), &expected);
            $(equal(along!(view.as_any().par(), $name, axis, $argument), &expected);)?
        });
    })*};
}

macro_rules! along {
    ($view:expr, $name:ident, $axis:expr, ()) => {
        $view.$name($axis)
    };
    ($view:expr, $name:ident, $axis:expr, ($argument:expr)) => {
        $view.$name($axis, $argument)
    };
}

fn ordered<T: Element<Value: Ordered>, D: Dim>(view: View<'_, T, D>, axis: usize) {
    compare! { view, axis;
        try_max_axis();
        try_argmax_axis() argmax_axis;
        try_nan_min_axis();
        try_count_missing_axis();
    }
}

fn numbers<T: Element<Value: Number>, D: Dim>(view: View<'_, T, D>, axis: usize) {
    ordered(view, axis);
    compare! { view, axis;
        try_sum_axis() sum_axis;
        try_mean_axis();
        try_variance_axis(1);
        try_nan_sum_axis();
        try_all_axis();
        try_count_nonzero_axis();
        try_median_axis();
    }
}

/// Of other types, for which as much is compiled as of each other.
fn some<T: Element<Value: Number>, D: Dim>(view: View<'_, T, D>, axis: usize) {
    compare! { view, axis; try_sum_axis() sum_axis; try_nan_min_axis(); try_median_axis() median_axis; }
}

/// Those that are made as others are.
fn all<T: Element<Value: Number>, D: Dim>(view: View<'_, T, D>, axis: usize) {
    numbers(view, axis);
    compare! { view, axis;
        try_min_axis();
        try_argmin_axis();
        try_nan_max_axis();
        try_mean_axis();
        try_std_axis(0);
        try_nan_variance_axis(1);
        try_product_axis();
        try_nan_sum_axis();
        try_nan_mean_axis();
        try_median_axis() median_axis;
        try_any_axis();
    }
}

/// Floats whose sums depend on the order of additions, some of them missing.
fn floats(count: usize) -> Vec<f64> {
    let mut random = Random::new(count as u64);
    let mut float = move || {
        let number = random.bits().cast_signed() as f64;
        let float = number * f64::powi(2.0, i32::try_from(random.bits() % 40).unwrap() - 80);
        if random.below(30_000) == 0 { f64::NAN } else { float }
    };
    (0..count).map(|_| float()).collect()
}

fn shaped<'a, T: Element>(values: &'a [T], shape: &[usize]) -> View<'a, T, DynRank> {
    View::from_slice(values).try_reshape(shape).unwrap()
}

#[test]
fn few_long_cells_and_many_short_ones() {
    let shapes: [&[usize]; 13] = [
        &[0],
        &[1],
        &[65_536],
        &[65_537],
        &[200_003],
        &[70_001, 3],
        &[3, 70_001],
        &[1, 140_000],
        &[20_000, 17],
        &[300, 400],
        &[2, 3, 30_011],
        &[40_000, 2, 2],
        &[0, 70_000],
    ];
    for shape in shapes {
        let values = floats(shape.iter().product());
        let view = shaped(&values, shape);
        for axis in 0..view.ndim() {
            numbers(view, axis);
        }
    }
}

#[test]
fn all_reductions() {
    let values = floats(3 * 70_000);
    for shape in [[70_000, 3], [3, 70_000]] {
        for axis in 0..2 {
            all(shaped(&values, &shape), axis);
        }
    }
}

/// Backwards, turned, cut, repeated, of the other byte order, misaligned among the fields of records.
#[test]
fn all_kinds_of_views() {
    let values = floats(3 * 501 * 90);
    let cube = shaped(&values, &[3, 501, 90]);
    let views = [
        cube.flip(1).transpose(),
        cube.slice(s![.., ..;2, ..;-1]),
        cube.slice(s![1, ..;3, ..]).insert_axis(1).broadcast_to(&[167, 9, 90][..]),
    ];
    for view in views {
        for axis in 0..3 {
            numbers(view, axis);
        }
    }
    // No stride leads through the cells, and those of one index are more than a piece.
    let values = floats(2 * 501 * 300);
    let view = shaped(&values, &[2, 501, 300]).slice(s![.., ..;2, ..]);
    numbers(view, 2);
    let mut random = Random::new(9);
    let table = crate::samples(70_003, &mut random);
    let view = table.view();
    for axis in 0..2 {
        some(view.col(crate::Sample::PARTS).axes(), axis);
    }
    some(view.col(crate::Sample::LEVEL).flip(0), 0);
    some(view.col(crate::Sample::ID).slice(..70_000).reshape([35_000, 2]), 0);
    let parts = view.col(crate::Sample::PARTS).as_any();
    pools(|| {
        for axis in 0..3 {
            equal(parts.par().sum_axis(axis), &parts.sum_axis(axis));
        }
    });
    let dates: Vec<Be<i64>> = (0..140_000).map(|i| Be::new((i * 7919) % 100_003)).collect();
    let dates = View::from_slice(&dates).view_as::<Be<DateTime64<Seconds>>>().unwrap();
    for axis in 0..2 {
        let dates = dates.reshape([2, 70_000]);
        compare! { dates, axis; try_max_axis(); try_argmax_axis() argmax_axis; }
    }
}

/// The error is that of the first cell that has one.
#[test]
fn errors() {
    let mut values = vec![1_i64; 5 * 70_000];
    for index in [349_999, 150_001, 150_003] {
        values[index] = i64::MAX;
    }
    for shape in [[5, 70_000], [70_000, 5]] {
        for axis in 0..2 {
            let view = shaped(&values, &shape);
            assert!(matches!(view.try_sum_axis(axis), Err(ReduceError::Overflow { .. })));
            compare! { view, axis; try_sum_axis() sum_axis; try_product_axis(); }
        }
    }
    let view = shaped(&values, &[5, 70_000]);
    compare! { view, 2; try_sum_axis() sum_axis; try_median_axis() median_axis; }
    compare! { view, 0; try_variance_axis(5); try_nan_variance_axis(5); }
    let none = view.slice(s![..0, ..]);
    compare! { none, 0; try_mean_axis(); try_argmin_axis(); try_sum_axis() sum_axis; }
    let texts = [FixedBytes::<2>::from_bytes(b"a"); 3];
    let texts = View::from_slice(&texts).as_any();
    pools(|| equal(texts.par().sum_axis(0), &texts.sum_axis(0)));
}

//! Along an axis: each answer is that of the cell's own column.

use crate::columns::Sample;
use record_core::{
    Array, Be, DateTime64, DynRank, Element, Rank, TimeDelta64, View, ops::ReduceError, time::Milliseconds,
};
use record_tests::Random;

/// All cells that an axis leaves, as lists, in row-major order.
fn cells(view: View<'_, Be<f64>, DynRank>, axis: usize) -> Vec<Vec<f64>> {
    let moved = view.move_axis(axis, view.ndim() - 1);
    let len = view.shape().as_ref()[axis];
    let values: Vec<f64> = moved.iter().collect();
    let count = moved.shape().as_ref()[..moved.ndim() - 1].iter().product::<usize>();
    (0..count).map(|cell| values[cell * len..][..len].to_vec()).collect()
}

fn bits<T: Element<Value = f64>>(array: &Array<T, DynRank>) -> Vec<u64> {
    array.view().iter().map(f64::to_bits).collect()
}

fn check(view: View<'_, Be<f64>, DynRank>) {
    for axis in 0..view.ndim() {
        let cells = cells(view, axis);
        let answers = |f: &dyn Fn(View<'_, f64>) -> f64| -> Vec<u64> {
            cells.iter().map(|cell| f(View::from_slice(cell)).to_bits()).collect()
        };
        let mut shape = view.shape().as_ref().to_vec();
        let len = shape.remove(axis);
        let sums = view.sum_axis(axis);
        assert_eq!(sums.shape().as_ref(), &shape[..]);
        assert_eq!(bits(&sums), answers(&|cell| cell.sum()));
        assert_eq!(bits(&view.product_axis(axis)), answers(&|cell| cell.product().unwrap()));
        assert_eq!(bits(&view.nan_sum_axis(axis)), answers(&|cell| cell.nan_sum()));
        let numbers = view.count_nonzero_axis(axis).to_vec();
        assert_eq!(
            numbers,
            cells.iter().map(|cell| View::from_slice(cell).count_nonzero() as u64).collect::<Vec<_>>()
        );
        if len == 0 {
            assert_eq!(view.try_mean_axis(axis).unwrap_err(), ReduceError::Empty { axis });
            assert_eq!(view.try_argmin_axis(axis).unwrap_err(), ReduceError::Empty { axis });
            continue;
        }
        assert_eq!(bits(&view.mean_axis(axis)), answers(&|cell| cell.mean().unwrap()));
        assert_eq!(bits(&view.min_axis(axis)), answers(&|cell| cell.min().unwrap()));
        assert_eq!(bits(&view.max_axis(axis)), answers(&|cell| cell.max().unwrap()));
        assert_eq!(bits(&view.variance_axis(axis, 0)), answers(&|cell| cell.variance(0).unwrap()));
        assert_eq!(bits(&view.median_axis(axis)), answers(&|cell| cell.median().unwrap()));
        let places: Vec<u64> =
            cells.iter().map(|cell| View::from_slice(cell).argmax().unwrap() as u64).collect();
        assert_eq!(view.argmax_axis(axis).to_vec(), places);
        assert!(view.all_axis(axis).view().iter().all(|all| all));
    }
}

#[test]
fn answers_are_those_of_the_cells() {
    let mut random = Random::new(31);
    let shapes: [&[usize]; 10] = [
        &[5],
        &[1030],
        &[3, 4],
        &[300, 3],
        &[3, 300],
        &[40, 257],
        &[2, 3, 4],
        &[5, 300, 20],
        &[2, 0, 3],
        &[2, 3, 2, 270],
    ];
    for shape in shapes {
        let elements = shape.iter().product::<usize>();
        let values: Vec<Be<f64>> = (0..elements).map(|_| Be::new(f64::sample(&mut random))).collect();
        let array = Array::from_shape_vec(shape, values).unwrap();
        let view = array.view();
        check(view);
        check(view.transpose());
        check(view.flip(0));
        if view.ndim() > 1 {
            check(view.move_axis(0, view.ndim() - 1));
        }
    }
}

#[test]
fn types_and_errors_say_what_they_are() {
    let table = Array::from_rows([[1_i32, 2, 3], [4, 5, 6]]);
    let sums: Array<i64, Rank<1>> = table.sum_axis(0);
    assert_eq!(sums.to_vec(), [5, 7, 9]);
    let least: Array<i32, Rank<1>> = table.min_axis(1);
    assert_eq!(least.to_vec(), [1, 4]);
    let all: Array<f64, Rank<0>> = table.view().at(0).mean_axis(0);
    assert_eq!(all.view().iter().collect::<Vec<_>>(), [2.0]);
    let error = table.view().try_sum_axis(2).unwrap_err();
    assert_eq!(error.to_string(), record_core::layout::LayoutError::Axis { axis: 2, ndim: 2 }.to_string());
    let large = Array::from_rows([[u64::MAX, 1], [0, 1]]);
    assert_eq!(large.view().try_sum_axis(1).unwrap_err(), ReduceError::Overflow { axis: 1, index: 0 });
    assert_eq!(large.sum_axis(0).to_vec(), [u64::MAX, 2]);
    let few = table.view().try_variance_axis(0, 2).unwrap_err();
    assert_eq!(few, ReduceError::TooFew { axis: 0, len: 2, ddof: 2 });
    assert_eq!(few.to_string(), "no variance of 2 elements along axis 0 with a ddof of 2");
    assert!(Array::<u8, _>::zeros([0, 2]).view().try_max_axis(0).is_err());
    assert_eq!(Array::<u8, _>::zeros([0, 2]).sum_axis(0).to_vec(), [0, 0]);
}

#[test]
fn missing_elements_stay_in_their_cells() {
    let nan = f64::NAN;
    let table = Array::from_rows([[1.0, nan, 3.0], [nan, nan, 5.0]]);
    assert_eq!(table.nan_sum_axis(1).to_vec(), [4.0, 5.0]);
    let means = table.nan_mean_axis(0).to_vec();
    assert_eq!((means[0], means[1].is_nan(), means[2]), (1.0, true, 4.0));
    let least = table.nan_min_axis(0).to_vec();
    assert_eq!((least[0], least[1].is_nan(), least[2]), (1.0, true, 3.0));
    assert_eq!(table.count_missing_axis(0).to_vec(), [1, 2, 0]);
    assert!(table.max_axis(1).view().iter().all(f64::is_nan));
    let spread = table.nan_variance_axis(1, 1).to_vec();
    assert_eq!((spread[0], spread[1].is_nan()), (2.0, true));
}

#[test]
fn columns_by_name_have_axes_too() {
    let rows = [[Be::new(1.5_f32), Be::new(4.0)], [Be::new(2.5), Be::new(6.0)]];
    let any = View::from_slice(&rows).as_any();
    assert_eq!(any.mean_axis(0).unwrap().view().typed::<f64>().unwrap().to_vec(), [2.0, 5.0]);
    assert_eq!(any.max_axis(1).unwrap().view().typed::<Be<f32>>().unwrap().to_vec(), [4.0, 6.0]);
    assert_eq!(any.argmin_axis(1).unwrap().view().typed::<u64>().unwrap().to_vec(), [0, 0]);
    assert!(matches!(any.sum_axis(2), Err(ReduceError::Array(_))));
    let texts = record_core::DType::parse("S4").unwrap();
    let texts = record_core::AnyView::from_bytes(&[0; 8], &texts).unwrap();
    assert!(matches!(texts.sum_axis(0), Err(ReduceError::Column(_))));
}

#[test]
fn dates_by_name_have_axes_too() {
    type Date = DateTime64<Milliseconds>;
    let rows = [[5, 3], [i64::MIN, 4], [7, 7]].map(|row| row.map(Date::from_count));
    let typed = View::from_slice(&rows).axes();
    let foreign = rows.map(|row| row.map(Be::new));
    let any = View::from_slice(&rows).as_any();
    let any_foreign = View::from_slice(&foreign).as_any();
    for axis in [0, 1] {
        macro_rules! each {
            ($name:ident, $type:ty, $foreign:ty) => {
                let expected = format!("{:?}", typed.$name(axis).to_vec());
                let found = any.$name(axis).unwrap();
                assert_eq!(format!("{:?}", found.view().typed::<$type>().unwrap().to_vec()), expected);
                let found = any_foreign.$name(axis).unwrap();
                assert_eq!(format!("{:?}", found.view().typed::<$foreign>().unwrap().to_vec()), expected);
            };
        }
        each!(min_axis, Date, Be<Date>);
        each!(max_axis, Date, Be<Date>);
        each!(argmin_axis, u64, u64);
        each!(argmax_axis, u64, u64);
    }
    let spans = [[TimeDelta64::<Milliseconds>::from_count(5), TimeDelta64::from_count(-5)]];
    let least = View::from_slice(&spans).as_any().min_axis(1).unwrap();
    assert_eq!(least.view().typed::<TimeDelta64<Milliseconds>>().unwrap().to_vec(), [spans[0][1]]);
    assert!(matches!(any.mean_axis(0), Err(ReduceError::Column(_))));
}

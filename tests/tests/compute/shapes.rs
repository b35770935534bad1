//! Operands of any ranks, broadcast together, against a loop over all indices.

use record_core::{
    Array, Be, DynRank, View,
    layout::{LayoutError, Order, broadcast_shapes},
    ops::compute::ComputeError,
};
use record_tests::Random;

/// All indices of a shape in row-major order.
fn indices(shape: &[usize]) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    for &len in shape {
        all = all
            .into_iter()
            .flat_map(|index| (0..len).map(move |i| [index.clone(), vec![i]].concat()))
            .collect();
    }
    all
}

/// The element of a broadcast array.
fn at<T: record_core::Element>(view: View<'_, T, DynRank>, index: &[usize]) -> T::Value {
    let added = index.len() - view.ndim();
    let own: Vec<usize> = view
        .shape()
        .as_ref()
        .iter()
        .zip(&index[added..])
        .map(|(&len, &i)| if len == 1 { 0 } else { i })
        .collect();
    view.get_at(own).unwrap()
}

#[test]
fn broadcasting() {
    let shapes: [&[usize]; 14] = [
        &[],
        &[1],
        &[5],
        &[20],
        &[1, 1],
        &[4, 5],
        &[4, 1],
        &[1, 5],
        &[3, 4, 5],
        &[3, 1, 1],
        &[0],
        &[4, 0],
        &[3, 4, 1],
        &[2, 3, 4, 20],
    ];
    let mut random = Random::new(2);
    let (mut computed, mut refused) = (0, 0);
    for left in shapes {
        for right in shapes {
            for orders in [[Order::C, Order::C], [Order::F, Order::C], [Order::F, Order::F]] {
                let mut value = |_| f64::from(i32::try_from(random.below(1000)).unwrap());
                let a = Array::<f64, DynRank>::from_fn(left, &mut value).view().to_array_in(orders[0]);
                let b = Array::from_fn(right, |index| Be::new(value(index))).view().to_array_in(orders[1]);
                let expression = &a * &b - 3.0;
                match broadcast_shapes(&[left, right]) {
                    Ok(shape) => {
                        let expected: Vec<f64> = indices(shape.as_ref())
                            .iter()
                            .map(|i| at(a.view(), i) * at(b.view(), i) - 3.0)
                            .collect();
                        let array = expression.to_array().unwrap();
                        assert_eq!(
                            (array.shape().as_ref(), array.to_vec()),
                            (shape.as_ref(), expected.clone())
                        );
                        assert_eq!(expression.to_vec().unwrap(), expected);
                        assert_eq!(expression.sum().unwrap(), array.view().sum());
                        // Into every order of axes, with a distance, and flipped.
                        let mut out = Array::<f64, DynRank>::zeros_in(shape.as_ref(), Order::F);
                        expression.write_to(&mut out).unwrap();
                        assert_eq!(out.to_vec(), expected);
                        let mut out = Array::<[Be<f64>; 2], DynRank>::zeros(shape.as_ref());
                        let axes = shape.as_ref().len();
                        let mut target = out.view_mut().into_axes().at_axis(axes, 1);
                        if axes > 0 {
                            target = target.flip(0);
                        }
                        expression.write_to(&mut target).unwrap();
                        assert_eq!(target.to_vec(), expected);
                        computed += 1;
                    }
                    Err(error) => {
                        assert_eq!(expression.to_vec(), Err(error.into()));
                        assert_eq!(expression.sum(), Err(error.into()));
                        refused += 1;
                    }
                }
            }
        }
    }
    assert!(computed > 200 && refused > 100, "{computed} computed, {refused} refused");
}

/// Ranks are known to the compiler where those of the operands are.
#[test]
fn ranks() {
    let (row, column) = (View::from_slice(&[1_i32, 2, 3]), View::from_slice(&[10, 20]));
    let table: Array<i32, record_core::Rank<2>> = (row + column.insert_axis(1)).to_array().unwrap();
    assert_eq!(table, Array::from_rows([[11, 12, 13], [21, 22, 23]]));
    let list: Array<i32> = (1 - row * 2).to_array().unwrap();
    assert_eq!(list.to_vec(), [-1, -3, -5]);
    let any: View<'_, i32, DynRank> = row.broadcast_to(&[3][..]);
    assert_eq!((any + row).to_array().unwrap().shape().as_ref(), [3]);
    assert_eq!((row + 1).shape().unwrap(), [3]);
}

/// What is broadcast to more elements than the target has is refused, and nothing is written.
#[test]
fn targets_of_another_shape() {
    let a = View::from_slice(&[1, 2, 3]);
    let mut out = [0; 4];
    let error = (a + 1).write_to(&mut out).unwrap_err();
    assert_eq!(error, ComputeError::Layout(LayoutError::Broadcast { axis: 0, from: 3, to: 4 }));
    let mut one = [0];
    assert!(matches!((a + 1).write_to(&mut one), Err(ComputeError::Layout(LayoutError::Broadcast { .. }))));
    let table = a.insert_axis(0);
    let error = (table + 1).write_to(&mut [0; 3]).unwrap_err();
    assert_eq!(error, ComputeError::Layout(LayoutError::BroadcastRank { from: 2, to: 1 }));
    assert_eq!((out, one), ([0; 4], [0]));
    // A smaller one is repeated.
    let mut rows = Array::<i32, _>::zeros([2, 3]);
    (a * 2).write_to(&mut rows).unwrap();
    assert_eq!(rows, Array::from_rows([[2, 4, 6], [2, 4, 6]]));
    assert_eq!(
        rows.compute(|x| x + a.insert_axis(1)).unwrap_err(),
        LayoutError::Broadcast { axis: 0, from: 3, to: 2 }.into()
    );
}

/// The number of an element that fails is that in row-major order, whatever order it was computed in.
#[test]
fn elements_are_counted_in_row_major_order() {
    for order in [Order::C, Order::F] {
        let mut table = Array::<u8, _>::zeros_in([3, 20], order);
        table.set_at([1, 7], 200);
        for target in [Order::C, Order::F] {
            let mut out = Array::<u8, _>::zeros_in([3, 20], target);
            let error = (table.view() + 100).write_to(&mut out).unwrap_err();
            assert!(matches!(error, ComputeError::Overflow { index: 27, left: 200, .. }), "{error}");
        }
        assert!(matches!((&table * 2).sum(), Err(ComputeError::Overflow { index: 27, .. })));
        let strided = table.view().slice(record_core::s![.., 1..]);
        assert!(matches!((strided * 2).max(), Err(ComputeError::Overflow { index: 25, .. })));
    }
}

//! `filter`, `filter_by`, `count_where`, `filter_into`, `take_into` against loops: every layout of source and target.

use super::columns::{Sample, every_column, lay, view};
use record_core::{
    Array, Be, Bool8, Column, Element, Le, Rank, View, ViewMut,
    layout::Dim,
    ops::{Mask, MaskError, SelectError},
    view::IndexError,
};
use record_tests::{Leaf, Random};

/// Which elements: none, all, runs of all and of none, or each by chance.
pub fn chosen(random: &mut Random, len: usize) -> Vec<bool> {
    match random.below(5) {
        0 => vec![false; len],
        1 => vec![true; len],
        2 => {
            let (from, to) = (random.below(len + 1), random.below(len + 1));
            (0..len).map(|i| from <= i && i < to).collect()
        }
        _ => (0..len).map(|_| random.below(3) == 0).collect(),
    }
}

/// Writes to a target at each of these strides, and looks at each byte of it afterwards.
fn into<T: Leaf<Value: PartialEq + std::fmt::Debug>>(
    expected: &[T::Value],
    filler: T::Value,
    write: impl Fn(&mut Column<T>) -> Result<usize, SelectError>,
) {
    let item = size_of::<T>();
    let room = expected.len() + 2;
    for (stride, misalignment) in
        [(item, 0), (item, 3), (item + 3, 1), (3 * item, 0)].map(|(stride, at)| (stride.cast_signed(), at))
    {
        for stride in [stride, -stride] {
            let (mut buffer, oracle) = lay::<T>(&vec![filler; room], stride, misalignment);
            let before = buffer.bytes().to_vec();
            let start = usize::try_from(oracle.start).unwrap();
            let mut target = ViewMut::<T>::from_parts(buffer.bytes_mut(), oracle.layout(), start).unwrap();
            assert_eq!(write(&mut target), Ok(expected.len()));
            assert_eq!(target.to_vec(), [expected, &[filler; 2]].concat());
            // Nothing else was written.
            let mut after = before;
            for (i, &value) in expected.iter().enumerate() {
                let at = usize::try_from(oracle.position(&[i])).unwrap();
                after[at..][..item].copy_from_slice(&T::write(value));
            }
            assert_eq!(buffer.bytes(), after);
        }
    }
    if let Some(short) = expected.len().checked_sub(1) {
        let (mut buffer, oracle) = lay::<T>(&vec![filler; short], item.cast_signed(), 0);
        let before = buffer.bytes().to_vec();
        let mut target = ViewMut::<T>::from_parts(buffer.bytes_mut(), oracle.layout(), 0).unwrap();
        let error = SelectError::Room { needed: expected.len(), found: short };
        assert_eq!(write(&mut target), Err(error));
        assert_eq!(buffer.bytes(), before, "nothing was written");
    }
}

fn check<T: Leaf<Value: Sample + PartialEq + std::fmt::Debug>>() {
    let mut random = Random::new(31);
    let mut turn = 0;
    every_column::<T>(|values, view| {
        let kept = chosen(&mut random, values.len());
        let mask: Mask = kept.iter().copied().collect();
        let expected: Vec<T::Value> =
            values.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(&value, _)| value).collect();
        assert_eq!(view.filter(&mask), expected);
        assert_eq!(view.filter_axis(0, &mask).to_vec(), expected);
        let mut asked = kept.iter();
        assert_eq!(view.filter_by(|_| *asked.next().unwrap()), expected);
        assert_eq!(asked.len(), 0);
        let mut asked = values.iter().zip(&kept);
        let count = view.count_where(|value| {
            let (&expected, &kept) = asked.next().unwrap();
            assert_eq!(value, expected);
            kept
        });
        assert_eq!(count, expected.len());
        let n = values.len();
        let indices: Vec<usize> = (0..n).map(|_| random.below(n)).collect();
        let taken: Vec<T::Value> = indices.iter().map(|&i| values[i]).collect();
        // Targets are many: with every seventh source.
        turn += 1;
        if turn % 7 == 0 {
            let filler = Sample::sample(&mut random);
            into::<T>(&expected, filler, |out| view.filter_into(&mask, out));
            into::<T>(&taken, filler, |out| view.take_into(&indices, out).map(|()| n));
        }
    });
}

#[test]
fn selections_of_every_layout() {
    check::<u8>();
    check::<Be<i16>>();
    check::<f32>();
    check::<Le<f64>>();
    check::<Bool8>();
}

#[test]
fn elements_of_one_value_are_stored_as_the_target_stores_them() {
    let numbers: Vec<Be<i32>> = (0..500).map(Be::new).collect();
    let view = View::from_slice(&numbers);
    let mask = view.mask_by(|n| n % 7 < 3);
    let mut native = vec![0_i32; 500];
    let count = view.filter_into(&mask, &mut ViewMut::from_slice(&mut native)).unwrap();
    assert_eq!(&native[..count], view.filter(&mask));
    view.take_into(&[499, 0], &mut ViewMut::from_slice(&mut native)).unwrap();
    assert_eq!(&native[..2], [499, 0]);
}

#[test]
fn filtering_by_a_closure_writes_what_it_finds() {
    let numbers: Vec<u32> = (0..3000).collect();
    let mut out = vec![u32::MAX; 1000];
    let mut target = ViewMut::from_slice(&mut out);
    let column = View::from_slice(&numbers);
    assert_eq!(column.filter_by_into(|n| n % 3 == 0, &mut target), Ok(1000));
    assert!(target.iter().eq((0..3000).step_by(3)));
    // The block with the element for which there is no room is not written.
    target.fill(u32::MAX);
    let error = column.filter_by_into(|n| n < 1001, &mut target);
    assert_eq!(error, Err(SelectError::Room { needed: 1001, found: 1000 }));
}

#[test]
fn views_of_several_axes_are_filtered_in_row_major_order() {
    let mut random = Random::new(5);
    for shape in [[3, 4, 5], [2, 1, 70], [70, 3, 2], [0, 3, 3], [1, 1, 1]] {
        let grid = Array::<i64, Rank<3>>::from_fn(shape, |[i, j, k]| (100 * i + 10 * j + k) as i64);
        for view in [grid.view(), grid.view().flip(1)] {
            check_axes(view, &mut random);
            check_axes(view.transpose(), &mut random);
            check_axes(view.squeeze(), &mut random);
        }
    }
}

fn check_axes<D: Dim>(view: View<'_, i64, D>, random: &mut Random) {
    let values: Vec<i64> = view.iter().collect();
    let kept = chosen(random, values.len());
    let mask: Mask = kept.iter().copied().collect();
    let expected: Vec<i64> = values.iter().zip(&kept).filter(|(_, k)| **k).map(|(&v, _)| v).collect();
    assert_eq!(view.filter(&mask), expected);
    let mut out = vec![-1; values.len()];
    assert_eq!(view.filter_into(&mask, &mut ViewMut::from_slice(&mut out)), Ok(expected.len()));
    assert_eq!(out[..expected.len()], expected);
    let test = |n: i64| n % 3 == 1;
    let some: Vec<i64> = values.iter().copied().filter(|&n| test(n)).collect();
    assert_eq!((view.filter_by(test), view.count_where(test)), (some.clone(), some.len()));
    assert_eq!(view.filter_by_into(test, &mut ViewMut::from_slice(&mut out)), Ok(some.len()));
    assert_eq!(out[..some.len()], some);
    assert_eq!(view.mask_by(test).to_vec(), values.iter().map(|&n| test(n)).collect::<Vec<_>>());
    assert_eq!(view.ge(50).to_vec(), values.iter().map(|&n| n >= 50).collect::<Vec<_>>());
    let wrong = Mask::new(values.len() + 1, false);
    let error = MaskError { expected: values.len(), found: values.len() + 1 };
    assert_eq!(view.try_filter(&wrong), Err(error));
}

#[test]
fn errors_say_the_numbers() {
    let view = View::from_slice(&[3, 1, 2]);
    let mut out = [0; 2];
    let mut out = ViewMut::from_slice(&mut out);
    let error = view.filter_into(&Mask::new(4, true), &mut out).unwrap_err();
    assert_eq!(error.to_string(), "a mask of 4 records where 3 are needed");
    let error = view.filter_into(&Mask::new(3, true), &mut out).unwrap_err();
    assert_eq!(error.to_string(), "3 elements where there is room for 2");
    let error = view.take_into(&[0, 3], &mut out).unwrap_err();
    let index = IndexError::OutOfRange { axis: 0, index: 3, len: 3 };
    assert_eq!(error, SelectError::Index { position: 1, error: index });
    assert_eq!(
        error.to_string(),
        "at position 1 of the indices: index 3 is out of range for axis 0 of length 3"
    );
    assert_eq!(out.to_vec(), [0, 0]);
    let rows = Array::from_rows([[1, 2, 3], [4, 5, 6]]);
    let error = rows.view().try_filter_axis(1, &Mask::new(2, true)).unwrap_err();
    assert_eq!(error.to_string(), "a mask of 2 records where 3 are needed");
    let error = record_core::Error::from(view.take_into(&[0; 3], &mut out).unwrap_err());
    assert_eq!(error.to_string(), "3 elements where there is room for 2");
}

/// A view of elements that lie at one place, for `T` of any kind.
#[test]
fn a_view_of_stride_0_is_filtered() {
    let (buffer, oracle) = lay::<u16>(&[7; 130], 0, 1);
    let column = view::<u16>(&buffer, &oracle);
    assert_eq!(column.filter(&column.eq(7)).len(), 130);
    assert_eq!(column.filter(&column.ne(7)).len(), 0);
    assert_eq!(<u16 as Element>::DTYPE.itemsize(), 2);
}

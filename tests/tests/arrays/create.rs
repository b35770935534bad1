//! Every rank and order, empty axes, elements without bytes, alignment, what is refused.

use super::*;
use record_core::{
    DynRank, Rank,
    buffer::ArrayError,
    layout::{Dim, LayoutError, Order, Shape},
};
use std::iter;

/// Makes an array of consecutive numbers, and looks at all that can be seen of it.
fn check<D: Dim>(shape: impl Shape<Rank = D> + Copy) {
    let lengths = shape.as_slice();
    let oracle = Oracle::new(0, lengths, &Oracle::row_major(lengths, 4), 4);
    let indices = oracle.indices();
    let mut seen = Vec::new();
    let rows = Array::from_fn(shape, |index| {
        seen.push(index.as_ref().to_vec());
        u32::try_from(seen.len()).expect("few")
    });
    assert_eq!(seen, indices, "each index once, the last axis fastest");
    assert_eq!((rows.shape().as_ref(), rows.ndim()), (lengths, lengths.len()));
    assert_eq!(rows.strides().as_ref(), Oracle::row_major(lengths, 4));
    assert_eq!((rows.size(), rows.is_empty()), (indices.len(), indices.is_empty()));
    let count = u32::try_from(indices.len()).expect("few");
    let numbers: Vec<u32> = (1..=count).collect();
    assert_eq!(rows.as_memory_slice(), numbers);
    assert_eq!(rows.as_slice(), Some(&numbers[..]));
    assert_eq!(rows.to_vec(), numbers);
    assert_eq!(rows.as_bytes(), numbers.iter().flat_map(|n| n.to_ne_bytes()).collect::<Vec<_>>());
    assert_eq!((rows.order(), rows.dtype()), (Order::C, <u32 as Element>::DTYPE));

    let mut columns = Array::<u32, D>::zeros_in(shape, Order::F);
    let strides = column_major(lengths, 4);
    assert_eq!((columns.strides().as_ref(), columns.order()), (&strides[..], Order::F));
    for (index, &n) in indices.iter().zip(&numbers) {
        assert_eq!(columns.get_at(index), Some(0));
        columns.set_at(index, n);
    }
    assert_eq!(columns.to_vec(), numbers);
    assert!(columns == rows, "order does not count");
    let positions = Oracle::new(0, lengths, &strides, 4).positions();
    for (at, &n) in positions.iter().zip(&numbers) {
        let at = usize::try_from(*at).expect("inside");
        assert_eq!(columns.as_memory_slice()[at / 4], n);
        assert_eq!(columns.as_bytes()[at..][..4], n.to_ne_bytes());
    }
    let copy = columns.view().to_array();
    assert_eq!((copy.order(), copy.as_memory_slice()), (Order::C, &numbers[..]));
    assert_eq!(rows.view().to_array_in(Order::F).as_bytes(), columns.as_bytes());
    let clone = columns.clone();
    assert_eq!((clone.as_bytes(), clone.order()), (columns.as_bytes(), Order::F));
    assert!(clone.as_bytes().is_empty() || clone.as_bytes().as_ptr() != columns.as_bytes().as_ptr());
    let halves = columns.map(|n| f64::from(n) / 2.0);
    assert_eq!((halves.order(), halves.layout().shape.as_ref()), (Order::F, lengths));
    assert_eq!(halves.to_vec(), numbers.iter().map(|&n| f64::from(n) / 2.0).collect::<Vec<_>>());
}

#[test]
fn every_rank_and_order() {
    check([]);
    check([5]);
    check([2, 3]);
    check([3, 1, 2]);
    check([2, 3, 1, 2]);
    check([1, 2, 2, 3, 2]);
    check([2, 1, 3, 2, 1, 2]);
    for shape in [&[][..], &[4], &[2, 3], &[2, 1, 2, 1, 3, 1, 2], &[1; 8]] {
        check(shape);
    }
}

#[test]
fn every_way_to_be_empty() {
    check([0]);
    check([0, 3]);
    check([3, 0]);
    check([2, 0, 3]);
    check([0, 0]);
    check(&[3, 0, 0, 2, 1, 1, 1][..]);
    let empty = Array::<Reading, _>::zeros([2, 0]);
    assert_eq!((empty.as_bytes(), empty.iter().next(), empty.get_at([0, 0])), (&[][..], None, None));
    assert_eq!(Array::<u8>::default().shape(), [0]);
    assert_eq!(Array::<u8, Rank<3>>::default().shape(), [0, 0, 0]);
    assert_eq!(Array::<u8, Rank<0>>::default().to_vec(), [0]);
    assert_eq!(Array::<u8, DynRank>::default().shape().as_ref(), [0]);
}

#[test]
fn elements_without_bytes_are_counted() {
    let nothing = Array::<[u64; 0], _>::zeros([3, 1 << 40]);
    assert_eq!((nothing.size(), nothing.as_bytes().len()), (3 << 40, 0));
    assert_eq!(nothing.as_memory_slice().len(), 3 << 40);
    assert_eq!(nothing.get_at([2, 7]), Some([]));
    assert_eq!(nothing.view().as_slice().map(<[_]>::len), Some(3 << 40));
    assert_eq!(nothing.into_shape([1 << 40, 3]).map(|array| array.shape()), Ok([1 << 40, 3]));
    let collected: Array<FixedBytes<0>> = iter::repeat_n(FixedBytes::default(), 5).collect();
    assert_eq!(collected.len(), 5);
    let error = Array::<[u8; 0], _>::try_zeros([usize::MAX]).unwrap_err();
    assert_eq!(error, ArrayError::Layout(LayoutError::TooLarge { itemsize: 0 }));
}

#[test]
fn addresses_are_aligned() {
    fn assert_aligned<T: Element, D: Dim>(array: &Array<T, D>, least: usize) {
        assert!(array.alignment() >= least);
        for address in [array.as_bytes().as_ptr().addr(), array.view().as_ptr().addr()] {
            assert_eq!(address % array.alignment(), 0);
        }
        assert!(array.view().is_aligned());
    }
    for count in [0, 1, 3, 1000] {
        assert_aligned(&Array::<u8, _>::zeros([count]), 64);
        assert_aligned(&Array::full([count, 2], reading(1)), 64);
        assert_aligned(&Array::<[u64; 0], _>::zeros([count]), 64);
        assert_aligned(&(0..count).map(reading).collect::<Array<_>>(), 64);
        for align in (0..16).map(|i| 1 << i) {
            let array = Array::<f64, _>::with_alignment([count], Order::F, align).expect("memory");
            assert_aligned(&array, align.max(64));
            assert_aligned(&array.clone(), align.max(64));
            assert_aligned(&array.into_shape([1, count]).expect("as many"), align.max(64));
        }
    }
    for align in [0, 3, 96, usize::MAX] {
        let error = Array::<u8, _>::with_alignment([1], Order::C, align).unwrap_err();
        assert_eq!(error, ArrayError::Alignment { align });
        assert_eq!(error.to_string(), format!("an alignment of {align} bytes is no power of two"));
    }
    let error = Array::<u8, _>::with_alignment([1], Order::C, 1 << 63).unwrap_err();
    assert_eq!(error, ArrayError::OutOfMemory { bytes: 1 });
}

#[test]
fn values_make_arrays() {
    let values = vec![Be::new(1.5), Be::new(-0.0), Be::new(f64::INFINITY)];
    let array = Array::from_vec(values.clone());
    assert_eq!(array.as_memory_slice(), values);
    assert_eq!(array.to_vec(), [1.5, -0.0, f64::INFINITY]);
    assert_eq!(Array::from(&values[..]), array);
    assert_eq!(values.iter().copied().collect::<Array<_>>(), array);
    let records: Vec<Reading> = (0..6).map(reading).collect();
    let grid = Array::from_shape_vec([2, 3], records.clone()).expect("six");
    assert_eq!(grid.get_at([1, 0]), Some(reading(3)));
    assert_eq!(grid.as_bytes(), RecordTable::from(records).as_bytes().expect("no gaps"));
    assert_eq!(Array::from_rows([[1, 2], [3, 4], [5, 6]]).shape(), [3, 2]);
    assert_eq!(Array::from_rows([[0_u8; 0]; 3]).shape(), [3, 0]);
    assert_eq!(Array::full([2, 2], [7_u8, 8]).as_bytes(), [7, 8].repeat(4));
}

#[test]
fn a_hint_may_lie() {
    struct Liar(u32);
    impl Iterator for Liar {
        type Item = u32;

        fn next(&mut self) -> Option<u32> {
            self.0 = self.0.checked_sub(1)?;
            Some(self.0)
        }

        fn size_hint(&self) -> (usize, Option<usize>) {
            (usize::MAX, None)
        }
    }
    assert_eq!(Liar(1000).collect::<Array<_>>().to_vec(), (0..1000).rev().collect::<Vec<_>>());
}

#[test]
fn what_does_not_fit_is_said_in_numbers() {
    let error = Array::from_shape_vec([2, 3], vec![0_u8; 7]).unwrap_err();
    assert_eq!(error, ArrayError::Length { expected: 6, found: 7 });
    let error = Array::from_shape_vec([usize::MAX, 3], vec![0_u8; 7]).unwrap_err();
    assert_eq!(error, ArrayError::Layout(LayoutError::TooLarge { itemsize: 1 }));
    let error = Array::from_vec(vec![1, 2, 3]).into_shape([2, 2]).unwrap_err();
    assert_eq!(error, ArrayError::Length { expected: 4, found: 3 });
    let error = Array::<u8, _>::try_zeros(&[1; 13][..].to_vec()).unwrap_err();
    assert_eq!(error, ArrayError::Layout(LayoutError::TooManyAxes { needed: 13, limit: DynRank::MAX }));
    let error = Array::<u8, _>::zeros([2, 2]).into_dyn().into_rank::<Rank<3>>().unwrap_err();
    assert_eq!(error, LayoutError::Rank { expected: 3, found: 2 });
    let mut grid = Array::<u8, _>::zeros([2, 2]);
    assert!(grid.try_set_at([2, 0], 1).is_err() && grid.try_set_at([0], 1).is_err());
    assert_eq!(grid.as_bytes(), [0; 4]);
}

//! Views and arrays of the crate `ndarray` show the same elements at the same addresses, for random layouts of every
//! rank; the schoolbook says which, and when there can be no array.

use ndarray::{ArrayView, ArrayViewD, ArrayViewMut, Axis, Dimension, IxDyn, ShapeBuilder, arr1, arr2};
use record_core::{
    Be, Bool8, DynRank, FixedBytes, Rank, Record, View, ViewMut,
    interop::ndarray::{NdarrayError, ToDimension},
    layout::{Layout, LayoutError},
};
use record_tests::{Buffer, Cell, Oracle, Random};

/// A layout of `ndim` axes in a buffer of the length said, at random. Mostly of whole elements and aligned.
fn layout(random: &mut Random, ndim: usize, item: usize) -> (Oracle, usize) {
    let shape: Vec<usize> = (0..ndim).map(|_| random.pick(&[0, 1, 2, 2, 2, 3, 3, 3, 4, 4])).collect();
    let odd = random.below(4) == 0;
    let strides: Vec<isize> = (0..ndim)
        .map(|_| {
            let steps = random.below(9).cast_signed() - 4;
            let extra = if odd { random.below(item.max(2)).cast_signed() } else { 0 };
            steps * item.cast_signed() + extra
        })
        .collect();
    let reach = |side: fn(isize) -> isize| -> usize {
        shape.iter().zip(&strides).map(|(&n, &s)| n.saturating_sub(1) * side(s).unsigned_abs()).sum()
    };
    let (before, behind) = (reach(|s| s.min(0)), reach(|s| s.max(0)));
    (Oracle::new(before, &shape, &strides, item), before + behind + item)
}

/// What should come of it: the error, or an array.
fn verdict(oracle: &Oracle, address: usize, alignment: usize) -> Option<NdarrayError> {
    if oracle.is_empty() {
        return None;
    }
    let itemsize = oracle.item;
    let axes = oracle.shape.iter().zip(&oracle.strides).enumerate();
    for (axis, (&n, &stride)) in axes {
        if n > 1 && stride.rem_euclid(itemsize.cast_signed()) != 0 {
            return Some(NdarrayError::Stride { axis, stride, itemsize });
        }
    }
    (!address.is_multiple_of(alignment)).then_some(NdarrayError::Misaligned { address, alignment })
}

fn read<T: Cell, D: ToDimension>(seed: u64, ndim: usize) -> [usize; 3] {
    let mut random = Random::new(seed);
    let mut seen = [0; 3];
    for _ in 0..300 {
        let (oracle, len) = layout(&mut random, ndim, size_of::<T>());
        let start = usize::try_from(oracle.start).expect("positive");
        let misalignment = if random.below(3) == 0 { random.below(8) } else { (8 - start % 8) % 8 };
        let buffer = Buffer::new(&random.bytes(len), misalignment);
        let view = View::<T, D>::from_parts(buffer.bytes(), oracle.layout(), start).expect("it fits");
        let first = view.as_ptr().addr();
        let array = match (view.to_ndarray(), verdict(&oracle, first, align_of::<T>())) {
            (Ok(array), None) => array,
            (Err(error), Some(expected)) => {
                assert_eq!(error, expected);
                seen[usize::from(matches!(error, NdarrayError::Misaligned { .. }))] += 1;
                continue;
            }
            (found, expected) => panic!("{oracle:?}: {:?} for {expected:?}", found.map(|_| "an array")),
        };
        seen[2] += 1;
        assert_eq!(array.shape(), oracle.shape);
        let values: Vec<T::Value> = array.iter().map(|&element| T::load(element)).collect();
        assert_eq!(values, oracle.values::<T>(buffer.bytes()), "{oracle:?}");
        let dynamic = array.view().into_dyn();
        for index in oracle.indices() {
            let at = (&raw const dynamic[IxDyn(&index)]).addr() - buffer.bytes().as_ptr().addr();
            assert_eq!(at as i128, oracle.position(&index), "{index:?} of {oracle:?}");
        }
        // And back.
        let back = View::from_ndarray(array.view()).expect("it came from a view");
        assert_eq!(back.shape().as_ref(), oracle.shape);
        assert!(back.iter().eq(view.iter()), "{oracle:?}");
        assert!(oracle.is_empty() || back.as_ptr() == view.as_ptr());
    }
    seen
}

macro_rules! ranks {
    ($($name:ident: $type:ty, $seed:literal;)*) => {$(
        #[test]
        fn $name() {
            let mut seen = [0; 3];
            let mut add = |more: [usize; 3]| (0..3).for_each(|i| seen[i] += more[i]);
            add(read::<$type, Rank<0>>($seed, 0));
            add(read::<$type, Rank<1>>($seed + 1, 1));
            add(read::<$type, Rank<2>>($seed + 2, 2));
            add(read::<$type, Rank<3>>($seed + 3, 3));
            add(read::<$type, Rank<4>>($seed + 4, 4));
            add(read::<$type, Rank<5>>($seed + 5, 5));
            add(read::<$type, Rank<6>>($seed + 6, 6));
            for ndim in 0..=7 {
                add(read::<$type, DynRank>($seed + 7 + ndim as u64, ndim));
            }
            let [strides, addresses, arrays] = seen;
            assert!(arrays > 1000, "{seen:?}");
            assert_eq!(strides > 100, size_of::<$type>() > 1, "{seen:?}");
            assert_eq!(addresses > 100, align_of::<$type>() > 1, "{seen:?}");
        }
    )*};
}

ranks! {
    bytes: i8, 100;
    shorts: u16, 200;
    swapped: Be<u32>, 300;
    longs: i64, 400;
    arrays_as_elements: [u16; 3], 500;
    texts: [u8; 3], 600;
}

/// A layout that never meets itself: axes in random order of fineness, with room between, in either direction.
fn disjoint(random: &mut Random, ndim: usize, item: usize) -> (Oracle, usize) {
    let shape: Vec<usize> = (0..ndim).map(|_| random.below(4)).collect();
    let mut strides = vec![0; ndim];
    let mut rest: Vec<usize> = (0..ndim).collect();
    let (mut spanned, mut start) = (item, 0);
    while !rest.is_empty() {
        let axis = rest.swap_remove(random.below(rest.len()));
        let step = spanned.div_ceil(item) * item + random.below(2) * item;
        let reach = shape[axis].saturating_sub(1) * step;
        let backwards = random.below(2) == 0;
        strides[axis] = if backwards { -step.cast_signed() } else { step.cast_signed() };
        start += if backwards { reach } else { 0 };
        spanned += reach;
    }
    (Oracle::new(start, &shape, &strides, item), spanned)
}

/// Numbers written through one side are found by the schoolbook, and no other byte has changed.
fn write<D: ToDimension>(seed: u64, ndim: usize) {
    let mut random = Random::new(seed);
    for round in 0..200 {
        let (oracle, len) = disjoint(&mut random, ndim, 4);
        let mut buffer = Buffer::new(&random.bytes(len), 0);
        let mut expected = buffer.bytes().to_vec();
        let values: Vec<u32> = oracle
            .positions()
            .iter()
            .map(|_| u32::from_le_bytes(*random.bits().to_le_bytes().first_chunk().expect("four")))
            .collect();
        for (at, value) in oracle.positions().iter().zip(&values) {
            expected[usize::try_from(*at).expect("inside")..][..4].copy_from_slice(&value.to_ne_bytes());
        }
        let start = usize::try_from(oracle.start).expect("inside");
        let mut view =
            ViewMut::<u32, D>::from_parts(buffer.bytes_mut(), oracle.layout(), start).expect("it fits");
        let mut array = view.reborrow().into_ndarray().expect("aligned, whole steps");
        if round % 2 == 0 {
            for (element, value) in array.iter_mut().zip(&values) {
                *element = *value;
            }
        } else {
            let mut back = ViewMut::from_ndarray(array).expect("disjoint");
            for (index, value) in oracle.indices().iter().zip(&values) {
                back.try_set_at(index, *value).expect("in range");
            }
        }
        assert_eq!(view.as_view().to_ndarray().expect("aligned").iter().copied().collect::<Vec<_>>(), values);
        assert_eq!(buffer.bytes(), expected, "{oracle:?}");
    }
}

#[test]
fn writing() {
    write::<Rank<0>>(1, 0);
    write::<Rank<1>>(2, 1);
    write::<Rank<2>>(3, 2);
    write::<Rank<3>>(4, 3);
    write::<Rank<4>>(5, 4);
    write::<Rank<5>>(6, 5);
    write::<Rank<6>>(7, 6);
    write::<DynRank>(8, 4);
}

#[test]
fn arrays_of_every_making_are_views() {
    let array = ndarray::Array::from_shape_fn((3, 4, 5), |(i, j, k)| (100 * i + 10 * j + k) as u64);
    let check = |array: ArrayViewD<'_, u64>| {
        let view = View::from_ndarray(array.clone()).expect("an array");
        assert_eq!(view.shape().as_ref(), array.shape());
        assert!(view.iter().eq(array.iter().copied()));
        for (index, value) in array.indexed_iter() {
            assert_eq!(view.get_at(index.slice()), Some(*value));
        }
    };
    check(array.view().into_dyn());
    check(array.t().into_dyn());
    check(array.slice(ndarray::s![..;-1, 1..;2, ..;-2]).into_dyn());
    check(array.slice(ndarray::s![1, ..;-1, ..]).into_dyn());
    check(array.slice(ndarray::s![1..1, .., ..]).into_dyn());
    check(array.index_axis(Axis(0), 1).broadcast((7, 4, 5)).expect("broadcast").into_dyn());
    check(ndarray::Array::from_shape_vec((2, 3).f(), (0..6).collect()).expect("six").view().into_dyn());
}

#[test]
fn broadcast_arrays_are_read_only_views_and_need_not_exist() {
    let one = arr1(&[7_u64]);
    let many = one.broadcast(1 << 40).expect("broadcast");
    let view = View::from_ndarray(many).expect("a terabyte");
    assert_eq!((view.shape(), view.strides(), view.get_at([1 << 39])), ([1 << 40], [0], Some(7)));
    let more = one.broadcast(isize::MAX as usize / 2).expect("broadcast");
    assert_eq!(View::from_ndarray(more).unwrap_err(), LayoutError::TooLarge { itemsize: 8 });
}

#[test]
fn more_axes_than_are_held() {
    let array = ArrayView::from_shape(IxDyn(&[1; 13]), &[1]).expect("one element");
    let error = View::from_ndarray(array).unwrap_err();
    assert_eq!(error, LayoutError::TooManyAxes { needed: 13, limit: DynRank::MAX });
    let mut one = [1];
    let array = ArrayViewMut::from_shape(IxDyn(&[1; 13]), &mut one).expect("one element");
    assert!(ViewMut::from_ndarray(array).is_err());
}

#[test]
fn elements_without_bytes_have_arrays() {
    let view =
        View::<FixedBytes<0>, Rank<2>>::from_parts(&[1, 2, 3], Layout { shape: [2, 3], strides: [1, -1] }, 2)
            .expect("nothing is read");
    let array = view.to_ndarray().expect("nothing to align");
    assert_eq!((array.shape(), array.iter().count()), (&[2, 3][..], 6));
}

/// An aligned record without gaps, one with, and a packed one.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Dense {
    time: f64,
    position: [f32; 2],
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Holed {
    flag: Bool8,
    value: f64,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Packed {
    flag: u8,
    value: f64,
    pair: [u8; 2],
}

#[test]
fn columns_of_records() {
    let mut dense: Vec<Dense> =
        (0..5_u8).map(|i| Dense { time: i.into(), position: [f32::from(i), 0.5] }).collect();
    let view = View::from_slice(&dense);
    let times = view.col(Dense::TIME).to_ndarray().expect("every 16 bytes");
    assert_eq!((times.strides(), times.sum()), (&[2][..], 10.0));
    assert_eq!(view.col(Dense::POSITION).axes().to_ndarray().expect("every 16 bytes").strides(), [4, 1]);
    assert_eq!(view.to_ndarray().expect("whole records")[4], dense[4]);
    let array = ViewMut::from_slice(&mut dense).into_ndarray().expect("whole records");
    ViewMut::from_ndarray(array).expect("disjoint").columns_mut().time.fill(1.0);
    assert_eq!(View::from_slice(&dense).col(Dense::TIME).to_vec(), [1.0; 5]);

    let holed = [Holed { flag: Bool8::from(true), value: 2.0 }; 3];
    let records =
        View::from_ndarray(View::from_slice(&holed).to_ndarray().expect("read-only")).expect("back");
    assert_eq!(records.as_bytes(), None, "gaps of Rust values are no bytes");
    assert_eq!(records.col(Holed::VALUE).to_vec(), [2.0; 3]);

    let packed = [Packed { flag: 1, value: 2.0, pair: [3, 4] }; 3];
    let view = View::from_slice(&packed);
    assert_eq!(
        view.col(Packed::VALUE).to_ndarray().unwrap_err().to_string(),
        "axis 0 steps 11 bytes, which ndarray cannot count in elements of 8 bytes; copy the elements with `to_vec`"
    );
    assert_eq!(view.col(Packed::PAIR).axes().to_ndarray().expect("bytes").sum(), 21);
}

#[test]
fn a_product_of_matrices_needs_no_copy() {
    let table = View::from_slice(&[[1.0, 2.0], [3.0, 4.0]]).axes();
    let product = table.to_ndarray().expect("dense").dot(&arr2(&[[0.0, 1.0], [1.0, 0.0]]));
    assert_eq!(product, arr2(&[[2.0, 1.0], [4.0, 3.0]]));
}

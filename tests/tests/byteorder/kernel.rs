//! `byteswap_inplace` of typed views: every length, stride and alignment, axes in every order; no byte but the leaves.

use super::oracle::{swapped, units};
use record_core::{
    Complex, DynRank, F16, Rank,
    layout::{Axes, Dim, Layout},
    prelude::*,
    time::{Days, Nanoseconds},
};
use record_tests::{Buffer, Oracle, Random};
use zerocopy::byteorder::{big_endian, little_endian};

/// With gaps at every level, and leaves of one width that follow each other.
#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Inner {
    tag: u8,
    count: Be<u32>,
    ratio: f32,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Outer {
    kind: u8,
    value: f64,
    inner: [[Inner; 2]; 3],
    names: [FixedUtf32<3>; 2],
    spin: Complex<f64>,
    last: Le<u16>,
}

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Packed {
    id: Be<u16>,
    flags: [Bool8; 3],
    times: [DateTime64<Nanoseconds>; 2],
    text: FixedBytes<5>,
    waves: [Be<u16>; 20],
    spin: Complex<f32>,
    key: Opaque<3>,
}

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Uniform {
    a: Be<f32>,
    b: [i32; 3],
    c: FixedUtf32<2>,
    d: Complex<f32>,
}

/// No leaf that is swapped, with gaps.
#[derive(Record, Clone, Copy)]
#[repr(C, align(4))]
struct Bytes {
    a: u8,
    b: [FixedBytes<3>; 2],
}

/// Calls `check::<T>` for each element type.
macro_rules! each_type {
    ($check:ident) => {
        each_type!($check:
            i8, u8, i16, u16, i32, u32, i64, u64, F16, f32, f64, Be<i8>, Be<u16>, Le<u16>, Be<i32>, Le<f32>, Be<f64>,
            Le<i64>, Be<F16>, Complex<f32>, Complex<f64>, Be<Complex<f32>>, Le<Complex<f64>>, Bool8, FixedBytes<3>, Opaque<5>,
            FixedUtf32<1>, FixedUtf32<3>, Be<FixedUtf32<2>>, DateTime64<Days>, Be<DateTime64<Nanoseconds>>,
            TimeDelta64<Days>, [Be<f32>; 3], [[u16; 2]; 3], [u8; 4], [f64; 0], [FixedUtf32<0>; 2], [Inner; 5],
            big_endian::U16, big_endian::F64, little_endian::I32, Inner, Outer, Packed, Uniform, Bytes, [Outer; 2],
            [Uniform; 2]
        )
    };
    ($check:ident: $($type:ty),*) => { $($check::<$type>();)* };
}

/// The view of this layout, swapped once and twice, against the oracle. All bytes are compared, those between and around the
/// elements too.
fn check<T: Element, D: Dim>(oracle: &Oracle, buffer: &mut Buffer) {
    let before = buffer.bytes().to_vec();
    let positions: Vec<usize> =
        oracle.positions().iter().map(|&at| usize::try_from(at).expect("inside")).collect();
    let expected = swapped(&before, &positions, &units(T::DTYPE), |_| true);
    let start = usize::try_from(oracle.start).expect("inside");
    let mut swap = |expected: &[u8], what: &str| {
        let mut view = ViewMut::<T, D>::from_parts(buffer.bytes_mut(), oracle.layout(), start)
            .expect("a layout without overlap");
        view.byteswap_inplace();
        assert_eq!(buffer.bytes(), expected, "{what}: {oracle:?} of {:?}", T::DTYPE);
    };
    swap(&expected, "swapped");
    swap(&before, "swapped twice");
    // The same without the Rust type.
    let view =
        ViewMut::<T, D>::from_parts(buffer.bytes_mut(), oracle.layout(), start).expect("the same layout");
    view.into_any().byteswap_inplace().expect("no overlap");
    assert_eq!(buffer.bytes(), expected, "{oracle:?} of {:?}", T::DTYPE);
}

fn every_column<T: Element>() {
    let (size, mut random) = (size_of::<T>(), Random::new(11));
    let dense = size.cast_signed();
    for len in (0..=17).chain([100]) {
        for stride in [dense, dense + 1, dense + 7, 2 * dense + 3, 44 + dense] {
            for stride in [stride, -stride] {
                let misalignment = random.below(9);
                let span = len * stride.unsigned_abs() + size;
                let start = if stride < 0 { (len.max(1) - 1) * stride.unsigned_abs() } else { 0 };
                let mut buffer = Buffer::new(&random.bytes(span + 26), misalignment);
                let oracle = Oracle::new(start + 13, &[len], &[stride], size);
                check::<T, Rank<1>>(&oracle, &mut buffer);
            }
        }
    }
}

#[test]
fn columns_of_every_type_length_stride_and_alignment() {
    each_type!(every_column);
}

#[test]
fn every_alignment() {
    for misalignment in 0..64 {
        for len in 0..=17 {
            let mut buffer = Buffer::new(&Random::new(len as u64).bytes(len * 8 + 16), misalignment);
            check::<u64, Rank<1>>(&Oracle::new(8, &[len], &[8], 8), &mut buffer);
            check::<Be<u32>, Rank<1>>(&Oracle::new(7, &[len * 2], &[4], 4), &mut buffer);
            check::<[u16; 4], Rank<1>>(&Oracle::new(9, &[len], &[8], 8), &mut buffer);
        }
    }
}

/// Axes in any order, some backwards, with or without room between their steps.
fn axes<T: Element, D: Dim>(random: &mut Random, ndim: usize) {
    let mut order: Vec<usize> = (0..ndim).collect();
    for i in (1..ndim).rev() {
        order.swap(i, random.below(i + 1));
    }
    let shape: Vec<usize> =
        (0..ndim).map(|_| random.pick(&[1, 2, 3, 3, 5, if ndim < 3 { 30 } else { 4 }])).collect();
    let mut strides = vec![0; ndim];
    let (mut step, mut start) = (size_of::<T>(), 5);
    for &axis in &order {
        step += random.pick(&[0, 0, 0, 1, 6]);
        strides[axis] = step.cast_signed();
        if random.below(3) == 0 {
            start += (shape[axis] - 1) * step;
            strides[axis] = -strides[axis];
        }
        step *= shape[axis];
    }
    let mut buffer = Buffer::new(&random.bytes(step + 16), random.below(9));
    check::<T, D>(&Oracle::new(start, &shape, &strides, size_of::<T>()), &mut buffer);
}

fn every_rank<T: Element>() {
    let mut random = Random::new(7);
    axes::<T, Rank<0>>(&mut random, 0);
    for _ in 0..20 {
        axes::<T, Rank<1>>(&mut random, 1);
        axes::<T, Rank<2>>(&mut random, 2);
        axes::<T, Rank<3>>(&mut random, 3);
        axes::<T, Rank<4>>(&mut random, 4);
        let ndim = random.below(6);
        axes::<T, DynRank>(&mut random, ndim);
    }
}

#[test]
fn axes_in_every_order() {
    each_type!(every_rank);
}

/// More than a block of records, so that the dtype is walked several times, and sub-arrays longer than one.
#[test]
fn more_than_a_block() {
    let (mut random, size) = (Random::new(3), size_of::<Packed>());
    for len in [32 * 1024 / size - 1, 32 * 1024 / size, 32 * 1024 / size + 1, 1000, 3000] {
        for room in [0, 3] {
            let stride = size + room;
            let mut buffer = Buffer::new(&random.bytes(len * stride), 1);
            let oracle = Oracle::new(0, &[len], &[stride.cast_signed()], size);
            check::<Packed, Rank<1>>(&oracle, &mut buffer);
        }
    }
    let size = size_of::<[Outer; 500]>();
    let mut buffer = Buffer::new(&random.bytes(3 * size), 0);
    check::<[Outer; 500], Rank<1>>(&Oracle::new(0, &[3], &[size.cast_signed()], size), &mut buffer);
    let (outer, inner) = (700 * size_of::<Inner>() + 4, size_of::<Inner>());
    let mut buffer = Buffer::new(&random.bytes(9 * outer), 0);
    let strides = [outer, inner].map(usize::cast_signed);
    check::<Inner, Rank<2>>(&Oracle::new(0, &[9, 700], &strides, inner), &mut buffer);
    check::<Inner, Rank<2>>(&Oracle::new(0, &[700, 9], &[strides[1], strides[0]], inner), &mut buffer);
}

/// With `inner` records of its own, and a byte that keeps them from the next ones.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Level<T> {
    inner: [T; 2],
    tag: u8,
}

/// Twelve axes, and as many levels of sub-arrays as do not fit the kernel's list of axes.
#[test]
fn more_axes_than_are_listed() {
    type Deep = Level<Level<Level<Level<Level<Uniform>>>>>;
    let (mut random, size) = (Random::new(5), size_of::<Deep>());
    let mut strides = [0; DynRank::MAX];
    let mut step = size;
    for stride in strides.iter_mut().rev() {
        step += 1;
        *stride = step.cast_signed();
        step += stride.unsigned_abs();
    }
    for ndim in [0, 6, DynRank::MAX] {
        let strides = &strides[DynRank::MAX - ndim..];
        let mut buffer = Buffer::new(&random.bytes(2 * step), 0);
        check::<Deep, DynRank>(&Oracle::new(0, &vec![2; ndim], strides, size), &mut buffer);
    }
}

#[test]
fn empty_views_of_any_stride_are_left_alone() {
    let mut bytes = [1, 2, 3, 4];
    for strides in [[isize::MIN, 1], [1, isize::MAX], [0, 0]] {
        let layout = Layout::<Rank<2>> { shape: [0, usize::MAX >> 8], strides };
        let mut view = ViewMut::<u16, _>::from_parts(&mut bytes, layout, 4).expect("no elements");
        view.byteswap_inplace();
    }
    let axes = DynRank::MAX;
    let layout = Layout::<DynRank> {
        shape: Axes::from_fn(axes, |_| 0).expect("twelve axes"),
        strides: Axes::from_fn(axes, |i| isize::MAX >> i).expect("twelve axes"),
    };
    ViewMut::<u16, _>::from_parts(&mut bytes, layout, 0).expect("no elements").byteswap_inplace();
    assert_eq!(bytes, [1, 2, 3, 4]);
}

/// A table, a column by its token, a part of a column: the same kernel, and only their bytes.
#[test]
fn tables_columns_and_parts() {
    let mut random = Random::new(17);
    let size = size_of::<Packed>();
    let before = random.bytes(9 * size);
    let mut bytes = before.clone();
    let positions = |offset| (0..9).map(|i| i * size + offset).collect::<Vec<_>>();
    let mut table = RecordTable::<Packed>::from_bytes_mut(&mut bytes).expect("nine records");
    table.byteswap_inplace();
    table.view_mut().byteswap_inplace();
    table.view_mut().byteswap_inplace();
    let all = swapped(&before, &positions(0), &units(<Packed as Element>::DTYPE), |_| true);
    assert_eq!(table.as_bytes().expect("bytes"), all);
    table.byteswap_inplace();
    table[Packed::TIMES].byteswap_inplace();
    let offset = Packed::TIMES.offset();
    let times = swapped(&before, &positions(offset), &units(<[i64; 2] as Element>::DTYPE), |_| true);
    assert_eq!(table.as_bytes().expect("bytes"), times);
    let waves = table.col_mut(Packed::WAVES).try_into_slice(2..5).expect("a part");
    waves.into_axes().byteswap_inplace();
    let some = &positions(Packed::WAVES.offset())[2..5];
    let waves = swapped(&times, some, &units(<[u16; 20] as Element>::DTYPE), |_| true);
    assert_eq!(table.as_bytes().expect("bytes"), waves);
}

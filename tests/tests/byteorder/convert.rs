//! `into_native` of typed views and tables: the type changes, the bytes change, the values do not.

#![allow(clippy::float_cmp)] // numbers that floats hold exactly

use super::oracle::{swapped, units};
use record_core::{
    ByteOrder, Complex, F16, Rank,
    buffer::AnyArray,
    layout::{Layout, Order},
    prelude::*,
    time::{Nanoseconds, Seconds},
};
use record_tests::Random;
use zerocopy::byteorder::{big_endian, little_endian};

/// Both orders, nested, with gaps, a title and another name.
#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = "MixedNative")]
struct Mixed {
    kind: u8,
    big: Be<f64>,
    little: Le<u32>,
    inner: [[Inner; 2]; 2],
    #[record(title = "when", rename = "at")]
    time: Be<DateTime64<Nanoseconds>>,
    text: Be<FixedUtf32<2>>,
    name: FixedBytes<3>,
    key: Opaque<2>,
    ok: Bool8,
    spin: Be<Complex<f32>>,
    last: Le<i16>,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = "InnerNative")]
struct Inner {
    tag: u8,
    wave: [Be<u16>; 3],
    span: Le<TimeDelta64<Seconds>>,
}

/// Declared before its parts and without any order of its own.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
#[record(native = "Self")]
struct MixedNative {
    kind: u8,
    big: f64,
    little: u32,
    inner: [[InnerNative; 2]; 2],
    #[record(title = "when")]
    at: DateTime64<Nanoseconds>,
    text: FixedUtf32<2>,
    name: FixedBytes<3>,
    key: Opaque<2>,
    ok: Bool8,
    spin: Complex<f32>,
    last: i16,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
#[record(native = "InnerNative")]
struct InnerNative {
    tag: u8,
    wave: [u16; 3],
    span: TimeDelta64<Seconds>,
}

/// What the bytes of records become, without those that have another order staying as they are.
fn expected<R: Element>(bytes: &[u8]) -> Vec<u8> {
    let positions: Vec<usize> = (0..bytes.len()).step_by(size_of::<R>()).collect();
    swapped(bytes, &positions, &units(R::DTYPE), |order| order != ByteOrder::NATIVE)
}

fn twins<R: HasNative>() {
    assert_eq!(&R::DTYPE.newbyteorder(ByteOrder::NATIVE), <R::Native as Element>::DTYPE);
    assert!(<R::Native as Element>::DTYPE.is_native());
}

#[test]
fn a_record_of_both_orders() {
    twins::<Mixed>();
    twins::<MixedNative>();
    twins::<Inner>();
    let mut random = Random::new(1);
    for count in 0..=17 {
        // Gaps are not zero, and stay what they are.
        let before = random.bytes(count * size_of::<Mixed>());
        let mut bytes = before.clone();
        let values: Vec<Mixed> = {
            let table = RecordTable::<Mixed>::from_bytes(&before).expect("records");
            table.to_vec()
        };
        let native = RecordTable::<Mixed>::from_bytes_mut(&mut bytes).expect("records").into_native();
        for (i, value) in values.iter().enumerate() {
            let native = native.item(i);
            assert_eq!(native.big.to_bits(), value.big.get().to_bits());
            assert_eq!(
                (native.little, native.last, native.ok),
                (value.little.get(), value.last.get(), value.ok)
            );
            assert_eq!((native.at.count(), native.text), (value.time.get().count(), value.text.get()));
            assert_eq!((native.name, native.key, native.kind), (value.name, value.key, value.kind));
            assert_eq!(native.spin.re.to_bits(), value.spin.get().re.to_bits());
            for (native, value) in native.inner.iter().flatten().zip(value.inner.iter().flatten()) {
                assert_eq!((native.tag, native.wave), (value.tag, value.wave.map(Be::get)));
                assert_eq!(native.span.count(), value.span.get().count());
            }
        }
        assert_eq!(native["at"].as_view().shape().as_ref(), [count]);
        assert_eq!(native.dtype(), native.as_any().dtype());
        drop(native);
        assert_eq!(bytes, expected::<Mixed>(&before));
        // What is native already is not touched.
        let native = RecordTable::<MixedNative>::from_bytes_mut(&mut bytes).expect("records").into_native();
        // And back.
        drop(RecordTable::<Mixed, _>::from_native(native));
        assert_eq!(bytes, before);
    }
}

/// The storage goes along: the table of native records grows, and its gaps are zero.
#[test]
fn an_owned_table_grows_after_it_was_converted() {
    let mut stored = RecordTable::<Mixed>::zeroed(3).expect("memory");
    stored[Mixed::LITTLE].assign([7, 8, 9]);
    stored[Mixed::BIG].fill(2.5);
    let mut native = stored.into_native();
    assert_eq!(native[MixedNative::LITTLE].to_vec(), [7, 8, 9]);
    for _ in 0..100 {
        native.push(native.item(1));
    }
    assert_eq!(native.len(), 103);
    assert_eq!(native[MixedNative::BIG].sum(), 2.5 * 103.0);
    let table = RecordTable::<Mixed>::from_native(native);
    assert_eq!(
        (table.len(), table[Mixed::LITTLE].get(102), table[Mixed::BIG].get(0)),
        (103, Some(8), Some(2.5))
    );
    let mut gaps = vec![true; size_of::<Mixed>()];
    let mut mark = |dtype: &DType| mark_leaves(dtype, 0, &mut gaps);
    mark(<Mixed as Element>::DTYPE);
    let bytes = table.as_bytes().expect("defined");
    assert!(bytes.iter().zip(gaps.iter().cycle()).all(|(&byte, &gap)| !gap || byte == 0));
}

fn mark_leaves(dtype: &DType, at: usize, gaps: &mut [bool]) {
    if let Some((base, count)) = dtype.as_array() {
        for i in 0..count {
            mark_leaves(base, at + i * base.itemsize(), gaps);
        }
    } else if let Some(fields) = dtype.as_record() {
        for field in fields {
            mark_leaves(field.dtype(), at + field.offset(), gaps);
        }
    } else {
        gaps[at..at + dtype.itemsize()].fill(false);
    }
}

fn elements<T: HasNative>()
where
    T::Native: Element<Value = T::Value>,
{
    twins::<T>();
    let mut random = Random::new(2);
    for len in 0..=17 {
        let before = random.bytes(len * size_of::<T>());
        let mut bytes = before.clone();
        let native = ViewMut::<T>::from_bytes(&mut bytes).expect("elements").into_native();
        assert_eq!(native.size(), len);
        _ = ViewMut::<T>::from_native(native);
        assert_eq!(bytes, before, "there and back");
        _ = ViewMut::<T>::from_bytes(&mut bytes).expect("elements").into_native();
        assert_eq!(bytes, expected::<T>(&before), "{:?}", T::DTYPE);
    }
}

#[test]
fn every_element() {
    macro_rules! elements {
        ($($type:ty),*) => {$( elements::<$type>(); )*};
    }
    elements!(
        i8,
        u8,
        i16,
        u16,
        i32,
        u32,
        i64,
        u64,
        F16,
        f32,
        f64,
        Bool8,
        FixedBytes<3>,
        FixedUtf32<2>,
        Opaque<5>,
        DateTime64<Seconds>,
        TimeDelta64<Seconds>,
        Complex<f32>,
        Complex<f64>
    );
    macro_rules! ordered {
        ($($type:ty),*) => {$( elements!(Be<$type>, Le<$type>, [Be<$type>; 2], [[Le<$type>; 2]; 2]); )*};
    }
    ordered!(
        i8,
        u8,
        i16,
        u16,
        i32,
        u32,
        i64,
        u64,
        F16,
        f32,
        f64,
        FixedUtf32<2>,
        DateTime64<Seconds>,
        TimeDelta64<Seconds>,
        Complex<f32>,
        Complex<f64>
    );
    elements!(
        big_endian::I16,
        big_endian::I32,
        big_endian::I64,
        big_endian::U16,
        big_endian::U32,
        big_endian::U64,
        big_endian::F32,
        big_endian::F64,
        little_endian::I16,
        little_endian::I32,
        little_endian::I64,
        little_endian::U16,
        little_endian::U32,
        little_endian::U64,
        little_endian::F32,
        little_endian::F64
    );
}

/// A column backwards, seen with two axes: only its own bytes change.
#[test]
fn columns_and_axes() {
    let mut bytes: Vec<u8> = (0..70).collect();
    let layout = Layout::<Rank<1>> { shape: [4], strides: [-17] };
    let view = ViewMut::<[Be<u16>; 3], Rank<1>>::from_parts(&mut bytes, layout, 53).expect("four elements");
    let native = view.into_axes().into_native();
    assert_eq!(native.iter().take(4).collect::<Vec<_>>(), [0x3536, 0x3738, 0x393a, 0x2425]);
    let mut expected: Vec<u8> = (0..70).collect();
    if cfg!(target_endian = "little") {
        for at in [53, 55, 57, 36, 38, 40, 19, 21, 23, 2, 4, 6] {
            expected.swap(at, at + 1);
        }
    }
    assert_eq!(bytes, expected);
}

/// Arrays in both orders of memory, typed and not.
#[test]
fn arrays() {
    let stored: Vec<Be<u32>> = (0..24).map(Be::new).collect();
    let rows = Array::from_shape_vec([2, 3, 4], stored).expect("24 numbers");
    for order in [Order::C, Order::F] {
        let array = rows.view().to_array_in(order);
        let any = AnyArray::from(array.clone()).into_native().expect("no overlap");
        let native: Array<u32, Rank<3>> = array.into_native();
        assert_eq!((native.order(), native.shape()), (order, [2, 3, 4]));
        assert_eq!(native.view().iter().collect::<Vec<_>>(), (0..24).collect::<Vec<_>>());
        assert_eq!((any.dtype(), any.as_bytes()), (<u32 as Element>::DTYPE, native.as_bytes()));
        assert_eq!(any.into_typed::<u32, Rank<3>>().expect("native").view().get_at([1, 2, 3]), Some(23));
    }
    let records = Array::from_vec(vec![Pair { id: 1, both: [Be::new(2_u64), Be::new(3)] }; 5]).into_native();
    assert_eq!(records.as_memory_slice(), [Pair { id: 1, both: [2_u64, 3] }; 5]);
    let none = Array::<Be<f64>, _>::zeros([0, 4]).into_native();
    assert_eq!((none.shape(), none.as_memory_slice().len()), ([0, 4], 0));
    let union = "{'names': ['a', 'b'], 'formats': ['>u4', '>u2'], 'offsets': [0, 0]}";
    let union = AnyArray::zeros(DType::parse(union).expect("a dtype"), [3], Order::C).expect("memory");
    assert!(union.clone().into_byte_order(ByteOrder::Little).is_err());
    assert!(union.into_byte_order(ByteOrder::Big).is_ok());
}

/// A type parameter decides the twin: written by hand, compared by the compiler all the same.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Pair<T> {
    id: u8,
    both: [T; 2],
}

impl<T: HasNative> HasNative for Pair<T> {
    type Native = Pair<T::Native>;
}

/// A constant does not.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
#[record(native = "BlockNative<N>")]
struct Block<const N: usize> {
    id: u8,
    samples: [Be<i16>; N],
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct BlockNative<const N: usize> {
    id: u8,
    samples: [i16; N],
}

#[test]
fn generic_records() {
    twins::<Pair<Be<u32>>>();
    twins::<Pair<Pair<Le<u16>>>>();
    twins::<Block<5>>();
    let stored = RecordTable::from([Pair { id: 1, both: [Be::new(2_u32), Be::new(3)] }]);
    let native: RecordTable<Pair<u32>> = stored.into_native();
    assert_eq!(native.item(0), Pair { id: 1, both: [2, 3] });
    let mut bytes = [9, 0, 1, 0, 2, 9, 0, 3, 0, 4];
    let native = RecordTable::<Block<2>>::from_bytes_mut(&mut bytes).expect("two records").into_native();
    assert_eq!(
        native.to_vec(),
        [BlockNative { id: 9, samples: [1, 2] }, BlockNative { id: 9, samples: [3, 4] }]
    );
}

/// The seed's trap: a `view` of another byte order is another number, and a `byteswap` alone is too.
#[test]
fn a_view_alone_does_not_convert() {
    let mut bytes = 1.5_f32.to_be_bytes();
    assert_ne!(View::<Le<f32>>::from_bytes(&bytes).expect("a number").item(0), 1.5);
    ViewMut::<Be<f32>>::from_bytes(&mut bytes).expect("a number").byteswap_inplace();
    assert_ne!(View::<Be<f32>>::from_bytes(&bytes).expect("a number").item(0), 1.5);
    assert_eq!(View::<Le<f32>>::from_bytes(&bytes).expect("a number").item(0), 1.5);
    let mut bytes = 1.5_f32.to_be_bytes();
    assert_eq!(ViewMut::<Be<f32>>::from_bytes(&mut bytes).expect("a number").into_native().item(0), 1.5);
}

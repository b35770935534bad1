//! Views, tables and run-time arrays put together, against loops over indices.

use crate::columns::{lay, view};
use record_core::{
    AnyArray, AnyTable, AnyView, Array, Be, DType, DynRank, Element, F16, FixedBytes, Rank, RecordTable,
    View, ViewMut,
    buffer::{ConcatError, concatenate, concatenate_into, stack},
    convert::{self, ConvertError, ConvertOptions, Promote},
    layout::{LayoutError, Order},
    prelude::Record,
    view::Value,
};
use record_tests::Random;

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Row {
    id: u8,
    name: FixedBytes<3>,
    at: Be<f64>,
}

fn row(id: u8) -> Row {
    Row { id, name: "ab".parse().unwrap(), at: Be::new(f64::from(id) / 2.0) }
}

#[test]
fn columns_of_any_layout() {
    let mut random = Random::new(6);
    for parts in 1..6 {
        let lengths: Vec<usize> = (0..parts).map(|_| random.below(70)).collect();
        let values: Vec<Vec<f64>> = lengths
            .iter()
            .map(|&len| (0..len).map(|_| f64::from(u8::try_from(random.below(200)).unwrap())).collect())
            .collect();
        let strides = [8, -8, 11, -20, 8];
        let laid: Vec<_> = values
            .iter()
            .zip(strides)
            .enumerate()
            .map(|(i, (values, stride))| lay::<Be<f64>>(values, stride, i))
            .collect();
        let views: Vec<View<'_, Be<f64>>> =
            laid.iter().map(|(buffer, oracle)| view(buffer, oracle)).collect();
        let expected = values.concat();
        assert_eq!(concatenate(&views, 0).unwrap().to_vec(), expected);
        let mut out = vec![0.0_f64; expected.len()];
        concatenate_into(&mut ViewMut::from_slice(&mut out), &views, 0).unwrap();
        assert_eq!(out, expected);
        let any: Vec<AnyView<'_>> = views.iter().map(|view| view.as_any()).collect();
        let same = convert::concatenate(&any, 0, Promote::No).unwrap();
        assert_eq!(same.typed::<Be<f64>, Rank<1>>().unwrap().to_vec(), expected);
    }
}

#[test]
fn axes_of_any_layout() {
    let base = Array::from_fn([3, 4, 5], |[i, j, k]| u16::try_from(100 * i + 10 * j + k).unwrap());
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let view = base.view().permute(order);
        for axis in 0..3 {
            let tail = view.slice(record_core::s![.., .., ..]).flip(axis);
            let made = concatenate(&[view, tail, view], axis).unwrap();
            let len = view.shape()[axis];
            assert_eq!(made.shape()[axis], 3 * len);
            for i in 0..3 * len {
                let source = if i / len == 1 { tail } else { view };
                assert_eq!(made.view().at_axis(axis, i).to_vec(), source.at_axis(axis, i % len).to_vec());
            }
        }
        for axis in 0..=3 {
            let made = stack(&[view, view.flip(0)], axis).unwrap();
            assert_eq!(made.view().at_axis(axis, 0).to_vec(), view.to_vec());
            assert_eq!(made.view().at_axis(axis, 1).to_vec(), view.flip(0).to_vec());
        }
    }
}

#[test]
fn tables() {
    let (a, b) = (RecordTable::from([row(1), row(2)]), RecordTable::from([row(3)]));
    let both = RecordTable::concat([a.view(), b.view(), a.view()]).unwrap();
    assert_eq!(both.to_vec(), [row(1), row(2), row(3), row(1), row(2)]);
    // Gaps are zero.
    assert!(both.as_bytes().unwrap().chunks(16).all(|record| record[4..8] == [0; 4]));
    assert_eq!(RecordTable::<Row>::concat([]).unwrap().len(), 0);
    let any = convert::concatenate(&[a.view().as_any(), b.view().as_any()], 0, Promote::No).unwrap();
    assert_eq!(any.typed::<Row, Rank<1>>().unwrap().to_vec(), [row(1), row(2), row(3)]);
    let wide = DType::parse("[('at', '<f4'), ('id', '<u4'), ('name', 'S5')]").unwrap();
    let other = AnyTable::from_bytes(&[0, 0, 0x80, 0x3f, 9, 0, 0, 0, b'x', b'y', 0, 0, 0], wide).unwrap();
    let stacked = convert::stack_arrays(&[a.view().as_any(), other.view()], &ConvertOptions::new()).unwrap();
    assert_eq!(stacked.column("id").unwrap().typed::<u32>().unwrap().to_vec(), [1, 2, 9]);
    assert_eq!(stacked.column("at").unwrap().typed::<f64>().unwrap().to_vec(), [0.5, 1.0, 1.0]);
}

/// NumPy rounds 2^53 + 1 and 2^64 - 1 to make floats of them.
#[test]
fn promoted_integers_are_not_rounded() {
    let (signed, unsigned) = (View::from_slice(&[-1, (1 << 53) + 1_i64]), View::from_slice(&[7, u64::MAX]));
    let both = |a: AnyView<'_>, b: AnyView<'_>| convert::concatenate(&[a, b], 0, Promote::Yes);
    let error = both(signed.as_any(), unsigned.as_any()).unwrap_err();
    assert!(
        matches!(&error, ConvertError::Value { row: 1, value, .. } if **value == Value::Int((1 << 53) + 1)),
        "{error}"
    );
    let error = both(View::from_slice(&[0.5]).as_any(), unsigned.as_any()).unwrap_err();
    assert!(
        matches!(&error, ConvertError::Value { row: 1, value, .. } if **value == Value::UInt(u64::MAX)),
        "{error}"
    );
    let made = both(signed.slice(..1).as_any(), unsigned.slice(..1).as_any()).unwrap();
    assert_eq!(made.typed::<f64, Rank<1>>().unwrap().to_vec(), [-1.0, 7.0]);
}

#[test]
fn dtypes_are_promoted_on_request() {
    let bytes = View::from_slice(&[1_u8, 200]);
    let halves = [F16::from_f32(0.5)];
    let signed = View::from_slice(&[-3_i16]);
    let views = [bytes.as_any(), View::from_slice(&halves).as_any(), signed.as_any()];
    let error = convert::concatenate(&views, 0, Promote::No).unwrap_err();
    assert!(matches!(error, ConvertError::OtherDType { .. }), "{error}");
    let made = convert::concatenate(&views, 0, Promote::Yes).unwrap();
    assert_eq!(made.typed::<f32, Rank<1>>().unwrap().to_vec(), [1.0, 200.0, 0.5, -3.0]);
    let made =
        convert::stack(&[signed.as_any(), View::from_slice(&[7_u16]).as_any()], 1, Promote::Yes).unwrap();
    assert_eq!(made.typed::<i32, Rank<2>>().unwrap().to_vec(), [-3, 7]);
    let text = View::<FixedBytes<2>>::from_bytes(b"ab").unwrap();
    assert!(convert::concatenate(&[bytes.as_any(), text.as_any()], 0, Promote::Yes).is_err());

    let mut out = AnyArray::zeros(DType::parse("<i4").unwrap(), [3], Order::C).unwrap();
    convert::concatenate_into(
        &mut out.view_mut(),
        &[bytes.as_any(), signed.as_any()],
        0,
        &ConvertOptions::new(),
    )
    .unwrap();
    assert_eq!(out.typed::<i32, Rank<1>>().unwrap().to_vec(), [1, 200, -3]);
    let refused =
        convert::concatenate_into(&mut out.view_mut(), &views, 0, &ConvertOptions::new()).unwrap_err();
    assert!(
        matches!(refused, ConvertError::Shape { .. } | ConvertError::Structure { .. })
            || refused.to_string().contains("length"),
        "{refused}"
    );
}

#[test]
fn errors() {
    let (a, b) = (Array::<u8, _>::zeros([2, 3]), Array::<u8, _>::zeros([2, 4]));
    assert_eq!(concatenate::<u8, Rank<2>>(&[], 0).unwrap_err(), ConcatError::Nothing);
    assert_eq!(
        concatenate(&[a.view(), b.view()], 0).unwrap_err(),
        ConcatError::Shape { position: 1, axis: 1, expected: 3, found: 4 }
    );
    assert_eq!(
        concatenate(&[a.view(), b.view()], 2).unwrap_err(),
        ConcatError::Layout(LayoutError::Axis { axis: 2, ndim: 2 })
    );
    assert_eq!(
        stack(&[a.view(), b.view()], 0).unwrap_err(),
        ConcatError::Shape { position: 1, axis: 2, expected: 3, found: 4 }
    );
    let mut out = [0_u8; 12];
    let mut out = ViewMut::from_slice(&mut out).reshape([2, 6]);
    let error = concatenate_into(&mut out, &[a.view(), b.view()], 1).unwrap_err();
    assert_eq!(error, ConcatError::Layout(LayoutError::Length { axis: 1, expected: 7, found: 6 }));
    let column = View::from_slice(&[1_u8]).as_any();
    let error = convert::concatenate(&[AnyView::from(a.view()), column], 0, Promote::No).unwrap_err();
    assert_eq!(error, ConvertError::Concat(ConcatError::Rank { position: 1, expected: 2, found: 1 }));
    let dynamic: Array<u8, DynRank> = concatenate(&[a.view().reshape(&[6][..]); 2], 0).unwrap();
    assert_eq!(dynamic.shape().as_ref(), [12]);
    assert_eq!(<u8 as Element>::load(3), 3);
}

//! Expressions of columns of run-time dtype on several threads: what one thread gives, to the bit, and its errors.

use crate::{columns::Sample, parallel::pools};
use record_core::{
    AnyTable, AnyView, AnyViewMut, Array, DType, View, ViewMut,
    layout::Order,
    ops::{
        Mask,
        compute::{AnyExpr, ComputeError},
    },
    view::Value,
};
use record_tests::Random;

/// None, one, a piece, one more, and several pieces with a rest.
const LENGTHS: [usize; 5] = [0, 1, 65_536, 65_537, 3 * 65_536 + 17];

/// Columns without alignment, of both byte orders, one of them with an axis of its own.
fn table(len: usize) -> AnyTable {
    let text = "[('id','u1'),('a','>f8'),('b','<i2',(2,)),('s','>f4'),('h','<f2'),('t','?'),('n','>i8')]";
    let dtype = DType::parse(text).unwrap();
    let mut random = Random::new(len as u64 + 5);
    let mut bytes = random.bytes(len * dtype.itemsize());
    for record in bytes.chunks_mut(dtype.itemsize()) {
        record[1..9].copy_from_slice(&f64::sample(&mut random).to_be_bytes());
        record[13..17].copy_from_slice(&f32::sample(&mut random).to_be_bytes());
        record[18] &= 0xbf;
        record[20] = 0;
    }
    let mut made = AnyTable::zeroed(dtype.clone(), len).unwrap();
    let plain = record_core::convert::ConvertOptions::new();
    made.view_mut().assign_by_name(AnyView::from_bytes(&bytes, &dtype).unwrap(), &plain).unwrap();
    made
}

/// The value with all its bits, of NaN too.
fn bits(value: Option<Value>) -> String {
    match value {
        Some(Value::Float32(value)) => format!("single {:x}", value.to_bits()),
        Some(Value::Float64(value)) => format!("double {:x}", value.to_bits()),
        other => format!("{other:?}"),
    }
}

fn same(expression: &AnyExpr<'_>) {
    let array = expression.to_array().unwrap();
    let mask = expression.to_mask().unwrap();
    // By their texts, which let NaN be equal to itself; floats print exactly.
    let sums = format!("{:?} {:?}", array.view().sum(), array.view().mean());
    assert_eq!(format!("{:?} {:?}", expression.sum(), expression.mean()), sums);
    let ends = [array.view().min().unwrap(), array.view().max().unwrap()].map(bits);
    assert_eq!([expression.min().unwrap(), expression.max().unwrap()].map(bits), ends);
    pools(|| {
        let par = expression.clone().par();
        let made = par.to_array().unwrap();
        assert_eq!((made.dtype(), made.layout()), (array.dtype(), array.layout()));
        assert!(made.as_bytes() == array.as_bytes());
        assert!(par.to_mask().unwrap() == mask);
        assert_eq!(format!("{:?} {:?}", par.sum(), par.mean()), sums);
        assert_eq!([par.min().unwrap(), par.max().unwrap()].map(bits), ends);
    });
}

#[test]
fn all_kinds_are_equal_to_the_bit() {
    fn shared<T: Send + Sync>(_: &T) {}
    for len in [0, 1, 65_537, LENGTHS[4]] {
        let table = table(len);
        let view = table.view().flip(0);
        let [id, a, b, s, h, t, n] =
            ["id", "a", "b", "s", "h", "t", "n"].map(|name| view.column(name).unwrap());
        let halves = [0.5_f32, -0.25];
        shared(&a.expr());
        same(&(a.expr() * s + 1.5));
        same(&(b.expr() * View::from_slice(&halves).as_any()));
        same(&(h.expr() + h));
        same(&id.expr().gt(7).select(n.expr(), a));
        same(&(n.expr() % 1000));
        same(&(t.expr() & id.expr().lt(200)));
        same(&id.expr());
    }
}

/// The first NaN in order is the one that is told, with its payload.
#[test]
fn missing_values_are_the_first() {
    let mut values = vec![0.0_f64; 200_000];
    for (i, bits) in [(65_537, 0x7ff8_0000_0000_0001), (65_536, 0xfff8_0000_0000_0002)] {
        values[i] = f64::from_bits(bits);
        let expression = View::from_slice(&values).as_any().expr();
        same(&expression);
        assert_eq!(expression.par().max().unwrap().map(|v| v.to_f64().unwrap().to_bits()), Some(bits));
    }
    // Which of two zeros it is depends on their places.
    let zeros: Vec<f64> = (0..200_000).map(|i| if i % 3 == 0 || i < 66_000 { -0.0 } else { 0.0 }).collect();
    same(&View::from_slice(&zeros).as_any().expr());
}

/// Writes on one thread and on several, over the same rubbish, with and without a mask; nothing else changes.
fn written(
    expression: &AnyExpr<'_>,
    mask: &Mask,
    len: usize,
    dtype: &str,
    place: impl for<'v> Fn(AnyViewMut<'v>) -> AnyViewMut<'v> + Sync,
) {
    let dtype = DType::parse(dtype).unwrap();
    let rubbish = Random::new(9).bytes(len * dtype.itemsize());
    let bytes = |write: &dyn Fn(AnyViewMut<'_>)| {
        let mut bytes = rubbish.clone();
        write(place(AnyViewMut::from_bytes(&mut bytes, &dtype).unwrap()));
        bytes
    };
    let all = bytes(&|out| expression.write_to(out).unwrap());
    let some = bytes(&|out| expression.write_where(mask, out).unwrap());
    assert!(len == 0 || all != rubbish);
    pools(|| {
        let par = expression.clone().par();
        assert!(bytes(&|out| par.write_to(out).unwrap()) == all);
        assert!(bytes(&|out| par.write_where(mask, out).unwrap()) == some);
    });
}

#[test]
fn targets_of_all_layouts() {
    for len in LENGTHS {
        let table = table(len);
        let [a, s, b] = ["a", "s", "b"].map(|name| table.view().column(name).unwrap());
        let sum = a.expr() + s;
        let mask = a.expr().gt(0.0).to_mask().unwrap();
        written(&sum, &mask, len, "f8", |out| out);
        written(&sum, &mask, len, "[('x','u1'),('y','>f8')]", |out| out.into_column("y").unwrap().flip(0));
        let twice = b.expr() * 1;
        written(&twice, &Mask::from_iter([true, false]), len, "[('x','u1'),('y','>i2',(2,))]", |out| {
            out.into_column("y").unwrap()
        });
    }
}

/// Rows and blocks that do not meet, short axes first and last, and steps of any sign.
#[test]
fn axes_are_cut_rightly() {
    let mut random = Random::new(12);
    for shape in
        [vec![2, 65_601], vec![30_001, 3], vec![2, 3, 5, 2501], vec![1, 1, 65_537], vec![300, 1, 300]]
    {
        let len: usize = shape.iter().product();
        let numbers: Vec<f32> = (0..len).map(|_| f32::sample(&mut random)).collect();
        let values = View::from_slice(&numbers).as_any().reshape(&shape[..]);
        let last = numbers[..shape[shape.len() - 1]].to_vec();
        let expression = values.expr() * 2 - View::from_slice(&last).as_any().expr();
        same(&expression);
        let mask = expression.clone().gt(0).to_mask().unwrap();
        written(&expression, &mask, len, ">f4", |out| out.try_reshape(&shape[..]).unwrap());
        let reversed: Vec<usize> = shape.iter().rev().copied().collect();
        written(&expression, &mask, len, "<f4", |out| {
            out.try_reshape(&reversed[..]).unwrap().transpose().flip(shape.len() - 1)
        });
        same(
            &(values.transpose().expr()
                + Array::from(numbers.clone()).view().as_any().reshape(&reversed[..])),
        );
    }
}

#[test]
fn errors_are_those_of_one_thread() {
    let (rows, columns) = (70_001, 3);
    let mut left = vec![1_u8; rows * columns];
    let mut right = left.clone();
    // In one block of 1024, where the left side is computed first; and in a later one.
    (left[70_100], right[70_000], left[200_000]) = (255, 255, 255);
    let shape = [rows, columns];
    let (a, b) = (View::from_slice(&left).as_any(), View::from_slice(&right).as_any());
    let expression = (a.reshape(shape).expr() + 1) + (b.reshape(shape).expr() + 1);
    let serial = expression.to_array().unwrap_err();
    assert!(matches!(serial, ComputeError::Overflow { index: 70_100, .. }), "{serial}");
    let good: Mask = (0..left.len()).map(|i| i != 70_100 && i != 70_000).collect();
    pools(|| {
        let par = expression.clone().par();
        assert_eq!(par.to_array().unwrap_err(), serial);
        assert_eq!(par.to_mask().unwrap_err(), serial);
        assert_eq!(par.sum().unwrap_err(), serial);
        assert_eq!(par.mean().unwrap_err(), serial);
        assert_eq!(par.min().unwrap_err(), serial);
        assert_eq!(par.max().unwrap_err(), serial);
        // In columns: a block is in two pieces.
        for order in [Order::C, Order::F] {
            let mut out = Array::<u8, _>::zeros_in(shape, order);
            assert_eq!(par.write_to(out.view_mut().into_any()).unwrap_err(), serial);
            // The blocks before have been written.
            assert!(out.iter().take(70_000 / 1024 * 1024).all(|value| value == 4));
            let mut out = Array::<u8, _>::zeros_in(shape, order);
            let error = par.write_where(&good, out.view_mut().into_any()).unwrap_err();
            assert!(matches!(error, ComputeError::Overflow { index: 200_000, .. }), "{error}");
            let mut other = Array::<i8, _>::zeros_in(shape, order);
            let other = par.write_to(other.view_mut().into_any()).unwrap_err();
            assert!(matches!(other, ComputeError::Out { .. }), "{other}");
        }
        let mut short = [0_u8; 5];
        let short = par.write_to(ViewMut::from_slice(&mut short).into_any()).unwrap_err();
        assert!(matches!(short, ComputeError::Layout(_)), "{short}");
        let missing = (a.expr() + b.slice(1..)).par();
        assert_eq!(missing.to_mask().unwrap_err(), (a.expr() + b.slice(1..)).to_mask().unwrap_err());
        let texts = vec![record_core::FixedBytes::<2>::default(); 70_000];
        let texts = View::from_slice(&texts).as_any().expr().par();
        assert!(matches!(texts.sum(), Err(ComputeError::NotNumbers { found: Some(_) })));
    });
}

//! Columns of run-time dtype against the typed ones, and against the promotion of dtypes.

use record_core::{
    AnyView, Be, DType, Le, View,
    convert::{Casting, ConvertOptions},
    ops::{
        Sum,
        compute::{ComputeError, NumberType, Operation},
    },
    view::Value,
};

const KINDS: [&str; 11] = ["?", "i1", ">i2", "<i4", ">i8", "u1", "<u2", ">u4", "<u8", ">f4", "<f8"];

#[test]
fn dtypes_are_those_of_promotion() {
    let bytes = [0; 16];
    let dtypes: Vec<DType> = KINDS.iter().chain(&["<f2"]).map(|name| DType::parse(name).unwrap()).collect();
    let mut pairs = 0;
    for a in &dtypes {
        for b in &dtypes {
            let left = AnyView::from_bytes(&bytes, a).unwrap().expr();
            let right = AnyView::from_bytes(&bytes, b).unwrap().expr();
            let sum = (left.clone() + right.clone()).dtype().unwrap();
            let promoted = a.promote(b).unwrap();
            let bools = promoted == DType::parse("?").unwrap();
            assert_eq!(sum, if bools { DType::parse("i1").unwrap() } else { promoted.clone() }, "{a} + {b}");
            let float =
                |dtype: &DType| ["f2", "f4", "f8"].iter().any(|name| *dtype == DType::parse(name).unwrap());
            let quotient = (left.clone() / right.clone()).dtype().unwrap();
            assert_eq!(quotient, if float(&promoted) { promoted } else { DType::parse("f8").unwrap() });
            assert_eq!(left.gt(right).dtype().unwrap(), DType::parse("?").unwrap());
            pairs += 1;
        }
    }
    assert_eq!(pairs, 144);
}

/// Every pair of kinds, in the arithmetic of NumPy's result dtype: small numbers are exact in all of them.
#[test]
fn values_of_every_pair_of_kinds() {
    let numbers: Vec<i32> = (0..2100).map(|i| 1 + i % 7).collect();
    let typed = View::from_slice(&numbers);
    let options = ConvertOptions::new().casting(Casting::Unsafe);
    let columns: Vec<_> = KINDS[1..]
        .iter()
        .map(|name| typed.as_any().cast_with(&DType::parse(name).unwrap(), &options).unwrap())
        .collect();
    for a in &columns {
        for b in &columns {
            let (a, b) = (a.view(), b.view());
            let expression = a.expr() * b.expr() + 1 - a.expr();
            let expected: Vec<f64> = numbers.iter().map(|&n| f64::from(n * n + 1 - n)).collect();
            let array = expression.to_array().unwrap();
            let found: Vec<f64> = array.view().values().map(|value| value.to_f64().unwrap()).collect();
            assert_eq!(found, expected, "{:?} {:?}", a.dtype(), b.dtype());
            assert_eq!(expression.sum().unwrap().to_f64(), expected.iter().sum::<f64>());
            assert_eq!(
                expression.gt(20).to_mask().unwrap().to_vec(),
                expected.iter().map(|&v| v > 20.0).collect::<Vec<_>>()
            );
            let quotients = (a.expr() / b.expr()).to_array().unwrap();
            assert!(quotients.view().values().all(|value| value.to_f64() == Some(1.0)));
        }
    }
}

#[test]
fn shapes_and_single_values() {
    let rows = [[Be::new(1_i16), Be::new(2)], [Be::new(3), Be::new(4)]];
    let view = View::from_slice(&rows).as_any();
    let halves = [0.5_f32, 0.25];
    let expression = view.expr() * View::from_slice(&halves).as_any().expr();
    assert_eq!(expression.shape().unwrap().as_ref(), [2, 2]);
    let values: Vec<Value> = expression.to_array().unwrap().view().values().collect();
    assert_eq!(values, [0.5, 0.5, 1.5, 1.0].map(Value::Float32));
    // Single values take the dtype of what they stand beside, and must fit.
    assert_eq!((view.expr() + 1).dtype().unwrap(), DType::parse("i2").unwrap());
    assert_eq!((view.expr() + 1.5).dtype().unwrap(), DType::parse("f8").unwrap());
    let error = (view.expr() + 100_000).to_array().unwrap_err();
    assert_eq!(error.to_string(), "the value 100000 at element 0 does not fit in i16");
    assert_eq!((view.expr() % -3).sum().unwrap(), Sum::Int(-5));
    assert_eq!(view.expr().floor_divide(-3).min().unwrap(), Some(Value::Int(-2)));
    let missing = View::from_slice(&[[0; 2]; 3]).as_any();
    assert!(matches!((view.expr() + missing).to_array(), Err(ComputeError::Layout(_))));
}

#[test]
fn integers_that_do_not_fit() {
    let mut numbers = vec![Le::new(1_u32); 3000];
    numbers[2000] = Le::new(u32::MAX);
    let view = View::from_slice(&numbers).as_any();
    let (index, operation, left, value) = (2000, Operation::Add, i128::from(u32::MAX), NumberType::U32);
    let error = ComputeError::Overflow { index, operation, left, right: 1, value };
    assert_eq!((view.expr() + 1).to_array().unwrap_err(), error);
    assert_eq!((view.expr() + 1).sum().unwrap_err(), error);
    let operation = Operation::FloorDivide;
    let error = ComputeError::DivisionByZero { index: 0, operation, left: 1 };
    assert_eq!(view.expr().floor_divide(0).max().unwrap_err(), error);
    let most = [u64::MAX];
    let most = View::from_slice(&most).as_any();
    assert!((most.expr() * most).to_array().is_err());
    let text = record_core::FixedBytes::<2>::try_from("ab").unwrap();
    let texts = [text];
    let error = (View::from_slice(&texts).as_any().expr() + 1).to_array().unwrap_err();
    assert!(matches!(error, ComputeError::NotNumbers { found: Some(_) }), "{error}");
}

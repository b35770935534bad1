//! Functions, logic, choices and `out=` of columns of run-time dtype, against the typed ones.

use record_core::{
    AnyViewMut, Array, Be, DType, Element, Le, Rank, View, ViewMut,
    layout::{LayoutError, Order},
    ops::{
        Mask, Sum,
        compute::{AnyExpr, ComputeError, Expr as _, Operation},
    },
    view::Value,
};

fn values<T: Element<Value = T>>(expression: &AnyExpr<'_>) -> Vec<T> {
    expression.to_array().unwrap().typed::<T, Rank<1>>().unwrap().to_vec()
}

/// Whatever has no value, and ends of ranges; more than one block of them.
fn floats() -> Vec<f64> {
    let special = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.5, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300];
    special.into_iter().chain((0..2100).map(|i| f64::from(i) / 7.0 - 100.0)).collect()
}

#[test]
fn functions_are_the_typed_ones() {
    let doubles = floats();
    let singles: Vec<f32> = doubles.iter().map(|&v| v as f32).collect();
    let whole: Vec<i16> = (-50..50).collect();
    let widened: Vec<f64> = whole.iter().map(|&v| f64::from(v)).collect();
    let bits =
        |values: &[f64]| values.iter().map(|v| if v.is_nan() { 1 } else { v.to_bits() }).collect::<Vec<_>>();
    let wide = |values: Vec<f32>| values.into_iter().map(f64::from).collect::<Vec<_>>();
    let mut count = 0;
    macro_rules! same {
        ($($name:ident)*) => {$(
            let typed = View::from_slice(&doubles).$name().to_vec().unwrap();
            let any = View::from_slice(&doubles).as_any().expr().$name();
            assert_eq!(bits(&values::<f64>(&any)), bits(&typed), stringify!($name));
            let typed = wide(View::from_slice(&singles).$name().to_vec().unwrap());
            let any = View::from_slice(&singles).as_any().expr().$name();
            assert_eq!(bits(&wide(values(&any))), bits(&typed), stringify!($name));
            let any = View::from_slice(&whole).as_any().expr().$name();
            if any.dtype().unwrap() == *i16::DTYPE {
                assert_eq!(values::<i16>(&any), whole, stringify!($name));
            } else {
                let typed = View::from_slice(&widened).$name().to_vec().unwrap();
                assert_eq!(bits(&values::<f64>(&any)), bits(&typed), stringify!($name));
            }
            count += 1;
        )*};
    }
    same! {
        recip signum to_degrees to_radians sqrt cbrt exp exp2 exp_m1 ln ln_1p log2 log10 sin cos tan asin acos atan sinh cosh
        tanh asinh acosh atanh floor ceil trunc fract round round_ties_even
    }
    assert_eq!(count, 31);
    macro_rules! tests {
        ($($name:ident)*) => {$(
            let typed = View::from_slice(&doubles).$name().to_mask().unwrap();
            assert_eq!(View::from_slice(&doubles).as_any().expr().$name().to_mask().unwrap(), typed);
            let none = View::from_slice(&whole).as_any().expr().$name().to_mask().unwrap();
            assert_eq!(none.count(), if stringify!($name) == "is_finite" { whole.len() } else { 0 });
        )*};
    }
    tests! { is_nan is_finite is_infinite }
}

#[test]
fn pairs_are_the_typed_ones() {
    let a = floats();
    let b: Vec<f64> = a.iter().rev().copied().collect();
    let [left, right] = [View::from_slice(&a), View::from_slice(&b)];
    let any = || left.as_any().expr();
    let bits = |values: Vec<f64>| values.into_iter().map(f64::to_bits).collect::<Vec<_>>();
    let minimum = left.minimum(right).to_vec().unwrap();
    assert_eq!(bits(values(&any().minimum(right.as_any()))), bits(minimum));
    let maximum = left.maximum(right).to_vec().unwrap();
    assert_eq!(bits(values(&any().maximum(right.as_any()))), bits(maximum));
    let power = left.powf(right).to_vec().unwrap();
    let found: Vec<f64> = values(&any().powf(right.as_any()));
    assert!(found.iter().zip(&power).all(|(a, b)| a == b || a.is_nan() && b.is_nan()));
    let some = View::from_slice(&a[11..]).as_any().expr();
    assert_eq!(some.sum().unwrap(), Sum::Float(View::from_slice(&a[11..]).sum()));
    assert_eq!(some.mean().unwrap(), View::from_slice(&a[11..]).mean());
}

#[test]
fn logic_is_that_of_integers_and_truth_values() {
    let (a, b): (Vec<i8>, Vec<u8>) = ((-128..=127).collect(), (0..=255).collect());
    let signed = || View::from_slice(&a).as_any().expr();
    let unsigned = || View::from_slice(&b).as_any().expr();
    assert_eq!(values::<i8>(&!signed()), a.iter().map(|v| !v).collect::<Vec<_>>());
    assert_eq!(values::<u8>(&!unsigned()), b.iter().map(|v| !v).collect::<Vec<_>>());
    let wide =
        |f: fn(i16, i16) -> i16| a.iter().zip(&b).map(|(&a, &b)| f(a.into(), b.into())).collect::<Vec<_>>();
    assert_eq!(values::<i16>(&(signed() & unsigned())), wide(|a, b| a & b));
    assert_eq!(values::<i16>(&(signed() | unsigned())), wide(|a, b| a | b));
    assert_eq!(values::<i16>(&(signed() ^ unsigned())), wide(|a, b| a ^ b));
    let between = signed().ge(-3) & !signed().gt(5);
    assert_eq!(
        between.to_mask().unwrap().to_vec(),
        a.iter().map(|&v| (-3..=5).contains(&v)).collect::<Vec<_>>()
    );
    let error = (signed().cast(f32::DTYPE).unwrap() & 1).to_array().unwrap_err();
    assert!(matches!(error, ComputeError::NotIntegers { .. }));
    assert!(error.to_string().contains("Float32"), "{error}");
    let overflow = signed().abs().to_array().unwrap_err();
    assert!(matches!(
        overflow,
        ComputeError::Overflow { index: 0, operation: Operation::Abs, left: -128, .. }
    ));
    assert_eq!(values::<u8>(&unsigned().abs()), b);
}

#[test]
fn only_what_is_chosen_must_have_a_result() {
    let (a, b): (Vec<i32>, Vec<i32>) = ((0..3000).collect(), (0..3000).map(|i| i % 3).collect());
    let [any_a, any_b] = [View::from_slice(&a).as_any(), View::from_slice(&b).as_any()];
    let quotient = || any_a.expr().floor_divide(any_b);
    let expected: Vec<i32> = a.iter().zip(&b).map(|(a, b)| a.checked_div(*b).unwrap_or(-1)).collect();
    assert_eq!(values::<i32>(&any_b.expr().ne(0).select(quotient(), -1)), expected);
    assert_eq!(values::<i32>(&any_b.expr().eq(0).select(-1, quotient())), expected);
    let mask: Mask = b.iter().map(|&v| v != 0).collect();
    let mut out = vec![Be::new(-1); 3000];
    quotient().write_where(&mask, ViewMut::from_slice(&mut out).into_any()).unwrap();
    assert_eq!(View::from_slice(&out).to_vec(), expected);
    let error = quotient().write_to(ViewMut::from_slice(&mut out).into_any()).unwrap_err();
    assert_eq!(error, ComputeError::DivisionByZero { index: 0, operation: Operation::FloorDivide, left: 0 });
    let late: Mask = b.iter().enumerate().map(|(i, &v)| v != 0 || i > 2500).collect();
    let error = quotient().write_where(&late, ViewMut::from_slice(&mut out).into_any()).unwrap_err();
    assert!(matches!(error, ComputeError::DivisionByZero { index: 2502, left: 2502, .. }), "{error:?}");
    let short = Mask::new(2999, true);
    let error = quotient().write_where(&short, ViewMut::from_slice(&mut out).into_any()).unwrap_err();
    assert_eq!(error, LayoutError::Broadcast { axis: 0, from: 2999, to: 3000 }.into());
}

#[test]
fn masks_have_all_elements_or_those_of_the_last_axis() {
    let numbers = Array::from_rows([[1, 2, 3], [4, 5, 6]]);
    let written = |mask: &[bool]| {
        let mut out = Array::from_rows([[0; 3]; 2]);
        let mask: Mask = mask.iter().copied().collect();
        (numbers.view().as_any().expr() * 10).write_where(&mask, out.view_mut().into_any())?;
        Ok::<_, ComputeError>(out.to_vec())
    };
    assert_eq!(written(&[true, false, true]), Ok(vec![10, 0, 30, 40, 0, 60]));
    assert_eq!(written(&[false, false, true, true, false, false]), Ok(vec![0, 0, 30, 40, 0, 0]));
    assert_eq!(written(&[true]), Ok(vec![10, 20, 30, 40, 50, 60]));
    assert_eq!(written(&[true; 2]), Err(LayoutError::Broadcast { axis: 1, from: 2, to: 3 }.into()));
    // As typed expressions do it.
    let mut out = Array::from_rows([[0; 3]; 2]);
    let mask: Mask = [true, false, true].into_iter().collect();
    (numbers.view() * 10).write_where(&mask, &mut out).unwrap();
    assert_eq!(Ok(out.to_vec()), written(&[true, false, true]));
}

#[test]
fn results_are_written_to_every_layout_and_byte_order() {
    let numbers: Vec<u16> = (0..48).collect();
    let source = View::from_slice(&numbers).reshape([4, 12]);
    let rows = View::from_slice(&numbers[..12]);
    let expected: Vec<u16> = (0..48).map(|i| i + i % 12).collect();
    let sum = source.as_any().expr() + rows.as_any();
    for order in [Order::C, Order::F] {
        for reversed in [false, true] {
            let mut little = Array::<Le<u16>, Rank<2>>::zeros_in([4, 12], order);
            let mut big = Array::<Be<u16>, Rank<2>>::zeros_in([4, 12], order);
            let (mut little_view, mut big_view) = (little.view_mut(), big.view_mut());
            if reversed {
                (little_view, big_view) = (little_view.flip(0), big_view.flip(0));
            }
            sum.write_to(little_view.into_any()).unwrap();
            sum.write_to(big_view.into_any()).unwrap();
            let of = |view: Vec<u16>| {
                if reversed { view.chunks(12).rev().flatten().copied().collect() } else { view }
            };
            assert_eq!(of(little.view().to_vec()), expected);
            assert_eq!(of(big.view().to_vec()), expected);
        }
    }
    // One field of records: the bytes between stay.
    let dtype = DType::parse("[('a', 'u1'), ('n', '>u2'), ('b', 'u1')]").unwrap();
    let mut bytes = vec![0xEE; 4 * 12];
    let total = rows.as_any().expr() * 2;
    total.write_to(AnyViewMut::from_bytes(&mut bytes, &dtype).unwrap().into_column("n").unwrap()).unwrap();
    for (i, record) in bytes.chunks(4).enumerate() {
        assert_eq!(record, [0xEE, 0, 2 * i as u8, 0xEE]);
    }
    // Another kind needs a cast, another shape is none.
    let mut floats = [0.0_f32; 12];
    let error = total.write_to(ViewMut::from_slice(&mut floats).into_any()).unwrap_err();
    assert!(matches!(error, ComputeError::Out { .. }), "{error:?}");
    total.clone().cast(f32::DTYPE).unwrap().write_to(ViewMut::from_slice(&mut floats).into_any()).unwrap();
    assert_eq!(floats[11], 22.0);
    let error = total.write_to(ViewMut::from_slice(&mut [0_u16; 11]).into_any()).unwrap_err();
    assert!(
        matches!(error, ComputeError::Layout(LayoutError::Broadcast { axis: 0, from: 12, to: 11 })),
        "{error:?}"
    );
    assert_eq!(total.max().unwrap(), Some(Value::UInt(22)));
}

/// What NumPy answers: integers of any signs compare exactly with each other, with floats exactly where NumPy rounds.
#[test]
fn comparisons_are_exact() {
    const FAR: i64 = (1 << 53) + 1;
    let (signed, unsigned, doubles) =
        ([FAR, -1, 5], [(1_u64 << 53), u64::MAX, 5], [(1_u64 << 53) as f64, f64::NAN, 5.0]);
    let signed = View::from_slice(&signed).as_any();
    let unsigned = View::from_slice(&unsigned).as_any();
    let doubles = View::from_slice(&doubles).as_any();
    let mask = |expression: AnyExpr<'_>| expression.to_mask().unwrap().to_vec();
    assert_eq!(mask(signed.expr().eq(unsigned)), [false, false, true]);
    assert_eq!(mask(signed.expr().gt(unsigned)), [true, false, false]);
    assert_eq!(mask(signed.expr().gt(doubles)), [true, false, false]);
    assert_eq!(mask(doubles.expr().lt(signed)), [true, false, false]);
    assert_eq!(mask(doubles.expr().ne(signed)), [true, true, false]);
    assert_eq!(mask(unsigned.expr().eq(doubles)), [true, false, true]);
    assert_eq!(
        mask(signed.expr().gt((1_u64 << 53) as f64)),
        signed.gt((1_u64 << 53) as f64).unwrap().to_vec()
    );
    assert_eq!(mask(unsigned.expr().eq(u64::MAX)), [false, true, false]);
    // Beyond the range of the column.
    let bytes = [0_u8, 200, 255];
    let bytes = View::from_slice(&bytes).as_any();
    assert_eq!(mask(bytes.expr().gt(300)), [false; 3]);
    assert_eq!(mask(bytes.expr().ge(-1)), [true; 3]);
    assert_eq!(mask(bytes.expr().lt(199.5)), [true, false, false]);
    // Beside floats, single values are rounded to their type.
    let singles = [0.1_f32, 0.2, f32::INFINITY];
    let singles = View::from_slice(&singles).as_any();
    assert_eq!(mask(singles.expr().eq(0.1)), [true, false, false]);
    assert_eq!(mask(singles.expr().eq(0.1)), singles.eq(0.1).unwrap().to_vec());
    assert_eq!(mask(singles.expr().ge(1e300)), singles.ge(1e300).unwrap().to_vec());
}

#[test]
fn signs_are_turned() {
    let zeros = [0.0, -0.0, 1.5];
    let negated: Vec<f64> = values(&-View::from_slice(&zeros).as_any().expr());
    assert_eq!(
        negated.iter().map(|v| v.to_bits()).collect::<Vec<_>>(),
        [-0.0_f64, 0.0, -1.5].map(f64::to_bits)
    );
    let absolute: Vec<f64> = values(&View::from_slice(&zeros).as_any().expr().abs());
    assert_eq!(
        absolute.iter().map(|v| v.to_bits()).collect::<Vec<_>>(),
        [0.0_f64, 0.0, 1.5].map(f64::to_bits)
    );
    let error = (-View::from_slice(&[5_u8]).as_any().expr()).to_array().unwrap_err();
    assert_eq!(error.to_string(), "-(5) at element 0 does not fit in u8");
}

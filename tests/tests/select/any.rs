//! Comparisons by name at run time: as the typed ones where the types agree, and by exact values where they do not.

use super::columns::{Sample, every_column};
use crate::for_all_numbers;
use record_core::{
    AnyTable, Be, Bool8, DType, DateTime64, TimeDelta64, View,
    dtype::{TimeBase, TimeUnit},
    ops::{Mask, MaskError, SelectError},
    time::{Days, Generic, Hours, Milliseconds, Months, Seconds},
    view::{ColumnError, Value, ValueKind},
};
use record_tests::Random;

#[test]
fn comparisons_by_name_are_the_typed_ones() {
    let mut random = Random::new(41);
    let mut turn = 0;
    macro_rules! each {
        ($type:ty) => {
            every_column::<$type>(|values, view| {
                turn += 1;
                if turn % 9 != 0 {
                    return;
                }
                let limit = match values {
                    [] => Sample::sample(&mut random),
                    some => some[random.below(some.len())],
                };
                let any = view.as_any();
                assert_eq!(any.gt(limit), Ok(view.gt(limit)));
                assert_eq!(any.ge(limit), Ok(view.ge(limit)));
                assert_eq!(any.lt(limit), Ok(view.lt(limit)));
                assert_eq!(any.le(limit), Ok(view.le(limit)));
                assert_eq!(any.eq(limit), Ok(view.eq(limit)));
                assert_eq!(any.ne(limit), Ok(view.ne(limit)));
                assert_eq!(any.is_missing(), Ok(view.is_missing()));
                let set: Vec<Value> = values.iter().take(3).map(|&value| value.into()).collect();
                assert_eq!(any.is_in(&set), Ok(view.is_in(&values[..values.len().min(3)])));
                if let (Some(&low), Some(&high)) = (values.first(), values.last()) {
                    assert_eq!(any.between(low, high), Ok(view.between(low, high)));
                }
            });
        };
    }
    for_all_numbers!(each!);
}

/// Each integer and each float, compared as fractions of two are.
#[test]
fn integers_compare_exactly_with_any_number() {
    let ints = [i64::MIN, -3, -1, 0, 1, 2, (1 << 53) - 1, 1 << 53, (1 << 53) + 1, i64::MAX];
    let view = View::from_slice(&ints);
    let any = view.as_any();
    let floats = [
        f64::NEG_INFINITY,
        -1e300,
        -9_223_372_036_854_775_808.0,
        -1.5,
        -1.0,
        -0.0,
        0.5,
        1.0,
        9_007_199_254_740_992.0,
        9_223_372_036_854_775_808.0,
        1e300,
        f64::INFINITY,
    ];
    for float in floats {
        // Exactly: -1, 0 or 1 as the integer is below, at or above the float. Floats beyond 2^53 are integers.
        let order = |int: i64| {
            if float.abs() >= 9_007_199_254_740_992.0 {
                if float.abs() > 1e20 {
                    return 0.0.partial_cmp(&float).unwrap();
                }
                #[allow(clippy::cast_possible_truncation)] // an integer below 2^64
                return i128::from(int).cmp(&(float as i128));
            }
            if int.unsigned_abs() > 1 << 53 { int.cmp(&0) } else { (int as f64).partial_cmp(&float).unwrap() }
        };
        let each = |test: fn(std::cmp::Ordering) -> bool| -> Vec<bool> {
            ints.iter().map(|&int| test(order(int))).collect()
        };
        assert_eq!(any.gt(float).unwrap().to_vec(), each(std::cmp::Ordering::is_gt), "> {float}");
        assert_eq!(any.ge(float).unwrap().to_vec(), each(std::cmp::Ordering::is_ge), ">= {float}");
        assert_eq!(any.lt(float).unwrap().to_vec(), each(std::cmp::Ordering::is_lt), "< {float}");
        assert_eq!(any.le(float).unwrap().to_vec(), each(std::cmp::Ordering::is_le), "<= {float}");
        assert_eq!(any.eq(float).unwrap().to_vec(), each(std::cmp::Ordering::is_eq), "== {float}");
        assert_eq!(any.ne(float).unwrap().to_vec(), each(std::cmp::Ordering::is_ne), "!= {float}");
    }
    assert_eq!(any.eq(f64::NAN).unwrap().count() + any.lt(f64::NAN).unwrap().count(), 0);
    assert!(any.ne(f64::NAN).unwrap().all());
    // Beyond what the column can hold.
    let bytes = View::from_slice(&[0_u8, 7, 255]).as_any();
    assert_eq!((bytes.lt(-1).unwrap().count(), bytes.ge(-1).unwrap().count()), (0, 3));
    assert_eq!((bytes.le(256).unwrap().count(), bytes.eq(256).unwrap().count()), (3, 0));
    assert_eq!(bytes.ne(256).unwrap().count(), 3);
    assert_eq!(bytes.ge(u64::MAX).unwrap().count(), 0);
}

#[test]
fn floats_compare_after_the_value_is_rounded_to_their_type() {
    let view = View::from_slice(&[0.1_f32, f32::INFINITY, f32::NEG_INFINITY, f32::NAN]);
    let any = view.as_any();
    assert_eq!(any.eq(0.1).unwrap().to_vec(), [true, false, false, false]);
    for limit in [f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, f64::from(f32::MAX), f64::NAN] {
        #[allow(clippy::cast_possible_truncation)] // an f32
        let typed = limit as f32;
        assert_eq!(any.gt(limit), Ok(view.gt(typed)), "{limit}");
        assert_eq!(any.lt(limit), Ok(view.lt(typed)), "{limit}");
        assert_eq!(any.ge(limit), Ok(view.ge(typed)), "{limit}");
        assert_eq!(any.le(limit), Ok(view.le(typed)), "{limit}");
    }
}

#[test]
fn dates_compare_with_dates() {
    let times = [i64::MIN, -5, 0, 7].map(DateTime64::<Seconds>::from_count).map(Be::new);
    let any = View::from_slice(&times).as_any();
    assert_eq!(any.lt(DateTime64::<Seconds>::from_count(0)).unwrap().to_vec(), [false, true, false, false]);
    assert_eq!(any.ge(DateTime64::<Seconds>::from_count(0)).unwrap().to_vec(), [false, false, true, true]);
    let nat = DateTime64::<Seconds>::from_count(i64::MIN);
    assert_eq!((any.eq(nat).unwrap().count(), any.ne(nat).unwrap().count()), (0, 4));
    assert_eq!(any.is_missing().unwrap().to_vec(), [true, false, false, false]);
    // Other units where the column counts them exactly.
    assert_eq!(any.ge(DateTime64::<Days>::from_count(0)).unwrap().to_vec(), [false, false, true, true]);
    assert_eq!(
        any.eq(DateTime64::<Milliseconds>::from_count(7000)).unwrap().to_vec(),
        [false, false, false, true]
    );
    let nat = DateTime64::<Days>::NAT;
    assert_eq!((any.eq(nat).unwrap().count(), any.ne(nat).unwrap().count()), (0, 4));
    let error = any.gt(DateTime64::<Milliseconds>::from_count(7001)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "gt: dates in s (`>M8[s]`) do not compare with a date in ms that their unit does not count exactly"
    );
    let found = ValueKind::Date(TimeUnit::new(TimeBase::Millisecond, 1));
    assert!(
        matches!(error, ColumnError::Incomparable { operation: "gt", found: value, .. } if value == found)
    );
    assert!(any.gt(DateTime64::<Days>::from_count(i64::MAX)).is_err());
    assert!(any.gt(DateTime64::<Generic>::from_count(0)).is_err());
    assert!(any.gt(TimeDelta64::<Seconds>::from_count(0)).is_err());
    // Months are days of the calendar, but no time span of so many.
    let months = DateTime64::<Months>::from_count(1);
    let days = [30, 31, 32].map(DateTime64::<Days>::from_count);
    assert_eq!(View::from_slice(&days).as_any().ge(months).unwrap().to_vec(), [false, true, true]);
    let spans = [30, 31, 32].map(TimeDelta64::<Days>::from_count);
    let spans = View::from_slice(&spans).as_any();
    assert!(spans.ge(TimeDelta64::<Months>::from_count(1)).is_err());
    assert_eq!(spans.gt(TimeDelta64::<Hours>::from_count(31 * 24)).unwrap().to_vec(), [false, false, true]);
}

#[test]
fn a_complex_number_is_missing_if_a_part_is() {
    use record_core::Complex;
    let values = [(1.0, 2.0), (f64::NAN, 2.0), (1.0, f64::NAN), (f64::NAN, f64::NAN), (f64::INFINITY, -0.0)];
    let expected = [false, true, true, true, false];
    let doubles = values.map(|(re, im)| Complex::new(re, im));
    assert_eq!(View::from_slice(&doubles).as_any().is_missing().unwrap().to_vec(), expected);
    let singles = values.map(|(re, im)| Be::new(Complex::new(re as f32, im as f32)));
    let any = View::from_slice(&singles).as_any().flip(0).flip(0);
    assert_eq!(any.is_missing().unwrap().to_vec(), expected);
}

/// What is wrong with a mask or an index is said before there is any memory for the copy, which here there is not.
#[test]
fn selections_are_checked_before_there_is_memory_for_them() {
    let dtype = DType::parse("V2147483647").unwrap();
    let none = record_core::AnyView::from_bytes(b"", &dtype).unwrap();
    let error = none.filter(&Mask::new(1 << 20, true)).unwrap_err();
    assert_eq!(error, SelectError::Mask(MaskError { expected: 0, found: 1 << 20 }));
    let error = none.take(&vec![7; 1 << 20]).unwrap_err();
    assert!(matches!(error, SelectError::Index { position: 0, .. }), "{error}");
}

/// Records and rows, forwards and backwards, with gaps, one by one.
#[test]
fn selections_by_name_are_the_values_one_by_one() {
    let mut random = Random::new(77);
    let dtype =
        DType::parse("{'names': ['a', 'b'], 'formats': ['<u2', '>i4'], 'offsets': [1, 8], 'itemsize': 13}");
    let dtype = dtype.unwrap();
    let bytes: Vec<u8> = (0..13 * 200).map(|_| random.below(256) as u8).collect();
    let table = record_core::AnyView::from_bytes(&bytes, &dtype).unwrap();
    let rows = table.reshape(&[50, 4][..]);
    for view in [table, table.flip(0), rows, rows.flip(0), rows.transpose()] {
        let len = view.shape().as_ref()[0];
        let indices: Vec<usize> = (0..random.below(300)).map(|_| random.below(len)).collect();
        let kept: Vec<bool> = (0..len).map(|_| random.below(3) > 0).collect();
        let at = |indices: &[usize]| -> Vec<Value> {
            indices.iter().flat_map(|&i| view.at_axis(0, i).values().collect::<Vec<_>>()).collect()
        };
        let found = view.take(&indices).unwrap();
        assert_eq!(found.view().values().collect::<Vec<_>>(), at(&indices));
        assert_eq!(found.view().shape().as_ref()[0], indices.len());
        let found = view.filter(&kept.iter().copied().collect()).unwrap();
        let which: Vec<usize> = (0..len).filter(|&i| kept[i]).collect();
        assert_eq!(found.view().values().collect::<Vec<_>>(), at(&which));
        assert_eq!(found.dtype(), view.dtype());
    }
}

#[test]
fn errors_say_what_does_not_compare() {
    let text = |error: ColumnError| error.to_string();
    let floats = View::from_slice(&[1.5, 2.5]).as_any();
    assert_eq!(text(floats.gt("5").unwrap_err()), "gt: floats (`<f8`) do not compare with a text");
    let truths = [true, false].map(Bool8::new);
    let truths = View::from_slice(&truths).as_any();
    assert_eq!(text(truths.eq("true").unwrap_err()), "eq: truth values (`?`) do not compare with a text");
    let error = floats.between(1, DateTime64::<Seconds>::from_count(0)).unwrap_err();
    assert_eq!(text(error), "between: floats (`<f8`) do not compare with a date in s");
    let texts = DType::parse("S4").unwrap();
    let texts = record_core::AnyView::from_bytes(b"ab\0\0", &texts).unwrap();
    assert_eq!(text(texts.lt(5).unwrap_err()), "lt: texts (`S4`) do not compare with an integer");
}

#[test]
fn columns_of_tables_compare_by_name() {
    let dtype = DType::parse("[('age', '<i4'), ('at', '<f4', (2,)), ('on', '?')]").unwrap();
    let mut bytes = Vec::new();
    for (age, x, y, on) in [(30_i32, 1.0_f32, 2.0_f32, 1), (60, -1.0, 5.0, 0)] {
        bytes.extend(age.to_le_bytes());
        bytes.extend(x.to_le_bytes());
        bytes.extend(y.to_le_bytes());
        bytes.push(on);
    }
    let table = AnyTable::from_bytes(&bytes, dtype).unwrap();
    assert_eq!(table["age"].gt(50).unwrap().to_vec(), [false, true]);
    assert_eq!(table["age"].lt(59.5).unwrap().to_vec(), [true, false]);
    // A sub-array's elements all count, in row-major order.
    assert_eq!(table["at"].ge(1).unwrap().to_vec(), [true, true, false, true]);
    assert_eq!(table["on"].eq(true).unwrap().to_vec(), [true, false]);
    let error = table.view().gt(1).unwrap_err();
    assert!(matches!(error, ColumnError::Unsupported { operation: "gt", .. }), "{error}");
}

//! Every number cast to every number, at the edges: against NumPy, and against exact arithmetic.

use super::{FACTS, dtype};
use record_core::{
    AnyTable, DType,
    convert::{Casting, Conversion, ConvertError, ConvertOptions},
    view::Value,
};
use serde_json::Value as Json;

/// The bytes that hexadecimal digits say.
fn unhex(digits: &str) -> Vec<u8> {
    let digit = |i: usize| u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).expect("two digits");
    (0..digits.len() / 2).map(digit).collect()
}

/// Calls `check` with the kinds, the source's bytes, and what NumPy made of each value, for all pairs of kinds.
fn pairs(mut check: impl FnMut(&DType, &DType, &[u8], &[Json])) {
    let all = FACTS["values"].as_array().expect("a list");
    assert_eq!(all.len(), 14 * 14);
    for pair in all {
        let (from, to) = (dtype(pair["from"].as_str().unwrap()), dtype(pair["to"].as_str().unwrap()));
        let values = pair["values"].as_array().unwrap();
        let bytes: Vec<u8> = values.iter().flat_map(|hex| unhex(hex.as_str().unwrap())).collect();
        check(&from, &to, &bytes, pair["expect"].as_array().unwrap());
    }
}

fn is_nan(value: &Value) -> bool {
    match *value {
        Value::Float32(v) => v.is_nan(),
        Value::Float64(v) => v.is_nan(),
        Value::Complex64(re, im) => re.is_nan() || im.is_nan(),
        Value::Complex128(re, im) => re.is_nan() || im.is_nan(),
        _ => false,
    }
}

#[test]
fn casts_give_what_numpy_gives() {
    let (mut equal, mut open) = (0, 0);
    let options = ConvertOptions::new().casting(Casting::Unsafe);
    pairs(|from, to, bytes, expected| {
        for (a, b) in [(from.clone(), to.clone()), (swapped(from), swapped(to))] {
            let source = stored(from, &a, bytes);
            let plan = Conversion::by_name(&a, &b, &options).expect("unsafe allows all");
            let table = AnyTable::from_bytes(&source, a.clone()).expect("whole values");
            let cast = plan.to_table(table.view()).expect("no value stops it");
            assert_eq!(cast.len(), expected.len());
            for (i, expected) in expected.iter().enumerate() {
                let (found, value) = (cast.get(i).expect("in range"), table.get(i).expect("in range"));
                let at = format!("{a:?} {value:?} to {b:?}");
                match expected.as_str() {
                    None => open += 1,
                    Some("nan") => assert!(is_nan(&found), "{at}: {found:?}"),
                    Some(hex) => {
                        let size = b.itemsize();
                        let bits = &cast.as_bytes()[i * size..][..size];
                        assert_eq!(bits, stored(to, &b, &unhex(hex)), "{at}: {found:?}");
                    }
                }
                equal += usize::from(!expected.is_null());
            }
        }
    });
    println!("{equal} values as NumPy casts them, {open} that C leaves open");
    assert_eq!((equal, open), (6542, 822));
}

fn swapped(dtype: &DType) -> DType {
    dtype.newbyteorder(record_core::dtype::NewByteOrder::Swap)
}

/// Little-endian values of `little` as `dtype`, which differs by byte order at most, stores them.
fn stored(little: &DType, dtype: &DType, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if little != dtype {
        let unit = little.as_scalar().expect("a scalar").swap_unit();
        bytes.chunks_exact_mut(unit).for_each(<[u8]>::reverse);
    }
    bytes
}

/// A number as a fraction of the oracle's making: exact, or not finite.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Exact {
    Whole(i128),
    /// Not whole, or beyond an i128.
    Other(f64),
}

#[allow(clippy::float_cmp, clippy::cast_possible_truncation)] // whole, and small enough
fn exact(number: f64) -> Exact {
    if number.is_finite() && number.trunc() == number && number.abs() < 1e30 {
        Exact::Whole(number as i128)
    } else {
        Exact::Other(number)
    }
}

/// Real and imaginary part.
fn parts(value: &Value) -> (Exact, f64) {
    match *value {
        Value::Bool(truth) => (Exact::Whole(truth.into()), 0.0),
        Value::Int(number) => (Exact::Whole(number.into()), 0.0),
        Value::UInt(number) => (Exact::Whole(number.into()), 0.0),
        Value::Float32(number) => (exact(number.into()), 0.0),
        Value::Float64(number) => (exact(number), 0.0),
        Value::Complex64(re, im) => (exact(re.into()), im.into()),
        Value::Complex128(re, im) => (exact(re), im),
        ref other => panic!("{other:?} is no number"),
    }
}

/// The greatest finite number of a float, and up to where it holds every whole number.
fn float_range(kind: &str) -> Option<(f64, u128)> {
    Some(match kind {
        "f2" => (65_519.999, 2048),
        "f4" | "c8" => (f64::from(f32::MAX) * (1.0 + 2.0_f64.powi(-25)), 1 << 24),
        "f8" | "c16" => (f64::MAX, 1 << 53),
        _ => return None,
    })
}

/// Whether the value arrives, in the words of `ConvertOptions::checked`.
fn fits(value: &Value, from: &str, to: &str) -> bool {
    let (re, im) = parts(value);
    let is_complex = matches!(to, "c8" | "c16");
    if !is_complex && im != 0.0 {
        return false;
    }
    if to == "?" {
        return matches!(re, Exact::Whole(0 | 1));
    }
    let Some((greatest, whole)) = float_range(to) else {
        let bits: u32 = 8 * to[1..].parse::<u32>().expect("a width");
        let (low, high) = match &to[..1] {
            "i" => (-(1_i128 << (bits - 1)), (1 << (bits - 1)) - 1),
            _ => (0, (1 << bits) - 1),
        };
        return matches!(re, Exact::Whole(number) if (low..=high).contains(&number));
    };
    let rounds_to_finite = |part: f64| !part.is_finite() || part.abs() <= greatest;
    let number = match re {
        Exact::Whole(number) if matches!(&from[..1], "i" | "u" | "?") => {
            // An odd factor of more digits than the float has is rounded.
            let odd = if number == 0 { 0 } else { number >> number.trailing_zeros() };
            return odd.unsigned_abs() <= whole && rounds_to_finite(number as f64);
        }
        Exact::Whole(number) => number as f64,
        Exact::Other(number) => number,
    };
    rounds_to_finite(number) && rounds_to_finite(im)
}

#[test]
fn checked_casts_let_through_what_arrives_and_nothing_else() {
    let (mut through, mut stopped) = (0, 0);
    let options = ConvertOptions::new().checked();
    pairs(|from, to, bytes, _| {
        let plan = Conversion::by_name(from, to, &options).expect("all numbers may become all numbers");
        let (a, b) = (name(from), name(to));
        for (i, one) in bytes.chunks_exact(from.itemsize()).enumerate() {
            // Behind some zeros, which always fit.
            let zeros = i % 3 * 200;
            let mut column = vec![0; zeros * from.itemsize()];
            column.extend(one);
            let table = AnyTable::from_bytes(&column, from.clone()).expect("whole values");
            let value = table.get(zeros).expect("the last");
            match plan.to_table(table.view()) {
                Ok(cast) => {
                    assert!(fits(&value, &a, &b), "{a} {value:?} to {b}: let through");
                    if let (Exact::Whole(number), _) = parts(&value)
                        && matches!(&b[..1], "i" | "u" | "?")
                    {
                        let found = cast.get(zeros).expect("the last");
                        assert_eq!(parts(&found).0, Exact::Whole(number), "{a} {value:?} to {b}");
                    }
                    through += 1;
                }
                Err(ConvertError::Value { row, field, value: found, to: target }) => {
                    assert!(!fits(&value, &a, &b), "{a} {value:?} to {b}: stopped");
                    assert_eq!((row, &*field, &*target), (zeros, "", to));
                    // NaN differs from itself.
                    assert!(*found == value || is_nan(&value));
                    stopped += 1;
                }
                Err(other) => panic!("{other}"),
            }
        }
    });
    println!("{through} values let through, {stopped} stopped");
    assert_eq!((through, stopped), (2290, 1392));
}

/// What NumPy calls a number.
fn name(number: &DType) -> String {
    let kinds = FACTS["kinds"].as_array().expect("a list").iter().map(|kind| kind.as_str().expect("a text"));
    kinds.take(14).find(|kind| dtype(kind) == *number).expect("a number").into()
}

#[test]
fn safe_casts_lose_nothing_but_beyond_2_to_the_53() {
    let mut kept = 0;
    pairs(|from, to, bytes, _| {
        if !from.can_cast(to, Casting::Safe) {
            return;
        }
        let table = AnyTable::from_bytes(bytes, from.clone()).expect("whole values");
        let cast = table.view().convert_to_with(to, &ConvertOptions::new()).expect("safe");
        // The way back by the same bits shows that nothing was lost.
        let back =
            cast.view().convert_to_with(from, &ConvertOptions::new().casting(Casting::Unsafe)).expect("back");
        for i in 0..table.len() {
            let (value, again) = (table.get(i).unwrap(), back.get(i).unwrap());
            let large = |v: &Value| v.to_i128().is_some_and(|n| n.unsigned_abs() > 1 << 53);
            if large(&value) && matches!(&name(to)[..1], "f" | "c") {
                continue;
            }
            assert!(value == again || is_nan(&value), "{from:?} {value:?} by {to:?}: {again:?}");
            kept += 1;
        }
    });
    println!("{kept} values came back");
    assert_eq!(kept, 1045);
}

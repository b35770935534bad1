//! What run-time values are, from the bytes in native order.

use super::every_leaf;
use record_core::{
    F16,
    dtype::{IntSize, Scalar, ScalarKind},
    view::Value,
};

/// The value of a scalar by its kind, from bytes in little-endian order.
fn expected(scalar: Scalar, bytes: &[u8]) -> Value {
    let u32_at = |i: usize| u32::from_le_bytes(bytes[4 * i..4 * i + 4].try_into().unwrap());
    let u64_at = |i: usize| u64::from_le_bytes(bytes[8 * i..8 * i + 8].try_into().unwrap());
    let u16_all = || u16::from_le_bytes(bytes.try_into().unwrap());
    let end = |is_zero: &dyn Fn(usize) -> bool, len: usize| {
        (0..len).rev().find(|&i| !is_zero(i)).map_or(0, |i| i + 1)
    };
    match scalar.kind() {
        ScalarKind::Bool => Value::Bool(bytes != [0]),
        ScalarKind::Int(IntSize::One) => Value::Int(i8::from_le_bytes([bytes[0]]).into()),
        ScalarKind::Int(IntSize::Two) => Value::Int(u16_all().cast_signed().into()),
        ScalarKind::Int(IntSize::Four) => Value::Int(u32_at(0).cast_signed().into()),
        ScalarKind::Int(IntSize::Eight) => Value::Int(u64_at(0).cast_signed()),
        ScalarKind::UInt(IntSize::One) => Value::UInt(bytes[0].into()),
        ScalarKind::UInt(IntSize::Two) => Value::UInt(u16_all().into()),
        ScalarKind::UInt(IntSize::Four) => Value::UInt(u32_at(0).into()),
        ScalarKind::UInt(IntSize::Eight) => Value::UInt(u64_at(0)),
        ScalarKind::Float16 => Value::Float32(F16::from_bits(u16_all()).to_f32()),
        ScalarKind::Float32 => Value::Float32(f32::from_bits(u32_at(0))),
        ScalarKind::Float64 => Value::Float64(f64::from_bits(u64_at(0))),
        ScalarKind::Complex64 => Value::Complex64(f32::from_bits(u32_at(0)), f32::from_bits(u32_at(1))),
        ScalarKind::Complex128 => Value::Complex128(f64::from_bits(u64_at(0)), f64::from_bits(u64_at(1))),
        ScalarKind::Bytes(n) => Value::Bytes(bytes[..end(&|i| bytes[i] == 0, n)].into()),
        ScalarKind::Opaque(_) => Value::Opaque(bytes.into()),
        ScalarKind::Utf32(n) => {
            let points = 0..end(&|i| u32_at(i) == 0, n);
            Value::Text(points.map(|i| char::from_u32(u32_at(i)).unwrap_or('\u{FFFD}')).collect())
        }
        ScalarKind::DateTime(unit) => Value::DateTime(u64_at(0).cast_signed(), unit),
        ScalarKind::TimeDelta(unit) => Value::TimeDelta(u64_at(0).cast_signed(), unit),
        other => panic!("a kind without a rule here: {other:?}"),
    }
}

/// Equal, floats to the bit.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Float32(a), Value::Float32(b)) => a.to_bits() == b.to_bits(),
        (Value::Float64(a), Value::Float64(b)) => a.to_bits() == b.to_bits(),
        (Value::Complex64(a, c), Value::Complex64(b, d)) => {
            a.to_bits() == b.to_bits() && c.to_bits() == d.to_bits()
        }
        (Value::Complex128(a, c), Value::Complex128(b, d)) => {
            a.to_bits() == b.to_bits() && c.to_bits() == d.to_bits()
        }
        _ => a == b,
    }
}

#[test]
fn every_leaf_decodes_to_its_native_value() {
    let mut values = 0;
    let leaves = every_leaf(|at, view, native| {
        let scalar = view.dtype().as_scalar().unwrap_or_else(|| panic!("{at}: no scalar"));
        let found: Vec<Value> = view.values().collect();
        assert_eq!(found.len(), view.size(), "{at}");
        for (i, found) in found.iter().enumerate() {
            let size = scalar.itemsize();
            let expected = expected(scalar, &native[i * size..][..size]);
            assert!(same(found, &expected), "{at}[{i}]: {found:?} is not {expected:?}");
        }
        values += found.len();
    });
    println!("{leaves} leaves, {values} values");
    assert_eq!((leaves, values), (1944, 2702));
}

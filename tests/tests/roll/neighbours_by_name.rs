//! Shifts, gaps, setbacks and duplicates by name against the typed ones, over all kinds of elements, both byte orders, and
//! columns that lie apart, backwards and misaligned.

use crate::by_name::{Laid, PLACES, Small, same};
use record_core::{
    AnyTable, Array, Be, Bool8, DType, DateTime64, Element, F16, Le, Rank, TimeDelta64, View,
    ops::roll::{AnyGap, Differs, RollError},
    time::{Days, Generic, Minutes, Multiple, Seconds},
    view::{ColumnError, SetError, Value},
};
use record_tests::Random;

/// Shifts, and what is found in columns, of every type.
fn neighbours<T, A, B>(extremes: &[T::Value])
where
    T: Element<Value: Small + Differs<Delta: Small + Into<Value>> + Into<Value>>,
    A: Element<Value = T::Value>,
    B: Element<Value = T::Value>,
{
    let mut random = Random::new(size_of::<T>() as u64);
    let value = |value: T::Value| -> Value { value.into() };
    for place in PLACES {
        for len in [0, 1, 2, 30, 2500] {
            let mut values: Vec<T::Value> =
                (0..len).map(|_| Small::small(u8::try_from(random.below(4)).unwrap())).collect();
            for (i, &extreme) in extremes.iter().enumerate().take(len / 3) {
                values[i * 2 + 1] = extreme;
            }
            let laid = Laid::new::<T>(&values, place);
            let (big, little) = (Laid::new::<A>(&values, place), Laid::new::<B>(&values, place));
            let column = laid.view::<T>();
            let anys = [column.as_any(), big.view::<A>().as_any(), little.view::<B>().as_any()];
            for by in [0, 1, -1, 5, -40, 3000, isize::MIN, isize::MAX] {
                let fill = T::Value::small(1);
                for any in anys {
                    same(any.shift(by).to_array(), column.shift(by).try_to_array());
                    let filled = any.shift(by).fill(value(fill)).to_array();
                    same(filled, column.shift(by).fill(fill).try_to_array());
                }
            }
            for longest in [0, 1, 2] {
                let longest = <T::Value as Differs>::Delta::small(longest);
                let expected: Vec<AnyGap> = column
                    .gaps(longest)
                    .into_iter()
                    .map(|gap| AnyGap {
                        index: gap.index,
                        before: value(gap.before),
                        after: value(gap.after),
                        size: gap.size.map(Into::into),
                    })
                    .collect();
                for any in &anys {
                    assert_eq!(any.gaps(longest).unwrap(), expected);
                }
            }
            let runs = column
                .duplicates()
                .iter()
                .map(|run| (run.index, run.count, value(run.value)))
                .collect::<Vec<_>>();
            for any in anys {
                assert_eq!(any.setbacks().unwrap(), column.setbacks());
                let found = any.duplicates().unwrap();
                assert_eq!(
                    found.into_iter().map(|run| (run.index, run.count, run.value)).collect::<Vec<_>>(),
                    runs
                );
            }
        }
    }
}

#[test]
fn neighbours_of_every_kind() {
    macro_rules! each {
        ($($type:ty: $extremes:expr;)*) => {$(
            neighbours::<$type, Be<$type>, Le<$type>>(&$extremes);
        )*};
    }
    macro_rules! integers {
        ($($type:ident)*) => { each! { $($type: [<$type>::MIN, <$type>::MAX, <$type>::MIN];)* } };
    }
    integers! { i8 i16 i32 i64 u8 u16 u32 u64 }
    let counts = [i64::MIN + 1, i64::MAX, i64::MIN, 5];
    each! {
        F16: [F16::NAN, F16::INFINITY, F16::NEG_INFINITY, F16::NAN];
        f32: [f32::NAN, -0.0, f32::INFINITY, f32::MIN, f32::MAX];
        f64: [f64::NAN, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MIN, f64::MAX];
        DateTime64<Generic>: counts.map(DateTime64::from_count);
        DateTime64<Multiple<Days, 7>>: counts.map(DateTime64::from_count);
        TimeDelta64<Seconds>: counts.map(TimeDelta64::from_count);
    }
    neighbours::<Bool8, Bool8, Bool8>(&[true, false]);
}

/// Longest steps that the type of the elements does not hold.
#[test]
fn gaps_beyond_a_type() {
    let numbers = View::from_slice(&[-100_i8, 100, 101, 127]).as_any();
    let found = |longest: Value| {
        numbers.gaps(longest).unwrap().into_iter().map(|gap| (gap.index, gap.size)).collect::<Vec<_>>()
    };
    assert_eq!(found(Value::Int(199)), [(1, None)]);
    assert_eq!(found(Value::Float64(199.5)), [(1, None)]);
    assert_eq!(found(Value::Int(200)), []);
    assert_eq!(found(Value::UInt(u64::MAX)), []);
    assert_eq!(found(Value::Float64(1.5)), [(1, None), (3, Some(Value::Int(26)))]);
    assert_eq!(found(Value::Int(-7)).len(), 3);
    assert_eq!(found(Value::Float64(f64::NEG_INFINITY)).len(), 3);
    assert_eq!(found(Value::Float64(f64::NAN)), []);
    let dates = [0, 61, 100].map(DateTime64::<Seconds>::from_count);
    let gaps = View::from_slice(&dates).as_any().gaps(TimeDelta64::<Minutes>::from_count(1));
    let gaps = gaps.unwrap();
    assert_eq!(gaps.len(), 1);
    assert_eq!(gaps[0].before, dates[0].into());
    assert_eq!(gaps[0].size, Some(TimeDelta64::<Seconds>::from_count(61).into()));
}

#[test]
fn what_is_no_time_has_no_gaps() {
    let table = AnyTable::from_bytes(b"abcdef", DType::parse("[('s', 'S2'), ('x', 'u1')]").unwrap()).unwrap();
    for error in [
        table["s"].gaps(1).unwrap_err(),
        table["s"].setbacks().unwrap_err(),
        table["s"].duplicates().unwrap_err(),
        table.view().setbacks().unwrap_err(),
    ] {
        assert!(matches!(error, ColumnError::Unsupported { .. }), "{error}");
    }
    let rank = ColumnError::Rank { expected: 1, found: 2 };
    assert_eq!(Array::from_rows([[1, 2]]).view().as_any().gaps(1).unwrap_err(), rank);
    let error = table["x"].gaps(TimeDelta64::<Days>::from_count(1)).unwrap_err();
    assert_eq!(error.to_string(), "gaps: integers (`u1`) do not compare with a time span in D");
    assert!(table.column("y").is_err());
}

#[test]
fn fills_of_shifts() {
    let column = View::from_slice(&[0.1_f32, 0.2]);
    let found = column.as_any().shift(1).fill(0.1).to_array().unwrap();
    assert_eq!(found.typed::<f32, Rank<1>>().unwrap().to_vec(), [0.1, 0.1]);
    let dates = [1, 2].map(DateTime64::<Seconds>::from_count);
    let minute = DateTime64::<Minutes>::from_count(1);
    let found = View::from_slice(&dates).as_any().shift(-1).fill(minute).to_array().unwrap();
    assert_eq!(found.typed::<DateTime64<Seconds>, Rank<1>>().unwrap().item(1), DateTime64::from_count(60));
    let bytes = View::from_slice(&[1_u8, 2]).as_any();
    for wrong in [Value::Int(256), Value::Int(-1)] {
        let error = bytes.shift(1).fill(wrong).to_array().unwrap_err();
        assert!(matches!(error, RollError::Value(SetError::Range { .. })), "{error}");
    }
    assert!(matches!(
        bytes.shift(1).fill("x").to_array().unwrap_err(),
        RollError::Value(SetError::Kind { .. })
    ));
    assert_eq!(bytes.shift(1).to_array().unwrap_err(), RollError::Missing { index: 0 });
    assert!(matches!(bytes.shift_axis(1, 1).fill(0).to_array().unwrap_err(), RollError::Layout(_)));
    let texts = AnyTable::from_bytes(b"abc", DType::parse("[('s', 'S1')]").unwrap()).unwrap();
    assert!(matches!(
        texts["s"].shift(1).to_array().unwrap_err(),
        RollError::Column(ColumnError::Unsupported { operation: "shift", .. })
    ));
    let table = Array::from_rows([[1_i16, 2, 3], [4, 5, 6]]);
    same(
        table.view().as_any().shift_axis(1, -1).fill(9).to_array(),
        table.view().shift_axis(1, -1).fill(9).try_to_array(),
    );
}

//! The nearest in time by the names of fields, against the typed joins.

use record_core::{
    ByteOrder,
    convert::{AnyAsofOptions, ConvertError, JoinByError, JoinSide},
    ops::{AsofOptions, JoinError, JoinPairs, Nearest, Ordered as _, Time, asof_join, asof_join_by},
    prelude::*,
    time::{Days, Generic, Milliseconds, Seconds},
    view::{ColumnError, Value},
};
use record_tests::Random;

type Pairs = JoinPairs<usize, Option<usize>>;

/// Records of a byte, a time and a key, so that both are misaligned; every second record if they are `apart`.
fn table<T: Element, K: Element>(times: &[T::Value], keys: &[K::Value], apart: bool) -> (Vec<u8>, DType) {
    let dtype = DType::packed([("pad", u8::DTYPE), ("time", T::DTYPE), ("key", K::DTYPE)]).unwrap();
    let mut bytes = Vec::new();
    for (&time, &key) in times.iter().zip(keys) {
        let (time, key) = ([T::store(time)], [K::store(key)]);
        for _ in 0..=usize::from(apart) {
            bytes.push(0xA5);
            bytes.extend(View::from_slice(&time).as_bytes().unwrap());
            bytes.extend(View::from_slice(&key).as_bytes().unwrap());
        }
    }
    (bytes, dtype)
}

fn view((bytes, dtype): &(Vec<u8>, DType), apart: bool) -> AnyView<'_> {
    AnyView::from_bytes(bytes, dtype).unwrap().slice(s![..;if apart { 2 } else { 1 }])
}

/// Small numbers as times.
trait Small: Copy {
    fn small(number: i8) -> Self;
}

macro_rules! small {
    ($($type:ty: $number:ident => $value:expr;)*) => {$(
        impl Small for $type {
            fn small($number: i8) -> Self {
                $value
            }
        }
    )*};
}

small! {
    i8: n => n;
    i16: n => n.into();
    i32: n => n.into();
    i64: n => n.into();
    u8: n => n.unsigned_abs();
    u16: n => n.unsigned_abs().into();
    u32: n => n.unsigned_abs().into();
    u64: n => n.unsigned_abs().into();
    f32: n => f32::from(n) / 3.0;
    f64: n => f64::from(n) / 3.0;
    F16: n => F16::from_f64(f64::from(n) / 3.0);
}

impl<U: record_core::time::Unit> Small for DateTime64<U> {
    fn small(number: i8) -> Self {
        Self::from_count(number.into())
    }
}

impl<U: record_core::time::Unit> Small for TimeDelta64<U> {
    fn small(number: i8) -> Self {
        Self::from_count(number.into())
    }
}

/// Times of type `T`; by name also of those that hold the same in other byte orders.
fn check<T, A, B>(special: &[T::Value], tolerances: &[<T::Value as Time>::Span])
where
    T: Element<Value: Time + Small>,
    A: Element<Value = T::Value>,
    B: Element<Value = T::Value>,
    <T::Value as Time>::Span: Into<Value>,
{
    let mut random = Random::new(size_of::<T>() as u64);
    for round in 0..40 {
        let (n, m) = (random.below(30), random.below(40));
        let mut times = |count| -> Vec<T::Value> {
            (0..count).map(|_| Small::small(i8::try_from(random.below(40)).unwrap() - 20)).collect()
        };
        let (mut left, mut right) = (times(n), times(m));
        if round % 3 == 0 {
            left.extend(special);
            right.extend(special);
        }
        if round != 7 {
            right.sort_by(|a, b| a.partial_cmp(b).unwrap_or_else(|| a.is_missing().cmp(&b.is_missing())));
        }
        let mut keys =
            |count| -> Vec<u16> { (0..count).map(|_| u16::try_from(random.below(3)).unwrap()).collect() };
        let (k, l) = (keys(left.len()), keys(right.len()));
        let apart = round % 2 == 1;
        let (a, b) = match round % 4 {
            0 => (table::<T, u16>(&left, &k, apart), table::<A, Be<u16>>(&right, &l, apart)),
            1 => (table::<A, Be<u16>>(&left, &k, apart), table::<B, u16>(&right, &l, apart)),
            2 => (table::<B, Le<u16>>(&left, &k, apart), table::<T, Be<u16>>(&right, &l, apart)),
            _ => (table::<A, u16>(&left, &k, apart), table::<A, u16>(&right, &l, apart)),
        };
        let (a, b) = (view(&a, apart), view(&b, apart));
        let [left, right] = [left, right].map(|times| times.into_iter().map(T::store).collect::<Vec<T>>());
        let (left, right) = (View::from_slice(&left), View::from_slice(&right));
        for nearest in [Nearest::Earlier, Nearest::Later, Nearest::Both] {
            for exact in [true, false] {
                for tolerance in tolerances.iter().map(Some).chain([None]) {
                    let mut typed = AsofOptions::new().nearest(nearest).allow_exact(exact);
                    let mut any = AnyAsofOptions::new().nearest(nearest).allow_exact(exact);
                    if let Some(&tolerance) = tolerance {
                        (typed, any) = (typed.tolerance(tolerance), any.tolerance(tolerance));
                    }
                    let expected = asof_join(left, right, &typed).map_err(JoinByError::Asof);
                    assert_eq!(a.asof_join(b, "time", &any), expected);
                    let (k, l) = (View::from_slice(&k), View::from_slice(&l));
                    let expected = asof_join_by(left, k, right, l, &typed).map_err(JoinByError::Asof);
                    assert_eq!(a.asof_join_by(b, "time", ["key"], &any), expected);
                    let found = a.asof_join_by(b, ("time", "time"), [("key", "key")], &any);
                    assert_eq!(found, expected);
                }
            }
        }
    }
}

#[test]
fn the_nearest_of_every_kind() {
    macro_rules! each {
        ($($type:ty: $special:expr, $tolerances:expr;)*) => {$(
            check::<$type, Be<$type>, Le<$type>>(&$special, &$tolerances);
        )*};
    }
    macro_rules! integers {
        ($($type:ident)*) => { each! { $($type: [<$type>::MIN, <$type>::MAX], [0_u64, 1, 7, u64::MAX];)* } };
    }
    integers! { i8 i16 i32 i64 u8 u16 u32 u64 }
    let counts = [i64::MIN, i64::MAX, i64::MIN + 1];
    let most = [0, 1, 7, -1, i64::MAX, i64::MIN];
    let floats = [0.0, 0.34, 2.0, -1.0, f64::NAN, f64::INFINITY];
    each! {
        f32: [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -0.0], floats;
        f64: [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0], floats;
        F16: [F16::NAN, F16::INFINITY], floats;
        DateTime64<Generic>: counts.map(DateTime64::from_count), most.map(TimeDelta64::from_count);
        DateTime64<Days>: counts.map(DateTime64::from_count), most.map(TimeDelta64::from_count);
        TimeDelta64<Seconds>: counts.map(TimeDelta64::from_count), most.map(TimeDelta64::from_count);
    }
}

/// One column of times, which are the left or the right table.
fn times<T: Element>(times: &[T]) -> (Vec<u8>, DType) {
    let values: Vec<T::Value> = times.iter().map(|&time| time.load()).collect();
    table::<T, u8>(&values, &vec![0; times.len()], false)
}

fn join<L: Element, R: Element>(
    left: &[L],
    right: &[R],
    options: &AnyAsofOptions,
) -> Result<Pairs, JoinByError> {
    view(&times(left), false).asof_join(view(&times(right), false), "time", options)
}

#[test]
fn times_of_two_dtypes() {
    let options = AnyAsofOptions::new();
    let right = |pairs: Result<Pairs, JoinByError>| pairs.unwrap().right;
    // Of one kind in several sizes and orders.
    assert_eq!(right(join(&[3_i8, -1], &[Be::new(-5_i64), Be::new(2)], &options)), [Some(1), Some(0)]);
    assert_eq!(right(join(&[0.5_f32, 3.0], &[0.25_f64, 2.0], &options)), [Some(0), Some(1)]);
    // Of several kinds, never rounded.
    assert_eq!(right(join(&[3_i32, -1], &[0_u64, 1 << 62], &options)), [Some(0), None]);
    assert_eq!(right(join(&[3_u16], &[2.5_f64, 3.5], &options)), [Some(0)]);
    let beyond = join(&[3_i32], &[0, u64::MAX], &options).unwrap_err();
    assert!(
        matches!(&beyond, JoinByError::Convert(ConvertError::Value { row: 1, field, .. }) if field == "time"),
        "{beyond}"
    );
    let rounded = join(&[1.0], &[0, (1_i64 << 53) + 1], &options).unwrap_err();
    assert!(matches!(&rounded, JoinByError::Convert(ConvertError::Value { row: 1, .. })), "{rounded}");
    // Dates of two units.
    let seconds = [2, 5].map(DateTime64::<Seconds>::from_count);
    let millis = [1900, 2001, 4999].map(DateTime64::<Milliseconds>::from_count);
    assert_eq!(right(join(&seconds, &millis, &options)), [Some(0), Some(2)]);
    let near = options.clone().tolerance(TimeDelta64::<Milliseconds>::from_count(1));
    assert_eq!(right(join(&seconds, &millis, &near)), [None, Some(2)]);
    let near = options.clone().tolerance(TimeDelta64::<Seconds>::from_count(1));
    assert_eq!(right(join(&seconds, &millis, &near)), [Some(0), Some(2)]);
    let far = [i64::MAX].map(DateTime64::<Seconds>::from_count);
    let error = join(&far, &millis, &options).unwrap_err();
    assert!(matches!(error, JoinByError::Convert(ConvertError::Value { row: 0, .. })), "{error}");
    // What is not measured in one way.
    let spans = [1].map(TimeDelta64::<Seconds>::from_count);
    for error in [
        join(&seconds, &spans, &options).unwrap_err(),
        join(&[1_i64], &seconds, &options).unwrap_err(),
        join(&spans, &[1_i64], &options).unwrap_err(),
    ] {
        let is_type =
            matches!(error, JoinByError::Column { side: JoinSide::Right, error: ColumnError::Type { .. } });
        assert!(is_type, "{error}");
    }
}

#[test]
fn tolerances() {
    let of = |tolerance: Value| {
        join(&[10_i8, 100], &[-100_i8, 9], &AnyAsofOptions::new().tolerance(tolerance))
            .map(|pairs| pairs.right)
    };
    assert_eq!(of(Value::Float64(1.9)), Ok(vec![Some(1), None]));
    assert_eq!(of(Value::Float64(0.9)), Ok(vec![None, None]));
    assert_eq!(of(Value::Float64(1e30)), Ok(vec![Some(1); 2]));
    for none in [Value::Int(-1), Value::Float64(-0.1), Value::Float64(f64::NAN)] {
        assert_eq!(of(none), Ok(vec![None; 2]));
    }
    let error = of(TimeDelta64::<Seconds>::from_count(1).into()).unwrap_err();
    assert_eq!(error.to_string(), "tolerance: integers (`i1`) do not compare with a time span in s");
    let seconds = [2, 5].map(DateTime64::<Seconds>::from_count);
    let inexact = AnyAsofOptions::new().tolerance(TimeDelta64::<Milliseconds>::from_count(1500));
    let error = join(&seconds, &seconds, &inexact).unwrap_err().to_string();
    assert!(error.ends_with("with a time span in ms that their unit does not count exactly"), "{error}");
    assert!(join(&seconds, &seconds, &AnyAsofOptions::new().tolerance(1)).is_err());
    // Times that are out of order are, whatever is let through.
    let none = AnyAsofOptions::new().tolerance(-1);
    assert_eq!(join(&[1], &[2, 1], &none), Err(JoinByError::Asof(JoinError::Unsorted { row: 1 })));
}

#[test]
fn keys_of_several_dtypes() {
    let dtype = |text| DType::parse_on(text, ByteOrder::Little).unwrap();
    let left = AnyTable::from_bytes(
        b"\x05ab\0\x01\x06ab\0\x02\x07cde\x01",
        dtype("[('t', 'u1'), ('name', 'S3'), ('id', 'u1')]"),
    )
    .unwrap();
    let right = AnyTable::from_bytes(
        b"ab\0\0\0\x01\x01ab\0\0\0\x02\x06cde\0\0\x01\x02ab\0\0\0\x01\x04",
        dtype("[('who', 'S5'), ('number', '>u1'), ('at', 'u1')]"),
    )
    .unwrap();
    let options = AnyAsofOptions::new();
    let (left, right) = (left.view(), right.view());
    let by = |keys: &[(&'static str, &'static str)]| {
        left.asof_join_by(right, ("t", "at"), keys.iter().copied(), &options)
    };
    assert_eq!(by(&[("name", "who"), ("id", "number")]).unwrap().right, [Some(3), Some(1), Some(2)]);
    assert!(matches!(by(&[("name", "who")]), Err(JoinByError::Asof(JoinError::Unsorted { row: 3 }))));
    assert_eq!(by(&[]), Err(JoinByError::NoKey));
    assert_eq!(
        by(&[("id", "number"), ("name", "who"), ("id", "number")]),
        Err(JoinByError::DuplicateKey { name: "id".into() })
    );
    assert!(matches!(by(&[("name", "number")]), Err(JoinByError::Convert(ConvertError::NoCommon { .. }))));
    let error = by(&[("name", "whom")]).unwrap_err().to_string();
    assert!(error.starts_with("the right table: no field named `whom`; did you mean `who`?"), "{error}");
    let error = left.asof_join(right, ("time", "at"), &options).unwrap_err();
    assert!(
        matches!(&error, JoinByError::Column { side: JoinSide::Left, error: ColumnError::Unknown { name, .. } } if name == "time"),
        "{error}"
    );
    let error = left.asof_join(right, ("t", "who"), &options).unwrap_err();
    assert!(
        matches!(
            &error,
            JoinByError::Column {
                side: JoinSide::Right,
                error: ColumnError::Unsupported { operation: "asof_join", .. }
            }
        ),
        "{error}"
    );
    let truths = AnyTable::from_bytes(&[0, 1], dtype("[('t', '?')]")).unwrap();
    assert!(left.asof_join(truths.view(), "t", &options).is_err());
    let grid = left.reshape([3, 1]);
    let rank = ColumnError::Rank { expected: 1, found: 2 };
    let error = grid.asof_join(right, ("t", "at"), &options).unwrap_err();
    assert_eq!(error, JoinByError::Column { side: JoinSide::Left, error: rank });
}

/// Keys are equal as those of the typed joins are: NaN to NaN, -0.0 to 0.0; in nested fields too.
#[test]
fn keys_that_are_floats_in_records() {
    let keys = [f64::NAN, -0.0, 0.0, -f64::NAN];
    let dtype = DType::parse("[('t', 'u1'), ('at', [('x', '<f8'), ('y', '>f8')])]").unwrap();
    let mut table = AnyTable::zeroed(dtype, 4).unwrap();
    for (i, key) in (0_u8..).zip(keys) {
        let at = Value::Record(vec![1.0.into(), key.into()]);
        table.view_mut().try_set_at([usize::from(i)], &Value::Record(vec![i.into(), at])).unwrap();
    }
    let options = AnyAsofOptions::new().allow_exact(false);
    for key in ["at", "at.y"] {
        let pairs = table.view().asof_join_by(table.view(), "t", [key], &options).unwrap();
        assert_eq!(pairs.right, [None, None, Some(1), Some(0)], "{key}");
    }
}

//! Windows of time by name against the typed ones, over all kinds of elements and times, both byte orders, and columns that
//! lie apart, backwards and misaligned.

use record_core::{
    AnyArray, AnyTable, Array, Be, Bool8, DType, DateTime64, DynRank, Element, F16, Le, Rank, TimeDelta64,
    View,
    layout::{Dim, Layout},
    ops::{
        Number,
        roll::{AnyRollingBy, Closed, Differs, Outcome, RollError, Rolling, Spans, Summed},
    },
    time::{Days, Generic, Milliseconds, Multiple, Seconds},
    view::{ColumnError, Value},
};
use record_tests::{Buffer, Random};

const ALL: [Closed; 4] = [Closed::Right, Closed::Left, Closed::Both, Closed::Neither];

/// Strides beyond the elements' own size, forwards or backwards, and where the first byte lies.
pub const PLACES: [(usize, bool, usize); 4] = [(0, false, 0), (5, false, 1), (3, true, 7), (0, true, 4)];

/// A column of these values in memory of its own.
pub struct Laid {
    buffer: Buffer,
    layout: Layout<Rank<1>>,
    start: usize,
}

impl Laid {
    pub fn new<T: Element>(
        values: &[T::Value],
        (apart, backwards, misalignment): (usize, bool, usize),
    ) -> Self {
        let item = size_of::<T>();
        let step = item + apart;
        let mut bytes = vec![0xA5; values.len() * step];
        for (i, &value) in values.iter().enumerate() {
            let at = if backwards { values.len() - 1 - i } else { i };
            let stored = [T::store(value)];
            bytes[at * step..][..item].copy_from_slice(View::from_slice(&stored).as_bytes().unwrap());
        }
        let stride = if backwards { -step.cast_signed() } else { step.cast_signed() };
        let start = if backwards { values.len().saturating_sub(1) * step } else { 0 };
        let layout = Layout { shape: [values.len()], strides: [stride] };
        Self { buffer: Buffer::new(&bytes, misalignment), layout, start }
    }

    pub fn view<T: Element>(&self) -> View<'_, T> {
        View::from_parts(self.buffer.bytes(), self.layout, self.start).unwrap()
    }
}

/// The same error, or the same dtype, shape and bytes, but for which NaN it is.
#[track_caller]
pub fn same<T: Element, D: Dim>(
    found: Result<AnyArray, RollError>,
    expected: Result<Array<T, D>, RollError>,
) {
    match (found, expected.map(AnyArray::from)) {
        (Ok(found), Ok(expected)) => {
            assert_eq!((found.dtype(), found.layout().shape), (expected.dtype(), expected.layout().shape));
            let values = |array: &AnyArray| {
                array.view().values().map(|value| format!("{value:?}")).collect::<Vec<_>>()
            };
            assert_eq!(values(&found), values(&expected));
        }
        (found, expected) => assert_eq!(found.err(), expected.err()),
    }
}

/// Small numbers of any type: what the typed operations and those by name are given.
pub trait Small: Copy {
    fn small(number: u8) -> Self;
}

macro_rules! small {
    ($($type:ty)*) => {$(
        impl Small for $type {
            fn small(number: u8) -> Self {
                Self::try_from(number).unwrap()
            }
        }
    )*};
}

small! { i16 i32 i64 u8 u16 u32 u64 f32 f64 F16 }

impl Small for i8 {
    fn small(number: u8) -> Self {
        i8::try_from(number).unwrap()
    }
}

impl Small for bool {
    fn small(number: u8) -> Self {
        number != 0
    }
}

impl<U: record_core::time::Unit> Small for DateTime64<U> {
    fn small(number: u8) -> Self {
        Self::from_count(number.into())
    }
}

impl<U: record_core::time::Unit> Small for TimeDelta64<U> {
    fn small(number: u8) -> Self {
        Self::from_count(number.into())
    }
}

/// What is computed of windows of numbers.
macro_rules! folds {
    ($any:expr, $typed:expr, $($name:ident($($ddof:literal)?))*) => {
        $(same($any.$name($($ddof)?), $typed.$name($($ddof)?).try_to_array());)*
    };
}

fn numbers<T: Element<Value: Number + Summed + Outcome>, U: Element<Value: Differs>>(
    any: &AnyRollingBy<'_>,
    typed: Rolling<'_, T, Rank<1>, Spans<'_, U>>,
) {
    folds!(any, typed, sum() nan_sum() mean() nan_mean() min() nan_min() max() nan_max());
    folds!(any, typed, variance(0) nan_variance(1) std(1) nan_std(0) count());
}

/// Those of them that tell windows apart.
fn few<T: Element<Value: Number + Summed + Outcome>, U: Element<Value: Differs>>(
    any: &AnyRollingBy<'_>,
    typed: Rolling<'_, T, Rank<1>, Spans<'_, U>>,
) {
    folds!(any, typed, sum() max() count());
}

/// What is computed of windows, by name and typed.
type Folds<T, U> = fn(&AnyRollingBy<'_>, Rolling<'_, T, Rank<1>, Spans<'_, U>>);

/// Windows of elements of type `T` along times of type `U`; by name also of elements that hold the same in other byte orders.
fn windows<T, A, B, U, C, D>(missing: Option<T::Value>, folds: Folds<T, U>)
where
    T: Element<Value: Small + Number + Summed + Outcome>,
    A: Element<Value = T::Value>,
    B: Element<Value = T::Value>,
    U: Element<Value: Small + Differs<Delta: Small + Into<Value>>>,
    C: Element<Value = U::Value>,
    D: Element<Value = U::Value>,
{
    let mut random = Random::new(size_of::<T>() as u64 * 9 + size_of::<U>() as u64);
    for (turn, &place) in PLACES.iter().enumerate() {
        for len in [0, 1, 2, 23] {
            let mut time = 0_u8;
            let mut times: Vec<U::Value> = Vec::new();
            for _ in 0..len {
                time += u8::try_from(random.below(3)).unwrap();
                times.push(Small::small(time));
            }
            let mut values: Vec<T::Value> =
                (0..len).map(|_| Small::small(u8::try_from(random.below(9)).unwrap())).collect();
            if let (Some(missing), true) = (missing, len > 5) {
                values[3] = missing;
            }
            let other = PLACES[(turn + 1) % 4];
            let columns = [
                Laid::new::<T>(&values, place),
                Laid::new::<A>(&values, place),
                Laid::new::<B>(&values, other),
            ];
            let stamps =
                [Laid::new::<U>(&times, other), Laid::new::<C>(&times, place), Laid::new::<D>(&times, other)];
            let anys = [
                (columns[0].view::<T>().as_any(), stamps[1].view::<C>().as_any()),
                (columns[1].view::<A>().as_any(), stamps[2].view::<D>().as_any()),
                (columns[2].view::<B>().as_any(), stamps[0].view::<U>().as_any()),
            ];
            let (column, times) = (columns[0].view::<T>(), stamps[0].view::<U>());
            for (span, closed, least) in [(0, 0, 1), (1, 1, 0), (3, 2, 1), (3, 3, 2), (2, 0, 3), (100, 0, 4)]
            {
                let span = <U::Value as Differs>::Delta::small(span);
                let typed = column.rolling_by(times, span).closed(ALL[closed]).min_periods(least);
                for (column, times) in anys {
                    let any = column.rolling_by(times, span).closed(ALL[closed]).min_periods(least);
                    folds(&any, typed);
                }
            }
        }
    }
}

#[test]
fn windows_of_every_number() {
    macro_rules! each {
        ($($type:ty: $missing:expr;)*) => {$(
            windows::<$type, Be<$type>, Le<$type>, u16, Be<u16>, Le<u16>>($missing, numbers);
        )*};
    }
    each! {
        i8: None; i16: None; i32: None; i64: None;
        u8: None; u16: None; u32: None; u64: None;
        F16: Some(F16::NAN); f32: Some(f32::NAN); f64: Some(f64::NAN);
    }
    windows::<Bool8, Bool8, Bool8, u16, Be<u16>, Le<u16>>(None, numbers);
}

#[test]
fn windows_along_every_time() {
    macro_rules! each {
        ($($type:ty)*) => {$(
            windows::<f32, Be<f32>, Le<f32>, $type, Be<$type>, Le<$type>>(Some(f32::NAN), few);
        )*};
    }
    each! {
        i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 F16
        DateTime64<Days> DateTime64<Generic> DateTime64<Multiple<Seconds, 25>> TimeDelta64<Milliseconds>
    }
}

#[test]
fn dates_and_spans_in_windows() {
    type Date = DateTime64<Milliseconds>;
    type Span = TimeDelta64<Milliseconds>;
    let times = [0_i32, 1, 1, 5];
    let counts = [7, i64::MIN, 9, -3];
    let (dates, spans) = (counts.map(Date::from_count), counts.map(Span::from_count));
    let foreign = dates.map(Be::new);
    let times = View::from_slice(&times);
    for closed in ALL {
        let typed = View::from_slice(&dates);
        let typed = typed.rolling_by(times, 4).closed(closed);
        for view in [View::from_slice(&dates).as_any(), View::from_slice(&foreign).as_any()] {
            let any = view.rolling_by(times, 4).closed(closed);
            folds!(any, typed, min() max() nan_min() nan_max() count());
            assert!(matches!(
                any.sum().unwrap_err(),
                RollError::Column(ColumnError::Unsupported { operation: "sum", .. })
            ));
        }
        let typed = View::from_slice(&spans);
        let (typed, any) =
            (typed.rolling_by(times, 4), View::from_slice(&spans).as_any().rolling_by(times, 4));
        folds!(any.clone().closed(closed), typed.closed(closed), sum() nan_sum() min() nan_max() count());
    }
}

/// Differences of floats are rounded to their type: so are those that windows are made of.
#[test]
fn steps_between_floats_are_of_their_type() {
    let times: Vec<f32> = (0_u8..200).map(|i| f32::from(i) * 0.1).collect();
    let values = vec![1_u32; times.len()];
    let (column, times) = (View::from_slice(&values), View::from_slice(&times));
    for closed in ALL {
        for span in [0.3_f32, 0.5, 0.7] {
            let typed = column.rolling_by(times, span).closed(closed).sum().try_to_array();
            same(
                column.as_any().rolling_by(times, span).closed(closed).min_periods(0).sum(),
                column.rolling_by(times, span).closed(closed).min_periods(0).sum().try_to_array(),
            );
            same(column.as_any().rolling_by(times, f64::from(span)).closed(closed).sum(), typed);
        }
    }
}

/// Spans that the type of the times does not hold, and those between two integers.
#[test]
fn spans_of_integer_times() {
    let times = [i64::MIN, -3, -2, 0, i64::MAX];
    let values = [1_u8, 2, 4, 8, 16];
    let (column, times) = (View::from_slice(&values).as_any(), View::from_slice(&times));
    let sums = |span: Value, closed| {
        let sums = column.rolling_by(times, span).closed(closed).min_periods(0).sum();
        sums.map(|sums| sums.typed::<u64, Rank<1>>().unwrap().to_vec())
    };
    assert_eq!(sums(Value::Float64(2.5), Closed::Right), Ok(vec![1, 2, 6, 12, 16]));
    assert_eq!(sums(Value::Float64(2.5), Closed::Both), Ok(vec![1, 2, 6, 12, 16]));
    assert_eq!(sums(Value::Float64(2.0), Closed::Both), Ok(vec![1, 2, 6, 12, 16]));
    assert_eq!(sums(Value::Float64(2.0), Closed::Right), Ok(vec![1, 2, 6, 8, 16]));
    assert_eq!(sums(Value::UInt(u64::MAX), Closed::Right), Ok(vec![1, 3, 7, 15, 30]));
    assert_eq!(sums(Value::UInt(u64::MAX), Closed::Both), Ok(vec![1, 3, 7, 15, 31]));
    assert_eq!(sums(Value::Float64(1e30), Closed::Right), Ok(vec![1, 3, 7, 15, 31]));
    assert_eq!(sums(Value::Float64(f64::INFINITY), Closed::Neither), Ok(vec![0, 1, 3, 7, 15]));
    assert_eq!(sums(Value::Int(-1), Closed::Both), Err(RollError::Span));
    assert_eq!(sums(Value::Float64(-0.5), Closed::Right), Err(RollError::Span));
    assert_eq!(sums(Value::Float64(f64::NAN), Closed::Right), Err(RollError::Span));
}

/// The same errors as typed, at the same places.
#[test]
fn errors_of_windows() {
    let column = View::from_slice(&[1_i32, 2, 3]);
    let of = |times: &[f64], span: f64| {
        let times = View::from_slice(times);
        let typed = column.rolling_by(times, span).sum().try_to_array();
        let any = column.as_any().rolling_by(times, span).sum();
        let error = typed.clone().err();
        same(any, typed);
        error
    };
    assert_eq!(of(&[0.0, 1.0], 1.0), Some(RollError::Lengths { expected: 3, found: 2 }));
    assert_eq!(of(&[0.0, 2.0, 1.0], 1.0), Some(RollError::NotSorted { index: 2 }));
    assert_eq!(of(&[0.0, f64::NAN, 1.0], 1.0), Some(RollError::NoTime { index: 1 }));
    assert_eq!(of(&[0.0, 1.0, 2.0], -1.0), Some(RollError::Span));
    assert_eq!(of(&[0.0, 1.0, 2.0], f64::NAN), Some(RollError::Span));
    assert_eq!(of(&[0.0, 1.0, 2.0], 1.5), None);

    // A result that overflows before the first wrong time.
    let large = vec![u64::MAX; 2000];
    let mut times: Vec<u32> = (0..2000).collect();
    times[1999] = 0;
    let (large, times) = (View::from_slice(&large), View::from_slice(&times));
    let expected = large.rolling_by(times, 2).sum().try_to_array();
    assert_eq!(expected.clone().err(), Some(RollError::Overflow { index: 1 }));
    same(large.as_any().rolling_by(times, 2).sum(), expected);
    same(large.as_any().rolling_by(times, 2).max(), large.rolling_by(times, 2).max().try_to_array());

    // No result of integers where a window is empty.
    let left = column.as_any().rolling_by(View::from_slice(&[0, 1, 2]), 1).closed(Closed::Left);
    assert_eq!(left.min().unwrap_err(), RollError::Missing { index: 0 });

    let date = View::from_slice(&[DateTime64::<Seconds>::NAT; 3]);
    let span = TimeDelta64::<Seconds>::from_count(1);
    assert_eq!(column.as_any().rolling_by(date, span).sum().unwrap_err(), RollError::NoTime { index: 0 });
    let wrong =
        |times: record_core::AnyView<'_>, span: Value| match column.as_any().rolling_by(times, span).sum() {
            Err(RollError::Column(error)) => error.to_string(),
            other => panic!("{other:?}"),
        };
    let inexact = wrong(date.as_any(), TimeDelta64::<Milliseconds>::from_count(1500).into());
    assert!(inexact.starts_with("rolling_by: time spans in s (`"), "{inexact}");
    assert!(inexact.ends_with("with a time span in ms that their unit does not count exactly"), "{inexact}");
    assert!(wrong(date.as_any(), Value::Int(3)).ends_with("do not compare with an integer"));
    assert!(wrong(View::from_slice(&[0_u8, 1, 2]).as_any(), span.into()).ends_with("a time span in s"));
    assert!(wrong(View::from_slice(&[0.0, 1.0, 2.0]).as_any(), "3s".into()).ends_with("a text"));
    let pairs = Array::from_rows([[1, 2], [3, 4], [5, 6]]);
    assert_eq!(
        column.as_any().rolling_by(&pairs, 1).sum().unwrap_err(),
        RollError::Column(ColumnError::Rank { expected: 1, found: 2 })
    );
    let texts = AnyTable::from_bytes(b"abc", DType::parse("[('s', 'S1')]").unwrap()).unwrap();
    assert!(wrong(texts["s"].as_view(), Value::Int(1)).starts_with("rolling_by is not defined for"));
    assert!(wrong(texts.view(), Value::Int(1)).starts_with("rolling_by is not defined for"));
    assert!(matches!(
        texts["s"].rolling_by(View::from_slice(&[0, 1, 2]), 1).mean().unwrap_err(),
        RollError::Column(ColumnError::Unsupported { operation: "mean", .. })
    ));
}

#[test]
fn windows_along_any_axis() {
    let table = Array::from_rows([[1_i16, 2, 3], [4, 5, 6]]);
    let times = View::from_slice(&[0_u8, 1, 2]);
    let any = table.view().as_any().rolling_by_axis(1, times, 2);
    same(any.sum(), table.view().rolling_by_axis(1, times, 2).sum().try_to_array());
    same(any.max(), table.view().rolling_by_axis(1, times, 2).max().try_to_array());
    let wrong = table.view().as_any().rolling_by_axis(2, times, 2).sum();
    same(wrong, table.view().rolling_by_axis(2, times, 2).sum().try_to_array());
    let dtype = DType::parse("[('t', 'u1'), ('x', '>u2', (2,))]").unwrap();
    let bytes = [1, 0, 1, 0, 10, 2, 0, 2, 0, 20, 9, 0, 4, 0, 40];
    let records = AnyTable::from_bytes(&bytes, dtype).unwrap();
    let sums = records["x"].rolling_by(&records["t"], 3).sum().unwrap();
    assert_eq!(sums.typed::<u64, DynRank>().unwrap().to_vec(), [1, 10, 3, 30, 4, 40]);
}

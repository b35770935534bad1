//! The operations by name, for dtypes that only run time knows.

use record_core::{
    AnyArray, AnyTable, Array, Be, DType, DateTime64, DynRank, Element, Rank, TimeDelta64, View,
    layout::{Dim, Order},
    ops::roll::RollError,
    time::Milliseconds,
    view::ColumnError,
};

/// The same dtype, shape and bytes.
fn same<T: Element, D: Dim>(found: &AnyArray, expected: Array<T, D>) {
    let expected = AnyArray::from(expected);
    assert_eq!((found.dtype(), found.layout().shape), (expected.dtype(), expected.layout().shape));
    assert_eq!(found.as_bytes(), expected.as_bytes());
}

/// Each operation of each kind of number gives what the typed one gives.
#[test]
fn numbers_of_every_kind() {
    macro_rules! each {
        ($($type:ty)*) => {$(
            let values: Vec<$type> = [3, 1, 4, 1, 5, 9, 2, 6].map(|n: u8| <$type>::from(n)).to_vec();
            let stored: Vec<Be<$type>> = values.iter().map(|&value| Be::new(value)).collect();
            let (native, big) = (View::from_slice(&values), View::from_slice(&stored));
            for any in [native.as_any(), big.as_any()] {
                let windows = any.rolling(3);
                let sums = windows.sum().unwrap();
                same(&sums, native.rolling(3).sum().to_array());
                same(&windows.mean().unwrap(), native.rolling(3).mean().to_array());
                same(&windows.max().unwrap(), native.rolling(3).max().to_array());
                same(&windows.std(1).unwrap(), native.rolling(3).std(1).to_array());
                let centred = any.rolling(3).min_periods(1).centered().min().unwrap();
                same(&centred, native.rolling(3).min_periods(1).centered().min().to_array());
                same(&any.cumsum().unwrap(), native.cumsum().to_array());
                same(&any.cumprod().unwrap(), native.cumprod().to_array());
                same(&any.cummax().unwrap(), native.cummax().to_array());
                same(&any.slice(..2).flip(0).diff(1).unwrap(), native.slice(..2).flip(0).diff(1).to_array());
            }
        )*};
    }
    each! { i16 i32 i64 u16 u32 u64 f32 f64 }
}

#[test]
fn dates_keep_their_unit() {
    let dates = [5, 9, 7].map(DateTime64::<Milliseconds>::from_count);
    let any = View::from_slice(&dates).as_any();
    let steps = any.diff(1).unwrap();
    assert_eq!(
        steps.typed::<TimeDelta64<Milliseconds>, Rank<1>>().unwrap().to_vec(),
        [4, -2].map(TimeDelta64::from_count)
    );
    let latest = any.rolling(2).max().unwrap();
    assert_eq!(latest.typed::<DateTime64<Milliseconds>, Rank<1>>().unwrap().to_vec(), [dates[1], dates[1]]);
    let sums = steps.view().cumsum().unwrap();
    assert_eq!(
        sums.typed::<TimeDelta64<Milliseconds>, Rank<1>>().unwrap().to_vec(),
        [4, 2].map(TimeDelta64::from_count)
    );
    assert_eq!(any.rolling(2).count().unwrap().typed::<u64, Rank<1>>().unwrap().to_vec(), [2, 2]);
    let error = any.cumsum().unwrap_err();
    assert!(
        matches!(error, RollError::Column(ColumnError::Unsupported { operation: "cumsum", .. })),
        "{error}"
    );
}

#[test]
fn sub_arrays_along_records() {
    let dtype = DType::parse("[('id', 'u1'), ('x', '>u2', (2,))]").unwrap();
    let bytes = [0, 0, 1, 0, 10, 0, 0, 2, 0, 20, 0, 0, 4, 0, 40];
    let table = AnyTable::from_bytes(&bytes, dtype).unwrap();
    let sums = table["x"].rolling(2).sum().unwrap();
    assert_eq!(sums.typed::<u64, DynRank>().unwrap().to_vec(), [3, 30, 6, 60]);
    let steps = table["x"].as_view().diff_axis(1, 1).unwrap();
    assert_eq!(steps.typed::<u16, DynRank>().unwrap().to_vec(), [9, 18, 36]);
    assert_eq!((sums.layout().shape.as_ref(), sums.order()), (&[2, 2][..], Order::C));
    assert!(matches!(table.view().rolling(2).sum().unwrap_err(), RollError::Column(_)));
    let error = table["id"].rolling(2).min_periods(2).max().unwrap_err();
    assert_eq!(error, RollError::Missing { index: 0 });
    assert_eq!(
        Array::from_vec(vec![1.0]).view().as_any().rolling(0).mean().unwrap_err(),
        RollError::EmptyWindow
    );
}

//! Quantiles of scans: those of one view of all records, though no more than so many values are kept.

use super::{
    parts::{AnyParts, Dribble, Parts},
    row::{self, Missing, Row},
};
use record_core::{
    ops::{Interpolation, ReduceError},
    prelude::*,
    scan::{Chunk, InMemory, RecordReader, Scan, ScanEnd, ScanError, ScanOps},
};
use record_tests::Random;
use std::{io::Cursor, ops::ControlFlow};

/// As many as are kept, and more.
const KEPT: usize = 1 << 21;
const MANY: usize = KEPT + 54_321;

const QS: [f64; 7] = [0.5, 0.0, 1.0, 0.25, 0.999, 1e-7, 0.5];

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Value {
    value: Be<f64>,
}

/// Equal, or both NaN; a zero may have either sign.
fn same(found: Option<Vec<f64>>, expected: Option<Vec<f64>>, at: &str) {
    let text = |answers: Option<Vec<f64>>| {
        format!("{:?}", answers.map(|all| all.into_iter().map(|answer| answer + 0.0).collect::<Vec<_>>()))
    };
    assert_eq!(text(found), text(expected), "{at}");
}

const BETWEEN: [Interpolation; 5] = [
    Interpolation::Linear,
    Interpolation::Lower,
    Interpolation::Higher,
    Interpolation::Nearest,
    Interpolation::Midpoint,
];

fn one(answer: Option<f64>) -> Option<Vec<f64>> {
    answer.map(|answer| vec![answer])
}

/// All questions about a column of a table in parts, typed and by name.
macro_rules! check {
    ($table:expr, $len:expr, $token:expr, $name:literal) => {{
        let (table, len, token) = (&$table, $len, $token);
        let typed = || Parts { view: table.view(), len };
        let named = || AnyParts { view: table.view().as_any(), len };
        let all = table.col(token);
        let at = format!("{} of {} in parts of {len}", $name, table.len());
        same(one(typed().median(token).unwrap()), one(all.median()), &at);
        same(one(named().median_of($name).unwrap()), one(all.median()), &at);
        same(one(typed().nan_median(token).unwrap()), one(all.nan_median()), &at);
        same(one(named().nan_median_of($name).unwrap()), one(all.nan_median()), &at);
        for q in [0.0, 0.3, 1.0] {
            same(one(typed().quantile(token, q).unwrap()), one(all.quantile(q)), &at);
            same(one(named().quantile_of($name, q).unwrap()), one(all.quantile(q)), &at);
            same(one(typed().nan_quantile(token, q).unwrap()), one(all.nan_quantile(q)), &at);
            same(one(named().nan_quantile_of($name, q).unwrap()), one(all.nan_quantile(q)), &at);
            for between in BETWEEN {
                let expected = one(all.quantile_by(q, between));
                same(one(typed().quantile_by(token, q, between).unwrap()), expected.clone(), &at);
                same(one(named().quantile_by_of($name, q, between).unwrap()), expected, &at);
            }
        }
        for qs in [&QS[..], &[]] {
            same(typed().quantiles(token, qs).unwrap(), all.quantiles(qs), &at);
            same(named().quantiles_of($name, qs).unwrap(), all.quantiles(qs), &at);
            same(typed().nan_quantiles(token, qs).unwrap(), all.nan_quantiles(qs), &at);
            same(named().nan_quantiles_of($name, qs).unwrap(), all.nan_quantiles(qs), &at);
        }
    }};
}

#[test]
fn of_few_records() {
    for missing in [Missing::Never, Missing::Sometimes, Missing::First] {
        for (count, len) in [(0, 3), (1, 1), (2, 1), (9, 2), (1500, 64), (1500, 4096)] {
            let table = row::table(&row::encode(&row::rows(count, 3, missing)));
            check!(table, len, Row::VALUE, "value");
            check!(table, len, Row::LOW, "low");
            check!(table, len, Row::BIG, "big");
            check!(table, len, Row::ID, "id");
        }
    }
}

fn table(mut value: impl FnMut(u64) -> f64) -> RecordTable<Value> {
    (0..MANY as u64).map(|i| Value { value: value(i).into() }).collect()
}

/// A scan that counts how often it is gone through, and has other records each time: those of the last view from then on.
struct Passes<'a> {
    views: Vec<View<'a, Value>>,
    gone: usize,
}

impl<'a> Passes<'a> {
    fn of(views: Vec<View<'a, Value>>) -> Self {
        Self { views, gone: 0 }
    }
}

impl Scan for Passes<'_> {
    type Record = Value;

    fn dtype(&self) -> &DType {
        Value::DTYPE
    }

    fn for_each_chunk(
        &mut self,
        each: &mut dyn FnMut(Chunk<'_>) -> ControlFlow<()>,
    ) -> Result<ScanEnd, ScanError> {
        let view = self.views[self.gone.min(self.views.len() - 1)];
        self.gone += 1;
        Parts { view, len: 100_000 }.for_each_chunk(each)
    }
}

/// Of more values than are kept, in every manner in which they can lie: by counts of their bits, up to five passes deep.
#[test]
fn of_more_values_than_are_kept() {
    let mut random = Random::new(11);
    let mut bits = || f64::from_bits(u64::from_le_bytes(random.bytes(8).try_into().unwrap()));
    let last_bits = |i| f64::from_bits(1.5_f64.to_bits() + i * 7919 % 1021);
    let tables = [
        ("of one magnitude", 2, table(|i| 60_000.0 + (i * 7919 % 65_537) as f64 / 3.0)),
        ("all equal", 1, table(|_| -2.5)),
        ("small integers", 2, table(|i| (i * 7919 % 251) as f64)),
        ("but the last bits equal", 5, table(last_bits)),
        ("of any bits", 2, table(|_| bits())),
    ];
    for (what, most, table) in &tables {
        let column = table.col(Value::VALUE);
        let mut scan = Passes::of(vec![table.view()]);
        same(scan.nan_quantiles(Value::VALUE, &QS).unwrap(), column.nan_quantiles(&QS), what);
        assert!(scan.gone <= *most, "{what}: {} passes", scan.gone);
        let named = AnyParts { view: table.view().as_any(), len: MANY }.median_of("value").unwrap();
        same(one(named), one(column.median()), what);
    }
    // As many as are kept, and one more.
    let view = tables[0].2.view();
    for (len, passes) in [(KEPT, 1), (KEPT + 1, 2)] {
        let mut scan = Passes::of(vec![view.slice(..len)]);
        assert_eq!(scan.quantile(Value::VALUE, 1.0).unwrap(), view.slice(..len).col(Value::VALUE).max());
        assert_eq!(scan.gone, passes);
    }
}

#[test]
fn what_is_read_once_only() {
    let few: RecordTable<Value> = (0..1000).map(|i| Value { value: f64::from(i).into() }).collect();
    let mut once = RecordReader::<Value>::from_reader(Dribble::new(few.as_bytes().unwrap(), 7)).unwrap();
    assert_eq!(once.median(Value::VALUE).unwrap(), Some(499.5));
    let many = table(|i| i as f64);
    let once = || RecordReader::<Value>::from_reader(Cursor::new(many.as_bytes().unwrap().to_vec())).unwrap();
    let error = once().median(Value::VALUE).unwrap_err();
    assert!(matches!(error, ScanError::Exhausted { records } if records == MANY as u64), "{error}");
    assert_eq!(once().quantiles(Value::VALUE, &[]).unwrap(), Some(vec![]));
}

/// Nothing of it is a panic, and no more is kept than there were.
#[test]
fn records_that_change_between_passes_are_an_error() {
    // Few keys whose counts go deep, and many of one magnitude, which are kept.
    let deep = table(|i| f64::from_bits(1.5_f64.to_bits() + i * 7919 % 1021));
    let wide = table(|i| 60_000.0 + (i * 7919 % 65_537) as f64 / 3.0);
    let (mut longer, mut one_elsewhere) = (deep.clone(), deep.clone());
    longer.push(Value { value: 1.0.into() });
    one_elsewhere.col_mut(Value::VALUE).set(0, 9.0);
    let middle = wide.col(Value::VALUE).median().unwrap();
    let (below, all_middle, ones) = (table(|_| -7.0), table(|_| middle), table(|_| 1.0));
    for views in [
        vec![deep.view(), deep.view().slice(1..)],
        vec![deep.view(), longer.view()],
        vec![deep.view(), below.view()],
        vec![deep.view(), one_elsewhere.view()],
        vec![deep.view(), deep.view(), one_elsewhere.view()],
        vec![wide.view(), all_middle.view()],
        vec![wide.view(), ones.view()],
    ] {
        let mut scan = Passes::of(views);
        match scan.median(Value::VALUE) {
            Err(ScanError::Changed { expected, found }) => assert_ne!(expected, found),
            other => panic!("{other:?}"),
        }
        assert_eq!(scan.gone, scan.views.len());
    }
}

#[test]
fn what_is_no_quantile() {
    let table = row::table(&row::bytes(5, 1));
    for q in [-0.1, 1.1, f64::NAN] {
        let error = InMemory(&table).quantile(Row::LOW, q).unwrap_err();
        let ScanError::Reduce(error) = error else { panic!("{error}") };
        assert!(matches!(*error, ReduceError::Quantile { .. }));
    }
    let error = InMemory(&table).median_of("lw").unwrap_err();
    assert!(
        matches!(error, ScanError::Column(_)) && error.to_string().contains("did you mean `low`"),
        "{error}"
    );
    let error = InMemory(&table).median_of("when").unwrap_err();
    assert!(matches!(error, ScanError::Column(_)), "{error}");
}

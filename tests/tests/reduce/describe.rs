//! The statistics of all columns are those of each.

use crate::columns::Sample;
use record_core::{
    AnyView, Be, DType, DateTime64, FixedBytes, FixedUtf32, Record, RecordTable, View,
    ops::{ColumnSummary, DescribeOptions, Sum},
    scan::{InMemory, ScanOps as _},
    time::Seconds,
    view::Value,
};
use record_tests::Random;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Part {
    count: Be<i16>,
    level: [Be<f32>; 3],
}

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Row {
    name: FixedBytes<5>,
    id: u64,
    value: f64,
    at: DateTime64<Seconds>,
    parts: [Part; 2],
    kind: FixedUtf32<2>,
    raw: record_core::Opaque<3>,
}

fn rows(count: usize) -> RecordTable<Row> {
    let mut random = Random::new(count as u64);
    let row = |i: usize| Row {
        name: FixedBytes::from_bytes(["", "b", "abc", "abcde"][random.below(4)].as_bytes()),
        id: u64::sample(&mut random),
        value: match random.below(9) {
            0 => f64::NAN,
            1 if count > 3000 => f64::INFINITY,
            _ => f64::sample(&mut random),
        },
        at: if i % 5 == 3 { DateTime64::NAT } else { DateTime64::from_count(i64::sample(&mut random) / 4) },
        parts: [0, 1].map(|_| Part {
            count: Be::new(i16::sample(&mut random)),
            level: [0; 3].map(|_| Be::new(f32::sample(&mut random))),
        }),
        kind: FixedUtf32::new(["é", "z", "aa"][random.below(3)]),
        raw: record_core::Opaque::from([1, 2, 3]),
    };
    (0..count).map(row).collect()
}

#[test]
fn each_column_is_described_as_by_its_reductions() {
    for count in [0, 1, 7, 1000, 1024, 5000] {
        let table = rows(count);
        let records = table.as_any();
        let described = records.describe().unwrap();
        assert_eq!(described.records(), count as u64);
        let names: Vec<&str> = described.columns().iter().map(ColumnSummary::name).collect();
        assert_eq!(names, ["name", "id", "value", "at", "parts.count", "parts.level", "kind", "raw"]);
        for column in described.columns() {
            let view = column.name().split('.').fold(records, |view, name| view.column(name).unwrap());
            let view = view.all_axes().unwrap();
            assert_eq!(column.count() + column.missing(), view.size() as u64, "{}", column.name());
            let least = match column.name() {
                "name" | "kind" | "raw" => continue,
                _ => view.nan_min_max().unwrap(),
            };
            assert_eq!(column.missing(), view.count_missing().unwrap() as u64, "{}", column.name());
            assert_eq!(column.min().cloned().zip(column.max().cloned()), least, "{}", column.name());
            if column.name() == "at" {
                assert!(column.sum().is_none() && column.mean().is_none());
                continue;
            }
            let text = |value: &dyn core::fmt::Debug| format!("{value:?}");
            assert_eq!(text(&column.sum()), text(&Some(view.nan_sum().unwrap())), "{}", column.name());
            assert_eq!(text(&column.mean()), text(&view.nan_mean().unwrap()), "{}", column.name());
            for ddof in [0, 1] {
                assert_eq!(
                    text(&column.variance(ddof)),
                    text(&view.nan_variance(ddof).unwrap()),
                    "{}",
                    column.name()
                );
                assert_eq!(text(&column.std(ddof)), text(&view.nan_std(ddof).unwrap()));
            }
        }
        // A scan, and the parts of one, say the same.
        let scanned = InMemory(&table).describe().unwrap();
        assert_eq!(format!("{scanned:?}"), format!("{described:?}"));
        assert_eq!(described["parts.level"].first().is_some(), count > 0);
        if count > 0 {
            let last = table.get(count - 1).unwrap();
            assert_eq!(described["id"].last(), Some(&Value::UInt(last.id)));
            let Some(Value::Array(levels)) = described["parts.level"].last() else { panic!("all six") };
            assert_eq!(levels.len(), 6);
        }
    }
}

#[test]
fn texts_and_bytes() {
    let table = rows(1000);
    let described = table.as_any().describe().unwrap();
    let name = &described["name"];
    let empty = (0..1000).filter(|&i| table.get(i).unwrap().name.is_empty()).count();
    assert!(empty > 100);
    assert_eq!((name.empty(), name.missing(), name.sum()), (Some(empty as u64), 0, None));
    assert_eq!((name.min(), name.max()), (Some(&Value::Bytes(vec![])), Some(&Value::Bytes(b"b".to_vec()))));
    let kind = &described["kind"];
    assert_eq!((kind.min(), kind.max()), (Some(&Value::Text("aa".into())), Some(&Value::Text("é".into()))));
    assert_eq!((kind.empty(), described["raw"].count(), described["raw"].min()), (Some(0), 1000, None));
    assert_eq!(described["raw"].empty(), None);
    assert!(described.get("nothing").is_none());
}

/// Texts of which many begin alike, some with nothing, against their least and greatest by comparison.
#[test]
fn texts_by_their_beginnings() {
    let mut random = Random::new(31);
    let points = [0, 1, 0x61, 0x7f, 0xff, 0x100, 0x1_0000, 0x10_ffff];
    for len in [1, 2, 3, 40, 3000] {
        for kinds in [1, 2, 8] {
            let texts: Vec<[u8; 12]> = (0..len)
                .map(|_| [0; 12].map(|_| [b'b', 0, b'a', b'c', 0xff, 1, 0x7f, 0x80][random.below(kinds)]))
                .collect();
            let column: Vec<_> = texts.iter().map(|text| FixedBytes::<12>::from_raw(*text)).collect();
            let described = View::from_slice(&column).describe().unwrap();
            let value = |text: &[u8; 12]| Value::Bytes(FixedBytes::from_raw(*text).as_bytes().to_vec());
            assert_eq!(described[""].min(), texts.iter().min().map(value).as_ref());
            assert_eq!(described[""].max(), texts.iter().max().map(value).as_ref());
            let empty = texts.iter().filter(|text| text.iter().all(|byte| *byte == 0)).count();
            assert_eq!(described[""].empty(), Some(empty as u64));

            let texts: Vec<[u32; 3]> =
                (0..len).map(|_| [0; 3].map(|_| points[random.below(kinds)])).collect();
            let empty = texts.iter().filter(|text| **text == [0; 3]).count();
            let value = |text: &[u32; 3]| {
                let text: String = text.iter().filter_map(|point| char::from_u32(*point)).collect();
                Value::Text(text.trim_end_matches('\0').into())
            };
            for (dtype, bytes) in [("<U3", u32::to_le_bytes as fn(u32) -> [u8; 4]), (">U3", u32::to_be_bytes)]
            {
                let bytes: Vec<u8> = texts.iter().flatten().flat_map(|point| bytes(*point)).collect();
                let dtype = DType::parse(dtype).unwrap();
                let described = AnyView::from_bytes(&bytes, &dtype).unwrap().describe().unwrap();
                assert_eq!(described[""].min(), texts.iter().min().map(value).as_ref());
                assert_eq!(described[""].max(), texts.iter().max().map(value).as_ref());
                assert_eq!(described[""].empty(), Some(empty as u64));
            }
        }
    }
}

#[test]
fn infinities_may_be_left_out() {
    let table = rows(5000);
    let column = table.col(Row::VALUE);
    let options = DescribeOptions::new().finite_only(true);
    let described = table.as_any().describe_with(&options).unwrap();
    let value = &described["value"];
    let finite: Vec<f64> = column.iter().filter(|v| v.is_finite()).collect();
    let infinite = column.iter().filter(|v| v.is_infinite()).count();
    assert!(infinite > 100);
    assert_eq!((value.infinite(), value.missing()), (infinite as u64, column.count_missing() as u64));
    let extremes = finite.iter().copied().fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(v), b.max(v)));
    assert_eq!(
        (value.min(), value.max()),
        (Some(&Value::Float64(extremes.0)), Some(&Value::Float64(extremes.1)))
    );
    // As the sum with NaN for infinities, which keeps the places.
    let replaced: Vec<f64> = column.iter().map(|v| if v.is_finite() { v } else { f64::NAN }).collect();
    assert_eq!(value.sum(), Some(Sum::Float(View::from_slice(&replaced).nan_sum())));
    assert_eq!(value.mean(), View::from_slice(&replaced).nan_mean());
    assert_eq!(value.variance(1), View::from_slice(&replaced).nan_variance(1));
    // Otherwise they count.
    assert_eq!(table.as_any().describe().unwrap()["value"].max(), Some(&Value::Float64(f64::INFINITY)));
    assert_eq!(table.as_any().describe().unwrap()["value"].mean(), Some(f64::INFINITY));
}

#[test]
fn a_description_is_a_table() {
    let text = rows(3).as_any().describe().unwrap().to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((lines.len(), lines[0]), (10, "3 records"));
    assert!(lines[1].starts_with("column") && lines[1].ends_with("max"), "{text}");
    assert!(lines[6].starts_with("parts.count") && lines[6].contains(" 6 "), "{text}");
}

#[test]
fn the_table_has_six_significant_digits() {
    for (values, mean, std) in [
        ([1e-9, 2e-9], "1.50000e-9", "7.07107e-10"),
        ([1.5e300, 1.5e300], "1.50000e300", "0.00000"),
        ([1.0, 2.0], "1.50000", "0.707107"),
        ([0.0002, 0.0002], "0.000200000", "0.00000"),
        ([99_999_950.0, 99_999_951.0], "99999950", "0.707107"),
        ([f64::INFINITY, 1.0], "inf", "NaN"),
    ] {
        let text = View::from_slice(&values).as_any().describe().unwrap().to_string();
        let row: Vec<&str> = text.lines().nth(2).unwrap().split_whitespace().collect();
        let at = row.iter().position(|cell| *cell == mean).unwrap_or_else(|| panic!("{mean}: {text}"));
        assert_eq!(row[at + 1], std, "{text}");
    }
}

//! Dates and time spans against NumPy's answers in `time.txt`, which `record_time.py` writes.

use proptest::prelude::*;
use record_core::{prelude::*, time::*};
use std::cmp::Ordering;

/// Runs `$body` with `$unit` as the type of the unit that is called `$name`, if it is in the list.
macro_rules! with_unit {
    ($name:expr, $unit:ident => $body:expr) => {
        match $name {
            "Y" | "M" | "2Y" | "3M" => with_unit!(months $name, $unit => $body),
            _ => with_unit!(linear $name, $unit => $body),
        }
    };
    (months $name:expr, $unit:ident => $body:expr) => {
        with_unit!(@ $name, $unit => $body; "Y" Years, "M" Months, "2Y" Multiple<Years, 2>, "3M" Multiple<Months, 3>)
    };
    (linear $name:expr, $unit:ident => $body:expr) => {
        with_unit!(@ $name, $unit => $body;
            "W" Weeks, "D" Days, "h" Hours, "m" Minutes, "s" Seconds, "ms" Milliseconds, "us" Microseconds,
            "ns" Nanoseconds, "ps" Picoseconds, "fs" Femtoseconds, "as" Attoseconds, "2W" Multiple<Weeks, 2>,
            "7m" Multiple<Minutes, 7>, "25s" Multiple<Seconds, 25>, "10ms" Multiple<Milliseconds, 10>)
    };
    (@ $name:expr, $unit:ident => $body:expr; $($text:literal $type:ty),*) => {
        match $name {
            $($text => { type $unit = $type; $body })*
            other => panic!("the table has the unit {other}"),
        }
    };
}

fn is_months(unit: &str) -> bool {
    matches!(unit, "Y" | "M" | "2Y" | "3M")
}

#[test]
fn dates_and_spans_are_numpys() {
    let mut rows = [0; 4];
    for line in include_str!("time.txt").lines() {
        let line_without_mark = line.strip_suffix(" !").unwrap_or(line);
        let (what, rest) = line_without_mark.split_once(' ').unwrap();
        let parts: Vec<_> = rest.splitn(if what.starts_with('m') { 4 } else { 3 }, ' ').collect();
        match (what, &parts[..]) {
            ("date", &[unit, count, text]) => {
                let count = count.parse().unwrap();
                let printed = with_unit!(unit, U => DateTime64::<U>::from_count(count).to_string());
                assert_eq!(printed, text, "{line}");
                rows[0] += 1;
            }
            ("span", &[unit, count, text]) => {
                let count = count.parse().unwrap();
                let printed = with_unit!(unit, U => TimeDelta64::<U>::from_count(count).to_string());
                assert_eq!(printed, text, "{line}");
                rows[1] += 1;
            }
            ("mdate", &[from, to, count, expected]) => {
                let count = count.parse().unwrap();
                let converted = with_unit!(from, U => {
                    let date = DateTime64::<U>::from_count(count);
                    with_unit!(to, V => date.convert::<V>().map(DateTime64::to_bits))
                });
                assert_eq!(converted, expected.parse().ok(), "{line}");
                rows[2] += 1;
            }
            ("mspan", &[from, to, count, expected]) => {
                let count = count.parse().unwrap();
                let converted = if is_months(from) {
                    with_unit!(months from, U => {
                        let span = TimeDelta64::<U>::from_count(count);
                        with_unit!(months to, V => span.convert::<V>().map(TimeDelta64::to_bits))
                    })
                } else {
                    with_unit!(linear from, U => {
                        let span = TimeDelta64::<U>::from_count(count);
                        with_unit!(linear to, V => span.convert::<V>().map(TimeDelta64::to_bits))
                    })
                };
                assert_eq!(converted, expected.parse().ok(), "{line}");
                rows[3] += 1;
            }
            _ => panic!("not a row of the table: {line}"),
        }
    }
    assert!(rows.iter().all(|&n| n > 100), "{rows:?}");
}

#[test]
fn the_generic_unit() {
    // str(numpy.timedelta64(5)); NumPy refuses to print such a date.
    assert_eq!(TimeDelta64::<Generic>::from_count(5).to_string(), "5 generic time units");
    assert_eq!(DateTime64::<Generic>::NAT.to_string(), "NaT");
    // numpy.array([5]).view('M8').astype('M8[s]')
    let date = DateTime64::<Generic>::from_count(5).convert::<Seconds>().unwrap();
    assert_eq!(date.to_string(), "1970-01-01T00:00:05");
    assert_eq!(DateTime64::<Generic>::from_ymd(2024, 1, 1).map(DateTime64::to_bits), None);
}

#[test]
fn days_of_the_calendar() {
    let day = |y, m, d| DateTime64::<Days>::from_ymd(y, m, d).map(DateTime64::to_bits);
    // numpy.datetime64('2024-02-29').astype('i8') and so on.
    assert_eq!(day(2024, 2, 29), Some(19_782));
    assert_eq!(day(1969, 12, 31), Some(-1));
    assert_eq!(day(0, 3, 1), Some(-719_468));
    assert_eq!(day(-400, 2, 29), Some(-865_566));
    for (y, m, d) in [(2023, 2, 29), (1900, 2, 29), (2024, 0, 1), (2024, 13, 1), (2024, 4, 31), (2024, 1, 0)]
    {
        assert_eq!(day(y, m, d), None, "{y}-{m}-{d}");
    }
    assert_eq!(day(i64::MAX, 1, 1), None);
    assert_eq!(day(i64::MIN, 12, 255), None);
    let hour = DateTime64::<Hours>::from_ymd(2024, 2, 29).unwrap();
    assert_eq!(hour.to_string(), "2024-02-29T00");
    assert_eq!(DateTime64::<Years>::from_ymd(2024, 2, 29).unwrap().to_string(), "2024");
    assert_eq!(format!("[{hour:>15}] [{hour:<15?}]"), "[  2024-02-29T00] [2024-02-29T00  ]");
}

#[test]
fn nat_is_equal_to_nothing_and_spreads() {
    let (nat, day) = (DateTime64::<Days>::NAT, DateTime64::<Days>::from_count(3));
    assert!(nat.is_nat() && !day.is_nat());
    assert_eq!(nat.count(), None);
    assert_ne!(nat, DateTime64::NAT);
    assert_eq!(nat.partial_cmp(&day), None);
    assert_eq!(nat.total_cmp(&day), Ordering::Greater);
    assert_eq!(nat.total_cmp(&nat), Ordering::Equal);
    let delta = TimeDelta64::<Days>::from_count(1);
    assert!(nat.checked_add(delta).unwrap().is_nat());
    assert!(day.checked_sub(TimeDelta64::NAT).unwrap().is_nat());
    assert!(day.checked_since(nat).unwrap().is_nat());
    assert!(TimeDelta64::<Days>::NAT.checked_mul(0).unwrap().is_nat());
    assert!((-TimeDelta64::<Days>::NAT).is_nat() && TimeDelta64::<Days>::NAT.abs().is_nat());
    assert!(nat.convert::<Nanoseconds>().unwrap().is_nat());
    assert!(Be::new(nat).get().is_nat());
}

proptest! {
    /// Against i128: what does not fit, or would be read as NaT, is `None`.
    #[test]
    fn arithmetic_is_exact_or_none(a in number(), b in number()) {
        let fits = |n: i128| i64::try_from(n).ok().filter(|&n| n != i64::MIN);
        let (wide_a, wide_b) = (i128::from(a), i128::from(b));
        let (date, span) = (DateTime64::<Seconds>::from_count(a), TimeDelta64::<Seconds>::from_count(b));
        prop_assert_eq!(date.checked_add(span).and_then(DateTime64::count), fits(wide_a + wide_b));
        prop_assert_eq!(date.checked_sub(span).and_then(DateTime64::count), fits(wide_a - wide_b));
        let since = date.checked_since(DateTime64::from_count(b));
        prop_assert_eq!(since.and_then(TimeDelta64::count), fits(wide_a - wide_b));
        let left = TimeDelta64::<Seconds>::from_count(a);
        prop_assert_eq!(left.checked_add(span).and_then(TimeDelta64::count), fits(wide_a + wide_b));
        prop_assert_eq!(left.checked_sub(span).and_then(TimeDelta64::count), fits(wide_a - wide_b));
        prop_assert_eq!(left.checked_mul(b).and_then(TimeDelta64::count), fits(wide_a * wide_b));
        prop_assert_eq!((-left).count(), fits(-wide_a));
        prop_assert_eq!(left.abs().count(), fits(wide_a.abs()));
        prop_assert_eq!(left.partial_cmp(&span), Some(a.cmp(&b)));
        prop_assert_eq!(left.total_cmp(&span), a.cmp(&b));
    }

    /// Every day is found again from its year, month and day, and the next day prints another date.
    #[test]
    fn days_come_back(count in -400_000_000_000_i64..400_000_000_000) {
        let day = DateTime64::<Days>::from_count(count);
        let text = day.to_string();
        let mut parts = text.rsplitn(3, '-');
        let (d, m, y) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        prop_assert_eq!(DateTime64::from_ymd(y.parse().unwrap(), m.parse().unwrap(), d.parse().unwrap()), Some(day));
        let months = day.convert::<Months>().unwrap();
        prop_assert!(months.convert::<Days>().unwrap() <= day);
        prop_assert_eq!(months.to_string(), format!("{y}-{m}"));
    }
}

/// Integers of all magnitudes, without the one that is NaT.
fn number() -> impl Strategy<Value = i64> {
    let edge = prop::sample::select(vec![0, 1, -1, i64::MAX, -i64::MAX, i64::MAX / 2 + 1]);
    prop_oneof![(any::<i64>(), 0..63_u32).prop_map(|(n, shift)| n >> shift), edge]
        .prop_filter("NaT is not a number", |&n| n != i64::MIN)
}

//! Ranges, sets, missing values, columns compared with columns, and texts, against loops.

use super::columns::{Sample, every_column, lay, view};
use crate::for_all_numbers;
use record_core::{Array, Be, FixedBytes, FixedUtf32, Le, Record, View, layout::LayoutError, ops::Ordered};
use record_tests::Random;

#[test]
fn predicates_of_every_column() {
    let mut random = Random::new(17);
    let mut turn = 0;
    macro_rules! each {
        ($type:ty) => {
            every_column::<$type>(|values, view| {
                // Sets are many: with every fifth column.
                turn += 1;
                if turn % 5 != 0 {
                    return;
                }
                let mut pick = || match values {
                    [] => Sample::sample(&mut random),
                    some => some[random.below(some.len())],
                };
                let (low, high) = (pick(), pick());
                let expected: Vec<bool> = values.iter().map(|v| low <= *v && *v <= high).collect();
                assert_eq!(view.between(low, high).to_vec(), expected);
                for count in [0, 1, 3, 8, 9, 40] {
                    let set: Vec<_> = (0..count).map(|_| pick()).collect();
                    let expected: Vec<bool> = values.iter().map(|v| set.contains(v)).collect();
                    assert_eq!(view.is_in(&set).to_vec(), expected);
                }
                let expected: Vec<bool> = values.iter().map(|v| v.is_missing()).collect();
                assert_eq!(view.is_missing().to_vec(), expected);
            });
        };
    }
    for_all_numbers!(each!);
}

#[test]
fn what_is_missing_is_in_no_range_and_no_set() {
    let nan = f64::NAN;
    let numbers = [nan, -0.0, f64::INFINITY, 1.0];
    let view = View::from_slice(&numbers);
    assert_eq!(view.between(f64::NEG_INFINITY, f64::INFINITY).to_vec(), [false, true, true, true]);
    assert_eq!(view.between(0.0, 0.5).to_vec(), [false, true, false, false]);
    for count in [2, 20] {
        let mut set = vec![nan; count];
        set[1] = 0.0;
        assert_eq!(view.is_in(&set).to_vec(), [false, true, false, false]);
    }
    assert_eq!(view.is_missing().to_vec(), [true, false, false, false]);
    let times = [i64::MIN, 5].map(record_core::DateTime64::<record_core::time::Seconds>::from_count);
    assert_eq!(View::from_slice(&times).is_missing().to_vec(), [true, false]);
    assert_eq!(View::from_slice(&times).eq_view(View::from_slice(&times)).to_vec(), [false, true]);
}

#[test]
fn columns_compare_with_columns() {
    let mut random = Random::new(23);
    for len in (0..=130).chain([1023, 1025]) {
        let (a, b): (Vec<i32>, Vec<i32>) =
            (0..len).map(|_| (random.below(5) as i32, random.below(5) as i32)).unzip();
        for (stride, misalignment) in [(4, 0), (7, 1), (-4, 2), (-9, 3)] {
            let (left, at) = lay::<i32>(&a, stride, misalignment);
            let (right, there) = lay::<Be<i32>>(&b, 4, 5);
            let (x, y) = (view::<i32>(&left, &at), view::<Be<i32>>(&right, &there));
            macro_rules! same {
                ($($name:ident $op:tt;)*) => {$(
                    let expected: Vec<bool> = a.iter().zip(&b).map(|(a, b)| a $op b).collect();
                    assert_eq!(x.$name(y).to_vec(), expected, "{}", stringify!($name));
                )*};
            }
            same! { gt_view >; ge_view >=; lt_view <; le_view <=; eq_view ==; ne_view !=; }
        }
    }
    // Broadcast, and of several axes.
    let grid = Array::from_rows([[1, 2, 3], [4, 5, 6]]);
    let row = Array::from_vec(vec![2, 2, 6]);
    assert_eq!(grid.view().gt_view(row.view()).to_vec(), [false, false, false, true, true, false]);
    assert_eq!(
        grid.view().transpose().le_view(grid.view().flip(1).transpose()).to_vec(),
        [true, true, true, true, false, false]
    );
    let error = grid.view().try_gt_view(View::from_slice(&[1, 2])).unwrap_err();
    assert!(matches!(error, LayoutError::Broadcast { .. }), "{error:?}");
}

#[test]
fn texts_are_searched() {
    let texts = ["", "Alice", "Bob", "Albert", "Alicia", "ce", "Z\u{fc}rich", "12345678"];
    let parts = ["", "Al", "ce", "Alice", "b", "\u{fc}r", "123456789", "e\0", "\0", "i"];
    let bytes: Vec<FixedBytes<8>> = texts.iter().map(|&text| FixedBytes::new(text)).collect();
    let points: Vec<Le<FixedUtf32<8>>> = texts.iter().map(|&text| Le::new(FixedUtf32::new(text))).collect();
    let (bytes, points) = (View::from_slice(&bytes), View::from_slice(&points));
    let (any, any_points) = (bytes.as_any(), points.as_any());
    for part in parts {
        let each = |test: fn(&str, &str) -> bool| -> Vec<bool> {
            texts.iter().map(|text| test(text, part)).collect()
        };
        let starts = each(|text, part| text.starts_with(part));
        assert_eq!(bytes.starts_with(part).to_vec(), starts, "{part:?}");
        assert_eq!(points.starts_with(part).to_vec(), starts);
        assert_eq!(any.starts_with(part).unwrap().to_vec(), starts);
        assert_eq!(any_points.starts_with(part).unwrap().to_vec(), starts);
        let ends = each(|text, part| text.ends_with(part));
        assert_eq!(bytes.ends_with(part).to_vec(), ends, "{part:?}");
        assert_eq!(points.ends_with(part).to_vec(), ends);
        assert_eq!(any.ends_with(part).unwrap().to_vec(), ends);
        assert_eq!(any_points.ends_with(part).unwrap().to_vec(), ends);
        let contains = each(|text, part| text.contains(part));
        assert_eq!(bytes.contains(part).to_vec(), contains, "{part:?}");
        assert_eq!(points.contains(part).to_vec(), contains);
        assert_eq!(any.contains(part).unwrap().to_vec(), contains);
        assert_eq!(any_points.contains(part).unwrap().to_vec(), contains);
    }
    for text in texts {
        let equal: Vec<bool> = texts.iter().map(|&other| other == text).collect();
        assert_eq!(bytes.eq(FixedBytes::new(text)).to_vec(), equal);
        assert_eq!(any.eq(text).unwrap().to_vec(), equal);
        assert_eq!(any_points.eq(text).unwrap().to_vec(), equal);
        let less: Vec<bool> = texts.iter().map(|&other| other < text).collect();
        assert_eq!(bytes.lt(FixedBytes::new(text)).to_vec(), less);
        assert_eq!(any.lt(text).unwrap().to_vec(), less);
        assert_eq!(any_points.lt(text).unwrap().to_vec(), less);
    }
    assert!(View::from_slice(&[1]).as_any().starts_with("1").is_err());
    assert!(any.gt(1).is_err());
}

/// Less where both parts are.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Point {
    x: u8,
    y: u8,
}

impl PartialOrd for Point {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        let (x, y) = (self.x.cmp(&{ other.x }), self.y.cmp(&{ other.y }));
        if x == y || y.is_eq() {
            Some(x)
        } else if x.is_eq() {
            Some(y)
        } else {
            None
        }
    }
}

/// Not all pairs of values need an order to be in a set, or not.
#[test]
fn sets_of_what_has_no_order() {
    let mut random = Random::new(11);
    let mut point = || Point { x: random.below(20) as u8, y: random.below(20) as u8 };
    let points: Vec<Point> = (0..3000).map(|_| point()).collect();
    for count in [0, 1, 8, 9, 10, 50, 500] {
        let mut set: Vec<Point> = (0..count).map(|_| point()).collect();
        for sort in [false, true] {
            if sort {
                // These do have an order, and others that are looked for do not.
                for point in &mut set {
                    point.y = point.x;
                }
            }
            let expected: Vec<bool> = points.iter().map(|point| set.contains(point)).collect();
            assert_eq!(View::from_slice(&points).is_in(&set).to_vec(), expected, "{count}");
        }
    }
}

//! Points of a laser scanner, whose times are floats that repeat themselves. The file is looked for in the folder that the
//! environment variable `RECORD_TEST_DATA` names.

use super::{Log, faults};
use record_core::{
    ops::{AsofOptions, Groups, JoinPairs, asof_join},
    prelude::*,
};
use std::{collections::BTreeMap, path::Path};

#[derive(Record, Clone, Copy)]
#[record(size = 34)]
#[repr(C, packed)]
struct Point {
    at: [i32; 3],
    intensity: u16,
    flags: u8,
    class: u8,
    angle: i8,
    user: u8,
    source: u16,
    time: f64,
    colour: [u16; 3],
}

/// Seconds that a copy is later than the one before: more than the log takes. The times stay below a power of two, and their
/// last bit is far below this, so that nothing is rounded.
const SPAN: f64 = 8.0;

/// One file for all: what is looked for in a range must be the first to touch its pages.
#[test]
fn points() {
    let Some(folder) = std::env::var_os("RECORD_TEST_DATA") else {
        println!("skipped: RECORD_TEST_DATA does not name the folder of files");
        return;
    };
    let log = Log::open(Path::new(&folder), "autzen_trim.json");
    let all = log.replicate(|point: &mut Point, copy| point.time += SPAN * copy as f64);
    let times: Vec<f64> = log.records.iter().map(|point| point.time).collect();
    ranges_of_time(&log, &times, all.table.view());
    groups(&log, all.table.view());
    nearest_earlier_point(&log, &times, all.table.view());
}

fn ranges_of_time(log: &Log<Point>, times: &[f64], table: View<'_, Point>) {
    assert!(times.is_sorted() && times[times.len() - 1] - times[0] < SPAN);
    let column = table.col(Point::TIME);
    let before = faults();
    let mut searches = 0;
    for copy in log.some_copies() {
        let shift = SPAN * copy as f64;
        for (low, high) in [(0, 1), (5, 70_000), (100, 100), (109_000, 109_999)] {
            let (start, end) = (times[low], times[high]);
            let first = |time: f64| copy * log.len() + times.iter().filter(|&&other| other < time).count();
            assert_eq!(
                column.range_between(start + shift, end + shift),
                first(start)..first(end),
                "copy {copy}"
            );
            searches += 2;
        }
    }
    log.check_touched(faults() - before, searches);
    assert!(column.is_sorted());
    // The same by looking at all points.
    let (low, high) = (times[5], times[70_000]);
    let mask = column.between(low, high);
    let expected = times.iter().filter(|&&time| (low..=high).contains(&time)).count();
    assert_eq!(mask.count(), expected);
    assert_eq!(mask.positions().next(), times.iter().position(|&time| time >= low));
}

fn groups(log: &Log<Point>, table: View<'_, Point>) {
    let mut expected: BTreeMap<(u8, u8), (usize, i128, i128, u16)> = BTreeMap::new();
    for point in &log.records {
        let group = expected.entry((point.class, point.flags)).or_insert((0, 0, 0, 0));
        group.0 += 1;
        group.1 += i128::from(point.intensity);
        group.2 += i128::from({ point.at }[2]);
        group.3 = group.3.max(point.intensity);
    }
    let copies = log.copies;
    let groups = Groups::by((table.col(Point::CLASS), table.col(Point::FLAGS))).unwrap();
    assert_eq!(groups.keys(), expected.keys().copied().collect::<Vec<_>>());
    assert_eq!(groups.counts(), expected.values().map(|group| group.0 * copies).collect::<Vec<_>>());
    let sums = groups.sum(table.col(Point::INTENSITY)).unwrap();
    assert_eq!(sums, expected.values().map(|group| group.1 * copies as i128).collect::<Vec<_>>());
    let heights = groups.sum(table.col(Point::AT).axes().at_axis(1, 2)).unwrap();
    assert_eq!(heights, expected.values().map(|group| group.2 * copies as i128).collect::<Vec<_>>());
    let most = groups.max(table.col(Point::INTENSITY)).unwrap();
    assert_eq!(most, expected.values().map(|group| group.3).collect::<Vec<_>>());
}

/// The last point before each tick of a clock that runs a thousand times a second.
fn nearest_earlier_point(log: &Log<Point>, times: &[f64], table: View<'_, Point>) {
    let mut ticks = Vec::new();
    let mut expected = Vec::new();
    for copy in 0..log.copies {
        let mut next = 0;
        for tick in 0..8000 {
            let time = times[0].floor() + f64::from(tick) / 1024.0;
            while next < times.len() && times[next] <= time {
                next += 1;
            }
            ticks.push(time + SPAN * copy as f64);
            expected.push((copy * log.len() + next).checked_sub(1));
        }
    }
    let ticks = View::from_slice(&ticks);
    let JoinPairs { left: _, right } = asof_join(ticks, table.col(Point::TIME), &AsofOptions::new()).unwrap();
    let wrong = right.iter().zip(&expected).position(|(found, expected)| found != expected);
    assert_eq!(wrong.map(|at| (right[at], expected[at])), None);
}

//! Places in sorted columns.

use record_core::{ops::Side, prelude::*};
use record_tests::Random;

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Event {
    kind: u8,
    at: Be<i64>,
    name: FixedBytes<12>,
}

fn event(at: i64) -> Event {
    let name = format!("{:012}", at + 1000);
    Event { kind: 0, at: Be::new(at), name: FixedBytes::new(&name) }
}

#[test]
fn ranges_of_a_log() {
    let mut random = Random::new(1);
    for len in [0, 1, 2, 3, 7, 8, 9, 100] {
        let mut times: Vec<i64> = (0..len).map(|_| i64::try_from(random.below(50)).unwrap()).collect();
        times.sort_unstable();
        let log: RecordTable<Event> = times.iter().map(|&at| event(at)).collect();
        for start in -1..52 {
            for end in [start - 3, start, start + 1, start + 10] {
                let range = log[Event::AT].range_between(start, end);
                let expected: Vec<usize> =
                    (0..times.len()).filter(|&i| start <= times[i] && times[i] < end).collect();
                assert_eq!(range.clone().collect::<Vec<_>>(), expected);
                assert!(range.start <= range.end && range.end <= times.len());
                let texts = log[Event::NAME].range_between(event(start).name, event(end).name);
                assert_eq!(texts, range);
                let records = log.range_between(event(start), event(end));
                assert_eq!(records, range);
            }
            for side in [Side::Left, Side::Right] {
                let one = log[Event::AT].searchsorted(start, side);
                assert_eq!(log.searchsorted(event(start), side), one);
                let turned = log[Event::AT].as_view().flip(0).flip(0);
                assert_eq!(turned.searchsorted(start, side), one);
            }
        }
        let sought: Vec<i64> = (0..60).map(|_| i64::try_from(random.below(60)).unwrap() - 5).collect();
        let found = log[Event::AT].searchsorted_many(sought.iter().copied(), Side::Left);
        let each: Vec<usize> = sought.iter().map(|&at| times.iter().filter(|&&t| t < at).count()).collect();
        assert_eq!(found, each);
        let texts = log[Event::NAME].searchsorted_many(sought.iter().map(|&at| event(at).name), Side::Left);
        assert_eq!(texts, each);
    }
}

#[test]
fn columns_that_are_not_sorted_give_some_place() {
    let mut random = Random::new(2);
    for len in 0..40 {
        let values: Vec<u64> = (0..len).map(|_| random.bits()).collect();
        let place = View::from_slice(&values).searchsorted(random.bits(), Side::Right);
        assert!(place <= values.len());
    }
}

/// Floats are compared as floats, other numbers by their order; NaN comes last, and -0.0 equals 0.0, at any width and byte order.
#[test]
fn special_values_have_their_places() {
    const POOL: [f64; 11] =
        [f64::NEG_INFINITY, -2.0, -1.5, -0.0, 0.0, 1e-310, 1.0, 2.0, f64::INFINITY, f64::NAN, -f64::NAN];
    fn is_before(element: f64, sought: f64, side: Side) -> bool {
        match (element.is_nan(), sought.is_nan()) {
            (false, false) => element < sought || side == Side::Right && element <= sought,
            (element, sought) => sought && (!element || side == Side::Right),
        }
    }
    let mut random = Random::new(3);
    for len in 0..40 {
        let mut values: Vec<f64> = (0..len).map(|_| random.pick(&POOL)).collect();
        values.sort_by(|a, b| {
            a.is_nan().cmp(&b.is_nan()).then(a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal))
        });
        let turned: Vec<Be<f64>> = values.iter().copied().map(Be::new).collect();
        #[allow(clippy::cast_possible_truncation)] // rounded
        let narrow: Vec<f32> = values.iter().map(|&value| value as f32).collect();
        for side in [Side::Left, Side::Right] {
            for sought in POOL {
                let place = values.iter().filter(|&&value| is_before(value, sought, side)).count();
                assert_eq!(View::from_slice(&values).searchsorted(sought, side), place);
                assert_eq!(View::from_slice(&values).flip(0).flip(0).searchsorted(sought, side), place);
                assert_eq!(View::from_slice(&turned).searchsorted(sought, side), place);
                #[allow(clippy::cast_possible_truncation)] // rounded
                let sought = sought as f32;
                let before = |&&value: &&f32| is_before(value.into(), sought.into(), side);
                assert_eq!(
                    View::from_slice(&narrow).searchsorted(sought, side),
                    narrow.iter().filter(before).count()
                );
            }
            let one_by_one = POOL.map(|sought| View::from_slice(&values).searchsorted(sought, side));
            assert_eq!(View::from_slice(&values).searchsorted_many(POOL, side), one_by_one);
        }
    }
}

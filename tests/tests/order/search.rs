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

//! Several guarded maps, several threads.

use super::{
    Reading,
    support::{Folder, PAGE, SIZE, cut, open, process, scenario, slow_sum, stress, succeeds, sum, truncated},
};
use record_core::scan::{AnyGuarded, Guarded};
use record_tests::Random;
use std::{sync::Barrier, thread};

#[test]
fn guarded_maps_go_to_other_threads() {
    fn crosses<T: Send + Sync + 'static>() {}
    crosses::<Guarded<Reading>>();
    crosses::<AnyGuarded>();
}

#[test]
fn of_two_maps_one_is_truncated() {
    let folder = Folder::new("two");
    let (whole, short) = (folder.readings("whole", 0, 3000), folder.readings("short", 0, 3000));
    let (a, b) = (open(&whole), open(&short));
    // One inside the other, and the other way round.
    let inner = a.scan(|whole| {
        let inner = b.scan(|view| {
            cut(&short, PAGE);
            slow_sum(view)
        });
        (slow_sum(whole), inner)
    });
    let (all, inner) = inner.unwrap();
    assert_eq!(all, sum(3000));
    truncated(inner, PAGE / SIZE, 3000);
    truncated(b.scan(|_| ()), PAGE / SIZE, 3000);
    assert_eq!(a.scan(slow_sum).unwrap(), sum(3000));
    // Two maps of one file are told each.
    let (a, b) = (open(&whole), open(&whole));
    let outer = a.scan(|first| {
        let inner = b.scan(|second| {
            cut(&whole, 0);
            slow_sum(second)
        });
        truncated(inner, 0, 3000);
        slow_sum(first)
    });
    truncated(outer, 0, 3000);
}

#[test]
fn two_scans_of_one_map_are_both_told() {
    let folder = Folder::new("both");
    for run in 0..stress(1000).max(20) {
        let path = folder.readings("data", 0, 5000);
        let map = open(&path);
        let len = Random::new(run.into()).below(5000 * SIZE);
        let begun = Barrier::new(2);
        thread::scope(|scope| {
            let scan = || {
                map.scan(|view| {
                    let head = slow_sum(view.slice(..100));
                    // Both have begun, and neither has ended, when the file is cut.
                    if begun.wait().is_leader() {
                        cut(&path, len);
                    }
                    begun.wait();
                    head + slow_sum(view)
                })
            };
            let other = scope.spawn(scan);
            truncated(scan(), len / SIZE, 5000);
            truncated(other.join().unwrap(), len / SIZE, 5000);
        });
    }
}

#[test]
fn maps_come_and_go_while_others_fault() {
    succeeds(&process("threads::job", "come and go").output().unwrap());
}

#[test]
#[ignore = "the job of another process"]
fn job() {
    if scenario().is_none() {
        return;
    }
    let folder = &Folder::new("come-and-go");
    let (threads, maps) = (8, 64);
    let rounds = stress(400);
    thread::scope(|scope| {
        for thread in 0..threads {
            scope.spawn(move || {
                let mut random = Random::new(thread);
                for round in 0..rounds {
                    let name = |i| format!("{thread}-{i}");
                    let path = |i: usize| folder.join(name(i));
                    let mut open: Vec<_> =
                        (0..maps / 8).map(|i| (open(&folder.readings(&name(i), 0, 1000)), i)).collect();
                    while !open.is_empty() {
                        let (map, i) = open.swap_remove(random.below(open.len()));
                        if random.below(2) == 0 {
                            let len = random.below(1000 * SIZE);
                            let result = map.scan(|view| {
                                cut(&path(i), len);
                                slow_sum(view)
                            });
                            truncated(result, len / SIZE, 1000);
                        } else {
                            assert_eq!(map.scan(slow_sum).unwrap(), sum(1000), "round {round}");
                        }
                    }
                }
            });
        }
    });
}

//! SIGBUS that is not ours: it reaches the program's own handler, or the system, as if we were not there.

use super::{
    signals::{
        NESTED, PROGRAMS, bad_page, blocked, called, errno, install_chain, install_count, install_count_once,
        install_default, install_ignore, install_late, install_leave, install_nested, install_repair, raise,
        read, repaired, restore_chain, restore_with_signal, take_all_map_areas,
    },
    support::{Folder, PAGE, SIZE, cut, open, process, scenario, slow_sum, succeeds, survive, truncated},
};
use std::{
    os::unix::process::ExitStatusExt,
    process::{ExitStatus, Stdio},
    sync::atomic::Ordering,
};

/// Runs a scenario in a process of its own, which must pass.
#[track_caller]
fn passes(scenario: &str) {
    succeeds(&process("handlers::job", scenario).output().unwrap());
}

/// How the process of a scenario ends.
fn end(scenario: &str) -> ExitStatus {
    process("handlers::job", scenario).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap()
}

/// Dies of the very signal that it would die of without us.
#[track_caller]
fn dies(scenario: &str) {
    let end = end(scenario);
    assert_eq!(end.signal(), Some(libc::SIGBUS), "{end}");
}

/// Dies of it where it should, and not before.
#[track_caller]
fn dies_alive(scenario: &str) {
    let output = process("handlers::job", scenario).output().unwrap();
    assert_eq!(output.status.signal(), Some(libc::SIGBUS), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("alive"), "{output:?}");
}

#[test]
#[ignore = "the job of another process"]
fn job() {
    let Some(scenario) = scenario() else { return };
    let folder = &Folder::new("handlers");
    match scenario.as_str() {
        "default fault" => {
            install_default();
            survive(folder);
            read(bad_page(folder));
        }
        "default kill" => {
            install_default();
            survive(folder);
            raise();
        }
        "kill of std" => {
            // Std's handler, of every Rust program, takes itself away and returns: once is not enough.
            survive(folder);
            raise();
            survive(folder);
            raise();
        }
        "fault of std" => {
            survive(folder);
            read(bad_page(folder));
        }
        "ignored kill" => {
            install_ignore();
            survive(folder);
            raise();
            survive(folder);
        }
        "ignored fault" => {
            install_ignore();
            survive(folder);
            read(bad_page(folder));
        }
        "plain before" => {
            install_leave();
            survive(folder);
            read(bad_page(folder));
        }
        "before" => before(folder),
        "kill in a scan" => kill_in_a_scan(folder),
        "chaining, after" => chaining(folder),
        "not chaining, after" => {
            survive(folder);
            install_repair();
            survive(folder);
            assert_eq!((repaired(), read(bad_page(folder)), repaired()), (0, 0, 1));
            survive(folder);
            assert_eq!(repaired(), 1);
        }
        "restored" => restored(folder),
        "many" => many(folder),
        "once" => {
            install_count_once();
            survive(folder);
            raise();
            assert_eq!(called(0), 1);
            survive(folder);
            println!("alive");
            raise();
        }
        "blocked" => {
            install_default();
            assert!(!blocked(true));
            survive(folder);
            assert!(blocked(false), "blocked again afterwards");
        }
        "nested" => {
            install_nested();
            survive(folder);
            NESTED.store(bad_page(folder), Ordering::SeqCst);
            assert_eq!((read(bad_page(folder)), called(0)), (0, 2));
            survive(folder);
        }
        "map areas" => map_areas(folder),
        "errno" => {
            let path = folder.readings("data", 0, 2000);
            let map = open(&path);
            let result = map.scan(|view| {
                cut(&path, 0);
                errno(Some(77));
                let sum = slow_sum(view);
                assert_eq!((sum, errno(None)), (0, 77));
            });
            truncated(result, 0, 2000);
        }
        other => of_programs(other, folder),
    }
}

/// What programs do to the handlers that they find.
fn of_programs(scenario: &str, folder: &Folder) {
    match scenario {
        "kill of std in a scan" => {
            let path = folder.readings("data", 0, 2000);
            let map = open(&path);
            let result = map.scan(|view| {
                raise();
                cut(&path, PAGE);
                slow_sum(view)
            });
            truncated(result, PAGE / SIZE, 2000);
            survive(folder);
            println!("alive");
            // The second one kills, as it would without us.
            raise();
        }
        "fault of std in a scan" => {
            let map = open(&folder.readings("data", 0, 2000));
            map.scan(|_| read(bad_page(folder))).unwrap();
        }
        "restored with signal" => {
            install_repair();
            for round in 1..20 {
                survive(folder);
                restore_with_signal();
                survive(folder);
                assert_eq!((read(bad_page(folder)), repaired()), (0, round));
            }
        }
        "restored with signal, in a scan" => {
            let path = folder.readings("data", 0, 2000);
            let map = open(&path);
            let result = map.scan(|view| {
                restore_with_signal();
                cut(&path, PAGE);
                slow_sum(view)
            });
            truncated(result, PAGE / SIZE, 2000);
        }
        "circle" => {
            install_repair();
            circle(folder);
            assert_eq!(repaired(), 2);
        }
        "circle to the end" => {
            install_default();
            circle(folder);
        }
        "circle of a handler beneath all" => {
            install_late();
            survive(folder);
            let rounds = install_late();
            raise();
            assert_eq!(called(0), rounds);
            survive(folder);
        }
        "circle without end" => {
            install_chain(0);
            survive(folder);
            install_chain(0);
            raise();
        }
        other => panic!("no scenario {other}"),
    }
}

fn before(folder: &Folder) {
    install_repair();
    survive(folder);
    assert_eq!(repaired(), 0);
    assert_eq!((read(bad_page(folder)), repaired()), (0, 1));
    survive(folder);
    // In the middle of a scan, too.
    let path = folder.readings("data", 0, 1000);
    let map = open(&path);
    map.scan(|_| assert_eq!((read(bad_page(folder)), repaired()), (0, 2))).unwrap();
    // A map that was guarded is not ours any more.
    drop(map);
    assert_eq!((read(bad_page(folder)), repaired()), (0, 3));
}

fn kill_in_a_scan(folder: &Folder) {
    install_count();
    let path = folder.readings("data", 0, 2000);
    let map = open(&path);
    let result = map.scan(|view| {
        // The program's handler changes the number, ours puts it back.
        errno(Some(77));
        raise();
        assert_eq!(errno(None), 77);
        cut(&path, 0);
        raise();
        let sum = slow_sum(view);
        raise();
        sum
    });
    truncated(result, 0, 2000);
    assert_eq!(called(0), 3);
}

fn chaining(folder: &Folder) {
    install_repair();
    survive(folder);
    // Installed during a scan, it hears of our faults and passes them on.
    let path = folder.readings("data", 0, 2000);
    let map = open(&path);
    let result = map.scan(|view| {
        install_chain(0);
        cut(&path, PAGE);
        slow_sum(view)
    });
    truncated(result, PAGE / SIZE, 2000);
    assert_eq!((called(0), repaired()), (1, 0));
    // From the next scan on it hears only of the others'.
    survive(folder);
    assert_eq!((called(0), repaired()), (1, 0));
    assert_eq!(read(bad_page(folder)), 0);
    assert_eq!((called(0), repaired()), (2, 1));
}

fn restored(folder: &Folder) {
    install_repair();
    survive(folder);
    for round in 1..30 {
        install_chain(0);
        survive(folder);
        let before = called(0);
        assert_eq!((read(bad_page(folder)), called(0) - before), (0, 1));
        restore_chain(0);
        survive(folder);
        assert_eq!((read(bad_page(folder)), called(0) - before), (0, 1));
        assert_eq!(repaired(), 2 * round);
    }
}

/// A handler that is put over ours twice finds ours beneath itself, and ours finds it.
fn circle(folder: &Folder) {
    survive(folder);
    install_chain(0);
    survive(folder);
    install_chain(0);
    // Found in a circle, before and after a scan that puts itself on top.
    read(bad_page(folder));
    assert!(called(0) <= 3, "{}", called(0));
    survive(folder);
    read(bad_page(folder));
    assert!(called(0) <= 6, "{}", called(0));
}

/// More handlers than there are levels, each put over ours.
fn many(folder: &Folder) {
    install_repair();
    for n in 0..PROGRAMS {
        survive(folder);
        install_chain(n);
    }
    survive(folder);
    assert_eq!((0..PROGRAMS).map(called).sum::<usize>(), 0, "ours do not reach them");
    assert_eq!((read(bad_page(folder)), repaired()), (0, 1));
    for n in 0..PROGRAMS {
        assert!(called(n) > 0, "handler {n} did not hear of it");
    }
    // Another copy of this library would put itself over ours whenever it is not on top, as we do.
    for round in 2..50 {
        install_chain(PROGRAMS - 1);
        survive(folder);
        assert_eq!((read(bad_page(folder)), repaired()), (0, round));
    }
}

/// A fault parts the map in two, which is allowed at the limit too.
fn map_areas(folder: &Folder) {
    let path = folder.readings("data", 0, 2000);
    let map = open(&path);
    map.scan(slow_sum).unwrap();
    let result = map.scan(|view| {
        take_all_map_areas();
        cut(&path, 2 * PAGE);
        slow_sum(view)
    });
    truncated(result, 2 * PAGE / SIZE, 2000);
}

#[test]
fn with_the_default_it_dies_of_sigbus() {
    dies("default fault");
    dies("default kill");
    dies("fault of std");
    dies("kill of std");
    dies("fault of std in a scan");
}

#[test]
fn a_handler_that_takes_itself_away_in_a_scan_does_not_take_the_guard() {
    dies_alive("kill of std in a scan");
}

#[test]
fn ignored_is_ignored_but_for_faults() {
    passes("ignored kill");
    dies("ignored fault");
}

#[test]
fn a_handler_before_ours_is_called() {
    assert_eq!(end("plain before").code(), Some(42));
    passes("before");
    passes("kill in a scan");
}

#[test]
fn a_handler_after_ours_is_called() {
    passes("chaining, after");
    passes("not chaining, after");
    passes("restored");
}

#[test]
fn a_handler_put_back_without_its_flags_gets_them_again() {
    passes("restored with signal");
    passes("restored with signal, in a scan");
}

#[test]
fn handlers_in_a_circle_come_to_an_end() {
    passes("circle");
    dies("circle to the end");
    passes("circle of a handler beneath all");
    dies("circle without end");
}

#[test]
fn any_number_of_handlers_is_passed_through() {
    passes("many");
}

#[test]
fn handlers_get_what_they_asked_for() {
    dies_alive("once");
    passes("nested");
}

#[test]
fn nothing_else_is_disturbed() {
    passes("blocked");
    passes("errno");
}

#[test]
fn at_the_limit_of_map_areas_it_survives() {
    passes("map areas");
}

//! Files shortened by another process and by the scan itself, at random moments to random lengths: never a signal, always
//! the typed error with the right record, or the right answer.

use super::{
    Reading,
    support::{
        Folder, PAGE, SIZE, cut, guard, open, process, scenario, slow_sum, stress, succeeds, sum, truncated,
    },
};
use record_core::{View, scan::ScanError, table::OpenOptions};
use record_tests::Random;
use std::{
    io::{BufRead, BufReader, Write},
    os::unix::net::{UnixListener, UnixStream},
    path::Path,
    process::Stdio,
    sync::Mutex,
    thread,
};

/// A length to cut a file of `count` readings behind `before` bytes to; now and then it is as long as before, or longer.
fn length(random: &mut Random, before: usize, count: usize) -> usize {
    let end = before + count * SIZE;
    match random.below(9) {
        0 => 0,
        1 => random.below(before + 1),
        2 => random.below(end / PAGE + 1) * PAGE,
        3 => before + random.below(count) * SIZE,
        4 => before + random.below(count) * SIZE + 1 + random.below(SIZE - 1),
        5 => end - 1,
        6 => end - random.below(end.min(PAGE)),
        7 => end + random.below(2 * PAGE),
        _ => random.below(end),
    }
}

/// The first record that is not whole in a file of so many bytes; `None` if all are.
fn first_missing(len: usize, before: usize, count: usize) -> Option<usize> {
    (len < before + count * SIZE).then(|| len.saturating_sub(before) / SIZE)
}

/// Both sums of the numbers in the view.
fn sums(view: View<'_, Reading>) -> [i128; 2] {
    [view.col(Reading::ID).sum(), slow_sum(view)]
}

#[test]
fn a_scan_that_cuts_its_own_file() {
    let folder = Folder::new("own");
    let mut random = Random::new(1);
    for _ in 0..stress(2000).max(200) {
        let (before, count) = (random.below(2) * random.below(200), 1 + random.below(3000));
        let path = folder.readings("data", before, count);
        let map = guard::<Reading>(OpenOptions::new().offset(before as u64), &path).unwrap();
        let (len, at) = (length(&mut random, before, count), random.below(count));
        let result = map.scan(|view| {
            let head = slow_sum(view.slice(..at));
            cut(&path, len);
            (head, view.col(Reading::ID).sum(), head + slow_sum(view.slice(at..)))
        });
        match first_missing(len, before, count) {
            Some(record) => {
                truncated(result, record, count);
                truncated(map.scan(|_| ()), record, count);
            }
            None => assert_eq!(result.unwrap(), (sum(at), sum(count), sum(count))),
        }
    }
}

/// Scans one file after the other, as the other process says, which cuts them when it is told how far the scan is.
#[test]
#[ignore = "the job of another process"]
fn job() {
    let Some(how) = scenario() else { return };
    let stream = UnixStream::connect("socket").unwrap();
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map(Result::unwrap);
    let stream = Mutex::new(stream);
    let say = |line: &str| writeln!(stream.lock().unwrap(), "{line}").unwrap();
    while let Some(line) = lines.next() {
        let numbers: Vec<usize> = line.split(' ').map(|number| number.parse().unwrap()).collect();
        let [before, at, wait] = numbers[..] else { panic!("{line}") };
        let map = guard::<Reading>(OpenOptions::new().offset(before as u64), Path::new("data")).unwrap();
        let result = if how == "parallel" {
            map.scan(|view| parallel(view, at, wait, &say, &mut lines))
        } else {
            map.scan(|view| {
                let head = slow_sum(view.slice(..at));
                say("cut");
                for _ in 0..wait {
                    lines.next();
                }
                let tail = slow_sum(view.slice(at..));
                let [fast, slow] = sums(view);
                [head + tail, fast, slow]
            })
        };
        match result {
            Ok(sums) => say(&format!("ok {sums:?}")),
            Err(ScanError::Truncated { record, count, .. }) => say(&format!("truncated {record} of {count}")),
            Err(error) => say(&format!("{error:?}")),
        }
    }
}

/// Two halves on two threads, of which the second reads its own again and again until the first is done.
fn parallel(
    view: View<'_, Reading>,
    at: usize,
    wait: usize,
    say: &(impl Fn(&str) + Sync),
    lines: &mut (impl Iterator<Item = String> + Send),
) -> [i128; 3] {
    let middle = view.len() / 2;
    let (left, right) = (view.slice(..middle), view.slice(middle..));
    thread::scope(|scope| {
        let first = scope.spawn(move || {
            let at = at.min(middle);
            let head = slow_sum(left.slice(..at));
            say("cut");
            for _ in 0..wait {
                lines.next();
            }
            let tail = slow_sum(left.slice(at..));
            let [fast, slow] = sums(left);
            [head + tail, fast, slow]
        });
        let mut right_sums = sums(right);
        while !first.is_finished() {
            right_sums = sums(right);
        }
        let left_sums = first.join().unwrap();
        [left_sums[0] + right_sums[1], left_sums[1] + right_sums[0], left_sums[2] + right_sums[1]]
    })
}

/// Lets a process scan `runs` files, and shortens each while it does.
fn cut_from_outside(how: &str, runs: u32) {
    let folder = Folder::new(how);
    let listener = UnixListener::bind(folder.join("socket")).unwrap();
    let mut child = process("truncated::job", how);
    let child = child.current_dir(&*folder).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut stream, _) = listener.accept().unwrap();
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let mut random = Random::new(2);
    let mut answers = [0, 0];
    for run in 0..runs {
        let (before, count) = (random.below(2) * random.below(200), 1 + random.below(12_000));
        let path = folder.readings("data", before, count);
        let (len, at, wait) = (length(&mut random, before, count), random.below(count), random.below(2));
        writeln!(stream, "{before} {at} {wait}").unwrap();
        assert_eq!(lines.next().unwrap().unwrap(), "cut", "run {run}");
        cut(&path, len);
        if wait == 1 {
            writeln!(stream, "cut").unwrap();
        }
        let answer = lines.next().unwrap().unwrap();
        check(&answer, len, before, count, wait == 1, &mut answers);
    }
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    succeeds(&child.wait_with_output().unwrap());
    assert!(answers.iter().all(|&answers| answers > 0) || runs < 20, "{answers:?}");
}

/// That this is the answer to a file cut to `len`, which happened before the last records were read if it is `sure`.
fn check(answer: &str, len: usize, before: usize, count: usize, sure: bool, answers: &mut [u32; 2]) {
    let sums = format!("ok {:?}", [sum(count); 3]);
    if let Some(record) = first_missing(len, before, count) {
        let error = format!("truncated {record} of {count}");
        assert!(answer == error || answer == sums && !sure, "{answer}, not {error}: {len} of {count}");
        answers[usize::from(answer == error)] += 1;
    } else {
        assert_eq!(answer, sums);
        answers[0] += 1;
    }
}

#[test]
fn another_process_cuts_the_file_of_a_scan() {
    cut_from_outside("scan", stress(1000));
}

#[test]
fn another_process_cuts_the_file_of_a_parallel_scan() {
    cut_from_outside("parallel", stress(1000));
}

#[test]
fn a_file_that_is_too_short_is_not_scanned() {
    let folder = Folder::new("short");
    let path = folder.readings("data", 0, 1000);
    let map = open(&path);
    map.check().unwrap();
    cut(&path, 999 * SIZE + 1);
    truncated(map.scan(|_| panic!("not called")), 999, 1000);
    truncated(map.check(), 999, 1000);
    // Grown again, it would be zeros: it stays as it was seen.
    cut(&path, 1000 * SIZE);
    truncated(map.scan(|_| panic!("not called")), 999, 1000);
    cut(&path, 5);
    truncated(map.check(), 0, 1000);
}

#[test]
fn a_page_that_cannot_be_read_is_not_a_file_that_is_too_short() {
    let folder = Folder::new("unreadable");
    let path = folder.readings("data", 0, 2000);
    let map = open(&path);
    for _ in 0..2 {
        let result = map.scan(|view| {
            cut(&path, PAGE);
            let sum = slow_sum(view);
            cut(&path, 2000 * SIZE);
            sum
        });
        match result {
            Err(ScanError::Unreadable { byte, error, .. }) => {
                // Of the first page that was looked at, at the latest of the page behind the cut.
                assert_eq!(byte, PAGE as u64);
                // The system sent a signal, and no answer.
                assert!(error.is_none(), "{error:?}");
            }
            other => panic!("{other:?}"),
        }
    }
}

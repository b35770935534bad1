//! One writer at a time: between processes, between threads, by whichever name, and after a killed one.

use super::support::{Folder, is_job, process, stress, succeeds};
use proptest::prelude::*;
use record_core::{
    View,
    file::{FileError, FileLock},
    npy::NpyError,
};
use std::{
    collections::BTreeSet,
    env, fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::Stdio,
    thread,
};

/// Takes the lock many times, and inside makes a file that must not be there yet. How often it was got, and how often
/// not because of whom.
fn rounds(folder: &Path, rounds: u32) -> (u32, BTreeSet<u32>) {
    let (data, inside) = (folder.join("data"), folder.join("inside"));
    let (mut got, mut others) = (0, BTreeSet::new());
    while got < rounds {
        match FileLock::acquire(&data) {
            Ok(_lock) => {
                fs::File::create_new(&inside).expect("nobody else holds the lock");
                fs::remove_file(&inside).unwrap();
                got += 1;
            }
            Err(FileError::Locked { path, by }) => {
                assert_eq!(path, data);
                others.extend(by);
                thread::yield_now();
            }
            Err(error) => panic!("{error}"),
        }
    }
    (got, others)
}

#[test]
#[ignore = "the job of another process"]
fn race() {
    if is_job() {
        let count = env::var("RECORD_ROUNDS").unwrap().parse().unwrap();
        let (got, others) = rounds(Path::new("."), count);
        println!("@{got} {others:?}");
    }
}

#[test]
fn two_processes_never_both_hold_it() {
    let folder = Folder::new("race");
    let count = stress(100_000).max(1000);
    let children: Vec<_> = (0..2)
        .map(|_| {
            let mut child = process("lock::race", &folder);
            child.env("RECORD_ROUNDS", count.to_string()).stdout(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let ids: BTreeSet<u32> = children.iter().map(std::process::Child::id).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        succeeds(&output);
        let text = String::from_utf8(output.stdout).unwrap();
        let line = text.lines().find_map(|line| line.split_once('@')).expect("an answer").1;
        let (got, others) = line.split_once(' ').unwrap();
        assert_eq!(got, count.to_string());
        let others: BTreeSet<u32> =
            others.trim_matches(['{', '}']).split(", ").filter_map(|id| id.parse().ok()).collect();
        assert!(others.is_subset(&ids), "{others:?} of {ids:?}");
    }
    assert_eq!(folder.names(), [""; 0]);
}

#[test]
fn threads_of_one_process_never_both_hold_it() {
    let folder = Folder::new("threads");
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let (_, others) = rounds(&folder, stress(20_000));
                assert!(others.iter().all(|&id| id == std::process::id()), "{others:?}");
            });
        }
    });
    assert_eq!(folder.names(), [""; 0]);
}

#[test]
#[ignore = "the job of another process"]
fn hold() {
    if is_job() {
        let _lock = FileLock::acquire("data").unwrap();
        println!("@held");
        // Until the other end is closed, or this process is killed.
        std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
    }
}

#[test]
fn a_killed_holder_leaves_a_lock_that_the_next_one_takes() {
    let folder = Folder::new("killed");
    let data = folder.join("data");
    for _ in 0..stress(1000) {
        let mut child = process("lock::hold", &folder);
        let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().ends_with("@held")));
        let error = FileLock::acquire(&data).unwrap_err();
        assert!(matches!(error, FileError::Locked { by: Some(by), .. } if by == child.id()), "{error}");
        let text = format!("{} is being written by process {}", data.display(), child.id());
        assert_eq!(error.to_string(), text);
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(folder.names(), ["data.lock"]);
        assert_eq!(fs::read_to_string(folder.join("data.lock")).unwrap(), format!("{}\n", child.id()));
        let lock = FileLock::acquire(&data).unwrap();
        assert_eq!(
            fs::read_to_string(folder.join("data.lock")).unwrap(),
            format!("{}\n", std::process::id())
        );
        drop(lock);
        assert_eq!(folder.names(), [""; 0]);
    }
}

#[cfg(unix)]
#[test]
fn a_lock_file_that_is_none_is_left_alone() {
    let folder = Folder::new("trap");
    let precious = folder.file("precious", b"bytes");
    // Where folders are shared, somebody might lay a link to a file of ours.
    std::os::unix::fs::symlink(&precious, folder.join("data.lock")).unwrap();
    let error = FileLock::acquire(folder.join("data")).unwrap_err();
    assert!(matches!(&error, FileError::Io { path, .. } if path.ends_with("data.lock")), "{error}");
    assert_eq!(fs::read(&precious).unwrap(), b"bytes");
    fs::remove_file(folder.join("data.lock")).unwrap();
    fs::create_dir(folder.join("data.lock")).unwrap();
    let error = FileLock::acquire(folder.join("data")).unwrap_err();
    assert!(matches!(error, FileError::Io { doing: "make the lock file", .. }), "{error}");
    for no_file in [".", "..", "name/"] {
        assert!(FileLock::acquire(folder.join(no_file)).is_err(), "{no_file}");
    }
}

#[test]
fn a_file_of_somebody_else_is_no_lock() {
    let folder = Folder::new("stranger");
    let (data, lock) = (folder.join("Cargo"), folder.join("Cargo.lock"));
    let big = vec![b'7'; 1 << 20];
    let strangers: [&[u8]; 8] = [
        b"version = 4\n[[package]]\nname = \"record-core\"\n",
        &big,
        b"text\n",
        b"\n",
        b"7",
        b"-7\n",
        b"7\n8\n",
        b"1234567890123456\n",
    ];
    for bytes in strangers {
        fs::write(&lock, bytes).unwrap();
        let error = FileLock::acquire(&data).unwrap_err();
        let FileError::NotALock { path, len } = &error else { panic!("{error:?}") };
        assert_eq!((path, *len), (&lock, bytes.len() as u64));
        assert!(error.to_string().contains(lock.to_str().unwrap()), "{error}");
        let saved = View::<u8>::from_bytes(&[1, 2]).unwrap().save_npy(&data);
        assert!(matches!(saved, Err(NpyError::File(FileError::NotALock { .. }))), "{saved:?}");
        assert_eq!(fs::read(&lock).unwrap(), bytes);
        assert_eq!(folder.names(), ["Cargo.lock"]);
    }
    for left in [&b""[..], b"7\n", b"123456789012345\n"] {
        fs::write(&lock, left).unwrap();
        drop(FileLock::acquire(&data).unwrap());
        assert_eq!(folder.names(), [""; 0]);
    }
}

/// The ways to write the path of one of two files.
fn spellings(folder: &Path, file: usize) -> Vec<PathBuf> {
    let name = ["one", "two"][file];
    vec![
        folder.join(name),
        folder.join("link").join(name),
        folder.join(".").join(name),
        folder.join(format!("to-{name}")),
    ]
}

#[derive(Clone, Debug)]
enum Step {
    Take(usize, usize),
    Drop(usize),
    /// The lock file goes, by hand; the lock then does, to those who come.
    Remove(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0..2_usize, 0..4_usize).prop_map(|(file, spelling)| Step::Take(file, spelling)),
        2 => (0..2_usize).prop_map(Step::Drop),
        1 => (0..2_usize).prop_map(Step::Remove),
    ];
    proptest::collection::vec(step, 0..40)
}

#[cfg(unix)]
proptest! {
    #[test]
    fn a_file_has_one_lock_by_whichever_name(steps in steps()) {
        let folder = Folder::new("names");
        std::os::unix::fs::symlink(".", folder.join("link")).unwrap();
        for name in ["one", "two"] {
            std::os::unix::fs::symlink(format!("link/{name}"), folder.join(format!("to-{name}"))).unwrap();
        }
        // The locks that are held, and those whose lock file was removed under them.
        let mut held: [Option<FileLock>; 2] = [None, None];
        let mut lost = Vec::new();
        for step in steps {
            match step {
                Step::Take(file, spelling) => match FileLock::acquire(&spellings(&folder, file)[spelling]) {
                    Ok(lock) => prop_assert!(held[file].replace(lock).is_none()),
                    Err(FileError::Locked { by, .. }) => {
                        prop_assert!(held[file].is_some());
                        prop_assert_eq!(by, Some(std::process::id()));
                    }
                    Err(error) => return Err(TestCaseError::fail(error.to_string())),
                },
                Step::Drop(file) => held[file] = None,
                Step::Remove(file) => {
                    lost.extend(held[file].take());
                    _ = fs::remove_file(folder.join(["one.lock", "two.lock"][file]));
                }
            }
            let there: Vec<String> = folder.names().into_iter().filter(|name| ["one.lock", "two.lock"].contains(&&**name)).collect();
            let expected: Vec<&str> =
                ["one.lock", "two.lock"].into_iter().zip(&held).filter(|(_, held)| held.is_some()).map(|(name, _)| name).collect();
            prop_assert_eq!(there, expected);
        }
        // A lock that was lost takes no other's file with it.
        let before = folder.names();
        drop(lost);
        prop_assert_eq!(folder.names(), before);
    }
}

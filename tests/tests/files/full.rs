//! A full disk, and a limit on the length of files: an error with the numbers, and nothing half-written.

use super::{
    doors::{CREATORS, GROWERS, Maker, SAVERS, SIZE, file_error},
    support::{Folder, is_job, names, process, process_behind, succeeds},
};
use record_core::{
    Error, MapArray,
    file::{FileError, FileLock},
};
use std::{
    env, fs,
    os::unix::{fs::MetadataExt, process::ExitStatusExt as _},
    path::Path,
    process::Command,
};

/// Records that fit neither the disk nor the limit.
const TOO_MANY: usize = 200_000;

fn makers() -> impl Iterator<Item = &'static Maker> {
    CREATORS.iter().chain(SAVERS)
}

/// Every door that makes or grows a file, with too many records: the error is as `check` says, of a file that was to have
/// so many bytes at least, and all is as before.
fn nothing_is_half_written(check: fn(&FileError) -> Option<(&Path, u64)>) {
    let here = Path::new(".");
    let expect = |door: &str, result: Result<(), Error>, path: &Path, least: usize| {
        let Err(error) = result else { panic!("{door} found room") };
        let found = file_error(&error).and_then(check);
        let Some((found, needed)) = found else { panic!("{door}: {error} ({error:?})") };
        assert!(found == path && needed >= least as u64, "{door}: {error}, where {least} were needed");
    };
    for door in makers() {
        let path = Path::new("new");
        expect(door.name, (door.run)(path, TOO_MANY), path, TOO_MANY * SIZE);
        assert_eq!(names(here), [""; 0], "{}", door.name);
    }
    for door in
        makers().filter(|door| SAVERS.iter().any(|s| s.name == door.name) || door.name.contains("overwrite"))
    {
        let path = Path::new("old");
        fs::write(path, "what was there").unwrap();
        expect(door.name, (door.run)(path, TOO_MANY), path, TOO_MANY * SIZE);
        assert_eq!(
            (names(here), fs::read(path).unwrap()),
            (vec!["old".to_string()], b"what was there".to_vec()),
            "{}",
            door.name
        );
        fs::remove_file(path).unwrap();
    }
    for door in GROWERS {
        let path = Path::new("grown");
        fs::write(path, (door.file)(10)).unwrap();
        expect(door.name, (door.run)(path, TOO_MANY), path, (TOO_MANY + 10) * SIZE);
        assert_eq!(names(here), ["grown"], "{}", door.name);
        assert!(fs::read(path).unwrap() == (door.file)(10), "{} changed the file", door.name);
        // And goes on from there.
        (door.run)(path, 5).unwrap();
        assert_eq!(fs::metadata(path).unwrap().len(), (door.file)(15).len() as u64, "{}", door.name);
        fs::remove_file(path).unwrap();
    }
    // What fits is made.
    for door in makers() {
        (door.run)(Path::new("new"), 100).unwrap();
        assert_eq!(names(here), ["new"], "{}", door.name);
        fs::remove_file("new").unwrap();
    }
}

#[test]
#[ignore = "the job of another process"]
fn on_a_small_disk() {
    if !is_job() {
        return;
    }
    nothing_is_half_written(|error| match error {
        FileError::Full { path, needed, .. } => Some((path, *needed)),
        _ => None,
    });
    // With no room at all, one is still the only writer.
    _ = fs::write("all", vec![1; 2 << 20]);
    let _lock = FileLock::acquire("data").unwrap();
    let second = FileLock::acquire("data");
    assert!(matches!(second, Err(FileError::Locked { by: None, .. })), "{second:?}");
}

#[test]
fn a_full_disk() {
    let folder = Folder::new("full");
    let Some(mut command) = on_small_disk("full::on_a_small_disk", &folder) else { return };
    succeeds(&command.output().unwrap());
    assert_eq!(folder.names(), [""; 0]);
}

#[test]
#[ignore = "the job of another process"]
#[allow(unsafe_code)] // the door is unsafe
fn writes_to_holes() {
    if !is_job() {
        return;
    }
    fs::File::create("holes").unwrap().set_len(4 << 20).unwrap();
    // SAFETY: nobody else has the file.
    let mut holes = unsafe { MapArray::<u8, _>::map_mut("holes", [4 << 20]) }.unwrap();
    println!("mapped");
    holes.view_mut().fill(1);
    println!("written");
}

/// What no door can prevent: room is asked for when a file is made, not when one that somebody else made is mapped.
#[test]
fn holes_on_a_full_disk() {
    let folder = Folder::new("holes");
    let Some(mut command) = on_small_disk("full::writes_to_holes", &folder) else { return };
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("mapped") && !text.contains("written"), "{output:?}");
    assert_eq!(output.status.signal(), Some(libc::SIGBUS), "{output:?}");
}

/// A process whose working folder is a file system of 1 MiB; `None`, with the reason printed, where there cannot be one.
fn on_small_disk(job: &str, folder: &Path) -> Option<Command> {
    const MOUNT: &str = "mount -t tmpfs -o size=1m tmpfs . && cd \"$PWD\"";
    let within = |words: &str| {
        let mut command = Command::new("unshare");
        command.args(["-rm", "sh", "-c", words]).current_dir(folder);
        command
    };
    let tried = within(MOUNT).output();
    if !tried.as_ref().is_ok_and(|tried| tried.status.success()) {
        // Root can, where it is not locked in, as in most containers.
        let root = fs::metadata("/proc/self").unwrap().uid() == 0;
        let locked_in = tried
            .as_ref()
            .is_ok_and(|tried| String::from_utf8_lossy(&tried.stderr).contains("not permitted"));
        let required = env::var_os("RECORD_REQUIRE_FOREIGN").is_some();
        assert!(!root || locked_in || !required, "no small disk here: {tried:?}");
        eprintln!("skipped: no file system can be mounted here: {tried:?}");
        return None;
    }
    let process = process(job, folder);
    let mut command = within(&format!("{MOUNT} && exec \"$0\" \"$@\""));
    command.arg(process.get_program()).args(process.get_args()).env("RECORD_JOB", job);
    Some(command)
}

#[test]
#[ignore = "the job of another process"]
fn within_a_limit() {
    if is_job() {
        nothing_is_half_written(|error| match error {
            FileError::TooLarge { path, needed, limit: Some(limit) } if needed > limit => {
                Some((path, *needed))
            }
            _ => None,
        });
    }
}

#[test]
fn a_limit_on_the_length_of_files() {
    let folder = Folder::new("limit");
    // 512 or 1,024 bytes each, as the shell has it.
    succeeds(&process_behind("ulimit -f 64;", "full::within_a_limit", &folder).output().unwrap());
    assert_eq!(folder.names(), [""; 0]);
}

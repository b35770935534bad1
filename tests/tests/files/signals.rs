//! Signals that interrupt every call: none of them is an error, and nothing is read twice or left out.
#![allow(unsafe_code)] // handlers are installed by C's functions

use super::{
    doors::{CREATORS, GROWERS, READERS, Reading, SAVERS, SIZE, records, table},
    support::{Folder, is_job, names, process, succeeds},
};
use record_core::{file::FileLock, scan::RecordReader};
use std::{
    fs,
    fs::File,
    io::{self, ErrorKind, Read, Write},
    path::Path,
    process::Command,
    sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    thread,
};

/// Signals that were handled.
static HANDLED: AtomicU64 = AtomicU64::new(0);

extern "C" fn handle(_: libc::c_int) {
    HANDLED.fetch_add(1, SeqCst);
}

/// Installs a handler after which calls are not made again by the system.
fn install() {
    // SAFETY: all zero is a value of it, with no flags, so without SA_RESTART.
    let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
    action.sa_sigaction = handle as *const () as usize;
    // SAFETY: the handler only counts, and stays as long as the process.
    let installed = unsafe { libc::sigaction(libc::SIGUSR1, &raw const action, std::ptr::null_mut()) };
    assert_eq!(installed, 0);
}

/// Sends signals to all other threads of the process until it is over.
fn bombard(over: &AtomicBool) {
    // SAFETY: asks for a number.
    let process = unsafe { libc::getpid() };
    // SAFETY: as above.
    let here = unsafe { libc::gettid() };
    while !over.load(SeqCst) {
        for task in fs::read_dir("/proc/self/task").unwrap() {
            let id: libc::pid_t = task.unwrap().file_name().to_str().unwrap().parse().unwrap();
            if id != here {
                // SAFETY: touches no memory; a thread that has gone is an error that nobody looks at.
                unsafe { libc::syscall(libc::SYS_tgkill, process, id, libc::SIGUSR1) };
            }
        }
        thread::yield_now();
    }
}

/// Waits until so many signals more were handled.
fn await_signals(more: u64) {
    let until = HANDLED.load(SeqCst) + more;
    while HANDLED.load(SeqCst) < until {
        thread::yield_now();
    }
}

/// Writes bytes piece by piece, with signals between the pieces.
fn trickle(mut to: impl Write, bytes: &[u8]) {
    for piece in bytes.chunks(100) {
        await_signals(3);
        to.write_all(piece).unwrap();
    }
}

#[test]
#[ignore = "the job of another process"]
fn under_signals() {
    if !is_job() {
        return;
    }
    install();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| bombard(&over));
        // Also where it panics.
        let _end = End(&over);
        interrupted();
    });
}

struct End<'o>(&'o AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, SeqCst);
    }
}

fn interrupted() {
    // So it is: a plain read fails.
    let (mut from, to) = io::pipe().unwrap();
    let error = from.read(&mut [0]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    drop((from, to));

    let bytes = records(200);
    let (from, to) = io::pipe().unwrap();
    thread::scope(|scope| {
        scope.spawn(|| trickle(to, &bytes));
        let mut reader = RecordReader::<Reading>::from_reader(from).unwrap();
        let mut all = Vec::new();
        while let Some(chunk) = reader.next_chunk().unwrap() {
            all.extend(chunk.iter());
        }
        assert!(all.iter().eq(table(200).iter().collect::<Vec<_>>().iter()), "{} records", all.len());
    });
    // A pipe with a name, which is also waited for.
    assert!(Command::new("mkfifo").arg("pipe").status().unwrap().success());
    for door in READERS.iter().filter(|door| door.name != "NpzReader") {
        let bytes = (door.file)(200);
        thread::scope(|scope| {
            scope.spawn(|| trickle(File::create("pipe").unwrap(), &bytes));
            assert_eq!((door.run)(Path::new("pipe")).unwrap(), 200, "{}", door.name);
        });
    }
    fs::remove_file("pipe").unwrap();
    // Room for 6 MB, reserved and written.
    for door in CREATORS.iter().chain(SAVERS) {
        (door.run)(Path::new("new"), 500_000).unwrap();
        assert!(fs::metadata("new").unwrap().len() >= 500_000 * SIZE as u64, "{}", door.name);
        fs::remove_file("new").unwrap();
    }
    for door in GROWERS {
        fs::write("grown", (door.file)(10)).unwrap();
        (door.run)(Path::new("grown"), 500_000).unwrap();
        assert_eq!(fs::metadata("grown").unwrap().len(), (door.file)(500_010).len() as u64, "{}", door.name);
        fs::remove_file("grown").unwrap();
    }
    for _ in 0..100 {
        FileLock::acquire("data").unwrap();
    }
    assert_eq!(names(Path::new(".")), [""; 0]);
}

#[test]
fn signals_are_no_errors() {
    let folder = Folder::new("signals");
    succeeds(&process("signals::under_signals", &folder).output().unwrap());
    // On a file system that gives up an unfinished reservation when a signal comes.
    let memory = Path::new("/dev/shm").join(format!("record-files-{}", std::process::id()));
    if fs::create_dir(&memory).is_ok() {
        let output = process("signals::under_signals", &memory).output();
        fs::remove_dir_all(&memory).unwrap();
        succeeds(&output.unwrap());
    }
}

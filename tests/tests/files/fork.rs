//! A process that forks: what goes in the child is still there in the parent.
#![allow(unsafe_code)] // forking is, and mapping

use super::support::{Folder, is_job, process, succeeds};
use record_core::{
    file::{FileError, FileLock},
    prelude::*,
    table::OpenOptions,
};
use std::{fs, path::Path};

/// Runs `child` in a fork of this process, which ends without running anything else, and waits for it.
fn in_a_fork(child: impl FnOnce()) {
    // SAFETY: the child drops what it is given, and ends; no other thread of it runs.
    let id = unsafe { libc::fork() };
    if id == 0 {
        child();
        // SAFETY: ends this process.
        unsafe { libc::_exit(0) };
    }
    assert!(id > 0);
    let mut status = 0;
    // SAFETY: a process of ours, and room for its status.
    assert_eq!(unsafe { libc::waitpid(id, &raw mut status, 0) }, id);
    assert_eq!(status, 0);
}

#[test]
#[ignore = "the job of another process"]
fn drop_in_the_child() {
    if !is_job() {
        return;
    }
    let path = Path::new("data");
    // SAFETY: nobody else writes the file, or makes it shorter.
    let table = unsafe { OpenOptions::new().map_any_mut(path, DType::parse("u1").unwrap()) }.unwrap();
    #[cfg(feature = "npz")]
    let mut archive = record_core::npy::npz::NpzWriter::create("archive.npz").unwrap();
    #[cfg(not(feature = "npz"))]
    let archive = ();
    #[cfg(feature = "npz")]
    archive.add("a", View::<u8>::from_bytes(&[1, 2]).unwrap()).unwrap();
    let mut held = Some((table, archive));
    in_a_fork(|| drop(held.take()));
    let (table, archive) = held.unwrap();
    let second = FileLock::acquire(path);
    assert!(
        matches!(second, Err(FileError::Locked { by: Some(by), .. }) if by == std::process::id()),
        "{second:?}"
    );
    drop(table);
    drop(FileLock::acquire(path).unwrap());
    #[cfg(feature = "npz")]
    archive.finish().unwrap();
    #[cfg(not(feature = "npz"))]
    let () = archive;
    assert_eq!(fs::read("data").unwrap(), [7; 100]);
}

#[test]
fn a_fork_takes_neither_locks_nor_files_along() {
    let folder = Folder::new("fork");
    folder.file("data", &[7; 100]);
    succeeds(&process("fork::drop_in_the_child", &folder).output().unwrap());
    let names = folder.names();
    assert_eq!(names.iter().filter(|name| **name != "archive.npz").collect::<Vec<_>>(), ["data"]);
    assert_eq!(names.len(), 1 + usize::from(cfg!(feature = "npz")));
}

//! A file with two names: one writer all the same.
#![allow(unsafe_code)] // mapping is

use super::support::Folder;
use record_core::{
    file::{FileError, FileLock},
    npy::{AnyAppender, NpyError},
    prelude::*,
    table::{OpenOptions, TableError},
};
use std::{fs, path::Path};

fn is_locked(error: &TableError, path: &Path) {
    assert!(
        matches!(error, TableError::File(FileError::Locked { path: at, by: None }) if at == path),
        "{error:?}"
    );
}

fn appender_is_locked(path: &Path) {
    let error = AnyAppender::open(path).unwrap_err();
    assert!(matches!(error, NpyError::File(FileError::Locked { by: None, .. })), "{error:?}");
}

#[test]
fn a_hard_link_is_no_way_to_a_second_writer() {
    let folder = Folder::new("hard-link");
    let (one, two) = (folder.join("one.npy"), folder.join("two.npy"));
    let numbers: Vec<u8> = (0..200).collect();
    View::<u8>::from_bytes(&numbers).unwrap().save_npy(&one).unwrap();
    fs::hard_link(&one, &two).unwrap();
    let map_mut = |path: &Path| {
        // SAFETY: nobody else writes the file, or makes it shorter.
        unsafe { OpenOptions::new().map_any_mut(path, DType::parse("u1").unwrap()) }
    };

    let map = map_mut(&one).unwrap();
    is_locked(&map_mut(&two).unwrap_err(), &two);
    appender_is_locked(&two);
    // Readers take no lock, and a name may be given to another file.
    assert_eq!(AnyArray::open_npy(&two).unwrap().as_bytes(), numbers);
    drop(FileLock::acquire(&two).unwrap());
    drop(map);

    let appender = AnyAppender::open(&two).unwrap();
    is_locked(&map_mut(&one).unwrap_err(), &one);
    appender_is_locked(&one);
    drop(appender);
    drop(map_mut(&two).unwrap());
    assert_eq!(folder.names(), ["one.npy", "two.npy"]);
}

#[test]
fn a_new_file_is_locked_by_all_its_names() {
    let folder = Folder::new("new-link");
    let (one, two) = (folder.join("one"), folder.join("two"));
    for overwrite in [false, true] {
        // SAFETY: nobody else reads or writes the file, or makes it shorter.
        let map = unsafe {
            OpenOptions::new().overwrite(overwrite).create_any(&one, DType::parse("u1").unwrap(), 8)
        }
        .unwrap();
        fs::hard_link(&one, &two).unwrap();
        // SAFETY: refused.
        is_locked(
            &unsafe { OpenOptions::new().map_any_mut(&two, DType::parse("u1").unwrap()) }.unwrap_err(),
            &two,
        );
        drop(map);
        fs::remove_file(&two).unwrap();
    }
    assert_eq!(folder.names(), ["one"]);
}

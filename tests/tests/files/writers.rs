//! A second writer, and a file that is there already: nobody writes over another.

use super::{
    doors::{CREATORS, GROWERS, MAPS, READERS, SAVERS, WRITERS, answers, file_error},
    support::Folder,
};
use record_core::{
    Error,
    file::{FileError, FileLock},
};
use std::{fs, io::ErrorKind, path::Path};

#[track_caller]
fn waits<T>(door: &str, result: Result<T, Error>, path: &Path) {
    let Err(error) = result else { panic!("{door} writes what another does") };
    match file_error(&error) {
        Some(FileError::Locked { path: named, by }) => {
            assert_eq!((&**named, *by), (path, Some(std::process::id())), "{door}");
        }
        _ => panic!("{door}: {error} ({error:?})"),
    }
}

#[test]
fn a_second_writer_is_told_who_is_the_first() {
    let folder = Folder::new("second");
    for door in READERS.iter().chain(MAPS).chain(WRITERS) {
        let path = folder.file("data", &(door.file)(10));
        let lock = FileLock::acquire(&path).unwrap();
        if WRITERS.iter().any(|writer| writer.name == door.name) {
            waits(door.name, (door.run)(&path), &path);
        } else {
            assert_eq!((door.run)(&path).unwrap(), 10, "{} waits for a writer", door.name);
        }
        assert!(fs::read(&path).unwrap() == (door.file)(10), "{}", door.name);
        drop(lock);
        assert_eq!((door.run)(&path).unwrap(), 10, "{}", door.name);
        assert_eq!(folder.names(), ["data"], "{}", door.name);
    }
    for door in GROWERS {
        let path = folder.file("data", &(door.file)(10));
        let lock = FileLock::acquire(&path).unwrap();
        waits(door.name, (door.run)(&path, 1), &path);
        drop(lock);
        (door.run)(&path, 1).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().len(), (door.file)(11).len() as u64, "{}", door.name);
    }
    for door in CREATORS.iter().chain(SAVERS) {
        let path = folder.join("data");
        _ = fs::remove_file(&path);
        let lock = FileLock::acquire(&path).unwrap();
        waits(door.name, (door.run)(&path, 1), &path);
        assert_eq!(folder.names(), ["data.lock"], "{}", door.name);
        drop(lock);
        (door.run)(&path, 1).unwrap();
        assert_eq!(folder.names(), ["data"], "{}", door.name);
    }
}

#[test]
fn a_file_that_is_there_is_replaced_on_request_only() {
    let folder = Folder::new("there");
    for door in CREATORS.iter().chain(SAVERS) {
        let path = folder.file("data", b"what was there");
        let result = (door.run)(&path, 3);
        if CREATORS.iter().any(|creator| creator.name == door.name) && !door.name.contains("overwrite") {
            answers(door.name, result, &path, ErrorKind::AlreadyExists);
            assert_eq!(fs::read(&path).unwrap(), b"what was there");
        } else {
            result.unwrap();
            assert_eq!(fs::metadata(&path).unwrap().len(), (door.file)(3).len() as u64, "{}", door.name);
        }
        assert_eq!(folder.names(), ["data"], "{}", door.name);
    }
}

//! What is no file: a folder, a pipe, a device, a socket, a name that is not there.

use super::{
    doors::{CREATORS, GROWERS, MAPS, READERS, SAVERS, WRITERS, answers, file_error, records},
    support::Folder,
};
use record_core::{
    Error,
    file::{FileError, FileKind, FileLock},
};
use std::{
    fs,
    io::ErrorKind,
    os::unix::{fs::FileTypeExt, net::UnixListener},
    path::{Path, PathBuf},
    process::Command,
    thread,
};

fn pipe(folder: &Folder) -> PathBuf {
    let pipe = folder.join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    pipe
}

#[track_caller]
fn is_none<T>(door: &str, result: Result<T, Error>, path: &Path, kind: FileKind) {
    let Err(error) = result else { panic!("{door} takes {} for a file", path.display()) };
    match file_error(&error) {
        Some(FileError::NotAFile { path: named, found }) => {
            assert_eq!((&**named, *found), (path, kind), "{door}");
        }
        _ => panic!("{door}: {error} ({error:?})"),
    }
    assert_eq!(error.to_string(), format!("{} is {kind}, not a file", path.display()), "{door}");
}

#[test]
fn only_files_are_mapped_locked_and_grown() {
    let folder = Folder::new("kinds");
    let inner = folder.join("folder");
    fs::create_dir(&inner).unwrap();
    let _listener = UnixListener::bind(folder.join("socket")).unwrap();
    let kinds = [
        (inner, FileKind::Folder),
        (pipe(&folder), FileKind::Pipe),
        (folder.join("socket"), FileKind::Socket),
        (PathBuf::from("/dev/zero"), FileKind::Device),
    ];
    let before = folder.names();
    for (path, kind) in &kinds {
        let kind = *kind;
        for door in MAPS.iter().chain(WRITERS) {
            is_none(door.name, (door.run)(path), path, kind);
        }
        for door in GROWERS {
            is_none(door.name, (door.run)(path, 1), path, kind);
        }
        for door in CREATORS {
            is_none(door.name, (door.run)(path, 1), path, kind);
        }
        is_none("FileLock", FileLock::acquire(path).map_err(Error::from), path, kind);
        if matches!(kind, FileKind::Folder | FileKind::Socket) {
            for door in SAVERS {
                is_none(door.name, (door.run)(path, 1), path, kind);
            }
        }
    }
    assert_eq!(folder.names(), before);
}

#[test]
fn a_folder_is_not_read() {
    let folder = Folder::new("folder");
    for door in READERS {
        is_none(door.name, (door.run)(&folder), &folder, FileKind::Folder);
    }
}

/// Each door has a pipe of its own: a process that another test has just forked may hold one open for a while, so that the next
/// side to open it waits for nobody.
#[test]
fn a_pipe_is_read_and_written() {
    // An archive has its directory at the end.
    for (i, door) in READERS.iter().filter(|door| door.name != "NpzReader").enumerate() {
        let folder = Folder::new(&format!("pipe_out_{i}"));
        let pipe = pipe(&folder);
        let writer = thread::spawn({
            let (pipe, bytes) = (pipe.clone(), (door.file)(1000));
            move || fs::write(pipe, bytes).unwrap()
        });
        assert_eq!((door.run)(&pipe).unwrap(), 1000, "{}", door.name);
        writer.join().unwrap();
    }
    for (i, door) in SAVERS.iter().filter(|door| door.name != "NpzWriter").enumerate() {
        let folder = Folder::new(&format!("pipe_in_{i}"));
        let pipe = pipe(&folder);
        let reader = thread::spawn({
            let pipe = pipe.clone();
            move || fs::read(pipe).unwrap()
        });
        (door.run)(&pipe, 1000).unwrap();
        let (read, whole) = (reader.join().unwrap(), (door.file)(1000));
        assert!(read == whole, "{}: {} bytes of {}", door.name, read.len(), whole.len());
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
        assert_eq!(folder.names(), ["pipe"]);
    }
    let folder = Folder::new("pipe");
    let pipe = pipe(&folder);
    // A pipe that ends within a record.
    let writer = thread::spawn({
        let pipe = pipe.clone();
        move || fs::write(pipe, &records(10)[..100]).unwrap()
    });
    let reader = READERS.iter().find(|door| door.name == "RecordReader").unwrap();
    let error = (reader.run)(&pipe).unwrap_err();
    let text = format!("{}: 100 bytes are 8 records of 12 bytes, and 4", pipe.display());
    // Before the writer is waited for: another error could leave it without a reader.
    assert!(error.to_string().starts_with(&text), "{error}");
    writer.join().unwrap();
}

#[test]
fn a_name_that_is_not_there() {
    let folder = Folder::new("absent");
    for path in [folder.join("absent"), folder.join("no/absent")] {
        for door in READERS.iter().chain(MAPS).chain(WRITERS) {
            answers(door.name, (door.run)(&path), &path, ErrorKind::NotFound);
        }
        // `append_npy` would make the file, if there were a folder.
        for door in GROWERS.iter().filter(|door| door.name != "append_npy") {
            answers(door.name, (door.run)(&path, 1), &path, ErrorKind::NotFound);
        }
    }
    let path = folder.join("no/absent");
    for door in CREATORS.iter().chain(SAVERS) {
        answers(door.name, (door.run)(&path, 1), &path, ErrorKind::NotFound);
    }
    assert_eq!(folder.names(), [""; 0]);
}

#[cfg(feature = "npz")]
#[test]
fn an_archive_is_not_written_to_a_pipe() {
    let folder = Folder::new("archive");
    let pipe = pipe(&folder);
    let reader = thread::spawn({
        let pipe = pipe.clone();
        move || fs::read(pipe).unwrap()
    });
    let door = SAVERS.iter().find(|door| door.name == "NpzWriter").unwrap();
    answers(door.name, (door.run)(&pipe, 10), &pipe, ErrorKind::NotSeekable);
    assert_eq!(reader.join().unwrap(), [0; 0]);
    assert_eq!(folder.names(), ["pipe"]);
}

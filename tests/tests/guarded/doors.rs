//! How guarded maps are opened: headers, places, what is no file, and what may happen to the file.

use super::{
    Reading,
    signals::file_of_huge_pages,
    support::{Folder, PAGE, SIZE, bytes, cut, guard, guard_any, open, slow_sum, sum, truncated},
};
use record_core::{
    DType, Element,
    file::FileError,
    scan::ScanError,
    table::{OpenOptions, Place, TableError, Trailing},
};
use std::{
    fs::{self, File},
    io::{ErrorKind, Write},
    os::{fd::AsRawFd, unix::net::UnixListener},
    path::{Path, PathBuf},
    process::Command,
};

#[test]
fn places_and_headers() {
    let folder = Folder::new("places");
    for (before, count, behind) in
        [(0, 0, 0), (3, 0, 2), (0, 1, 0), (5, 40, 0), (13, 3000, 6), (2 * PAGE, 2000, 1)]
    {
        let path = folder.readings("data", before, count);
        let mut file = File::options().append(true).open(&path).unwrap();
        file.write_all(&vec![9; behind]).unwrap();
        let offset = before as u64;
        let place = Place { offset, count: Some(count as u64) };
        let options = [
            OpenOptions::new().offset(offset).trailing(Trailing::Ignore),
            OpenOptions::new().place(place),
            OpenOptions::new().header(before, move |head| {
                assert_eq!(head, vec![0xaa; before]);
                Ok(place)
            }),
            OpenOptions::new().locate(move |all| {
                assert_eq!(all.len(), before + count * SIZE + behind);
                assert!(all[..before].iter().all(|byte| *byte == 0xaa));
                assert!(all[before..].starts_with(&bytes(count)));
                Ok(place)
            }),
        ];
        for options in options {
            let map = guard::<Reading>(options, &path).unwrap();
            assert_eq!((map.len(), map.is_empty(), map.trailing_bytes()), (count, count == 0, behind as u64));
            assert_eq!((map.dtype(), map.path()), (Reading::DTYPE, path.as_path()));
            assert_eq!(map.scan(slow_sum).unwrap(), sum(count));
            let base = map.scan(|view| view.base() == record_core::Base::Mapped { path: &path, offset });
            assert!(base.unwrap() || count == 0);
            // What follows the records is nobody's matter, nor that a file grows.
            cut(&path, before + count * SIZE);
            assert_eq!(map.scan(slow_sum).unwrap(), sum(count));
            cut(&path, before + count * SIZE + behind);
            file.write_all(&vec![9; PAGE]).unwrap();
            assert_eq!(map.scan(slow_sum).unwrap(), sum(count));
            cut(&path, before + count * SIZE + behind);
        }
        let any = guard_any(OpenOptions::new().place(place), &path, Reading::DTYPE.clone()).unwrap();
        assert_eq!((any.len(), any.dtype()), (count, Reading::DTYPE));
        assert_eq!(any.scan(|view| slow_sum(view.typed().unwrap())).unwrap(), sum(count));
    }
}

/// The error of a table that cannot be opened.
#[track_caller]
fn refused(options: OpenOptions<'_>, path: &Path) -> TableError {
    match guard::<Reading>(options, path) {
        Err(ScanError::Table(error)) => {
            assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
            error.into_kind()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_not_there_is_refused() {
    let folder = Folder::new("refused");
    let path = folder.readings("data", 1, 10);
    let error = refused(OpenOptions::new(), &path);
    assert!(matches!(error, TableError::PartialRecord { records: 10, left: 1, .. }), "{error}");
    let error = refused(OpenOptions::new().offset(1).count(11), &path);
    assert!(matches!(error, TableError::TooShort { count: 11, .. }), "{error}");
    let error = refused(OpenOptions::new().offset(1 + 10 * SIZE as u64 + 1), &path);
    assert!(matches!(error, TableError::OffsetBehindEnd { .. }), "{error}");
    let error = refused(OpenOptions::new().header(1000, |_| unreachable!()), &path);
    assert!(matches!(error, TableError::ShortHeader { needed: 1000, available: 131 }), "{error}");
    let error = refused(OpenOptions::new().header(1, |_| Err("no magic".into())), &path);
    assert!(matches!(error, TableError::Header(_)), "{error}");
    let huge = Place { offset: u64::MAX, count: Some(u64::MAX) };
    for options in [OpenOptions::new().place(huge), OpenOptions::new().locate(move |_| Ok(huge))] {
        assert!(matches!(refused(options, &path), TableError::OffsetBehindEnd { .. }));
    }
    let empty = DType::parse("V0").unwrap();
    assert!(matches!(
        guard_any(OpenOptions::new(), &path, empty).unwrap_err().table(),
        Some(TableError::Layout(_))
    ));

    // Not one of these is waited for.
    let pipe = folder.join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let socket = folder.join("socket");
    let _listener = UnixListener::bind(&socket).unwrap();
    for path in [&folder.join("nothing"), &*folder, &pipe, &socket, Path::new("/dev/zero")] {
        let text = refused(OpenOptions::new(), path).to_string();
        assert!(text.contains(path.to_str().unwrap()), "{text}");
    }
}

/// The map is of the file, not of its name.
#[test]
fn a_file_that_is_deleted_or_replaced_is_still_the_file() {
    let folder = Folder::new("replaced");
    let path = folder.readings("data", 0, 1000);
    let map = open(&path);
    fs::rename(folder.readings("new", 0, 1), &path).unwrap();
    assert_eq!(map.scan(slow_sum).unwrap(), sum(1000));
    fs::remove_file(&path).unwrap();
    assert_eq!(map.scan(slow_sum).unwrap(), sum(1000));
}

/// A file that becomes shorter while its records are sought.
#[test]
fn locate_is_guarded() {
    let folder = Folder::new("locate");
    let path = folder.readings("data", 0, 2000);
    let options = OpenOptions::new().locate(|all| {
        cut(&path, PAGE);
        let zeros = all[2 * PAGE..].iter().all(|byte| *byte == 0);
        assert!(zeros);
        Ok(Place { offset: 0, count: Some(10) })
    });
    let error = refused(options, &path);
    let TableError::File(FileError::Changed { path: named, expected, found: 4096 }) = &error else {
        panic!("{error}")
    };
    assert_eq!((named, *expected), (&path, 2000 * SIZE as u64));
    // Once it is located, the rest does not matter.
    let path = folder.readings("data", 0, 2000);
    let options = OpenOptions::new().locate(|all| {
        let offset = (all.len() - 1900 * SIZE) as u64;
        Ok(Place { offset, count: Some(1000) })
    });
    let map = guard::<Reading>(options, &path).unwrap();
    cut(&path, 1100 * SIZE);
    assert_eq!(map.scan(slow_sum).unwrap(), sum(1100) - sum(100));
    cut(&path, 1100 * SIZE - 1);
    truncated(map.scan(slow_sum), 999, 1000);
}

#[test]
fn errors_are_sentences() {
    let folder = Folder::new("sentences");
    let path = folder.readings("data", 0, 10);
    let map = open(&path);
    cut(&path, 3 * SIZE);
    let error = record_core::Error::from(map.scan(|_| ()).unwrap_err());
    let text = error.to_string();
    assert!(text.contains(path.to_str().unwrap()) && text.contains("record 3 of 10"), "{text}");
    assert!(format!("{map:?}").contains("len: 10"), "{map:?}");
}

#[test]
fn files_of_huge_pages_are_refused() {
    let Some(file) = file_of_huge_pages() else { return };
    file.set_len(1 << 21).unwrap();
    let path = PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()));
    match guard::<Reading>(OpenOptions::new().trailing(Trailing::Ignore), &path) {
        Err(ScanError::Table(TableError::File(FileError::Io { error, .. }))) => {
            assert_eq!(error.kind(), ErrorKind::Unsupported);
        }
        other => panic!("{other:?}"),
    }
}

//! Files: read and mapped, with what can go wrong named by path.

use super::{Reading, bytes_of, readings};
use record_core::{
    AnyTable, Base, Element, Mapped, Record, RecordTable, View,
    file::{FileError, FileKind},
    table::{OpenOptions, Place, TableError, Trailing},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("record-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

#[allow(unsafe_code)] // mapping is; the tests' files are their own
fn map(options: OpenOptions<'_>, path: &Path) -> Result<RecordTable<Reading, Mapped>, TableError> {
    // SAFETY: nobody else writes the file or makes it shorter.
    unsafe { options.map(path) }
}

#[allow(unsafe_code)] // as above
fn map_any(options: OpenOptions<'_>, path: &Path) -> Result<AnyTable<Mapped>, TableError> {
    // SAFETY: nobody else writes the file or makes it shorter.
    unsafe { options.map_any(path, Reading::DTYPE.clone()) }
}

#[test]
fn views_say_whose_bytes_they_see() {
    let folder = Folder::new("base");
    let records = readings(4);
    let path = folder.file("table", &[vec![9; 5], bytes_of(&records)].concat());
    let mapped = map(OpenOptions::new().offset(5), &path).unwrap();
    let size = size_of::<Reading>() as u64;
    let base = |offset| Base::Mapped { path: path.as_path(), offset };
    assert_eq!((mapped.view().base(), mapped.slice(2..).base()), (base(5), base(5 + 2 * size)));
    assert_eq!(mapped.as_any().flip(0).base(), base(5 + 3 * size));
    let text = mapped.slice(1..).explain().to_string();
    let place = format!("{}", 5 + size);
    assert!(text.contains(path.to_str().unwrap()) && text.contains(&place), "{text}");
    let moved = [mapped];
    assert_eq!(moved[0].view().base(), base(5));
    let owned = RecordTable::from(records.clone());
    assert_eq!(owned.view().base(), Base::Owned);
    assert_eq!(View::from_slice(&[1, 2]).base(), Base::Borrowed);
    assert_eq!(owned.view().to_array().view().base(), Base::Owned);
}

#[test]
fn files_are_read_and_mapped() {
    let folder = Folder::new("read");
    for (count, header, trailing) in [(0, 0_usize, 0_usize), (0, 3, 2), (1, 0, 0), (40, 5, 0), (3000, 13, 6)]
    {
        let records = readings(count);
        let bytes = [vec![9; header], bytes_of(&records), vec![8; trailing]].concat();
        let path = folder.file("table", &bytes);
        let options = || OpenOptions::new().offset(header as u64).trailing(Trailing::Ignore);
        let read = options().read::<Reading>(&path).unwrap();
        assert_eq!((read.to_vec(), read.trailing_bytes()), (records.clone(), trailing as u64));
        assert!(count == 0 || read.view().as_ptr().addr().is_multiple_of(64));
        let mapped = map(options(), &path).unwrap();
        assert_eq!((mapped.to_vec(), mapped.trailing_bytes()), (records.clone(), trailing as u64));
        assert_eq!(mapped.as_bytes().unwrap(), bytes_of(&records));
        let any = map_any(options(), &path).unwrap();
        assert_eq!((any.len(), any.trailing_bytes()), (count, trailing as u64));
        assert_eq!(any.typed::<Reading>().unwrap().to_vec(), records);
        let any = options().read_any(&path, Reading::DTYPE.clone()).unwrap();
        assert_eq!(any.as_bytes(), bytes_of(&records));
        // A table of its own may go on growing.
        let mut grown = read;
        grown.push(readings(2)[1]);
        assert_eq!((grown.len(), grown.item(count)), (count + 1, readings(2)[1]));
    }
    let path = folder.file("whole", &bytes_of(&readings(3)));
    assert_eq!(RecordTable::<Reading>::read(&path).unwrap().len(), 3);
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Gappy {
    a: u8,
    b: u32,
}

/// A file's gaps are kept, for they are bytes of the file; those of records that are appended are zero.
#[test]
fn records_where_others_were_have_zero_gaps() {
    let folder = Folder::new("gaps");
    let path = folder.file("gaps", &[0xEE; 32]);
    let mut table = RecordTable::<Gappy>::read(&path).unwrap();
    assert_eq!(table.as_bytes().unwrap(), [0xEE; 32]);
    table.truncate(2);
    table.push(Gappy { a: 1, b: 0 });
    table.extend([Gappy { a: 2, b: 0 }; 5]);
    let bytes = table.as_bytes().unwrap();
    assert_eq!(bytes[..16], [0xEE; 16]);
    let new = [[1, 0, 0, 0, 0, 0, 0, 0]].into_iter().chain([[2, 0, 0, 0, 0, 0, 0, 0]; 5]);
    assert_eq!(bytes[16..], new.flatten().collect::<Vec<u8>>());
}

#[test]
fn an_empty_file_is_an_empty_table() {
    let folder = Folder::new("empty");
    let path = folder.file("empty", &[]);
    assert!(RecordTable::<Reading>::read(&path).unwrap().is_empty());
    assert!(map(OpenOptions::new(), &path).unwrap().is_empty());
    let error = map(OpenOptions::new().offset(1), &path).unwrap_err();
    assert!(matches!(error.kind(), TableError::OffsetBehindEnd { offset: 1, available: 0 }), "{error:?}");
}

#[test]
fn partial_records_in_files_are_errors() {
    let folder = Folder::new("partial");
    let path = folder.file("cut", &bytes_of(&readings(3))[..20]);
    for error in [
        RecordTable::<Reading>::read(&path).unwrap_err(),
        OpenOptions::new().read_any(&path, Reading::DTYPE.clone()).unwrap_err(),
        map(OpenOptions::new(), &path).unwrap_err(),
        map_any(OpenOptions::new(), &path).unwrap_err(),
    ] {
        let TableError::PartialRecord { available, records, left, itemsize } = *error.kind() else {
            panic!("{error:?}");
        };
        assert_eq!((available, records, left, itemsize), (20, 2, 6, 7));
    }
}

#[test]
fn headers_of_files() {
    let folder = Folder::new("header");
    let bytes = [&[3, 2, 99][..], &bytes_of(&readings(3))].concat();
    let path = folder.file("headed", &bytes);
    let find = |h: &[u8]| Ok(Place { offset: h[0].into(), count: Some(h[1].into()) });
    let read = OpenOptions::new().header(2, find).read::<Reading>(&path).unwrap();
    let mapped = map(OpenOptions::new().header(2, find), &path).unwrap();
    assert_eq!((read.to_vec(), mapped.to_vec()), (readings(2), readings(2)));
    assert_eq!((read.trailing_bytes(), mapped.trailing_bytes()), (7, 7));
    let long = || OpenOptions::new().header(25, find);
    for error in [long().read::<Reading>(&path).unwrap_err(), map(long(), &path).unwrap_err()] {
        assert!(matches!(error.kind(), TableError::ShortHeader { needed: 25, available: 24 }), "{error:?}");
    }
    let wrong = || OpenOptions::new().header(1, |h| Err(format!("version {}", h[0]).into()));
    for error in [wrong().read::<Reading>(&path).unwrap_err(), map(wrong(), &path).unwrap_err()] {
        assert_eq!(error.to_string(), format!("{}: the header: version 3", path.display()));
    }
}

fn assert_names(error: &TableError, path: &Path, what: &str) {
    let TableError::File(FileError::Io { doing, path: found, .. }) = error else { panic!("{error:?}") };
    assert_eq!((*doing, found.as_path()), (what, path));
    assert!(error.to_string().contains(&path.display().to_string()), "{error}");
}

#[test]
fn what_cannot_be_opened_is_named() {
    let folder = Folder::new("missing");
    let path = folder.0.join("not there");
    assert_names(&RecordTable::<Reading>::read(&path).unwrap_err(), &path, "open");
    assert_names(&map(OpenOptions::new(), &path).unwrap_err(), &path, "open");
    let error = OpenOptions::new().read_any(&path, Reading::DTYPE.clone()).unwrap_err();
    assert_names(&error, &path, "open");
}

#[cfg(unix)]
#[test]
fn folders_are_no_tables() {
    let folder = Folder::new("folder");
    let read = RecordTable::<Reading>::read(&folder.0).unwrap_err();
    for error in [read, map(OpenOptions::new(), &folder.0).unwrap_err()] {
        let TableError::File(FileError::NotAFile { found: FileKind::Folder, path }) = error else {
            panic!("{error:?}")
        };
        assert_eq!(path, folder.0);
    }
}

#[cfg(unix)]
#[test]
fn devices_and_pipes_are_read_to_their_end() {
    assert!(RecordTable::<Reading>::read("/dev/null").unwrap().is_empty());
    let folder = Folder::new("pipe");
    let path = folder.0.join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo is part of POSIX");
    assert!(made.success());
    let records = readings(30_000);
    let bytes = [&[1, 2, 3][..], &bytes_of(&records), &[4]].concat();
    let (read, any) = std::thread::scope(|scope| {
        scope.spawn(|| {
            fs::write(&path, &bytes).unwrap();
        });
        let options = OpenOptions::new().offset(3).trailing(Trailing::Ignore);
        let read = options.read::<Reading>(&path).unwrap();
        scope.spawn(|| fs::write(&path, &bytes).unwrap());
        let find = |h: &[u8]| Ok(Place { offset: h[2].into(), count: Some(29_999) });
        let options = OpenOptions::new().header(3, find);
        (read, options.read_any(&path, Reading::DTYPE.clone()).unwrap())
    });
    assert_eq!((read.len(), read.trailing_bytes()), (30_000, 1));
    assert_eq!((any.len(), any.trailing_bytes()), (29_999, 8));
    assert!(read.iter().eq(records.iter().copied()));
    assert!(read.view().as_ptr().addr().is_multiple_of(64));
    assert_eq!(any.as_bytes(), &bytes[3..3 + 29_999 * 7]);
}

//! What each mode refuses, shows and leaves alone.

use super::{Folder, Row, bytes_of, door, noise, rows};
use record_core::{
    AnyMapArray, AnyTable, DType, MapArray,
    file::{FileError, FileKind},
    layout::{INFER, LayoutError, Order},
    map::{Advice, PrivateAdvice},
    prelude::*,
    table::{OpenOptions, Place, TableError, Trailing},
};
use std::{fs, path::Path};

#[test]
fn files_too_short_stay_as_they_are() {
    let folder = Folder::new();
    let file = noise(20);
    let path = folder.file("short", &file);
    let options = || OpenOptions::new().offset(2).count(3);
    let short = |error: TableError, itemsize: usize, count: u64| {
        let TableError::TooShort { offset, count: found, itemsize: size, available } = *error.kind() else {
            panic!("{error:?}");
        };
        assert_eq!((offset, found, size, available), (2, count, itemsize, 20));
    };
    short(door!(options().map::<Row>(&path)).unwrap_err(), 7, 3);
    short(door!(options().map_mut::<Row>(&path)).unwrap_err(), 7, 3);
    short(door!(options().map_copy::<Row>(&path)).unwrap_err(), 7, 3);
    short(door!(options().map_any_mut(&path, Row::DTYPE.clone())).unwrap_err(), 7, 3);
    let options = || OpenOptions::new().offset(2).trailing(Trailing::Ignore);
    short(door!(options().map_array_mut::<Be<u32>, _>(&path, [5])).unwrap_err(), 4, 5);
    short(door!(options().map_array::<Be<u32>, _>(&path, [1 << 40, 1 << 10])).unwrap_err(), 4, 1 << 50);
    short(door!(options().map_any_array_mut(&path, DType::parse(">u4").unwrap(), [5])).unwrap_err(), 4, 5);
    // Asked for all there are, there are two.
    assert_eq!(door!(options().map_mut::<Row>(&path)).unwrap().len(), 2);
    assert_eq!(fs::read(&path).unwrap(), file);
    assert_eq!(folder.names(), ["short"]);
}

#[test]
fn shapes_that_do_not_fit() {
    let folder = Folder::new();
    let path = folder.file("file", &noise(50));
    let map = |options: OpenOptions<'static>, shape: &[usize]| {
        door!(options.map_array::<Le<u16>, _>(&path, shape)).map(|array| array.shape().as_ref().to_vec())
    };
    let options = OpenOptions::new;
    assert_eq!(map(options(), &[INFER]).unwrap(), [25]);
    assert_eq!(map(options().offset(2), &[3, INFER, 4]).unwrap(), [3, 2, 4]);
    assert_eq!(map(options().count(6), &[INFER, 3]).unwrap(), [2, 3]);
    assert_eq!(map(options().trailing(Trailing::Ignore), &[INFER, 7]).unwrap(), [3, 7]);
    assert_eq!(map(options().offset(50), &[INFER, 7]).unwrap(), [0, 7]);
    let error = map(options(), &[INFER, 7]).unwrap_err();
    assert_eq!(error.kind().to_string(), "50 bytes are 3 records of 14 bytes, and 8 of a partial record");
    let error = map(options().count(6), &[INFER, 4]).unwrap_err();
    assert!(matches!(error.kind(), TableError::OtherCount { expected: 6, found: 4 }), "{error:?}");
    let error = map(options().count(6), &[2, 2]).unwrap_err();
    assert!(matches!(error.kind(), TableError::OtherCount { expected: 6, found: 4 }), "{error:?}");
    assert_eq!(error.kind().to_string(), "6 records or elements, where 4 are asked for");
    let layout = |error: TableError| match error.into_kind() {
        TableError::Layout(error) => error,
        other => panic!("{other:?}"),
    };
    let error = layout(map(options(), &[INFER, INFER]).unwrap_err());
    assert!(matches!(error, LayoutError::SecondInferred { axis: 1 }), "{error:?}");
    let error = layout(map(options(), &[INFER, 0]).unwrap_err());
    assert!(matches!(error, LayoutError::Reshape { expected: Some(0), .. }), "{error:?}");
    for shape in [&[usize::MAX - 1, 2][..], &[INFER, 1 << 62, 8], &[1 << 62, 4]] {
        let error = layout(map(options(), shape).unwrap_err());
        assert!(
            matches!(error, LayoutError::TooLarge { .. } | LayoutError::Reshape { .. }),
            "{shape:?}: {error:?}"
        );
    }
    let error = layout(map(options(), &[1; 9]).unwrap_err());
    assert!(matches!(error, LayoutError::TooManyAxes { .. }), "{error:?}");
    for offset in [51, 1 << 40, u64::MAX] {
        let error = map(options().offset(offset), &[1]).unwrap_err();
        assert!(matches!(error.kind(), TableError::OffsetBehindEnd { available: 50, .. }), "{error:?}");
    }
    let none = DType::parse("S0").unwrap();
    let error = layout(door!(AnyMapArray::map(&path, none.clone(), [1])).unwrap_err());
    assert_eq!(error, LayoutError::ZeroSize);
    let error = layout(door!(AnyTable::create(folder.path("new"), none, 1)).unwrap_err());
    assert_eq!(error, LayoutError::ZeroSize);
    assert_eq!(folder.names(), ["file"]);
}

#[test]
fn headers_are_read_before_maps() {
    let folder = Folder::new();
    let file = [&[3, 2, 99][..], &bytes_of(&rows(2)), &[1]].concat();
    let path = folder.file("headed", &file);
    let find = |header: &[u8]| {
        assert_eq!(header, [3, 2]);
        Ok(Place { offset: header[0].into(), count: Some(header[1].into()) })
    };
    let options = || OpenOptions::new().header(2, find);
    assert_eq!(door!(options().map::<Row>(&path)).unwrap().to_vec(), rows(2));
    assert_eq!(door!(options().map_mut::<Row>(&path)).unwrap().to_vec(), rows(2));
    assert_eq!(door!(options().map_any_copy(&path, Row::DTYPE.clone())).unwrap().trailing_bytes(), 1);
    let whole = || {
        OpenOptions::new().locate(|bytes| {
            assert_eq!(bytes.len(), 18);
            Ok(Place { offset: u64::from(bytes[0]) + 7, count: None })
        })
    };
    let table = door!(whole().trailing(Trailing::Ignore).map_mut::<Row>(&path)).unwrap();
    assert_eq!((table.to_vec(), table.trailing_bytes()), (rows(2)[1..].to_vec(), 1));
    drop(table);
    let array = door!(whole().map_array_mut::<u8, _>(&path, [2, 4])).unwrap();
    assert_eq!(array.to_vec(), file[10..18]);
    drop(array);
    let error = door!(OpenOptions::new().header(19, find).map_mut::<Row>(&path)).unwrap_err();
    assert!(matches!(error.kind(), TableError::ShortHeader { needed: 19, available: 18 }), "{error:?}");
    let error = door!(options().create::<Row>(folder.path("new"), 1)).unwrap_err();
    assert!(matches!(error.kind(), TableError::NoHeaderYet), "{error:?}");
    let error = door!(OpenOptions::new().count(2).create::<Row>(folder.path("new"), 1)).unwrap_err();
    assert!(matches!(error.kind(), TableError::OtherCount { expected: 2, found: 1 }), "{error:?}");
    let empty = folder.file("empty", &[]);
    let located = OpenOptions::new().locate(|bytes| {
        assert!(bytes.is_empty());
        Ok(Place::default())
    });
    assert!(door!(located.map_mut::<Row>(&empty)).unwrap().is_empty());
    assert_eq!(folder.names(), ["empty", "headed"]);
}

#[test]
fn one_writer_and_many_readers() {
    let folder = Folder::new();
    let path = folder.file("table", &bytes_of(&rows(4)));
    let mut writer = door!(RecordTable::<Row>::map_mut(&path)).unwrap();
    let locked = |error: TableError| {
        let TableError::File(FileError::Locked { path: found, by }) = error else { panic!("{error:?}") };
        assert_eq!((&found, by), (&path, cfg!(unix).then(std::process::id)));
    };
    locked(door!(RecordTable::<Row>::map_mut(&path)).unwrap_err());
    locked(door!(OpenOptions::new().overwrite(true).create::<Row>(&path, 1)).unwrap_err());
    locked(door!(MapArray::<u8, _>::map_mut(&path, [1])).unwrap_err());
    let reader = door!(RecordTable::<Row>::map(&path)).unwrap();
    let copy = door!(RecordTable::<Row>::map_copy(&path)).unwrap();
    writer[Row::ID].fill(200);
    assert_eq!((reader[Row::ID].to_vec(), fs::read(&path).unwrap()[7]), (vec![200; 4], 200));
    // It looked at none of its pages before, so it has none of its own.
    assert_eq!(copy.len(), 4);
    drop(writer);
    assert_eq!(folder.names(), ["table"], "the lock file goes with the map");
    let mut writer = door!(RecordTable::<Row>::map_mut(&path)).unwrap();
    writer[Row::ID].fill(1);
    writer.close().unwrap();
    assert_eq!(reader[Row::ID].to_vec(), [1; 4]);
}

#[test]
fn new_files_replace_old_ones_on_request() {
    let folder = Folder::new();
    let file = bytes_of(&rows(3));
    let path = folder.file("table", &file);
    let error = door!(RecordTable::<Row>::create(&path, 5)).unwrap_err();
    let TableError::File(FileError::Io { doing, error, .. }) = error else { panic!("{error:?}") };
    assert_eq!((doing, error.kind()), ("create", std::io::ErrorKind::AlreadyExists));
    assert_eq!(fs::read(&path).unwrap(), file);
    let old = door!(RecordTable::<Row>::map(&path)).unwrap();
    let new = door!(OpenOptions::new().overwrite(true).create::<Row>(&path, 5)).unwrap();
    assert_eq!((old.to_vec(), new.len()), (rows(3), 5), "old maps keep the old bytes");
    assert!(new.as_bytes().unwrap().iter().all(|&byte| byte == 0));
    new.close().unwrap();
    assert_eq!(fs::read(&path).unwrap(), [0; 35]);
    assert_eq!(folder.names(), ["table"]);
    // Through a link to nothing, as NumPy does.
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("behind", folder.path("link")).unwrap();
        let path = folder.path("link");
        assert!(door!(RecordTable::<Row>::create(&path, 1)).is_err());
        drop(door!(OpenOptions::new().overwrite(true).create::<Row>(&path, 1)).unwrap());
        assert_eq!(
            (folder.names().join(" "), fs::read(folder.path("behind")).unwrap()),
            ("behind link table".into(), vec![0; 7])
        );
        fs::remove_file(folder.path("behind")).unwrap();
        fs::remove_file(path).unwrap();
    }
    // More than there is room for: the old file stays.
    for (overwrite, name) in [(true, "table"), (false, "new")] {
        let options = OpenOptions::new().overwrite(overwrite);
        let error = door!(options.create_array::<u8, _>(folder.path(name), [1 << 62])).unwrap_err();
        assert!(matches!(error.kind(), TableError::File(_)), "{error:?}");
        assert_eq!((folder.names(), fs::read(&path).unwrap()), (vec!["table".to_owned()], vec![0; 35]));
    }
}

#[test]
fn missing_files_are_named() {
    let folder = Folder::new();
    let path = folder.path("not there");
    let named = |error: &TableError| error.to_string().contains("not there");
    let error = door!(RecordTable::<Row>::map(&path)).unwrap_err();
    assert!(
        matches!(error.kind(), TableError::File(FileError::Io { doing: "open", .. })) && named(&error),
        "{error:?}"
    );
    let error = door!(RecordTable::<Row>::map_copy(&path)).unwrap_err();
    assert!(
        matches!(error.kind(), TableError::File(FileError::Io { doing: "open", .. })) && named(&error),
        "{error:?}"
    );
    let error = door!(RecordTable::<Row>::map_mut(&path)).unwrap_err();
    assert!(
        matches!(error.kind(), TableError::File(FileError::Io { doing: "open", .. })) && named(&error),
        "{error:?}"
    );
    let error = door!(RecordTable::<Row>::create(path.join("deep"), 1)).unwrap_err();
    assert!(matches!(error.kind(), TableError::File(FileError::Io { .. })) && named(&error), "{error:?}");
    assert!(folder.names().is_empty());
}

/// Asks every door.
fn refused(path: &Path, what: FileKind) {
    let check = |error: TableError| {
        let TableError::File(FileError::NotAFile { found, .. }) = error else { panic!("{error:?}") };
        assert_eq!(found, what);
    };
    check(door!(RecordTable::<Row>::map(path)).unwrap_err());
    check(door!(RecordTable::<Row>::map_mut(path)).unwrap_err());
    check(door!(RecordTable::<Row>::map_copy(path)).unwrap_err());
    check(door!(OpenOptions::new().overwrite(true).create::<Row>(path, 1)).unwrap_err());
    check(door!(AnyTable::map(path, Row::DTYPE.clone())).unwrap_err());
    check(door!(MapArray::<u8, _>::map(path, [1])).unwrap_err());
    check(door!(MapArray::<u8, _>::map_mut(path, [1])).unwrap_err());
    check(door!(AnyMapArray::map_copy(path, Row::DTYPE.clone(), [1])).unwrap_err());
}

#[cfg(unix)]
#[test]
fn only_files_are_mapped() {
    let folder = Folder::new();
    refused(&folder.0, FileKind::Folder);
    refused(Path::new("/dev/null"), FileKind::Device);
    refused(Path::new("/dev/zero"), FileKind::Device);
    let pipe = folder.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    refused(&pipe, FileKind::Pipe);
    let socket = folder.path("socket");
    if let Ok(_socket) = std::os::unix::net::UnixListener::bind(&socket) {
        refused(&socket, FileKind::Socket);
    }
}

#[test]
fn advice_changes_no_bytes() {
    let folder = Folder::new();
    let path = folder.file("table", &[&[9][..], &bytes_of(&rows(3000))].concat());
    let options = || OpenOptions::new().offset(1);
    let mut writer = door!(options().map_mut::<Row>(&path)).unwrap();
    writer[Row::ID].fill(77);
    let mut expected = rows(3000);
    for row in &mut expected {
        row.id = 77;
    }
    let reader = door!(options().map::<Row>(&path)).unwrap();
    for advice in
        [Advice::Normal, Advice::Sequential, Advice::Random, Advice::WillNeed, Advice::Drop, Advice::Normal]
    {
        reader.advise(advice).unwrap();
        writer.advise(advice).unwrap();
        assert_eq!((reader.to_vec(), writer.to_vec()), (expected.clone(), expected.clone()), "{advice:?}");
    }
    drop(writer);
    let mut copy = door!(options().map_copy::<Row>(&path)).unwrap();
    copy[Row::ID].fill(78);
    for advice in
        [PrivateAdvice::Normal, PrivateAdvice::Sequential, PrivateAdvice::Random, PrivateAdvice::WillNeed]
    {
        copy.advise(advice).unwrap();
        assert_eq!(copy[Row::ID].to_vec(), [78; 3000], "{advice:?}");
    }
    // Not every kernel knows them; whatever it says, the bytes stay.
    _ = copy.advise(PrivateAdvice::HugePages);
    _ = reader.advise(Advice::HugePages);
    assert_eq!((copy[Row::ID].to_vec(), reader.to_vec()), (vec![78; 3000], expected));
    // Nothing to advise on.
    let none = door!(options().count(0).map::<Row>(&path)).unwrap();
    none.advise(Advice::Drop).unwrap();
}

#[test]
fn ranges_to_flush_are_checked() {
    let folder = Folder::new();
    let path = folder.file("table", &noise(7 * 2000));
    let mut table = door!(RecordTable::<Row>::map_mut(&path)).unwrap();
    table[Row::ID].fill(5);
    for range in [0..0, 0..1, 1999..2000, 700..1300, 2000..2000, 0..2000] {
        table.flush_range(range).unwrap();
    }
    for range in [0..2001, 2000..2001, core::ops::Range { start: 3, end: 2 }, 0..usize::MAX] {
        let error = table.flush_range(range.clone()).unwrap_err();
        let TableError::OutOfRange { range: found, len: 2000 } = error else { panic!("{error:?}") };
        assert_eq!(found, range);
    }
    drop(table);
    for order in [Order::C, Order::F] {
        let options = OpenOptions::new().order(order).offset(3);
        let mut array = door!(options.map_array_mut::<Le<u16>, _>(&path, [30, 100])).unwrap();
        array.fill(1);
        array.flush_range(3..17).unwrap();
        array.flush_range(29..30).unwrap();
        assert!(matches!(array.flush_range(0..31), Err(TableError::OutOfRange { len: 30, .. })));
    }
    assert!(fs::read(&path).unwrap()[3..6003].chunks(2).all(|pair| pair == [1, 0]));
    let dtype = DType::parse("u1").unwrap();
    let scalar = door!(AnyMapArray::map_mut(&path, dtype, [])).unwrap();
    scalar.flush().unwrap();
    scalar.flush_async().unwrap();
    scalar.flush_range(0..1).unwrap();
    assert!(scalar.flush_range(0..2).is_err());
}

/// At rank 1, arrays are columns, and they cross threads.
#[test]
fn arrays_deref_and_cross_threads() {
    let folder = Folder::new();
    let path = folder.path("array");
    let mut array = door!(MapArray::<f32, _>::create(&path, [1000])).unwrap();
    array.slice_mut(..500).fill(0.5);
    assert_eq!((array.sum(), array.max()), (250.0, Some(0.5)));
    let array = std::thread::spawn(move || {
        array.set_at([999], 2.0);
        array
    })
    .join()
    .unwrap();
    let sum = std::thread::scope(|scope| scope.spawn(|| array.view().sum()).join().unwrap());
    assert_eq!((sum, array.iter().filter(|&value| value == 0.0).count()), (252.0, 499));
    let mut array = array;
    assert!(array.try_set_at([1000], 1.0).is_err());
    assert_eq!((&array).into_iter().count(), 1000);
    array.advise(Advice::Drop).unwrap();
    assert_eq!(array.get(999), Some(2.0));
}

#[test]
fn options_that_mean_nothing_are_refused() {
    let folder = Folder::new();
    let file = noise(21);
    let path = folder.file("file", &file);
    let dtype = || Row::DTYPE.clone();
    let refused = |error: TableError, expected: &str| {
        let TableError::UnusedOption { option } = error.kind() else { panic!("{expected}: {error:?}") };
        assert_eq!(*option, expected);
    };
    let ordered = || OpenOptions::new().order(Order::C);
    let over = || OpenOptions::new().overwrite(true);
    for (options, name) in [(&ordered as &dyn Fn() -> OpenOptions<'static>, "order"), (&over, "overwrite")] {
        refused(options().read::<Row>(&path).unwrap_err(), name);
        refused(options().read_any(&path, dtype()).unwrap_err(), name);
        refused(options().bytes::<Row>(&file).unwrap_err(), name);
        refused(options().bytes_any_mut(&mut file.clone(), dtype()).unwrap_err(), name);
        refused(door!(options().map::<Row>(&path)).unwrap_err(), name);
        refused(door!(options().map_any_copy(&path, dtype())).unwrap_err(), name);
        refused(door!(options().map_mut::<Row>(&path)).unwrap_err(), name);
    }
    refused(door!(over().map_array::<u8, _>(&path, [21])).unwrap_err(), "overwrite");
    refused(door!(over().order(Order::F).map_any_array_mut(&path, dtype(), [3])).unwrap_err(), "overwrite");
    refused(door!(over().order(Order::F).create::<Row>(&path, 3)).unwrap_err(), "order");
    refused(door!(ordered().overwrite(true).create_any(&path, dtype(), 3)).unwrap_err(), "order");
    let lax = || over().trailing(Trailing::Ignore);
    refused(door!(lax().create::<Row>(&path, 3)).unwrap_err(), "trailing");
    refused(door!(lax().create_array::<u8, _>(&path, [3])).unwrap_err(), "trailing");
    assert_eq!(fs::read(&path).unwrap(), file);
    assert_eq!(folder.names(), ["file"]);
}

#[test]
fn a_file_that_gets_shorter_while_its_header_is_read_is_an_error() {
    let folder = Folder::new();
    let path = folder.file("shortened", &vec![7; 100_000]);
    let shorten = |len| fs::File::options().write(true).open(&path).unwrap().set_len(len).unwrap();
    let place = |len| {
        move |_: &[u8]| {
            shorten(len);
            Ok(Place { offset: 4, count: Some(50_000) })
        }
    };
    let bytes = || DType::parse("u1").unwrap();
    assert_eq!(
        door!(OpenOptions::new().header(4, place(50_004)).map_any(&path, bytes())).unwrap().len(),
        50_000
    );
    let error = door!(OpenOptions::new().header(4, place(50_003)).map_any(&path, bytes())).unwrap_err();
    let TableError::File(FileError::Changed { path: at, expected, found }) = error else {
        panic!("{error:?}")
    };
    assert_eq!((at, expected, found), (path, 50_004, 50_003));
}

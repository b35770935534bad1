//! Tables that grow and shrink in their files, against a vector.

use super::{Folder, Row, bytes_of, door, noise, row, rows};
use proptest::prelude::*;
use record_core::{
    AnyTable, DType, MappedMut,
    file::FileError,
    layout::LayoutError,
    prelude::*,
    table::{OpenOptions, TableError, Trailing},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

#[derive(Clone, Debug)]
enum Step {
    Grow(usize),
    Truncate(usize),
    Extend(usize, usize),
    Write(usize, u8),
    Reopen,
    Flush,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0_usize..1500).prop_map(Step::Grow),
        (0_usize..1500).prop_map(Step::Truncate),
        (0_usize..700, 0_usize..50_000).prop_map(|(count, from)| Step::Extend(count, from)),
        (any::<prop::sample::Index>(), any::<u8>())
            .prop_map(|(index, id)| Step::Write(index.index(1500), id)),
        Just(Step::Reopen),
        Just(Step::Flush),
    ]
}

fn zero() -> Row {
    Row { id: 0, count: Be::new(0), value: Le::new(0) }
}

fn check(table: &RecordTable<Row, MappedMut>, model: &[Row], head: &[u8], path: &Path) {
    assert_eq!(table.to_vec(), model);
    let expected = [head, &bytes_of(model)].concat();
    assert!(fs::read(path).unwrap() == expected, "the file is not what the table shows");
    if !model.is_empty() {
        let base = record_core::Base::Mapped { path, offset: head.len() as u64 };
        assert_eq!(table.view().base(), base);
    }
}

fn run(steps: &[Step], offset: usize, start: usize) {
    let folder = Folder::new();
    let head = noise(offset);
    let mut model = rows(start);
    let path = folder.file("table", &[&head[..], &bytes_of(&model)].concat());
    let open = || door!(OpenOptions::new().offset(offset as u64).map_mut::<Row>(&path)).unwrap();
    let mut table = open();
    for step in steps {
        match *step {
            Step::Grow(count) => {
                table.grow_to(count).unwrap();
                model.resize(count.max(model.len()), zero());
            }
            Step::Truncate(count) => {
                table.truncate(count).unwrap();
                model.truncate(count);
            }
            Step::Extend(count, from) => {
                let new: Vec<Row> = (from..from + count).map(row).collect();
                table.extend_from_slice(&new).unwrap();
                model.extend(new);
            }
            Step::Write(index, id) if index < model.len() => {
                table[Row::ID].try_set(index, id).unwrap();
                model[index].id = id;
            }
            Step::Write(..) => {}
            Step::Reopen => {
                drop(table);
                table = open();
            }
            Step::Flush => table.flush().unwrap(),
        }
        check(&table, &model, &head, &path);
    }
    table.close().unwrap();
    assert_eq!(folder.names(), ["table"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn tables_are_as_vectors(
        steps in prop::collection::vec(step(), 1..25),
        offset in prop::sample::select(vec![0_usize, 1, 3, 4096, 4097]),
        start in prop::sample::select(vec![0_usize, 1, 600]),
    ) {
        run(&steps, offset, start);
    }
}

fn untouched(path: &Path, bytes: &[u8], table: &RecordTable<Row, MappedMut>, rows: &[Row]) {
    assert!(fs::read(path).unwrap() == bytes, "the file has changed");
    assert_eq!(table.to_vec(), rows);
}

#[test]
fn bytes_behind_the_records_are_kept() {
    let folder = Folder::new();
    let bytes = [bytes_of(&rows(4)), vec![1, 2, 3]].concat();
    let path = folder.file("cut", &bytes);
    let mut table = door!(OpenOptions::new().trailing(Trailing::Ignore).map_mut::<Row>(&path)).unwrap();
    let behind = |error: TableError| {
        assert!(matches!(error.kind(), TableError::BytesBehind { end: 28, available: 31 }), "{error:?}");
        assert_eq!(
            error.kind().to_string(),
            "the records end at byte 28 of 31: what is behind them would be lost"
        );
    };
    behind(table.grow_to(5).unwrap_err());
    behind(table.truncate(1).unwrap_err());
    behind(table.extend_from_slice(&rows(1)).unwrap_err());
    // Nothing to do is no error.
    table.grow_to(4).unwrap();
    table.truncate(9).unwrap();
    untouched(&path, &bytes, &table, &rows(4));
    assert_eq!(table.trailing_bytes(), 3);
    assert_eq!((table.drop_trailing().unwrap(), table.trailing_bytes()), (3, 0));
    assert_eq!(table.drop_trailing().unwrap(), 0);
    untouched(&path, &bytes[..28], &table, &rows(4));
    table.extend_from_slice(&[row(4)]).unwrap();
    untouched(&path, &bytes_of(&rows(5)), &table, &rows(5));
    drop(table);
    let mut some = door!(OpenOptions::new().count(2).map_mut::<Row>(&path)).unwrap();
    assert!(matches!(
        some.truncate(1).as_ref().map_err(TableError::kind),
        Err(TableError::BytesBehind { end: 14, available: 35 })
    ));
    untouched(&path, &bytes_of(&rows(5)), &some, &rows(2));
    assert_eq!(some.drop_trailing().unwrap(), 21);
    some.truncate(0).unwrap();
    untouched(&path, &[], &some, &[]);
    some.grow_to(1).unwrap();
    untouched(&path, &[0; 7], &some, &[zero()]);
}

#[test]
fn what_there_is_no_room_for_changes_nothing() {
    let folder = Folder::new();
    let bytes = bytes_of(&rows(3));
    let path = folder.file("table", &bytes);
    let mut table = door!(RecordTable::<Row>::map_mut(&path)).unwrap();
    for count in [usize::MAX, usize::MAX / 7, isize::MAX.cast_unsigned() / 7 + 1] {
        let error = table.grow_to(count).unwrap_err();
        assert!(matches!(error, TableError::Layout(LayoutError::TooLarge { itemsize: 7 })), "{error:?}");
        untouched(&path, &bytes, &table, &rows(3));
    }
    // More than any disk has.
    let error = table.grow_to(isize::MAX.cast_unsigned() / 7).unwrap_err();
    assert!(matches!(error, TableError::File(_)), "{error:?}");
    untouched(&path, &bytes, &table, &rows(3));
    table.extend_from_slice(&rows(2)).unwrap();
    assert_eq!(table.len(), 5);
}

/// The disk has room for a hole, but the address space has none for the map: the file gets its length back.
#[cfg(target_os = "linux")]
#[test]
fn a_map_that_fails_changes_nothing() {
    const ROLE: &str = "RECORD_TEST_NO_ADDRESSES";
    if std::env::var_os(ROLE).is_none() {
        let program = std::env::current_exe().unwrap();
        let output = std::process::Command::new("sh")
            .args(["-c", "ulimit -v 2000000 && exec \"$0\" \"$@\""])
            .arg(program)
            .args(["--exact", "resize::a_map_that_fails_changes_nothing", "--nocapture", "--test-threads=1"])
            .env(ROLE, "1")
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
        assert!(text.contains("checked without addresses") || text.contains("skipped"), "{text}");
        return;
    }
    let folder = Folder::new();
    let bytes = bytes_of(&rows(3));
    let path = folder.file("table", &bytes);
    let mut table = door!(RecordTable::<Row>::map_mut(&path)).unwrap();
    // 2.8 GB of file in 2 GB of addresses.
    let error = table.grow_to(400_000_000).unwrap_err();
    match error {
        TableError::File(FileError::Io { doing: "map", .. }) => println!("checked without addresses"),
        TableError::File(FileError::Full { .. }) => println!("skipped: needs 3 GB on the disk"),
        other => panic!("{other:?}"),
    }
    untouched(&path, &bytes, &table, &rows(3));
    table.extend_from_slice(&[row(3)]).unwrap();
    untouched(&path, &bytes_of(&rows(4)), &table, &rows(4));
}

#[test]
fn others_who_change_the_length_are_noticed() {
    let folder = Folder::new();
    let path = folder.file("table", &bytes_of(&rows(3)));
    let mut table = door!(RecordTable::<Row>::map_mut(&path)).unwrap();
    let mut longer = fs::read(&path).unwrap();
    longer.extend([9; 7]);
    let file = fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.set_len(28).unwrap();
    assert!(matches!(
        table.grow_to(4).as_ref().map_err(TableError::kind),
        Err(TableError::BytesBehind { end: 21, available: 28 })
    ));
    file.set_len(14).unwrap();
    let error = table.grow_to(4).unwrap_err();
    let TableError::File(FileError::Changed { expected, found, .. }) = error else { panic!("{error:?}") };
    assert_eq!((expected, found), (21, 14));
    assert!(matches!(table.truncate(1), Err(TableError::File(FileError::Changed { .. }))));
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Gappy {
    a: u8,
    b: u32,
}

#[test]
fn gaps_of_appended_records_are_zero() {
    let folder = Folder::new();
    let path = folder.path("table");
    let mut table = door!(RecordTable::<Gappy>::create(&path, 0)).unwrap();
    table.extend_from_slice(&[Gappy { a: 1, b: 2 }; 3]).unwrap();
    drop(table);
    let one = [&[1, 0, 0, 0][..], &2_u32.to_ne_bytes()].concat();
    assert_eq!(fs::read(&path).unwrap(), one.repeat(3));
}

#[test]
fn tables_without_types_grow_too() {
    let folder = Folder::new();
    let path: PathBuf = folder.path("table");
    let dtype = || Row::DTYPE.clone();
    let mut table = door!(AnyTable::create(&path, dtype(), 1)).unwrap();
    let more = RecordTable::from(rows(6));
    table.extend_from_view(more.slice(1..=4).as_any()).unwrap();
    table.extend_from_view(more.as_any().flip(0)).unwrap();
    table.extend_from_slice(&[row(9)]).unwrap();
    let mut model = [vec![zero()], rows(5)[1..].to_vec(), rows(6)].concat();
    model[5..].reverse();
    model.push(row(9));
    assert_eq!(table.as_bytes(), bytes_of(&model));
    let other = AnyTable::zeroed(DType::parse("u1, >u2, >u4").unwrap(), 2).unwrap();
    let error = table.extend_from_view(other.view()).unwrap_err();
    assert!(matches!(error, TableError::OtherDType { .. }), "{error:?}");
    let grid = more.as_any().reshape(&[2, 3][..]);
    let error = table.extend_from_view(grid).unwrap_err();
    let rank = LayoutError::Rank { expected: 1, found: 2 };
    assert!(matches!(error, TableError::Layout(found) if found == rank), "{error:?}");
    table.truncate(2).unwrap();
    table.grow_to(3).unwrap();
    model.truncate(2);
    model.push(zero());
    assert_eq!(table.as_bytes(), bytes_of(&model));
    assert_eq!(fs::read(&path).unwrap(), bytes_of(&model));
    table.flush_range(1..3).unwrap();
    table.flush_async().unwrap();
    assert_eq!(table.drop_trailing().unwrap(), 0);
    table.close().unwrap();
}

//! Archives of typed and untyped views, and what a writer refuses.

use super::{open, recorded};
use record_core::{
    Rank,
    layout::Order,
    npy::{
        NpyError,
        npz::{NameFault, NpzError, NpzWriter},
    },
    prelude::*,
    s,
};
use std::{
    fs,
    io::{Cursor, Error, ErrorKind, Seek, SeekFrom, Write},
    path::PathBuf,
};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Inner {
    x: i8,
    y: i16,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Packed {
    id: u32,
    at: [Be<f32>; 2],
    name: FixedBytes<3>,
    #[record(rename = "in")]
    inner: Inner,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Aligned {
    a: u8,
    b: f64,
    c: i16,
}

/// A folder of its own, removed at the end.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("record_npz_{name}_{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).expect("a folder");
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a text")).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
#[cfg(target_endian = "little")]
fn views_of_any_layout_are_written_as_numpy_does() {
    let numbers: Vec<i64> = (0..12).collect();
    let row = View::from_slice(&numbers);
    let rows = row.reshape([3, 4]);
    let deep = row.reshape([2, 3, 2]);
    let mut point = Array::<f64, Rank<0>>::zeros([]);
    point.set_at([], 1.5);
    let mut file = Cursor::new(vec![]);
    let mut archive = NpzWriter::new(&mut file).expect("memory");
    let mut add = |name: &str, view: AnyView<'_>| archive.add(name, view).expect(name);
    add("zero_d", (&point).into());
    add("none", (&Array::<f64, _>::zeros([0])).into());
    add("no_rows", (&Array::<i16, _>::zeros([0, 3])).into());
    add("one", View::from_slice(&[1_u8]).into());
    add("rows", rows.into());
    add("columns", (&rows.to_array_in(Order::F)).into());
    add("turned", deep.transpose().into());
    add("every_other", row.slice(s![..;2]).into());
    add("backwards", row.slice(s![..;-1]).into());
    add("inner", rows.slice(s![.., 1..3]).into());
    add("swapped", deep.swap_axes(0, 1).into());
    add("repeated", View::from_slice(&[7_i16]).broadcast_to([2, 3]).into());
    archive.finish().expect("memory");
    assert!(file.into_inner() == recorded("saved/shapes.npz"), "other bytes than NumPy's");
}

#[test]
#[cfg(target_endian = "little")]
fn records_are_read_and_written_with_their_types() {
    let bytes = recorded("saved/records.npz");
    let mut archive = open(&bytes).expect("an archive");
    let packed = archive.read::<RecordTable<Packed>>("packed").expect("records");
    let grid = archive.read::<Array<Packed, Rank<2>>>("grid").expect("records");
    let aligned = archive.read::<RecordTable<Aligned>>("aligned").expect("records");
    assert_eq!((packed.len(), grid.shape()), (4, [2, 3]));
    assert_eq!(aligned[Aligned::B].to_vec(), [0.5, 1.5, 2.5]);
    assert_eq!(packed.view().as_any().as_bytes().expect("dense")[..8], [0, 1, 2, 3, 4, 5, 6, 7]);

    let mut file = Cursor::new(vec![]);
    let mut copy = NpzWriter::new(&mut file).expect("memory");
    copy.add("packed", &packed).expect("memory");
    copy.add("grid", grid.view()).expect("memory");
    copy.add("aligned", &aligned).expect("memory");
    copy.add("titled", &archive.read::<AnyTable>("titled").expect("records")).expect("memory");
    copy.add("none", &archive.read::<RecordTable<Packed>>("none").expect("records")).expect("memory");
    copy.add("long", &archive.read::<AnyTable>("long").expect("records")).expect("memory");
    copy.finish().expect("memory");
    assert!(file.into_inner() == bytes, "other bytes than NumPy's");

    // The first difference is named, and nothing was read.
    let error = archive.read::<RecordTable<Aligned>>("packed").expect_err("other records");
    assert!(
        matches!(&error, NpzError::Npy { name, error } if name == "packed.npy" && matches!(**error, NpyError::Mismatch { .. }))
    );
    let error = archive.read::<RecordTable<Packed>>("grid").expect_err("two axes");
    assert!(
        matches!(&error, NpzError::Npy { error, .. } if matches!(**error, NpyError::Layout(_))),
        "{error}"
    );
    let error = archive.read::<Array<Packed, Rank<1>>>("grid").expect_err("two axes");
    assert!(
        matches!(&error, NpzError::Npy { error, .. } if matches!(**error, NpyError::Layout(_))),
        "{error}"
    );
}

#[test]
fn names_that_mean_two_members_are_refused() {
    let mut file = Cursor::new(vec![]);
    let mut archive = NpzWriter::new(&mut file).expect("memory");
    let view = View::from_slice(&[1_u8]);
    archive.add("a", view).expect("memory");
    for (name, both) in [("a", ["a.npy", "a.npy"]), ("a.npy", ["a.npy", "a.npy.npy"])] {
        let error = archive.add(name, view).expect_err("taken");
        assert!(matches!(error, NpzError::Duplicate { members, .. } if *members == both), "{name}");
    }
    archive.add("b.npy", view).expect("memory");
    assert!(matches!(archive.add("b", view), Err(NpzError::Duplicate { .. })));
    let error = archive.add("x\0y", view).expect_err("NUL");
    assert!(matches!(error, NpzError::Name { member: 2, fault: NameFault::Nul { at: 1 } }));
    assert!(archive.add(&"n".repeat(65_531), view).is_ok());
    let error = archive.add(&"m".repeat(65_532), view).expect_err("too long");
    assert!(matches!(error, NpzError::Name { fault: NameFault::TooLong { bytes: 65_536 }, .. }));
    // A dtype that no header says leaves the archive as it was.
    let overlapping = DType::builder().field_at("a", DType::parse("<u2").expect("a dtype"), 0);
    let overlapping = overlapping.field_at("b", DType::parse("u1").expect("a dtype"), 0).build();
    let array = AnyArray::zeros(overlapping.expect("a dtype"), [2], Order::C).expect("memory");
    let Err(NpzError::Npy { error, .. }) = archive.add("o", &array) else {
        panic!("objects are not written")
    };
    assert!(matches!(*error, NpyError::DType(_)), "{error}");
    archive.add("c", view).expect("memory");
    archive.finish().expect("memory");
    let bytes = file.into_inner();
    let archive = open(&bytes).expect("an archive");
    let names = ["a", "b.npy", &"n".repeat(65_531), "c"];
    assert!(archive.names().eq(names));
}

#[test]
fn a_file_is_there_when_it_is_whole() {
    let folder = Folder::new("whole");
    let path = folder.join("numbers.npz");
    let view = View::from_slice(&[1_u8, 2, 3]);
    let mut archive = NpzWriter::create(&path).expect("a file");
    archive.add("a", view).expect("a file");
    assert!(!path.exists());
    drop(archive);
    assert_eq!(folder.names(), [""; 0]);

    let mut archive = NpzWriter::create(&path).expect("a file");
    archive.add("a", view).expect("a file");
    archive.finish().expect("a file");
    let first = fs::read(&path).expect("a file");
    let mut archive = NpzWriter::create(&path).expect("a file");
    archive.add("b", view).expect("a file");
    assert_eq!(fs::read(&path).expect("a file"), first);
    archive.finish().expect("a file");
    let archive = record_core::npy::npz::NpzReader::open(&path).expect("an archive");
    assert!(archive.names().eq(["b"]));
    assert!(matches!(NpzWriter::create(folder.join("no/folder.npz")), Err(NpzError::File(_))));
    let error = record_core::npy::npz::NpzReader::open(&folder.0).expect_err("a folder");
    assert!(matches!(error, NpzError::File(_)), "{error}");
}

/// Takes so many bytes and no more.
struct Full {
    out: Cursor<Vec<u8>>,
    room: usize,
}

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let at = usize::try_from(self.out.position()).expect("short");
        match self.room.checked_sub(at) {
            Some(left @ 1..) => self.out.write(&bytes[..left.min(bytes.len())]),
            _ => Err(Error::from(ErrorKind::StorageFull)),
        }
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Seek for Full {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.out.seek(to)
    }
}

#[test]
fn a_full_disk_is_an_error_at_every_byte() {
    let write = |room| {
        let mut out = Full { out: Cursor::new(vec![]), room };
        let mut archive = NpzWriter::new(&mut out)?;
        let first = archive.add("a", View::from_slice(&[1_u8, 2, 3]));
        if first.is_err() {
            // What follows is refused, for there is a part of a member.
            assert!(matches!(archive.add("b", View::from_slice(&[1_u8])), Err(NpzError::Broken)));
            assert!(matches!(archive.finish(), Err(NpzError::Broken)));
            return first.map(|()| vec![]);
        }
        archive.finish()?;
        Ok(out.out.into_inner())
    };
    let whole = write(usize::MAX).expect("room");
    for room in 0..whole.len() {
        let error = write(room).expect_err("no room");
        let NpzError::Io { doing: "write", error } = error else { panic!("{room}: {error}") };
        assert_eq!(error.kind(), ErrorKind::StorageFull);
    }
    assert_eq!(write(whole.len()).expect("room"), whole);
}

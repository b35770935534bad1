//! Archives beyond 4 GiB, with holes where the bytes would be.

#![allow(unsafe_code)] // opening a map is a promise

use super::{archive::npy_of, writing::Folder};
use record_core::{
    MapArray, Rank,
    npy::npz::{NpzReader, NpzWriter},
    prelude::*,
};
use std::{
    fs::File,
    io::{Seek as _, SeekFrom, Write as _},
};

#[test]
fn offsets_beyond_4_gib_are_read_as_they_are_written() {
    let folder = Folder::new("far");
    let path = folder.join("far.npz");
    for start in [(1_u64 << 31) - 200, (1 << 31) - 1, 1 << 31, (1 << 32) - 100, 5 << 30] {
        let mut file = File::create(&path).expect("a file");
        file.seek(SeekFrom::Start(start)).expect("a hole");
        let mut archive = NpzWriter::new(&mut file).expect("a file");
        archive.add("a", View::from_slice(&[1_u8, 2, 3])).expect("a file");
        archive.add("b", View::from_slice(&[1.5, 2.5])).expect("a file");
        archive.finish().expect("a file");
        let mut archive = NpzReader::open(&path).expect("an archive");
        assert!(archive.names().eq(["a", "b"]), "{start}");
        assert_eq!(archive.read::<Array<u8, Rank<1>>>("a").expect("an array").to_vec(), [1, 2, 3]);
        assert_eq!(archive.read::<Array<f64, Rank<1>>>("b").expect("an array").to_vec(), [1.5, 2.5]);
    }
}

/// A stored member of 5 GiB, most of it a hole, and a small one behind it.
pub fn huge(path: &std::path::Path) -> (u64, usize) {
    let elements = 5_usize << 30;
    let header = npy_of(&[elements / 1024, 1024], &[]);
    let size = (header.len() + elements) as u64;
    let mut local =
        b"PK\x03\x04-\0\0\0\0\0\0\0!\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\x05\0\x14\0a.npy".to_vec();
    local.extend(super::archive::zip64(&[size, size]));
    let mut central =
        b"PK\x01\x02-\x03-\0\0\0\0\0\0\0!\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\x05\0\x14\0\0\0".to_vec();
    central.extend([0; 2 + 2 + 4 + 4]);
    central.extend(b"a.npy");
    central.extend(super::archive::zip64(&[size, size]));
    let directory = local.len() as u64 + size;
    let mut end = b"PK\x06\x06,\0\0\0\0\0\0\0-\0-\0\0\0\0\0\0\0\0\0".to_vec();
    for number in [1, 1, central.len() as u64, directory] {
        end.extend(number.to_le_bytes());
    }
    end.extend(b"PK\x06\x07\0\0\0\0");
    end.extend((directory + central.len() as u64).to_le_bytes());
    end.extend(b"\x01\0\0\0PK\x05\x06\0\0\0\0\x01\0\x01\0");
    end.extend(u32::try_from(central.len()).expect("short").to_le_bytes());
    end.extend(b"\xff\xff\xff\xff\0\0");

    let mut file = File::create(path).expect("a file");
    file.write_all(&local).expect("room");
    file.write_all(&header).expect("room");
    // The last element.
    file.seek(SeekFrom::Start(directory - 1)).expect("a hole");
    file.write_all(&[9]).expect("room");
    file.write_all(&central).expect("room");
    file.write_all(&end).expect("room");
    (size, elements)
}

#[test]
fn a_member_beyond_4_gib_is_described_without_being_read() {
    let folder = Folder::new("huge");
    let path = folder.join("huge.npz");
    let (size, elements) = huge(&path);
    let mut archive = NpzReader::open(&path).expect("an archive");
    let member = archive.member("a").expect("there");
    assert_eq!((member.size(), member.compressed_size()), (size, size));
    let header = archive.header("a").expect("an array");
    assert_eq!((header.shape(), header.data_len()), (&[elements / 1024, 1024][..], elements));
    // SAFETY: the file is this test's own.
    let map: MapArray<u8, Rank<2>> = unsafe { archive.map("a") }.expect("stored");
    drop(archive);
    let last = [elements / 1024 - 1, 1023];
    assert_eq!((map.view().get_at([0, 0]), map.view().get_at(last)), (Some(0), Some(9)));
}

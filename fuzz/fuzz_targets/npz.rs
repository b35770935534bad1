//! `.npz` archives: any bytes, and archives put together with right checksums of wrong parts. Whatever reads is written and
//! read again.

#![no_main]

#[path = "npz/build.rs"]
mod build;

use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use record_core::{
    AnyArray, AnyMapArray, AnyTable, AnyView, Array, Be, DynRank, Rank,
    npy::npz::{Method, NpzError, NpzOptions, NpzReader, NpzWriter},
};
use std::{
    fs,
    io::Cursor,
    path::{Path, PathBuf},
};

/// So many members are looked at.
const MEMBERS: usize = 12;

fuzz_target!(|data: &[u8]| {
    // An archive starts with `P`; what else there is tells how to make one.
    match data {
        [b'P' | 0..=15, ..] => check(data),
        _ => {
            if let Ok(archive) = build::archive(&mut Unstructured::new(data)) {
                check(&archive);
            }
        }
    }
});

fn shown<T>(answer: Result<T, NpzError>) -> Result<T, String> {
    answer.map_err(|error| {
        assert!(!error.to_string().is_empty());
        format!("{error:?}")
    })
}

fn check(data: &[u8]) {
    let Ok(mut archive) = shown(NpzReader::from_reader(Cursor::new(data))) else { return };
    assert!(!format!("{archive:?}").is_empty());
    let members = archive.members().len();
    if members > 0 {
        let limited = NpzOptions::new().max_members(u32::try_from(members - 1).expect("few"));
        assert!(limited.reader(Cursor::new(data)).is_err());
    }
    assert!(members <= data.len() / 46, "each has an entry");
    assert!(archive.read::<AnyArray>("a name that nobody would\0give").is_err());
    let names: Vec<String> = archive.members().iter().map(|member| member.file_name().into()).collect();
    let mut arrays = Vec::new();
    for name in names.iter().take(MEMBERS) {
        let member = archive.member(name).expect("its own name").clone();
        assert_eq!(member.file_name(), name);
        assert_eq!(member.file_name().strip_suffix(".npy").unwrap_or(name), member.name());
        assert!(member.compressed_size() <= data.len() as u64);
        let header = shown(archive.header(name));
        let array = shown(archive.read::<AnyArray>(name));
        let table = shown(archive.read::<AnyTable>(name));
        let numbers = shown(archive.read::<Array<f64, Rank<1>>>(name));
        let words = shown(archive.read::<Array<Be<u16>, DynRank>>(name));
        match &array {
            Ok(array) => {
                let header = header.expect("what is read has a header");
                let data_len = header.data_len() as u64 + header.data_offset() as u64;
                assert_eq!(data_len, member.size());
                let stored = member.method() == Method::Stored;
                assert!(!stored || data_len == member.compressed_size());
                // Deflate makes at most 1,032 bytes of one.
                assert!(data_len <= 1032 * (member.compressed_size() + 1));
                assert_eq!((array.view().layout(), array.view().dtype()), (header.layout(), header.dtype()));
                assert_eq!(
                    table.is_ok(),
                    header.shape().len() == 1 && header.dtype().itemsize() > 0,
                    "{header:?}"
                );
                let is = |text: &str| *header.dtype() == text.parse::<record_core::DType>().expect("a dtype");
                assert_eq!(numbers.is_ok(), is("<f8") && header.shape().len() == 1);
                assert_eq!(words.is_ok(), is(">u2"));
                if let Ok(table) = table {
                    assert_eq!(npy(table.view()), npy(array.view()));
                }
            }
            Err(_) => assert!(table.is_err() && numbers.is_err() && words.is_err()),
        }
        // A failed read of one changes nothing for the others, nor for itself.
        assert_eq!(shown(archive.read::<AnyArray>(name)).err(), array.as_ref().err().cloned());
        if let Ok(array) = array {
            arrays.push((name.clone(), array));
        }
    }
    if !arrays.is_empty() {
        again(&arrays);
        mapped(data, &arrays);
    }
}

fn npy(view: AnyView<'_>) -> Vec<u8> {
    let mut written = Vec::new();
    view.write_npy_to(&mut written).expect("to memory");
    written
}

/// Written and read again, the same; written again, the same bytes.
fn again(arrays: &[(String, AnyArray)]) {
    let written = write(arrays);
    let mut archive = NpzReader::from_reader(Cursor::new(&written[..])).expect("as it was written");
    assert_eq!(archive.members().len(), arrays.len());
    let mut read = Vec::new();
    for (name, array) in arrays {
        // The writer adds `.npy` to whatever the name is.
        let key = name.strip_suffix(".npy").unwrap_or(name);
        let found = archive.read::<AnyArray>(key).expect("as it was written");
        assert_eq!(npy(found.view()), npy(array.view()));
        read.push((name.clone(), found));
    }
    assert_eq!(write(&read), written);
}

fn write(arrays: &[(String, AnyArray)]) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let mut writer = NpzWriter::new(&mut out).expect("to memory");
    for (name, array) in arrays {
        writer.add(name.strip_suffix(".npy").unwrap_or(name), array.view()).expect("names that were read");
    }
    assert_eq!(writer.len(), arrays.len());
    writer.finish().expect("to memory");
    out.into_inner()
}

/// From a file: the same, and stored members mapped.
fn mapped(data: &[u8], arrays: &[(String, AnyArray)]) {
    if data.len() % 8 != 0 {
        return;
    }
    let path = place();
    fs::write(&path, data).expect("written");
    let mut archive = NpzReader::open(&path).expect("as from memory");
    for (name, array) in arrays {
        assert_eq!(npy(archive.read::<AnyArray>(name).expect("as from memory").view()), npy(array.view()));
        let stored = archive.member(name).expect("there").method() == Method::Stored;
        // SAFETY: nobody else has the file.
        let map = unsafe { archive.map::<AnyMapArray>(name) };
        assert_eq!(map.is_ok(), stored, "{:?}", map.err());
        if let Ok(map) = map {
            assert_eq!(npy(map.view()), npy(array.view()));
        }
    }
}

/// A file in memory where there is such a folder; one for each process.
fn place() -> PathBuf {
    let folder = Path::new("/dev/shm");
    let folder = if folder.is_dir() { folder.to_path_buf() } else { std::env::temp_dir() };
    folder.join(format!("record-fuzz-npz-{}.npz", std::process::id()))
}

//! The recorded archives: what NumPy finds in them is found, and what NumPy writes is written.

use super::{folder, open, recorded};
use record_core::{
    AnyArray, AnyMapArray, Array, MapArray,
    layout::Order,
    npy::{
        NpyError,
        npz::{Method, NpzError, NpzReader, NpzWriter},
    },
};
use serde_json::Value;
use std::{collections::BTreeMap, io::Cursor};

fn facts() -> BTreeMap<String, Vec<Value>> {
    serde_json::from_slice(&recorded("archives.json")).expect("the facts are JSON")
}

pub fn bytes_of_hex(hex: &Value) -> Vec<u8> {
    let hex = hex.as_str().expect("a text");
    (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).expect("hex")).collect()
}

#[test]
fn what_numpy_finds_is_found() {
    let (mut arrays, mut others) = (0, 0);
    for (path, members) in facts() {
        let mut archive = NpzReader::open(folder().join(&path)).unwrap_or_else(|e| panic!("{path}: {e}"));
        let names: Vec<&str> = members.iter().map(|m| m["name"].as_str().expect("a name")).collect();
        assert!(archive.names().eq(names.iter().copied()), "{path}: {archive:?}");
        for fact in &members {
            let text = |key: &str| fact[key].as_str().expect("a text");
            let number = |key: &str| fact[key].as_u64().expect("a number");
            let (name, file) = (text("name"), text("file"));
            let at = format!("{path}: {file}");
            let member = archive.member(name).expect(&at);
            assert_eq!((member.name(), member.file_name()), (name, file), "{at}");
            assert_eq!(
                (member.size(), member.compressed_size()),
                (number("size"), number("compressed")),
                "{at}"
            );
            assert_eq!(u64::from(member.crc32()), number("crc"), "{at}");
            let method = if number("method") == 0 { Method::Stored } else { Method::Deflated };
            assert_eq!(member.method(), method, "{at}");
            if fact["array"].is_null() {
                assert!(matches!(archive.read::<AnyArray>(name), Err(NpzError::NotNpy { .. })), "{at}");
                assert!(matches!(archive.header(name), Err(NpzError::NotNpy { .. })), "{at}");
                others += 1;
                continue;
            }
            arrays += 1;
            let fact = &fact["array"];
            // By both names.
            for name in [name, file] {
                let array = archive.read::<AnyArray>(name).unwrap_or_else(|error| panic!("{at}: {error}"));
                let shape: Vec<Value> = array.layout().shape.as_ref().iter().map(|&n| n.into()).collect();
                assert_eq!(
                    array.dtype().descr().expect(&at),
                    fact["descr"].as_str().expect("a text"),
                    "{at}"
                );
                assert_eq!(Value::from(shape), fact["shape"], "{at}");
                assert_eq!(array.order() == Order::F, fact["fortran"].as_bool().expect("a bool"), "{at}");
                assert_eq!(array.as_bytes(), bytes_of_hex(&fact["bytes"]), "{at}");
            }
            let header = archive.header(file).expect(&at);
            assert_eq!(header.data_len(), bytes_of_hex(&fact["bytes"]).len(), "{at}");
        }
    }
    assert_eq!((arrays, others), (88, 3));
}

#[test]
#[allow(unsafe_code)] // opening a map is a promise
fn what_is_stored_is_mapped() {
    let (mut mapped, mut packed) = (0, 0);
    for (path, members) in facts() {
        let mut archive = NpzReader::open(folder().join(&path)).expect("an archive");
        for fact in members.iter().filter(|fact| !fact["array"].is_null()) {
            let name = fact["name"].as_str().expect("a name");
            // SAFETY: nobody writes the recorded archives.
            let map: Result<AnyMapArray, _> = unsafe { archive.map(name) };
            if fact["method"] == 8 {
                let error = map.expect_err("deflated");
                assert!(matches!(&error, NpzError::NotStored { method: Method::Deflated, .. }), "{error}");
                packed += 1;
                continue;
            }
            let (map, read) = (map.expect(name), archive.read::<AnyArray>(name).expect(name));
            assert_eq!((map.dtype(), map.layout(), map.order()), (read.dtype(), read.layout(), read.order()));
            let map = map.view().to_array_in(read.order()).expect("memory");
            if read.dtype().is_gap_free() {
                assert_eq!(map.as_bytes(), read.as_bytes(), "{path}: {name}");
            }
            mapped += 1;
        }
    }
    assert_eq!((mapped, packed), (80, 8));
    let mut archive = NpzReader::open(folder().join("saved/shapes.npz")).expect("an archive");
    // SAFETY: as above.
    let error = unsafe { archive.map::<MapArray<f32>>("none") }.expect_err("another dtype");
    assert!(
        matches!(&error, NpzError::Npy { name, error } if name == "none.npy" && matches!(**error, NpyError::Mismatch { .. }))
    );
    // SAFETY: as above.
    let row: MapArray<i64> = unsafe { archive.map("every_other") }.expect("stored");
    assert_eq!(row.view().to_vec(), [0, 2, 4, 6, 8, 10]);
    let path = folder().join("saved/shapes.npz");
    assert_eq!(row.path(), path);
    // The path of a file that was opened elsewhere is not known, and none is made up.
    let file = std::fs::File::open(&path).expect("an archive");
    // SAFETY: as above.
    let same: MapArray<i64> =
        unsafe { NpzReader::from_reader(file).expect("an archive").map("every_other") }.expect("stored");
    assert_eq!((same.path(), same.view().to_vec()), (std::path::Path::new(""), row.view().to_vec()));
}

#[test]
fn what_numpy_writes_is_written() {
    let mut archives = 0;
    for path in facts().keys().filter(|path| path.starts_with("saved/")) {
        let bytes = recorded(path);
        let mut archive = open(&bytes).expect("an archive");
        let names: Vec<String> = archive.names().map(String::from).collect();
        let mut file = Cursor::new(vec![]);
        let mut copy = NpzWriter::new(&mut file).expect("memory");
        for name in &names {
            let array = archive.read::<AnyArray>(name).expect("an array");
            copy.add(name, &array).expect("memory");
        }
        assert_eq!(copy.len(), names.len());
        copy.finish().expect("memory");
        assert!(file.into_inner() == bytes, "{path}: other bytes");
        archives += 1;
    }
    assert_eq!(archives, 5);
}

#[test]
fn what_is_refused_says_why() {
    let error = |path: &str| {
        let bytes = recorded(&format!("refused/{path}.npz"));
        match open(&bytes) {
            Ok(mut archive) => {
                archive.read::<AnyArray>("a").err().unwrap_or_else(|| panic!("{path} is read"))
            }
            Err(error) => error,
        }
        .to_string()
    };
    assert_eq!(error("duplicate"), "two members are named \"a\"");
    assert_eq!(error("both_names"), "the name \"a\" means two members, \"a\" and \"a.npy\"");
    assert_eq!(error("bzip2"), "\"a.npy\" is compressed with bzip2 (method 12), which is not supported");
    assert_eq!(error("lzma"), "\"a.npy\" is compressed with lzma (method 14), which is not supported");
    assert_eq!(error("trailing"), "\"a.npy\": 4 bytes follow the data");
    assert_eq!(error("short"), "\"a.npy\": the header promises 24 bytes of data, there are 23");
    assert!(error("objects").contains("Python objects"), "{}", error("objects"));
    assert_eq!(error("behind"), "the archive says that it ends at byte 506, the file ends at 507");
}

#[test]
fn names_are_with_and_without_npy() {
    let bytes = recorded("odd/plain.npz");
    let mut archive = open(&bytes).expect("an archive");
    assert!(archive.read::<Array<i64, record_core::Rank<1>>>("a").is_ok());
    assert!(archive.read::<Array<i64, record_core::Rank<1>>>("a.npy").is_ok());
    let error = archive.read::<AnyArray>("a.np").expect_err("no such member");
    assert_eq!(error.to_string(), "no member is named \"a.np\"");
    let bytes = recorded("saved/shapes.npz");
    let error = open(&bytes).expect("an archive").read::<AnyArray>("every_othr").expect_err("no such member");
    assert_eq!(error.to_string(), "no member is named \"every_othr\"; \"every_other\" is one");
}

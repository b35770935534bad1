//! What errors say to a user: the file, what is wrong with it, and what to do.

use crate::{
    hostile::file,
    support::{Folder, Reading, readings},
};
use record_core::{
    DType, Rank,
    convert::ConvertOptions,
    layout::Order,
    npy::{NpyError, NpyOptions, append_npy, open_as},
    prelude::*,
};
use std::{fs, path::Path};

/// That the text begins with the path and has all of these words.
#[track_caller]
fn says(error: &NpyError, path: &Path, words: &[&str]) {
    let text = error.to_string();
    let rest = text.strip_prefix(&format!("{}: ", path.display()));
    assert!(rest.is_some_and(|rest| words.iter().all(|word| rest.contains(word))), "{text}");
}

#[test]
fn files_that_are_none() {
    let folder = Folder::new();
    let path = folder.file("x.npy");
    let error = || AnyArray::open_npy(&path).expect_err("no array");
    fs::write(&path, []).expect("room");
    says(&error(), &path, &["empty"]);
    RecordTable::from(readings(0..2)).save_npy(&path).expect("room");
    let bytes = fs::read(&path).expect("the file");
    fs::write(&path, &bytes[..50]).expect("room");
    says(&error(), &path, &["cut within its header", "50 of at least"]);
    let objects = file(1, b"{'descr': '|O', 'fortran_order': False, 'shape': (1,), }");
    fs::write(&path, objects).expect("room");
    says(&error(), &path, &["Python objects", "astype"]);
}

#[test]
fn arrays_where_records_are_asked_for() {
    let folder = Folder::new();
    let path = folder.file("grid.npy");
    Array::from_rows([[0.5, 1.5], [2.5, 3.5]]).save_npy(&path).expect("room");
    let error = open_as::<Reading>(&path).expect_err("no records");
    says(&error, &path, &["[2, 2]", "<f8", "open_array_as"]);
    assert!(matches!(error.kind(), NpyError::NoRecords { shape, .. } if **shape == [2, 2]), "{error:?}");
    says(
        &RecordTable::<Reading>::open_npy(&path).expect_err("no records"),
        &path,
        &["`open_as`", "`open_array_as`"],
    );
    let one = Array::<f64>::open_npy(&path).expect_err("two axes");
    says(&one, &path, &["expected 1 axis, found 2"]);
}

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Narrow {
    x: f32,
    y: f64,
}

#[test]
fn options_are_named() {
    let folder = Folder::new();
    let path = folder.file("more.npy");
    let more = DType::parse("[('x', '<f8'), ('y', '<f8'), ('z', '<f8')]").expect("a dtype");
    AnyTable::zeroed(more, 1).expect("memory").save_npy(&path).expect("room");
    says(
        &open_as::<Narrow>(&path).expect_err("x"),
        &path,
        &["`x`", "ConvertOptions::checked()", "NpyOptions::convert"],
    );
    let options = ConvertOptions::new().checked();
    let error = NpyOptions::new().convert(options.clone()).open_as::<Narrow>(&path).expect_err("z");
    says(&error, &path, &["`z`", "ConvertOptions::ignore_extra()", "NpyOptions::convert"]);
    let table = NpyOptions::new().convert(options.ignore_extra()).open_as::<Narrow>(&path).expect("zeros");
    assert_eq!((table[Narrow::X].sum(), table[Narrow::Y].sum()), (0.0, 0.0));
}

#[test]
fn arrays_that_cannot_grow() {
    let folder = Folder::new();
    let path = folder.file("f.npy");
    let rows = Array::from_rows([[1, 2], [3, 4]]);
    rows.view().to_array_in(Order::F).save_npy(&path).expect("room");
    says(
        &append_npy(&path, rows.view()).expect_err("Fortran order"),
        &path,
        &["Fortran order", "save it in C order"],
    );
    Array::<i32, Rank<0>>::full([], 7).save_npy(&path).expect("room");
    says(&append_npy(&path, rows.view()).expect_err("no axes"), &path, &["single element"]);
}

#[cfg(feature = "npz")]
#[test]
fn an_array_is_no_archive() {
    let folder = Folder::new();
    let path = folder.file("x.npz");
    RecordTable::from(readings(0..2)).save_npy(&path).expect("room");
    let error = record_core::npy::npz::NpzReader::open(&path).expect_err("no archive");
    assert!(error.to_string().contains("`open_npy` reads it"), "{error}");
}

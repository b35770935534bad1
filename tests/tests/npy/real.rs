//! A file that another program wrote with NumPy, if the folder of files is there.

use crate::support::hex;
use record_core::{
    dtype::ScalarKind,
    npy::{Header, Version},
    prelude::*,
    view::Value,
};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use std::{fs, path::Path};

fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// As JSON has it.
fn json(value: &Value) -> Json {
    match value {
        Value::Int(n) => (*n).into(),
        Value::UInt(n) => (*n).into(),
        Value::Float64(n) => (*n).into(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn points_of_a_lidar() {
    let Some(folder) = std::env::var_os("RECORD_TEST_DATA") else {
        println!("skipped: RECORD_TEST_DATA does not name the folder of files");
        return;
    };
    let folder = Path::new(&folder);
    let about = fs::read_to_string(folder.join("lidar_points.json")).expect("a description");
    let about: Json = serde_json::from_str(&about).expect("JSON");
    let path = folder.join("lidar_points.npy");
    let bytes = fs::read(&path).expect("the file");
    let header = Header::open(&path).expect("a header");
    assert_eq!(about["header_bytes"], header.data_offset());
    assert_eq!((header.version(), about["endian"].as_str()), (Version::V1, Some("little")));
    let table = AnyTable::open_npy(&path).expect("a table");
    assert_eq!(about["dtype"], table.dtype().descr().expect("a descr"));
    assert_eq!(
        (&about["count"], &about["itemsize"]),
        (&table.len().into(), &table.dtype().itemsize().into())
    );
    assert_eq!(about["trailing_bytes"], table.trailing_bytes());
    assert_eq!(about["records_sha256"], hash(table.as_bytes()));
    let mut columns = 0;
    for (name, answers) in about["fields"].as_object().expect("answers") {
        let column = table.column(name).expect("a column");
        let at = |index| json(&column.get(index).expect("a value"));
        assert_eq!((&answers["first"], &answers["last"]), (&at(0), &at(table.len() - 1)), "{name}");
        // A sum of floats depends on the order; see the sum rule.
        if column.dtype().as_scalar().is_some_and(|scalar| scalar.kind() != ScalarKind::Float64) {
            assert_eq!(answers["sum_f64"], column.sum().expect("numbers").to_f64(), "{name}");
            assert_eq!(answers["mean_f64"], column.mean().expect("numbers").expect("some"), "{name}");
        }
        columns += 1;
    }
    // Written again, it is the data of the file behind a header as NumPy 2 writes it.
    let mut again = Vec::new();
    table.write_npy_to(&mut again).expect("room");
    let new = Header::parse(&again).expect("a header");
    assert_eq!(again[new.data_offset()..], bytes[header.data_offset()..]);
    assert_eq!((new.dtype(), new.shape()), (header.dtype(), header.shape()));
    println!("{} points, {columns} columns", table.len());
}

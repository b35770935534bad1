//! The telemetry of a spacecraft, by chunks: the answers that NumPy gives for the whole file, and for the one that was cut.

use super::Temporary;
use record_core::{
    ops::Sum,
    prelude::*,
    scan::{AnyRecordReader, ReaderOptions, ScanOps},
    table::{TableError, Trailing},
    view::Value,
};
use serde_json::Value as Json;
use std::{fs, path::Path};

fn number(value: Option<Value>) -> f64 {
    value.and_then(|value| value.to_f64()).expect("a number")
}

/// All columns of the file, read by chunks of so many bytes: how many there are.
#[allow(clippy::float_cmp)] // the recorded number, to the bit
fn check(json: &Json, open: &dyn Fn() -> AnyRecordReader) -> usize {
    let fields = json["fields"].as_object().unwrap();
    for (name, fact) in fields {
        assert_eq!(number(open().min_of(name).unwrap()), fact["min"].as_f64().unwrap(), "{name}: min");
        assert_eq!(number(open().max_of(name).unwrap()), fact["max"].as_f64().unwrap(), "{name}: max");
        let mean = open().mean_of(name).unwrap().unwrap();
        match open().sum_of(name).unwrap() {
            Sum::Int(sum) => {
                assert_eq!(sum, i128::from(fact["sum_int"].as_i64().unwrap()), "{name}: sum");
                assert_eq!(mean, fact["mean_f64"].as_f64().unwrap(), "{name}: mean");
            }
            Sum::Float(sum) => {
                let expected = fact["sum_exact_rounded"].as_f64().unwrap();
                let magnitude = fact["sum_abs_f64"].as_f64().unwrap();
                assert!((sum - expected).abs() <= 1e-12 * magnitude, "{name}: {sum} is not {expected}");
                let expected = fact["mean_f64"].as_f64().unwrap();
                assert!((mean - expected).abs() <= 1e-12 * magnitude, "{name}: {mean} is not {expected}");
            }
            other => panic!("{other:?}"),
        }
    }
    fields.len()
}

#[test]
fn telemetry_gives_its_answers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let bytes = fs::read(folder.join("jpss1_attitude_ephemeris.dat")).unwrap();
    for name in ["jpss1_attitude_ephemeris.json", "jpss1_attitude_ephemeris.truncated.json"] {
        let json: Json = serde_json::from_slice(&fs::read(folder.join(name)).unwrap()).unwrap();
        let size = |key: &str| usize::try_from(json[key].as_u64().unwrap()).unwrap();
        let dtype = DType::parse(json["dtype"].as_str().unwrap()).unwrap();
        let keep = json
            .get("derive")
            .map_or(bytes.len(), |derive| usize::try_from(derive["keep_bytes"].as_u64().unwrap()).unwrap());
        let file = Temporary::new(&bytes[..keep]);
        for (chunk, ahead) in [(1, true), (71 * 1024, true), (71 * 1000, false), (1 << 20, true)] {
            let options =
                || ReaderOptions::new().chunk_bytes(chunk).read_ahead(ahead).trailing(Trailing::Ignore);
            let open = || options().open_any(&file, dtype.clone()).unwrap();
            let columns = if chunk == 1 { 0 } else { check(&json, &open) };
            assert!(columns == 16 || chunk == 1);
            let mut reader = open();
            assert!(reader.to_any_table().unwrap().as_bytes() == &bytes[..size("count") * 71]);
            let end = reader.end().unwrap();
            assert_eq!(
                (end.records, end.trailing_bytes),
                (size("count") as u64, size("trailing_bytes") as u64)
            );
        }
        // Where a part of a record is an error, it is one at once.
        let strict = AnyRecordReader::open(&file, dtype.clone());
        match (strict, size("trailing_bytes")) {
            (Ok(_), 0) => {}
            (Err(error), trailing) => {
                let Some(TableError::PartialRecord { records, left, .. }) = error.table() else {
                    panic!("{error:?}")
                };
                assert_eq!((*records, *left), (size("count") as u64, trailing as u64));
            }
            other => panic!("{other:?}"),
        }
    }
}

//! Headers as NumPy wrote them: for each recorded dtype, byte for byte; and the forms that others write.

use crate::{
    dtype_support::{build, derive, text},
    support::hex,
};
use record_core::{
    DType,
    dtype::{DTypeError, ParseProblem, Unsupported},
    layout::Order,
    npy::{Header, NpyError, Version},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub fn facts() -> Vec<Value> {
    serde_json::from_str(include_str!("../../data/numpy_dtypes.json")).expect("the facts are JSON")
}

fn bytes_of_hex(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).expect("hex")).collect()
}

fn version(fact: &Value) -> Version {
    match fact["npy_version"][0].as_u64().expect("a number") {
        1 => Version::V1,
        2 => Version::V2,
        3 => Version::V3,
        other => panic!("version {other}"),
    }
}

/// The dtype of a fact; `None` where it is one that a record cannot hold.
pub fn dtype(fact: &Value) -> Option<DType> {
    let (name, align) = (text(&fact["name"]), fact["align"].as_bool().expect("a bool"));
    let tags = fact["tags"].as_array().expect("a list");
    let made = build(&fact["dtype_spec"], align, name.contains("union"))
        .and_then(|dtype| tags.iter().try_fold(dtype, |dtype, tag| derive(&dtype, text(tag))));
    match made {
        Ok(dtype) => Some(dtype),
        Err(DTypeError::Parse { problem: ParseProblem::Unsupported(_), .. }) => None,
        Err(error) => panic!("{name}: {error}"),
    }
}

#[test]
fn headers_are_as_numpy_writes_them() {
    let (mut same, mut in_part, mut refused, mut not_here) = (0, 0, 0, 0);
    let mut versions = [0; 3];
    for fact in facts() {
        let at = text(&fact["name"]);
        let Some(dtype) = dtype(&fact) else {
            // NumPy writes it, and reading that is an error that says where and why.
            if let Some(hex) = fact["npy_header_hex_shape3"].as_str() {
                let read = Header::parse(&bytes_of_hex(hex));
                let long = ParseProblem::Unsupported(Unsupported::LongDouble);
                let union = at.contains("union") && read.is_ok();
                assert!(
                    union || matches!(&read, Err(NpyError::Text { problem, .. }) if *problem == long),
                    "{at}"
                );
            }
            not_here += 1;
            continue;
        };
        let header = Header::new(&dtype, [3], Order::C);
        if let Some(why) = fact["npy_error"].as_str() {
            assert!(why.contains("overlapping or out-of-order"), "{at}: {why}");
            assert!(matches!(header, Err(NpyError::DType(DTypeError::NoDescr { .. }))), "{at}: {header:?}");
            refused += 1;
            continue;
        }
        let header = header.unwrap_or_else(|error| panic!("{at}: {error}"));
        let bytes = header.to_bytes();
        assert_eq!(header.version(), version(&fact), "{at}");
        versions[usize::from(header.version().major()) - 1] += 1;
        if let Some(offset) = fact["npy_data_offset_shape3"].as_u64() {
            assert_eq!(bytes.len() as u64, offset, "{at}");
        }
        assert_eq!((bytes.len(), bytes.len() % 64), (header.data_offset(), 0), "{at}");
        if let Some(expected) = fact["npy_header_hex_shape3"].as_str() {
            assert_eq!(hex(&bytes), expected, "{at}");
            same += 1;
        } else {
            // Long ones were recorded in part: the descr, and the length.
            let dict = String::from_utf8(bytes[header.version().prefix_len()..].to_vec()).expect("ASCII");
            let (descr, rest) = dict.rsplit_once(", 'fortran_order': ").expect("the next key");
            let descr = descr.strip_prefix("{'descr': ").expect("the first key");
            if let Some(expected) = fact["npy_header_descr"].as_str() {
                assert_eq!(descr, expected, "{at}");
            } else {
                let expected = &fact["npy_header_descr_len_sha256"];
                assert_eq!(json!([descr.len(), hex(&Sha256::digest(descr))]), *expected, "{at}");
            }
            // 20 spaces for the digits to come, at least one for the alignment.
            assert!(rest.starts_with("False, 'shape': (3,), }                     "), "{at}: {rest:?}");
            assert!(rest.trim_end_matches('\n').trim_end_matches(' ').ends_with('}'), "{at}");
            in_part += 1;
        }
        let read = Header::parse_with(&bytes, 100_000).unwrap_or_else(|error| panic!("{at}: {error}"));
        assert_eq!(read, header, "{at}");
    }
    println!(
        "{same} headers equal, {in_part} equal in descr and length, {refused} refused as by NumPy, {not_here} of dtypes that \
         do not exist here; versions 1.0, 2.0, 3.0: {versions:?}"
    );
    assert_eq!((same, in_part, refused, not_here), (244, 12, 5, 3));
    assert_eq!(versions, [254, 1, 1]);
}

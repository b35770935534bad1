//! 264 dtypes as NumPy 2.4.6 describes them, one by one: layout, flags, fields, texts, byte order, round trips.
//!
//! Every difference is in one of the lists below with its reason; the counts are asserted, so nothing is skipped
//! in silence.

mod dtype_support;

use dtype_support::{build, derive, size, sizes, text};
use record_core::{
    ByteOrder, DType,
    dtype::{DTypeError, NewByteOrder, ParseProblem, Unsupported},
};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Cases that are refused, and how.
const REFUSED: [(&str, Unsupported); 3] = [
    // 80-bit numbers in 16 bytes on this machine, something else on the next.
    ("longdouble/packed", Unsupported::LongDouble),
    ("longdouble/aligned", Unsupported::LongDouble),
    // An integer that is also a record: two dtypes in one.
    ("union_i4_rgba", Unsupported::Union),
];

/// Cases whose `dtype.alignment` is not that of their layout in NumPy; here it is.
/// `repack_fields(align=True)` passes through `numpy.dtype((numpy.void, dtype))`, which resets it to 1.
const ALIGNMENT_LOST_BY_NUMPY: [(&str, usize); 1] = [("repack_aligned", 8)];

/// Cases that NumPy calls native although big-endian numbers are inside: `isnative` does not look into sub-arrays.
const NATIVE_ONLY_FOR_NUMPY: usize = 14;

fn facts() -> Vec<Value> {
    let text = include_str!("../data/numpy_dtypes.json");
    serde_json::from_str(text).expect("the facts are JSON")
}

/// `isnative` as NumPy computes it.
fn isnative_for_numpy(dtype: &DType) -> bool {
    match (dtype.as_array(), dtype.as_record()) {
        (Some(_), _) => true,
        (_, Some(fields)) => fields.iter().all(|field| isnative_for_numpy(field.dtype())),
        _ => dtype.is_in_order(ByteOrder::Little),
    }
}

/// Whether all records inside are aligned or all are not: only then does NumPy's repr say the layout.
fn repr_says_all(dtype: &DType, aligned: bool) -> bool {
    let base = dtype.base();
    base.as_record().is_none_or(|fields| {
        base.is_aligned_record() == aligned
            && fields.iter().all(|field| repr_says_all(field.dtype(), aligned))
    })
}

fn check_fields(dtype: &DType, fields: &Value, at: &str) {
    let fields = fields.as_array().expect("a list");
    assert_eq!(dtype.fields().len(), fields.len(), "{at}: number of fields");
    for (field, fact) in dtype.fields().iter().zip(fields) {
        let at = format!("{at}.{}", field.name());
        match text(&fact["name"]).strip_suffix("...") {
            Some(start) => assert!(field.name().starts_with(start), "{at}: name"),
            None => assert_eq!(field.name(), text(&fact["name"]), "{at}: name"),
        }
        let inner = field.dtype();
        assert_eq!(field.offset(), size(&fact["offset"]), "{at}: offset");
        assert_eq!(inner.base().dtype_str(), text(&fact["dtype_str"]), "{at}: str");
        assert_eq!(inner.shape().collect::<Vec<_>>(), sizes(&fact["shape"]), "{at}: shape");
        assert_eq!(inner.itemsize(), size(&fact["itemsize"]), "{at}: itemsize");
        assert_eq!(inner.alignment(), size(&fact["alignment"]), "{at}: alignment");
        assert_eq!(field.title(), fact.get("title").and_then(Value::as_str), "{at}: title");
        match fact.get("fields") {
            Some(nested) => check_fields(inner.base(), nested, &at),
            None => assert!(inner.base().as_record().is_none(), "{at}: not a record"),
        }
        if let Some(flag) = fact.get("isalignedstruct") {
            assert_eq!(Some(inner.base().is_aligned_record()), flag.as_bool(), "{at}: aligned");
        }
    }
}

fn check_descr(dtype: &DType, fact: &Value, at: &str) {
    let Some(expected) = fact["npy_header_descr"].as_str() else {
        if let Some(length_and_hash) = fact.get("npy_header_descr_len_sha256") {
            let descr = dtype.descr().expect("a descr");
            let hash: String = Sha256::digest(&descr)
                .iter()
                .flat_map(|b| [b >> 4, b & 15])
                .filter_map(|n| char::from_digit(n.into(), 16))
                .collect();
            assert_eq!(descr.len(), size(&length_and_hash[0]), "{at}: length of descr");
            assert_eq!(hash, text(&length_and_hash[1]), "{at}: hash of descr");
            assert_eq!(&DType::parse_descr(&descr).expect("a descr"), dtype, "{at}: descr read back");
            return;
        }
        assert!(text(&fact["npy_error"]).contains("overlapping or out-of-order"), "{at}");
        assert!(matches!(dtype.descr(), Err(DTypeError::NoDescr { .. })), "{at}: no descr");
        return;
    };
    assert_eq!(dtype.descr().expect("a descr"), expected, "{at}: descr");
    let read = DType::parse_descr(expected).expect("a descr");
    assert_eq!(&read, dtype, "{at}: descr read back");
    assert_eq!(fact["npy_roundtrip_equal"], true, "{at}: NumPy reads it back too");
}

fn check(dtype: &DType, fact: &Value) {
    let at = text(&fact["name"]);
    assert_eq!(dtype.itemsize(), size(&fact["itemsize"]), "{at}: itemsize");
    let corrected = ALIGNMENT_LOST_BY_NUMPY.iter().find(|(name, _)| *name == at).map(|(_, here)| *here);
    assert_eq!(dtype.alignment(), corrected.unwrap_or(size(&fact["alignment"])), "{at}: alignment");
    assert_eq!(Some(dtype.is_aligned_record()), fact["isalignedstruct"].as_bool(), "{at}: aligned");
    assert_eq!(Some(isnative_for_numpy(dtype)), fact["isnative"].as_bool(), "{at}: isnative");
    assert_eq!(dtype.dtype_str(), text(&fact["dtype_str"]), "{at}: str");
    check_fields(dtype, &fact["fields"], at);
    check_descr(dtype, fact, at);
    if let Some(repr) = fact.get("repr") {
        let repr = text(repr);
        assert_eq!(dtype.repr_on(ByteOrder::Little), repr, "{at}: repr");
        let read = DType::parse_on(repr, ByteOrder::Little).expect("a repr");
        assert_eq!(read.repr_on(ByteOrder::Little), repr, "{at}: repr read back");
        if repr_says_all(dtype, dtype.is_aligned_record()) {
            assert_eq!(&read, dtype, "{at}: repr read back");
        }
        let swapped = dtype.newbyteorder(NewByteOrder::Swap);
        assert_eq!(swapped.repr_on(ByteOrder::Little), text(&fact["newbyteorder_S"]), "{at}: newbyteorder");
        assert_eq!(&swapped.newbyteorder(NewByteOrder::Swap), dtype, "{at}: swapped twice");
        assert_eq!(swapped.alignment(), dtype.alignment(), "{at}: alignment of the swapped one");
    }
    let lossless = format!("{dtype:?}");
    let read = DType::parse(&lossless).expect("the lossless form");
    assert_eq!(&read, dtype, "{at}: lossless form read back");
    // The text says all of it, so equal texts mean equal alignments and flags at every level.
    assert_eq!(format!("{read:?}"), lossless, "{at}: lossless form");
    assert!(dtype.first_difference(&read).is_none(), "{at}: no difference");
}

#[test]
fn dtypes_are_as_numpy_says() {
    let (mut checked, mut refused, mut natives) = (0, Vec::new(), 0);
    for fact in facts() {
        let name = text(&fact["name"]);
        let align = fact["align"].as_bool().expect("a bool");
        let tags = fact["tags"].as_array().expect("a list");
        let made = build(&fact["dtype_spec"], align, name.contains("union"))
            .and_then(|dtype| tags.iter().try_fold(dtype, |dtype, tag| derive(&dtype, text(tag))));
        if let Some((_, why)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
            let expected = ParseProblem::Unsupported(*why);
            assert!(
                matches!(&made, Err(DTypeError::Parse { problem, .. }) if *problem == expected),
                "{made:?}"
            );
            let read = DType::parse(text(&fact["repr"]));
            assert!(
                matches!(&read, Err(DTypeError::Parse { problem, .. }) if *problem == expected),
                "{read:?}"
            );
            refused.push(*why);
            continue;
        }
        let dtype = made.unwrap_or_else(|error| panic!("{name}: {error}"));
        check(&dtype, &fact);
        natives += usize::from(isnative_for_numpy(&dtype) && !dtype.is_in_order(ByteOrder::Little));
        checked += 1;
    }
    let count = |why| refused.iter().filter(|&&r| r == why).count();
    println!(
        "{checked} dtypes checked; refused: {} long double, {} union; NumPy's isnative differs in {natives}",
        count(Unsupported::LongDouble),
        count(Unsupported::Union)
    );
    assert_eq!((checked, refused.len()), (261, REFUSED.len()));
    assert_eq!(natives, NATIVE_ONLY_FOR_NUMPY);
}

#[test]
fn format_parser_of_numpy_loses_trailing_gap() {
    // numpy.rec.format_parser(['f8', 'i1'], aligned=True) has 9 bytes; C's layout and ours has 16.
    let dtype = DType::parse("dtype('f8,i1', align=True)").expect("a dtype");
    assert_eq!((dtype.itemsize(), dtype.alignment()), (16, 8));
}

//! What NumPy 2.4.6 answered: `byteswap`, `view` and `astype`, and the leaves of 263 recorded dtypes.
//!
//! The facts were recorded on a little-endian machine.

use super::{
    dtype_support::{build, derive, size, text},
    oracle::{swapped, units},
};
use record_core::{ByteOrder, Complex, dtype::NewByteOrder, ops::ByteswapError, prelude::*};
use serde_json::Value;

fn operation(id: &str) -> Value {
    let facts: Vec<Value> =
        serde_json::from_str(include_str!("../../data/numpy_ops.json")).expect("the facts are JSON");
    facts.into_iter().find(|fact| fact["id"] == id).unwrap_or_else(|| panic!("no fact {id}"))
}

fn hex(value: &Value) -> Vec<u8> {
    let digits: Vec<u32> =
        text(value).chars().map(|digit| digit.to_digit(16).expect("hexadecimal")).collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] << 4 | pair[1]).expect("a byte")).collect()
}

fn numbers(value: &Value) -> Vec<i16> {
    let numbers = value.as_array().expect("a list").iter();
    numbers.map(|v| v.as_i64().and_then(|v| v.try_into().ok()).expect("an i16")).collect()
}

/// `[b.tolist(), b.byteswap().tolist(), b.view(b.dtype.newbyteorder()).tolist()]`
#[test]
fn byteswap_doc() {
    let expect = operation("byteswap_doc")["expect"].clone();
    let mut bytes = [0, 1, 3, 2];
    let mut b = ViewMut::<Be<i16>>::from_bytes(&mut bytes).expect("two numbers");
    assert_eq!(b.to_vec(), numbers(&expect[0]));
    b.byteswap_inplace();
    assert_eq!(b.to_vec(), numbers(&expect[1]));
    b.byteswap_inplace();
    assert_eq!(View::<Le<i16>>::from_bytes(&bytes).expect("two numbers").to_vec(), numbers(&expect[2]));
}

#[test]
fn byteswap_struct() {
    #[derive(Record, Clone, Copy)]
    #[repr(C, packed)]
    struct Pair {
        f0: Le<i16>,
        f1: Le<f32>,
    }
    let mut pairs = RecordTable::from([Pair { f0: Le::new(1), f1: Le::new(2.0) }]);
    pairs.byteswap_inplace();
    assert_eq!(pairs.as_bytes().expect("packed"), hex(&operation("byteswap_struct")["expect"]["hex"]));
}

/// `x.byteswap(inplace=True)`, then `[x.view(x.dtype.newbyteorder()).tolist(), x.tobytes()]`
#[test]
fn byteswap_inplace_view() {
    let expect = operation("byteswap_inplace_view")["expect"].clone();
    let mut bytes = [0, 1, 1, 0];
    ViewMut::<Be<i16>>::from_bytes(&mut bytes).expect("two numbers").byteswap_inplace();
    assert_eq!(View::<Le<i16>>::from_bytes(&bytes).expect("two numbers").to_vec(), numbers(&expect[0]));
    assert_eq!(bytes[..], hex(&expect[1]["hex"]));
    // In one step: the type changes with the bytes.
    let mut bytes = [0, 1, 1, 0];
    let native = ViewMut::<Be<i16>>::from_bytes(&mut bytes).expect("two numbers").into_native();
    assert_eq!(native.to_vec(), numbers(&expect[0]));
}

#[test]
fn byteswap_leaves_text_and_bytes() {
    #[derive(Record, Clone, Copy)]
    #[repr(C, packed)]
    struct Mixed {
        f0: FixedBytes<3>,
        f1: u8,
        f2: Le<FixedUtf32<1>>,
        f3: Le<Complex<f32>>,
    }
    let mixed = Mixed {
        f0: "abc".try_into().expect("it fits"),
        f1: 1,
        f2: Le::new(FixedUtf32::new("é")),
        f3: Le::new(Complex::new(1.0, 2.0)),
    };
    let mut table = RecordTable::from([mixed]);
    table.byteswap_inplace();
    let expected = hex(&operation("byteswap_leaves_S_and_u1")["expect"]["hex"]);
    assert_eq!(table.as_bytes().expect("packed"), expected);
    // The same at run time.
    let mut bytes = Vec::from(RecordTable::from([mixed]).as_bytes().expect("packed"));
    let dtype = DType::parse("S3,u1,<U1,<c8").expect("a dtype");
    AnyTable::from_bytes_mut(&mut bytes, dtype).expect("a record").byteswap_inplace().expect("no overlap");
    assert_eq!(bytes, expected);
}

/// NumPy raises when the array is read-only; here a reading table has no such method, which `ui/use/byteswap_readonly.rs`
/// shows.
#[test]
fn byteswap_readonly() {
    assert_eq!(operation("byteswap_readonly")["error"]["type"], "ValueError");
}

#[test]
fn astype_native() {
    let expected = hex(&operation("astype_native")["expect"]["hex"]);
    let mut bytes = [0, 1, 0x40, 0, 0, 0];
    let table = AnyTable::from_bytes_mut(&mut bytes, DType::parse(">i2,>f4").expect("a dtype"))
        .map(|table| table.into_byte_order(ByteOrder::Little));
    let table = table.expect("a record").expect("no overlap");
    assert_eq!(table.dtype(), &DType::parse("<i2,<f4").expect("a dtype"));
    assert_eq!(table.as_bytes(), expected);
}

/// Of each recorded dtype a record of recorded bytes, swapped and converted.
#[test]
fn recorded_dtypes() {
    let facts: Vec<Value> =
        serde_json::from_str(include_str!("../../data/numpy_dtypes.json")).expect("the facts are JSON");
    let (mut checked, mut overlapping, mut units_seen) = (0, Vec::new(), 0);
    for fact in &facts {
        let (name, align) = (text(&fact["name"]), fact["align"].as_bool().expect("a bool"));
        let tags = fact["tags"].as_array().expect("a list");
        let made = build(&fact["dtype_spec"], align, name.contains("union"))
            .and_then(|dtype| tags.iter().try_fold(dtype, |dtype, tag| derive(&dtype, text(tag))));
        let (Ok(dtype), Some(leaves)) = (made, fact["leaves"].as_array()) else { continue };
        if dtype.itemsize() == 0 {
            continue;
        }
        // Three records, the first as recorded.
        let mut bytes = hex(&fact["sample_hex"]);
        let reversed: Vec<u8> = bytes.iter().rev().copied().collect();
        bytes = [&bytes[..], &reversed, &bytes].concat();
        let (mut all, mut native) = (bytes.clone(), bytes.clone());
        let before = AnyTable::from_bytes(&bytes, dtype.clone()).expect("records");
        let mut table = AnyTable::from_bytes_mut(&mut all, dtype.clone()).expect("records");
        if dtype.fields_overlap() && !units(&dtype).is_empty() {
            let error = table.byteswap_inplace().expect_err(name);
            assert!(matches!(error, ByteswapError::Overlap { .. }), "{name}: {error:?}");
            assert_eq!(table.as_bytes(), bytes, "{name}: untouched");
            overlapping.push(name);
            continue;
        }
        table.byteswap_inplace().unwrap_or_else(|error| panic!("{name}: {error}"));
        let positions = [0, 1, 2].map(|i| i * dtype.itemsize());
        let expected = swapped(&bytes, &positions, &units(&dtype), |_| true);
        assert_eq!(table.as_bytes(), expected, "{name}: swapped");
        // Swapped and called the other order, as NumPy prints that dtype, the values are what they were.
        let other = dtype.newbyteorder(NewByteOrder::Swap);
        assert_eq!(other.repr_on(ByteOrder::Little), text(&fact["newbyteorder_S"]), "{name}");
        let view = AnyTable::from_bytes(table.as_bytes(), other).expect("records");
        for i in 0..3 {
            assert_eq!(format!("{:?}", view.get(i)), format!("{:?}", before.get(i)), "{name}: record {i}");
        }
        // In the order of the machine that recorded: each leaf's bytes are NumPy's.
        let table = AnyTable::from_bytes_mut(&mut native, dtype.clone()).expect("records");
        let table = table.into_byte_order(ByteOrder::Little).expect("no overlap");
        assert_eq!(table.dtype(), &dtype.newbyteorder(ByteOrder::Little), "{name}");
        for leaf in leaves {
            let expected = hex(&leaf["native_hex"]);
            let found = &table.as_bytes()[size(&leaf["offset"])..][..expected.len()];
            assert_eq!(found, expected, "{name}.{}", text(&leaf["path"]));
        }
        units_seen += units(&dtype).len();
        checked += 1;
    }
    println!("{checked} dtypes of {units_seen} units swapped; refused: {overlapping:?}");
    assert_eq!(overlapping, ["off_overlap_union", "ctypes_union"]);
    assert!(checked > 250 && units_seen > 1000, "{checked} dtypes, {units_seen} units");
}

//! R1 and R3 against dtypes that only run time knows: fields that overlap, go backwards or nest as deep as is allowed.

use super::*;
use record_core::{AnyView, dtype::MAX_DEPTH, table::AnyTable, view::Value};

fn parse(text: &str) -> DType {
    DType::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn fields_may_overlap_and_go_backwards() {
    let dtype = parse(
        "{'names': ['late', 'word', 'low', 'all'], 'formats': ['<u2', '<u4', 'u1', 'V6'], \
         'offsets': [4, 0, 0, 0], 'itemsize': 7}",
    );
    let bytes: Vec<u8> = (1..=14).collect();
    let table = AnyTable::from_bytes(&bytes, dtype.clone()).expect("two records");
    assert_eq!(table["late"].typed::<Le<u16>>().expect("a u2").to_vec(), [0x0605, 0x0D0C]);
    assert_eq!(table["word"].typed::<Le<u32>>().expect("a u4").to_vec(), [0x0403_0201, 0x0B0A_0908]);
    assert_eq!(table["low"].typed::<u8>().expect("a u1").to_vec(), [1, 8]);
    assert_eq!(table["all"].typed::<Opaque<6>>().expect("a V6").item(1), Opaque::new([8, 9, 10, 11, 12, 13]));
    assert!(table["word"].typed::<Be<u32>>().is_err() && table["word"].typed::<f32>().is_err());
    assert_eq!(table.as_bytes(), bytes);
    assert!(table.to_string().contains("2 records of 7 bytes"));
}

#[test]
fn a_field_that_leaves_its_record_is_refused() {
    for text in [
        "{'names': ['a'], 'formats': ['<u4'], 'offsets': [1], 'itemsize': 4}",
        "{'names': ['a'], 'formats': ['<u4'], 'offsets': [18446744073709551615]}",
        "{'names': ['a'], 'formats': ['<u4'], 'offsets': [9223372036854775807]}",
        "{'names': ['a'], 'formats': ['<u4'], 'offsets': [-1]}",
        "[('a', 'V9223372036854775807'), ('b', 'u1')]",
        "[('a', 'u1', (9223372036854775807, 2))]",
        "[('a', 'U4611686018427387904')]",
    ] {
        assert!(DType::parse(text).is_err(), "{text}");
    }
}

#[test]
fn equal_dtypes_mean_equal_bytes_whatever_their_alignment() {
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[repr(C)]
    struct Aligned {
        a: u8,
        b: u32,
    }
    // The same places, without the flag and with alignment 1.
    let order = if cfg!(target_endian = "little") { '<' } else { '>' };
    let dtype = parse(&format!(
        "{{'names': ['a', 'b'], 'formats': ['u1', '{order}u4'], 'offsets': [0, 4], 'itemsize': 8}}"
    ));
    assert_eq!(dtype, *<Aligned as Element>::DTYPE);
    assert_ne!(dtype.alignment(), <Aligned as Element>::DTYPE.alignment());
    let mut bytes = vec![0_u8; 3 * 8 + 1];
    for (i, byte) in (0..).zip(&mut bytes) {
        *byte = i;
    }
    // At an odd address: it may be read, and is no slice.
    let odd = usize::from(bytes.as_ptr().addr().is_multiple_of(2));
    let view = AnyView::from_bytes(&bytes[odd..][..24], &dtype).expect("three records");
    let typed = view.typed::<Aligned>().expect("the same dtype");
    assert!(typed.as_slice().is_none() && !typed.is_aligned());
    let start = u8::try_from(odd).expect("0 or 1");
    assert_eq!(
        typed.get(2),
        Some(Aligned {
            a: 16 + start,
            b: u32::from_ne_bytes([20 + start, 21 + start, 22 + start, 23 + start]),
        })
    );
    // Another itemsize is another dtype.
    assert_ne!(
        parse("{'names': ['a', 'b'], 'formats': ['u1', '<u4'], 'offsets': [0, 4], 'itemsize': 12}"),
        dtype
    );
}

#[test]
fn names_titles_and_nested_fields_are_told_apart() {
    let inner = DType::builder().field("x", parse("u1")).field("y", parse("<u2")).title("z").build();
    let inner = inner.expect("a dtype");
    let array = DType::array(&inner, &[2]).expect("a dtype");
    let dtype = DType::builder()
        .field("before", &inner)
        .field("arrays", &array)
        .field("after", &inner)
        .title("x")
        .field("y", parse("u1"))
        .build()
        .expect("a dtype");
    assert_eq!(dtype.itemsize(), 13);
    let bytes: Vec<u8> = (0..26).collect();
    let table = AnyTable::from_bytes(&bytes, dtype).expect("two records");
    let u1 = |column: &record_core::AnyColumn| column.typed::<u8>().expect("a u1").to_vec();
    assert_eq!(u1(&table["before"]["x"]), [0, 13]);
    assert_eq!(u1(&table["after"]["x"]), [9, 22]);
    assert_eq!(u1(&table["x"]["x"]), [9, 22], "the title of a record, then a name in it");
    assert_eq!(u1(&table["y"]), [12, 25]);
    assert_eq!(table["after"]["z"].typed::<Le<u16>>().expect("a u2").to_vec(), [0x0B0A, 0x1817]);
    assert_eq!(table["after"]["z"].as_view().as_ptr(), table["after"]["y"].as_view().as_ptr());
    assert_eq!(table["arrays"].as_view().all_axes().expect("an axis").shape().as_ref(), [2, 2]);
    let xs = table["arrays"].as_view().all_axes().expect("an axis").column("x").expect("a field");
    assert_eq!(xs.values().collect::<Vec<_>>(), [3_u8, 6, 16, 19].map(|v| Value::UInt(v.into())));
    assert!(table.column("nope").is_err() && table["before"].column("before").is_err());
    // A name equal to another's title is one key too many.
    let clash = DType::builder().field("a", parse("u1")).title("b").field("b", parse("u1")).build();
    assert!(clash.is_err());
}

/// Records in records, as deep as is allowed.
fn deep_record(levels: u8) -> DType {
    (0..levels).fold(parse("<u2"), |inner, _| DType::packed([("n", inner)]).expect("not too deep"))
}

#[test]
fn the_deepest_dtypes_are_walked_and_deeper_ones_refused() {
    let deepest = deep_record(MAX_DEPTH);
    assert!(DType::packed([("n", &deepest)]).is_err());
    assert!(DType::array(&deepest, &[1]).is_err());
    let table = AnyTable::from_bytes(&[1, 2, 3, 4], deepest.clone()).expect("two records");
    let mut column = &table["n"];
    let mut view = table.view();
    for _ in 1..MAX_DEPTH {
        column = &column["n"];
        view = view.column("n").expect("a field");
    }
    view = view.column("n").expect("the last field");
    assert_eq!(column.typed::<Le<u16>>().expect("a u2").to_vec(), [0x0201, 0x0403]);
    assert_eq!(view.typed::<Le<u16>>().expect("a u2").to_vec(), [0x0201, 0x0403]);
    assert_eq!((table.get(0), table.to_string().is_empty()), (Some(nest(MAX_DEPTH)), false));
    let arrays =
        (0..MAX_DEPTH).fold(parse("<u2"), |inner, _| DType::array(inner, &[1]).expect("not too deep"));
    let view = AnyView::from_bytes(&[1, 2], &arrays).expect("one element");
    assert!(view.all_axes().is_err(), "more axes than a view has");
    assert!(view.get(0).is_some() && view.sum().is_err() && !view.to_string().is_empty());
    let text = format!("{}<u2{}", "(1,)".repeat(70), "");
    assert!(DType::parse(&text).is_err());
    assert!(DType::parse(&format!("{}'u1'{}", "[('a', ".repeat(100_000), ")]".repeat(100_000))).is_err());
}

fn nest(levels: u8) -> Value {
    (0..levels).fold(Value::UInt(0x0201), |inner, _| Value::Record(vec![inner]))
}

#[test]
fn arrays_of_nothing_and_views_of_much_are_printed_in_no_time() {
    // 10^18 elements without bytes, in a file of one byte.
    let dtype = parse("[('id', 'u1'), ('none', 'V0', (1000000000, 1000000000))]");
    let table = AnyTable::from_bytes(&[7], dtype).expect("one record");
    assert!(table.to_string().contains('7'));
    assert!(table["none"].to_string().contains(" of 0 bytes"));
    // A row of 2^60 equal numbers.
    let layout = record_core::layout::Layout { shape: [1, 1 << 60], strides: [0, 0] };
    let row = View::<u8, Rank<2>>::from_parts(&[3], layout, 0).expect("one byte");
    assert!(row.to_string().contains("3, 3"));
}

/// No memory is asked for on behalf of an element that is not there.
#[test]
fn elements_of_any_claimed_size_are_missed_without_memory() {
    let table = AnyTable::from_bytes(&[], parse("S9223372036854775807")).expect("no records");
    assert_eq!(table.get(0), None);
    assert!(table.to_string().contains("0 elements"));
}

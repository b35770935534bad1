//! Dtypes that claim more than there is memory or time for, over files of no bytes or few: conversions ask for nothing on
//! behalf of elements that are not there.

use super::*;
use record_core::{
    AnyView,
    convert::{Casting, Conversion, ConvertError, ConvertOptions, Missing},
};

fn parse(text: &str) -> DType {
    DType::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn rows_of_any_claimed_length_are_found_without_walking() {
    let cases = [
        ("[('a','u1'),('b','u1',(1000000000,1000000000))]", Ok(1_000_000_000_000_000_001_usize)),
        ("[('a','<u2'),('b','u1',(1000000000,1000000000))]", Err("b")),
        ("[('r',[('x','u1'),('y','u1')],(4000000000000000000,))]", Ok(8_000_000_000_000_000_000)),
        ("[('r',[('x','u1'),('y','<u2')],(40000000000000000,))]", Err("r.y")),
        (
            "[('r',{'names':['x','y'],'formats':['u1','u1'],'offsets':[0,1],'itemsize':3},(10000000000000000,))]",
            Err("r.x"),
        ),
        (
            "[('r',{'names':['x','y'],'formats':['u1','u1'],'offsets':[0,2],'itemsize':4},(10000000000000000,))]",
            Ok(20_000_000_000_000_000),
        ),
        (
            "[('r',{'names':['x','y'],'formats':['u1','u1'],'offsets':[1,0],'itemsize':2},(10000000000000000,))]",
            Err("r.x"),
        ),
        ("{'names':['a','b','c'],'formats':['u1','u1','u1'],'offsets':[4,2,0]}", Ok(3)),
        ("{'names':['a','b'],'formats':['<u2','<u2'],'offsets':[1,0]}", Err("b")),
        ("[('a','V0',(0,)),('b','u1')]", Ok(1)),
    ];
    for (text, expected) in cases {
        let dtype = parse(text);
        let view = AnyView::from_bytes(&[], &dtype).expect("no records");
        match (view.as_matrix(), expected) {
            (Ok(matrix), Ok(len)) => assert_eq!(matrix.shape().as_ref(), [0, len], "{text}"),
            (Err(ConvertError::NoMatrix { field }), Err(expected)) => assert_eq!(field, expected, "{text}"),
            // More records in a sub-array than are listed.
            (Err(ConvertError::Layout(record_core::layout::LayoutError::TooLarge { .. })), _)
                if dtype.itemsize() > 1 << 20 => {}
            (found, _) => panic!("{text}: {:?}", found.map(|matrix| matrix.shape())),
        }
        _ = dtype.promote_fields();
    }
}

#[test]
fn rows_of_elements_without_bytes_are_not_walked() {
    let dtype = parse("[('id', 'u1'), ('none', 'V0', (1000000000, 1000000000))]");
    let view = AnyView::from_bytes(&[7], &dtype).expect("one record");
    let options = ConvertOptions::new().casting(Casting::Unsafe);
    assert!(matches!(view.as_matrix(), Err(ConvertError::NoMatrix { field }) if field == "none"));
    assert!(matches!(dtype.promote_fields(), Err(ConvertError::NoCommon { field, .. }) if field == "none"));
    assert!(view.to_matrix(&parse("u1"), &options).is_err());
    let row = AnyView::from_bytes(&[7], u8::DTYPE).expect("one number");
    assert!(matches!(
        row.to_records(&dtype, &options),
        Err(ConvertError::FieldCount { from: 1, to: 1_000_000_000_000_000_001, .. })
    ));
    // Nothing but elements without bytes, all in one place.
    let nothing = parse("{'names': ['none'], 'formats': [('V0', (1000000000, 1000000000))], 'itemsize': 1}");
    let matrix = AnyView::from_bytes(&[7], &nothing).expect("one record").as_matrix().expect("a row");
    assert_eq!(matrix.shape().as_ref(), [1, 1_000_000_000_000_000_000]);
}

#[test]
fn text_without_bytes_is_cast_to_no_bytes() {
    let options = ConvertOptions::new().casting(Casting::Unsafe);
    let dtype = parse("[('a', 'S3'), ('b', 'S0')]");
    let view = AnyView::from_bytes(b"abc", &dtype).expect("one record");
    assert!(view.to_matrix(&parse("S0"), &options).is_err(), "three bytes would get lost");
    let none = view.to_matrix(&parse("S0"), &options.clone().truncate_text()).expect("nothing is kept");
    assert_eq!((none.shape().as_ref(), none.as_bytes()), (&[1, 2][..], &[][..]));
    let some = view.to_matrix(&parse("S4"), &options).expect("long enough");
    assert_eq!(some.as_bytes(), b"abc\0\0\0\0\0");
}

#[test]
fn conversions_to_any_claimed_size_are_made_without_memory() {
    let missing = ConvertOptions::new().missing(Missing::Zero);
    let wide = "[('a', 'u1'), ('b', 'S4611686018427387904'), ('c', 'S4')]";
    for (from, to) in [
        ("[('a', 'u1')]", wide),
        ("[('a', 'u1'), ('b', 'S0')]", wide),
        (wide, "[('a', '<u2'), ('b', 'S4611686018427387905')]"),
        ("[('b', 'S0')]", "[('b', [('x', 'u1'), ('y', 'V3')], (1000000000000000000,)), ('z', 'u1')]"),
    ] {
        let (from, to) = (parse(from), parse(to));
        let options = missing.clone().ignore_extra();
        let Ok(plan) = Conversion::by_name(&from, &to, &options) else { continue };
        let none = AnyView::from_bytes(&[], &from).expect("no records");
        assert_eq!(plan.to_table(none).map(|table| table.len()).ok(), Some(0));
    }
    let dtype = parse("[('b', 'S4611686018427387904'), ('c', 'S4')]");
    let none = AnyView::from_bytes(&[], &dtype).expect("no records");
    let text = none.to_matrix(&parse("S4"), &ConvertOptions::new().casting(Casting::Unsafe));
    assert!(text.is_ok_and(|matrix| matrix.is_empty()));
}

#[test]
fn zeros_are_written_for_what_is_missing() {
    let to = "{'names': ['a', 'g', 't'], 'formats': ['u1', ({'names': ['x', 'y'], 'formats': ['u1', '<u2'], \
              'offsets': [0, 2], 'itemsize': 5}, (2,)), 'S3'], 'offsets': [0, 1, 12], 'itemsize': 16}";
    let (from, to) = (parse("[('a', 'u1'), ('t', 'S0')]"), parse(to));
    let source = AnyView::from_bytes(&[1, 2], &from).expect("two records");
    let mut bytes = [0xff; 32];
    let mut target = AnyViewMut::from_bytes(&mut bytes, &to).expect("two records");
    target.assign_by_name(source, &ConvertOptions::new().missing(Missing::Zero)).expect("zeros");
    for (i, &byte) in bytes.iter().enumerate() {
        let expected = match i % 16 {
            0 => u8::try_from(i / 16 + 1).expect("small"),
            1 | 3 | 4 | 6 | 8 | 9 | 12..15 => 0,
            _ => 0xff,
        };
        assert_eq!(byte, expected, "byte {i}");
    }
}

#[test]
fn overlapping_fields_of_any_claimed_length_are_converted_in_no_time() {
    let record = "{'names':['x','y','z'],'formats':['u1','u1','u1'],'offsets':[0,1,3],'itemsize':4}";
    let dtype = parse(&format!(
        "{{'names':['p','z'],'formats':[({record}, (1152921504606846976,)),'u1'],'offsets':[0,0]}}"
    ));
    assert!(dtype.fields_overlap());
    let none = AnyView::from_bytes(&[], &dtype).expect("no records");
    assert!(none.convert_to_with(&dtype, &ConvertOptions::new()).is_ok_and(|table| table.is_empty()));
}

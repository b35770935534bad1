//! `FixedBytes` and `FixedUtf32`: padding, lengths, what is not text.

use core::cmp::Ordering;
use proptest::prelude::*;
use record_core::{
    prelude::*,
    text::{InvalidCodePoint, TextError},
};
use std::collections::HashSet;

/// The text without NULs at the end, as NumPy reads it.
fn stripped(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.iter().rposition(|&b| b != 0).map_or(0, |i| i + 1)]
}

proptest! {
    #[test]
    fn bytes_are_read_as_stored(a in any::<[u8; 6]>(), b in prop::array::uniform6(0..2_u8)) {
        for raw in [a, b] {
            let text = FixedBytes::from_raw(raw);
            prop_assert_eq!(text.raw(), &raw);
            prop_assert_eq!(text.as_bytes(), stripped(&raw));
            prop_assert_eq!(text.len(), stripped(&raw).len());
            prop_assert_eq!(text.is_empty(), raw == [0; 6]);
            prop_assert_eq!(text.as_str(), core::str::from_utf8(stripped(&raw)));
            prop_assert_eq!(text.to_string(), String::from_utf8_lossy(stripped(&raw)));
        }
        let (x, y) = (FixedBytes::from_raw(a), FixedBytes::from_raw(b));
        prop_assert_eq!(x.cmp(&y), stripped(&a).cmp(stripped(&b)));
        prop_assert_eq!(x == y, stripped(&a) == stripped(&b));
    }

    #[test]
    fn bytes_fit_or_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..8)) {
        let result = FixedBytes::<5>::try_from(&bytes[..]);
        if bytes.len() > 5 {
            prop_assert_eq!(result, Err(TextError::TooManyBytes { capacity: 5, len: bytes.len() }));
        } else {
            let text = result.unwrap();
            prop_assert_eq!(text.as_bytes(), stripped(&bytes));
            prop_assert_eq!(&text.raw()[..bytes.len()], &bytes[..]);
            prop_assert!(text.raw()[bytes.len()..].iter().all(|&b| b == 0));
        }
    }

    #[test]
    fn text_fits_or_is_refused(text in "\\PC{0,8}", width in 0..12_usize) {
        let len = text.chars().count();
        match FixedUtf32::<5>::try_from(&text[..]) {
            Ok(stored) => {
                prop_assert!(len <= 5);
                prop_assert_eq!(stored.code_points(), text.chars().map(u32::from).collect::<Vec<_>>());
                prop_assert_eq!(stored.chars().rev().map(Result::unwrap).collect::<Vec<_>>(), text.chars().rev().collect::<Vec<_>>());
                prop_assert_eq!(stored, text.as_str());
                prop_assert_eq!(stored.try_to_string().unwrap(), text.clone());
                prop_assert_eq!(text.parse(), Ok(stored));
                prop_assert_eq!(format!("{stored}|{stored:>width$}|{stored:*^width$}|{stored:.2}"), format!("{text}|{text:>width$}|{text:*^width$}|{text:.2}"));
            }
            Err(error) => prop_assert_eq!(error, TextError::TooManyCodePoints { capacity: 5, len }),
        }
        let bytes = FixedBytes::<40>::new(&text);
        prop_assert_eq!(format!("{bytes:>width$}|{bytes:-^width$}|{bytes:.3}"), format!("{text:>width$}|{text:-^width$}|{text:.3}"));
    }

    #[test]
    fn any_code_point_is_kept_and_reported(points in prop::array::uniform4(prop_oneof![any::<u32>(), 0..0x11_0010_u32, Just(0_u32), 0xd7ff..0xe001_u32])) {
        let text = FixedUtf32::from_raw(points);
        prop_assert_eq!(text.raw(), &points);
        for (index, c) in text.chars().enumerate() {
            prop_assert_eq!(c, char::from_u32(points[index]).ok_or(InvalidCodePoint { index, value: points[index] }));
        }
        prop_assert_eq!(text.try_to_string().err(), text.chars().find_map(Result::err));
        let lossy: String = text.code_points().iter().map(|&p| char::from_u32(p).unwrap_or('\u{fffd}')).collect();
        prop_assert_eq!(text.to_string(), lossy);
    }

    #[test]
    fn utf32_order_is_that_of_str(a in "\\PC{0,4}", b in "\\PC{0,4}") {
        let (x, y) = (FixedUtf32::<4>::new(&a), FixedUtf32::<4>::new(&b));
        prop_assert_eq!(x.cmp(&y), a.cmp(&b));
        prop_assert_eq!(x == y, a == b);
    }
}

#[test]
fn inner_nuls_are_text() {
    let text = FixedBytes::<6>::from_bytes(b"a\0b\0");
    assert_eq!((text.as_bytes(), text.len()), (&b"a\0b"[..], 3));
    assert_eq!(text, b"a\0b");
    assert_eq!(text.cmp(&FixedBytes::new("a")), Ordering::Greater);
    let text = FixedUtf32::<6>::new("a\0b\0");
    assert_eq!((text.len(), text.try_to_string().unwrap()), (3, "a\0b".to_string()));
}

#[test]
fn no_bytes_at_all() {
    let nothing = FixedBytes::<0>::new("");
    assert!(nothing.is_empty());
    assert_eq!(nothing, "");
    assert_eq!(format!("{nothing}{nothing:?}"), "b\"\"");
    assert_eq!(FixedBytes::<0>::try_from("x"), Err(TextError::TooManyBytes { capacity: 0, len: 1 }));
    assert_eq!(FixedUtf32::<0>::try_from("x"), Err(TextError::TooManyCodePoints { capacity: 0, len: 1 }));
}

#[test]
fn printing_escapes_and_replaces() {
    let text = FixedBytes::from_raw(*b"a\"\n\xff\xc3(");
    assert_eq!(format!("{text:?}"), r#"b"a\"\n\xff\xc3(""#);
    assert_eq!(text.to_string(), "a\"\n\u{fffd}\u{fffd}(");
    assert!(text.as_str().is_err());
    let text = FixedUtf32::from_raw([0x27, 0x22, 0xd800, 0xe9]);
    assert_eq!(format!("{text:?}"), "\"'\\\"\\u{d800}é\"");
    assert_eq!(text.to_string(), "'\"\u{fffd}é");
}

#[test]
fn equal_texts_hash_alike() {
    let names = ["b", "a", "b", ""].map(FixedBytes::<4>::new);
    assert_eq!(names.iter().collect::<HashSet<_>>().len(), 3);
    assert_eq!(FixedBytes::<4>::default(), "");
}

#[test]
#[should_panic = "the text is longer than the field"]
fn too_long_a_literal_panics() {
    let _ = FixedUtf32::<1>::new("ab");
}

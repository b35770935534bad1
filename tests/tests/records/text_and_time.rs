//! Text and dates in other widths and units.

use super::{dtype, fact, listed, table};
use record_core::{
    AnyTable, ByteOrder, DType,
    convert::{Casting, ConvertError, ConvertOptions, Missing},
    view::Value,
};

fn plain() -> ConvertOptions {
    ConvertOptions::new()
}

fn texts(text: &str, values: &[&str]) -> AnyTable {
    let dtype = dtype(text);
    let is_bytes = matches!(dtype.as_scalar().unwrap().kind(), record_core::dtype::ScalarKind::Bytes(_));
    let mut made = AnyTable::zeroed(dtype, values.len()).unwrap();
    for (i, value) in values.iter().enumerate() {
        let value = if is_bytes { Value::Bytes((*value).into()) } else { Value::Text((*value).into()) };
        made.view_mut().try_set_at([i], &value).expect("it fits");
    }
    made
}

fn counts(text: &str, counts: &[i64]) -> AnyTable {
    table(text, &counts.iter().map(|count| count.to_le_bytes()).collect::<Vec<_>>().each_ref_vec())
}

trait Refs {
    fn each_ref_vec(&self) -> Vec<&[u8]>;
}

impl Refs for Vec<[u8; 8]> {
    fn each_ref_vec(&self) -> Vec<&[u8]> {
        self.iter().map(|bytes| &bytes[..]).collect()
    }
}

/// Whether the fact is one of these; asserts that ours is the same.
pub fn check(id: &str) -> bool {
    let day = i64::MIN;
    match id {
        "text_to_code_points" => {
            let from = texts("S2", &["ab", "c"]);
            let error = from.view().convert_to_with(&dtype("<U1"), &plain().ascii_text()).unwrap_err();
            assert!(matches!(error, ConvertError::Value { row: 0, .. }));
            let cut =
                from.view().convert_to_with(&dtype("<U1"), &plain().ascii_text().truncate_text()).unwrap();
            assert_eq!(listed(cut.view()), fact(id)["expect"]["values"].as_str().unwrap());
        }
        "text_not_ascii" => {
            let from = table("S1", &[b"\xff"]);
            let error = from
                .view()
                .convert_to_with(&dtype("<U1"), &plain().ascii_text().truncate_text())
                .unwrap_err();
            assert_eq!(error.to_string(), "row 0: Bytes([255]) does not fit <U1");
            assert_eq!(fact(id)["error"]["type"], "UnicodeDecodeError");
        }
        "code_points_to_text" => {
            let from = texts("<U2", &["ab", "c"]);
            let made = from.view().convert_to_with(&dtype("S3"), &plain().ascii_text()).unwrap();
            assert_eq!(listed(made.view()), fact(id)["expect"]["values"].as_str().unwrap());
        }
        "code_points_not_ascii" => {
            let from = texts(">U1", &["é"]);
            let error = from.view().convert_to_with(&dtype("S3"), &plain().ascii_text()).unwrap_err();
            assert_eq!(error.to_string(), "row 0: Text(\"é\") does not fit S3");
            assert_eq!(fact(id)["error"]["type"], "UnicodeEncodeError");
        }
        "dates" | "spans" | "months" => {
            let (from, to, values): (_, _, &[i64]) = match id {
                "dates" => ("<M8[s]", "<M8[D]", &[1_709_208_000, -1, day]),
                "spans" => ("<m8[s]", "<m8[m]", &[90, -90, day]),
                _ => ("<M8[M]", "<M8[D]", &[650, -12]),
            };
            let cast =
                counts(from, values).view().convert_to_with(&dtype(to), &plain().casting(Casting::SameKind));
            let stored = cast.unwrap();
            let found: Vec<String> = stored
                .as_bytes()
                .chunks_exact(8)
                .map(|bytes| i64::from_le_bytes(bytes.try_into().unwrap()).to_string())
                .collect();
            assert_eq!(format!("[{}]", found.join(", ")), fact(id)["expect"]["values"].as_str().unwrap());
        }
        _ => return false,
    }
    true
}

#[test]
fn text_fits_or_is_an_error_in_every_pair_of_widths() {
    let (mut fit, mut errors) = (0, 0);
    let options = plain().ascii_text();
    let words = ["", "a", "ab", "abc", "abcd", "a\0b"];
    for from in ["S4", "S7", "<U4", ">U5"] {
        for to in ["S0", "S1", "S3", "S9", "<U2", ">U3", "<U4"] {
            for (i, word) in words.iter().enumerate() {
                let source = texts(from, &words[..=i]);
                let target = dtype(to);
                let room = to.trim_start_matches(['<', '>', 'S', 'U']).parse::<usize>().unwrap();
                let outer = DType::packed([("text", &target), ("pad", &dtype("u1"))]).unwrap();
                let named = source.dtype().clone();
                let named = DType::packed([("text", named)]).unwrap();
                let source = source.view().view_as(&named).unwrap();
                match source.convert_to_with(&outer, &options.clone().missing(Missing::Zero)) {
                    Ok(made) => {
                        assert!(words[..=i].iter().all(|word| word.len() <= room), "{from} {word} to {to}");
                        let last = made.column("text").unwrap().get(i).unwrap();
                        let bytes = match &last {
                            Value::Bytes(bytes) => bytes.clone(),
                            Value::Text(text) => text.clone().into_bytes(),
                            other => panic!("{other:?}"),
                        };
                        assert_eq!(bytes, word.as_bytes());
                        fit += 1;
                    }
                    Err(ConvertError::Value { row, field, .. }) => {
                        let first = words.iter().position(|word| word.len() > room).unwrap();
                        assert_eq!((row, &*field), (first, "text"), "{from} to {to}");
                        errors += 1;
                    }
                    Err(other) => panic!("{other}"),
                }
            }
        }
    }
    println!("{fit} texts fit, {errors} do not");
    assert_eq!((fit, errors, fit + errors), (fit, errors, 4 * 7 * 6));
    assert!(fit > 90 && errors > 60);
}

#[test]
fn code_points_beyond_ascii_stay_among_code_points() {
    let from = texts("<U3", &["é🦀\u{10ffff}", "x"]);
    let made = from.view().convert_to_with(&dtype(">U4"), &plain()).unwrap();
    assert_eq!(made.get(0), Some(Value::Text("é🦀\u{10ffff}".into())));
    // What is no code point is carried along as it is.
    let odd = table("<U1", &[&0xd800_u32.to_le_bytes()]);
    let made = odd.view().convert_to_with(&dtype(">U2"), &plain()).unwrap();
    assert_eq!(made.as_bytes(), [0, 0, 0xd8, 0, 0, 0, 0, 0]);
}

#[test]
fn kinds_of_text_are_mixed_only_by_choice() {
    let from = texts("S2", &["ab"]);
    let error = from.view().convert_to_with(&dtype("<U2"), &plain()).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("only if its text is ASCII: choose that with `ConvertOptions::ascii_text()`"),
        "{error}"
    );
    let never = |a: &str, b: &str| {
        let all = plain().casting(Casting::Unsafe).ascii_text().truncate_text();
        let from = AnyTable::zeroed(dtype(a), 1).unwrap();
        let error = from.view().convert_to_with(&dtype(b), &all).unwrap_err();
        assert!(matches!(error, ConvertError::NoConversion { .. }), "{a} to {b}: {error}");
    };
    for (a, b) in [
        ("S2", "<i4"),
        ("<i4", "S9"),
        ("S2", "V2"),
        ("V2", "V3"),
        ("<M8[s]", "<i8"),
        ("<i8", "<m8[s]"),
        ("<M8[s]", "<m8[s]"),
        ("<m8[M]", "<m8[D]"),
        ("<m8[s]", "<m8"),
        ("<M8[D]", "<M8"),
        ("V8", "<f8"),
    ] {
        never(a, b);
    }
}

#[test]
fn dates_convert_exactly_or_as_chosen() {
    let day = counts("<M8[D]", &[19_782, i64::MIN]);
    let seconds = day.view().convert_to_with(&dtype(">M8[s]"), &plain()).unwrap();
    let unit = |text: &str| match dtype(text).as_scalar().unwrap().kind() {
        record_core::dtype::ScalarKind::DateTime(unit) => unit,
        other => panic!("{other:?}"),
    };
    assert_eq!(seconds.get(0), Some(Value::DateTime(19_782 * 86_400, unit("<M8[s]"))));
    assert_eq!(seconds.get(1), Some(Value::DateTime(i64::MIN, unit("<M8[s]"))));
    assert_eq!(seconds.dtype().newbyteorder(ByteOrder::Little), dtype("<M8[s]"));
    // Finer and finer, until the count is out of range.
    let late = counts("<M8[D]", &[1, 200_000]);
    let error = late.view().convert_to_with(&dtype("<M8[ns]"), &plain()).unwrap_err();
    assert!(matches!(error, ConvertError::Value { row: 1, .. }), "{error}");
    // Coarser: not unless chosen, and then floored, or checked to be whole.
    let times = counts("<M8[s]", &[86_400, 86_401]);
    assert!(matches!(
        times.view().convert_to_with(&dtype("<M8[D]"), &plain()),
        Err(ConvertError::Refused { .. })
    ));
    let error = times.view().convert_to_with(&dtype("<M8[D]"), &plain().checked()).unwrap_err();
    assert!(matches!(error, ConvertError::Value { row: 1, .. }), "{error}");
    let floored =
        times.view().convert_to_with(&dtype("<M8[D]"), &plain().casting(Casting::SameKind)).unwrap();
    assert_eq!(floored.get(1), Some(Value::DateTime(1, unit("<M8[D]"))));
    // Without a unit, the count is kept.
    let bare = counts("<M8", &[5]);
    assert_eq!(
        bare.view().convert_to_with(&dtype("<M8[h]"), &plain()).unwrap().get(0),
        Some(Value::DateTime(5, unit("<M8[h]")))
    );
}

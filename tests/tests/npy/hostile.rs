//! Headers and data that lie: a typed error each, and no more memory than the file has bytes.

use record_core::{
    dtype::{DTypeError, ParseProblem, Unsupported},
    layout::LayoutError,
    npy::{Header, NpyError},
};

/// A file of this version with this text.
pub fn file(version: u8, text: &[u8]) -> Vec<u8> {
    let len = u32::try_from(text.len()).expect("short").to_le_bytes();
    let len = if version == 1 { &len[..2] } else { &len[..] };
    [b"\x93NUMPY", &[version, 0][..], len, text].concat()
}

fn error(version: u8, text: &str) -> NpyError {
    Header::parse(&file(version, text.as_bytes())).expect_err(text)
}

/// Where in the text, and what.
fn problem(text: &str) -> (usize, ParseProblem) {
    match error(1, text) {
        NpyError::Text { at, problem } => (at, problem),
        other => panic!("{text}: {other:?}"),
    }
}

fn of_descr(descr: &str) -> (usize, ParseProblem) {
    let (at, problem) = problem(&format!("{{'descr': {descr}, 'fortran_order': False, 'shape': (1,)}}"));
    (at - "{'descr': ".len(), problem)
}

fn of_shape(shape: &str) -> NpyError {
    error(1, &format!("{{'descr': '<i4', 'fortran_order': False, 'shape': {shape}}}"))
}

#[test]
fn prefixes() {
    for len in 0..10 {
        let short = Header::parse(&b"\x93NUMPY\x01\x00\x10\x00"[..len]);
        assert!(
            matches!(short, Err(NpyError::ShortHeader { needed: 10, available }) if available == len as u64),
            "{len}"
        );
    }
    let version2 = Header::parse(b"\x93NUMPY\x02\x00\x10\x00\x00");
    assert!(matches!(version2, Err(NpyError::ShortHeader { needed: 12, available: 11 })));
    let short = Header::parse(b"\x93NUMPY\x01\x00\xff\x00{").expect_err("a short text");
    assert!(matches!(short, NpyError::ShortHeader { needed: 265, available: 11 }), "{short}");
    for (start, what) in
        [(&b"PK\x03\x04\0\0\0\0"[..], "zip"), (b"\x80\x04\x95", "pickle"), (b"x", "starts with")]
    {
        let magic = Header::parse(start).expect_err("no magic");
        assert!(matches!(magic, NpyError::Magic { .. }) && magic.to_string().contains(what), "{magic}");
    }
    for (major, minor) in [(0, 0), (1, 1), (4, 0), (255, 255)] {
        let found = Header::parse(&[b"\x93NUMPY", &[major, minor, 0, 0][..]].concat());
        assert!(matches!(found, Err(NpyError::Version { major: a, minor: b }) if (a, b) == (major, minor)));
    }
}

#[test]
fn long_headers_are_refused_before_they_are_read() {
    // Promised, not there: the length alone decides.
    for (version, limit) in [(2, 10_000), (3, 10_000), (2, 20), (3, 20)] {
        let promise = [b"\x93NUMPY", &[version, 0][..], &u32::MAX.to_le_bytes()].concat();
        let found = Header::parse_with(&promise, limit);
        let expected = (u64::from(u32::MAX), limit);
        assert!(matches!(found, Err(NpyError::HeaderTooLong { len, limit }) if (len, limit) == expected));
    }
    let dict = "{'descr': '<i4', 'fortran_order': False, 'shape': (1,), }";
    let spaces = " ".repeat(10_001 - dict.len());
    let long = Header::parse(&file(1, format!("{dict}{spaces}").as_bytes()));
    assert!(matches!(long, Err(NpyError::HeaderTooLong { len: 10_001, limit: 10_000 })));
    assert!(Header::parse(&file(1, format!("{dict}{}", &spaces[1..]).as_bytes())).is_ok());
    // Characters count, not bytes.
    let name = "\u{6574}".repeat(9_900);
    let dict = format!("{{'descr': [('{name}', '<i4')], 'fortran_order': False, 'shape': (1,), }}");
    let wide = Header::parse(&file(3, dict.as_bytes())).expect("9,9xx characters");
    assert_eq!(wide.dtype().fields()[0].name(), name);
    let dict = dict.replace("'<i4'", &format!("{}'<i4'", " ".repeat(100)));
    let (long, count) = (Header::parse(&file(3, dict.as_bytes())), dict.chars().count() as u64);
    assert!(matches!(long, Err(NpyError::HeaderTooLong { len, limit: 10_000 }) if len == count), "{count}");
}

#[test]
fn texts_that_are_no_header() {
    let keys = ["'descr': '<i4'", "'fortran_order': False", "'shape': (1,)"];
    for absent in 0..3 {
        let some: Vec<&str> = (0..3).filter(|&i| i != absent).map(|i| keys[i]).collect();
        let found = error(1, &format!("{{{}}}", some.join(", ")));
        assert!(matches!(found, NpyError::MissingKey { key } if keys[absent].contains(key)), "{found}");
    }
    let all = keys.join(", ");
    let extra = error(1, &format!("{{{all}, 'x': 1}}"));
    assert!(matches!(&extra, NpyError::UnknownKey { at: 56, key } if &**key == "x"), "{extra:?}");
    // Python takes the last; two shapes are a mistake or an attack.
    let twice = error(1, &format!("{{{all}, 'shape': (2,)}}"));
    assert!(matches!(twice, NpyError::KeyTwice { at: 56, key: "shape" }), "{twice:?}");
    let expected = |what: &str, text: &str| match problem(text) {
        (at, ParseProblem::Expected { expected, .. }) if expected.contains(what) => at,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(expected("a dict", "('descr', 1)"), 0);
    assert_eq!(expected("a key in quotes", "{1: 2}"), 1);
    assert_eq!(expected("the closing quote", "{'descr"), 7);
    assert_eq!(expected("a string, a number", ""), 0);
    assert_eq!(expected("the end of the text", &format!("{{{all}}} {{}}")), 56);
    assert_eq!(expected("True or False", &format!("{{{all}}}").replace("False", "0")), 34);
    assert_eq!(problem(&format!("{{'descr': {}", "[".repeat(9_000))).1, ParseProblem::TooDeep { limit: 64 });
    let latin = problem("{'descr': [('\u{e9}', '<x9')], 'fortran_order': False, 'shape': ()}");
    // Written as UTF-8, read as Latin-1: two characters for two bytes.
    assert_eq!(latin.0, 19);
    let not_utf8 = Header::parse(&file(3, b"{'descr': '\xe9'}"));
    assert!(matches!(not_utf8, Err(NpyError::NotUtf8 { at: 11 })));
}

#[test]
fn descrs_that_are_no_dtype() {
    let unsupported = [
        ("'|O'", Unsupported::Object),
        ("'O'", Unsupported::Object),
        ("[('a', '|O')]", Unsupported::Object),
        ("'<f16'", Unsupported::LongDouble),
        ("'<c32'", Unsupported::LongDouble),
        ("[('x', [('a', '<f16')], (2,))]", Unsupported::LongDouble),
    ];
    for (descr, why) in unsupported {
        let (at, problem) = of_descr(descr);
        assert_eq!(
            (problem, at > 0 && at < descr.len()),
            (ParseProblem::Unsupported(why), true),
            "{descr} {at}"
        );
    }
    assert_eq!(of_descr("'<q9'").1, ParseProblem::UnknownType("<q9".into()));
    for descr in
        ["None", "1", "float", "{'names': ['a'], 'formats': ['<f4']}", "dtype('f4')", "[1]", "[('a',)]"]
    {
        let (_, problem) = of_descr(descr);
        let wrong = matches!(problem, ParseProblem::Expected { .. } | ParseProblem::UnknownType(_));
        assert!(wrong, "{descr}: {problem:?}");
    }
    let layout = |descr: &str| match of_descr(descr).1 {
        ParseProblem::Layout(inner) => *inner,
        other => panic!("{descr}: {other:?}"),
    };
    assert!(matches!(layout("[('a', '<i4'), ('a', '<i4')]"), DTypeError::DuplicateName { .. }));
    assert!(matches!(layout("('<f4', (2, 3))"), DTypeError::NoDescrOfArray { axes: 2 }));
    assert!(matches!(layout("[('a', '<f8', (4611686018427387904, 4))]"), DTypeError::ArrayTooLarge { .. }));
    let huge = "('', '|V9000000000000000000')";
    assert!(matches!(layout(&format!("[{huge}, {huge}]")), DTypeError::FieldTooLarge { .. }));
    let deep = (0..70).fold("'<f4'".to_string(), |inner, _| format!("[('a', {inner})]"));
    assert!(matches!(of_descr(&deep).1, ParseProblem::TooDeep { .. } | ParseProblem::Layout(_)));
}

#[test]
fn shapes_that_cannot_be() {
    for (shape, expected) in
        [("[1]", "a tuple"), ("(1)", "a tuple"), ("1", "a tuple"), ("('1',)", "an integer")]
    {
        let found = of_shape(shape);
        let right = matches!(&found, NpyError::Text { problem: ParseProblem::Expected { expected: e, .. }, .. }
            if e.contains(expected));
        assert!(right, "{shape}: {found:?}");
    }
    assert!(matches!(of_shape("(-1,)"), NpyError::Text { problem: ParseProblem::Negative, .. }));
    for shape in ["(18446744073709551616,)", "(1, 999999999999999999999999999999999999999999999,)"] {
        let found = of_shape(shape);
        assert!(matches!(found, NpyError::Text { problem: ParseProblem::NumberTooLarge, .. }), "{found:?}");
    }
    for shape in ["(4294967296, 4294967296)", "(9223372036854775807,)", "(0, 9223372036854775807)"] {
        let found = of_shape(shape);
        assert!(matches!(found, NpyError::Layout(LayoutError::TooLarge { itemsize: 4 })), "{found:?}");
    }
    let found = of_shape("(1, 1, 1, 1, 1, 1, 1, 1, 1)");
    assert!(matches!(found, NpyError::Layout(LayoutError::TooManyAxes { needed: 9, limit: 8 })), "{found:?}");
}

#[test]
fn longs_of_python_2_end_with_version_2() {
    for text in [
        "{'descr': '<i4', 'fortran_order': False, 'shape': (1L, 2L)}",
        "{'descr': [('a', '<i4', (3L,))], 'fortran_order': False, 'shape': (1L, 2)}",
    ] {
        for version in [1, 2] {
            assert_eq!(Header::parse(&file(version, text.as_bytes())).expect("Python 2").shape(), [1, 2]);
        }
        let found = error(3, text);
        let at = text.find('L').expect("a long");
        assert!(matches!(found, NpyError::Text { at: place, .. } if place == at), "{found:?}");
    }
}

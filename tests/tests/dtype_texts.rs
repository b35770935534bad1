//! 330 texts and what NumPy 2.4.6 makes of them, quoting as Python does, and text that means harm.

use record_core::{
    ByteOrder, DType,
    dtype::{DTypeError, MAX_DEPTH, ParseProblem},
};
use serde_json::Value;

/// Why a text is read otherwise than by NumPy.
const DIFFERENT: [(&str, &[&str]); 8] = [
    (
        "types that a record here does not have",
        &["f16", "g", "G", "c32", "O", "O8", "O4", "T", "object", "longdouble", "clongdouble", "float128"],
    ),
    ("whitespace around the whole text is no mistake", &[" f8", "f8 ", " i4, f4"]),
    ("NumPy reads sizes with C's strtol, which skips spaces and takes signs", &["S+1", "S 5", "i 4"]),
    ("sizes end at isize::MAX, not at a C int", &["S99999999999", "U536870912", "S2147483648"]),
    (
        "a sub-array of sub-arrays is one of all their axes; its bytes are the same",
        &["(('f4', (3,)), (2,))", "(('f4', 2), 3)", "[('a', ('f4', 2), 3)]", "[('a', '2f4', 3)]"],
    ),
    (
        "an entry that NumPy ignores is a mistake",
        &[
            "{'names': ['a'], 'formats': ['i4'], 'titles': ['t', 'u']}",
            "{'names': ['a'], 'formats': ['i4'], 'junk': 1}",
            "M8[0s]",
            "dtype('f8', align=1)",
        ],
    ),
    (
        "one dtype seen as another, or as a Python class: the layout is the record's",
        &[
            "dtype((numpy.record, [('a', '<i4')]))",
            "('f8', 'i8')",
            "('i4', [('a', 'i4')])",
            "(numpy.int32, [('a', 'i2'), ('b', 'i2')])",
        ],
    ),
    (
        "Python that no dtype needs: (2)f8, Python 2's 2L in old files, hexadecimal, None, bytes",
        &["(2)f8", "[('a', 'u1', 2L)]", "[('a', 'u1', 0x10)]", "[('a', None)]", "[('a', b'u1')]"],
    ),
];

fn facts() -> Value {
    serde_json::from_str(include_str!("../data/numpy_dtype_texts.json")).expect("the facts are JSON")
}

#[test]
fn texts_are_read_as_numpy_reads_them() {
    let facts = facts();
    let (mut accepted, mut refused, mut different) = (0, 0, 0);
    for fact in facts["texts"].as_array().expect("a list") {
        let text = fact["text"].as_str().expect("text");
        let ours = DType::parse_on(text, ByteOrder::Little);
        let same = match (&ours, fact.get("repr")) {
            (Ok(dtype), Some(repr)) => dtype.repr_on(ByteOrder::Little) == *repr,
            (Err(_), None) => true,
            _ => false,
        };
        let known = DIFFERENT.iter().any(|(_, texts)| texts.contains(&text));
        assert_eq!(same, !known, "{text:?}: NumPy {fact}, here {ours:?}");
        accepted += usize::from(same && ours.is_ok());
        refused += usize::from(same && ours.is_err());
        different += usize::from(known);
    }
    println!("{accepted} read alike, {refused} refused alike, {different} differ for a reason");
    assert_eq!(different, DIFFERENT.iter().map(|(_, texts)| texts.len()).sum::<usize>());
    assert_eq!(accepted + refused + different, 330);
}

#[test]
fn names_are_quoted_as_python_quotes_them() {
    for fact in facts()["quoted"].as_array().expect("a list") {
        let (name, repr) = (fact["name"].as_str().expect("text"), fact["repr"].as_str().expect("text"));
        let byte = DType::parse("u1").expect("a dtype");
        let dtype = DType::builder().field(name, byte).build().expect("a record");
        assert_eq!(dtype.descr().expect("a descr"), format!("[({repr}, '|u1')]"));
        assert_eq!(dtype.repr(), format!("dtype([({repr}, 'u1')])"));
        assert_eq!(DType::parse_descr(&dtype.descr().expect("a descr")), Ok(dtype.clone()), "{repr}");
        assert_eq!(DType::parse(&format!("{dtype:?}")), Ok(dtype), "{repr}");
    }
}

#[test]
fn native_is_what_the_caller_says() {
    for (order, code) in [(ByteOrder::Little, '<'), (ByteOrder::Big, '>')] {
        for text in ["f8", "=f8", "|f8", "float64", "double", "d", "dtype('float64')", "np.float64"] {
            let dtype = DType::parse_on(text, order).expect("a dtype");
            assert_eq!(dtype.dtype_str(), format!("{code}f8"), "{text}");
            assert_eq!(dtype.repr_on(order), "dtype('float64')");
            assert_eq!(dtype.repr_on(order.swapped()), format!("dtype('{code}f8')"));
            assert!(dtype.is_in_order(order) && !dtype.is_in_order(order.swapped()));
        }
    }
}

#[test]
fn errors_say_where_and_what() {
    let cases = [
        ("[('a', '<i4'), ('b' '<f8')]", "dtype text, byte 20: expected `,` or `)`, found '\\''"),
        ("i4, (2,x)f8", "dtype text, byte 7: expected a length or `)`, found 'x'"),
        ("i4, f3", "dtype text, byte 4: no type is called \"f3\""),
        ("[('a', [('b', 'M8[parsec]')])]", "dtype text, byte 18: expected a time unit, found 'p'"),
        (
            "[('a', 'u1'), ('a', 'u1')]",
            "dtype text, byte 0: \"a\" is a name or title of both field 0 and field 1",
        ),
        ("[['a', 'u1']]", "dtype text, byte 2: expected a type, found '\\''"),
        ("{'names': ['a']}", "dtype text, byte 0: the dict form needs the key 'formats'"),
        (
            "record { a: u1 @ 3 } size 2 align 1",
            "dtype text, byte 0: an itemsize of 2 bytes is too small for fields that need 4",
        ),
        ("<f8 align 3", "dtype text, byte 10: an alignment of 3 bytes is not a power of two"),
        ("[u1; -1]", "dtype text, byte 5: expected a number, found '-'"),
        ("[('a', 'u1'", "dtype text, byte 11: expected `,` or `)`, found the end"),
        (
            "[(b'a', 'u1')]",
            "dtype text, byte 2: names and types are text, not bytes: remove the b before the quote",
        ),
    ];
    for (text, message) in cases {
        assert_eq!(DType::parse(text).expect_err(text).to_string(), message, "{text}");
    }
}

/// A record or sub-array nested `levels` deep, in every notation that nests.
fn nested(levels: usize) -> [String; 5] {
    let around = |open: &str, inner: &str, close: &str| {
        format!("{}{inner}{}", open.repeat(levels), close.repeat(levels))
    };
    [
        around("[('a', ", "'u1'", ")]"),
        around("dtype({'names': ['a'], 'formats': [", "'u1'", "]})"),
        around("(", "'u1'", ", 1)"),
        around("[", "u1", "; 1]"),
        around("record { a: ", "u1", " @ 0 } size 1 align 1"),
    ]
}

#[test]
fn nesting_ends_at_the_limit() {
    for text in nested(usize::from(MAX_DEPTH)) {
        assert_eq!(DType::parse(&text).map(|dtype| dtype.depth()), Ok(usize::from(MAX_DEPTH)), "{text}");
    }
    for levels in [usize::from(MAX_DEPTH) + 1, 300, 100_000] {
        for text in nested(levels) {
            let error = DType::parse(&text).expect_err("too deep");
            let limit = usize::from(MAX_DEPTH);
            let by_layout = *error.root() == DTypeError::TooDeep { limit };
            let by_brackets = matches!(error, DTypeError::Parse { problem: ParseProblem::TooDeep { limit: l }, .. } if l == limit);
            assert!(by_layout || by_brackets, "{error}");
        }
    }
    for open in ["(", "[", "{", "((((1,", "dtype(", "[(", "record {", "[[[", "'", "\\", "(2,", "M8["] {
        assert!(DType::parse(&open.repeat(200_000)).is_err(), "{open}");
    }
}

#[test]
fn long_texts_are_read_in_one_pass() {
    // A hundred thousand fields: anything quadratic here would take minutes.
    let count = 100_000;
    let commas = vec!["u1"; count].join(", ");
    let items: Vec<String> = (0..count).map(|i| format!("('f{i}', 'u1')")).collect();
    let list = format!("[{}]", items.join(", "));
    let dtype = DType::parse(&commas).expect("a comma string");
    assert_eq!(DType::parse(&list), Ok(dtype.clone()));
    assert_eq!(DType::parse(&format!("{dtype:?}")), Ok(dtype.clone()));
    assert_eq!(DType::parse(&dtype.repr()), Ok(dtype.clone()));
    assert_eq!(dtype.to_string().lines().count(), count + 3);
    let reversed: Vec<String> = (0..count).map(|i| format!("f{i}: u1 @ {}", count - 1 - i)).collect();
    let backwards = format!("record {{ {} }} size {count} align 1", reversed.join(", "));
    let backwards = DType::parse(&backwards).expect("a record");
    assert!(backwards.is_gap_free() && !backwards.fields_overlap() && backwards.descr().is_err());
    assert_eq!(backwards.to_string().lines().count(), count + 3);
}

//! What NumPy does when dtypes are made wrongly, and what it tells about them: the recorded facts of two areas, each
//! with its counterpart here.
//!
//! Where NumPy fails, ours fails with numbers and names. Where NumPy has a bug, ours gives the right value; where
//! NumPy is lenient or limited, the reason stands beside the case. The counts are asserted.

use std::collections::BTreeMap;

use record_core::{
    DType,
    dtype::{DTypeError, NewByteOrder, ParseProblem, Unsupported},
};
use serde_json::Value;

/// How the counterpart relates to the fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// Both refuse.
    Refused,
    /// Both give the same value.
    Same,
    /// NumPy's value is wrong; ours is right.
    Corrected,
    /// NumPy refuses because sizes are C ints there.
    WithinOurLimit,
    /// NumPy accepts what is surely a mistake; ours refuses.
    Stricter,
}

fn parse(text: &str) -> DType {
    DType::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn error(text: &str) -> DTypeError {
    DType::parse(text).expect_err(text)
}

fn problem(text: &str) -> (usize, ParseProblem) {
    match error(text) {
        DTypeError::Parse { at, problem } => (at, problem),
        other => panic!("{text}: {other}"),
    }
}

/// The text inside `np.dtype(..)`, if the expression is that alone.
fn argument(expr: &str) -> &str {
    expr.strip_prefix("np.dtype(").and_then(|rest| rest.strip_suffix(')')).expect("np.dtype(..)")
}

fn duplicate(name: &str, first: usize, second: usize) -> DTypeError {
    DTypeError::DuplicateName { name: name.into(), first, second }
}

fn expected(found: char, expected: &'static str) -> ParseProblem {
    ParseProblem::Expected { expected, found: Some(found) }
}

/// Checks the counterpart of a fact; `None` for one that is not known.
#[allow(clippy::too_many_lines)] // one arm per fact
fn check(fact: &Value) -> Option<Verdict> {
    use Verdict::{Corrected, Refused, Same, Stricter, WithinOurLimit};
    let expr = fact["expr"].as_str().expect("text");
    let value = fact.get("expect");
    let id = fact["id"].as_str().expect("text");
    let refuses = |reason: ParseProblem, at: usize| {
        assert_eq!(problem(argument(expr)), (at, reason), "{id}");
        Some(Refused)
    };
    let layout = |reason: DTypeError| {
        assert_eq!(error(argument(expr)).root(), &reason, "{id}");
        Some(Refused)
    };
    let text = "'names':['a'],'formats':['i4']";
    match id {
        "dtype_err_00" | "dtype_err_01" | "dtype_err_03" => {
            layout(duplicate("a", usize::from(id.ends_with('3')), 1 - usize::from(id.ends_with('3'))))
        }
        "dtype_err_02" => layout(duplicate("f1", 0, 1)),
        "dtype_err_04" => layout(duplicate("a", 0, 0)),
        "dtype_err_06" => refuses(expected('1', "a name in quotes"), 2),
        "dtype_err_07" | "dtype_err_08" => {
            refuses(expected('(', "a tuple of name, type and perhaps shape"), 1)
        }
        "dtype_err_09" => refuses(ParseProblem::UnknownType("f3".into()), 7),
        "dtype_err_11" => refuses(ParseProblem::Negative, 12),
        "dtype_err_12" => {
            let dtype = parse("('f8',(536870912,))");
            assert_eq!(dtype.itemsize(), 1 << 32);
            let too_large = DTypeError::ArrayTooLarge { itemsize: 8, count: 1 << 60 };
            assert_eq!(error("('f8',(1152921504606846976,))").root(), &too_large);
            Some(WithinOurLimit)
        }
        "dtype_err_14" => {
            let dtype = parse("[('a','u1',(2147483647,)),('b','u1',(2147483647,)),('c','u1')]");
            let offsets: Vec<usize> = dtype.fields().iter().map(record_core::FieldType::offset).collect();
            assert_eq!((offsets, dtype.itemsize()), (vec![0, 0x7fff_ffff, 0xffff_fffe], 0xffff_ffff));
            let past_the_end = "[('a','u1',(9223372036854775807,)),('b','u1')]";
            let too_large = DTypeError::FieldTooLarge {
                field: "b".into(),
                offset: isize::MAX.unsigned_abs(),
                itemsize: 1,
            };
            assert_eq!(error(past_the_end).root(), &too_large);
            Some(Corrected)
        }
        "dtype_err_15" => {
            assert_eq!(parse(&format!("{{{text},'offsets':[2147483646]}}")).itemsize(), 0x8000_0002);
            Some(Corrected)
        }
        "dtype_err_16" => {
            let dtype = parse(&format!("{{{text},'offsets':[2147483648]}}"));
            assert_eq!((dtype.fields()[0].offset(), dtype.itemsize()), (1 << 31, (1 << 31) + 4));
            let beyond = format!("{{{text},'offsets':[{}]}}", u128::MAX / 2);
            assert_eq!(problem(&beyond).1, ParseProblem::NumberTooLarge);
            Some(WithinOurLimit)
        }
        "dtype_err_17" => refuses(ParseProblem::Negative, 43),
        "dtype_err_18" => layout(DTypeError::LengthMismatch { list: "formats", found: 1, expected: 2 }),
        "dtype_err_19" => {
            layout(DTypeError::LengthMismatch { list: "formats", found: 2, expected: 1 })?;
            Some(Stricter)
        }
        "dtype_err_20" => layout(DTypeError::ItemsizeTooSmall { itemsize: 3, needed: 4 }),
        "dtype_err_21" => {
            let call = format!("dtype({{{text},'offsets':[2]}},align=True)");
            let misaligned = DTypeError::OffsetMisaligned { field: "a".into(), offset: 2, alignment: 4 };
            assert_eq!(error(&call).root(), &misaligned);
            Some(Refused)
        }
        "dtype_err_22" => {
            let call = format!("dtype({{{text},'itemsize':6}},align=True)");
            assert_eq!(error(&call).root(), &DTypeError::ItemsizeMisaligned { itemsize: 6, alignment: 4 });
            Some(Refused)
        }
        "dtype_err_23" => refuses(expected('1', "True or False"), 42),
        // Here no object can be in a record, overlapped or not.
        "dtype_err_24" => refuses(ParseProblem::Unsupported(Unsupported::Object), 31),
        "dtype_err_25" => refuses(expected('\'', "a tuple of type and offset"), 5),
        // Unions are refused whatever their sizes.
        "dtype_err_26" => refuses(ParseProblem::Unsupported(Unsupported::Union), 1),
        "dtype_err_27" => refuses(ParseProblem::Unsupported(Unsupported::VariableText), 6),
        // NumPy leaks a SyntaxError of its own parser.
        "dtype_err_28" => refuses(expected(',', "a type"), 4),
        "dtype_err_29" | "dtype_err_31" => {
            let dtype = parse(argument(expr));
            assert_eq!(dtype.repr(), value?["dtype"].as_str()?, "{id}");
            assert_eq!(dtype.itemsize() as u64, value?["itemsize"].as_u64()?, "{id}");
            Some(Same)
        }
        "dtype_err_32" => {
            let dtype = parse("dtype([('a','u1'),('b','i4')],align=True)");
            let names: Vec<&str> = dtype.fields().iter().map(record_core::FieldType::name).collect();
            assert_eq!(serde_json::json!(names), *value?);
            Some(Same)
        }
        "dtype_err_34" => {
            let missing = parse("i4,f4").field_at(5).map(record_core::FieldType::offset);
            assert_eq!(missing, Err(DTypeError::FieldPosition { position: 5, count: 2 }));
            Some(Refused)
        }
        "dtype_err_35" => {
            let twice = parse("i4,f4").select(&["f0", "f0"]);
            assert_eq!(twice, Err(DTypeError::SelectedTwice { name: "f0".into() }));
            Some(Refused)
        }
        "dtype_err_36" => {
            assert_eq!(NewByteOrder::from_code('Q'), Err(DTypeError::UnknownByteOrder { code: 'Q' }));
            Some(Refused)
        }
        "dtype_err_37" | "dtype_err_38" | "dtype_err_40" => {
            let (left, right) = expr.split_once("==").expect("a comparison");
            assert_eq!(serde_json::json!(parse(left) == parse(right)), *value?, "{id}");
            Some(Same)
        }
        "repr_loses_nested_align" | "repr_gains_nested_align" => nested_alignment(id, value?),
        "descr_overlap_error" => {
            let dtype = parse("{'names':['a','b'],'formats':['i4','i2'],'offsets':[0,0]}");
            assert_eq!(dtype.descr(), Err(DTypeError::NoDescr { field: "b".into(), offset: 0, end: 4 }));
            Some(Refused)
        }
        "isnative_mixed" => {
            // The `|` of NumPy's `byteorder` is the first character of the str.
            let (mixed, native) = (parse(">i4,<i4"), parse("=i4,=i4"));
            assert_eq!(&mixed.dtype_str()[..1], value?[1].as_str()?);
            assert_eq!(
                serde_json::json!([mixed.is_native(), native.is_native()]),
                serde_json::json!([value?[0], value?[2]])
            );
            Some(Same)
        }
        _ => None,
    }
}

/// NumPy's repr does not say how nested records are aligned: read back, it is another layout. The repr here is the
/// same text and reads the same; the lossless form keeps the layout.
fn nested_alignment(id: &str, value: &Value) -> Option<Verdict> {
    let inner_aligned = id == "repr_loses_nested_align";
    let aligned = |flag| if flag { "True" } else { "False" };
    let inner = format!("dtype([('x','u1'),('y','<i4')],align={})", aligned(inner_aligned));
    let dtype = parse(&format!("dtype([('a','u1'),('b',{inner})],align={})", aligned(!inner_aligned)));
    assert_eq!(dtype.itemsize() as u64, value[0].as_u64()?);
    assert_eq!(parse(&dtype.repr()).itemsize() as u64, value[1].as_u64()?);
    assert_eq!(parse(&format!("{dtype:?}")), dtype);
    Some(Verdict::Corrected)
}

#[test]
fn operations_on_dtypes_are_as_numpy_says() {
    let facts: Vec<Value> = serde_json::from_str(include_str!("../data/numpy_ops.json")).expect("JSON");
    let mut counts = BTreeMap::new();
    let mut areas = BTreeMap::new();
    for fact in &facts {
        let area = fact["area"].as_str().expect("text");
        if !matches!(area, "dtype-construction" | "dtype-introspection") {
            continue;
        }
        let verdict = check(fact).unwrap_or_else(|| panic!("no counterpart of {}", fact["id"]));
        *counts.entry(verdict).or_insert(0) += 1;
        *areas.entry(area).or_insert(0) += 1;
    }
    println!("{counts:?}");
    assert_eq!(
        areas.into_iter().collect::<Vec<_>>(),
        [("dtype-construction", 35), ("dtype-introspection", 4)]
    );
    let expected = [
        (Verdict::Refused, 25),
        (Verdict::Same, 7),
        (Verdict::Corrected, 4),
        (Verdict::WithinOurLimit, 2),
        (Verdict::Stricter, 1),
    ];
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), expected);
}

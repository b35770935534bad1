//! Formats of the buffer protocol: ours read back, NumPy's read as NumPy reads them.

use crate::{
    dtype_support::{size, text},
    pep3118_texts::TEXTS,
    recorded,
    strategy::dtype,
    tally,
};
use proptest::{collection::vec, prelude::*};
use record_core::{
    ByteOrder, DType,
    dtype::DTypeError,
    interop::{FormatProblem, Pep3118Error, UnsupportedCode},
};

const LITTLE: ByteOrder = ByteOrder::Little;

fn reason(error: &Pep3118Error) -> &'static str {
    match error {
        Pep3118Error::Name { .. } => "name",
        Pep3118Error::Title { .. } => "title",
        Pep3118Error::Time { .. } => "time",
        Pep3118Error::Backwards { .. } => "backwards",
        Pep3118Error::MissingGaps { .. } => "missing gaps",
        Pep3118Error::Itemsize { .. } => "itemsize",
        _ => "parse",
    }
}

#[test]
fn ours_comes_back_for_every_recorded_dtype() {
    let (mut fine, mut refused) = (0, Vec::new());
    for case in recorded() {
        match case.dtype.to_pep3118() {
            Ok(format) => {
                assert_eq!(DType::from_pep3118(&format), Ok(case.dtype.clone()), "{}: {format}", case.name);
                // Nothing is left to the machine, and nothing to the itemsize.
                let read = DType::from_pep3118_on(&format, Some(case.dtype.itemsize()), ByteOrder::Big);
                assert_eq!(read, Ok(case.dtype), "{}: {format}", case.name);
                fine += 1;
            }
            Err(error) => refused.push(reason(&error)),
        }
    }
    println!("{fine} dtypes come back; refused: {:?}", tally(refused.iter().copied()));
    assert_eq!(fine + refused.len(), 261);
    assert_eq!(tally(refused), [("backwards", 5), ("name", 1), ("time", 64), ("title", 2)].into());
}

#[test]
fn numpys_formats_mean_what_numpy_reads() {
    let (mut read, mut by_itemsize) = (0, 0);
    for case in recorded() {
        if case.fact["buffer_roundtrip"] != "ok" {
            continue;
        }
        let Some(format) = case.fact["buffer_format"].as_str() else {
            // Recorded as length and hash only.
            assert_eq!(case.name, "wide_header_v2");
            continue;
        };
        let longer = case.fact.get("buffer_format_n2").map_or(format, text);
        let found = DType::from_pep3118_on(longer, None, LITTLE);
        assert_eq!(found, Ok(case.dtype.clone()), "{}: {longer}", case.name);
        // Of one element, the format may promise an alignment that the itemsize takes back.
        let found = DType::from_pep3118_on(format, Some(case.dtype.itemsize()), LITTLE);
        assert_eq!(found, Ok(case.dtype), "{}: {format}", case.name);
        read += 1;
        by_itemsize += usize::from(longer != format);
    }
    println!("{read} formats of NumPy read, {by_itemsize} of them with the itemsize");
    assert_eq!((read, by_itemsize), (173, 22));
}

/// Formats that NumPy wrote and cannot read, or reads as another dtype: the itemsize cures what can be.
#[test]
fn formats_without_their_gaps() {
    let mut outcomes = Vec::new();
    for case in recorded() {
        let Some(format) = case.fact["buffer_format"].as_str() else { continue };
        if case.fact["buffer_roundtrip"] == "ok" {
            continue;
        }
        let found = DType::from_pep3118_on(format, Some(case.dtype.itemsize()), LITTLE);
        let outcome = match &found {
            Ok(dtype) if *dtype == case.dtype => "cured",
            // Titles have no place in the text.
            Ok(dtype)
                if dtype.fields().len() == case.dtype.fields().len() && case.name.starts_with("title") =>
            {
                "titles lost"
            }
            Ok(dtype) => {
                assert_eq!(dtype.itemsize(), case.dtype.itemsize());
                // An inner record is shorter than it was, as NumPy wrote its gap behind it. Where the record is
                // repeated, or the alignment that `@` stands for happens to add as much elsewhere, what follows is
                // then not where it was; NumPy reads it there, too.
                if leaves(dtype, 0) == leaves(&case.dtype, 0) { "shorter inside" } else { "moved" }
            }
            Err(error) => reason(error),
        };
        println!("{}: {outcome}", case.name);
        outcomes.push(outcome);
    }
    let expected =
        [("cured", 7), ("missing gaps", 1), ("moved", 4), ("shorter inside", 3), ("titles lost", 2)];
    assert_eq!(tally(outcomes), expected.into());
}

/// Where each scalar lies, and what it is.
fn leaves(dtype: &DType, at: usize) -> Vec<(usize, String)> {
    if let Some((base, count)) = dtype.as_array() {
        return (0..count).flat_map(|i| leaves(base, at + i * base.itemsize())).collect();
    }
    match dtype.as_record() {
        Some(fields) => fields.iter().flat_map(|field| leaves(field.dtype(), at + field.offset())).collect(),
        None => vec![(at, dtype.dtype_str())],
    }
}

#[test]
fn numpys_errors_are_errors_here() {
    for case in recorded() {
        let Some(error) = case.fact.get("buffer_error") else { continue };
        let ours = case.dtype.to_pep3118().expect_err("NumPy refuses it");
        let expected = match text(error) {
            message if message.contains("cannot include dtype") => "time",
            message if message.contains("overlapping or out-of-order") => "backwards",
            message if message.contains("':' is not an allowed character") => "name",
            message => panic!("{}: {message}", case.name),
        };
        assert_eq!(reason(&ours), expected, "{}", case.name);
    }
}

#[test]
fn texts_of_all_kinds_mean_what_numpy_reads() {
    for (format, repr) in TEXTS {
        let expected = DType::parse_on(repr, LITTLE).expect("a repr");
        assert_eq!(DType::from_pep3118_on(format, None, LITTLE), Ok(expected), "{format}");
    }
}

/// What NumPy refuses, or prints without its fields, and the words of `struct` and `ctypes`.
#[test]
fn texts_that_numpy_does_not_read() {
    for (format, expected) in [
        // Spaces, as `struct` allows them.
        (
            " i  h ",
            "dtype({'names': ['f0', 'f1'], 'formats': ['<i4', '<i2'], 'offsets': [0, 4], 'itemsize': 8})",
        ),
        ("<(2)h", "(2,)<i2"),
        ("(2)(3)<h", "(2,3)<i2"),
        ("n", "<i8"),
        ("N", "<u8"),
        ("<F", "<c8"),
        (">D", ">c16"),
        // A gap alone is opaque bytes, which is what NumPy exports so.
        ("5x", "V5"),
        ("", "[]"),
        // What `ctypes` of Python 3.11 says of three structures.
        ("T{>H:x:>I:y:}", "[('x', '>u2'), ('y', '>u4')]"),
        ("T{<B:a:<?:t:(3,2)<h:m:<Q:u:}", "[('a', 'u1'), ('t', '?'), ('m', '<i2', (3, 2)), ('u', '<u8')]"),
        ("(5)<c", "(5,)S1"),
    ] {
        let expected = DType::parse_on(expected, LITTLE).expect("a dtype");
        assert_eq!(DType::from_pep3118_on(format, None, LITTLE), Ok(expected), "{format:?}");
    }
    let big = DType::from_pep3118_on("T{i:a:=h:b:<h:c:}", None, ByteOrder::Big);
    assert_eq!(big, Ok(DType::parse("[('a', '>i4'), ('b', '>i2'), ('c', '<i2')]").expect("a dtype")));
}

#[test]
fn wrong_texts_say_where() {
    let expected = |expected, found| FormatProblem::Expected { expected, found };
    for (format, at, problem) in [
        ("T{i:a:", 6, expected("`}`", None)),
        ("i:a", 3, expected("the `:` that ends a name", None)),
        ("iy", 1, FormatProblem::UnknownCode('y')),
        ("i:é:é", 5, FormatProblem::UnknownCode('é')),
        ("(2,x)i", 3, expected("the length of an axis", Some('x'))),
        ("(2", 2, expected("`,` or `)`", None)),
        ("(2 3)i", 3, expected("`,` or `)`", Some('3'))),
        ("<", 1, expected("a type", None)),
        ("3", 1, expected("a type", None)),
        ("Zq", 0, expected("`f` or `d` after `Z`", Some('q'))),
        ("}", 0, FormatProblem::UnknownCode('}')),
        ("<n", 1, FormatProblem::NativeOnly('n')),
        ("iO", 1, FormatProblem::Unsupported(UnsupportedCode::Object)),
        ("Zg", 0, FormatProblem::Unsupported(UnsupportedCode::LongDouble)),
        ("&<i", 0, FormatProblem::Unsupported(UnsupportedCode::Pointer)),
        ("3u", 1, FormatProblem::Unsupported(UnsupportedCode::WideCharacter)),
        ("99999999999999999999s", 0, FormatProblem::NumberTooLarge),
        ("i9223372036854775807s", 1, FormatProblem::NumberTooLarge),
    ] {
        let found = DType::from_pep3118(format).expect_err(format);
        assert_eq!(found, Pep3118Error::Parse { at, problem }, "{format}");
    }
    let error = DType::from_pep3118("i:a:i:a:").expect_err("a name twice");
    let Pep3118Error::Parse { problem: FormatProblem::Layout(inner), .. } = &error else { panic!("{error}") };
    assert!(matches!(**inner, DTypeError::DuplicateName { .. }));
    let deep = "T{".repeat(100_000);
    let error = DType::from_pep3118(&deep).expect_err("too deep");
    assert!(matches!(error, Pep3118Error::Parse { problem: FormatProblem::TooDeep { .. }, .. }));
    let error = DType::from_pep3118_sized("ih", 9).map(|dtype| dtype.itemsize());
    assert_eq!(error, Ok(9));
    let error = DType::from_pep3118_sized("ih", 5);
    assert_eq!(error, Err(Pep3118Error::Itemsize { described: 6, itemsize: 5 }));
    let error = DType::from_pep3118_sized("i", 8);
    assert_eq!(error, Err(Pep3118Error::Itemsize { described: 4, itemsize: 8 }));
}

#[test]
fn refusals_name_the_field() {
    let refusal =
        |text: &str| DType::parse(text).expect("a dtype").to_pep3118().expect_err("no format").to_string();
    assert_eq!(
        refusal("[('a', [('at', '<M8[s]')])]"),
        "field \"a.at\": a buffer format has no code for dates and time spans; export the counts as '<i8'"
    );
    assert_eq!(
        refusal("[('a', [('x:y', 'u1')])]"),
        "field \"a.x:y\": a name in a buffer format cannot hold ':'"
    );
    assert_eq!(
        refusal("[(('T', 'a'), 'u1')]"),
        "field \"a\": a buffer format has no place for the title \"T\""
    );
    assert!(refusal("m8[s]").starts_with("a buffer format has no code"));
}

/// Without what the format cannot say: `None` for a dtype that has it.
fn expressible(dtype: &DType) -> bool {
    let base = dtype.base();
    if let Some(scalar) = base.as_scalar() {
        return !base.dtype_str().contains(['M', 'm']) && scalar.itemsize() == base.itemsize();
    }
    let mut end = 0;
    base.fields().iter().all(|field| {
        let follows = field.offset() >= end;
        end = field.offset() + field.dtype().itemsize();
        follows && field.title().is_none() && !field.name().contains(':') && expressible(field.dtype())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn random_dtypes_come_back(dtype in dtype()) {
        let format = dtype.to_pep3118();
        prop_assert_eq!(format.is_ok(), expressible(&dtype));
        if let Ok(format) = format {
            for order in [LITTLE, ByteOrder::Big] {
                let read = DType::from_pep3118_on(&format, None, order);
                prop_assert_eq!(read, Ok(dtype.clone()), "{}", format);
            }
            prop_assert_eq!(DType::from_pep3118_sized(&format, dtype.itemsize()), Ok(dtype));
        }
    }

    #[test]
    fn no_format_panics(text in "[T{}()<>=@!^:xisfdZwcbq?lnN0-9, é]{0,40}", bytes in vec(any::<u8>(), 0..40)) {
        for text in [text, String::from_utf8_lossy(&bytes).into_owned()] {
            if let Ok(dtype) = DType::from_pep3118(&text) {
                // Whatever is accepted is consistent.
                prop_assert_eq!(DType::from_pep3118_sized(&text, dtype.itemsize()), Ok(dtype.clone()));
                if let Ok(ours) = dtype.to_pep3118() {
                    prop_assert_eq!(DType::from_pep3118(&ours), Ok(dtype));
                }
            }
        }
    }
}

#[test]
fn formats_of_the_recorded_dtypes_have_their_size() {
    for case in recorded() {
        let Ok(format) = case.dtype.to_pep3118() else { continue };
        let read = DType::from_pep3118(&format).expect("ours");
        assert_eq!(read.itemsize(), size(&case.fact["itemsize"]), "{}", case.name);
    }
}

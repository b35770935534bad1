//! Rust structs: read back here, and compiled with the derive for a handful.

use crate::{recorded, strategy::dtype, tally};
use proptest::prelude::*;
use record_core::{
    ByteOrder, DType, Element,
    dtype::{Scalar, ScalarKind},
    interop::{SourceError, SourceProblem},
};
use std::{env, fs, path::Path};

const LITTLE: ByteOrder = ByteOrder::Little;

fn reason(error: &SourceError) -> &'static str {
    match error {
        SourceError::Backwards { .. } => "backwards",
        SourceError::Empty { .. } => "no fields",
        SourceError::EmptyName { .. } => "empty name",
        SourceError::NotARecord { .. } => "no record",
        _ => "other",
    }
}

/// The dtype without the fields that stand for gaps; also says whether there were any.
fn without_gaps(dtype: &DType) -> (DType, bool) {
    let base = dtype.base();
    let Some(fields) = base.as_record() else { return (dtype.clone(), false) };
    let (mut builder, mut any) = (DType::builder().itemsize(base.itemsize()), false);
    for field in fields {
        let gap = field.dtype().as_scalar().is_some_and(|s| matches!(s.kind(), ScalarKind::Opaque(_)));
        if gap && field.name().strip_prefix("_gap").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit())) {
            any = true;
            continue;
        }
        let (inner, inside) = without_gaps(field.dtype());
        any |= inside;
        builder = builder.field_at(field.name(), inner, field.offset());
        builder = match field.title() {
            Some(title) => builder.title(title),
            None => builder,
        };
    }
    let shape: Vec<usize> = dtype.shape().collect();
    (DType::array(builder.build().expect("fewer fields"), &shape).expect("as large"), any)
}

#[test]
fn every_recorded_dtype_comes_back() {
    let (mut exact, mut with_gaps, mut refused) = (0, 0, Vec::new());
    for case in recorded() {
        for order in [LITTLE, ByteOrder::Big] {
            match case.dtype.to_rust_struct_on("Type", order) {
                Ok(text) => {
                    let read = DType::from_rust_struct_on(&text, order).expect(&text);
                    let (plain, gaps) = without_gaps(&read);
                    assert_eq!(plain, case.dtype, "{}:\n{text}", case.name);
                    assert_eq!(gaps, read != case.dtype, "{}:\n{text}", case.name);
                    if gaps {
                        with_gaps += 1;
                    } else {
                        exact += 1;
                    }
                }
                Err(error) => refused.push(reason(&error)),
            }
        }
    }
    println!(
        "{exact} structs are the dtype, {with_gaps} with fields for gaps; refused: {:?}",
        tally(refused.iter().copied())
    );
    assert_eq!(exact + with_gaps + refused.len(), 2 * 261);
    assert_eq!(with_gaps, 22);
    assert_eq!(tally(refused), [("backwards", 10), ("no fields", 2)].into());
}

/// The generated texts, compiled: what the reader says of them is what the derive makes of them.
macro_rules! generated {
    ($($module:ident: $record:ident, $dtype:expr;)*) => {
        $(mod $module {
            include!(concat!("generated/", stringify!($module), ".rs"));
        })*

        #[test]
        fn the_derive_agrees() {
            $({
                let dtype = DType::parse_on($dtype, LITTLE).expect("a dtype");
                let text = dtype.to_rust_struct_on(stringify!($record), LITTLE).expect("a struct");
                let file = Path::new(env!("CARGO_MANIFEST_DIR"))
                    .join(concat!("tests/interop_text/generated/", stringify!($module), ".rs"));
                let committed = include_str!(concat!("generated/", stringify!($module), ".rs"));
                if env::var_os("RECORD_OVERWRITE").is_some() {
                    fs::write(&file, &text).expect("the file");
                } else {
                    assert_eq!(text, committed, "RECORD_OVERWRITE=1 writes the file anew");
                    let derived = <$module::$record as Element>::DTYPE;
                    assert_eq!(&DType::from_rust_struct(&text).expect("ours"), derived);
                    if cfg!(target_endian = "little") {
                        assert_eq!(without_gaps(derived).0, dtype);
                    }
                }
            })*
        }
    };
}

generated! {
    employee: Employee, "[('name', 'S32'), ('age', '<i4'), ('salary', '<f8'), ('badge temp', '>f4'), ('position', '<f4', (3,))]";
    natural: Natural, "dtype([('a', 'u1'), ('b', '<f8'), ('c', [('x', '?'), ('y', '>u2')], (2, 3)), ('d', dtype([('e', 'u1'), ('f', '<i8')]))], align=True)";
    names: Names, "[('type', 'u1'), ('self', 'u1'), ('A', 'u1'), ('a', 'u1'), ('dtype', 'u1'), ('x y', 'u1'), ('it''s', 'u1'), ('整形', 'u1'), (('Title \\\"1\\\"', 't'), 'u1'), ('_', 'u1'), ('columns', [('n', 'u1')])]".replace("''", "\\'").as_str();
    times: Times, "[('a', '<M8[ns]'), ('b', '>M8[25s]'), ('c', '<m8[D]'), ('d', '>m8'), ('e', '>U3'), ('f', '<U2'), ('g', 'V5'), ('h', '<f2'), ('i', '>f2'), ('j', '<c8'), ('k', '>c16')]";
    gaps: Gaps, "{'names': ['a', 'b'], 'formats': ['<u2', ('<f4', (2,))], 'offsets': [3, 8], 'itemsize': 19}";
    pairs: Pairs, "{'names': ['a', 'b'], 'formats': ['u1', '<f8'], 'offsets': [0, 2], 'itemsize': 10}";
}

#[test]
fn structs_as_people_write_them() {
    for (text, expected) in [
        (
            "#[derive(Record, Clone, Copy)] #[repr(C, packed)] struct A(u8, Be<u32>);",
            "[('f0', 'u1'), ('f1', '>u4')]",
        ),
        (
            "use x::{y, z}; /// Doc.\n const N: [u8; 2] = [1; 2];\n fn f<'a>(x: &'a str) -> char { '{' }\n\
             #[repr(C)]\n#[record(rename_all = \"camelCase\", size = 8, crate = a::b)]\nstruct A {\n\
             #[record(bits(low = 0..3, order = \"msb\"), rename = r#\"x \"y\"\"#)]\npub(crate) a_b: u8, c_d: [record_core::Le<i16>; 0x2],\n\
             // the end\n last_one: std::primitive::u8, }\n#[derive(Debug)] struct NotOurs { x: String }\nimpl A { }",
            "dtype([('x \"y\"', 'u1'), ('cD', '<i2', (2,)), ('lastOne', 'u1')], align=True)",
        ),
        (
            "#[repr(C)] struct In { a: u8, r#type: f64 }\n#[repr(C, packed(4))] struct Out { a: u8, b: [In; 2], }",
            "{'names': ['a', 'b'], 'formats': ['u1', (dtype([('a', 'u1'), ('type', 'f8')], align=True), (2,))], \
              'offsets': [0, 4], 'itemsize': 36}",
        ),
        (
            "#[repr(C, align(16))] struct A { a: Complex<f32>, b: DateTime64<Multiple<Seconds, 25>>, c: F16, d: Bool8 }",
            "{'names': ['a', 'b', 'c', 'd'], 'formats': ['c8', 'M8[25s]', 'f2', '?'], 'offsets': [0, 8, 16, 18], 'itemsize': 32}",
        ),
        ("#[repr(transparent)] struct A { a: [[f32; 1_0]; 2usize] }", "[('a', 'f4', (2, 10))]"),
    ] {
        let expected = DType::parse(expected).expect("a dtype");
        assert_eq!(DType::from_rust_struct(text), Ok(expected), "{text}");
    }
}

#[test]
fn what_is_not_read_says_where_and_why() {
    for (text, line, check) in [
        ("#[derive(Record)]\nstruct A { a: u8 }", 2, "layout is not fixed"),
        ("#[repr(C)]\nstruct A<T> { a: T }", 2, "parameters"),
        ("#[repr(C)]\nstruct A {\n a: bool }", 3, "Bool8"),
        ("#[repr(C)] struct A { a: usize }", 1, "another size"),
        ("#[repr(C)] struct A { a: String }", 1, "no type is called `String`"),
        ("#[repr(C)] struct A { a: Be<Be<u8>> }", 1, "no type is called `Be`"),
        ("#[repr(C)] struct A { a: [u8; N] }", 1, "expected a number"),
        ("#[repr(C)] struct A { a: &u8 }", 1, "expected a type"),
        ("#[repr(C)] struct A { a: u8", 1, "found the end"),
        ("#[repr(C)] struct A {}", 1, "at least one field"),
        ("#[repr(C)] struct A;", 1, "the fields"),
        ("#[repr(C)] struct A { a: DateTime64<Fortnights> }", 1, "no type is called `Fortnights`"),
        ("#[repr(C, packed(3))] struct A { a: u8 }", 1, "power of two"),
        ("#[repr(C)] struct A { a: u8, a: u8 }", 1, "name or title of both"),
        ("struct A { a: u8 }", 1, "no struct"),
        ("#[repr(C)] struct A { a: [u8; 9223372036854775808] }", 1, "larger than isize::MAX"),
    ] {
        let error = DType::from_rust_struct(text).expect_err(text);
        assert!(
            matches!(error, SourceError::Parse { line: found, .. } if found == line)
                && error.to_string().contains(check),
            "{text}: {error}"
        );
    }
    let deep = format!("#[repr(C)] struct A {{ a: {}", "[".repeat(100_000));
    let error = DType::from_rust_struct(&deep).expect_err("too deep");
    assert!(matches!(error, SourceError::Parse { problem: SourceProblem::TooDeep { .. }, .. }));
    let scalar = DType::scalar(Scalar::new(ScalarKind::Float64, LITTLE));
    assert_eq!(scalar.to_rust_struct("A"), Err(SourceError::NotARecord { itemsize: 8 }));
    assert_eq!(scalar.to_c_header("A"), Err(SourceError::NotARecord { itemsize: 8 }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn random_dtypes_come_back(dtype in dtype(), big in any::<bool>()) {
        let order = if big { ByteOrder::Big } else { LITTLE };
        if let Ok(text) = dtype.to_rust_struct_on("Random", order) {
            let read = DType::from_rust_struct_on(&text, order);
            let read = read.map(|read| without_gaps(&read).0);
            prop_assert_eq!(read, Ok(dtype), "{}", text);
        }
    }

    #[test]
    fn no_text_panics(
        text in "(#\\[repr\\(C\\)\\]|#\\[record\\(|struct A|\\{|\\}|[a:,;<>'\"\\[\\]()#r0-9é \n\\\\]|Be<|u8){0,30}",
        dtype in dtype(),
        at in any::<prop::sample::Index>(),
        with in any::<char>(),
    ) {
        let _ = DType::from_rust_struct(&text);
        if let Ok(text) = dtype.to_rust_struct("Random") {
            let mut chars: Vec<char> = text.chars().collect();
            chars.insert(at.index(chars.len()), with);
            let _ = DType::from_rust_struct(&chars.iter().collect::<String>());
            let _ = DType::from_rust_struct(&chars[..at.index(chars.len())].iter().collect::<String>());
        }
    }
}

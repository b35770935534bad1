//! C headers: read back here, and proved by the C compiler where there is one.

use crate::{dtype_support::size, recorded, strategy::dtype, tally};
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, TestRunner},
};
use record_core::{
    ByteOrder, DType,
    interop::{SourceError, SourceProblem},
};
use std::{fmt::Write as _, fs, path::Path, process::Command};

const LITTLE: ByteOrder = ByteOrder::Little;

fn reason(error: &SourceError) -> &'static str {
    match error {
        SourceError::Backwards { .. } => "backwards",
        SourceError::Empty { .. } => "no bytes",
        SourceError::NotARecord { .. } => "no record",
        _ => "other",
    }
}

/// Compiles a text; `false`, with a message, where there is no compiler.
fn compiles(name: &str, text: &str) -> bool {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&file, text).expect("a file");
    let flags = ["-std=c11", "-pedantic-errors", "-Wall", "-Wextra", "-Werror", "-fsyntax-only"];
    match Command::new("cc").args(flags).arg(&file).output() {
        Ok(output) => {
            assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
            true
        }
        Err(error) => {
            println!("skipped: no C compiler, {error}");
            false
        }
    }
}

#[test]
fn every_recorded_dtype_comes_back() {
    let (mut fine, mut refused) = (0, Vec::new());
    for case in recorded() {
        for order in [LITTLE, ByteOrder::Big] {
            match case.dtype.to_c_header_on("Type", order) {
                Ok(header) => {
                    let read = DType::from_c_struct_on(&header, order).expect(&header);
                    assert_eq!(read, case.dtype, "{}:\n{header}", case.name);
                    assert_eq!(read.itemsize(), size(&case.fact["itemsize"]), "{}", case.name);
                    fine += 1;
                }
                Err(error) => refused.push(reason(&error)),
            }
        }
    }
    println!("{fine} headers come back; refused: {:?}", tally(refused.iter().copied()));
    assert_eq!(fine + refused.len(), 2 * 261);
    assert_eq!(tally(refused), [("backwards", 10), ("no bytes", 6)].into());
}

#[test]
fn the_compiler_agrees_on_every_recorded_dtype() {
    if cfg!(target_endian = "big") {
        println!("skipped: the headers are for little-endian machines");
        return;
    }
    let (mut all, mut asserts) = (String::new(), 0);
    for (i, case) in recorded().iter().enumerate() {
        if let Ok(header) = case.dtype.to_c_header_on(&format!("Type{i}"), LITTLE) {
            asserts += header.matches("_Static_assert").count();
            all.push_str(&header);
        }
    }
    all.push_str("int main(void) { return 0; }\n");
    if compiles("recorded.c", &all) {
        println!("cc proved {asserts} assertions");
    }
    assert!(asserts > 1000, "{asserts}");
}

#[test]
fn the_compiler_agrees_on_random_dtypes() {
    if cfg!(target_endian = "big") {
        println!("skipped: the headers are for little-endian machines");
        return;
    }
    let mut runner = TestRunner::new(Config::default());
    let mut all = String::new();
    let mut count = 0;
    for i in 0..2000 {
        let dtype = dtype().new_tree(&mut runner).expect("a dtype").current();
        if let Ok(header) = dtype.to_c_header_on(&format!("Type{i}"), LITTLE) {
            all.push_str(&header);
            count += 1;
        }
    }
    all.push_str("int main(void) { return 0; }\n");
    assert!(count > 100, "{count}");
    if compiles("random.c", &all) {
        println!("cc proved {count} random headers");
    }
}

/// Headers as people write them; the C compiler is asked whether our offsets are its own.
const WRITTEN: [(&str, &str); 9] = [
    ("struct a { char c; short s; int i; long long l; float f; double d; };", "a"),
    ("typedef struct { uint8_t k; double d[3]; char name[5]; } b;", "b"),
    ("#pragma pack(push, 2)\nstruct c { char c; int64_t l; double d; char e; };\n#pragma pack(pop)", "c"),
    ("#pragma pack(1)\ntypedef struct d_tag { char c; int64_t l; } d;\n#pragma pack()\n", "d"),
    ("struct e { uint8_t a; uint32_t b; } __attribute__((packed));", "e"),
    ("struct __attribute__((__packed__)) f { unsigned char a; unsigned b, c[2]; signed char e; };", "f"),
    (
        "#define N 3 // axes\n/* a vector */ typedef float vec[N];\nstruct in { char tag; vec at; };\n\
         struct g { char lead; struct in pair[2][0x2]; const volatile uint16_t crc; };",
        "g",
    ),
    ("struct h { char a; struct { uint16_t x; double _Complex z; } inner[2]; _Bool last; };", "h"),
    (
        "#pragma pack(push, 4)\nstruct i { char c; struct { double d; char e; } x; uint64_t y; };\n#pragma pack(pop)",
        "i",
    ),
];

#[test]
fn the_compiler_agrees_on_what_people_write() {
    let mut all = String::from("#include <stddef.h>\n#include <stdint.h>\n");
    for (text, name) in WRITTEN {
        let dtype = DType::from_c_struct_on(text, LITTLE).expect(text);
        // `typedef struct { .. } b;` has no tag.
        let spelled = if text.contains(&format!("struct {name} {{")) || text.contains(&format!(") {name} {{"))
        {
            format!("struct {name}")
        } else {
            name.into()
        };
        writeln!(all, "{text}\n_Static_assert(sizeof({spelled}) == {}, \"\");", dtype.itemsize())
            .expect("a text");
        for field in dtype.fields() {
            let (offset, bytes) = (field.offset(), field.dtype().itemsize());
            writeln!(all, "_Static_assert(offsetof({spelled}, {}) == {offset}, \"\");", field.name())
                .expect("a text");
            writeln!(all, "_Static_assert(sizeof((({spelled} *)0)->{}) == {bytes}, \"\");", field.name())
                .expect("a text");
        }
    }
    all.push_str("int main(void) { return 0; }\n");
    compiles("written.c", &all);
    // And without a compiler, one of them by hand: `g`.
    let dtype = DType::from_c_struct_on(WRITTEN[6].0, LITTLE).expect("a struct");
    let offsets: Vec<usize> = dtype.fields().iter().map(record_core::FieldType::offset).collect();
    assert_eq!((offsets, dtype.itemsize()), (vec![0, 4, 68], 72));
}

#[test]
fn members_mean_what_they_are_called() {
    let text =
        "#ifdef __cplusplus\nextern \"C\" {\n#endif\nstruct s { double x; };\n#ifdef __cplusplus\n}\n#endif";
    assert_eq!(DType::from_c_struct(text), Ok(DType::parse("[('x', 'f8')]").expect("a dtype")));
    let text = "
        struct s {
            char name[2][8];       // two texts
            char one;
            uint8_t raw[3];
            uint8_t flag;          /* record: '?' */
            uint32_t gain;         /* record: '>f4', title \"dB\" */
            uint32_t label[2][4];  /* record: '<U4', name 'a * label*\\x2f' */
            int64_t at;            /* record: '<M8[ms]' */
            uint8_t _gap0[4];
            uint8_t _gap;          /* not ours */
            float _Complex z;
        };";
    let expected = "dtype([('name', 'S8', (2,)), ('one', 'S1'), ('raw', 'u1', (3,)), ('flag', '?'), \
        (('dB', 'gain'), '>f4'), ('a * label*/', '<U4', (2,)), ('at', '<M8[ms]'), ('_gap0', 'V4'), ('_gap', 'u1'), \
        ('z', '<c8')], align=True)";
    let expected = DType::parse(expected).expect("a dtype");
    let positions: Vec<usize> = (0..10).filter(|&i| i != 7).collect();
    let expected = expected.select_at(&positions).expect("all but the gap");
    assert_eq!(DType::from_c_struct_on(text, LITTLE), Ok(expected));
}

#[test]
fn names_are_mangled_and_kept() {
    let dtype = DType::parse(
        "[('x y', 'u1'), ('x_y', 'u1'), ('int', 'u1'), ('', 'u1'), ('9', 'u1'), ('整', 'u1'), ('_gap0', 'u1'), \
         ('*/', 'u1'), ('/*', 'u1'), ('new\\n', 'u1'), ('é', 'u1')]",
    )
    .expect("a dtype");
    let header = dtype.to_c_header_on("Names", LITTLE).expect("a header");
    for member in [
        "uint8_t x_y_2; /* record: name 'x y' */",
        "uint8_t x_y;\n",
        "uint8_t int_; /* record: name 'int' */",
        "uint8_t f_9; /* record: name '9' */",
        "uint8_t gap0; /* record: name '_gap0' */",
        "/* record: name '*\\x2f' */",
        "/* record: name '/\\x2a' */",
    ] {
        assert!(header.contains(member), "{member}:\n{header}");
    }
    assert_eq!(DType::from_c_struct_on(&header, LITTLE), Ok(dtype));
    for name in ["", "2x", "a-b", "int", "é", "_"] {
        let error = Row::dtype().to_c_header(name);
        assert_eq!(error, Err(SourceError::TypeName { name: name.into() }));
    }
}

/// A dtype of one byte.
struct Row;

impl Row {
    fn dtype() -> DType {
        DType::parse("[('a', 'u1')]").expect("a dtype")
    }
}

#[test]
fn what_is_not_read_says_where_and_why() {
    use SourceProblem::{BadNumber, Comment, NoStruct, Unsupported};
    for (text, line, check) in [
        ("\n\nstruct a { int x : 3; };", 3, "bit-field"),
        ("struct a {\nunion { int x; } u; };", 2, "union"),
        ("struct a { enum e x; };", 1, "enum"),
        ("struct a { long x; };", 1, "`long`"),
        ("struct a { size_t x; };", 1, "another size"),
        ("struct a { long double x; };", 1, "long double"),
        ("struct a { void *p; };", 1, "no type is called `void`"),
        ("struct a { int *p; };", 1, "address"),
        ("struct a { int (*f)(int); };", 1, "address"),
        ("struct a { other x; };", 1, "no type is called `other`"),
        ("struct a { struct b x; };", 1, "no type is called `struct b`"),
        ("struct a { int x[]; };", 1, "fixed length"),
        ("struct a { int x[n]; };", 1, "`n` is no length"),
        ("struct a { int x[09]; };", 1, "`09` is no length"),
        ("struct a { _Alignas(8) int x; };", 1, "alignment by hand"),
        ("struct a { int x; } __attribute__((aligned(8)));", 1, "alignment by hand"),
        ("#if A\n#else\n#endif\nstruct a { int x; };", 2, "cc -E"),
        ("#pragma pack(push, 3)\nstruct a { int x; };", 1, "`3` is no length"),
        ("struct a { int x", 1, "found the end"),
        ("struct a { int x; /* no end", 1, "`*/`"),
        ("int x;", 1, "expected `struct`"),
        ("struct a { int x; int x; };", 1, "name or title of both"),
        ("struct a { uint32_t x; /* record: '>f8' */ };", 1, "8 bytes, and an element of it has 4"),
        ("struct a { uint32_t x; /* record: '>q9' */ };", 1, "no type is called"),
        ("struct a { uint32_t x; /* record: nome 'y' */ };", 1, "found `nome`"),
        ("/* nothing */", 1, "no struct"),
    ] {
        let error = DType::from_c_struct(text).expect_err(text);
        let SourceError::Parse { line: found, problem } = &error else { panic!("{text}: {error}") };
        assert!(*found == line && error.to_string().contains(check), "{text}: {error}");
        let typed = match check {
            "no struct" => matches!(problem, NoStruct),
            "`3` is no length" => matches!(problem, BadNumber(_)),
            "bit-field" | "union" | "cc -E" => matches!(problem, Unsupported(_)),
            "8 bytes, and an element of it has 4" => *problem == Comment { comment: 8, member: 4 },
            _ => true,
        };
        assert!(typed, "{text}: {problem:?}");
    }
    let deep = format!("struct a {{ {}", "struct { ".repeat(100_000));
    let error = DType::from_c_struct(&deep).expect_err("too deep");
    assert!(matches!(error, SourceError::Parse { problem: SourceProblem::TooDeep { .. }, .. }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn random_dtypes_come_back(dtype in dtype(), big in any::<bool>()) {
        let order = if big { ByteOrder::Big } else { LITTLE };
        if let Ok(header) = dtype.to_c_header_on("Random", order) {
            prop_assert_eq!(DType::from_c_struct_on(&header, order), Ok(dtype), "{}", header);
        }
    }

    #[test]
    fn no_text_panics(
        text in "(struct |typedef |a|int|char |uint8_t |[{}();:*,/#'\"\\[\\]0-9 \n\\\\]|pragma pack|record:|é){0,40}",
        dtype in dtype(),
        at in any::<prop::sample::Index>(),
        with in any::<char>(),
    ) {
        let _ = DType::from_c_struct(&text);
        let _ = DType::from_rust_struct(&text);
        if let Ok(header) = dtype.to_c_header("Random") {
            let mut chars: Vec<char> = header.chars().collect();
            chars.insert(at.index(chars.len()), with);
            let _ = DType::from_c_struct(&chars.iter().collect::<String>());
            let _ = DType::from_c_struct(&chars[..at.index(chars.len())].iter().collect::<String>());
        }
    }
}

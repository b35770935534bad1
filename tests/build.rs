//! Says to the tests what they are built for, and writes a Rust struct for every recorded dtype that one can express, so
//! that the compiler's layout and NumPy's can be compared: `fact_structs.rs` in the folder for generated code.
//!
//! The struct's `repr` is found by computing C's layout here, from the alignments in NumPy's table of scalars.

use serde_json::Value;
use std::{env, fmt::Write as _, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=data/numpy_dtypes.json");
    // What other languages load is built for this machine; tests for another one leave that out.
    if env::var_os("HOST") != env::var_os("TARGET") {
        println!("cargo::rustc-env=RECORD_TESTS_CROSS=1");
    }
    // What only AddressSanitizer can be told.
    println!("cargo::rustc-check-cfg=cfg(address_sanitizer)");
    if env::var("CARGO_ENCODED_RUSTFLAGS").is_ok_and(|flags| flags.contains("sanitizer=address")) {
        println!("cargo::rustc-cfg=address_sanitizer");
    }
    let text = fs::read_to_string("data/numpy_dtypes.json").expect("the facts are there");
    let facts: Vec<Value> = serde_json::from_str(&text).expect("the facts are JSON");
    let mut source = String::new();
    let (mut structs, mut skipped) = (String::new(), String::new());
    for (number, fact) in facts.iter().enumerate() {
        let name = text_of(&fact["name"]);
        let mut definitions = String::new();
        match record(&format!("Fact{number}"), fact, &mut definitions) {
            Ok(record) => {
                source += &definitions;
                let Record { ident, repr, .. } = record;
                let is_c = matches!(repr, Repr::C);
                _ = writeln!(
                    structs,
                    "    ({name:?}, <{ident} as Element>::DTYPE, align_of::<{ident}>(), {is_c}),"
                );
            }
            Err(why) => _ = writeln!(skipped, "    ({name:?}, {why:?}),"),
        }
    }
    _ = write!(
        source,
        "/// Name of the fact, dtype and alignment of the struct, and whether it is not packed.\n\
         static STRUCTS: &[(&str, &DType, usize, bool)] = &[\n{structs}];\n\
         /// Facts without a struct, and why.\n\
         static SKIPPED: &[(&str, &str)] = &[\n{skipped}];\n"
    );
    let folder = env::var_os("OUT_DIR").expect("cargo says where");
    fs::write(Path::new(&folder).join("fact_structs.rs"), source).expect("the folder is writable");
}

/// A struct that has been written: its name, and what it takes as a field.
struct Record {
    ident: String,
    size: usize,
    align: usize,
    repr: Repr,
}

/// `repr(C)`, alone or with `packed(N)`. None of the facts without a struct has one with `align(N)`.
#[derive(Clone, Copy)]
enum Repr {
    C,
    Packed(usize),
}

/// A field: its type, and what C's layout needs to know.
struct Field {
    rust: String,
    size: usize,
    align: usize,
    offset: usize,
}

/// Writes a struct for the fact and those nested in it, or says why there is none.
fn record(ident: &str, fact: &Value, definitions: &mut String) -> Result<Record, &'static str> {
    if fact.get("dtype_spec").is_some_and(|spec| spec.get("union").is_some()) {
        return Err("an integer that is also a record");
    }
    let members = fact["fields"].as_array().ok_or("its fields were not recorded")?;
    if members.is_empty() {
        return Err("a record without fields, or no record");
    }
    let (mut fields, mut body) = (Vec::new(), String::new());
    for (number, member) in members.iter().enumerate() {
        let field = field(&format!("{ident}N{number}"), member, definitions)?;
        let name = text_of(&member["name"]);
        if name.is_empty() {
            return Err("a name without characters");
        }
        if name.ends_with("...") {
            return Err("its names were not recorded in full");
        }
        let title = member.get("title").map(|title| format!(", title = {:?}", text_of(title)));
        _ = writeln!(body, "    #[record(rename = {name:?}{})]", title.unwrap_or_default());
        _ = writeln!(body, "    f{number}: {},", field.rust);
        fields.push(field);
    }
    let size = number(&fact["itemsize"]);
    let is_aligned = fact.get("isalignedstruct").and_then(Value::as_bool) == Some(true);
    let plain = if is_aligned { [Repr::C, Repr::Packed(1)] } else { [Repr::Packed(1), Repr::C] };
    let found = plain.into_iter().chain([2, 4].map(Repr::Packed)).find_map(|repr| {
        let (offsets, total, align) = layout(&fields, repr);
        (total == size && offsets.iter().zip(&fields).all(|(&at, field)| at == field.offset))
            .then_some((repr, align))
    });
    let Some((repr, align)) = found else {
        let mut end = 0;
        for field in &fields {
            if field.offset < end {
                return Err("fields that overlap or are out of order");
            }
            end = field.offset + field.size;
        }
        return Err("offsets or a size that no repr gives");
    };
    let text = match repr {
        Repr::C => "C".into(),
        Repr::Packed(1) => "C, packed".into(),
        Repr::Packed(n) => format!("C, packed({n})"),
    };
    _ = write!(
        definitions,
        "#[derive(Record, Clone, Copy)]\n#[repr({text})]\nstruct {ident} {{\n{body}}}\n\n"
    );
    Ok(Record { ident: ident.into(), size, align, repr })
}

/// C's layout under this repr: offsets, size and alignment.
fn layout(fields: &[Field], repr: Repr) -> (Vec<usize>, usize, usize) {
    let packing = match repr {
        Repr::C => usize::MAX,
        Repr::Packed(n) => n,
    };
    let (mut end, mut largest, mut offsets) = (0_usize, 1, Vec::new());
    for field in fields {
        let align = field.align.min(packing);
        let offset = end.next_multiple_of(align);
        offsets.push(offset);
        end = offset + field.size;
        largest = largest.max(align);
    }
    (offsets, end.next_multiple_of(largest), largest)
}

fn field(ident: &str, member: &Value, definitions: &mut String) -> Result<Field, &'static str> {
    let (mut rust, mut size, align) = if member.get("fields").is_some() {
        // The itemsize of a sub-array field counts all elements; the record's own is recorded in its type string.
        let mut inner = member.clone();
        let own: usize = text_of(&member["dtype_str"]).trim_start_matches("|V").parse().expect("a size");
        inner["itemsize"] = own.into();
        let record = record(ident, &inner, definitions)?;
        (record.ident, record.size, record.align)
    } else {
        scalar(text_of(&member["dtype_str"]))?
    };
    for axis in member["shape"].as_array().expect("a list").iter().rev() {
        rust = format!("[{rust}; {}]", number(axis));
        size *= number(axis);
    }
    Ok(Field { rust, size, align, offset: number(&member["offset"]) })
}

/// Type, size and alignment of a scalar such as `>M8[ms]`.
fn scalar(text: &str) -> Result<(String, usize, usize), &'static str> {
    let (order, code) = text.split_at(1);
    let (kind, rest) = code.split_at(1);
    let (digits, unit) = rest.split_once('[').map_or((rest, None), |(digits, unit)| (digits, Some(unit)));
    let n: usize = digits.parse().expect("a size");
    let (rust, size, align) = match kind {
        "b" => ("Bool8".into(), 1, 1),
        "S" => (format!("FixedBytes<{n}>"), n, 1),
        "V" => (format!("Opaque<{n}>"), n, 1),
        "U" => (format!("FixedUtf32<{n}>"), 4 * n, 4),
        "i" | "u" => (format!("{kind}{}", 8 * n), n, n),
        "f" if n == 2 => ("F16".into(), 2, 2),
        "f" if n <= 8 => (format!("f{}", 8 * n), n, n),
        "c" if n <= 16 => (format!("Complex<f{}>", 4 * n), n, n / 2),
        "M" => (format!("DateTime64<{}>", time_unit(unit)), 8, 8),
        "m" => (format!("TimeDelta64<{}>", time_unit(unit)), 8, 8),
        "f" | "c" => return Err("an 80-bit number"),
        other => panic!("a kind without a type: {other}"),
    };
    let rust = match order {
        "<" => format!("Le<{rust}>"),
        ">" => format!("Be<{rust}>"),
        _ => rust,
    };
    Ok((rust, size, align))
}

/// The type of a unit such as `25s]`.
fn time_unit(unit: Option<&str>) -> String {
    let Some(unit) = unit else { return "Generic".into() };
    let unit = unit.trim_end_matches(']');
    let code = unit.trim_start_matches(|c: char| c.is_ascii_digit());
    let name = match code {
        "Y" => "Years",
        "D" => "Days",
        "s" => "Seconds",
        "ms" => "Milliseconds",
        "us" => "Microseconds",
        "ns" => "Nanoseconds",
        other => panic!("a unit without a type: {other}"),
    };
    match unit.strip_suffix(code) {
        Some("") | None => name.into(),
        Some(multiple) => format!("Multiple<{name}, {multiple}>"),
    }
}

fn text_of(value: &Value) -> &str {
    value.as_str().expect("a string")
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("a size")
}

//! Reading the spelling of one scalar: `<f8`, `?`, `S5`, `>M8[25s]`, `float64`.

use super::{
    DTypeError, IntSize, ParseProblem, Scalar, ScalarKind, Unsupported, packing, scalar_text, time_unit,
};
use crate::ByteOrder;

/// Reads one of NumPy's type strings that starts at byte `at` of the whole text.
///
/// C names (`l`, `long`, `intp`) mean what they do on 64-bit Unix.
pub(super) fn scalar(text: &str, at: usize, native: ByteOrder) -> Result<Scalar, DTypeError> {
    let (order, code) = match text.as_bytes().first() {
        Some(b'<') => (ByteOrder::Little, &text[1..]),
        Some(b'>') => (ByteOrder::Big, &text[1..]),
        Some(b'=' | b'|') => (native, &text[1..]),
        _ => (native, text),
    };
    let prefixed = code.len() < text.len();
    let code_at = at + text.len() - code.len();
    if code.is_empty() {
        return Err(DTypeError::parse(code_at, ParseProblem::Expected { expected: "a type", found: None }));
    }
    if let Some(kind) = time_unit::time(code, code_at) {
        return Ok(Scalar::new(kind?, order));
    }
    let found = match one_letter(code) {
        Ok(None) => sized(code, code_at)?,
        Ok(found) => found,
        Err(what) => return Err(DTypeError::parse(code_at, ParseProblem::Unsupported(what))),
    };
    match found {
        Some(kind) => Ok(Scalar::new(kind, order)),
        None if prefixed => Err(unknown(text, at)),
        None => name(code, code_at).map(|kind| Scalar::new(kind, order)),
    }
}

fn unknown(text: &str, at: usize) -> DTypeError {
    let end = text.char_indices().nth(32).map_or(text.len(), |(i, _)| i);
    DTypeError::parse(at, ParseProblem::UnknownType(text[..end].into()))
}

/// The codes of one letter.
fn one_letter(code: &str) -> Result<Option<ScalarKind>, Unsupported> {
    use ScalarKind::{
        Bool, Bytes, Complex64, Complex128, Float16, Float32, Float64, Int, Opaque, UInt, Utf32,
    };
    Ok(Some(match code {
        "?" => Bool,
        "b" => Int(IntSize::One),
        "B" => UInt(IntSize::One),
        "h" => Int(IntSize::Two),
        "H" => UInt(IntSize::Two),
        "i" => Int(IntSize::Four),
        "I" => UInt(IntSize::Four),
        "l" | "q" | "p" | "n" => Int(IntSize::Eight),
        "L" | "Q" | "P" | "N" => UInt(IntSize::Eight),
        "e" => Float16,
        "f" => Float32,
        "d" => Float64,
        "F" => Complex64,
        "D" => Complex128,
        "S" | "a" => Bytes(0),
        "c" => Bytes(1),
        "U" => Utf32(0),
        "V" => Opaque(0),
        "g" | "G" => return Err(Unsupported::LongDouble),
        "O" => return Err(Unsupported::Object),
        "T" => return Err(Unsupported::VariableText),
        _ => return Ok(None),
    }))
}

/// A letter and a size.
fn sized(code: &str, at: usize) -> Result<Option<ScalarKind>, DTypeError> {
    use ScalarKind::{
        Bool, Bytes, Complex64, Complex128, Float16, Float32, Float64, Int, Opaque, UInt, Utf32,
    };
    let letter = code.as_bytes()[0];
    let digits = code.get(1..).unwrap_or("");
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) || !letter.is_ascii_alphabetic() {
        return Ok(None);
    }
    let Ok(size) = digits.parse::<usize>() else {
        return Err(DTypeError::parse(at + 1, ParseProblem::NumberTooLarge));
    };
    let width = match size {
        1 => Some(IntSize::One),
        2 => Some(IntSize::Two),
        4 => Some(IntSize::Four),
        8 => Some(IntSize::Eight),
        _ => None,
    };
    let too_large = |itemsize| DTypeError::ArrayTooLarge { itemsize, count: size }.at(at);
    let bytes = || if size <= packing::MAX_SIZE { Ok(size) } else { Err(too_large(1)) };
    let unsupported = match (letter, size) {
        (b'f', 10 | 12 | 16) | (b'c', 20 | 24 | 32) => Some(Unsupported::LongDouble),
        (b'i' | b'u', 16) => Some(Unsupported::Int128),
        (b'O', _) => Some(Unsupported::Object),
        _ => None,
    };
    if let Some(what) = unsupported {
        return Err(DTypeError::parse(at, ParseProblem::Unsupported(what)));
    }
    Ok(Some(match (letter, width, size) {
        (b'b', _, 1) => Bool,
        (b'i', Some(width), _) => Int(width),
        (b'u', Some(width), _) => UInt(width),
        (b'f', _, 2) => Float16,
        (b'f', _, 4) => Float32,
        (b'f', _, 8) => Float64,
        (b'c', _, 8) => Complex64,
        (b'c', _, 16) => Complex128,
        (b'S' | b'a', ..) => Bytes(bytes()?),
        (b'V', ..) => Opaque(bytes()?),
        (b'U', ..) if size <= packing::MAX_SIZE / 4 => Utf32(size),
        (b'U', ..) => return Err(too_large(4)),
        _ => return Ok(None),
    }))
}

/// NumPy's names, also those that a Python program writes without quotes: `float64`, `int`, `bool_`.
pub(super) fn name(name: &str, at: usize) -> Result<ScalarKind, DTypeError> {
    let alias = match name {
        "bool_" => "bool",
        "byte" => "int8",
        "ubyte" => "uint8",
        "short" => "int16",
        "ushort" => "uint16",
        "intc" => "int32",
        "uintc" => "uint32",
        "int" | "int_" | "intp" | "long" | "longlong" => "int64",
        "uint" | "uintp" | "ulong" | "ulonglong" => "uint64",
        "half" => "float16",
        "single" => "float32",
        "float" | "double" => "float64",
        "csingle" => "complex64",
        "complex" | "cdouble" => "complex128",
        other => other,
    };
    if let Some(kind) = NUMBERS.into_iter().find(|&kind| scalar_text::number_name(kind) == Some(alias)) {
        return Ok(kind);
    }
    let unsupported = match alias {
        "bytes" | "bytes_" => return Ok(ScalarKind::Bytes(0)),
        "str" | "str_" | "unicode" => return Ok(ScalarKind::Utf32(0)),
        "void" => return Ok(ScalarKind::Opaque(0)),
        "float96" | "float128" | "longdouble" | "complex192" | "complex256" | "clongdouble" => {
            Unsupported::LongDouble
        }
        "object" | "object_" => Unsupported::Object,
        "int128" | "uint128" => Unsupported::Int128,
        "StringDType" => Unsupported::VariableText,
        _ => return Err(unknown(name, at)),
    };
    Err(DTypeError::parse(at, ParseProblem::Unsupported(unsupported)))
}

const NUMBERS: [ScalarKind; 14] = [
    ScalarKind::Bool,
    ScalarKind::Int(IntSize::One),
    ScalarKind::Int(IntSize::Two),
    ScalarKind::Int(IntSize::Four),
    ScalarKind::Int(IntSize::Eight),
    ScalarKind::UInt(IntSize::One),
    ScalarKind::UInt(IntSize::Two),
    ScalarKind::UInt(IntSize::Four),
    ScalarKind::UInt(IntSize::Eight),
    ScalarKind::Float16,
    ScalarKind::Float32,
    ScalarKind::Float64,
    ScalarKind::Complex64,
    ScalarKind::Complex128,
];

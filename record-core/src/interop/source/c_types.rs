//! How scalars are members of C structs, and back.

use crate::{
    ByteOrder,
    dtype::{IntSize, Scalar, ScalarKind},
};

/// A scalar as a member of a struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    /// The type in front of the name.
    pub(super) base: &'static str,
    /// The length of an axis that the scalar itself has: that of text.
    pub(super) length: Option<usize>,
    /// C's alignment.
    pub(super) alignment: usize,
    /// The C type alone does not say what the scalar is.
    pub(super) is_noted: bool,
}

/// The member that holds a scalar, on a machine of the given byte order. Numbers in the other order are unsigned
/// integers, so that C does not compute with them by mistake.
pub(super) fn leaf(scalar: Scalar, native: ByteOrder) -> Leaf {
    let swapped = scalar.byte_order().is_some_and(|order| order != native);
    let (base, is_noted) = match scalar.kind() {
        ScalarKind::Int(_) if swapped => (unsigned(scalar.itemsize()), true),
        ScalarKind::Int(IntSize::One) => ("int8_t", false),
        ScalarKind::Int(IntSize::Two) => ("int16_t", false),
        ScalarKind::Int(IntSize::Four) => ("int32_t", false),
        ScalarKind::Int(IntSize::Eight) => ("int64_t", false),
        ScalarKind::UInt(_) => (unsigned(scalar.itemsize()), swapped),
        ScalarKind::Float32 if !swapped => ("float", false),
        ScalarKind::Float64 if !swapped => ("double", false),
        ScalarKind::Complex64 if !swapped => ("float _Complex", false),
        ScalarKind::Complex128 if !swapped => ("double _Complex", false),
        ScalarKind::DateTime(_) | ScalarKind::TimeDelta(_) if !swapped => ("int64_t", true),
        ScalarKind::Bytes(_) => ("char", false),
        // Of a bool, any byte may be there, and in C not any byte is a `_Bool`.
        ScalarKind::Bool | ScalarKind::Opaque(_) => ("uint8_t", true),
        _ => (unsigned(scalar.swap_unit()), true),
    };
    let length = match scalar.kind() {
        ScalarKind::Bytes(n) | ScalarKind::Utf32(n) | ScalarKind::Opaque(n) => Some(n),
        ScalarKind::Complex64 | ScalarKind::Complex128 if swapped => Some(2),
        _ => None,
    };
    Leaf { base, length, alignment: scalar.alignment(), is_noted }
}

fn unsigned(bytes: usize) -> &'static str {
    match bytes {
        1 => "uint8_t",
        2 => "uint16_t",
        4 => "uint32_t",
        _ => "uint64_t",
    }
}

/// What one word, or several, of C mean as a scalar kind.
pub(super) fn scalar_kind(words: &[&str]) -> Result<Option<ScalarKind>, &'static str> {
    use ScalarKind::{Bool, Complex64, Complex128, Float32, Float64, Int, UInt};
    const LONG: &str = "`long` has another size on other machines: write `int64_t` or `int32_t`";
    const LONG_DOUBLE: &str = "long double has another format on every platform: write `double`";
    let count = |word: &str| words.iter().filter(|&&found| found == word).count();
    let (longs, unsigned, signed) = (count("long"), count("unsigned") > 0, count("signed") > 0);
    let integer = |size| if unsigned { UInt(size) } else { Int(size) };
    let complex = count("_Complex") + count("complex") > 0;
    if let [word] = words
        && let Some(found) = fixed(word)
    {
        return found.map(Some);
    }
    if !words.iter().all(|word| KEYWORD_TYPES.contains(word)) {
        return Ok(None);
    }
    Ok(Some(match () {
        () if count("double") > 0 && longs > 0 => return Err(LONG_DOUBLE),
        () if count("double") > 0 => {
            if complex {
                Complex128
            } else {
                Float64
            }
        }
        () if count("float") > 0 => {
            if complex {
                Complex64
            } else {
                Float32
            }
        }
        () if complex => return Err("write `float _Complex` or `double _Complex`"),
        () if count("_Bool") + count("bool") > 0 => Bool,
        // Text, unless it has a sign.
        () if count("char") > 0 && !unsigned && !signed => ScalarKind::Bytes(1),
        () if count("char") > 0 => integer(IntSize::One),
        () if count("short") > 0 => integer(IntSize::Two),
        () if longs == 1 => return Err(LONG),
        () if longs > 1 => integer(IntSize::Eight),
        () => integer(IntSize::Four),
    }))
}

/// The types with a size in their name.
fn fixed(word: &str) -> Option<Result<ScalarKind, &'static str>> {
    use ScalarKind::{Int, UInt};
    const POINTER_SIZED: &str =
        "the type has another size on other machines: write `uint64_t`, `int64_t` or one of 32 bits";
    Some(Ok(match word {
        "int8_t" => Int(IntSize::One),
        "int16_t" => Int(IntSize::Two),
        "int32_t" => Int(IntSize::Four),
        "int64_t" => Int(IntSize::Eight),
        "uint8_t" => UInt(IntSize::One),
        "uint16_t" | "char16_t" => UInt(IntSize::Two),
        "uint32_t" | "char32_t" => UInt(IntSize::Four),
        "uint64_t" => UInt(IntSize::Eight),
        "size_t" | "ssize_t" | "ptrdiff_t" | "intptr_t" | "uintptr_t" | "wchar_t" => {
            return Some(Err(POINTER_SIZED));
        }
        _ => return None,
    }))
}

/// The words of C's own types.
pub(super) const KEYWORD_TYPES: &[&str] = &[
    "char", "short", "int", "long", "signed", "unsigned", "float", "double", "_Bool", "bool", "_Complex",
    "complex",
];

/// What no member and no type may be called: keywords of C and C++, and names that headers take.
#[rustfmt::skip]
pub(super) const KEYWORDS: &[&str] = &[
    "alignas", "alignof", "and", "and_eq", "asm", "atomic_cancel", "auto", "bitand", "bitor", "bool", "break", "case",
    "catch", "char", "char16_t", "char32_t", "char8_t", "class", "compl", "complex", "concept", "const", "const_cast",
    "consteval", "constexpr", "constinit", "continue", "co_await", "co_return", "co_yield", "decltype", "default",
    "delete", "do", "double", "dynamic_cast", "else", "enum", "explicit", "export", "extern", "false", "float", "for",
    "friend", "goto", "if", "inline", "int", "int16_t", "int32_t", "int64_t", "int8_t", "linux", "long", "mutable",
    "namespace", "new", "noexcept", "not", "not_eq", "NULL", "nullptr", "offsetof", "operator", "or", "or_eq", "private",
    "protected", "public", "register", "reinterpret_cast", "requires", "restrict", "return", "short", "signed", "size_t",
    "sizeof", "static", "static_assert", "static_cast", "struct", "switch", "template", "this", "thread_local", "throw",
    "true", "try", "typedef", "typeid", "typename", "typeof", "typeof_unqual", "uint16_t", "uint32_t", "uint64_t",
    "uint8_t", "union", "unix", "unsigned", "using", "virtual", "void", "volatile", "wchar_t", "while", "xor", "xor_eq",
    "_Alignas", "_Alignof", "_Atomic", "_Bool", "_Complex", "_Generic", "_Imaginary", "_Noreturn", "_Static_assert",
    "_Thread_local",
];

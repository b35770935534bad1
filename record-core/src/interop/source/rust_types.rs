//! How scalars and layouts are types and `repr`s of Rust, and back.

use crate::{
    ByteOrder, DType,
    dtype::{IntSize, Scalar, ScalarKind, TimeBase, TimeUnit},
};
use alloc::{collections::BTreeSet, format, string::String, vec::Vec};

/// How a struct is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Repr {
    /// The largest alignment of a field.
    pub(super) packed: Option<usize>,
    /// The smallest alignment of the struct.
    pub(super) align: usize,
}

impl Repr {
    pub(super) const C: Self = Self { packed: None, align: 1 };
    pub(super) const PACKED: Self = Self { packed: Some(1), align: 1 };

    /// The attribute's arguments.
    pub(super) fn text(self) -> String {
        match self {
            Self { packed: Some(1), .. } => "C, packed".into(),
            Self { packed: Some(bytes), .. } => format!("C, packed({bytes})"),
            Self { align: 1, .. } => "C".into(),
            Self { align, .. } => format!("C, align({align})"),
        }
    }

    /// The alignment of a field whose type has this one.
    pub(super) fn field(self, alignment: usize) -> usize {
        alignment.min(self.packed.unwrap_or(usize::MAX)).max(1)
    }
}

/// Size and alignment of a struct, and where bytes must be added: before fields and at the end.
pub(super) struct Fit {
    pub(super) gaps: Vec<(usize, usize)>,
    pub(super) alignment: usize,
}

/// Whether the compiler puts the fields, given as alignments, where the record has them, perhaps with fields for gaps.
/// A gap is given as the position of the field behind it and its size in bytes.
pub(super) fn fit(record: &DType, alignments: &[usize], repr: Repr) -> Option<Fit> {
    let (mut end, mut largest, mut gaps) = (0_usize, repr.align, Vec::new());
    for (i, (field, &alignment)) in record.fields().iter().zip(alignments).enumerate() {
        let own = repr.field(alignment);
        largest = largest.max(own);
        match end.checked_next_multiple_of(own)? {
            natural if natural == field.offset() => {}
            natural if natural < field.offset() && field.offset().is_multiple_of(own) => {
                gaps.push((i, field.offset() - end));
            }
            _ => return None,
        }
        end = field.offset() + field.dtype().itemsize();
    }
    if !record.itemsize().is_multiple_of(largest) {
        return None;
    }
    if end.checked_next_multiple_of(largest)? != record.itemsize() {
        gaps.push((record.fields().len(), record.itemsize() - end));
    }
    Some(Fit { gaps, alignment: largest })
}

/// The type of a scalar, and the names it needs from `record_core`.
pub(super) fn type_text(scalar: Scalar, native: ByteOrder, uses: &mut BTreeSet<&'static str>) -> String {
    let mut used = |name: &'static str| {
        uses.insert(name);
        name
    };
    let inner: String = match scalar.kind() {
        ScalarKind::Bool => used("Bool8").into(),
        ScalarKind::Int(size) => format!("i{}", 8 * size as usize),
        ScalarKind::UInt(size) => format!("u{}", 8 * size as usize),
        ScalarKind::Float16 => used("F16").into(),
        ScalarKind::Float32 => "f32".into(),
        ScalarKind::Float64 => "f64".into(),
        ScalarKind::Complex64 => format!("{}<f32>", used("Complex")),
        ScalarKind::Complex128 => format!("{}<f64>", used("Complex")),
        ScalarKind::Bytes(n) => format!("{}<{n}>", used("FixedBytes")),
        ScalarKind::Utf32(n) => format!("{}<{n}>", used("FixedUtf32")),
        ScalarKind::Opaque(n) => format!("{}<{n}>", used("Opaque")),
        ScalarKind::DateTime(unit) => format!("{}<{}>", used("DateTime64"), unit_text(unit, &mut used)),
        ScalarKind::TimeDelta(unit) => format!("{}<{}>", used("TimeDelta64"), unit_text(unit, &mut used)),
    };
    match scalar.byte_order() {
        Some(order) if order != native => {
            let wrapper = if order == ByteOrder::Big { "Be" } else { "Le" };
            format!("{}<{inner}>", used(wrapper))
        }
        _ => inner,
    }
}

const GENERIC: &str = "time::Generic";
const MULTIPLE: &str = "time::Multiple";

/// The units as types, in the order of [`TimeBase::ALL`].
const UNITS: [&str; 13] = [
    "time::Years",
    "time::Months",
    "time::Weeks",
    "time::Days",
    "time::Hours",
    "time::Minutes",
    "time::Seconds",
    "time::Milliseconds",
    "time::Microseconds",
    "time::Nanoseconds",
    "time::Picoseconds",
    "time::Femtoseconds",
    "time::Attoseconds",
];

/// The name without the module.
fn last(path: &'static str) -> &'static str {
    path.trim_start_matches("time::")
}

fn unit_text(unit: TimeUnit, used: &mut impl FnMut(&'static str) -> &'static str) -> String {
    let Some(base) = unit.base else { return last(used(GENERIC)).into() };
    let position = TimeBase::ALL.iter().position(|&other| other == base).unwrap_or(0);
    let name = last(used(UNITS[position]));
    match unit.multiple {
        1 => name.into(),
        multiple => format!("{}<{name}, {multiple}>", last(used(MULTIPLE))),
    }
}

/// The base unit that a type is called after.
pub(super) fn time_base(name: &str) -> Option<TimeBase> {
    UNITS.iter().position(|path| last(path) == name).map(|position| TimeBase::ALL[position])
}

/// The numbers and other types without parameters.
pub(super) fn plain(name: &str) -> Option<ScalarKind> {
    use ScalarKind::{Bool, Float16, Float32, Float64, Int, UInt};
    Some(match name {
        "i8" => Int(IntSize::One),
        "i16" => Int(IntSize::Two),
        "i32" => Int(IntSize::Four),
        "i64" => Int(IntSize::Eight),
        "u8" => UInt(IntSize::One),
        "u16" => UInt(IntSize::Two),
        "u32" => UInt(IntSize::Four),
        "u64" => UInt(IntSize::Eight),
        "f16" | "F16" => Float16,
        "f32" => Float32,
        "f64" => Float64,
        "Bool8" => Bool,
        _ => return None,
    })
}

/// Words that no field may be called, raw or not; others of [`KEYWORDS`] are written with `r#`.
pub(super) const NEVER: &[&str] = &["Self", "crate", "self", "super"];

/// Rust's keywords.
#[rustfmt::skip]
pub(super) const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

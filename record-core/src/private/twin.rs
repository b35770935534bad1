//! The assertion of `#[record(native = "..")]`: that the twin is the record itself, in native byte order.

use super::text::Text;
use crate::{
    byte_order::ByteOrder,
    dtype::{ScalarKind, TimeUnit, TwinError, TwinProblem},
    element::Element,
    native::HasNative,
    record::Record,
};

/// `native = "twin"` on `record`.
#[track_caller]
pub const fn native<R: Record + HasNative<Native: Record>>(record: &str, twin: &str) {
    let Some(error) = R::DTYPE.twin_error(<R::Native>::DTYPE, ByteOrder::NATIVE) else { return };
    let text = expected(place(Text::new().push("expected "), &error, twin), error.problem);
    let text = match error.problem {
        TwinProblem::Order => text.push(", found "),
        _ => text.push(" as in `").push(record).push("`, found "),
    };
    panic!("{}", found(text, error.problem).as_str());
}

/// "`y` in `origin` of `PointNative`".
const fn place(text: Text, error: &TwinError, twin: &str) -> Text {
    let text = match (error.outer, error.inner) {
        (None, _) => return text.field(twin),
        (Some(outer), None) => text.field(outer.constant_name()),
        (Some(outer), Some(inner)) => {
            text.field(inner.constant_name()).push(" in ").field(outer.constant_name())
        }
    };
    text.push(" of ").field(twin)
}

const fn expected(text: Text, problem: TwinProblem) -> Text {
    match problem {
        TwinProblem::Count { expected, .. } => text.push(" to have ").count(expected, "field"),
        TwinProblem::Name { position, expected, .. } => {
            text.push(" to have ").field(expected).push(" as field ").number(position)
        }
        TwinProblem::Title => text.push(" to have the same title"),
        TwinProblem::Offset { expected, .. } => text.push(" at offset ").number(expected),
        TwinProblem::Itemsize { expected, .. } => text.push(" to be ").count(expected, "byte").push(" long"),
        TwinProblem::Scalar { expected, .. } => text.push(" to be ").kind(expected),
        TwinProblem::Length { expected, .. } => text.push(" to be an array of ").number(expected),
        TwinProblem::Shape { expected, .. } => text.push(" to be ").push(expected),
        TwinProblem::Order => text.push(" to be in the byte order of this machine"),
    }
}

const fn found(text: Text, problem: TwinProblem) -> Text {
    match problem {
        TwinProblem::Count { found, .. }
        | TwinProblem::Itemsize { found, .. }
        | TwinProblem::Length { found, .. } => text.number(found),
        TwinProblem::Name { found, .. } => text.field(found),
        TwinProblem::Title => text.push("another"),
        TwinProblem::Offset { found, .. } => text.push("it at ").number(found),
        TwinProblem::Scalar { found, .. } => text.kind(found),
        TwinProblem::Shape { found, .. } => text.push(found),
        TwinProblem::Order => text.push("the other one: write the type without `Be` or `Le`"),
    }
}

impl Text {
    const fn field(self, name: &str) -> Self {
        self.push("`").push(name).push("`")
    }

    /// NumPy's code, without the byte order.
    const fn kind(self, kind: ScalarKind) -> Self {
        match kind {
            ScalarKind::Bool => self.push("'?'"),
            ScalarKind::Int(size) => self.code("i", size as usize),
            ScalarKind::UInt(size) => self.code("u", size as usize),
            ScalarKind::Float16 => self.code("f", 2),
            ScalarKind::Float32 => self.code("f", 4),
            ScalarKind::Float64 => self.code("f", 8),
            ScalarKind::Complex64 => self.code("c", 8),
            ScalarKind::Complex128 => self.code("c", 16),
            ScalarKind::Bytes(len) => self.code("S", len),
            ScalarKind::Utf32(len) => self.code("U", len),
            ScalarKind::Opaque(len) => self.code("V", len),
            ScalarKind::DateTime(unit) => self.unit("'M8", unit),
            ScalarKind::TimeDelta(unit) => self.unit("'m8", unit),
        }
    }

    const fn code(self, letter: &str, size: usize) -> Self {
        self.push("'").push(letter).number(size).push("'")
    }

    const fn unit(self, code: &str, unit: TimeUnit) -> Self {
        let Some(base) = unit.base else { return self.push(code).push("'") };
        let text = self.push(code).push("[");
        let text = if unit.multiple == 1 { text } else { text.number(unit.multiple as usize) };
        text.push(base.code()).push("]'")
    }
}

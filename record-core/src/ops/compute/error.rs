//! Why an expression cannot be computed, in numbers.

use crate::{dtype::ScalarKind, layout::LayoutError};
use core::fmt;

#[cfg(feature = "alloc")]
use crate::buffer::ArrayError;

/// An operation between two numbers, or on one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// `a + b`
    Add,
    /// `a - b`
    Subtract,
    /// `a * b`
    Multiply,
    /// `a / b`
    Divide,
    /// `a % b`
    Remainder,
    /// The quotient rounded down.
    FloorDivide,
    /// What is left of that.
    FloorRemainder,
    /// `-a`
    Negate,
    /// The distance from zero.
    Abs,
    /// `a` to the power of `b`.
    Power,
}

/// A number in an error: as it was computed with, exactly.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Operated {
    /// An integer, or a truth value as 0 or 1.
    Int(i128),
    /// A float.
    Float(f64),
}

impl fmt::Display for Operated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
        }
    }
}

/// A type of numbers, in an error: as Rust calls it, by [`name`](NumberType::name) and when printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // named as the types
#[non_exhaustive]
pub enum NumberType {
    Bool,
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    F16,
    F32,
    F64,
}

impl NumberType {
    /// What Rust calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::F16 => "f16",
            Self::F32 => "f32",
            Self::F64 => "f64",
        }
    }
}

impl fmt::Display for NumberType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An expression that cannot be computed.
///
/// Where several elements have no result, the one named is the first that was come to, in whatever order the elements are
/// computed. Elements come to before it have been written, it and those after it not.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum ComputeError {
    /// Operands that cannot be broadcast together, or not to the shape of the result.
    Layout(LayoutError),
    /// An array for the result cannot be made.
    #[cfg(feature = "alloc")]
    Array(ArrayError),
    /// An integer result that its type does not hold.
    Overflow {
        /// The element, in row-major order.
        index: usize,
        /// What was computed.
        operation: Operation,
        /// The operand on the left, or the only one.
        left: i128,
        /// The operand on the right; 0 if there is none.
        right: i128,
        /// The type of the values.
        value: NumberType,
    },
    /// An integer divided by zero.
    DivisionByZero {
        /// The element, in row-major order.
        index: usize,
        /// What was computed.
        operation: Operation,
        /// What was to be divided.
        left: i128,
    },
    /// A value that another type does not hold.
    Cast {
        /// The element, in row-major order.
        index: usize,
        /// The value.
        value: Operated,
        /// The other type.
        to: NumberType,
    },
    /// An operand of run-time dtype that is neither numbers nor truth values.
    NotNumbers {
        /// What it is, if it is a scalar.
        found: Option<ScalarKind>,
    },
    /// Bits of floats were asked for.
    NotIntegers {
        /// What the elements are.
        found: ScalarKind,
    },
    /// Elements of run-time dtype that the result cannot be written to without a cast.
    Out {
        /// What the result is.
        expected: ScalarKind,
        /// What they are, if they are scalars.
        found: Option<ScalarKind>,
    },
    /// The argument of the closure of `compute`, used in an expression that is computed elsewhere.
    NotInPlace,
}

impl From<LayoutError> for ComputeError {
    fn from(error: LayoutError) -> Self {
        Self::Layout(error)
    }
}

#[cfg(feature = "alloc")]
impl From<ArrayError> for ComputeError {
    fn from(error: ArrayError) -> Self {
        Self::Array(error)
    }
}

impl fmt::Display for ComputeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Layout(error) => error.fmt(f),
            #[cfg(feature = "alloc")]
            Self::Array(error) => error.fmt(f),
            Self::Overflow { index, operation, left, right, value } => {
                operation.write(f, left, right)?;
                write!(f, " at element {index} does not fit in {value}")
            }
            Self::DivisionByZero { index, operation, left } => {
                f.write_str("the division ")?;
                operation.write(f, left, 0)?;
                write!(f, " at element {index} has no result")
            }
            Self::Cast { index, value, to } => {
                write!(f, "the value {value} at element {index} does not fit in {to}")
            }
            Self::NotNumbers { found: Some(kind) } => write!(f, "elements of the kind {kind:?} cannot be computed with"),
            Self::NotNumbers { found: None } => f.write_str("only numbers and truth values can be computed with"),
            Self::NotIntegers { found } => write!(f, "elements of the kind {found:?} have no bits to compute with: only integers and truth values do"),
            Self::Out { expected, found: Some(found) } => {
                write!(f, "a result of the kind {expected:?} cannot be written to elements of the kind {found:?}: a cast says how")
            }
            Self::Out { expected, found: None } => {
                write!(f, "a result of the kind {expected:?} cannot be written to elements that are no scalars")
            }
            Self::NotInPlace => f.write_str(
                "the argument of the closure of `compute` stands for the elements that are replaced, and only there",
            ),
        }
    }
}

impl Operation {
    /// The operation as one writes it.
    fn write(self, f: &mut fmt::Formatter<'_>, left: i128, right: i128) -> fmt::Result {
        match self {
            Self::Add => write!(f, "{left} + {right}"),
            Self::Subtract => write!(f, "{left} - {right}"),
            Self::Multiply => write!(f, "{left} * {right}"),
            Self::Divide => write!(f, "{left} / {right}"),
            Self::Remainder => write!(f, "{left} % {right}"),
            Self::FloorDivide => write!(f, "floor({left} / {right})"),
            Self::FloorRemainder => write!(f, "{left} - floor({left} / {right}) * {right}"),
            Self::Negate => write!(f, "-({left})"),
            Self::Abs => write!(f, "|{left}|"),
            Self::Power => write!(f, "{left} to the power of {right}"),
        }
    }
}

impl core::error::Error for ComputeError {}

/// Why one element has no result.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    Number { operation: Operation, left: i128, right: i128, value: NumberType },
    Cast { value: Operated, to: NumberType },
}

impl Fault {
    /// The error for this element.
    #[cold]
    pub(super) fn at(self, index: usize) -> ComputeError {
        match self {
            Self::Number { operation, left, right: 0, .. } if operation.divides() => {
                ComputeError::DivisionByZero { index, operation, left }
            }
            Self::Number { operation, left, right, value } => {
                ComputeError::Overflow { index, operation, left, right, value }
            }
            Self::Cast { value, to } => ComputeError::Cast { index, value, to },
        }
    }
}

impl Operation {
    /// Whether the operand on the right is a divisor.
    fn divides(self) -> bool {
        matches!(self, Self::Divide | Self::Remainder | Self::FloorDivide | Self::FloorRemainder)
    }
}

//! Expressions of columns whose dtypes only run time knows: `table["x"].expr() * table["y"].expr() + 1`.
//!
//! A tree of steps, computed by blocks that stay in the cache: in `i64` or, where that is too narrow, `i128`, held to the
//! range of the dtype after each step, in `f32` or in `f64`. What two dtypes become is what NumPy's promotion says; single
//! values take the dtype of what they stand beside, as in NumPy 2. `/` gives floats, as NumPy's does, for whoever writes it
//! may not know the dtypes.

mod arithmetic;
mod casts;
mod compare;
mod fold;
mod functions;
mod kind;
mod lanes;
mod output;
#[cfg(feature = "rayon")]
mod par;

use crate::{
    byte_order::ByteOrder,
    dtype::{DType, Scalar, ScalarKind},
    layout::{Axes as _, DynAxes, broadcast_shapes, element_count},
    ops::{
        Mask,
        compute::{
            collect::BLOCK,
            error::{ComputeError, Operation},
        },
    },
    raw::{any::AnyView, any_column::AnyColumn, gather::pack::WORD},
    view::Value,
};
use alloc::{boxed::Box, vec::Vec};
use core::ops;
use functions::{Pair, Unary};
use kind::{Kind, is_float};
use lanes::{Columns, Lanes};

/// An expression of columns whose dtypes only run time knows; see [`AnyView::expr`].
///
/// `+ - * / %`, unary `-` and `& | ^ !` are NumPy's: `/` gives floats, and `%` what is left of the quotient rounded down, with
/// the sign of the divisor, where Rust's operators, and those of typed expressions, cut the quotient off. Integers that do not
/// fit are errors. Truth values are computed with as integers of 8 bits, where NumPy's `+` and `*` of two of them are `or` and
/// `and`. Comparisons are exact between integers and any number; single values beside floats are rounded to their type.
#[derive(Clone, Debug)]
#[must_use = "an expression is computed when it is collected or reduced"]
pub struct AnyExpr<'a>(Step<'a>);

#[derive(Clone, Debug)]
enum Step<'a> {
    Column(AnyView<'a>),
    Value(Value),
    Operation(Operation, Box<(Step<'a>, Step<'a>)>),
    Comparison(Comparison, Box<(Step<'a>, Step<'a>)>),
    Unary(Unary, Box<Step<'a>>),
    Pair(Pair, Box<(Step<'a>, Step<'a>)>),
    /// Where the first is not zero the second, elsewhere the third.
    Select(Box<(Step<'a>, Step<'a>, Step<'a>)>),
}

#[derive(Clone, Copy, Debug)]
enum Comparison {
    Greater,
    GreaterEqual,
    Less,
    LessEqual,
    Equal,
    NotEqual,
}

impl<'a> AnyView<'a> {
    /// The column as an expression, to compute with others and with single values.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let dtype = DType::parse("[('x', '<i2'), ('y', '>f4')]")?;
    /// let table = AnyTable::from_bytes(&[2, 0, 0x3f, 0, 0, 0, 4, 0, 0x3f, 0x80, 0, 0], dtype)?;
    /// let product = table["x"].expr() * table["y"].expr() + 1;
    /// assert_eq!(product.dtype()?, DType::parse("<f4")?);
    /// assert_eq!(product.to_array()?.view().values().collect::<Vec<_>>(), [Value::Float32(2.0), Value::Float32(5.0)]);
    /// # use record_core::view::Value;
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn expr(self) -> AnyExpr<'a> {
        AnyExpr(Step::Column(self))
    }
}

impl AnyColumn {
    /// The column as an expression; see [`AnyView::expr`].
    pub fn expr(&self) -> AnyExpr<'_> {
        self.as_view().expr()
    }
}

impl<'a> From<AnyView<'a>> for AnyExpr<'a> {
    fn from(view: AnyView<'a>) -> Self {
        view.expr()
    }
}

impl<'a> From<&'a AnyColumn> for AnyExpr<'a> {
    fn from(column: &'a AnyColumn) -> Self {
        column.expr()
    }
}

macro_rules! values {
    ($($type:ty)*) => {$(
        impl From<$type> for AnyExpr<'_> {
            fn from(value: $type) -> Self {
                Self(Step::Value(value.into()))
            }
        }
    )*};
}

values! { bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 Value }

macro_rules! operators {
    ($($trait:ident $method:ident $operation:ident;)*) => {$(
        impl<'a, R: Into<AnyExpr<'a>>> ops::$trait<R> for AnyExpr<'a> {
            type Output = AnyExpr<'a>;

            fn $method(self, right: R) -> AnyExpr<'a> {
                Self(Step::Operation(Operation::$operation, Box::new((self.0, right.into().0))))
            }
        }
    )*};
}

operators! {
    Add add Add;
    Sub sub Subtract;
    Mul mul Multiply;
    Div div Divide;
    Rem rem FloorRemainder;
}

impl ops::Neg for AnyExpr<'_> {
    type Output = Self;

    fn neg(self) -> Self {
        self.then(Unary::Negate)
    }
}

macro_rules! comparisons {
    ($($(#[$doc:meta])* $name:ident $comparison:ident;)*) => {
        impl<'a> AnyExpr<'a> {
            $(
                $(#[$doc])*
                pub fn $name(self, other: impl Into<AnyExpr<'a>>) -> Self {
                    Self(Step::Comparison(Comparison::$comparison, Box::new((self.0, other.into().0))))
                }
            )*
        }
    };
}

comparisons! {
    /// Whether it is greater. NumPy's `a > b`.
    gt Greater;
    /// Whether it is greater or equal. NumPy's `a >= b`.
    ge GreaterEqual;
    /// Whether it is less. NumPy's `a < b`.
    lt Less;
    /// Whether it is less or equal. NumPy's `a <= b`.
    le LessEqual;
    /// Whether it is equal. NumPy's `a == b`.
    eq Equal;
    /// Whether it is not equal. NumPy's `a != b`.
    ne NotEqual;
}

impl<'a> AnyExpr<'a> {
    /// The quotient rounded down. NumPy's `//`.
    pub fn floor_divide(self, other: impl Into<AnyExpr<'a>>) -> Self {
        Self(Step::Operation(Operation::FloorDivide, Box::new((self.0, other.into().0))))
    }

    /// The dtype of the result, in native byte order: that of NumPy's promotion, and `i1` for sums, differences and products of truth values.
    ///
    /// # Errors
    /// [`ComputeError::NotNumbers`] if an operand is neither a number nor a truth value.
    pub fn dtype(&self) -> Result<DType, ComputeError> {
        Ok(DType::scalar(Scalar::new(self.0.kind()?.scalar(), ByteOrder::NATIVE)))
    }

    /// The lengths of the axes: those of all operands, broadcast together; sub-arrays are axes.
    ///
    /// # Errors
    /// [`ComputeError::Layout`] if they cannot be.
    pub fn shape(&self) -> Result<DynAxes<usize>, ComputeError> {
        self.0.shape()
    }

    /// For which elements the result is not zero, in row-major order: of a comparison, those for which it holds.
    ///
    /// # Errors
    /// As [`to_array`](AnyExpr::to_array).
    pub fn to_mask(&self) -> Result<Mask, ComputeError> {
        let (kind, shape) = (self.0.kind()?, self.shape()?);
        let size = element_count(shape.as_ref());
        let columns = Columns { shape: shape.as_ref() };
        let mut done = Ok(());
        let mask = Mask::written(size, |words| {
            done = self.0.write_truth((kind, &columns), 0..size, words);
        });
        done.map(|()| mask)
    }
}

impl Step<'_> {
    fn kind(&self) -> Result<Kind, ComputeError> {
        match self {
            Self::Column(view) => Kind::of_column(view),
            Self::Value(value) => Kind::of_value(value),
            Self::Operation(operation, sides) => {
                let joined = sides.0.kind()?.join(sides.1.kind()?);
                Ok(if *operation == Operation::Divide { joined.fractional() } else { joined.arithmetic() })
            }
            Self::Comparison(_, sides) => {
                sides.0.kind()?;
                sides.1.kind()?;
                Ok(Kind::Of(ScalarKind::Bool))
            }
            Self::Unary(unary, value) => unary.kind(value.kind()?),
            Self::Pair(pair, sides) => pair.kind(sides.0.kind()?, sides.1.kind()?),
            Self::Select(parts) => {
                parts.0.kind()?;
                Ok(parts.1.kind()?.join(parts.2.kind()?))
            }
        }
    }

    fn shape(&self) -> Result<DynAxes<usize>, ComputeError> {
        Ok(match self {
            Self::Column(view) => view.all_axes()?.layout().shape,
            Self::Value(_) => DynAxes::from_fn(0, |_| 1).expect("no axes"),
            Self::Unary(_, value) => value.shape()?,
            Self::Select(parts) => {
                let shapes = [parts.0.shape()?, parts.1.shape()?, parts.2.shape()?];
                broadcast_shapes(&shapes.each_ref().map(AsRef::as_ref))?
            }
            Self::Operation(_, sides) | Self::Comparison(_, sides) | Self::Pair(_, sides) => {
                broadcast_shapes(&[sides.0.shape()?.as_ref(), sides.1.shape()?.as_ref()])?
            }
        })
    }

    /// The values of a range, of this kind, for a comparison with such of another: as they are; but single values beside floats
    /// are rounded to their type.
    fn compared(
        &self,
        kind: Kind,
        other: Kind,
        columns: &Columns<'_>,
        range: ops::Range<usize>,
    ) -> Result<Lanes, ComputeError> {
        match (self, other) {
            (Self::Value(value), Kind::Of(of)) if !is_float(of) => Ok(Lanes::repeat(value, range.len())),
            (Self::Value(value), Kind::Of(_)) => Ok(Lanes::repeat(value, range.len()).rounded(other)),
            _ => self.block(kind, columns, range),
        }
    }

    /// Of which elements of a range the values are not zero, as bits.
    fn write_truth(
        &self,
        (kind, columns): (Kind, &Columns<'_>),
        range: ops::Range<usize>,
        words: &mut [u64],
    ) -> Result<(), ComputeError> {
        range.clone().step_by(BLOCK).zip(words.chunks_mut(BLOCK / WORD)).try_for_each(|(start, words)| {
            self.block(kind, columns, start..range.end.min(start + BLOCK))?.write_truth(words);
            Ok(())
        })
    }

    /// The values of a range of elements in row-major order, as this kind.
    fn block(
        &self,
        kind: Kind,
        columns: &Columns<'_>,
        range: ops::Range<usize>,
    ) -> Result<Lanes, ComputeError> {
        let (own, start) = (self.kind()?, range.start);
        let lanes = match self {
            Self::Column(view) => columns.load(*view, range)?,
            Self::Value(value) => {
                return Ok(Lanes::repeat(value, 1).cast(own, kind, start)?.repeated(range.len()));
            }
            Self::Operation(operation, sides) => {
                let left = sides.0.block(own, columns, range.clone())?;
                let right = sides.1.block(own, columns, range)?;
                left.operate(*operation, &right, own, start)?
            }
            Self::Comparison(comparison, sides) => {
                let (of_left, of_right) = (sides.0.kind()?, sides.1.kind()?);
                let left = sides.0.compared(of_left, of_right, columns, range.clone())?;
                let right = sides.1.compared(of_right, of_left, columns, range)?;
                left.compare(*comparison, &right)
            }
            Self::Unary(unary, value) => {
                let of = unary.operand(value.kind()?);
                let values = value.block(of, columns, range)?;
                unary.apply(values, of, start)?
            }
            Self::Pair(pair, sides) => {
                let left = sides.0.block(own, columns, range.clone())?;
                let right = sides.1.block(own, columns, range)?;
                pair.apply(left, &right, own)
            }
            Self::Select(parts) => {
                let of = parts.0.kind()?;
                let mut chosen: Vec<bool> = parts.0.block(of, columns, range.clone())?.truth();
                let mut lanes = parts.1.wanted(own, columns, range.clone(), &chosen)?;
                for holds in &mut chosen {
                    *holds = !*holds;
                }
                lanes.replace(&parts.2.wanted(own, columns, range, &chosen)?, &chosen);
                lanes
            }
        };
        lanes.cast(own, kind, start)
    }
}

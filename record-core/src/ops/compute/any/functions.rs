//! Functions, tests and logic of expressions whose dtypes only run time knows.

use super::{
    AnyExpr, Kind, Step,
    casts::{Rule, cast},
    kind::{is_float, number_type, range},
    lanes::{Lanes, alike},
};
use crate::{
    dtype::ScalarKind,
    ops::{
        Ordered as _,
        compute::{
            error::{ComputeError, Fault, Operation},
            float::Wide,
        },
    },
};
use alloc::boxed::Box;
use core::ops;

/// What is done with each value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unary {
    Function(Function),
    Test(Test),
    Negate,
    Abs,
    Not,
    Cast(ScalarKind, Rule),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Test {
    Nan,
    Finite,
    Infinite,
}

/// What is done with each pair of values, beside arithmetic and comparisons.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Pair {
    Minimum,
    Maximum,
    And,
    Or,
    Xor,
    #[cfg(feature = "std")]
    Powf,
}

macro_rules! functions {
    ($($(#[$attribute:meta])* $name:ident $function:ident -> $doc:literal;)*) => {
        /// A function of floats.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub(super) enum Function {
            $($(#[$attribute])* $function,)*
        }

        impl Function {
            fn of<V: Wide>(self, value: V) -> V {
                match self {
                    $($(#[$attribute])* Self::$function => value.$name(),)*
                }
            }
        }

        /// Functions of floats. Integers become 64-bit floats first; those that round leave them as they are.
        impl AnyExpr<'_> {
            $(
                $(#[$attribute])*
                #[doc = $doc]
                pub fn $name(self) -> Self {
                    self.then(Unary::Function(Function::$function))
                }
            )*
        }
    };
}

functions! {
    recip Recip -> "1 over each element. NumPy's `reciprocal`, of floats.";
    signum Signum -> "1 or -1 with the sign of each element; NaN of NaN. NumPy's `sign`, but for zeros, which it leaves.";
    to_degrees ToDegrees -> "Radians as degrees. NumPy's `degrees`.";
    to_radians ToRadians -> "Degrees as radians. NumPy's `radians`.";
    #[cfg(feature = "std")] sqrt Sqrt -> "The square root.";
    #[cfg(feature = "std")] cbrt Cbrt -> "The cube root.";
    #[cfg(feature = "std")] exp Exp -> "*e* to the power of each element.";
    #[cfg(feature = "std")] exp2 Exp2 -> "2 to the power of each element.";
    #[cfg(feature = "std")] exp_m1 ExpM1 -> "*e* to the power of each element, minus 1. NumPy's `expm1`.";
    #[cfg(feature = "std")] ln Ln -> "The natural logarithm. NumPy's `log`.";
    #[cfg(feature = "std")] ln_1p Ln1p -> "The natural logarithm of each element plus 1. NumPy's `log1p`.";
    #[cfg(feature = "std")] log2 Log2 -> "The logarithm to base 2.";
    #[cfg(feature = "std")] log10 Log10 -> "The logarithm to base 10.";
    #[cfg(feature = "std")] sin Sin -> "The sine.";
    #[cfg(feature = "std")] cos Cos -> "The cosine.";
    #[cfg(feature = "std")] tan Tan -> "The tangent.";
    #[cfg(feature = "std")] asin Asin -> "The angle of a sine. NumPy's `arcsin`.";
    #[cfg(feature = "std")] acos Acos -> "The angle of a cosine. NumPy's `arccos`.";
    #[cfg(feature = "std")] atan Atan -> "The angle of a tangent. NumPy's `arctan`.";
    #[cfg(feature = "std")] sinh Sinh -> "The hyperbolic sine.";
    #[cfg(feature = "std")] cosh Cosh -> "The hyperbolic cosine.";
    #[cfg(feature = "std")] tanh Tanh -> "The hyperbolic tangent.";
    #[cfg(feature = "std")] asinh Asinh -> "The inverse hyperbolic sine.";
    #[cfg(feature = "std")] acosh Acosh -> "The inverse hyperbolic cosine.";
    #[cfg(feature = "std")] atanh Atanh -> "The inverse hyperbolic tangent.";
    #[cfg(feature = "std")] floor Floor -> "The next whole number below.";
    #[cfg(feature = "std")] ceil Ceil -> "The next whole number above.";
    #[cfg(feature = "std")] trunc Trunc -> "Without the fraction.";
    #[cfg(feature = "std")] fract Fract -> "Each element without its whole part; NaN of an infinity, where NumPy's `modf(a)[0]` is 0.";
    #[cfg(feature = "std")] round Round -> "The nearest whole number; halves away from zero.";
    #[cfg(feature = "std")] round_ties_even RoundTiesEven -> "The nearest whole number; halves to the even one. NumPy's `rint` and `round`.";
}

impl Function {
    /// Whether whole numbers are what it gives.
    #[cfg(feature = "std")]
    fn rounds(self) -> bool {
        matches!(self, Self::Floor | Self::Ceil | Self::Trunc | Self::Round | Self::RoundTiesEven)
    }

    #[cfg(not(feature = "std"))]
    fn rounds(self) -> bool {
        false
    }
}

impl<'a> AnyExpr<'a> {
    pub(super) fn then(self, unary: Unary) -> Self {
        Self(Step::Unary(unary, Box::new(self.0)))
    }

    fn with(self, pair: Pair, other: impl Into<AnyExpr<'a>>) -> Self {
        Self(Step::Pair(pair, Box::new((self.0, other.into().0))))
    }

    /// The distance from zero. Of the least integer it is an overflow.
    ///
    /// ```
    /// # use record_core::{prelude::*, view::Value};
    /// let numbers = [-3_i8, 2];
    /// let roots = View::from_slice(&numbers).as_any().expr().abs().to_array()?;
    /// assert_eq!(roots.view().values().collect::<Vec<_>>(), [Value::Int(3), Value::Int(2)]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn abs(self) -> Self {
        self.then(Unary::Abs)
    }

    /// Whether it is NaN.
    pub fn is_nan(self) -> Self {
        self.then(Unary::Test(Test::Nan))
    }

    /// Whether it is neither infinite nor NaN.
    pub fn is_finite(self) -> Self {
        self.then(Unary::Test(Test::Finite))
    }

    /// Whether it is infinite. NumPy's `isinf`.
    pub fn is_infinite(self) -> Self {
        self.then(Unary::Test(Test::Infinite))
    }

    /// The lesser of two; NaN if either is. NumPy's `minimum`.
    pub fn minimum(self, other: impl Into<AnyExpr<'a>>) -> Self {
        self.with(Pair::Minimum, other)
    }

    /// The greater of two; NaN if either is. NumPy's `maximum`.
    pub fn maximum(self, other: impl Into<AnyExpr<'a>>) -> Self {
        self.with(Pair::Maximum, other)
    }

    /// Each element to the power of the other, as floats. NumPy's `power` of floats.
    #[cfg(feature = "std")]
    pub fn powf(self, exponent: impl Into<AnyExpr<'a>>) -> Self {
        self.with(Pair::Powf, exponent)
    }

    /// The elements of one expression where this is not zero, and of another where it is. NumPy's `where(mask, a, b)`. Only what
    /// is chosen must have a result.
    ///
    /// ```
    /// # use record_core::{prelude::*, view::Value};
    /// let (a, b) = ([6, 7], [3, 0]);
    /// let [a, b] = [View::from_slice(&a).as_any().expr(), View::from_slice(&b).as_any().expr()];
    /// let quotients = b.clone().ne(0).select(a.floor_divide(b), -1).to_array()?;
    /// assert_eq!(quotients.view().values().collect::<Vec<_>>(), [Value::Int(2), Value::Int(-1)]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn select(self, a: impl Into<AnyExpr<'a>>, b: impl Into<AnyExpr<'a>>) -> Self {
        Self(Step::Select(Box::new((self.0, a.into().0, b.into().0))))
    }
}

macro_rules! logic {
    ($($trait:ident $method:ident $pair:ident;)*) => {$(
        /// Bits of integers, and truth values.
        impl<'a, R: Into<AnyExpr<'a>>> ops::$trait<R> for AnyExpr<'a> {
            type Output = AnyExpr<'a>;

            fn $method(self, right: R) -> AnyExpr<'a> {
                self.with(Pair::$pair, right)
            }
        }
    )*};
}

logic! {
    BitAnd bitand And;
    BitOr bitor Or;
    BitXor bitxor Xor;
}

/// Bits of integers turned over, and truth values.
impl ops::Not for AnyExpr<'_> {
    type Output = Self;

    fn not(self) -> Self {
        self.then(Unary::Not)
    }
}

/// Errs if it is a float.
fn bits(kind: Kind) -> Result<Kind, ComputeError> {
    let found = kind.scalar();
    if is_float(found) { Err(ComputeError::NotIntegers { found }) } else { Ok(kind) }
}

impl Unary {
    /// The kind of the results, of values of this kind.
    pub(super) fn kind(self, of: Kind) -> Result<Kind, ComputeError> {
        Ok(match self {
            Self::Function(function) if function.rounds() => of,
            Self::Function(_) => of.fractional(),
            Self::Test(_) => Kind::Of(ScalarKind::Bool),
            Self::Abs | Self::Negate => of.arithmetic(),
            Self::Not => bits(of)?,
            Self::Cast(to, _) => Kind::Of(to),
        })
    }

    /// The kind that values of this kind are computed in.
    pub(super) fn operand(self, of: Kind) -> Kind {
        match self {
            Self::Function(function) if !function.rounds() => of.fractional(),
            Self::Abs | Self::Negate => of.arithmetic(),
            _ => of,
        }
    }

    /// The results, of values of this kind.
    pub(super) fn apply(self, lanes: Lanes, of: Kind, start: usize) -> Result<Lanes, ComputeError> {
        let kind = of.scalar();
        match self {
            Self::Function(function) => Ok(lanes.float(|v| function.of(v), |v| function.of(v), kind)),
            Self::Test(test) => Ok(lanes.test(test)),
            Self::Abs => match lanes {
                Lanes::Int(_) | Lanes::Wide(_) => integers(lanes, kind, Operation::Abs, start, i128::abs),
                lanes => Ok(lanes.float(f32::abs, f64::abs, kind)),
            },
            Self::Negate => match lanes {
                Lanes::Int(_) | Lanes::Wide(_) => integers(lanes, kind, Operation::Negate, start, |v| -v),
                lanes => Ok(lanes.float(|v| -v, |v| -v, kind)),
            },
            Self::Not => match lanes {
                Lanes::Int(_) | Lanes::Wide(_) => {
                    let (low, high) = range(kind).unwrap_or((i128::MIN, i128::MAX));
                    // The least and the greatest change places, and all between.
                    let turned = lanes.wide().into_iter().map(|v| low + high - v);
                    Ok(Lanes::whole(kind, turned.collect()))
                }
                lanes => Ok(lanes),
            },
            Self::Cast(to, rule) => cast(lanes, to, rule, start),
        }
    }
}

/// Integers that are held to the range of their kind.
fn integers(
    lanes: Lanes,
    kind: ScalarKind,
    operation: Operation,
    start: usize,
    f: impl Fn(i128) -> i128,
) -> Result<Lanes, ComputeError> {
    let (low, high) = range(kind).unwrap_or((i128::MIN, i128::MAX));
    let mut values = lanes.wide();
    for (at, value) in values.iter_mut().enumerate() {
        let (left, result) = (*value, f(*value));
        if !(low..=high).contains(&result) {
            return Err(Fault::Number { operation, left, right: 0, value: number_type(kind) }.at(start + at));
        }
        *value = result;
    }
    Ok(Lanes::whole(kind, values))
}

impl Pair {
    /// The kind that both are computed in, and that of the results.
    pub(super) fn kind(self, left: Kind, right: Kind) -> Result<Kind, ComputeError> {
        let joined = left.join(right);
        match self {
            Self::Minimum | Self::Maximum => Ok(joined),
            Self::And | Self::Or | Self::Xor => bits(joined),
            #[cfg(feature = "std")]
            Self::Powf => Ok(joined.fractional()),
        }
    }

    /// The result of each pair, both in this kind.
    pub(super) fn apply(self, left: Lanes, right: &Lanes, kind: Kind) -> Lanes {
        let mut lanes = left;
        alike!(&mut lanes, right, |left, right| {
            left.iter_mut().zip(right).for_each(|(a, &b)| *a = Paired::pair(self, *a, b));
        });
        lanes.round(kind.scalar());
        lanes
    }
}

/// Values of which pairs become one.
trait Paired {
    fn pair(pair: Pair, a: Self, b: Self) -> Self;
}

macro_rules! pairs {
    (integers: $($type:ty)*; floats: $($float:ty)*) => {
        $(
            impl Paired for $type {
                fn pair(pair: Pair, a: Self, b: Self) -> Self {
                    match pair {
                        Pair::Minimum => a.min(b),
                        Pair::Maximum => a.max(b),
                        Pair::And => a & b,
                        Pair::Or => a | b,
                        Pair::Xor => a ^ b,
                        #[cfg(feature = "std")]
                        Pair::Powf => a,
                    }
                }
            }
        )*
        $(
            impl Paired for $float {
                fn pair(pair: Pair, a: Self, b: Self) -> Self {
                    match pair {
                        Pair::Minimum => if a < b || a.is_missing() { a } else { b },
                        Pair::Maximum => if a > b || a.is_missing() { a } else { b },
                        #[cfg(feature = "std")]
                        Pair::Powf => a.powf(b),
                        Pair::And | Pair::Or | Pair::Xor => a,
                    }
                }
            }
        )*
    };
}

pairs! { integers: i64 i128; floats: f32 f64 }

impl Lanes {
    /// A function of each float; integers as they are.
    fn float(mut self, single: impl Fn(f32) -> f32, double: impl Fn(f64) -> f64, kind: ScalarKind) -> Self {
        match &mut self {
            Self::Int(_) | Self::Wide(_) => {}
            Self::Single(values) => values.iter_mut().for_each(|value| *value = single(*value)),
            Self::Double(values) => values.iter_mut().for_each(|value| *value = double(*value)),
        }
        self.round(kind);
        self
    }

    /// Whether each value is such a float, as 0 and 1.
    fn test(self, test: Test) -> Self {
        let holds = |nan: bool, infinite: bool| {
            i64::from(match test {
                Test::Nan => nan,
                Test::Finite => !nan && !infinite,
                Test::Infinite => infinite,
            })
        };
        Self::Int(match self {
            Self::Int(values) => values.iter().map(|_| holds(false, false)).collect(),
            Self::Wide(values) => values.iter().map(|_| holds(false, false)).collect(),
            Self::Single(values) => values.iter().map(|v| holds(v.is_nan(), v.is_infinite())).collect(),
            Self::Double(values) => values.iter().map(|v| holds(v.is_nan(), v.is_infinite())).collect(),
        })
    }
}

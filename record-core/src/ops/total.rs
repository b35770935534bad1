//! A sum whose kind of number only run time knows.

use core::fmt;

/// The sum of a column of run-time dtype.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Sum {
    /// Of integers and truth values, exactly.
    Int(i128),
    /// Of floats, by the sum rule.
    Float(f64),
}

impl Sum {
    /// The sum as `f64`, rounded to nearest.
    pub fn to_f64(self) -> f64 {
        match self {
            Self::Int(sum) => sum as f64,
            Self::Float(sum) => sum,
        }
    }
}

impl From<i128> for Sum {
    fn from(sum: i128) -> Self {
        Self::Int(sum)
    }
}

impl From<f64> for Sum {
    fn from(sum: f64) -> Self {
        Self::Float(sum)
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(sum) => sum.fmt(f),
            Self::Float(sum) => sum.fmt(f),
        }
    }
}

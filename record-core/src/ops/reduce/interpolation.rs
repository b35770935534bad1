//! Where a quantile falls among elements in order, and what it is between two of them.

use crate::ops::reduce::error::ReduceError;

/// What a quantile is that falls between two elements. NumPy's `method`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Interpolation {
    /// In proportion between both.
    #[default]
    Linear,
    /// The lower one.
    Lower,
    /// The higher one.
    Higher,
    /// The nearer one; halfway, the one of even rank.
    Nearest,
    /// Halfway between both.
    Midpoint,
}

/// That there are quantiles at these.
pub(crate) fn check(qs: &[f64]) -> Result<(), ReduceError> {
    match qs.iter().find(|q| !(0.0..=1.0).contains(*q)) {
        Some(&q) => Err(ReduceError::Quantile { q }),
        None => Ok(()),
    }
}

/// Where the quantile at `q` falls among so many elements, at least one: the rank of the element before it, and how far from there
/// to the next it is.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and the number of elements
pub(crate) fn place(q: f64, elements: u64) -> (u64, f64) {
    let last = elements - 1;
    let place = q * last as f64;
    let low = (place as u64).min(last);
    (low, place - low as f64)
}

impl Interpolation {
    /// What falls between the element of rank `low` and the next, so far from the first.
    #[allow(clippy::float_cmp)] // equal neighbours, and exactly halfway
    pub(crate) fn value(self, a: f64, b: f64, low: u64, part: f64) -> f64 {
        let higher = match self {
            // Exactly at one of them, however far away the other is.
            Self::Linear if a == b || part == 0.0 => return a,
            // An infinity, or two numbers whose difference is none.
            Self::Linear if !(b - a).is_finite() => return a * (1.0 - part) + b * part,
            Self::Linear if part >= 0.5 => return b - (b - a) * (1.0 - part),
            Self::Linear => return a + (b - a) * part,
            Self::Midpoint if part > 0.0 => return a.midpoint(b),
            Self::Lower | Self::Midpoint => false,
            Self::Higher => part > 0.0,
            Self::Nearest => part > 0.5 || part == 0.5 && !low.is_multiple_of(2),
        };
        if higher { b } else { a }
    }
}

//! Comparisons of blocks of values, which are exact.

use super::{Comparison, lanes::Lanes};
use alloc::vec::Vec;
use core::{cmp::Ordering, iter::zip};

impl Lanes {
    /// The comparison of each pair, as 0 and 1: exact.
    pub(super) fn compare(self, comparison: Comparison, right: &Self) -> Self {
        let wide = |values: &[i64]| Self::Wide(values.iter().copied().map(i128::from).collect());
        let double = |values: &[f32]| Self::Double(values.iter().copied().map(f64::from).collect());
        Self::Int(match (&self, right) {
            (Self::Int(a), Self::Int(b)) => alike(comparison, a, b),
            (Self::Wide(a), Self::Wide(b)) => alike(comparison, a, b),
            (Self::Single(a), Self::Single(b)) => alike(comparison, a, b),
            (Self::Double(a), Self::Double(b)) => alike(comparison, a, b),
            (Self::Wide(a), Self::Double(b)) => each(a, b, |a, b| comparison.holds(order(a, b))),
            (Self::Double(a), Self::Wide(b)) => {
                each(a, b, |a, b| comparison.holds(order(b, a).map(Ordering::reverse)))
            }
            (Self::Single(a), _) => return double(a).compare(comparison, right),
            (_, Self::Single(b)) => return self.compare(comparison, &double(b)),
            (Self::Int(a), _) => return wide(a).compare(comparison, right),
            (_, Self::Int(b)) => return self.compare(comparison, &wide(b)),
        })
    }
}

fn each<A: Copy, B: Copy>(left: &[A], right: &[B], holds: impl Fn(A, B) -> bool) -> Vec<i64> {
    zip(left, right).map(|(&a, &b)| i64::from(holds(a, b))).collect()
}

/// Of values of one type.
fn alike<V: Copy + PartialOrd>(comparison: Comparison, left: &[V], right: &[V]) -> Vec<i64> {
    match comparison {
        Comparison::Greater => each(left, right, |a, b| a > b),
        Comparison::GreaterEqual => each(left, right, |a, b| a >= b),
        Comparison::Less => each(left, right, |a, b| a < b),
        Comparison::LessEqual => each(left, right, |a, b| a <= b),
        Comparison::Equal => each(left, right, |a, b| a == b),
        Comparison::NotEqual => each(left, right, |a, b| a != b),
    }
}

impl Comparison {
    /// Whether it holds of two values in this order; NaN is in none.
    fn holds(self, order: Option<Ordering>) -> bool {
        match self {
            Self::Greater => order.is_some_and(Ordering::is_gt),
            Self::GreaterEqual => order.is_some_and(Ordering::is_ge),
            Self::Less => order.is_some_and(Ordering::is_lt),
            Self::LessEqual => order.is_some_and(Ordering::is_le),
            Self::Equal => order.is_some_and(Ordering::is_eq),
            Self::NotEqual => order != Some(Ordering::Equal),
        }
    }
}

/// The order of an integer of 64 bits and a float.
#[allow(clippy::cast_possible_truncation)] // what is cut off is compared then
fn order(integer: i128, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    // Infinities are cut to what no such integer is.
    let cut = float as i128;
    Some(integer.cmp(&cut).then((cut as f64).partial_cmp(&float)?))
}

//! Sorting, searching and what is distinct, against naive loops over values.

// Small random numbers become values of narrow types; floats are copied or computed by the same rule.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::float_cmp
)]

#[path = "order/by_name.rs"]
mod by_name;
#[path = "kernels/columns.rs"]
mod columns;
#[path = "order/distinct.rs"]
mod distinct;
#[path = "order/facts.rs"]
mod facts;
#[path = "order/large.rs"]
mod large;
#[path = "order/numbers.rs"]
mod numbers;
#[path = "order/records.rs"]
mod records;
#[path = "order/search.rs"]
mod search;
#[cfg(feature = "rayon")]
#[path = "order/threads.rs"]
mod threads;

use core::cmp::Ordering;

/// The order of two values by the definition: what is missing last, ±0 equal.
pub fn by_value<V: PartialOrd>(a: &V, b: &V) -> Ordering {
    // A float is not equal to itself if and only if it is NaN.
    #[allow(clippy::eq_op)] // as said
    let missing = |v: &V| v != v;
    a.partial_cmp(b).unwrap_or_else(|| missing(a).cmp(&missing(b)))
}

/// The stable order of positions by a comparison, by insertion: elements pass only greater ones.
pub fn naive_order(len: usize, compare: impl Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    for i in 0..len {
        let at = order.iter().rposition(|&other| compare(other, i).is_le()).map_or(0, |last| last + 1);
        order.insert(at, i);
    }
    order
}

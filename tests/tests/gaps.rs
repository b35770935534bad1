//! No kernel touches a byte between the elements of a column: neither of what it reads nor of what it writes.
//!
//! A column's neighbours may be written by another thread, or lie on a page that is not there. Every operation runs on
//! columns whose gaps end the process if they are touched, and its answer is compared with that of the same elements one
//! after the other, which its own tests compare with a naive one.
#![cfg(target_os = "linux")]
// Small numbers become values of narrow types; answers are the same to the bit.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::float_cmp
)]

#[path = "gaps/compute.rs"]
mod compute;
#[path = "gaps/copies.rs"]
mod copies;
#[path = "gaps/ground.rs"]
mod ground;
#[path = "gaps/group.rs"]
mod group;
#[path = "gaps/order.rs"]
mod order;
#[path = "gaps/reduce.rs"]
mod reduce;
#[path = "gaps/roll.rs"]
mod roll;
#[path = "gaps/select.rs"]
mod select;

use ground::{Ground, PLACES, Place, lay};
use record_core::{Element, View};

/// So many values in no order, which repeat themselves.
fn numbers<V>(count: usize, value: impl Fn(u64) -> V) -> Vec<V> {
    (0..count as u64).map(|i| value(i * 37 % 101)).collect()
}

/// A column, backwards, and without its first elements; each with the same elements one after the other.
fn ends<'a, T: Element>(view: View<'a, T>, values: &[T::Value]) -> [(View<'a, T>, Vec<T>); 3] {
    let dense: Vec<T> = values.iter().map(|&value| T::store(value)).collect();
    let back = dense.iter().rev().copied().collect();
    let rest = dense[3..].to_vec();
    [(view, dense), (view.flip(0), back), (view.slice(3..), rest)]
}

/// That methods answer the same of both.
macro_rules! same {
    ($view:expr, $dense:expr; $($method:ident($($argument:expr),*)),* $(,)?) => {{$(
        match (&$view.$method($($argument),*), &$dense.$method($($argument),*)) {
            (found, expected) => assert_eq!(format!("{found:?}"), format!("{expected:?}"), "{}", stringify!($method)),
        }
    )*}};
}
use same;

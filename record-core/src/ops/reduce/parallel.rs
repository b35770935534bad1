//! Reductions on several threads.

use crate::{
    element::Element,
    layout::Dim,
    ops::{
        number::Ordered,
        parallel::{on_one_thread, pieces},
        state::Fold,
    },
    raw::view::View,
};
use core::convert::Infallible;

/// The state of all elements: of pieces on the threads of the current pool, put together in order. One after the other where no
/// single stride leads through them.
pub(super) fn fold<S: Fold<T::Value>, T: Element<Value: Ordered>, D: Dim>(view: View<'_, T, D>) -> S {
    let mut all = S::default();
    match view.try_ravel() {
        Ok(column) if !on_one_thread(column.size()) => {
            let fed = |range| {
                let mut state = S::default();
                state.feed(column.slice(range));
                state
            };
            let Ok(()) = pieces(column.size(), fed, |later| {
                all.merge(later);
                Ok::<_, Infallible>(())
            });
        }
        _ => all.feed(view),
    }
    all
}

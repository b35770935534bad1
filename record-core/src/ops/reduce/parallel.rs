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

/// The state of all elements: of pieces on the threads of the current pool, put together in order. One after the other where no
/// single stride leads through them.
pub(super) fn fold<S: Fold<T::Value>, T: Element<Value: Ordered>, D: Dim>(view: View<'_, T, D>) -> S {
    let mut all = S::default();
    match view.try_ravel() {
        Ok(column) if !on_one_thread(column.size()) => {
            let fed = |_, piece: View<'_, T>| {
                let mut state = S::default();
                state.feed(piece);
                state
            };
            for later in pieces(column, fed) {
                all.merge(later);
            }
        }
        _ => all.feed(view),
    }
    all
}

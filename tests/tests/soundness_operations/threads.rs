//! R4: cells stay in their thread in any disguise. That they do by themselves is in `ui-soundness/cells_threads.rs`.

use super::*;
use record_core::{
    CellView, DynRank,
    ops::{Mask, Masked, Par, Tested, compute::Lazy},
};
use std::{marker::PhantomData, rc::Rc};

struct Probe<T>(PhantomData<T>);

/// What is asked where the method below does not hold.
trait Otherwise {
    fn is_send(&self) -> bool {
        false
    }
}

impl<T> Otherwise for &Probe<T> {}

impl<T: Send> Probe<T> {
    #[allow(clippy::unused_self)] // it is found by the type of it
    fn is_send(&self) -> bool {
        true
    }
}

/// Whether a type is `Send`, seen without an error where it is not.
macro_rules! is_send {
    ($type:ty) => {
        (&Probe::<$type>(PhantomData)).is_send()
    };
}

#[test]
fn cells_stay_in_their_thread_in_any_disguise() {
    type Cells = CellView<'static, f64>;
    assert!(!is_send!(Cells) && !is_send!(&Cells) && !is_send!(CellView<'static, f64, DynRank>));
    assert!(!is_send!(Par<Cells>) && !is_send!(Lazy<Cells, f64>) && !is_send!(Par<Lazy<Cells, f64>>));
    assert!(!is_send!(Tested<'static, f64, Rc<()>>));
    assert!(!is_send!(Masked<'static, f64, Tested<'static, f64, *const u8>>));
    assert!(is_send!(View<'static, f64>) && is_send!(ViewMut<'static, f64>) && is_send!(Array<f64>));
    assert!(is_send!(Par<View<'static, f64>>) && is_send!(Mask) && is_send!(AnyViewMut<'static>));
}

//! R2: values are user code for codes, which may panic in the middle of any operation; nothing half made is seen then.

use super::*;
use record_core::{Code, Coded, ops::Mask};
use std::cell::Cell;

thread_local! {
    static LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
}

/// A code that panics when it has been decoded so often.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Panicking(u8);

impl Code for Panicking {
    type Repr = u8;
    const NAME: &'static str = "Panicking";
    const VARIANTS: &'static [(&'static str, Self)] = &[("one", Panicking(1))];

    fn from_raw(raw: u8) -> Option<Self> {
        LEFT.with(|left| match left.get() {
            usize::MAX => {}
            0 => panic!("decoded often enough"),
            n => left.set(n - 1),
        });
        (!raw.is_multiple_of(3)).then_some(Panicking(raw))
    }

    fn to_raw(self) -> u8 {
        self.0
    }
}

/// Whether this panics when so many values have been decoded in this thread.
fn panics<R>(left: usize, run: impl FnOnce() -> R) -> bool {
    LEFT.set(left);
    let done = caught(run);
    LEFT.set(usize::MAX);
    done.is_none()
}

#[test]
fn decoding_panics_in_the_middle_of_operations() {
    let bytes: Vec<u8> = (0..20_000_u32).map(|n| n as u8).collect();
    let column = View::<Coded<Panicking>>::from_bytes(&bytes).expect("any bytes");
    let mask: Mask = (0..bytes.len()).map(|i| i % 5 != 0).collect();
    let indices: Vec<usize> = (0..bytes.len()).rev().collect();
    for left in [0, 1, 63, 64, 65, 1024, 5000] {
        assert!(panics(left, || column.filter(&mask)));
        assert!(panics(left, || column.take(&indices)));
        assert!(panics(left, || column.to_vec()));
        assert!(panics(left, || column.filter_by(|_| true)));
        assert!(panics(left, || column.mask_by(|v| v.is_ok())));
        assert!(panics(left, || column.count_where(|v| v.is_ok())));
        // Those that may get by without decoding.
        panics(left, || column.unique());
        panics(left, || column.to_sorted());
        panics(left, || column.par().filter(&mask));
        let mut stored = bytes.clone();
        let mut out = ViewMut::<Coded<Panicking>>::from_bytes(&mut stored).expect("any bytes");
        assert!(panics(left, || out.apply(|v| v)));
        assert!(panics(left, || column.filter_by_into(|v| v.is_ok(), &mut out)));
        // Those that came to be written are in front.
        let written: Vec<u8> = bytes.iter().copied().filter(|byte| byte % 3 != 0).take(left).collect();
        let kept = stored.iter().zip(&written).take_while(|(a, b)| a == b).count();
        assert_eq!(stored[kept..], bytes[kept..], "after {left} values");
    }
}

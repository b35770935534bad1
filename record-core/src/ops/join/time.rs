//! Values of which one can say how far apart they are.

use crate::{
    ops::number::Ordered,
    time::{DateTime64, TimeDelta64, Unit},
};

/// Values along which as-of joins look for the nearest: integers, floats, dates and time spans.
pub trait Time: Ordered {
    /// How far two are apart: `u64` of integers, `f64` of floats, a [`TimeDelta64`] of dates and spans.
    type Span: Copy + PartialOrd + Send + Sync;

    /// From this one to a later one, or the same; `None` if it is more than a span can say.
    #[doc(hidden)]
    fn until(self, later: Self) -> Option<Self::Span>;
}

macro_rules! integers {
    ($($type:ty)*) => {$(
        impl Time for $type {
            type Span = u64;

            fn until(self, later: Self) -> Option<u64> {
                Some(u64::from(later.abs_diff(self)))
            }
        }
    )*};
}

integers! { i8 i16 i32 i64 u8 u16 u32 u64 }

macro_rules! floats {
    ($($(#[$attribute:meta])* $type:ty)*) => {$(
        $(#[$attribute])*
        impl Time for $type {
            type Span = f64;

            #[allow(clippy::float_cmp)] // the very same
            fn until(self, later: Self) -> Option<f64> {
                // Infinities are no distance apart from themselves.
                Some(if self == later { 0.0 } else { f64::from(later) - f64::from(self) })
            }
        }
    )*};
}

floats! {
    f32
    f64
    #[cfg(feature = "half")]
    half::f16
}

impl<U: Unit> Time for DateTime64<U> {
    type Span = TimeDelta64<U>;

    fn until(self, later: Self) -> Option<TimeDelta64<U>> {
        later.checked_since(self)
    }
}

impl<U: Unit> Time for TimeDelta64<U> {
    type Span = Self;

    fn until(self, later: Self) -> Option<Self> {
        later.checked_sub(self)
    }
}

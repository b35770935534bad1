//! `&`, `|`, `^` and `!` of masks.

use crate::{ops::mask::Mask, or_panic::OrPanic as _};
use core::ops::{BitAnd, BitOr, BitXor, Not};

impl Not for Mask {
    type Output = Mask;

    fn not(mut self) -> Mask {
        for word in &mut self.words {
            *word = !*word;
        }
        self.clear_rest();
        self
    }
}

impl Not for &Mask {
    type Output = Mask;

    fn not(self) -> Mask {
        !self.clone()
    }
}

macro_rules! combine {
    ($($op:ident $call:ident $try_call:ident;)*) => {$(
        combine!(@ $op $call $try_call; Mask, Mask);
        combine!(@ $op $call $try_call; Mask, &Mask);
        combine!(@ $op $call $try_call; &Mask, Mask);
        combine!(@ $op $call $try_call; &Mask, &Mask);
    )*};
    (@ $op:ident $call:ident $try_call:ident; $left:ty, $right:ty) => {
        /// # Panics
        /// If the lengths differ; the `try_` method says so instead.
        impl $op<$right> for $left {
            type Output = Mask;

            #[track_caller]
            fn $call(self, other: $right) -> Mask {
                Mask::$try_call(&self, &other).or_panic()
            }
        }
    };
}

combine! {
    BitAnd bitand try_and;
    BitOr bitor try_or;
    BitXor bitxor try_xor;
}

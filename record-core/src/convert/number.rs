//! From the wide forms to every kind of number, with and without a look at whether the value arrives.

use crate::{
    convert::wide::{Wide, Widen, widen},
    dtype::{IntSize, ScalarKind},
    view::half::{half_from_f64, half_to_f32},
};
use bytemuck::{Pod, cast_slice, cast_slice_mut};
use core::convert::identity;

/// Numbers from their wide form to how they are stored in native order, as many as `to` holds. The position of the first
/// that does not arrive, if that is asked for.
type Narrow = fn(from: &[u64], to: &mut [u8]) -> Option<usize>;

/// A cast of one kind of number to another.
#[derive(Clone, Copy)]
pub(super) struct NumberCast {
    wide: Wide,
    widen: Widen,
    narrow: Narrow,
}

impl NumberCast {
    /// The cast from one kind to another, if both are numbers. A checked one stops at the first value that does not fit:
    /// an integer must arrive as it was, a float may be rounded to another float but not become infinite, a complex number
    /// becomes real only if its imaginary part is zero, and a truth value comes from 0 and 1 alone.
    ///
    /// An unchecked one does what Rust's `as` does: integers wrap around, floats to integers stop at the ends of the
    /// range and NaN becomes 0, imaginary parts are dropped. Truth values come from anything but zero.
    pub(super) fn new(from: ScalarKind, to: ScalarKind, checked: bool) -> Option<Self> {
        let wide = Wide::of(from)?;
        Some(Self { wide, widen: widen(from)?, narrow: narrow(wide, to, checked)? })
    }

    /// How many words of `wide` each number takes.
    pub(super) fn words(self) -> usize {
        self.wide.words()
    }

    /// Casts numbers in native order, one after the other; the position of the first that does not fit. All slices hold as
    /// many, and are aligned as words.
    pub(super) fn run(self, from: &[u8], wide: &mut [u64], to: &mut [u8]) -> Option<usize> {
        (self.widen)(from, wide);
        (self.narrow)(wide, to)
    }
}

/// The way out of a wide form to a kind.
fn narrow(wide: Wide, to: ScalarKind, checked: bool) -> Option<Narrow> {
    macro_rules! ways {
        ($($kind:pat => $target:ty;)*) => {
            match to {
                $($kind => match (wide, checked) {
                    (Wide::Signed, false) => all::<i64, $target, false>,
                    (Wide::Signed, true) => all::<i64, $target, true>,
                    (Wide::Unsigned, false) => all::<u64, $target, false>,
                    (Wide::Unsigned, true) => all::<u64, $target, true>,
                    (Wide::Float, false) => all::<f64, $target, false>,
                    (Wide::Float, true) => all::<f64, $target, true>,
                    (Wide::Complex, false) => all::<[f64; 2], $target, false>,
                    (Wide::Complex, true) => all::<[f64; 2], $target, true>,
                },)*
                _ => return None,
            }
        };
    }
    Some(ways! {
        ScalarKind::Bool => Truth;
        ScalarKind::Int(IntSize::One) => i8;
        ScalarKind::Int(IntSize::Two) => i16;
        ScalarKind::Int(IntSize::Four) => i32;
        ScalarKind::Int(IntSize::Eight) => i64;
        ScalarKind::UInt(IntSize::One) => u8;
        ScalarKind::UInt(IntSize::Two) => u16;
        ScalarKind::UInt(IntSize::Four) => u32;
        ScalarKind::UInt(IntSize::Eight) => u64;
        ScalarKind::Float16 => Half;
        ScalarKind::Float32 => f32;
        ScalarKind::Float64 => f64;
        ScalarKind::Complex64 => [f32; 2];
        ScalarKind::Complex128 => [f64; 2];
    })
}

fn all<W: Pod, T: Out<W>, const CHECKED: bool>(from: &[u64], to: &mut [u8]) -> Option<usize> {
    let from: &[W] = cast_slice(from);
    let to: &mut [T::Stored] = cast_slice_mut(to);
    for (i, (to, &from)) in to.iter_mut().zip(from).enumerate() {
        let value = T::make(from);
        if CHECKED && !T::arrives(from, value) {
            return Some(i);
        }
        *to = value;
    }
    None
}

/// A kind of number that a wide form `W` becomes.
trait Out<W> {
    type Stored: Pod;
    fn make(wide: W) -> Self::Stored;
    fn arrives(wide: W, made: Self::Stored) -> bool;
}

/// A truth value: a byte, 0 or 1.
struct Truth;

/// A float of 16 bits, as its bits.
struct Half;

macro_rules! integers {
    ($($int:ty),*) => {$(
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_possible_wrap)] // as `new` says
        #[allow(clippy::cast_lossless, clippy::float_cmp)] // of all widths; whether the very same number comes back
        const _: () = {
            impl Out<i64> for $int {
                type Stored = Self;
                #[inline(always)]
                fn make(wide: i64) -> Self {
                    wide as Self
                }
                #[inline(always)]
                fn arrives(wide: i64, made: Self) -> bool {
                    made as i128 == wide as i128
                }
            }

            impl Out<u64> for $int {
                type Stored = Self;
                #[inline(always)]
                fn make(wide: u64) -> Self {
                    wide as Self
                }
                #[inline(always)]
                fn arrives(wide: u64, made: Self) -> bool {
                    made as i128 == wide as i128
                }
            }

            impl Out<f64> for $int {
                type Stored = Self;
                #[inline(always)]
                fn make(wide: f64) -> Self {
                    wide as Self
                }
                #[inline(always)]
                fn arrives(wide: f64, made: Self) -> bool {
                    // The greatest value of a wide integer is rounded up to the first that is out of range.
                    let end = (<$int>::MAX / 2 + 1) as f64 * 2.0;
                    made as f64 == wide && wide < end
                }
            }

            impl Out<[f64; 2]> for $int {
                type Stored = Self;
                #[inline(always)]
                fn make([re, _]: [f64; 2]) -> Self {
                    re as Self
                }
                #[inline(always)]
                fn arrives([re, im]: [f64; 2], made: Self) -> bool {
                    im == 0.0 && <Self as Out<f64>>::arrives(re, made)
                }
            }
        };
    )*};
}

integers!(i8, i16, i32, i64, u8, u16, u32, u64);

/// Floats: `$from` makes one, `$signed` and `$unsigned` make one of an integer, `$back` gives its value.
macro_rules! floats {
    ($($float:ty, $stored:ty, $from:expr, $signed:expr, $unsigned:expr, $back:expr;)*) => {$(
        #[allow(clippy::cast_possible_truncation)] // rounds, as `new` says
        const _: () = {
            impl Out<i64> for $float {
                type Stored = $stored;
                #[inline(always)]
                fn make(wide: i64) -> $stored {
                    $signed(wide)
                }
                #[inline(always)]
                fn arrives(wide: i64, made: $stored) -> bool {
                    $back(made) as i128 == i128::from(wide)
                }
            }

            impl Out<u64> for $float {
                type Stored = $stored;
                #[inline(always)]
                fn make(wide: u64) -> $stored {
                    $unsigned(wide)
                }
                #[inline(always)]
                fn arrives(wide: u64, made: $stored) -> bool {
                    $back(made) as i128 == i128::from(wide)
                }
            }

            impl Out<f64> for $float {
                type Stored = $stored;
                #[inline(always)]
                fn make(wide: f64) -> $stored {
                    $from(wide)
                }
                #[inline(always)]
                fn arrives(wide: f64, made: $stored) -> bool {
                    $back(made).is_finite() || !wide.is_finite()
                }
            }

            impl Out<[f64; 2]> for $float {
                type Stored = $stored;
                #[inline(always)]
                fn make([re, _]: [f64; 2]) -> $stored {
                    $from(re)
                }
                #[inline(always)]
                fn arrives([re, im]: [f64; 2], made: $stored) -> bool {
                    im == 0.0 && <Self as Out<f64>>::arrives(re, made)
                }
            }
        };
    )*};
}

floats! {
    // The integers that a half holds at all, an f64 holds exactly: they are rounded once.
    Half, u16, half_from_f64, |wide: i64| half_from_f64(wide as f64), |wide: u64| half_from_f64(wide as f64), |bits| f64::from(half_to_f32(bits));
    f32, f32, |wide: f64| wide as f32, |wide: i64| wide as f32, |wide: u64| wide as f32, f64::from;
    f64, f64, identity, |wide: i64| wide as f64, |wide: u64| wide as f64, identity;
}

macro_rules! complex {
    ($($part:ty),*) => {$(
        const _: () = {
            impl Out<i64> for [$part; 2] {
                type Stored = Self;
                #[inline(always)]
                fn make(wide: i64) -> Self {
                    [wide as $part, 0.0]
                }
                #[inline(always)]
                fn arrives(wide: i64, [re, _]: Self) -> bool {
                    <$part as Out<i64>>::arrives(wide, re)
                }
            }

            impl Out<u64> for [$part; 2] {
                type Stored = Self;
                #[inline(always)]
                fn make(wide: u64) -> Self {
                    [wide as $part, 0.0]
                }
                #[inline(always)]
                fn arrives(wide: u64, [re, _]: Self) -> bool {
                    <$part as Out<u64>>::arrives(wide, re)
                }
            }

            impl Out<f64> for [$part; 2] {
                type Stored = Self;
                #[inline(always)]
                fn make(wide: f64) -> Self {
                    [<$part as Out<f64>>::make(wide), 0.0]
                }
                #[inline(always)]
                fn arrives(wide: f64, [re, _]: Self) -> bool {
                    <$part as Out<f64>>::arrives(wide, re)
                }
            }

            impl Out<[f64; 2]> for [$part; 2] {
                type Stored = Self;
                #[inline(always)]
                fn make(wide: [f64; 2]) -> Self {
                    wide.map(<$part as Out<f64>>::make)
                }
                #[inline(always)]
                fn arrives(wide: [f64; 2], made: Self) -> bool {
                    (0..2).all(|i| <$part as Out<f64>>::arrives(wide[i], made[i]))
                }
            }
        };
    )*};
}

complex!(f32, f64);

macro_rules! truth {
    ($($wide:ty, $zero:expr, $one:expr;)*) => {$(
        impl Out<$wide> for Truth {
            type Stored = u8;
            #[inline(always)]
            fn make(wide: $wide) -> u8 {
                u8::from(wide != $zero)
            }
            #[inline(always)]
            fn arrives(wide: $wide, _: u8) -> bool {
                wide == $zero || wide == $one
            }
        }
    )*};
}

truth! {
    i64, 0, 1;
    u64, 0, 1;
    f64, 0.0, 1.0;
    [f64; 2], [0.0; 2], [1.0, 0.0];
}

//! Values as keys: what makes two of them equal, and which comes first.
//!
//! A key is encoded: equal keys have the same code, and codes are in the order in which keys are sorted. So there is one
//! equality for grouping and joining: NaN (NaT) is equal to itself and comes last, -0.0 is 0.0, a text is what comes before
//! its padding, and a byte order does not matter, for a value has none.

use crate::{
    Opaque,
    coded::{Code as Enum, Unknown},
    text::{FixedBytes, FixedUtf32},
    time::{DateTime64, TimeDelta64, Unit},
};

mod sealed {
    pub trait Sealed {}
}

/// Values by which records are grouped and joined: integers, floats, truth values, texts, dates, time spans, enums, opaque
/// bytes, arrays and tuples of these. Sealed.
///
/// NaN and NaT are one key each, the last one; -0.0 is the key 0.0.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no key: records cannot be grouped or joined by it",
    label = "not a number, a truth value, a text, a date, an enum, or an array or tuple of these",
    note = "by several fields: a tuple of tokens, `(Employee::AGE, Employee::NAME)`; of a nested record: `FIELD.then(..)`"
)]
pub trait Key: Copy + Send + Sync + sealed::Sealed {
    #[doc(hidden)]
    type Code: KeyCode;

    #[doc(hidden)]
    fn encode(self) -> Self::Code;

    /// The key of this code: the value itself, but for NaN, of which one is as good as another, and -0.0, which is 0.0.
    #[doc(hidden)]
    fn decode(code: Self::Code) -> Self;
}

/// What keys are compared, sorted and hashed by.
#[doc(hidden)]
pub trait KeyCode: Copy + Ord + Send + Sync + 'static {
    /// Whether it is a word: a number, of which neighbours may have places one after the other in a table.
    const WORD: bool = false;

    /// The number, if it is a word.
    fn word(self) -> u64 {
        0
    }

    /// How far the number is above another, round the end of the numbers there are: the place in a table that starts there.
    #[inline(always)]
    fn above(self, base: u64) -> usize {
        usize::try_from(self.word().wrapping_sub(base)).unwrap_or(usize::MAX)
    }

    /// The code of this number, of the lower bits of which there are as many.
    fn of_word(_: u64) -> Self {
        unreachable!("only words have numbers")
    }

    /// A number of which all bits depend on all bits of the code.
    fn hash(self) -> u64;
}

/// The two halves of a product folded: each bit of the result depends on all bits of both.
#[inline(always)]
#[allow(clippy::cast_possible_truncation)] // the two halves
pub(crate) fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product >> 64) as u64 ^ product as u64
}

/// Odd, with as many ones as zeros, and no pattern: digits of the square roots of 2 and 3.
pub(crate) const SEEDS: [u64; 2] = [0x6a09_e667_f3bc_c909, 0xbb67_ae85_84ca_a73b];

macro_rules! words {
    ($($code:ty: $wide:ty;)*) => {$(
        impl KeyCode for $code {
            const WORD: bool = true;

            #[inline(always)]
            #[allow(clippy::cast_possible_truncation, clippy::unnecessary_cast)] // the base is a word of this width
            fn above(self, base: u64) -> usize {
                usize::try_from(<$wide>::from(self).wrapping_sub(base as $wide)).unwrap_or(usize::MAX)
            }

            #[inline(always)]
            fn word(self) -> u64 {
                u64::from(self)
            }

            #[allow(clippy::cast_possible_truncation)] // a number that `word` gave
            fn of_word(word: u64) -> Self {
                word as Self
            }

            #[inline(always)]
            fn hash(self) -> u64 {
                mix(u64::from(self) ^ SEEDS[1], SEEDS[0])
            }
        }
    )*};
}

// Words of 32 bits are nearer than those of 64: nothing has to be widened.
words! { u8: u32; u16: u32; u32: u32; u64: u64; }

impl<const N: usize> KeyCode for [u8; N] {
    #[inline]
    fn hash(self) -> u64 {
        let (words, rest) = self.as_chunks::<8>();
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        let words = words.iter().chain([&last]);
        words.fold(SEEDS[0], |hash, &word| mix(hash ^ u64::from_ne_bytes(word), SEEDS[1]))
    }
}

/// The codes of an array's elements.
#[doc(hidden)]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Codes<C, const N: usize>([C; N]);

impl<C: KeyCode, const N: usize> KeyCode for Codes<C, N> {
    #[inline]
    fn hash(self) -> u64 {
        self.0.into_iter().fold(SEEDS[0], |hash, code| mix(hash ^ code.hash(), SEEDS[1]))
    }
}

macro_rules! tuples {
    ($($($name:ident $at:tt),+;)*) => {$(
        impl<$($name: KeyCode),+> KeyCode for ($($name,)+) {
            #[inline]
            fn hash(self) -> u64 {
                let mut hash = SEEDS[0];
                $(hash = mix(hash ^ self.$at.hash(), SEEDS[1]);)+
                hash
            }
        }

        impl<$($name: Key),+> sealed::Sealed for ($($name,)+) {}
        impl<$($name: Key),+> Key for ($($name,)+) {
            type Code = ($($name::Code,)+);

            #[inline(always)]
            fn encode(self) -> Self::Code {
                ($(self.$at.encode(),)+)
            }

            fn decode(code: Self::Code) -> Self {
                ($($name::decode(code.$at),)+)
            }
        }
    )*};
}

tuples! {
    A 0;
    A 0, B 1;
    A 0, B 1, C 2;
    A 0, B 1, C 2, D 3;
}

macro_rules! keys {
    ($($(#[$attribute:meta])* $({$($generics:tt)*})? $type:ty: $code:ty, $encode:expr, $decode:expr;)*) => {$(
        $(#[$attribute])*
        impl<$($($generics)*)?> sealed::Sealed for $type {}
        $(#[$attribute])*
        impl<$($($generics)*)?> Key for $type {
            type Code = $code;

            #[inline(always)]
            fn encode(self) -> $code {
                $encode(self)
            }

            #[inline]
            fn decode(code: $code) -> Self {
                $decode(code)
            }
        }
    )*};
}

keys! {
    bool: u8, u8::from, |code| code != 0;
    u8: u8, |v| v, |code| code;
    u16: u16, |v| v, |code| code;
    u32: u32, |v| v, |code| code;
    u64: u64, |v| v, |code| code;
    i8: u8, |v: i8| v.cast_unsigned() ^ 1 << 7, |code: u8| (code ^ 1 << 7).cast_signed();
    i16: u16, |v: i16| v.cast_unsigned() ^ 1 << 15, |code: u16| (code ^ 1 << 15).cast_signed();
    i32: u32, |v: i32| v.cast_unsigned() ^ 1 << 31, |code: u32| (code ^ 1 << 31).cast_signed();
    i64: u64, |v: i64| v.cast_unsigned() ^ 1 << 63, |code: u64| (code ^ 1 << 63).cast_signed();
    {U: Unit} DateTime64<U>: u64, |v: Self| time(v.to_bits()), |code| Self::from_count(untime(code));
    {U: Unit} TimeDelta64<U>: u64, |v: Self| time(v.to_bits()), |code| Self::from_count(untime(code));
    {const N: usize} FixedBytes<N>: [u8; N], |v: Self| *v.raw(), Self::from_raw;
    {const N: usize} FixedUtf32<N>: Codes<u32, N>, |v: Self| Codes(*v.raw()), |code: Codes<u32, N>| Self::from_raw(code.0);
    {const N: usize} Opaque<N>: [u8; N], Opaque::into_bytes, Self::new;
    {K: Key, const N: usize} [K; N]: Codes<K::Code, N>, |v: Self| Codes(v.map(K::encode)), |code: Codes<K::Code, N>| code.0.map(K::decode);
    {E: Enum<Repr: Key>} Result<E, Unknown<E>>: <E::Repr as Key>::Code, raw, |code| {
        let raw = E::Repr::decode(code);
        E::from_raw(raw).ok_or_else(|| Unknown::new(raw))
    };
}

/// The integer that is stored.
#[inline(always)]
fn raw<E: Enum<Repr: Key>>(value: Result<E, Unknown<E>>) -> <E::Repr as Key>::Code {
    value.map_or_else(Unknown::raw, E::to_raw).encode()
}

/// A count of time: the smallest is NaT and becomes the largest.
#[inline(always)]
const fn time(count: i64) -> u64 {
    count.cast_unsigned().wrapping_add(i64::MAX.cast_unsigned())
}

const fn untime(code: u64) -> i64 {
    code.wrapping_sub(i64::MAX.cast_unsigned()).cast_signed()
}

macro_rules! floats {
    ($($(#[$attribute:meta])* $float:ty: $code:ty, $zero:expr;)*) => {
        keys! {$(
            $(#[$attribute])*
            $float: $code, |value: $float| {
                const SIGN: $code = 1 << (<$code>::BITS - 1);
                if value.is_nan() {
                    return <$code>::MAX;
                }
                // -0.0 is 0.0.
                let bits = if value == $zero { 0 } else { value.to_bits() };
                // Of negative numbers the larger bits are the smaller number.
                if bits & SIGN == 0 { bits | SIGN } else { !bits }
            }, |code: $code| {
                const SIGN: $code = 1 << (<$code>::BITS - 1);
                if code == <$code>::MAX {
                    <$float>::NAN
                } else {
                    <$float>::from_bits(if code & SIGN == 0 { !code } else { code ^ SIGN })
                }
            };
        )*}
    };
}

floats! {
    f32: u32, 0.0;
    f64: u64, 0.0;
    #[cfg(feature = "half")]
    half::f16: u16, half::f16::ZERO;
}

#[cfg(feature = "num-complex")]
mod complex {
    use super::{Key, sealed};
    use num_complex::Complex;

    impl<F: Key> sealed::Sealed for Complex<F> {}

    /// First by the real part, then by the imaginary one.
    impl<F: Key> Key for Complex<F> {
        type Code = (F::Code, F::Code);

        #[inline(always)]
        fn encode(self) -> Self::Code {
            (self.re.encode(), self.im.encode())
        }

        fn decode((re, im): Self::Code) -> Self {
            Self { re: F::decode(re), im: F::decode(im) }
        }
    }
}

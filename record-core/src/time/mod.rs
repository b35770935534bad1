//! Dates and spans of time: NumPy's `'M8'` and `'m8'`.
//!
//! Both are a count of a unit in an `i64`, and the unit is part of the type: a [`DateTime64<Days>`](DateTime64) does
//! not mix with a `DateTime64<Seconds>` but through [`convert`](DateTime64::convert). The smallest `i64` is NaT, "not
//! a time". As in NumPy, NaT differs from everything, itself too, and whatever is computed from it is NaT. Where
//! NumPy wraps around silently, arithmetic and conversions here return `None`.

pub(crate) mod calendar;
pub(crate) mod display;
mod unit;

pub use unit::{
    Attoseconds, BaseUnit, Days, Femtoseconds, Generic, Hours, Microseconds, Milliseconds, Minutes, Months,
    Multiple, Nanoseconds, Picoseconds, Seconds, Unit, Weeks, Years,
};

use calendar::{Conversion, Date, Scale};
use core::{cmp, fmt, marker::PhantomData, ops};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// The count that stands for "not a time".
const NAT: i64 = i64::MIN;

/// A moment, counted in `U` since 1970-01-01T00:00 UTC: NumPy's `datetime64`, `'M8[ns]'`.
///
/// The calendar is the proleptic Gregorian one without leap seconds. NaT differs from everything, itself too: there
/// is `PartialEq` and `PartialOrd` but no `Eq`, `Ord` or `Hash`; sort by [`total_cmp`](Self::total_cmp). It prints as
/// ISO 8601, with the digits of its unit, as `numpy.datetime_as_string` does.
///
/// ```
/// use record_core::{DateTime64, TimeDelta64, time::{Days, Milliseconds}};
/// let day = DateTime64::<Days>::from_ymd(2024, 2, 28).unwrap();
/// let next = day.checked_add(TimeDelta64::from_count(1)).unwrap();
/// assert_eq!(next.to_string(), "2024-02-29");
/// assert_eq!(next.convert::<Milliseconds>().unwrap().to_string(), "2024-02-29T00:00:00.000");
/// assert_eq!(next.checked_since(day).unwrap().count(), Some(1));
/// assert_ne!(DateTime64::<Days>::NAT, DateTime64::NAT);
/// ```
#[derive(FromBytes, IntoBytes, KnownLayout, Immutable)]
#[repr(transparent)]
pub struct DateTime64<U: Unit> {
    count: i64,
    unit: PhantomData<fn() -> U>,
}

/// A span of time, counted in `U`: NumPy's `timedelta64`, `'m8[s]'`.
///
/// NaT differs from everything, itself too: there is `PartialEq` and `PartialOrd` but no `Eq`, `Ord` or `Hash`; sort
/// by [`total_cmp`](Self::total_cmp). It prints as NumPy does.
///
/// ```
/// use record_core::{TimeDelta64, time::{Minutes, Multiple, Seconds}};
/// let span = TimeDelta64::<Seconds>::from_count(-90);
/// assert_eq!(span.to_string(), "-90 seconds");
/// assert_eq!(span.convert::<Minutes>().unwrap().count(), Some(-2));        // floors, as NumPy does
/// assert_eq!(TimeDelta64::<Multiple<Seconds, 25>>::from_count(2).to_string(), "50 seconds");
/// ```
#[derive(FromBytes, IntoBytes, KnownLayout, Immutable)]
#[repr(transparent)]
pub struct TimeDelta64<U: Unit> {
    count: i64,
    unit: PhantomData<fn() -> U>,
}

/// What dates and spans have in common.
macro_rules! counted {
    ($name:ident, $print:path, $zero:literal) => {
        impl<U: Unit> $name<U> {
            /// "Not a time".
            pub const NAT: Self = Self::from_count(NAT);

            /// This many counts of the unit; `i64::MIN` is NaT.
            #[inline]
            pub const fn from_count(count: i64) -> Self {
                Self { count, unit: PhantomData }
            }

            /// The counts of the unit, `None` for NaT.
            #[inline]
            pub const fn count(self) -> Option<i64> {
                if self.is_nat() { None } else { Some(self.count) }
            }

            /// The integer that is stored, `i64::MIN` for NaT.
            #[inline]
            pub const fn to_bits(self) -> i64 {
                self.count
            }

            /// Whether this is NaT: NumPy's `isnat`.
            #[inline]
            pub const fn is_nat(self) -> bool {
                self.count == NAT
            }

            /// An order of all values, in which NaT is equal to itself and comes last, as NumPy sorts.
            #[inline]
            pub fn total_cmp(&self, other: &Self) -> cmp::Ordering {
                // The smallest i64 becomes the largest u64, all others keep their order.
                let key = |value: &Self| value.count.cast_unsigned().wrapping_add(i64::MAX.cast_unsigned());
                key(self).cmp(&key(other))
            }

            /// NaT if an operand is, else what `operation` gives, if that is not beyond the range.
            fn lift<V: Unit>(self, operand: i64, operation: fn(i64, i64) -> Option<i64>) -> Option<$name<V>> {
                if self.is_nat() || operand == NAT {
                    return Some($name::NAT);
                }
                operation(self.count, operand).filter(|&count| count != NAT).map($name::from_count)
            }
        }

        impl<U: Unit> Clone for $name<U> {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<U: Unit> Copy for $name<U> {}

        impl<U: Unit> Default for $name<U> {
            #[doc = concat!("The count 0: ", $zero, ".")]
            fn default() -> Self {
                Self::from_count(0)
            }
        }

        impl<U: Unit> PartialEq for $name<U> {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                !self.is_nat() && self.count == other.count
            }
        }

        impl<U: Unit> PartialOrd for $name<U> {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> Option<cmp::Ordering> {
                Some(self.count()?.cmp(&other.count()?))
            }
        }

        impl<U: Unit> fmt::Display for $name<U> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                $print(f, U::TIME_UNIT, self.count)
            }
        }

        impl<U: Unit> fmt::Debug for $name<U> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                $print(f, U::TIME_UNIT, self.count)
            }
        }
    };
}

counted!(DateTime64, display::date, "1970-01-01T00:00 UTC");
counted!(TimeDelta64, display::span, "no time");

impl<U: Unit> DateTime64<U> {
    /// The count of `U` in which the day begins; `None` if the calendar has no such day, if it is beyond the range,
    /// or if the unit is [`Generic`].
    pub fn from_ymd(year: i64, month: u8, day: u8) -> Option<Self> {
        let date = Date { year: year.into(), month: month.into(), day: day.into() };
        let days = (1..=12).contains(&month).then(|| date.to_days())??;
        let count = const { Conversion::new(Days::TIME_UNIT, U::TIME_UNIT) }.apply(i64::try_from(days).ok()?);
        count.filter(|&count| count != NAT).map(Self::from_count)
    }

    /// The same moment in another unit; `None` beyond its range. A finer one keeps the moment, a coarser one floors,
    /// as NumPy's `astype` does. NaT stays NaT.
    ///
    /// From [`Generic`] the count is kept. To it there is no way, that is a compile error.
    pub fn convert<V: Unit>(self) -> Option<DateTime64<V>> {
        const {
            assert!(
                U::TIME_UNIT.base.is_none() || V::TIME_UNIT.base.is_some(),
                "a date with a unit does not become one without"
            );
        }
        self.lift(0, |count, _| const { Conversion::new(U::TIME_UNIT, V::TIME_UNIT) }.apply(count))
    }

    /// The moment `delta` later; `None` beyond the range.
    #[inline]
    pub fn checked_add(self, delta: TimeDelta64<U>) -> Option<Self> {
        self.lift(delta.count, i64::checked_add)
    }

    /// The moment `delta` earlier; `None` beyond the range.
    #[inline]
    pub fn checked_sub(self, delta: TimeDelta64<U>) -> Option<Self> {
        self.lift(delta.count, i64::checked_sub)
    }

    /// The time since another moment, negative if that is later: NumPy's difference of dates. `None` beyond the
    /// range.
    #[inline]
    pub fn checked_since(self, earlier: Self) -> Option<TimeDelta64<U>> {
        TimeDelta64::<U>::from_count(self.count).lift(earlier.count, i64::checked_sub)
    }
}

impl<U: Unit> TimeDelta64<U> {
    /// The same span in another unit; `None` beyond its range. A coarser unit floors, as NumPy's `astype` does. NaT
    /// stays NaT.
    ///
    /// Years and months convert to each other, all others to each other, as no number of days is a month: between
    /// the two, it is a compile error. From [`Generic`] the count is kept. To it there is no way, that is a compile
    /// error too.
    ///
    /// ```compile_fail,E0080
    /// use record_core::{TimeDelta64, time::{Days, Months}};
    /// let days = TimeDelta64::<Months>::from_count(2).convert::<Days>();
    /// ```
    pub fn convert<V: Unit>(self) -> Option<TimeDelta64<V>> {
        const {
            assert!(
                matches!(
                    (Scale::of(U::TIME_UNIT), Scale::of(V::TIME_UNIT)),
                    (Scale::Generic, _)
                        | (Scale::Months(_), Scale::Months(_))
                        | (Scale::Attoseconds(_), Scale::Attoseconds(_))
                ),
                "a number of years or months is no number of days, and a span with a unit does not become one without"
            );
        }
        self.lift(0, |count, _| const { Conversion::new(U::TIME_UNIT, V::TIME_UNIT) }.apply(count))
    }

    /// The sum; `None` beyond the range.
    #[inline]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.lift(other.count, i64::checked_add)
    }

    /// The difference; `None` beyond the range.
    #[inline]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.lift(other.count, i64::checked_sub)
    }

    /// The span so many times; `None` beyond the range.
    #[inline]
    pub fn checked_mul(self, factor: i64) -> Option<Self> {
        if self.is_nat() {
            return Some(self);
        }
        let count = self.count.checked_mul(factor).filter(|&count| count != NAT);
        count.map(Self::from_count)
    }

    /// The length of the span, without its direction. NaT stays NaT.
    #[inline]
    #[must_use]
    pub const fn abs(self) -> Self {
        Self::from_count(self.count.wrapping_abs())
    }
}

impl<U: Unit> ops::Neg for TimeDelta64<U> {
    type Output = Self;

    /// The span in the other direction. Never overflows: the one integer without a negative is NaT, which stays.
    #[inline]
    fn neg(self) -> Self {
        Self::from_count(self.count.wrapping_neg())
    }
}

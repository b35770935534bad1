//! The units of dates and time spans, as types: `DateTime64<Nanoseconds>`.

use crate::dtype::{TimeBase, TimeUnit};
use core::marker::PhantomData;

mod sealed {
    pub trait Sealed {}
}

/// What one count of a [`DateTime64`](crate::DateTime64) or a [`TimeDelta64`](crate::TimeDelta64) is. The list is
/// closed.
pub trait Unit: sealed::Sealed + 'static {
    /// The unit as a dtype has it.
    const TIME_UNIT: TimeUnit;
}

/// A [`Unit`] that may be [`Multiple`]: all but [`Generic`] and `Multiple` itself.
pub trait BaseUnit: Unit {}

macro_rules! units {
    ($($name:ident, $base:ident, $code:literal;)*) => {$(
        #[doc = concat!("NumPy's unit `'", $code, "'`.")]
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}

        impl sealed::Sealed for $name {}

        impl Unit for $name {
            const TIME_UNIT: TimeUnit = TimeUnit::new(TimeBase::$base, 1);
        }

        impl BaseUnit for $name {}
    )*};
}

units! {
    Years, Year, "Y";
    Months, Month, "M";
    Weeks, Week, "W";
    Days, Day, "D";
    Hours, Hour, "h";
    Minutes, Minute, "m";
    Seconds, Second, "s";
    Milliseconds, Millisecond, "ms";
    Microseconds, Microsecond, "us";
    Nanoseconds, Nanosecond, "ns";
    Picoseconds, Picosecond, "ps";
    Femtoseconds, Femtosecond, "fs";
    Attoseconds, Attosecond, "as";
}

/// NumPy's generic unit, `'M8'` and `'m8'` without brackets: nobody said what is counted.
#[derive(Clone, Copy, Debug)]
pub enum Generic {}

impl sealed::Sealed for Generic {}

impl Unit for Generic {
    const TIME_UNIT: TimeUnit = TimeUnit::GENERIC;
}

/// `N` of a unit: `Multiple<Seconds, 25>` is NumPy's `'25s'`.
///
/// `N` is from 1 to `i32::MAX`, as in NumPy; any other is a compile error where the unit is used.
#[derive(Clone, Copy, Debug)]
pub struct Multiple<U, const N: u32>(PhantomData<U>);

impl<U, const N: u32> sealed::Sealed for Multiple<U, N> {}

impl<U: BaseUnit, const N: u32> Unit for Multiple<U, N> {
    const TIME_UNIT: TimeUnit = {
        assert!(N > 0 && N <= i32::MAX as u32, "the multiple of a time unit is from 1 to i32::MAX");
        TimeUnit { base: U::TIME_UNIT.base, multiple: N }
    };
}

//! From one unit to another, and to years, months and days: integers only.
//!
//! The calendar is the proleptic Gregorian one, without leap seconds, as in ISO 8601 and NumPy; the year before 1
//! is 0. Units are of two families that only the calendar joins: years and months, and all that are a fixed number
//! of attoseconds. Going to a coarser unit floors, before 1970 too.

use crate::dtype::{TimeBase, TimeUnit};

/// Attoseconds of a second.
const SECOND: i128 = 1_000_000_000_000_000_000;

/// Attoseconds of a day.
const DAY: i128 = 86_400 * SECOND;

/// What a unit is a multiple of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    Months(i128),
    Attoseconds(i128),
    Generic,
}

impl Scale {
    pub(crate) const fn of(unit: TimeUnit) -> Self {
        let multiple = unit.multiple as i128;
        match unit.base {
            None => Self::Generic,
            Some(TimeBase::Year) => Self::Months(12 * multiple),
            Some(TimeBase::Month) => Self::Months(multiple),
            Some(base) => Self::Attoseconds(attoseconds(base) * multiple),
        }
    }
}

/// Attoseconds of a unit; that of a year and a month is not fixed, and is 0 here.
const fn attoseconds(base: TimeBase) -> i128 {
    match base {
        TimeBase::Year | TimeBase::Month => 0,
        TimeBase::Week => 7 * DAY,
        TimeBase::Day => DAY,
        TimeBase::Hour => 3_600 * SECOND,
        TimeBase::Minute => 60 * SECOND,
        TimeBase::Second => SECOND,
        TimeBase::Millisecond => SECOND / 1_000,
        TimeBase::Microsecond => SECOND / 1_000_000,
        TimeBase::Nanosecond => 1_000_000_000,
        TimeBase::Picosecond => 1_000_000,
        TimeBase::Femtosecond => 1_000,
        TimeBase::Attosecond => 1,
    }
}

/// A fraction in lowest terms.
#[derive(Clone, Copy)]
struct Ratio {
    numerator: i128,
    denominator: i128,
}

impl Ratio {
    const fn new(numerator: i128, denominator: i128) -> Self {
        let (mut a, mut b) = (numerator, denominator);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        Self { numerator: numerator / a, denominator: denominator / a }
    }

    /// The floor of `count` times the fraction, `None` if it is not an `i64`.
    ///
    /// One of the two scales always divides the other but for the multiples, which are below 2^32; so numerator or
    /// denominator is below 2^32, and where the product overflows, the quotient is beyond an `i64` too.
    #[inline]
    fn apply(self, count: i128) -> Option<i64> {
        i64::try_from(count.checked_mul(self.numerator)?.div_euclid(self.denominator)).ok()
    }
}

/// How a count of one unit becomes a count of another.
#[derive(Clone, Copy)]
pub(crate) struct Conversion(Step);

#[derive(Clone, Copy)]
enum Step {
    Same,
    Linear(Ratio),
    /// Months of one count; days to the other unit.
    FromMonths(i128, Ratio),
    /// The unit to days; months of one count.
    ToMonths(Ratio, i128),
    Never,
}

impl Conversion {
    pub(crate) const fn new(from: TimeUnit, to: TimeUnit) -> Self {
        Self(match (Scale::of(from), Scale::of(to)) {
            (Scale::Generic, _) => Step::Same,
            (_, Scale::Generic) => Step::Never,
            (Scale::Months(a), Scale::Months(b)) | (Scale::Attoseconds(a), Scale::Attoseconds(b)) => {
                if a == b { Step::Same } else { Step::Linear(Ratio::new(a, b)) }
            }
            (Scale::Months(a), Scale::Attoseconds(b)) => Step::FromMonths(a, Ratio::new(DAY, b)),
            (Scale::Attoseconds(a), Scale::Months(b)) => Step::ToMonths(Ratio::new(a, DAY), b),
        })
    }

    /// The count in the other unit, floored; `None` if it is not an `i64`.
    #[inline]
    pub(crate) fn apply(self, count: i64) -> Option<i64> {
        match self.0 {
            Step::Same => Some(count),
            Step::Linear(ratio) => ratio.apply(count.into()),
            Step::FromMonths(months, ratio) => {
                let months = i128::from(count) * months;
                let year = 1970 + months.div_euclid(12);
                ratio.apply(days_before(year, months.rem_euclid(12) + 1))
            }
            Step::ToMonths(ratio, months) => {
                // At most 7 * 2^31 days a count: no overflow.
                let days = (i128::from(count) * ratio.numerator).div_euclid(ratio.denominator);
                let date = Date::from_days(days);
                i64::try_from(((date.year - 1970) * 12 + date.month - 1).div_euclid(months)).ok()
            }
            Step::Never => None,
        }
    }
}

/// The count in another unit of the same moment, or for spans of the same length; `None` if it has none. NaT stays NaT.
///
/// What has no unit is the same as nothing that has one.
#[cfg(feature = "alloc")]
pub(crate) fn exactly(count: i64, from: TimeUnit, to: TimeUnit, date: bool) -> Option<i64> {
    use crate::time::NAT;

    let fixed = |unit| matches!(Scale::of(unit), Scale::Attoseconds(_));
    let bare = |unit| Scale::of(unit) == Scale::Generic;
    if from == to || count == NAT && bare(from) == bare(to) {
        return Some(count);
    }
    if bare(from) || bare(to) || !date && fixed(from) != fixed(to) {
        return None;
    }
    let made = Conversion::new(from, to).apply(count).filter(|&made| made != NAT)?;
    (Conversion::new(to, from).apply(made) == Some(count)).then_some(made)
}

/// A day of the calendar: month 1 to 12, day 1 to 31. Years are i128, as a multiple of a unit may go beyond i64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: i128,
    pub(super) month: i128,
    pub(super) day: i128,
}

impl Date {
    /// The day that is `days` after 1970-01-01.
    ///
    /// Years are taken to begin in March, so that the leap day is a year's last; a cycle of 400 years has 146,097
    /// days. In it, every century but the last has 36,524 days, four years but the last of a century have 1,461, a
    /// year but the last of four has 365.
    pub(super) fn from_days(days: i128) -> Self {
        let since_march_0 = days - days_before(0, 3);
        let cycle = since_march_0.div_euclid(146_097);
        let rest = since_march_0.rem_euclid(146_097);
        let century = (rest / 36_524).min(3);
        let rest = rest - century * 36_524;
        let four = rest / 1_461;
        let rest = rest - four * 1_461;
        let year = (rest / 365).min(3);
        let day_of_year = rest - year * 365;

        let march_year = cycle * 400 + century * 100 + four * 4 + year;
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - days_before_month(march_month) + 1;
        if march_month < 10 {
            Self { year: march_year, month: march_month + 3, day }
        } else {
            Self { year: march_year + 1, month: march_month - 9, day }
        }
    }

    /// Days since 1970-01-01, `None` if there is no such day.
    pub(super) fn to_days(self) -> Option<i128> {
        let first = days_before(self.year, self.month);
        let days = first + self.day - 1;
        (Self::from_days(days) == self).then_some(days)
    }
}

/// Days from 1970-01-01 to the first day of a month.
fn days_before(year: i128, month: i128) -> i128 {
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // From 0000-03-01 to 1970-01-01 there are 719,468 days.
    year * 365 + leap_days + days_before_month(month) - 719_468
}

/// Days of the year before a month, both beginning in March: 31, 30, 31, 30, 31 over and over, 153 in five months.
const fn days_before_month(month: i128) -> i128 {
    (153 * month + 2) / 5
}

/// A date and the time of the day.
pub(super) struct Moment {
    pub(super) date: Date,
    /// Counts of the base unit since midnight; 0 for days and coarser.
    pub(super) since_midnight: i128,
}

impl Moment {
    /// The moment `count` counts of `base` after 1970-01-01T00:00.
    pub(super) fn new(base: TimeBase, count: i128) -> Self {
        match base {
            TimeBase::Year => Self { date: Date { year: 1970 + count, month: 1, day: 1 }, since_midnight: 0 },
            TimeBase::Month => {
                let (years, months) = (count.div_euclid(12), count.rem_euclid(12));
                Self { date: Date { year: 1970 + years, month: months + 1, day: 1 }, since_midnight: 0 }
            }
            TimeBase::Week => Self { date: Date::from_days(count * 7), since_midnight: 0 },
            _ => {
                let per_day = DAY / attoseconds(base);
                let date = Date::from_days(count.div_euclid(per_day));
                Self { date, since_midnight: count.rem_euclid(per_day) }
            }
        }
    }
}

//! Dates and time spans as NumPy prints them: `2024-02-29T12:30:00.500`, `90 seconds`, `NaT`.

use super::{
    NAT,
    calendar::{Date, Moment},
};
use crate::dtype::{TimeBase, TimeUnit};
use core::{
    fmt::{self, Write},
    str,
};

/// Prints a date of a unit as `numpy.datetime_as_string` does.
///
/// NumPy refuses to print a date without a unit; this prints the count.
pub(crate) fn date(f: &mut fmt::Formatter<'_>, unit: TimeUnit, count: i64) -> fmt::Result {
    let mut line = Line::new();
    match unit.base {
        _ if count == NAT => line.write_str("NaT")?,
        None => write!(line, "{count} generic time units")?,
        Some(base) => iso8601(&mut line, base, i128::from(count) * i128::from(unit.multiple))?,
    }
    f.pad(line.as_str())
}

/// Prints a time span of a unit as `str(numpy.timedelta64(..))` does.
pub(crate) fn span(f: &mut fmt::Formatter<'_>, unit: TimeUnit, count: i64) -> fmt::Result {
    let mut line = Line::new();
    if count == NAT {
        line.write_str("NaT")?;
    } else {
        write!(line, "{} {}", i128::from(count) * i128::from(unit.multiple), plural(unit.base))?;
    }
    f.pad(line.as_str())
}

fn plural(base: Option<TimeBase>) -> &'static str {
    match base {
        None => "generic time units",
        Some(TimeBase::Year) => "years",
        Some(TimeBase::Month) => "months",
        Some(TimeBase::Week) => "weeks",
        Some(TimeBase::Day) => "days",
        Some(TimeBase::Hour) => "hours",
        Some(TimeBase::Minute) => "minutes",
        Some(TimeBase::Second) => "seconds",
        Some(TimeBase::Millisecond) => "milliseconds",
        Some(TimeBase::Microsecond) => "microseconds",
        Some(TimeBase::Nanosecond) => "nanoseconds",
        Some(TimeBase::Picosecond) => "picoseconds",
        Some(TimeBase::Femtosecond) => "femtoseconds",
        Some(TimeBase::Attosecond) => "attoseconds",
    }
}

fn iso8601(line: &mut Line, base: TimeBase, count: i128) -> fmt::Result {
    let Moment { date: Date { year, month, day }, since_midnight: since } = Moment::new(base, count);
    // Four characters with the sign, as NumPy does: -001 is two years before 0001.
    write!(line, "{year:04}")?;
    if base == TimeBase::Year {
        return Ok(());
    }
    write!(line, "-{month:02}")?;
    if base == TimeBase::Month {
        return Ok(());
    }
    write!(line, "-{day:02}")?;
    let digits = match base {
        TimeBase::Year | TimeBase::Month | TimeBase::Week | TimeBase::Day => return Ok(()),
        TimeBase::Hour => return write!(line, "T{since:02}"),
        TimeBase::Minute => return write!(line, "T{:02}:{:02}", since / 60, since % 60),
        TimeBase::Second => 0,
        TimeBase::Millisecond => 3,
        TimeBase::Microsecond => 6,
        TimeBase::Nanosecond => 9,
        TimeBase::Picosecond => 12,
        TimeBase::Femtosecond => 15,
        TimeBase::Attosecond => 18,
    };
    let per_second = 10_i128.pow(digits);
    let (seconds, fraction) = (since / per_second, since % per_second);
    write!(line, "T{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)?;
    if digits > 0 {
        write!(line, ".{fraction:0width$}", width = digits as usize)?;
    }
    Ok(())
}

/// A short line of ASCII on the stack, so that width and fill apply to the whole of it.
///
/// The longest is a year of 30 characters with `-12-31T23:59:59.` and 18 digits.
struct Line {
    bytes: [u8; 72],
    len: usize,
}

impl Line {
    const fn new() -> Self {
        Self { bytes: [0; 72], len: 0 }
    }

    fn as_str(&self) -> &str {
        // Only whole strs are ever written.
        str::from_utf8(&self.bytes[..self.len]).unwrap_or_default()
    }
}

impl Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let free = self.bytes.get_mut(self.len..self.len + text.len()).ok_or(fmt::Error)?;
        free.copy_from_slice(text.as_bytes());
        self.len += text.len();
        Ok(())
    }
}

//! Reading dates and time spans: `M8[ns]`, `timedelta64[25s]`, and fractions such as `M8[D/24]`, which is `M8[h]`.

use super::{DTypeError, ParseProblem, ScalarKind, TimeBase, TimeUnit};

/// The kind that a code which starts at byte `at` names, if it is a date or a time span.
pub(super) fn time(code: &str, at: usize) -> Option<Result<ScalarKind, DTypeError>> {
    let mut long = ["datetime64", "timedelta64", "M8", "m8"].into_iter();
    let name = match code {
        "M" | "m" => code,
        _ => long.find(|name| code.starts_with(name))?,
    };
    let unit = &code[name.len()..];
    if !unit.is_empty() && !unit.starts_with('[') {
        return None;
    }
    let kind =
        if matches!(name, "M" | "M8" | "datetime64") { ScalarKind::DateTime } else { ScalarKind::TimeDelta };
    Some(time_unit(unit, at + name.len()).map(kind))
}

/// Reads `[ns]`, `[25s]`, `[generic]`, `[s/25]`, or nothing.
fn time_unit(text: &str, at: usize) -> Result<TimeUnit, DTypeError> {
    let expected = |offset: usize, expected| {
        let found = text.get(offset..).and_then(|rest| rest.chars().next());
        DTypeError::parse(at + offset, ParseProblem::Expected { expected, found })
    };
    if text.is_empty() {
        return Ok(TimeUnit::GENERIC);
    }
    let inner = text.strip_prefix('[').ok_or_else(|| expected(0, "`[`"))?;
    let (multiple, inner) = leading_number(inner);
    let base_at = text.len() - inner.len();
    let multiple = multiple.map_err(|problem| DTypeError::parse(at + 1, problem))?.unwrap_or(1);
    let name = &inner[..inner.find(['/', ']']).unwrap_or(inner.len())];
    let mut rest = &inner[name.len()..];
    let mut divisor = 1;
    if let Some(digits) = rest.strip_prefix('/') {
        let (number, behind) = leading_number(digits);
        let here = text.len() - digits.len();
        divisor = number.ok().flatten().filter(|&n| n > 0).ok_or_else(|| expected(here, "a divisor"))?;
        rest = behind;
    }
    if rest != "]" {
        let skip = usize::from(rest.starts_with(']'));
        return Err(expected(text.len() - rest.len() + skip, if skip > 0 { "the end" } else { "`]`" }));
    }
    if multiple == 0 {
        return Err(expected(1, "a multiple of at least 1"));
    }
    match name {
        "generic" if divisor == 1 => return Ok(TimeUnit::GENERIC),
        // Both of Unicode's micro signs.
        "\u{b5}s" | "\u{3bc}s" => return divide(TimeBase::Microsecond, multiple, divisor, at),
        _ => {}
    }
    let base = TimeBase::ALL.into_iter().find(|base| base.code() == name);
    divide(base.ok_or_else(|| expected(base_at, "a time unit"))?, multiple, divisor, at)
}

/// Leading decimal digits, if there are any; NumPy keeps them in a C int.
fn leading_number(text: &str) -> (Result<Option<u32>, ParseProblem>, &str) {
    let (digits, rest) = text.split_at(text.bytes().take_while(u8::is_ascii_digit).count());
    let number = match digits.parse::<i32>() {
        _ if digits.is_empty() => Ok(None),
        Ok(number) => Ok(Some(number.unsigned_abs())),
        Err(_) => Err(ParseProblem::NumberTooLarge),
    };
    (number, rest)
}

/// A fraction of a unit as a whole number of a smaller one, as NumPy converts `[D/24]` to `[h]`.
fn divide(base: TimeBase, multiple: u32, divisor: u32, at: usize) -> Result<TimeUnit, DTypeError> {
    use TimeBase::{Day, Hour, Millisecond, Minute, Month, Second, Week, Year};
    if divisor == 1 {
        return Ok(TimeUnit::new(base, multiple));
    }
    let position = TimeBase::ALL.iter().position(|&b| b == base).unwrap_or(0);
    let below = |steps: usize| TimeBase::ALL.get(position + steps).copied();
    let smaller: [Option<(u32, TimeBase)>; 3] = match base {
        Year => [Some((12, Month)), Some((52, Week)), Some((365, Day))],
        Month => [Some((4, Week)), Some((30, Day)), Some((720, Hour))],
        Week => [Some((7, Day)), Some((168, Hour)), Some((10_080, Minute))],
        Day => [Some((24, Hour)), Some((1440, Minute)), Some((86_400, Second))],
        Hour => [Some((60, Minute)), Some((3600, Second)), None],
        Minute => [Some((60, Second)), Some((60_000, Millisecond)), None],
        _ => [below(1).map(|b| (1000, b)), below(2).map(|b| (1_000_000, b)), None],
    };
    let whole = smaller.into_iter().flatten().find(|(count, _)| count % divisor == 0);
    let (count, base) = whole.ok_or(DTypeError::parse(at, ParseProblem::TimeDivisor { divisor }))?;
    let multiple = multiple.checked_mul(count / divisor).filter(|&n| n <= i32::MAX.unsigned_abs());
    let multiple = multiple.ok_or(DTypeError::parse(at, ParseProblem::NumberTooLarge))?;
    Ok(TimeUnit::new(base, multiple))
}

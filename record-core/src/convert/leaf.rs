//! How the bytes of one scalar become those of another: decided once, by kinds and options.

use crate::{
    byte_order::ByteOrder,
    convert::{Casting, ConvertError, ConvertOptions, casting, number::NumberCast, options::Rule},
    dtype::{DType, Scalar, ScalarKind, TimeUnit},
    time::calendar::{self, Scale},
};

/// What is done with the bytes of one leaf.
#[derive(Clone, Copy)]
pub(super) enum Leaf {
    /// They stay.
    Copy,
    /// Units of so many bytes are reversed.
    Swap(usize),
    /// Number to number.
    Number(NumberCast),
    /// Counts of one unit to counts of another.
    Time(TimeCast),
    /// Text to text.
    Text(TextCast),
}

/// Dates or spans in another unit.
#[derive(Clone, Copy)]
pub(super) struct TimeCast {
    there: calendar::Conversion,
    /// The way back, where the moment must stay the same.
    back: Option<calendar::Conversion>,
}

impl TimeCast {
    /// The count in the other unit; `None` if there is none. NaT stays.
    pub(super) fn apply(self, count: i64) -> Option<i64> {
        if count == i64::MIN {
            return Some(count);
        }
        let there = self.there.apply(count).filter(|&there| there != i64::MIN)?;
        let kept = self.back.is_none_or(|back| back.apply(there) == Some(count));
        kept.then_some(there)
    }
}

/// Text in another number of bytes or code points, or the one as the other.
#[derive(Clone, Copy)]
pub(super) struct TextCast {
    /// Byte order of the code points; `None` for bytes.
    from: Option<ByteOrder>,
    to: Option<ByteOrder>,
    truncate: bool,
}

impl TextCast {
    /// Writes the text of `from` to `to`; whether it fits.
    pub(super) fn apply(self, from: &[u8], to: &mut [u8]) -> bool {
        to.fill(0);
        match (self.from, self.to) {
            (None, None) => {
                let len = from.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
                let kept = len.min(to.len());
                to[..kept].copy_from_slice(&from[..kept]);
                kept == len || self.truncate
            }
            (None, Some(order)) => {
                let (units, _) = to.as_chunks_mut::<4>();
                self.each(from.iter().map(|&byte| u32::from(byte)), units.iter_mut(), |unit, code| {
                    *unit = stored(code, order);
                    code < 0x80
                })
            }
            (Some(order), to_order) => {
                let (units, _) = from.as_chunks::<4>();
                let codes = units.iter().map(|&unit| loaded(unit, order));
                match to_order {
                    None => self.each(codes, to.iter_mut(), |byte, code| {
                        u8::try_from(code).is_ok_and(|ascii| {
                            *byte = ascii;
                            ascii.is_ascii()
                        })
                    }),
                    Some(order) => self.each(codes, to.as_chunks_mut::<4>().0.iter_mut(), |unit, code| {
                        *unit = stored(code, order);
                        true
                    }),
                }
            }
        }
    }

    /// Puts each code into the next place; a NUL may stay over.
    fn each<P>(
        self,
        codes: impl Iterator<Item = u32>,
        mut places: impl Iterator<Item = P>,
        put: impl Fn(P, u32) -> bool,
    ) -> bool {
        let mut fits = true;
        for code in codes {
            fits &= match places.next() {
                Some(place) => put(place, code),
                None => code == 0 || self.truncate,
            };
        }
        fits
    }
}

fn loaded(unit: [u8; 4], order: ByteOrder) -> u32 {
    match order {
        ByteOrder::Little => u32::from_le_bytes(unit),
        ByteOrder::Big => u32::from_be_bytes(unit),
    }
}

fn stored(code: u32, order: ByteOrder) -> [u8; 4] {
    match order {
        ByteOrder::Little => code.to_le_bytes(),
        ByteOrder::Big => code.to_be_bytes(),
    }
}

impl Leaf {
    /// What makes `to` of `from`, if the options allow it.
    pub(super) fn new(
        from: Scalar,
        to: Scalar,
        options: &ConvertOptions,
        field: &str,
    ) -> Result<Self, ConvertError> {
        let pair = || (field.into(), DType::scalar(from).into(), DType::scalar(to).into());
        let refused = |casting, needed| {
            let (field, from, to) = pair();
            Err(ConvertError::Refused { field, from, to, casting, needed })
        };
        let needed = casting::scalar(from, to);
        if from.kind() == to.kind() {
            return match (needed, options.rule) {
                (Casting::No, _) => Ok(Self::Copy),
                (_, Rule::Casting(Casting::No)) => refused(Casting::No, needed),
                _ => Ok(Self::Swap(from.swap_unit())),
            };
        }
        if is_text(from) && is_text(to) {
            let (a, b) = (from.byte_order(), to.byte_order());
            // Whether a text fits is seen when it is there; so other lengths are as safe as the options say.
            return match options.rule {
                Rule::Casting(rule @ (Casting::No | Casting::Equiv)) => refused(rule, Casting::Safe),
                _ if a.is_none() != b.is_none() && !options.ascii => {
                    let (field, from, to) = pair();
                    Err(ConvertError::TextKinds { field, from, to })
                }
                _ => Ok(Self::Text(TextCast { from: a, to: b, truncate: options.truncate })),
            };
        }
        let way = |checked| match (from.kind(), to.kind()) {
            (ScalarKind::DateTime(a), ScalarKind::DateTime(b)) => time(a, b, true, checked),
            (ScalarKind::TimeDelta(a), ScalarKind::TimeDelta(b)) => time(a, b, false, checked),
            (a, b) => NumberCast::new(a, b, checked).map(Self::Number),
        };
        let none = || {
            let (field, from, to) = pair();
            ConvertError::NoConversion { field, from, to }
        };
        match options.rule {
            Rule::Casting(rule) if needed > rule && way(false).is_some() => refused(rule, needed),
            Rule::Casting(_) => way(false).ok_or_else(none),
            // What holds every value needs no look; but NumPy's rule says so of 64-bit integers as floats too.
            Rule::Checked => {
                let rounds =
                    from.itemsize() == 8 && matches!(from.kind(), ScalarKind::Int(_) | ScalarKind::UInt(_));
                way(needed > Casting::Safe || rounds).ok_or_else(none)
            }
        }
    }
}

/// Whether it is a text: in bytes, which have no byte order, or in code points.
fn is_text(scalar: Scalar) -> bool {
    matches!(scalar.kind(), ScalarKind::Bytes(_) | ScalarKind::Utf32(_))
}

/// From one unit to another; `None` where there is no such number: of days in a month, of what has no unit.
fn time(from: TimeUnit, to: TimeUnit, dates: bool, checked: bool) -> Option<Leaf> {
    match (Scale::of(from), Scale::of(to)) {
        (Scale::Generic, _)
        | (Scale::Months(_), Scale::Months(_))
        | (Scale::Attoseconds(_), Scale::Attoseconds(_)) => {}
        (_, Scale::Generic) => return None,
        _ if dates => {}
        _ => return None,
    }
    let back = (checked && from.base.is_some()).then(|| calendar::Conversion::new(to, from));
    Some(Leaf::Time(TimeCast { there: calendar::Conversion::new(from, to), back }))
}

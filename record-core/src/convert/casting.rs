//! Which dtype may become which: NumPy's five rules, and its tables.

use crate::{
    dtype::{DType, Scalar, ScalarKind, TimeUnit},
    time::calendar::Scale,
};

/// How much a conversion may change, each rule allowing what those before it do: NumPy's `casting=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Casting {
    /// Nothing.
    No,
    /// The byte order, and where in the record the fields are.
    Equiv,
    /// Also to what holds every value. As in NumPy this includes `'i8'` to `'f8'`, which rounds beyond 2^53.
    Safe,
    /// Also to what is narrower, of the same kind: `'f8'` to `'f4'`, `'i8'` to `'i2'`, integers to floats.
    SameKind,
    /// Anything that has a conversion.
    Unsafe,
}

impl core::fmt::Display for Casting {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::No => "no",
            Self::Equiv => "equiv",
            Self::Safe => "safe",
            Self::SameKind => "same_kind",
            Self::Unsafe => "unsafe",
        })
    }
}

impl DType {
    /// Whether this dtype becomes `to` under a rule: NumPy's `can_cast`. Dtypes alone decide, no values.
    ///
    /// Records are compared by position, as in NumPy: other names need `Safe`, other offsets `Equiv`, and each field what
    /// its scalars need. Where NumPy casts between records and scalars, repeats a scalar in a sub-array, or takes a
    /// sub-array of another shape, the answer here is no.
    ///
    /// The answer is NumPy's also where [`Conversion`](crate::convert::Conversion) refuses: it never makes text or dates
    /// of numbers, nor numbers of them.
    ///
    /// ```
    /// use record_core::{DType, convert::Casting};
    /// let (i4, f4) = (DType::parse("<i4")?, DType::parse("<f4")?);
    /// assert!(i4.can_cast(&f4, Casting::SameKind) && !i4.can_cast(&f4, Casting::Safe));
    /// assert!(!f4.can_cast(&i4, Casting::SameKind) && f4.can_cast(&i4, Casting::Unsafe));
    /// # Ok::<(), record_core::dtype::DTypeError>(())
    /// ```
    pub fn can_cast(&self, to: &Self, casting: Casting) -> bool {
        self.needed_casting(to).is_some_and(|needed| needed <= casting)
    }

    /// The first rule under which this becomes `to`; `None` if none does.
    pub(crate) fn needed_casting(&self, to: &Self) -> Option<Casting> {
        if let (Some(from), Some(to)) = (self.as_scalar(), to.as_scalar()) {
            return Some(scalar(from, to));
        }
        if let (Some((from, n)), Some((to, m))) = (self.as_array(), to.as_array()) {
            return if n == m { from.needed_casting(to) } else { None };
        }
        let (from, into) = (self.as_record()?, to.as_record()?);
        if from.len() != into.len() {
            return None;
        }
        let mut needed = if self.itemsize() == to.itemsize() { Casting::No } else { Casting::Equiv };
        for (a, b) in from.iter().zip(into) {
            let named = a.name() == b.name() && a.title() == b.title();
            let own = match (named, a.offset() == b.offset()) {
                (false, _) => Casting::Safe,
                (true, false) => Casting::Equiv,
                (true, true) => Casting::No,
            };
            needed = needed.max(own).max(a.dtype().needed_casting(b.dtype())?);
        }
        Some(needed)
    }
}

/// The first rule under which one scalar becomes another: NumPy's table, which has an answer for all.
pub(super) fn scalar(from: Scalar, to: Scalar) -> Casting {
    use Casting::{Equiv, No, Safe, SameKind, Unsafe};
    use ScalarKind as K;
    if from.kind() == to.kind() {
        return if from.byte_order() == to.byte_order() { No } else { Equiv };
    }
    let fits = |fits: bool| if fits { Safe } else { SameKind };
    match (from.kind(), to.kind()) {
        (from_kind, K::Opaque(to)) if !matches!(from_kind, K::Opaque(_)) => {
            if from.itemsize() <= to {
                Safe
            } else {
                Unsafe
            }
        }
        (K::Bytes(from), K::Bytes(to) | K::Utf32(to))
        | (K::Utf32(from), K::Utf32(to))
        | (K::Opaque(from), K::Opaque(to)) => fits(from <= to),
        (K::DateTime(from), K::DateTime(to)) => unit(from, to, true),
        (K::TimeDelta(from), K::TimeDelta(to)) => unit(from, to, false),
        (K::Int(_) | K::UInt(_) | K::Bool, K::TimeDelta(_)) => {
            fits(!matches!(from.kind(), K::UInt(_)) || from.itemsize() < 8)
        }
        (from, K::Bytes(to) | K::Utf32(to)) => printed(from).map_or(Unsafe, |len| fits(len <= to)),
        (K::Bool, K::Int(_) | K::UInt(_)) => Safe,
        (K::Int(a), K::Int(b)) | (K::UInt(a), K::UInt(b)) => fits(a <= b),
        (K::UInt(a), K::Int(b)) => fits(a < b),
        (K::Complex64 | K::Complex128, K::Float16 | K::Float32 | K::Float64) => Unsafe,
        (_, K::Float16 | K::Float32 | K::Float64 | K::Complex64 | K::Complex128) => {
            match (precision(from.kind()), precision(to.kind())) {
                (Some(from), Some(to)) => fits(from <= to),
                _ => Unsafe,
            }
        }
        _ => Unsafe,
    }
}

/// The least float that holds a number of this kind, by NumPy's reckoning: 1 for `'f2'`, 2 for `'f4'`, 3 for `'f8'`. Of a
/// complex number, that of its parts.
fn precision(kind: ScalarKind) -> Option<u32> {
    Some(match kind {
        ScalarKind::Bool => 0,
        ScalarKind::Int(size) | ScalarKind::UInt(size) => (size as u32).min(4).ilog2() + 1,
        ScalarKind::Float16 => 1,
        ScalarKind::Float32 | ScalarKind::Complex64 => 2,
        ScalarKind::Float64 | ScalarKind::Complex128 => 3,
        _ => return None,
    })
}

/// The length of the longest text of a number, as NumPy counts it.
fn printed(kind: ScalarKind) -> Option<usize> {
    Some(match kind {
        ScalarKind::Bool => 5,
        ScalarKind::Int(size) => [4, 6, 11, 21][(size as usize).ilog2() as usize],
        ScalarKind::UInt(size) => [3, 5, 10, 20][(size as usize).ilog2() as usize],
        ScalarKind::Float16 | ScalarKind::Float32 | ScalarKind::Float64 => 32,
        ScalarKind::Complex64 | ScalarKind::Complex128 => 64,
        _ => return None,
    })
}

/// The rule for a count of one unit as a count of another.
fn unit(from: TimeUnit, to: TimeUnit, dates: bool) -> Casting {
    let Some(base) = from.base else { return Casting::Safe };
    let Some(finer) = to.base else { return Casting::Unsafe };
    let whole = match (Scale::of(from), Scale::of(to)) {
        (Scale::Months(a), Scale::Months(b)) | (Scale::Attoseconds(a), Scale::Attoseconds(b)) => a % b == 0,
        // The calendar says how many days there are in a month of a date; a span has no calendar.
        _ if dates => true,
        _ => return Casting::Unsafe,
    };
    if base <= finer && whole { Casting::Safe } else { Casting::SameKind }
}

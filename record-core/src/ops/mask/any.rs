//! Comparisons of columns whose dtype only run time knows: `data["age"].gt(50)?`.
//!
//! Numbers compare by their values. An integer column is compared with a float exactly, not after rounding to `f64` as NumPy
//! does; with a float column, the value is first rounded to the column's type, as NumPy does with Python's numbers. Each
//! relation becomes a closed range, so that there is one kernel for each type.

mod texts;

pub(in crate::ops) use texts::Needle;
use texts::texts_where;

use crate::{
    Bool8, Element,
    byte_order::ByteOrder,
    dtype::{IntSize, ScalarKind},
    endian::{Be, Le},
    layout::DynRank,
    ops::mask::Mask,
    raw::{any::AnyView, any_column::AnyColumn},
    time::calendar::exactly,
    view::{ColumnError, Value},
};
use alloc::vec::Vec;
use core::cmp::Ordering;

/// What an element shall be to the value that it is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ops) enum Relation {
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Equal,
}

impl Relation {
    fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Equal => order.is_eq(),
        }
    }

    /// The integers that are in this relation to the value; none where the first is the greater. `None` if it is no number.
    pub(in crate::ops) fn integers(self, value: &Value) -> Option<(i128, i128)> {
        let (floor, ceil) = match value {
            Value::Float32(_) | Value::Float64(_) => {
                let float = value.to_f64()?;
                if float.is_nan() {
                    return Some((1, 0));
                }
                // Towards 0, and no further than `i128` reaches, which is further than any column does.
                #[allow(clippy::cast_possible_truncation)] // that is what is asked for
                let cut = float as i128;
                let (low, high) = ((cut as f64) > float, (cut as f64) < float);
                (cut.saturating_sub(i128::from(low)), cut.saturating_add(i128::from(high)))
            }
            _ => {
                let int = value.to_i128()?;
                (int, int)
            }
        };
        Some(match self {
            Self::Greater => (floor.saturating_add(1), i128::MAX),
            Self::GreaterOrEqual => (ceil, i128::MAX),
            Self::Less => (i128::MIN, ceil.saturating_sub(1)),
            Self::LessOrEqual => (i128::MIN, floor),
            Self::Equal => (ceil, floor),
        })
    }
}

/// The floats that are in a relation to the value, rounded to their type.
macro_rules! floats {
    ($name:ident, $type:ty) => {
        fn $name(relation: Relation, value: $type) -> ($type, $type) {
            const INFINITY: $type = <$type>::INFINITY;
            let none = (INFINITY, -INFINITY);
            match relation {
                _ if value.is_nan() => none,
                Relation::Greater if value == INFINITY => none,
                Relation::Less if value == -INFINITY => none,
                Relation::Greater => (value.next_up(), INFINITY),
                Relation::GreaterOrEqual => (value, INFINITY),
                Relation::Less => (-INFINITY, value.next_down()),
                Relation::LessOrEqual => (-INFINITY, value),
                Relation::Equal => (value, value),
            }
        }
    };
}

floats!(floats_f32, f32);
floats!(floats_f64, f64);

/// The elements of a column of `T` from `low` to `high`.
fn between<T: Element<Value: PartialOrd>>(
    view: AnyView<'_>,
    low: T::Value,
    high: T::Value,
) -> Result<Mask, ColumnError> {
    Ok(view.typed_as::<T, DynRank>()?.between(low, high))
}

/// The elements that are in all of these relations to their values.
fn compare(
    view: AnyView<'_>,
    operation: &'static str,
    relations: &[(Relation, &Value)],
) -> Result<Mask, ColumnError> {
    let unsupported = || ColumnError::unsupported(operation, view.dtype());
    let view = view.all_axes().map_err(|_| unsupported())?;
    let scalar = view.dtype().as_scalar().ok_or_else(unsupported)?;
    let incomparable = |value: &Value| ColumnError::incomparable(operation, view.dtype(), value);
    let big = scalar.byte_order() == Some(ByteOrder::Big);
    let integers = |least: i128, greatest: i128| {
        relations.iter().try_fold((least, greatest), |(low, high), (relation, value)| {
            let (from, to) = relation.integers(value).ok_or_else(|| incomparable(value))?;
            Ok((low.max(from), high.min(to)))
        })
    };
    macro_rules! ints {
        ($type:ty, $big:ty, $little:ty) => {{
            let (low, high) = integers(i128::from(<$type>::MIN), i128::from(<$type>::MAX))?;
            match (<$type>::try_from(low), <$type>::try_from(high)) {
                (Ok(low), Ok(high)) if big => between::<$big>(view, low, high),
                (Ok(low), Ok(high)) => between::<$little>(view, low, high),
                // Below the least, or above the greatest.
                _ => Ok(Mask::new(view.size(), false)),
            }
        }};
        ($type:ty) => {
            ints!($type, Be<$type>, Le<$type>)
        };
    }
    macro_rules! floats {
        ($type:ty, $ranges:ident, $round:expr) => {{
            let (mut low, mut high) = (<$type>::NEG_INFINITY, <$type>::INFINITY);
            for (relation, value) in relations {
                let value = value.to_f64().ok_or_else(|| incomparable(value))?;
                let (from, to) = $ranges(*relation, $round(value));
                (low, high) = (if from > low { from } else { low }, if to < high { to } else { high });
            }
            (low, high)
        }};
    }
    match scalar.kind() {
        ScalarKind::Bool => {
            let (low, high) = integers(0, 1)?;
            Ok(view.typed_as::<Bool8, DynRank>()?.mask_by(|is| (low..=high).contains(&i128::from(is))))
        }
        ScalarKind::Int(IntSize::One) => ints!(i8, i8, i8),
        ScalarKind::Int(IntSize::Two) => ints!(i16),
        ScalarKind::Int(IntSize::Four) => ints!(i32),
        ScalarKind::Int(IntSize::Eight) => ints!(i64),
        ScalarKind::UInt(IntSize::One) => ints!(u8, u8, u8),
        ScalarKind::UInt(IntSize::Two) => ints!(u16),
        ScalarKind::UInt(IntSize::Four) => ints!(u32),
        ScalarKind::UInt(IntSize::Eight) => ints!(u64),
        #[cfg(feature = "half")]
        ScalarKind::Float16 => {
            let (low, high) =
                floats!(f32, floats_f32, |value| crate::view::half::nearest_half(value).to_f32());
            let test = |value: half::f16| (low..=high).contains(&value.to_f32());
            if big {
                Ok(view.typed_as::<Be<half::f16>, DynRank>()?.mask_by(test))
            } else {
                Ok(view.typed_as::<Le<half::f16>, DynRank>()?.mask_by(test))
            }
        }
        ScalarKind::Float32 => {
            #[allow(clippy::cast_possible_truncation)] // rounded, as documented
            let (low, high) = floats!(f32, floats_f32, |value| value as f32);
            if big { between::<Be<f32>>(view, low, high) } else { between::<Le<f32>>(view, low, high) }
        }
        ScalarKind::Float64 => {
            let (low, high) = floats!(f64, floats_f64, |value| value);
            if big { between::<Be<f64>>(view, low, high) } else { between::<Le<f64>>(view, low, high) }
        }
        ScalarKind::DateTime(unit) | ScalarKind::TimeDelta(unit) => {
            let date = matches!(scalar.kind(), ScalarKind::DateTime(_));
            // NaT, the least count, is in no relation to anything.
            let (mut low, mut high) = (i128::from(i64::MIN) + 1, i128::from(i64::MAX));
            for (relation, value) in relations {
                let count = match **value {
                    Value::DateTime(count, from) if date => exactly(count, from, unit, true),
                    Value::TimeDelta(count, from) if !date => exactly(count, from, unit, false),
                    _ => None,
                };
                let count = count.ok_or_else(|| incomparable(value))?;
                let range = relation.integers(&Value::Int(count));
                let (from, to) = range.filter(|_| count != i64::MIN).unwrap_or((1, 0));
                (low, high) = (low.max(from), high.min(to));
            }
            let counts = view.counts().ok_or_else(unsupported)?;
            let relations = [(Relation::GreaterOrEqual, &count(low)), (Relation::LessOrEqual, &count(high))];
            if low > high {
                Ok(Mask::new(view.size(), false))
            } else {
                compare(counts, operation, &relations)
            }
        }
        ScalarKind::Bytes(_) | ScalarKind::Utf32(_) => {
            let text = |value: &Value| Needle::of(value).ok_or_else(|| incomparable(value));
            let texts: Vec<Needle> =
                relations.iter().map(|(_, value)| text(value)).collect::<Result<_, _>>()?;
            texts_where(view, operation, |units| {
                relations.iter().zip(&texts).all(|((relation, _), text)| relation.holds(units.cmp(text)))
            })
        }
        _ => Err(unsupported()),
    }
}

/// A count of a date or a time span.
fn count(count: i128) -> Value {
    // Both ends have been put between counts.
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

macro_rules! compare {
    ($($name:ident $relation:ident $negated:literal, $says:literal, $numpy:literal;)*) => {
        impl AnyView<'_> {
            $(
                #[doc = concat!("The elements that are ", $says, " `value`, in row-major order. NumPy's `a ", $numpy, " value`.")]
                ///
                /// Integers compare exactly with any number; with floats, the value is rounded to their type first. Texts
                /// compare with texts, dates and time spans with those of any unit that the column has an exact count of.
                ///
                /// # Errors
                /// [`ColumnError::Incomparable`] if the elements do not compare with such a value,
                /// [`ColumnError::Unsupported`] if they compare with none.
                pub fn $name(&self, value: impl Into<Value>) -> Result<Mask, ColumnError> {
                    let mask = compare(*self, stringify!($name), &[(Relation::$relation, &value.into())])?;
                    Ok(if $negated { !mask } else { mask })
                }
            )*
        }

        impl AnyColumn {
            $(
                #[doc = concat!("The elements that are ", $says, " `value`; see [`AnyView::", stringify!($name), "`].")]
                ///
                /// # Errors
                #[doc = concat!("As [`AnyView::", stringify!($name), "`].")]
                pub fn $name(&self, value: impl Into<Value>) -> Result<Mask, ColumnError> {
                    self.as_view().$name(value)
                }
            )*
        }
    };
}

compare! {
    gt Greater false, "greater than", ">";
    ge GreaterOrEqual false, "greater than or equal to", ">=";
    lt Less false, "less than", "<";
    le LessOrEqual false, "less than or equal to", "<=";
    eq Equal false, "equal to", "==";
    ne Equal true, "not equal to", "!=";
}

impl AnyView<'_> {
    /// The elements from `low` to `high`, both of them in, in row-major order. NumPy's `(a >= low) & (a <= high)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let table = AnyTable::from_bytes(&[1, 2, 3, 4], DType::parse("[('n', 'u1')]")?)?;
    /// assert_eq!(table.column("n")?.between(1.5, 3)?.to_vec(), [false, true, true, false]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ColumnError::Incomparable`] if the elements do not compare with such values, [`ColumnError::Unsupported`] if they
    /// compare with none.
    pub fn between(&self, low: impl Into<Value>, high: impl Into<Value>) -> Result<Mask, ColumnError> {
        let (low, high) = (low.into(), high.into());
        let relations = [(Relation::GreaterOrEqual, &low), (Relation::LessOrEqual, &high)];
        compare(*self, "between", &relations)
    }

    /// The elements that are equal to one of `values`. NumPy's `isin`. Goes over the elements once for each value.
    ///
    /// # Errors
    /// [`ColumnError::Incomparable`] if the elements do not compare with such values, [`ColumnError::Unsupported`] if they
    /// compare with none.
    pub fn is_in(&self, values: &[Value]) -> Result<Mask, ColumnError> {
        let mut found = Mask::new(self.all_axes().map_or(self.size(), |view| view.size()), false);
        for value in values {
            found = found | compare(*self, "is_in", &[(Relation::Equal, value)])?;
        }
        Ok(found)
    }

    /// The elements that are no value at all: NaN, or NaT. NumPy's `isnan` and `isnat`. Integers and truth values never are;
    /// complex numbers are if one of their parts is NaN.
    ///
    /// # Errors
    /// [`ColumnError::Unsupported`] if the elements are neither numbers nor dates nor time spans.
    pub fn is_missing(&self) -> Result<Mask, ColumnError> {
        let unsupported = || ColumnError::unsupported("is_missing", self.dtype());
        let view = self.all_axes().map_err(|_| unsupported())?;
        if let (Some(real), Some(imaginary)) = (view.complex_part(0), view.complex_part(1)) {
            return Ok(real.is_missing()? | imaginary.is_missing()?);
        }
        // Everything but what is missing is equal to or above the least, and has a least.
        let least = match view.dtype().as_scalar().ok_or_else(unsupported)?.kind() {
            ScalarKind::DateTime(unit) => Value::DateTime(i64::MIN + 1, unit),
            ScalarKind::TimeDelta(unit) => Value::TimeDelta(i64::MIN + 1, unit),
            ScalarKind::Bytes(_) | ScalarKind::Utf32(_) => return Err(unsupported()),
            _ => Value::Float64(f64::NEG_INFINITY),
        };
        Ok(!compare(view, "is_missing", &[(Relation::GreaterOrEqual, &least)])?)
    }
}

macro_rules! columns {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {
        impl AnyColumn {
            $(
                #[doc = concat!("See [`AnyView::", stringify!($name), "`].")]
                ///
                /// # Errors
                /// As there.
                pub fn $name(&self $(, $argument: $type)*) -> Result<Mask, ColumnError> {
                    self.as_view().$name($($argument),*)
                }
            )*
        }
    };
}

columns! {
    between(low: impl Into<Value>, high: impl Into<Value>);
    is_in(values: &[Value]);
    is_missing();
    starts_with(text: &str);
    ends_with(text: &str);
    contains(text: &str);
}

//! Expressions whose dtypes only run time knows, reduced block by block: their values are not kept.

use super::{AnyExpr, Columns, Kind, Lanes};
use crate::{
    dtype::ScalarKind,
    layout::element_count,
    ops::{
        ExtremeState, Fold, Sum, SumState,
        compute::{collect::BLOCK, error::ComputeError},
    },
    view::Value,
};
use core::ops::Range;

/// What integers come to.
#[derive(Clone, Copy)]
pub(super) enum Join {
    Add,
    Least,
    Greatest,
}

/// What blocks of a kind come to: of integers, of floats of 32 bits, and of 64; one of the three is fed.
pub(super) struct Folded<S, D> {
    join: Join,
    whole: Option<i128>,
    single: S,
    double: D,
}

/// A sum.
pub(super) type Added = Folded<SumState<f32>, SumState<f64>>;

/// The least value, or the greatest.
pub(super) type Extreme<const GREATEST: bool> =
    Folded<ExtremeState<f32, GREATEST>, ExtremeState<f64, GREATEST>>;

impl Join {
    fn all(self, values: impl Iterator<Item = i128>) -> Option<i128> {
        match self {
            Self::Add => values.reduce(|a, b| a + b),
            Self::Least => values.min(),
            Self::Greatest => values.max(),
        }
    }
}

impl<S: Fold<f32>, D: Fold<f64>> Folded<S, D> {
    /// Of no values.
    pub(super) fn new(join: Join) -> Self {
        Self { join, whole: None, single: S::default(), double: D::default() }
    }

    /// Goes on with a block.
    fn block(&mut self, lanes: &Lanes) {
        match lanes {
            Lanes::Int(values) => {
                let all = self.join.all(values.iter().copied().map(i128::from));
                self.whole = self.join.all(self.whole.into_iter().chain(all));
            }
            Lanes::Wide(values) => {
                self.whole = self.join.all(self.whole.into_iter().chain(values.iter().copied()));
            }
            Lanes::Single(values) => self.single.values(values),
            Lanes::Double(values) => self.double.values(values),
        }
    }

    /// Goes on with what `later` was fed; see [`Fold::merge`].
    #[cfg(feature = "rayon")]
    pub(super) fn merge(&mut self, later: Self) {
        self.whole = self.join.all(self.whole.into_iter().chain(later.whole));
        self.single.merge(later.single);
        self.double.merge(later.double);
    }
}

impl Added {
    /// The sum of values of this kind.
    pub(super) fn sum(&self, kind: Kind) -> Sum {
        match kind.scalar() {
            ScalarKind::Float64 => Sum::Float(self.double.sum()),
            ScalarKind::Float32 | ScalarKind::Float16 => Sum::Float(self.single.sum()),
            _ => Sum::Int(self.whole.unwrap_or(0)),
        }
    }

    /// Their mean, of as many as that.
    pub(super) fn mean(&self, kind: Kind, count: usize) -> Option<f64> {
        (count > 0).then(|| self.sum(kind).to_f64() / count as f64)
    }
}

impl<const GREATEST: bool> Extreme<GREATEST> {
    pub(super) fn new_extreme() -> Self {
        Self::new(if GREATEST { Join::Greatest } else { Join::Least })
    }

    /// The value, of this kind.
    pub(super) fn value(&self, kind: Kind) -> Option<Value> {
        match kind.scalar() {
            ScalarKind::Float64 => self.double.value().map(Value::Float64),
            ScalarKind::Float32 | ScalarKind::Float16 => self.single.value().map(Value::Float32),
            ScalarKind::Bool => self.whole.map(|value| Value::Bool(value != 0)),
            // Held to the range after each step.
            ScalarKind::UInt(_) => self.whole.map(|value| Value::UInt(value.try_into().unwrap_or(0))),
            _ => self.whole.map(|value| Value::Int(value.try_into().unwrap_or(0))),
        }
    }
}

impl AnyExpr<'_> {
    /// Goes on with a range of elements in row-major order.
    pub(super) fn fold<S: Fold<f32>, D: Fold<f64>>(
        &self,
        (kind, shape): (Kind, &[usize]),
        range: Range<usize>,
        folded: &mut Folded<S, D>,
    ) -> Result<(), ComputeError> {
        let columns = Columns { shape };
        range.clone().step_by(BLOCK).try_for_each(|start| {
            folded.block(&self.0.block(kind, &columns, start..range.end.min(start + BLOCK))?);
            Ok(())
        })
    }

    /// All elements; their kind and their number.
    fn folded<S: Fold<f32>, D: Fold<f64>>(
        &self,
        folded: &mut Folded<S, D>,
    ) -> Result<(Kind, usize), ComputeError> {
        let (kind, shape) = (self.0.kind()?, self.shape()?);
        let size = element_count(shape.as_ref());
        self.fold((kind, shape.as_ref()), 0..size, folded)?;
        Ok((kind, size))
    }

    /// The sum of all values, which are not kept; see [`View::sum`](crate::View::sum).
    ///
    /// # Errors
    /// As [`to_array`](AnyExpr::to_array).
    pub fn sum(&self) -> Result<Sum, ComputeError> {
        let mut added = Added::new(Join::Add);
        let (kind, _) = self.folded(&mut added)?;
        Ok(added.sum(kind))
    }

    /// The arithmetic mean of all values, `None` of none; see [`View::mean`](crate::View::mean).
    ///
    /// # Errors
    /// As [`sum`](AnyExpr::sum).
    pub fn mean(&self) -> Result<Option<f64>, ComputeError> {
        let mut added = Added::new(Join::Add);
        let (kind, count) = self.folded(&mut added)?;
        Ok(added.mean(kind, count))
    }

    /// The least value, `None` of none; see [`View::min`](crate::View::min).
    ///
    /// # Errors
    /// As [`sum`](AnyExpr::sum).
    pub fn min(&self) -> Result<Option<Value>, ComputeError> {
        self.extreme::<false>()
    }

    /// The greatest value, `None` of none; see [`View::max`](crate::View::max).
    ///
    /// # Errors
    /// As [`sum`](AnyExpr::sum).
    pub fn max(&self) -> Result<Option<Value>, ComputeError> {
        self.extreme::<true>()
    }

    fn extreme<const GREATEST: bool>(&self) -> Result<Option<Value>, ComputeError> {
        let mut extreme = Extreme::<GREATEST>::new_extreme();
        let (kind, _) = self.folded(&mut extreme)?;
        Ok(extreme.value(kind))
    }
}

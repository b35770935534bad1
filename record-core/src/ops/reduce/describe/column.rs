//! The columns that a dtype has, and how far the statistics of each have come.
//!
//! What names all types of numbers is `inline`: compiled where a program describes something, and else nowhere.

use crate::{
    dtype::{DType, Scalar, ScalarKind},
    ops::{
        number::Number,
        reduce::{
            any::kind::{Counted, Kind, all_axes, with_kind},
            describe::{ColumnSummary, DescribeOptions, Description, text::Texts},
        },
        state::{Fold, MissingState, NanMinMaxState, NanSumState, NanVarianceState},
    },
    raw::{any::AnyView, simd::vectorized},
    view::{ColumnError, Value},
};
use alloc::{boxed::Box, format, string::String, vec::Vec};

/// Bytes of the records that are gone through column by column.
const CACHED: usize = 1 << 16;

/// Values that one pass after the other goes through.
const PART: usize = 1024;

/// The statistics of a column.
pub(crate) trait Statistics: Send {
    /// Goes on with the column of some more records.
    fn add(&mut self, column: AnyView<'_>) -> Result<(), ColumnError>;

    /// Writes down what there is to say.
    fn finish(self: Box<Self>, summary: &mut ColumnSummary);
}

/// How statistics are kept: only those that are asked for are compiled.
pub(crate) trait Keep {
    /// What all columns' statistics can do.
    type Statistics: ?Sized + Statistics;

    fn numbers<V: Number>(kind: Kind<V>, finite: bool) -> Box<Self::Statistics>;
    fn dates(kind: Kind<Counted>) -> Box<Self::Statistics>;
    fn texts(scalar: Scalar) -> Box<Self::Statistics>;
}

/// Of all records one after the other.
pub(crate) enum InTurn {}

impl Keep for InTurn {
    type Statistics = dyn Statistics;

    fn numbers<V: Number>(kind: Kind<V>, finite: bool) -> Box<dyn Statistics> {
        Box::new(Numbers { kind, passes: Passes::of(finite) })
    }

    fn dates(kind: Kind<Counted>) -> Box<dyn Statistics> {
        Box::new(Dates::of(kind))
    }

    fn texts(scalar: Scalar) -> Box<dyn Statistics> {
        Box::new(Texts::of(scalar))
    }
}

/// The statistics of all columns, of those that have some.
pub(super) type Kept<K> = Vec<Option<Box<<K as Keep>::Statistics>>>;

/// A column and the way to it.
pub(super) struct Column {
    /// The positions of the fields, from the record on.
    path: Vec<usize>,
    summary: ColumnSummary,
}

impl Column {
    /// The column of these, its elements' axes too.
    pub(super) fn view<'a>(&self, records: AnyView<'a>) -> Result<AnyView<'a>, ColumnError> {
        let mut view = records;
        for &position in &self.path {
            view = all_axes(view, "describe")?;
            view =
                view.field_at(position).ok_or_else(|| ColumnError::unsupported("describe", view.dtype()))?;
        }
        all_axes(view, "describe")
    }
}

/// All columns of a dtype.
pub(crate) struct Columns<K: Keep> {
    pub(super) list: Vec<Column>,
    pub(super) statistics: Kept<K>,
    records: u64,
}

impl<K: Keep> Columns<K> {
    /// Of no records.
    #[inline]
    pub(crate) fn of(dtype: &DType, options: DescribeOptions) -> Self {
        let mut all = Self { list: Vec::new(), statistics: Vec::new(), records: 0 };
        all.add_columns(dtype, &mut Vec::new(), "", options);
        all
    }

    /// Adds the columns of a field.
    #[inline]
    fn add_columns(&mut self, dtype: &DType, path: &mut Vec<usize>, name: &str, options: DescribeOptions) {
        let base = dtype.base();
        if let Some(fields) = base.as_record() {
            for (position, field) in fields.iter().enumerate() {
                let dot = if name.is_empty() { "" } else { "." };
                path.push(position);
                self.add_columns(field.dtype(), path, &format!("{name}{dot}{}", field.name()), options);
                path.pop();
            }
            return;
        }
        let summary = ColumnSummary {
            name: String::from(name),
            dtype: base.clone(),
            elements: 0,
            missing: 0,
            infinite: 0,
            empty: None,
            extremes: None,
            sum: None,
            mean: None,
            counted: 0,
            squares: None,
            first: None,
            last: None,
        };
        self.statistics.push(statistics::<K>(base, options));
        self.list.push(Column { path: path.clone(), summary });
    }

    /// Goes on with these.
    pub(crate) fn add(&mut self, records: AnyView<'_>) -> Result<(), ColumnError> {
        self.count(records)?;
        feed::<K>(&self.list, &mut self.statistics, records)
    }

    /// How many there are, and their ends.
    pub(super) fn count(&mut self, records: AnyView<'_>) -> Result<(), ColumnError> {
        for column in &mut self.list {
            let view = column.view(records)?;
            let summary = &mut column.summary;
            if records.size() > 0 {
                if summary.first.is_none() {
                    summary.first = end(view, records.ndim(), |_| 0);
                }
                summary.last = end(view, records.ndim(), |len| len - 1);
            }
            summary.elements += view.size() as u64;
        }
        self.records += records.size() as u64;
        Ok(())
    }

    /// What there is to say of all.
    pub(crate) fn finish(self) -> Description {
        let columns = self.list.into_iter().zip(self.statistics).map(|(column, statistics)| {
            let mut summary = column.summary;
            if let Some(statistics) = statistics {
                statistics.finish(&mut summary);
            }
            summary
        });
        Description { records: self.records, columns: columns.collect() }
    }
}

/// Goes on with records, so few at a time that they stay in the cache.
pub(super) fn feed<K: Keep>(
    list: &[Column],
    statistics: &mut Kept<K>,
    records: AnyView<'_>,
) -> Result<(), ColumnError> {
    let mut block = |records| {
        for (column, statistics) in list.iter().zip(&mut *statistics) {
            let view = column.view(records)?;
            if let Some(statistics) = statistics {
                statistics.add(view)?;
            }
        }
        Ok(())
    };
    let Ok(records) = records.try_ravel() else {
        return block(records);
    };
    // A multiple of what a reading takes in at once.
    let step = (CACHED / records.dtype().itemsize().max(1)).clamp(PART, 1 << 14) / PART * PART;
    let len = records.size();
    (0..len).step_by(step).try_for_each(|start| block(records.slice(start..len.min(start + step))))
}

/// What a column holds at an end of the first `axes` axes: the rest of the axes as one list.
fn end(mut view: AnyView<'_>, axes: usize, place: impl Fn(usize) -> usize) -> Option<Value> {
    for _ in 0..axes {
        view = view.try_at(place(view.shape().as_ref()[0])).ok()?;
    }
    if view.ndim() == 0 { view.get_at([]) } else { Some(Value::Array(view.values().collect())) }
}

/// The statistics of a scalar, `None` if there are none.
#[inline]
fn statistics<K: Keep>(dtype: &DType, options: DescribeOptions) -> Option<Box<K::Statistics>> {
    /// Of a number, whose type is known now.
    fn of<K: Keep>(none: AnyView<'_>, finite: bool) -> Result<Box<K::Statistics>, ColumnError> {
        with_kind!(none, "describe", |kind| Ok(K::numbers(kind, finite)))
    }
    let scalar = dtype.as_scalar()?;
    match scalar.kind() {
        ScalarKind::DateTime(unit) => Some(K::dates(Kind::counted(unit, false))),
        ScalarKind::TimeDelta(unit) => Some(K::dates(Kind::counted(unit, true))),
        ScalarKind::Bytes(_) | ScalarKind::Utf32(_) => Some(K::texts(scalar)),
        _ => of::<K>(AnyView::from_bytes(&[], dtype).ok()?, options.finite).ok(),
    }
}

/// The statistics of a column of numbers.
pub(super) struct Numbers<V: Number> {
    pub(super) kind: Kind<V>,
    pub(super) passes: Passes<V>,
}

/// The reductions of which they are, all of a part of the values that is in the cache.
pub(super) struct Passes<V: Number> {
    extremes: NanMinMaxState<V>,
    sum: NanSumState<V>,
    moments: NanVarianceState<V>,
    infinite: u64,
    elements: u64,
    finite: bool,
}

impl<V: Number> Passes<V> {
    /// Of no values, with the finite ones only if so.
    pub(super) fn of(finite: bool) -> Self {
        Self { finite, ..Self::default() }
    }
}

impl<V: Number> Default for Passes<V> {
    fn default() -> Self {
        Self {
            extremes: NanMinMaxState::default(),
            sum: NanSumState::new(),
            moments: NanVarianceState::default(),
            infinite: 0,
            elements: 0,
            finite: false,
        }
    }
}

impl<V: Number> Passes<V> {
    fn all(&mut self, values: &[V]) {
        self.extremes.values(values);
        self.sum.values(values);
        self.moments.values(values);
    }
}

impl<V: Number> Fold<V> for Passes<V> {
    fn values(&mut self, values: &[V]) {
        self.elements += values.len() as u64;
        for part in values.chunks(PART) {
            let infinite = match V::MISSING {
                Some(_) => vectorized(
                    #[inline(always)]
                    || part.iter().filter(|value| value.is_infinite()).count(),
                ),
                None => 0,
            };
            self.infinite += infinite as u64;
            match V::MISSING {
                // As if they were missing.
                Some(missing) if self.finite && infinite > 0 => {
                    let mut finite = [missing; PART];
                    for (to, value) in finite.iter_mut().zip(part) {
                        *to = if value.is_infinite() { missing } else { *value };
                    }
                    self.all(&finite[..part.len()]);
                }
                _ => self.all(part),
            }
        }
    }

    #[cfg(feature = "rayon")]
    fn merge(&mut self, later: Self) {
        self.extremes.merge(later.extremes);
        self.sum.merge(later.sum);
        self.moments.merge(later.moments);
        self.infinite += later.infinite;
        self.elements += later.elements;
    }
}

impl<V: Number> Statistics for Numbers<V> {
    fn add(&mut self, column: AnyView<'_>) -> Result<(), ColumnError> {
        self.kind.feed(column, &mut self.passes)
    }

    fn finish(self: Box<Self>, summary: &mut ColumnSummary) {
        let Self { kind, passes } = *self;
        let left_out = passes.elements - passes.sum.count();
        summary.infinite = passes.infinite;
        summary.missing = if passes.finite { left_out - passes.infinite } else { left_out };
        summary.extremes = passes.extremes.value().map(|(a, b)| (kind.value(a), kind.value(b)));
        summary.counted = passes.sum.count();
        summary.squares = (summary.counted > 0).then(|| passes.moments.squares());
        summary.mean = passes.sum.clone().mean();
        summary.sum = Some(passes.sum.sum().into());
    }
}

/// The statistics of a column of dates or time spans.
pub(super) struct Dates {
    pub(super) kind: Kind<Counted>,
    pub(super) extremes: NanMinMaxState<Counted>,
    pub(super) missing: MissingState,
}

impl Dates {
    pub(super) fn of(kind: Kind<Counted>) -> Self {
        Self { kind, extremes: NanMinMaxState::default(), missing: MissingState::default() }
    }
}

impl Statistics for Dates {
    fn add(&mut self, column: AnyView<'_>) -> Result<(), ColumnError> {
        (self.kind.load)(column, &mut |values| {
            self.extremes.values(values);
            Fold::<Counted>::values(&mut self.missing, values);
            core::ops::ControlFlow::Continue(())
        })
    }

    fn finish(self: Box<Self>, summary: &mut ColumnSummary) {
        summary.missing = self.missing.missing;
        let value = |date| self.kind.value(date);
        summary.extremes = self.extremes.value().map(|(a, b)| (value(a), value(b)));
    }
}

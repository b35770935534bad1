//! A conversion, compiled: two dtypes become a flat list of moves, each of the same bytes of every record.

use crate::{
    convert::{ConvertError, ConvertOptions, Missing, leaf::Leaf, promote::joined},
    dtype::{DType, FieldType, Scalar},
    layout::{LayoutError, Order},
    raw::{any_array::AnyArray, convert::Place},
    view::Value,
};
use alloc::{boxed::Box, string::String, vec::Vec};

/// How records of one dtype become records of another. Compiled once, run over any number of views.
///
/// Each leaf of the target is found by the names on the way to it, or by position. What may be lost is said by
/// [`ConvertOptions`]. Neighbouring leaves that stay as they are become one copy of bytes. Gaps of the target are never
/// written.
///
/// ```
/// use record_core::{prelude::*, convert::{Conversion, ConvertOptions}};
/// let from = DType::parse("[('id', '>i2'), ('x', '<f4')]")?;
/// let to = DType::parse("[('x', '<f8'), ('id', '<i4')]")?;
/// let plan = Conversion::by_name(&from, &to, &ConvertOptions::new())?;
/// let table = AnyTable::from_bytes(&[0, 7, 0, 0, 0x80, 0x3f], from)?;
/// let table = plan.to_table(table.view())?;
/// assert_eq!((table["id"].mean()?, table["x"].mean()?), (Some(7.0), Some(1.0)));
/// # Ok::<(), record_core::Error>(())
/// ```
#[derive(Clone)]
pub struct Conversion {
    pub(super) from: DType,
    pub(super) to: DType,
    pub(super) moves: Vec<Move>,
}

/// The same leaf of every record, or neighbouring ones that are copied.
#[derive(Clone)]
pub(super) struct Move {
    /// The field, or the first of them.
    pub(super) field: String,
    pub(super) from: Place,
    pub(super) to: Place,
    pub(super) how: How,
}

/// Steps of a place that are looked at, where fields overlap, to make one move of two.
const MAX_STEPS: usize = 4096;

#[derive(Clone)]
pub(super) enum How {
    /// Nothing is cast; only the places differ.
    Copy,
    /// A scalar becomes another.
    Cast(Scalar, Scalar, Leaf),
    /// The same bytes for every record; `from` is not read.
    Fill(Box<[u8]>),
    /// Zeros; `from` is not read. They are not kept: a dtype may claim any size.
    Zero,
}

impl Conversion {
    /// The conversion that takes each field of `to` from the field of `from` with the same name, at every depth. Scalars and
    /// sub-arrays of equal shapes are converted too.
    ///
    /// # Errors
    /// [`ConvertError`] with the first field that is missing, too many, or not to be cast under the options.
    pub fn by_name(from: &DType, to: &DType, options: &ConvertOptions) -> Result<Self, ConvertError> {
        Self::compile(from, to, options, true)
    }

    /// The conversion that takes the first field of `to` from the first of `from`, and so on, at every depth: what NumPy
    /// does when records are assigned.
    ///
    /// # Errors
    /// [`ConvertError::FieldCount`] if records have different numbers of fields; others as [`by_name`](Self::by_name).
    pub fn by_position(from: &DType, to: &DType, options: &ConvertOptions) -> Result<Self, ConvertError> {
        Self::compile(from, to, options, false)
    }

    /// The dtype that is converted.
    pub fn from_dtype(&self) -> &DType {
        &self.from
    }

    /// The dtype that it becomes.
    pub fn to_dtype(&self) -> &DType {
        &self.to
    }

    fn compile(
        from: &DType,
        to: &DType,
        options: &ConvertOptions,
        by_name: bool,
    ) -> Result<Self, ConvertError> {
        let mut defaults = Vec::new();
        for (path, value) in &options.defaults {
            defaults.push((canonical(to, path)?, value));
        }
        let overlaps = from.fields_overlap() || to.fields_overlap();
        let mut compiler =
            Compiler { options, defaults, by_name, from, to, overlaps, axes: Vec::new(), moves: Vec::new() };
        compiler.node(from, 0, to, 0, "")?;
        Ok(Self { from: from.clone(), to: to.clone(), moves: compiler.moves })
    }
}

impl core::fmt::Debug for Conversion {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Conversion")
            .field("from", &self.from)
            .field("to", &self.to)
            .field("moves", &self.moves.len())
            .finish()
    }
}

/// The path of a field as the names on the way to it, whatever the caller wrote.
fn canonical(dtype: &DType, path: &str) -> Result<String, ConvertError> {
    let (mut dtype, mut names) = (dtype, String::new());
    for position in dtype.locate(path)? {
        let field = &dtype.base().fields()[position];
        names = joined(&names, field.name());
        dtype = field.dtype();
    }
    Ok(names)
}

struct Compiler<'a> {
    options: &'a ConvertOptions,
    defaults: Vec<(String, &'a Value)>,
    by_name: bool,
    from: &'a DType,
    to: &'a DType,
    overlaps: bool,
    /// The sub-arrays that the compiler is in: length, and the stride on both sides.
    axes: Vec<(usize, usize, usize)>,
    moves: Vec<Move>,
}

impl Compiler<'_> {
    fn node(
        &mut self,
        from: &DType,
        from_at: usize,
        to: &DType,
        to_at: usize,
        path: &str,
    ) -> Result<(), ConvertError> {
        if let (Some(a), Some(b)) = (from.as_scalar(), to.as_scalar()) {
            let leaf = Leaf::new(a, b, self.options, path)?;
            let how = if matches!(leaf, Leaf::Copy) { How::Copy } else { How::Cast(a, b, leaf) };
            self.push(path, (from_at, a.itemsize()), (to_at, b.itemsize()), how);
            return Ok(());
        }
        let parts = || ConvertError::Structure {
            field: path.into(),
            from: from.clone().into(),
            to: to.clone().into(),
        };
        if from.as_array().is_some() && to.as_array().is_some() {
            if !from.shape().eq(to.shape()) {
                return Err(parts());
            }
            // All axes at once: the elements lie one after the other.
            let (a, b) = (from.base(), to.base());
            let product = from.shape().try_fold(1_usize, usize::checked_mul);
            let count = product.ok_or(LayoutError::TooLarge { itemsize: a.itemsize() })?;
            self.axes.push((count, a.itemsize(), b.itemsize()));
            let before = self.moves.len();
            self.node(a, from_at, b, to_at, path)?;
            self.axes.pop();
            self.close(before);
            return Ok(());
        }
        let (Some(sources), Some(targets)) = (from.as_record(), to.as_record()) else { return Err(parts()) };
        if !self.by_name {
            if sources.len() != targets.len() {
                let (from, to) = (sources.len(), targets.len());
                return Err(ConvertError::FieldCount { field: path.into(), from, to });
            }
            return sources.iter().zip(targets).try_for_each(|(a, b)| {
                let path = joined(path, b.name());
                self.node(a.dtype(), from_at + a.offset(), b.dtype(), to_at + b.offset(), &path)
            });
        }
        for b in targets {
            let inner = joined(path, b.name());
            match sources.iter().find(|a| a.name() == b.name()) {
                Some(a) => {
                    self.node(a.dtype(), from_at + a.offset(), b.dtype(), to_at + b.offset(), &inner)?;
                }
                None => self.missing(b, to_at + b.offset(), inner, from)?,
            }
        }
        let extra = sources.iter().find(|a| !targets.iter().any(|b| b.name() == a.name()));
        match extra.filter(|_| !self.options.ignore_extra) {
            Some(extra) => Err(ConvertError::ExtraField { field: joined(path, extra.name()) }),
            None => Ok(()),
        }
    }

    /// A field of the target, at `at`, that the record `source` has not.
    fn missing(
        &mut self,
        field: &FieldType,
        at: usize,
        path: String,
        source: &DType,
    ) -> Result<(), ConvertError> {
        let dtype = field.dtype();
        if let Some(value) = self.defaults.iter().find(|(name, _)| *name == path).map(|(_, value)| *value) {
            let mut one = AnyArray::zeros(dtype.clone(), [1], Order::C)?;
            one.view_mut()
                .try_set_at([0], value)
                .map_err(|error| ConvertError::Default(error.within(&path)))?;
            self.fill(dtype, at, one.as_bytes(), &path);
            return Ok(());
        }
        let inside = |name: &str| name.strip_prefix(&*path).is_some_and(|rest| rest.starts_with('.'));
        if dtype.as_record().is_some() && self.defaults.iter().any(|(name, _)| inside(name)) {
            return dtype.fields().iter().try_for_each(|inner| {
                self.missing(inner, at + inner.offset(), joined(&path, inner.name()), source)
            });
        }
        match self.options.missing {
            Missing::Error => Err(ConvertError::missing(path, field.name(), source)),
            Missing::Keep => Ok(()),
            Missing::Zero => {
                self.zero(dtype, at, &path);
                Ok(())
            }
        }
    }

    /// Zeros for all leaves of a target dtype.
    fn zero(&mut self, dtype: &DType, at: usize, path: &str) {
        if dtype.is_gap_free() {
            let len = dtype.itemsize();
            self.push(path, (0, len), (at, len), How::Zero);
        } else if let Some((base, count)) = dtype.as_array() {
            self.axes.push((count, 0, base.itemsize()));
            self.zero(base, at, path);
            self.axes.pop();
        } else {
            for field in dtype.fields() {
                self.zero(field.dtype(), at + field.offset(), path);
            }
        }
    }

    /// The leaves of `bytes`, one element of a target dtype.
    fn fill(&mut self, dtype: &DType, at: usize, bytes: &[u8], path: &str) {
        let len = dtype.itemsize();
        if dtype.is_gap_free() {
            self.push(path, (0, len), (at, len), How::Fill(bytes.into()));
        } else if let Some((base, count)) = dtype.as_array() {
            let size = base.itemsize();
            for i in 0..count {
                self.fill(base, at + i * size, &bytes[i * size..][..size], path);
            }
        } else {
            for field in dtype.fields() {
                let inner = &bytes[field.offset()..][..field.dtype().itemsize()];
                self.fill(field.dtype(), at + field.offset(), inner, path);
            }
        }
    }

    fn push(&mut self, field: &str, from: (usize, usize), to: (usize, usize), how: How) {
        // Text without bytes is empty; other text is looked at also where there is no room for it.
        let how = if from.1 == 0 { How::Zero } else { how };
        let is_text = matches!(how, How::Cast(.., Leaf::Text(_)));
        if (to.1 == 0 && !is_text) || self.axes.iter().any(|(count, ..)| *count == 0) {
            return;
        }
        let axes = |stride: fn(&(usize, usize, usize)) -> usize| {
            self.axes.iter().map(|axis| (axis.0, stride(axis))).collect()
        };
        let from = Place { offset: from.0, axes: axes(|axis| axis.1), len: from.1 };
        let to = Place { offset: to.0, axes: axes(|axis| axis.2), len: to.1 };
        self.moves.push(Move { field: field.into(), from, to, how });
        self.merge();
    }

    /// After a sub-array: if all of each element is one copy, so is the whole.
    fn close(&mut self, before: usize) {
        if self.moves.len() == before + 1 {
            self.merge();
        }
    }

    /// Joins the last copy with its own inner axes and with the copy before it, where the bytes follow one another.
    fn merge(&mut self) {
        let Some(mut last) = self.moves.pop_if(|last| matches!(last.how, How::Copy)) else { return };
        while let (Some(&(count, a)), Some(&(_, b))) = (last.from.axes.last(), last.to.axes.last())
            && a == last.from.len
            && b == a
        {
            last.from.axes.pop();
            last.to.axes.pop();
            last.from.len *= count;
            last.to.len = last.from.len;
        }
        if let Some(before) = self.moves.last_mut().filter(|before| matches!(before.how, How::Copy)) {
            let follows = |a: &Place, b: &Place| a.axes == b.axes && a.offset + a.len == b.offset;
            let joined = |a: &Place, b: &Place| Place { len: a.len + b.len, ..a.clone() };
            if follows(&before.from, &last.from) && follows(&before.to, &last.to) {
                let (from, to) = (joined(&before.from, &last.from), joined(&before.to, &last.to));
                // Looked at one by one: not where a dtype claims any number of them.
                let covered = |place: &Place, dtype| place.steps() <= MAX_STEPS && place.is_covered(dtype);
                if !self.overlaps || (covered(&from, self.from) && covered(&to, self.to)) {
                    (before.from, before.to) = (from, to);
                    return;
                }
            }
        }
        self.moves.push(last);
    }
}

//! Running a conversion: blocks of records that fit a cache, in each of them leaf by leaf.

use crate::{
    byte_order::ByteOrder,
    convert::{
        Conversion, ConvertError,
        leaf::Leaf,
        plan::{How, Move},
    },
    dtype::{DType, Scalar},
    layout::Order,
    raw::{any::AnyView, any_array::AnyArray, any_mut::AnyViewMut, convert::Place},
    table::AnyTable,
    view::decode,
};
use alloc::{vec, vec::Vec};

/// Bytes of source and target that a block of records should not exceed.
const BLOCK: usize = 1 << 18;

/// Scalars that are cast at a time.
const CHUNK: usize = 256;

impl Conversion {
    /// Converts every element of `from` into the one at the same index of `to`.
    ///
    /// ```
    /// # use record_core::{prelude::*, convert::{Conversion, ConvertOptions}};
    /// let (from, to) = (DType::parse("<i4")?, DType::parse("i1")?);
    /// let plan = Conversion::by_name(&from, &to, &ConvertOptions::new().checked())?;
    /// let mut bytes = [0; 2];
    /// let mut target = AnyTable::from_bytes_mut(&mut bytes, to)?;
    /// let numbers = [5_i32.to_le_bytes(), 300_i32.to_le_bytes()].concat();
    /// let source = AnyTable::from_bytes(&numbers, from)?;
    /// let error = plan.run(source.view(), &mut target.view_mut()).unwrap_err();
    /// assert_eq!(error.to_string(), "row 1: Int(300) does not fit i1");
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ConvertError::OtherDType`] if a view is of another dtype than the conversion was made for, [`ConvertError::Shape`] if
    /// the shapes differ, and [`ConvertError::Value`] with the first value that does not fit: of the leaf that comes first in
    /// the target, within a block of records. Records up to there may have been written then.
    pub fn run(&self, from: AnyView<'_>, to: &mut AnyViewMut<'_>) -> Result<(), ConvertError> {
        self.check(from, to)?;
        self.rows(from, to, 0)
    }

    /// Errs unless the views are of the dtypes that this was made for, and of one shape.
    pub(super) fn check(&self, from: AnyView<'_>, to: &AnyViewMut<'_>) -> Result<(), ConvertError> {
        for (expected, found) in [(&self.from, from.dtype()), (&self.to, to.dtype())] {
            if expected != found {
                let (expected, found) = (expected.clone().into(), found.clone().into());
                return Err(ConvertError::OtherDType { expected, found });
            }
        }
        let (shape, target) = (from.shape(), to.shape());
        if shape.as_ref() != target.as_ref() {
            let (expected, found) = (target.as_ref().to_vec(), shape.as_ref().to_vec());
            return Err(ConvertError::Shape { expected, found });
        }
        Ok(())
    }

    /// Converts views that were checked, from the block on that row `start` is in.
    pub(super) fn rows(
        &self,
        from: AnyView<'_>,
        to: &mut AnyViewMut<'_>,
        start: usize,
    ) -> Result<(), ConvertError> {
        if from.is_empty() {
            return Ok(());
        }
        let mut buffers = Buffers::default();
        let shape = from.shape();
        let Some(&rows) = shape.as_ref().first() else {
            return self.block(from, to.reborrow(), 0, &mut buffers);
        };
        let elements = from.size() / rows;
        let bytes = (self.from.itemsize() + self.to.itemsize()).saturating_mul(elements).max(1);
        let step = (BLOCK / bytes).max(1);
        for start in (start - start % step..rows).step_by(step) {
            let end = rows.min(start + step);
            let from = from.derive(|parent| parent.range(0, start..end))?;
            let to = to.reborrow().derive(|parent| parent.range(0, start..end))?;
            self.block(from, to, start * elements, &mut buffers)?;
        }
        Ok(())
    }

    fn block(
        &self,
        from: AnyView<'_>,
        mut to: AnyViewMut<'_>,
        first: usize,
        buffers: &mut Buffers,
    ) -> Result<(), ConvertError> {
        self.moves.iter().try_for_each(|step| step.run(&from, &mut to, first, buffers))
    }

    /// The records of a view of one axis as a table; gaps are zero.
    ///
    /// # Errors
    /// As [`run`](Conversion::run), [`ConvertError::Shape`] for a view that has not one axis, and [`ConvertError::Array`] if
    /// there is no memory.
    pub fn to_table(&self, from: AnyView<'_>) -> Result<AnyTable, ConvertError> {
        let mut table = self.table(from)?;
        self.run(from, &mut table.view_mut())?;
        Ok(table)
    }

    /// A table for the records of a view of one axis.
    pub(super) fn table(&self, from: AnyView<'_>) -> Result<AnyTable, ConvertError> {
        let shape = from.shape();
        let &[count] = shape.as_ref() else {
            return Err(ConvertError::Shape { expected: vec![from.size()], found: shape.as_ref().to_vec() });
        };
        Ok(AnyTable::zeroed(self.to.clone(), count)?)
    }

    /// The elements of a view as an array of the same shape; gaps are zero. NumPy's `astype`.
    ///
    /// # Errors
    /// As [`run`](Conversion::run), and [`ConvertError::Array`] if there is no memory.
    pub fn to_array(&self, from: AnyView<'_>, order: Order) -> Result<AnyArray, ConvertError> {
        let mut array = AnyArray::zeros(self.to.clone(), from.shape(), order)?;
        self.run(from, &mut array.view_mut())?;
        Ok(array)
    }
}

/// Words, so that numbers of all kinds are aligned in them.
#[derive(Default)]
pub(super) struct Buffers {
    from: Vec<u64>,
    wide: Vec<u64>,
    to: Vec<u64>,
}

/// The first `len` bytes of words, of which there are as many as needed.
fn bytes(words: &mut Vec<u64>, len: usize) -> &mut [u8] {
    let needed = len.div_ceil(8);
    if words.len() < needed {
        words.resize(needed, 0);
    }
    &mut bytemuck::cast_slice_mut(words)[..len]
}

impl Move {
    /// Does this move for all elements of a block, whose first is number `first` of the whole.
    pub(super) fn run(
        &self,
        from: &AnyView<'_>,
        to: &mut AnyViewMut<'_>,
        first: usize,
        buffers: &mut Buffers,
    ) -> Result<(), ConvertError> {
        // Text is looked at also where there is no room for it.
        let looks = matches!(self.how, How::Cast(.., Leaf::Text(_)));
        if from.is_empty() || (self.to.len == 0 && !looks) {
            // No memory is asked for on behalf of elements that are not there, whatever size their dtype claims.
            return Ok(());
        }
        let mut target = to.bytes_at(&self.to)?;
        let (a, b, leaf) = match &self.how {
            How::Zero => {
                let zeros = bytes(&mut buffers.to, self.to.len);
                zeros.fill(0);
                target.fill(zeros);
                return Ok(());
            }
            How::Fill(value) => {
                target.fill(value);
                return Ok(());
            }
            How::Copy => {
                target.copy_from(from.bytes_at(&self.from)?);
                return Ok(());
            }
            How::Cast(a, b, leaf) => (*a, *b, *leaf),
        };
        let mut source = from.bytes_at(&self.from)?;
        let (a_len, b_len) = (a.itemsize(), b.itemsize());
        // Fewer of what is long: text may have any length.
        let most = (CHUNK * 16 / a_len.max(b_len)).clamp(1, CHUNK);
        let mut done = 0;
        loop {
            let stored = bytes(&mut buffers.from, most * a_len);
            let count = source.gather(stored, most);
            if count == 0 {
                return Ok(());
            }
            let stored = &mut stored[..count * a_len];
            let cast = bytes(&mut buffers.to, count * b_len);
            let bad = match leaf {
                Leaf::Copy => unreachable!("copies are no casts"),
                Leaf::Swap(unit) => {
                    swap(stored, unit);
                    target.scatter(stored);
                    done += count;
                    continue;
                }
                Leaf::Text(text) => {
                    let element = |i, len| i * len..(i + 1) * len;
                    (0..count)
                        .find(|&i| !text.apply(&stored[element(i, a_len)], &mut cast[element(i, b_len)]))
                }
                Leaf::Number(number) => {
                    to_native(stored, a);
                    let wide = 2 * count;
                    buffers.wide.resize(buffers.wide.len().max(wide), 0);
                    let bad = number.run(stored, &mut buffers.wide[..number.words() * count], cast);
                    to_native(cast, b);
                    bad
                }
                Leaf::Time(time) => {
                    to_native(stored, a);
                    let counts: &[i64] = bytemuck::cast_slice(stored);
                    let cast: &mut [i64] = bytemuck::cast_slice_mut(cast);
                    let mut pairs = counts.iter().zip(cast.iter_mut());
                    let bad =
                        pairs.position(|(&from, to)| time.apply(from).map(|count| *to = count).is_none());
                    to_native(bytemuck::cast_slice_mut(cast), b);
                    bad
                }
            };
            if let Some(bad) = bad {
                // Of a matrix, one side has an axis where the other has fields.
                let inner = |place: &Place| place.axes.iter().map(|(count, _)| *count).product::<usize>();
                let inner = inner(&self.from).max(inner(&self.to));
                // Numbers have been brought to native order, text has not.
                let order =
                    if matches!(leaf, Leaf::Text(_)) { a } else { a.with_byte_order(ByteOrder::NATIVE) };
                return Err(ConvertError::Value {
                    row: first + (done + bad) / inner,
                    field: self.field.clone(),
                    value: decode(order, &stored[bad * a_len..][..a_len]).into(),
                    to: DType::scalar(b).into(),
                });
            }
            target.scatter(cast);
            done += count;
        }
    }
}

/// Between the order of a scalar and that of the machine; the same both ways.
fn to_native(stored: &mut [u8], scalar: Scalar) {
    if scalar.byte_order().is_some_and(|order| order != ByteOrder::NATIVE) {
        swap(stored, scalar.swap_unit());
    }
}

fn swap(bytes: &mut [u8], unit: usize) {
    fn each<const N: usize>(bytes: &mut [u8]) {
        bytes.as_chunks_mut::<N>().0.iter_mut().for_each(|unit| unit.reverse());
    }
    match unit {
        2 => each::<2>(bytes),
        4 => each::<4>(bytes),
        8 => each::<8>(bytes),
        _ => {}
    }
}

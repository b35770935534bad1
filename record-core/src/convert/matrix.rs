//! Records as rows of a matrix of one type, and the rows of a matrix as records.

use crate::{
    byte_order::ByteOrder,
    convert::{
        ConvertError, ConvertOptions,
        leaf::Leaf,
        plan::{How, Move},
        promote::joined,
        run::Buffers,
    },
    dtype::{DType, Scalar},
    element::Element,
    layout::{Dim, LayoutError, Order},
    raw::{any::AnyView, any_array::AnyArray, array::Array, convert::Place, view::View},
    record::Record,
    view::ColumnError,
};
use alloc::{string::String, vec::Vec};

/// A scalar of a record: where, under which path, and how many are before it.
struct Member<'d> {
    dtype: &'d DType,
    scalar: Scalar,
    offset: usize,
    path: &'d str,
    index: usize,
}

/// Calls `f` with the scalars of a record in order, each element of a sub-array for itself; returns how many there are,
/// those before `index` counted too, `usize::MAX` if more.
///
/// If not `all` are wanted, the first element of a sub-array stands for the others, and always for those without bytes: a
/// dtype may claim any number of them.
fn each_leaf(
    dtype: &DType,
    (offset, path, index): (usize, &str, usize),
    all: bool,
    f: &mut impl FnMut(Member<'_>) -> Result<(), ConvertError>,
) -> Result<usize, ConvertError> {
    if let Some(scalar) = dtype.as_scalar() {
        f(Member { dtype, scalar, offset, path, index })?;
        return Ok(index.saturating_add(1));
    }
    let Some((base, count)) = dtype.as_array() else {
        return dtype.fields().iter().try_fold(index, |index, field| {
            let path = joined(path, field.name());
            each_leaf(field.dtype(), (offset + field.offset(), &path, index), all, f)
        });
    };
    if !all || base.itemsize() == 0 {
        if count == 0 {
            return Ok(index);
        }
        let one = each_leaf(base, (offset, path, index), all, f)? - index;
        return Ok(index.saturating_add(one.saturating_mul(count)));
    }
    (0..count)
        .try_fold(index, |index, i| each_leaf(base, (offset + i * base.itemsize(), path, index), all, f))
}

/// How many scalars a record has, each element of a sub-array counted; `usize::MAX` if more.
fn width(dtype: &DType) -> usize {
    each_leaf(dtype, (0, "", 0), false, &mut |_| Ok(())).unwrap_or(usize::MAX)
}

/// Scalars of one dtype at equal distances.
struct Row<'d> {
    dtype: &'d DType,
    scalar: Scalar,
    /// Offsets of the first scalar and the last.
    first: usize,
    last: usize,
    /// The distance, where there are two.
    step: isize,
    count: usize,
}

impl<'d> Row<'d> {
    /// All scalars of `dtype` behind those of `row`. Sub-arrays are not walked: a dtype may claim any length.
    fn extend(
        row: &mut Option<Self>,
        dtype: &'d DType,
        offset: usize,
        path: &str,
    ) -> Result<(), ConvertError> {
        if let Some(scalar) = dtype.as_scalar() {
            if let Some(row) = row {
                return row.push(scalar, offset, path);
            }
            *row = Some(Self { dtype, scalar, first: offset, last: offset, step: 0, count: 1 });
            return Ok(());
        }
        let Some((base, count)) = dtype.as_array() else {
            return dtype.fields().iter().try_for_each(|field| {
                Self::extend(row, field.dtype(), offset + field.offset(), &joined(path, field.name()))
            });
        };
        let Some((inner, inner_path)) = first_leaf(base, path).filter(|_| count > 0) else { return Ok(()) };
        let before = row.as_ref().map_or(0, |row| row.count);
        Self::extend(row, base, offset, path)?;
        let Some(row) = row.as_mut().filter(|_| count > 1) else { return Ok(()) };
        let (own, last, size) = (row.count - before, row.last, base.itemsize());
        // If the second element joins the first, all others join the one before them.
        row.push(row.scalar, offset + size + inner, &inner_path)?;
        let all = own.checked_mul(count).and_then(|all| before.checked_add(all));
        row.count = all.ok_or(LayoutError::TooLarge { itemsize: row.dtype.itemsize() })?;
        row.last = last + (count - 1) * size;
        Ok(())
    }

    /// One more scalar; never with bytes of the one before it.
    fn push(&mut self, scalar: Scalar, offset: usize, path: &str) -> Result<(), ConvertError> {
        let step = offset.cast_signed() - self.last.cast_signed();
        let joins =
            if self.count == 1 { step.unsigned_abs() >= self.dtype.itemsize() } else { step == self.step };
        if scalar != self.scalar || !joins {
            return Err(ConvertError::NoMatrix { field: path.into() });
        }
        (self.last, self.step, self.count) = (offset, step, self.count.saturating_add(1));
        Ok(())
    }
}

/// Offset and path of the first scalar, if there is one.
fn first_leaf(dtype: &DType, path: &str) -> Option<(usize, String)> {
    if dtype.as_scalar().is_some() {
        return Some((0, path.into()));
    }
    if let Some((base, count)) = dtype.as_array() {
        return first_leaf(base, path).filter(|_| count > 0);
    }
    dtype.fields().iter().find_map(|field| {
        let (offset, path) = first_leaf(field.dtype(), &joined(path, field.name()))?;
        Some((field.offset() + offset, path))
    })
}

impl DType {
    /// The dtype that holds every scalar of a record: that of NumPy's `structured_to_unstructured`.
    ///
    /// # Errors
    /// [`ConvertError::NoCommon`] with the field that does not go with those before it, [`ConvertError::NoMatrix`] if there
    /// are no fields.
    pub fn promote_fields(&self) -> Result<DType, ConvertError> {
        let mut held: Option<DType> = None;
        each_leaf(self, (0, "", 0), false, &mut |leaf| {
            held = Some(match &held {
                Some(held) => held.promote_at(leaf.dtype, leaf.path)?,
                None => leaf.dtype.newbyteorder(ByteOrder::NATIVE),
            });
            Ok(())
        })?;
        held.ok_or(ConvertError::NoMatrix { field: String::new() })
    }
}

impl<'a> AnyView<'a> {
    /// The scalars of each record as an innermost axis, without a copy: `(n,)` records of `k` scalars become `(n, k)`.
    /// NumPy's `structured_to_unstructured`, which copies where this is an error.
    ///
    /// All scalars are of one dtype, and at equal distances; gaps do not matter otherwise.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let dtype = DType::parse("[('x', '>u2'), ('yz', '>u2', (2,))]")?;
    /// let table = AnyTable::from_bytes(&[0, 1, 0, 2, 0, 3], dtype)?;
    /// let matrix = table.view().as_matrix()?;
    /// assert_eq!(matrix.typed_as::<Be<u16>, record_core::Rank<2>>()?.to_vec(), [1, 2, 3]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ConvertError::NoMatrix`] with the first field that is of another dtype or at another distance.
    pub fn as_matrix(self) -> Result<AnyView<'a>, ConvertError> {
        let mut row = None;
        Row::extend(&mut row, self.dtype(), 0, "")?;
        let Some(row) = row else {
            return Err(ConvertError::NoMatrix { field: String::new() });
        };
        // Backwards too.
        let (size, backwards) = (row.dtype.itemsize(), row.step < 0);
        let offset = if backwards { row.last } else { row.first };
        let place =
            Place { offset, axes: [(row.count, row.step.unsigned_abs().max(size))].into(), len: size };
        let matrix = self.leaves_at(&place, row.dtype)?;
        let axis = matrix.ndim() - 1;
        Ok(if backwards { matrix.try_flip(axis)? } else { matrix })
    }

    /// The scalars of each record as an innermost axis, cast to `dtype`, copied. NumPy's
    /// `structured_to_unstructured(dtype=..)`; its choice of a dtype is [`DType::promote_fields`].
    ///
    /// # Errors
    /// [`ConvertError`] with the first field or value that is not to be cast under the options.
    pub fn to_matrix(self, dtype: &DType, options: &ConvertOptions) -> Result<AnyArray, ConvertError> {
        let target = dtype.as_scalar().ok_or_else(|| ConvertError::Structure {
            field: String::new(),
            from: self.dtype().clone().into(),
            to: dtype.clone().into(),
        })?;
        let mut shape = self.shape().as_ref().to_vec();
        shape.push(width(self.dtype()));
        let mut array = AnyArray::zeros(dtype.clone(), &shape[..], Order::C)?;
        let mut buffers = Buffers::default();
        each_leaf(self.dtype(), (0, "", 0), !self.is_empty(), &mut |leaf| {
            let from = (leaf.offset, leaf.scalar);
            let step = Move::scalar(leaf.path.into(), from, (0, target), options)?;
            let mut column = array.view_mut().try_at_axis(shape.len() - 1, leaf.index)?;
            step.run(&self, &mut column, 0, &mut buffers)
        })?;
        Ok(array)
    }

    /// The rows of a matrix as records, copied: the innermost axis holds the scalars of the record in order. NumPy's
    /// `unstructured_to_structured`. [`view_as`](AnyView::view_as) does it without a copy where the rows are contiguous.
    ///
    /// # Errors
    /// [`ConvertError::FieldCount`] if the axis has another length, or [`ConvertError`] with the first field or value that is
    /// not to be cast under the options.
    pub fn to_records(self, dtype: &DType, options: &ConvertOptions) -> Result<AnyArray, ConvertError> {
        let (shape, width) = (self.shape(), width(dtype));
        let scalar = self.dtype().as_scalar().filter(|_| self.ndim() > 0);
        let (Some(scalar), Some((&len, outer))) = (scalar, shape.as_ref().split_last()) else {
            return Err(ConvertError::Structure {
                field: String::new(),
                from: self.dtype().clone().into(),
                to: dtype.clone().into(),
            });
        };
        if len != width {
            return Err(ConvertError::FieldCount { field: String::new(), from: len, to: width });
        }
        let mut array = AnyArray::zeros(dtype.clone(), outer, Order::C)?;
        let mut buffers = Buffers::default();
        each_leaf(dtype, (0, "", 0), !array.is_empty(), &mut |leaf| {
            let to = (leaf.offset, leaf.scalar);
            let step = Move::scalar(leaf.path.into(), (0, scalar), to, options)?;
            let column = self.try_at_axis(outer.len(), leaf.index)?;
            step.run(&column, &mut array.view_mut(), 0, &mut buffers)
        })?;
        Ok(array)
    }
}

impl Move {
    /// The move of one scalar, given by its offset on both sides.
    fn scalar(
        field: String,
        from: (usize, Scalar),
        to: (usize, Scalar),
        options: &ConvertOptions,
    ) -> Result<Self, ConvertError> {
        let leaf = Leaf::new(from.1, to.1, options, &field)?;
        let how = if matches!(leaf, Leaf::Copy) { How::Copy } else { How::Cast(from.1, to.1, leaf) };
        let place =
            |(offset, scalar): (usize, Scalar)| Place { offset, axes: Vec::new(), len: scalar.itemsize() };
        Ok(Self { field, from: place(from), to: place(to), how })
    }
}

impl<'a, R: Record, D: Dim> View<'a, R, D> {
    /// The scalars of each record as an innermost axis, without a copy: see [`AnyView::as_matrix`].
    ///
    /// ```
    /// use record_core::prelude::*;
    /// #[derive(Record, Clone, Copy)]
    /// #[repr(C, packed)]
    /// struct Point { x: f32, y: f32 }
    /// let points = RecordTable::from([Point { x: 1.0, y: 2.0 }, Point { x: 3.0, y: 4.0 }]);
    /// let matrix = points.view().as_matrix::<f32>()?;
    /// assert_eq!((matrix.shape(), matrix.sum()), ([2, 2], 10.0));
    /// assert!(points.view().as_matrix::<f64>().is_err());
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ConvertError::NoMatrix`], or [`ConvertError::OtherDType`] if they are no `T`s.
    pub fn as_matrix<T: Element>(self) -> Result<View<'a, T, D::Larger>, ConvertError> {
        let matrix = self.as_any().as_matrix()?;
        matrix.typed_as().map_err(|error| match error {
            ColumnError::Type { expected, found } => {
                ConvertError::OtherDType { expected: expected.into(), found: found.into() }
            }
            _ => unreachable!("the rank is one larger"),
        })
    }

    /// The scalars of each record as an innermost axis, cast to `T` if nothing gets lost, copied: see
    /// [`AnyView::to_matrix`].
    ///
    /// ```
    /// use record_core::prelude::*;
    /// #[derive(Record, Clone, Copy)]
    /// #[repr(C, packed)]
    /// struct Mixed { id: u8, at: [Be<f32>; 2] }
    /// let rows = RecordTable::from([Mixed { id: 7, at: [Be::new(0.5), Be::new(1.5)] }]);
    /// assert_eq!(rows.view().to_matrix::<f64>()?.to_vec(), [7.0, 0.5, 1.5]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ConvertError`] with the first field that is not to be cast.
    pub fn to_matrix<T: Element>(self) -> Result<Array<T, D::Larger>, ConvertError> {
        self.to_matrix_with(&ConvertOptions::new())
    }

    /// As [`to_matrix`](View::to_matrix), with what may get lost.
    ///
    /// # Errors
    /// [`ConvertError`] with the first field or value that is not to be cast.
    pub fn to_matrix_with<T: Element>(
        self,
        options: &ConvertOptions,
    ) -> Result<Array<T, D::Larger>, ConvertError> {
        let matrix = self.as_any().to_matrix(T::DTYPE, options)?;
        Ok(matrix.into_typed().expect("made of this dtype, of the larger rank"))
    }
}

impl<R: Record> View<'_, R> {
    /// What `f` gives for the scalars of each record, cast to `T` if nothing gets lost. NumPy's `apply_along_fields`.
    ///
    /// ```
    /// use record_core::prelude::*;
    /// #[derive(Record, Clone, Copy)]
    /// #[repr(C, packed)]
    /// struct Row { x: i32, y: f32, z: f64 }
    /// let rows = RecordTable::from([Row { x: 1, y: 2.0, z: 5.0 }, Row { x: 4, y: 5.0, z: 7.0 }]);
    /// let sums = rows.view().apply_along_fields(|row: &[f64]| row.iter().sum::<f64>())?;
    /// assert_eq!(sums, [8.0, 16.0]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ConvertError`] with the first field that is not to be cast.
    pub fn apply_along_fields<T: Element, U>(self, f: impl FnMut(&[T]) -> U) -> Result<Vec<U>, ConvertError> {
        let matrix = self.to_matrix::<T>()?;
        let width = matrix.shape()[1].max(1);
        Ok(matrix.as_memory_slice().chunks_exact(width).map(f).collect())
    }
}

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

/// A scalar of a record, or a sub-array of scalars: where, how many, and under which path.
struct Member<'d> {
    dtype: &'d DType,
    scalar: Scalar,
    offset: usize,
    count: usize,
    path: String,
}

/// The scalars of a record in order, each record of a sub-array for itself.
fn leaves<'d>(dtype: &'d DType, offset: usize, path: &str, found: &mut Vec<Member<'d>>) {
    if let Some(scalar) = dtype.as_scalar() {
        found.push(Member { dtype, scalar, offset, count: 1, path: path.into() });
    } else if let (Some(scalar), base) = (dtype.base().as_scalar(), dtype.base()) {
        // The elements lie one after the other. Those without bytes may be more than can be counted.
        if let Some(count) = dtype.shape().try_fold(1, usize::checked_mul).filter(|&count| count > 0) {
            found.push(Member { dtype: base, scalar, offset, count, path: path.into() });
        }
    } else if let Some((base, count)) = dtype.as_array() {
        // Records without bytes may be more than can be counted.
        let count = if base.itemsize() == 0 { 0 } else { count };
        (0..count).for_each(|i| leaves(base, offset + i * base.itemsize(), path, found));
    } else {
        for field in dtype.fields() {
            leaves(field.dtype(), offset + field.offset(), &joined(path, field.name()), found);
        }
    }
}

/// The most members that are listed: a hostile dtype may have more records in a sub-array than memory has bytes.
const MOST_MEMBERS: usize = 1 << 20;

/// How many members `leaves` finds, at most.
fn members(dtype: &DType) -> usize {
    if dtype.base().as_scalar().is_some() {
        1
    } else if let Some((base, count)) = dtype.as_array() {
        if base.itemsize() == 0 { 0 } else { count.saturating_mul(members(base)) }
    } else {
        dtype.fields().iter().fold(0, |sum, field| sum.saturating_add(members(field.dtype())))
    }
}

fn leaves_of(dtype: &DType) -> Result<Vec<Member<'_>>, ConvertError> {
    if members(dtype) > MOST_MEMBERS {
        return Err(LayoutError::TooLarge { itemsize: dtype.itemsize() }.into());
    }
    let mut found = Vec::new();
    leaves(dtype, 0, "", &mut found);
    Ok(found)
}

/// How many scalars these are.
fn width(leaves: &[Member<'_>]) -> Result<usize, ConvertError> {
    let sum = leaves.iter().try_fold(0_usize, |sum, leaf| sum.checked_add(leaf.count));
    sum.ok_or_else(|| LayoutError::TooLarge { itemsize: 0 }.into())
}

impl DType {
    /// The dtype that holds every scalar of a record: that of NumPy's `structured_to_unstructured`.
    ///
    /// # Errors
    /// [`ConvertError::NoCommon`] with the field that does not go with those before it, [`ConvertError::NoMatrix`] if there
    /// are no fields.
    pub fn promote_fields(&self) -> Result<DType, ConvertError> {
        let mut leaves = leaves_of(self)?.into_iter();
        let first = leaves.next().ok_or(ConvertError::NoMatrix { field: String::new() })?.dtype;
        let native = first.newbyteorder(ByteOrder::NATIVE);
        leaves.try_fold(native, |held, leaf| held.promote_at(leaf.dtype, &leaf.path))
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
    /// let matrix = matrix.typed_as::<Be<u16>, record_core::Rank<2>>()?;
    /// assert_eq!((matrix.shape(), matrix.get_at([0, 2])), ([1, 3], Some(3)));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ConvertError::NoMatrix`] with the first field that is of another dtype or at another distance.
    pub fn as_matrix(self) -> Result<AnyView<'a>, ConvertError> {
        let leaves = leaves_of(self.dtype())?;
        let Some(first) = leaves.first() else {
            return Err(ConvertError::NoMatrix { field: String::new() });
        };
        let size = first.dtype.itemsize();
        // Backwards too, but never with bytes in common.
        let (step, backwards) = match leaves.get(1).filter(|_| first.count == 1) {
            Some(second) => (second.offset.abs_diff(first.offset), second.offset < first.offset),
            None => (size, false),
        };
        let mut before = 0_usize;
        for leaf in &leaves {
            let delta = before.checked_mul(step);
            let expected = delta.and_then(|delta| {
                if backwards { first.offset.checked_sub(delta) } else { first.offset.checked_add(delta) }
            });
            let even = leaf.count == 1 || (step == size && !backwards);
            if expected != Some(leaf.offset)
                || leaf.scalar != first.scalar
                || !even
                || (before > 0 && step < size)
            {
                return Err(ConvertError::NoMatrix { field: leaf.path.clone() });
            }
            before = before.saturating_add(leaf.count);
        }
        let last = leaves.last().unwrap_or(first);
        let offset = if backwards { last.offset } else { first.offset };
        let place = Place { offset, axes: [(width(&leaves)?, step)].into(), len: size };
        let matrix = self.leaves_at(&place, first.dtype)?;
        let axis = matrix.ndim() - 1;
        Ok(if backwards { matrix.try_flip(axis)? } else { matrix })
    }

    /// The scalars of each record as an innermost axis, cast to `dtype`, copied. NumPy's
    /// `structured_to_unstructured(dtype=..)`; its choice of a dtype is [`DType::promote_fields`].
    ///
    /// # Errors
    /// [`ConvertError`] with the first field or value that is not to be cast under the options.
    pub fn to_matrix(self, dtype: &DType, options: &ConvertOptions) -> Result<AnyArray, ConvertError> {
        let leaves = leaves_of(self.dtype())?;
        let target = dtype.as_scalar().ok_or_else(|| ConvertError::Structure {
            field: String::new(),
            from: self.dtype().clone().into(),
            to: dtype.clone().into(),
        })?;
        let mut shape = self.shape().as_ref().to_vec();
        shape.push(width(&leaves)?);
        let mut array = AnyArray::zeros(dtype.clone(), &shape[..], Order::C)?;
        let (mut buffers, mut first) = (Buffers::default(), 0);
        for leaf in leaves {
            let count = leaf.count;
            let from = (leaf.offset, Some(count), leaf.scalar);
            let step = Move::scalars(leaf.path, from, (0, None, target), options)?;
            let axis = shape.len() - 1;
            let mut columns = array.view_mut().derive(|parent| parent.range(axis, first..first + count))?;
            step.run(&self, &mut columns, 0, &mut buffers)?;
            first += count;
        }
        Ok(array)
    }

    /// The rows of a matrix as records, copied: the innermost axis holds the scalars of the record in order. NumPy's
    /// `unstructured_to_structured`. [`view_as`](AnyView::view_as) does it without a copy where the rows are contiguous.
    ///
    /// # Errors
    /// [`ConvertError::FieldCount`] if the axis has another length, or [`ConvertError`] with the first field or value that is
    /// not to be cast under the options.
    pub fn to_records(self, dtype: &DType, options: &ConvertOptions) -> Result<AnyArray, ConvertError> {
        let leaves = leaves_of(dtype)?;
        let shape = self.shape();
        let scalar = self.dtype().as_scalar().filter(|_| self.ndim() > 0);
        let (Some(scalar), Some((&len, outer))) = (scalar, shape.as_ref().split_last()) else {
            return Err(ConvertError::Structure {
                field: String::new(),
                from: self.dtype().clone().into(),
                to: dtype.clone().into(),
            });
        };
        let wanted = width(&leaves)?;
        if len != wanted {
            return Err(ConvertError::FieldCount { field: String::new(), from: len, to: wanted });
        }
        let mut array = AnyArray::zeros(dtype.clone(), outer, Order::C)?;
        let (mut buffers, mut first) = (Buffers::default(), 0);
        for leaf in leaves {
            let count = leaf.count;
            let to = (leaf.offset, Some(count), leaf.scalar);
            let step = Move::scalars(leaf.path, (0, None, scalar), to, options)?;
            let columns = self.derive(|parent| parent.range(outer.len(), first..first + count))?;
            step.run(&columns, &mut array.view_mut(), 0, &mut buffers)?;
            first += count;
        }
        Ok(array)
    }
}

impl Move {
    /// The move of scalars, given on both sides by the offset of the first and by how many they are in each element; `None`
    /// where the view has an axis of them.
    fn scalars(
        field: String,
        from: (usize, Option<usize>, Scalar),
        to: (usize, Option<usize>, Scalar),
        options: &ConvertOptions,
    ) -> Result<Self, ConvertError> {
        let leaf = Leaf::new(from.2, to.2, options, &field)?;
        let how = if matches!(leaf, Leaf::Copy) { How::Copy } else { How::Cast(from.2, to.2, leaf) };
        let place = |(offset, count, scalar): (usize, Option<usize>, Scalar)| {
            let len = scalar.itemsize();
            Place { offset, axes: count.map(|count| (count, len)).into_iter().collect(), len }
        };
        Ok(Self { field, from: place(from), to: place(to), how })
    }
}

/// An array made of this type's dtype, of this rank.
pub(super) fn typed<T: Element, D: Dim>(array: AnyArray) -> Array<T, D> {
    array.into_typed().expect("made of this dtype, of this rank")
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
            ColumnError::Type { expected, found } => ConvertError::OtherDType { expected, found },
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
        Ok(typed(self.as_any().to_matrix(T::DTYPE, options)?))
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

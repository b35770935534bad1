//! Elements whose dtype only run time knows, collected chunk by chunk into memory of their own.

use crate::{
    buffer::ArrayError,
    dtype::DType,
    layout::{DynAxes, Layout, LayoutError, Order},
    ops::Mask,
    raw::{alloc::AlignedBytes, any::AnyView, any_array::AnyArray},
    scan::ScanError,
    table::{AnyTable, TableError},
    view::ColumnError,
};

/// Elements that are collected, one after the other. Their gaps are zero.
pub(super) struct Gathered {
    dtype: DType,
    bytes: AlignedBytes,
    /// The axes of a chunk; the first is as long as all chunks together.
    shape: DynAxes<usize>,
}

impl Gathered {
    /// None yet, of chunks like this one.
    pub(super) fn like(chunk: AnyView<'_>) -> Self {
        let bytes = AlignedBytes::new(chunk.dtype().alignment().max(1));
        let mut shape = chunk.shape();
        if let Some(len) = shape.as_mut().first_mut() {
            *len = 0;
        }
        Self { dtype: chunk.dtype().clone(), bytes, shape }
    }

    /// Copies a chunk.
    pub(super) fn append(&mut self, chunk: AnyView<'_>) -> Result<(), ScanError> {
        self.check(chunk)?;
        self.push(chunk.to_array()?.as_bytes(), chunk.len())
    }

    /// Copies the records of a chunk that the mask has in.
    pub(super) fn append_some(&mut self, chunk: AnyView<'_>, mask: &Mask) -> Result<(), ScanError> {
        self.check(chunk)?;
        let copy = chunk.to_array()?;
        let itemsize = self.dtype.itemsize();
        let mut records =
            mask.positions().filter_map(|i| copy.as_bytes().get(i * itemsize..)?.get(..itemsize));
        records.try_for_each(|record| self.push(record, 1))
    }

    /// Puts elements at these places, ascending; those behind the last one so far follow it.
    pub(super) fn put(&mut self, places: &[usize], elements: AnyView<'_>) -> Result<(), ScanError> {
        self.check(elements)?;
        let (copy, itemsize) = (elements.to_array()?, self.dtype.itemsize());
        for (i, place) in places.iter().enumerate() {
            let element = &copy.as_bytes()[i * itemsize..][..itemsize];
            if self.shape.as_ref().first().is_some_and(|len| place < len) {
                self.bytes.as_mut_slice()[place * itemsize..][..itemsize].copy_from_slice(element);
            } else {
                self.push(element, 1)?;
            }
        }
        Ok(())
    }

    /// That it is of the dtype and the axes of the first: who implements `Scan` may say one and hand out another.
    pub(super) fn check(&self, part: AnyView<'_>) -> Result<(), ScanError> {
        if *part.dtype() != self.dtype {
            let (expected, found) = (self.dtype.clone(), part.dtype().clone());
            return Err(ColumnError::Type { expected: expected.into(), found: found.into() }.into());
        }
        let (expected, found) = (self.shape.as_ref(), part.shape());
        let found = found.as_ref();
        if expected.len() != found.len() {
            return Err(ColumnError::Rank { expected: expected.len(), found: found.len() }.into());
        }
        match (1..found.len()).find(|&axis| expected[axis] != found[axis]) {
            None => Ok(()),
            Some(axis) => {
                let (expected, found) = (expected[axis], found[axis]);
                Err(ArrayError::from(LayoutError::Length { axis, expected, found }).into())
            }
        }
    }

    fn push(&mut self, bytes: &[u8], count: usize) -> Result<(), ScanError> {
        let (start, end) = (self.bytes.len(), self.bytes.len().saturating_add(bytes.len()));
        if end > self.bytes.capacity() {
            let doubled = self.bytes.capacity().saturating_mul(2).max(end);
            let room = self.bytes.try_reserve_total(doubled).or_else(|| self.bytes.try_reserve_total(end));
            room.ok_or(TableError::OutOfMemory { bytes: end })?;
        }
        self.bytes.set_len(end);
        self.bytes.as_mut_slice()[start..].copy_from_slice(bytes);
        if let Some(len) = self.shape.as_mut().first_mut() {
            *len += count;
        }
        Ok(())
    }

    pub(super) fn into_array(self) -> Result<AnyArray, ArrayError> {
        let layout = Layout::dense(self.shape, self.dtype.itemsize(), Order::C)?;
        Ok(AnyArray::from_bytes(self.bytes, self.dtype, layout, Order::C)?)
    }

    pub(super) fn into_table(self) -> Result<AnyTable, ScanError> {
        Ok(AnyTable::try_from(self.into_array()?).map_err(TableError::from)?)
    }
}

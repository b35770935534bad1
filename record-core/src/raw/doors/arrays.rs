//! The doors to mapped arrays.

use crate::{
    dtype::DType,
    element::Element,
    layout::{Dim, DynRank, INFER, Layout, LayoutError, Order, Shape},
    raw::{
        any_map_array::AnyMapArray,
        map::{CopyOnWrite, MapMode, Mapped, MappedMut, Opened},
        map_array::MapArray,
    },
    table::{OpenOptions, Place, TableError, Trailing},
};
use std::path::Path;

/// A shape as an array stores it, and the bytes of all its elements.
fn dense<D: Dim>(shape: D::Shape, itemsize: usize, order: Order) -> Result<(Layout<D>, usize), TableError> {
    if itemsize == 0 {
        return Err(LayoutError::ZeroSize.into());
    }
    let layout = Layout::dense(shape, itemsize, order)?;
    // No overflow: `dense` has checked the extent.
    let bytes = layout.len() * itemsize;
    Ok((layout, bytes))
}

/// The shape with the length that follows from the file in the place of [`INFER`], if that is in it.
fn infer<D: Dim>(
    mut shape: D::Shape,
    place: Place,
    trailing: Trailing,
    available: u64,
    itemsize: usize,
) -> Result<D::Shape, TableError> {
    let mut unknown = (0..shape.as_ref().len()).filter(|&axis| shape.as_ref()[axis] == INFER);
    let (axis, second) = (unknown.next(), unknown.next());
    let Some(axis) = axis else { return Ok(shape) };
    if let Some(axis) = second {
        return Err(LayoutError::SecondInferred { axis }.into());
    }
    let mut known = shape.as_ref().iter().filter(|&&n| n != INFER);
    let known = known.try_fold(1_usize, |count, &n| count.checked_mul(n));
    let row = known.and_then(|known| known.checked_mul(itemsize)).filter(|&row| row > 0);
    let found = place.count.unwrap_or(0);
    let (Some(known), Some(row)) = (known, row) else {
        let found = usize::try_from(found).unwrap_or(usize::MAX);
        return Err(LayoutError::Reshape { expected: known, found }.into());
    };
    let rows = match place.count {
        Some(count) if count % known as u64 == 0 => count / known as u64,
        Some(count) => {
            return Err(TableError::OtherCount { expected: count, found: count - count % known as u64 });
        }
        None => place.check(available, row, trailing)?.count,
    };
    shape.as_mut()[axis] = usize::try_from(rows).map_err(|_| LayoutError::TooLarge { itemsize })?;
    Ok(shape)
}

/// # Safety
/// The contract of the mode in [`map`](crate::map).
unsafe fn elements<D: Dim, S: MapMode>(
    mut options: OpenOptions<'_>,
    path: &Path,
    itemsize: usize,
    shape: D::Shape,
) -> Result<(S, Layout<D>, Order), TableError> {
    let order = options.take_order();
    if itemsize == 0 {
        return Err(LayoutError::ZeroSize.into());
    }
    let opened = Opened::<S>::open(path)?;
    let find = |options: OpenOptions<'_>, header: &[u8], available: u64| {
        let (place, trailing) = options.find(header, available)?;
        let shape = infer::<D>(shape, place, trailing, available, itemsize)?;
        let (layout, bytes) = dense::<D>(shape, itemsize, order)?;
        let count = layout.len() as u64;
        place.check_count(count)?;
        let place = Place { count: Some(count), ..place };
        place.check(available, itemsize, Trailing::Error)?;
        Ok((layout, place.offset, bytes))
    };
    // SAFETY: the caller's promise.
    let (layout, offset, bytes) = unsafe { opened.place(options, find) }?;
    // SAFETY: as above.
    Ok((unsafe { opened.window(offset, bytes) }?, layout, order))
}

/// # Safety
/// The contract of the mode in [`map`](crate::map).
unsafe fn array<T: Element, D: Dim, S: MapMode>(
    options: OpenOptions<'_>,
    path: &Path,
    shape: &impl Shape<Rank = D>,
) -> Result<MapArray<T, D, S>, TableError> {
    // SAFETY: the caller's promise.
    let mapped = unsafe { elements(options, path, size_of::<T>(), shape.to_axes()?) };
    let (storage, layout, order) = mapped.map_err(|error| error.at(path))?;
    Ok(MapArray::from_storage(storage, 0, layout, order)?)
}

/// # Safety
/// The contract of the mode in [`map`](crate::map).
unsafe fn any_array<S: MapMode>(
    options: OpenOptions<'_>,
    path: &Path,
    dtype: DType,
    shape: &impl Shape,
) -> Result<AnyMapArray<S>, TableError> {
    let axes = shape.as_slice().to_axes()?;
    // SAFETY: the caller's promise.
    let mapped = unsafe { elements(options, path, dtype.itemsize(), axes) };
    let (storage, layout, order) = mapped.map_err(|error| error.at(path))?;
    Ok(AnyMapArray::from_storage(storage, 0, dtype, layout, order)?)
}

/// A file of zeros in this shape, where the options say.
///
/// # Safety
/// The contract of [`MappedMut`] in [`map`](crate::map).
unsafe fn new_elements<D: Dim>(
    mut options: OpenOptions<'_>,
    path: &Path,
    itemsize: usize,
    shape: D::Shape,
) -> Result<(MappedMut, Layout<D>, Order), TableError> {
    let order = options.take_order();
    let (layout, bytes) = dense::<D>(shape, itemsize, order)?;
    let (offset, overwrite) = options.place_of_new(layout.len() as u64)?;
    // SAFETY: the caller's promise.
    let storage = unsafe { MappedMut::create(path, overwrite, &[], offset, bytes) }?;
    Ok((storage, layout, order))
}

/// The doors to mapped arrays. The contracts are in [`map`](crate::map).
impl OpenOptions<'_> {
    /// Maps the elements of a file in this shape, in the [`order`](OpenOptions::order) given, from the
    /// [`offset`](OpenOptions::offset) on; what follows them is not looked at. NumPy's
    /// `memmap(dtype, mode='r', offset, shape, order)`.
    ///
    /// One length may be [`INFER`]: it follows from the file.
    ///
    /// ```
    /// use record_core::{layout::INFER, prelude::*, table::OpenOptions};
    /// # let path = std::env::temp_dir().join(format!("record-doc-map-array-{}.bin", std::process::id()));
    /// std::fs::write(&path, [0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6])?;
    /// let options = || OpenOptions::new().offset(1);
    /// // SAFETY: nobody else writes the file, or makes it shorter.
    /// let rows = unsafe { options().map_array::<Be<u16>, _>(&path, [INFER, 3]) }?;
    /// assert_eq!((rows.shape(), rows.get_at([1, 0])), ([2, 3], Some(4)));
    /// // SAFETY: as above.
    /// let columns = unsafe { options().order(Order::F).map_array::<Be<u16>, _>(&path, [2, 3]) }?;
    /// assert_eq!(columns.get_at([1, 0]), Some(2));
    /// # drop((rows, columns));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`map`](OpenOptions::map); [`TableError::TooShort`] for a file that has not so many elements, whatever is
    /// said about trailing bytes; [`TableError::OtherCount`] if a count says another number than the shape;
    /// [`TableError::Layout`] for a shape that does not fit memory.
    ///
    /// # Safety
    /// As [`map`](OpenOptions::map).
    pub unsafe fn map_array<T: Element, D: Dim>(
        self,
        path: impl AsRef<Path>,
        shape: impl Shape<Rank = D>,
    ) -> Result<MapArray<T, D, Mapped>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { array(self, path.as_ref(), &shape) }
    }

    /// Maps the elements of a file in this shape for reading and writing. NumPy's `memmap(mode='r+')`, which makes a
    /// file longer that is too short; here that is an error, and the file is left as it is.
    ///
    /// # Errors
    /// As [`map_array`](OpenOptions::map_array), and [`TableError::File`] for a file that somebody else writes.
    ///
    /// # Safety
    /// As [`map_mut`](OpenOptions::map_mut).
    pub unsafe fn map_array_mut<T: Element, D: Dim>(
        self,
        path: impl AsRef<Path>,
        shape: impl Shape<Rank = D>,
    ) -> Result<MapArray<T, D, MappedMut>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { array(self, path.as_ref(), &shape) }
    }

    /// Maps the elements of a file in this shape for reading, and for writing to memory of its own. NumPy's
    /// `memmap(mode='c')`.
    ///
    /// # Errors
    /// As [`map_array`](OpenOptions::map_array).
    ///
    /// # Safety
    /// As [`map_copy`](OpenOptions::map_copy).
    pub unsafe fn map_array_copy<T: Element, D: Dim>(
        self,
        path: impl AsRef<Path>,
        shape: impl Shape<Rank = D>,
    ) -> Result<MapArray<T, D, CopyOnWrite>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { array(self, path.as_ref(), &shape) }
    }

    /// Makes a file of zeros in this shape and maps it for reading and writing. NumPy's
    /// `memmap(mode='w+', shape, order)`.
    ///
    /// As [`create`](OpenOptions::create), it reserves the room on the disk, and leaves a file of that name alone
    /// unless told otherwise.
    ///
    /// # Errors
    /// As [`create`](OpenOptions::create); [`TableError::Layout`] for a shape that does not fit memory.
    ///
    /// # Safety
    /// As [`map_mut`](OpenOptions::map_mut).
    pub unsafe fn create_array<T: Element, D: Dim>(
        self,
        path: impl AsRef<Path>,
        shape: impl Shape<Rank = D>,
    ) -> Result<MapArray<T, D, MappedMut>, TableError> {
        let axes = shape.to_axes()?;
        // SAFETY: the caller's promise.
        let made = unsafe { new_elements::<D>(self, path.as_ref(), size_of::<T>(), axes) };
        let (storage, layout, order) = made.map_err(|error| error.at(path.as_ref()))?;
        Ok(MapArray::from_storage(storage, 0, layout, order)?)
    }

    /// Maps the elements of a file in this shape, of a dtype known at run time: [`map_array`](OpenOptions::map_array).
    ///
    /// # Errors
    /// As [`map_array`](OpenOptions::map_array).
    ///
    /// # Safety
    /// As [`map`](OpenOptions::map).
    pub unsafe fn map_any_array(
        self,
        path: impl AsRef<Path>,
        dtype: DType,
        shape: impl Shape,
    ) -> Result<AnyMapArray<Mapped>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { any_array(self, path.as_ref(), dtype, &shape) }
    }

    /// Maps the elements of a file in this shape for reading and writing, of a dtype known at run time:
    /// [`map_array_mut`](OpenOptions::map_array_mut).
    ///
    /// # Errors
    /// As [`map_array_mut`](OpenOptions::map_array_mut).
    ///
    /// # Safety
    /// As [`map_mut`](OpenOptions::map_mut).
    pub unsafe fn map_any_array_mut(
        self,
        path: impl AsRef<Path>,
        dtype: DType,
        shape: impl Shape,
    ) -> Result<AnyMapArray<MappedMut>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { any_array(self, path.as_ref(), dtype, &shape) }
    }

    /// Maps the elements of a file in this shape for writing to memory of its own, of a dtype known at run time:
    /// [`map_array_copy`](OpenOptions::map_array_copy).
    ///
    /// # Errors
    /// As [`map_array`](OpenOptions::map_array).
    ///
    /// # Safety
    /// As [`map_copy`](OpenOptions::map_copy).
    pub unsafe fn map_any_array_copy(
        self,
        path: impl AsRef<Path>,
        dtype: DType,
        shape: impl Shape,
    ) -> Result<AnyMapArray<CopyOnWrite>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { any_array(self, path.as_ref(), dtype, &shape) }
    }

    /// Makes a file of zeros in this shape, of a dtype known at run time: [`create_array`](OpenOptions::create_array).
    ///
    /// # Errors
    /// As [`create_array`](OpenOptions::create_array).
    ///
    /// # Safety
    /// As [`map_mut`](OpenOptions::map_mut).
    pub unsafe fn create_any_array(
        self,
        path: impl AsRef<Path>,
        dtype: DType,
        shape: impl Shape,
    ) -> Result<AnyMapArray<MappedMut>, TableError> {
        let axes = shape.as_slice().to_axes()?;
        // SAFETY: the caller's promise.
        let made = unsafe { new_elements::<DynRank>(self, path.as_ref(), dtype.itemsize(), axes) };
        let (storage, layout, order) = made.map_err(|error| error.at(path.as_ref()))?;
        Ok(AnyMapArray::from_storage(storage, 0, dtype, layout, order)?)
    }
}

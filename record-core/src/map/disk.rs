//! What mapped tables and arrays of every kind say of their file, and ask of the system: path, advice, flushing,
//! closing.

use super::{AnyMapArray, MapArray, MapMode, MappedMut, rows};
use crate::{
    element::Element,
    layout::Dim,
    record::Record,
    table::{AnyTable, RecordTable, TableError},
};
use core::ops::Range;
use std::path::Path;

macro_rules! on_disk {
    ($(
        $what:literal, [$($generics:tt)*] $base:ident[$($of:tt)*], |$this:ident|
        $storage:expr, $into_storage:expr, shape $shape:expr, strides $strides:expr,
        $(#[$range:meta])*;
    )*) => {$(
        impl<$($generics)* S: MapMode> $base<$($of)* S> {
            /// The file, as it was opened. NumPy's `memmap.filename`.
            pub fn path(&self) -> &Path {
                let $this = self;
                $storage.path()
            }

            /// Tells the system how the map will be used: [`Advice`](super::Advice), and for
            /// [`CopyOnWrite`](crate::CopyOnWrite) [`PrivateAdvice`](super::PrivateAdvice). Nothing but speed and
            /// memory depends on it.
            ///
            /// # Errors
            /// [`TableError::File`]: the system does not take the advice.
            pub fn advise(&self, advice: S::Advice) -> Result<(), TableError> {
                let $this = self;
                $storage.advise(advice.into())
            }
        }

        impl<$($generics)*> $base<$($of)* MappedMut> {
            #[doc = concat!("Writes what was written to the ", $what, " to the disk, and waits for it. NumPy's")]
            /// `memmap.flush()`.
            ///
            /// # Errors
            /// [`TableError::File`]: the disk is full or broken, or the network gone; what was written may be lost.
            pub fn flush(&self) -> Result<(), TableError> {
                let $this = self;
                let rows = <[usize]>::first($shape).copied().unwrap_or(1);
                self.flush_range(0..rows)
            }

            $(#[$range])*
            ///
            /// # Errors
            /// As [`flush`](Self::flush); [`TableError::OutOfRange`].
            pub fn flush_range(&self, rows: Range<usize>) -> Result<(), TableError> {
                let $this = self;
                let itemsize = self.dtype().itemsize();
                $storage.flush(rows::bytes_of(rows, $shape, $strides, itemsize)?)
            }

            #[doc = concat!("Has what was written to the ", $what, " written to the disk, and does not wait.")]
            ///
            /// # Errors
            /// [`TableError::File`] if that cannot be begun.
            pub fn flush_async(&self) -> Result<(), TableError> {
                let $this = self;
                $storage.flush_async()
            }

            /// Flushes, and closes the file: as dropping does, but it says what went wrong.
            ///
            /// # Errors
            /// As [`flush`](Self::flush); the file is closed all the same.
            pub fn close(self) -> Result<(), TableError> {
                let $this = self;
                $into_storage.close()
            }
        }
    )*};
}

on_disk! {
    "table", [R: Record,] RecordTable[R,], |table| table.owner.storage(), table.owner.into_storage(),
    shape &[table.len()], strides &[size_of::<R>().cast_signed()],
    /// Writes what was written to these records to the disk, and waits for it; others in their pages come along.
    ;
    "table", [] AnyTable[], |table| table.owner.storage(), table.owner.into_storage(),
    shape &[table.len()], strides &[table.dtype().itemsize().cast_signed()],
    /// Writes what was written to these records to the disk, and waits for it; others in their pages come along.
    ;
    "array", [T: Element, D: Dim,] MapArray[T, D,], |array| array.storage(), array.into_storage(),
    shape array.layout().shape.as_ref(), strides array.layout().strides.as_ref(),
    /// Writes what was written to the elements with these first indices to the disk, and waits for it; others in their
    /// pages come along, which in Fortran order are almost all.
    ;
    "array", [] AnyMapArray[], |array| array.storage(), array.into_storage(),
    shape array.layout().shape.as_ref(), strides array.layout().strides.as_ref(),
    /// Writes what was written to the elements with these first indices to the disk, and waits for it; others in their
    /// pages come along, which in Fortran order are almost all.
    ;
}

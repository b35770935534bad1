//! Files and streams out, as NumPy writes them.
//!
//! What lies in one piece is written in one piece; other views are gathered a block at a time. Gaps are written as zeros,
//! whatever is in them: they may be uninitialised, or hold what somebody took care to leave out.

use crate::{
    element::Element,
    file::Replace,
    layout::{Dim, Order},
    npy::{Header, NpyError},
    raw::{any::AnyView, any_array::AnyArray, array::Array, owner::Storage, view::View},
    record::Record,
    table::{AnyTable, RecordTable},
};
use std::{
    io::{self, Write},
    path::Path,
};

/// Bytes that are gathered at a time; one element, if it is larger.
const BLOCK: usize = 256 << 10;

impl AnyView<'_> {
    /// Writes the elements as a `.npy` file: the bytes that NumPy's `save` writes. In Fortran order if the elements lie so in
    /// memory and not also in C order, else in C order.
    ///
    /// Gaps of records are zero in the file, where NumPy writes what is in memory.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut file = Vec::new();
    /// View::from_slice(&[1_u8, 2, 3]).write_npy_to(&mut file)?;
    /// assert!(file.starts_with(b"\x93NUMPY\x01\x00\x76\x00{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }"));
    /// assert_eq!(file[128..], [1, 2, 3]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`NpyError::DType`] if fields overlap or are out of order, which a header cannot say; nothing is written then.
    /// [`NpyError::Io`] with the stream's answer.
    pub fn write_npy_to(self, mut to: impl Write) -> Result<(), NpyError> {
        let (header, view) = self.as_written()?;
        let written =
            to.write_all(&header.to_bytes()).and_then(|()| gather(view, |bytes| to.write_all(bytes)));
        written.map_err(|error| NpyError::Io { doing: "write", error })
    }

    /// Writes the elements to a `.npy` file: [`write_npy_to`](AnyView::write_npy_to) it aside, and then put it into its
    /// place, so that a file of this name is at any time the old one or the new one. NumPy's `save`.
    ///
    /// # Errors
    /// [`NpyError::DType`] as there; [`NpyError::File`] if it cannot be written, or somebody else is writing it.
    pub fn save_npy(self, path: impl AsRef<Path>) -> Result<(), NpyError> {
        let (header, view) = self.as_written().map_err(|error| error.at(path.as_ref()))?;
        let mut file = Replace::create(path)?;
        let written = file.write_all(&header.to_bytes());
        let written = written.and_then(|()| gather(view, |bytes| file.write_all(bytes)));
        written.map_err(|error| file.error(error))?;
        file.commit()?;
        Ok(())
    }

    /// The header, and the elements so that the file has them in C order.
    pub(super) fn as_written(self) -> Result<(Header, Self), NpyError> {
        // A header has no sub-arrays outside of records: their axes are those of the array.
        let view = self.all_axes()?;
        let order = if view.is_f_contiguous() && !view.is_c_contiguous() { Order::F } else { Order::C };
        let header = Header::new(view.dtype(), view.shape(), order)?;
        Ok((header, if order == Order::F { view.transpose() } else { view }))
    }
}

/// All elements in C order, as bytes, a block at a time.
pub(super) fn gather(view: AnyView<'_>, mut write: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    if view.dtype().is_gap_free()
        && let Some(bytes) = view.as_bytes()
    {
        return write(bytes);
    }
    blocks(view, &mut None, &mut write)
}

/// Part by part along the first axis, as many elements at a time as make a block.
fn blocks(
    view: AnyView<'_>,
    block: &mut Option<AnyArray>,
    write: &mut impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    let itemsize = view.dtype().itemsize();
    // No overflow: the header was found to hold them.
    let size = view.size() * itemsize;
    if size == 0 {
        return Ok(());
    }
    if view.ndim() == 0 || size <= BLOCK {
        if block.as_ref().is_none_or(|block| block.view().shape() != view.shape()) {
            let made = AnyArray::zeros(view.dtype().clone(), view.shape(), Order::C);
            *block = Some(made.map_err(|error| io::Error::new(io::ErrorKind::OutOfMemory, error))?);
        }
        let block = block.as_mut().unwrap_or_else(|| unreachable!("made above"));
        block.copy_in(view);
        return write(block.as_bytes());
    }
    let len = view.len();
    let at_once = BLOCK / (size / len);
    let mut start = 0;
    while start < len {
        if at_once == 0 {
            blocks(view.at(start), block, write)?;
            start += 1;
        } else {
            let end = len.min(start + at_once);
            blocks(view.slice(start..end), block, write)?;
            start = end;
        }
    }
    Ok(())
}

macro_rules! doors {
    ($({$($generics:tt)*} $type:ty, |$this:ident: $self:ty| $view:expr, $what:literal;)*) => {$(
        impl<$($generics)*> $type {
            #[doc = concat!("Writes ", $what, " as a `.npy` file, with the bytes that NumPy's `save` writes: see [`AnyView::write_npy_to`].")]
            ///
            /// # Errors
            /// As there.
            pub fn write_npy_to(self: $self, to: impl Write) -> Result<(), NpyError> {
                let $this = self;
                $view.write_npy_to(to)
            }

            #[doc = concat!("Writes ", $what, " to a `.npy` file, which is put into its place when it is whole: see [`AnyView::save_npy`].")]
            ///
            /// # Errors
            /// As there.
            pub fn save_npy(self: $self, path: impl AsRef<Path>) -> Result<(), NpyError> {
                let $this = self;
                $view.save_npy(path)
            }
        }
    )*};
}

doors! {
    {T: Element, D: Dim} View<'_, T, D>, |view: Self| view.as_any(), "the elements";
    {T: Element, D: Dim} Array<T, D>, |array: &Self| array.view().as_any(), "the elements";
    {} AnyArray, |array: &Self| array.view(), "the elements";
    {R: Record, S: Storage} RecordTable<R, S>, |table: &Self| table.as_any(), "the records";
    {S: Storage} AnyTable<S>, |table: &Self| table.view(), "the records";
}

#[cfg(feature = "mmap")]
doors! {
    {T: Element, D: Dim, S: Storage} crate::MapArray<T, D, S>, |array: &Self| array.view().as_any(), "the elements";
    {S: Storage} crate::AnyMapArray<S>, |array: &Self| array.view(), "the elements";
}

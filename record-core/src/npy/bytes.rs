//! Files that are in memory already: views and tables over their bytes, nothing is copied.

use crate::{
    element::Element,
    layout::{Dim, span},
    npy::{Header, NpyError, target::FromNpy as _},
    raw::{any::AnyView, owner::Borrowed, view::View},
    record::Record,
    table::{AnyTable, Found, Place, RecordTable},
};

impl Header {
    /// How many bytes follow the data in a file of `file_len` bytes: what NumPy passes over in silence.
    ///
    /// # Errors
    /// [`NpyError::ShortData`] if there are too few for the data.
    pub fn trailing_bytes(&self, file_len: u64) -> Result<u64, NpyError> {
        let expected = self.data_len() as u64;
        let found = file_len.saturating_sub(self.data_offset() as u64);
        found.checked_sub(expected).ok_or(NpyError::ShortData { expected, found })
    }

    /// The elements in the bytes of the file, header and all, without a copy.
    ///
    /// ```
    /// use record_core::{npy::Header, prelude::*};
    /// let mut file = Vec::new();
    /// Array::from_rows([[1_u8, 2], [3, 4]]).write_npy_to(&mut file)?;
    /// let header = Header::parse(&file)?;
    /// assert_eq!(header.view(&file)?.typed_as::<u8, record_core::Rank<2>>()?.to_vec(), [1, 2, 3, 4]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`NpyError::ShortData`] if there are too few bytes.
    pub fn view<'a>(&'a self, file: &'a [u8]) -> Result<AnyView<'a>, NpyError> {
        self.trailing_bytes(file.len() as u64)?;
        Ok(AnyView::from_parts(file, self.dtype(), self.layout(), self.data_offset())?)
    }
}

impl Header {
    /// Where records of type `R` are in the file, for what reads records at a place: a reader of chunks, a guarded map.
    ///
    /// ```
    /// use record_core::{npy::Header, prelude::*, table::OpenOptions};
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let mut file = Vec::new();
    /// RecordTable::from([Point { id: 7, at: [0.0; 2] }]).write_npy_to(&mut file)?;
    /// let place = Header::parse(&file)?.place_of::<Point>()?;
    /// assert_eq!(OpenOptions::new().place(place).bytes::<Point>(&file)?.len(), 1);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`NpyError::Mismatch`] if the dtype is another, with the first field that differs; [`NpyError::Layout`] if there are
    /// several axes, or none.
    pub fn place_of<R: Record>(&self) -> Result<Place, NpyError> {
        RecordTable::<R>::accept(self)?;
        self.place()
    }

    /// Where the records are in the file, whatever they are.
    ///
    /// # Errors
    /// [`NpyError::Layout`] if there are several axes, or none.
    pub fn place(&self) -> Result<Place, NpyError> {
        Ok(Place { offset: self.data_offset() as u64, count: Some(self.records()? as u64) })
    }
}

impl<'a, T: Element, D: Dim> View<'a, T, D> {
    /// The elements of a `.npy` file that is in memory, without a copy: of the file's shape and order.
    ///
    /// Where `T` is an array, its axes are the last of the file. Bytes behind the data are passed over.
    ///
    /// ```
    /// use record_core::{prelude::*, Rank};
    /// let mut file = Vec::new();
    /// Array::from_rows([[1.5, 2.5], [3.5, 4.5]]).write_npy_to(&mut file)?;
    /// let view = View::<f64, Rank<2>>::from_npy_bytes(&file)?;
    /// assert_eq!(view.at(1).to_vec(), [3.5, 4.5]);
    /// assert_eq!(View::<[f64; 2]>::from_npy_bytes(&file)?.len(), 2);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`NpyError::Mismatch`] if the file's dtype is not that of `T`, with the first field that differs;
    /// [`NpyError::Layout`] if the number of axes is not that of `D`; others if the bytes are no such file.
    pub fn from_npy_bytes(file: &'a [u8]) -> Result<Self, NpyError> {
        let header = Header::parse(file)?;
        let layout = header.layout_as::<T, D>()?;
        header.trailing_bytes(file.len() as u64)?;
        let checked = span::check(layout, header.data_offset(), size_of::<T>(), file.len())?;
        Ok(Self::from_checked(file, &checked))
    }
}

impl<R: Record> RecordTable<R> {
    /// The records of a `.npy` file that is in memory, without a copy.
    ///
    /// # Errors
    /// As [`View::from_npy_bytes`].
    pub fn from_npy_bytes(file: &[u8]) -> Result<RecordTable<R, Borrowed<'_>>, NpyError> {
        let header = Header::parse(file)?;
        Self::accept(&header)?;
        let place = header.place_in(file.len() as u64)?;
        Ok(RecordTable::from_storage(Borrowed::bytes(file), place)?)
    }
}

impl AnyTable {
    /// The records of a `.npy` file that is in memory, of the dtype that its header says, without a copy.
    ///
    /// # Errors
    /// [`NpyError`] if the bytes are no `.npy` file of records on one axis.
    pub fn from_npy_bytes(file: &[u8]) -> Result<AnyTable<Borrowed<'_>>, NpyError> {
        let header = Header::parse(file)?;
        Self::accept(&header)?;
        let place = header.place_in(file.len() as u64)?;
        Ok(AnyTable::from_storage(Borrowed::bytes(file), header.dtype().clone(), place)?)
    }
}

impl Header {
    /// Where the records of a table are in a file of this length.
    fn place_in(&self, file_len: u64) -> Result<Found, NpyError> {
        let trailing = self.trailing_bytes(file_len)?;
        Ok(Found { offset: self.data_offset() as u64, ..self.records_alone(trailing)? })
    }

    /// Where the records of a table are in their own bytes, behind which there were others.
    pub(crate) fn records_alone(&self, trailing: u64) -> Result<Found, NpyError> {
        Ok(Found { offset: 0, count: self.records()? as u64, trailing })
    }
}

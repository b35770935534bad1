//! Tables of records whose dtype only run time knows: read from a file's own header, or from text.

use crate::{
    buffer::ArrayError,
    dtype::DType,
    raw::{
        alloc::AlignedBytes,
        any::AnyView,
        any_column::AnyColumn,
        any_mut::AnyViewMut,
        owner::{Borrowed, BorrowedMut, Owned, Owner, Storage, StorageMut, Untyped},
    },
    record::Record,
    table::{OpenOptions, RecordTable, TableError, open::Found},
    view::{ColumnError, Value},
};
use core::{fmt, ops::Index};

/// Records of a dtype known at run time, one after the other, in storage `S`.
///
/// What [`RecordTable`] is, without the Rust type: `data["salary"]` and [`column`](AnyTable::column) give the columns by
/// name, and [`typed`](AnyTable::typed) all records as a Rust type whose dtype is the same.
///
/// ```
/// # use record_core::prelude::*;
/// let dtype = DType::parse("u1, (2,)>f4")?;
/// let bytes = [7, 0x3f, 0x80, 0, 0, 0, 0, 0, 0];
/// let table = AnyTable::from_bytes(&bytes, dtype)?;
/// assert_eq!((table["f0"].mean()?, table["f1"].mean()?), (Some(7.0), Some(0.5)));
/// # Ok::<(), record_core::Error>(())
/// ```
pub struct AnyTable<S: Storage = Owned> {
    pub(crate) owner: Owner<Untyped, S>,
    pub(crate) trailing: u64,
}

impl<S: Storage> AnyTable<S> {
    pub(crate) fn from_storage(storage: S, dtype: DType, place: Found) -> Result<Self, TableError> {
        let (start, count) = place.in_memory(dtype.itemsize())?;
        let owner = Owner::untyped(storage, dtype, start, count)?;
        Ok(Self { owner, trailing: place.trailing })
    }

    /// All records, as a view.
    pub fn view(&self) -> AnyView<'_> {
        self.owner.any_view()
    }

    /// What a record means.
    pub fn dtype(&self) -> &DType {
        self.owner.dtype()
    }

    /// The number of records.
    pub fn len(&self) -> usize {
        self.owner.len()
    }

    /// Whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes behind the last record that were not read.
    pub fn trailing_bytes(&self) -> u64 {
        self.trailing
    }

    /// Record `index`, decoded; `None` behind the end.
    pub fn get(&self, index: usize) -> Option<Value> {
        self.view().get(index)
    }

    /// The column of the field of this name.
    ///
    /// # Errors
    /// [`ColumnError::Unknown`] with the names there are.
    pub fn column(&self, name: &str) -> Result<AnyView<'_>, ColumnError> {
        self.view().column(name)
    }

    /// All records as a Rust type.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let dtype = DType::parse("[('id', 'u1'), ('at', '<f4', (2,))]")?;
    /// let bytes = [7, 0, 0, 0, 0, 0, 0, 0, 0];
    /// let table = AnyTable::from_bytes(&bytes, dtype)?;
    /// # #[cfg(target_endian = "little")]
    /// assert_eq!(table.typed::<Point>()?.first(), Some(Point { id: 7, at: [0.0; 2] }));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ColumnError::Type`] if the type's dtype is another.
    pub fn typed<R: Record>(&self) -> Result<crate::View<'_, R>, ColumnError> {
        self.view().typed()
    }

    /// The records as bytes.
    pub fn as_bytes(&self) -> &[u8] {
        // Untyped tables are made from bytes, so gaps are defined.
        self.view().as_bytes().unwrap_or_default()
    }
}

impl<S: StorageMut> AnyTable<S> {
    /// All records, as a writable view.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// use record_core::view::Value;
    /// let mut bytes = [1, 2, 3];
    /// let mut table = AnyTable::from_bytes_mut(&mut bytes, DType::parse("u1")?)?;
    /// table.view_mut().try_set_at([1], &Value::UInt(9))?;
    /// assert_eq!(bytes, [1, 9, 3]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn view_mut(&mut self) -> AnyViewMut<'_> {
        self.owner.any_view_mut()
    }

    /// The writable column of the field of this name.
    ///
    /// # Errors
    /// [`ColumnError::Unknown`] with the names there are.
    pub fn column_mut(&mut self, name: &str) -> Result<AnyViewMut<'_>, ColumnError> {
        self.view_mut().into_column(name)
    }
}

impl AnyTable {
    /// A table of `count` records, all bytes zero. NumPy's `zeros(count, dtype)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let table = AnyTable::zeroed(DType::parse("u1, <f8")?, 3)?;
    /// assert_eq!((table.len(), table["f1"].mean()?), (3, Some(0.0)));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ArrayError::OutOfMemory`] with the bytes, [`ArrayError::Layout`] if records have no size.
    pub fn zeroed(dtype: DType, count: usize) -> Result<Self, ArrayError> {
        let bytes = count.saturating_mul(dtype.itemsize());
        let memory = AlignedBytes::zeroed(bytes, dtype.alignment().max(1));
        let memory = memory.ok_or(ArrayError::OutOfMemory { bytes })?;
        Ok(Self { owner: Owner::untyped(Owned(memory), dtype, 0, count)?, trailing: 0 })
    }

    /// A table over bytes, all of them, without a copy. NumPy's `frombuffer`.
    ///
    /// # Errors
    /// [`TableError::PartialRecord`] if a part of a record is left at the end. [`OpenOptions`] allows that, and offsets
    /// and counts.
    pub fn from_bytes(bytes: &[u8], dtype: DType) -> Result<AnyTable<Borrowed<'_>>, TableError> {
        OpenOptions::new().bytes_any(bytes, dtype)
    }

    /// A writable table over bytes, all of them, without a copy.
    ///
    /// # Errors
    /// As [`from_bytes`](AnyTable::from_bytes).
    pub fn from_bytes_mut(bytes: &mut [u8], dtype: DType) -> Result<AnyTable<BorrowedMut<'_>>, TableError> {
        OpenOptions::new().bytes_any_mut(bytes, dtype)
    }
}

impl<R: Record, S: Storage> RecordTable<R, S> {
    /// All records, as a view without the Rust type.
    pub fn as_any(&self) -> AnyView<'_> {
        self.view().as_any()
    }
}

/// All records, as a view.
impl<'a, S: Storage> From<&'a AnyTable<S>> for AnyView<'a> {
    fn from(table: &'a AnyTable<S>) -> Self {
        table.view()
    }
}

/// All records, as a view without the Rust type.
impl<'a, R: Record, S: Storage> From<&'a RecordTable<R, S>> for AnyView<'a> {
    fn from(table: &'a RecordTable<R, S>) -> Self {
        table.as_any()
    }
}

/// The column of a field, by its name: `data["salary"]`.
///
/// # Panics
/// If there is no field of this name; [`column`](AnyTable::column) says so instead.
impl<S: Storage> Index<&str> for AnyTable<S> {
    type Output = AnyColumn;

    #[track_caller]
    fn index(&self, name: &str) -> &AnyColumn {
        match self.owner.any_column(name) {
            Some(column) => column,
            None => panic!("{}", ColumnError::unknown(name, self.dtype())),
        }
    }
}

impl<S: Storage> fmt::Display for AnyTable<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}

impl<S: Storage> fmt::Debug for AnyTable<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnyTable")
            .field("len", &self.len())
            .field("dtype", self.dtype())
            .finish_non_exhaustive()
    }
}

//! Record tables: records one after the other, and who owns their bytes.
//!
//! A [`RecordTable`] is a view and the storage that keeps its bytes alive: [`Owned`] and growable, [`Borrowed`] or
//! [`BorrowedMut`] over somebody's bytes, or [`Mapped`](crate::Mapped) from a file. [`AnyTable`] is the same for a dtype
//! known only at run time. Functions that only look at records should take a [`View`], which every table lends.

mod any;
mod any_columns;
mod any_select;
mod columns;
mod concat;
mod convert;
mod describe;
mod error;
mod native;
mod open;
mod order;
mod owned;
mod select;

pub use any::AnyTable;
pub use any_columns::AnyColumns;
pub use error::TableError;
pub(crate) use open::Found;
#[cfg(feature = "std")]
pub(crate) use open::Told;
#[cfg(feature = "std")]
pub(crate) use open::Wanted;
pub use open::{HeaderError, OpenOptions, Place, Trailing};

use crate::{
    bits::{BitField, Bits, Word},
    dtype::DType,
    element::Element,
    raw::{
        any::AnyView,
        any_column::AnyColumn,
        column::Column,
        field::Field,
        iter::Iter,
        owner::{Borrowed, BorrowedMut, Owned, Owner, Storage, StorageMut},
        view::{View, ViewMut},
    },
    record::Record,
    view::ColumnError,
};
use core::{
    fmt,
    ops::{Deref, DerefMut, Index, IndexMut},
};

/// Records of type `R`, one after the other, in storage `S`. NumPy's one-dimensional structured array.
///
/// Derefs to [`Column<R>`](Column), where `len`, `get`, `iter`, `slice`, `col` and the other reading operations are.
/// `data[Employee::SALARY]` is a column by token, `data["salary"]` by name.
///
/// ```
/// use record_core::prelude::*;
///
/// #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// #[repr(C, packed)]
/// struct Employee { name: FixedBytes<8>, age: i32, salary: f64 }
///
/// let mut data = RecordTable::from(vec![
///     Employee { name: "Alice".try_into()?, age: 30, salary: 5e4 },
///     Employee { name: "Bob".try_into()?, age: 55, salary: 7e4 },
/// ]);
/// data[Employee::SALARY] *= 1.1;
/// assert_eq!(data.col(Employee::AGE).max(), Some(55));
/// assert_eq!(data["age"].mean()?, Some(42.5));
/// # Ok::<(), record_core::Error>(())
/// ```
pub struct RecordTable<R: Record, S: Storage = Owned> {
    pub(crate) owner: Owner<R, S>,
    pub(crate) trailing: u64,
}

impl<R: Record, S: Storage> RecordTable<R, S> {
    pub(crate) fn from_storage(storage: S, place: Found) -> Result<Self, TableError> {
        const { assert!(size_of::<R>() > 0, "a table of records of size 0 has no length") };
        let (start, count) = place.in_memory(size_of::<R>())?;
        let owner = Owner::new(storage, start, count)?;
        Ok(Self { owner, trailing: place.trailing })
    }

    /// All records, as a view.
    #[inline]
    pub fn view(&self) -> View<'_, R> {
        self.owner.view()
    }

    /// What a record means.
    pub fn dtype(&self) -> &'static DType {
        <R as Element>::DTYPE
    }

    /// Bytes behind the last record that were not read when the table was opened: of a partial record, or of whatever
    /// follows when the count was given. Editing the table does not change it.
    pub fn trailing_bytes(&self) -> u64 {
        self.trailing
    }

    /// The column of the field of this name.
    ///
    /// # Errors
    /// [`ColumnError::Unknown`] with the names there are.
    pub fn column(&self, name: &str) -> Result<AnyView<'_>, ColumnError> {
        self.owner.any_view().column(name)
    }

    /// All columns, as a struct with a view for each field.
    pub fn columns(&self) -> R::Columns<'_> {
        self.view().columns()
    }

    /// The records as bytes. NumPy's `a.tobytes()`, without a copy.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points = RecordTable::from([Point { id: 7, at: [0.0; 2] }]);
    /// assert_eq!(points.as_bytes()?, [7, 0, 0, 0, 0, 0, 0, 0, 0]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`TableError::UndefinedGaps`] for a table over `&[R]` where `R` has gaps: their bytes may be uninitialised.
    pub fn as_bytes(&self) -> Result<&[u8], TableError> {
        self.view().as_bytes().ok_or_else(|| TableError::undefined_gaps(R::DTYPE))
    }
}

impl<R: Record, S: StorageMut> RecordTable<R, S> {
    /// All records, as a writable view.
    #[inline]
    pub fn view_mut(&mut self) -> ViewMut<'_, R> {
        self.owner.view_mut()
    }

    /// All columns at once, each writable: `let EmployeeColumnsMut { mut salary, age, .. } = data.columns_mut();`
    pub fn columns_mut(&mut self) -> R::ColumnsMut<'_> {
        self.view_mut().columns_mut()
    }

    /// The writable column of one field.
    pub fn col_mut<T: Element>(&mut self, field: Field<R, T>) -> ViewMut<'_, T> {
        self.view_mut().into_col(field)
    }
}

/// Tables over what somebody else owns. Named without a storage, `RecordTable::<R>::from_bytes(&bytes)`, they say it in
/// what they return.
impl<R: Record> RecordTable<R> {
    /// A table over records in memory, without a copy.
    ///
    /// If `R` has gaps, the table does not offer its bytes: see [`as_bytes`](RecordTable::as_bytes).
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points = [Point { id: 7, at: [0.0; 2] }];
    /// assert_eq!(RecordTable::from_records(&points)["id"].mean()?, Some(7.0));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Panics
    /// At compile time, if `R` has size 0.
    pub fn from_records(records: &[R]) -> RecordTable<R, Borrowed<'_>> {
        let place = Found { offset: 0, count: records.len() as u64, trailing: 0 };
        RecordTable::from_storage(Borrowed::records(records), place).expect("a slice fits itself")
    }

    /// A table over bytes, all of them, without a copy. NumPy's `frombuffer`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let bytes = [0; 19];
    /// let error = RecordTable::<Point>::from_bytes(&bytes).unwrap_err();
    /// assert_eq!(error.to_string(), "19 bytes are 2 records of 9 bytes, and 1 of a partial record");
    /// ```
    ///
    /// # Errors
    /// [`TableError::PartialRecord`] if a part of a record is left at the end. [`OpenOptions`] allows that, and offsets
    /// and counts.
    pub fn from_bytes(bytes: &[u8]) -> Result<RecordTable<R, Borrowed<'_>>, TableError> {
        OpenOptions::new().bytes(bytes)
    }

    /// A writable table over bytes, all of them, without a copy.
    ///
    /// # Errors
    /// As [`from_bytes`](RecordTable::from_bytes).
    pub fn from_bytes_mut(bytes: &mut [u8]) -> Result<RecordTable<R, BorrowedMut<'_>>, TableError> {
        OpenOptions::new().bytes_mut(bytes)
    }
}

impl<R: Record, S: Storage> Deref for RecordTable<R, S> {
    type Target = Column<R>;

    #[inline]
    fn deref(&self) -> &Column<R> {
        self.owner.records()
    }
}

impl<R: Record, S: StorageMut> DerefMut for RecordTable<R, S> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Column<R> {
        self.owner.records_mut()
    }
}

/// The column of a field, by its token: `data[Employee::SALARY]`.
impl<R: Record, S: Storage, T: Element> Index<Field<R, T>> for RecordTable<R, S> {
    type Output = Column<T>;

    #[inline]
    fn index(&self, field: Field<R, T>) -> &Column<T> {
        &self.owner.records()[field]
    }
}

/// The column of some bits of a field, by their token: `data[Header::APID]`. Read-only.
impl<R: Record, S: Storage, T: Element<Value: Word>, const LO: u32, const LEN: u32>
    Index<BitField<R, T, LO, LEN>> for RecordTable<R, S>
{
    type Output = Column<Bits<T, LO, LEN>>;

    #[inline]
    fn index(&self, bits: BitField<R, T, LO, LEN>) -> &Column<Bits<T, LO, LEN>> {
        &self.owner.records()[bits]
    }
}

/// The writable column of a field, by its token: `data[Employee::SALARY] *= 1.02`.
impl<R: Record, S: StorageMut, T: Element> IndexMut<Field<R, T>> for RecordTable<R, S> {
    #[inline]
    fn index_mut(&mut self, field: Field<R, T>) -> &mut Column<T> {
        &mut self.owner.records_mut()[field]
    }
}

/// The column of a field, by its name: `data["salary"]`.
///
/// # Panics
/// If there is no field of this name; [`column`](RecordTable::column) says so instead.
impl<R: Record, S: Storage> Index<&str> for RecordTable<R, S> {
    type Output = AnyColumn;

    #[track_caller]
    fn index(&self, name: &str) -> &AnyColumn {
        match self.owner.any_column(name) {
            Some(column) => column,
            None => panic!("{}", ColumnError::unknown(name, R::DTYPE)),
        }
    }
}

impl<'a, R: Record, S: Storage> IntoIterator for &'a RecordTable<R, S> {
    type Item = R;
    type IntoIter = Iter<'a, R>;

    #[inline]
    fn into_iter(self) -> Iter<'a, R> {
        self.view().iter()
    }
}

/// Equal if their records are, in order; gaps do not count.
impl<R: Record + PartialEq, S: Storage, T: Storage> PartialEq<RecordTable<R, T>> for RecordTable<R, S> {
    fn eq(&self, other: &RecordTable<R, T>) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<R: Record, S: Storage> fmt::Display for RecordTable<R, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}

impl<R: Record, S: Storage> fmt::Debug for RecordTable<R, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordTable")
            .field("len", &self.len())
            .field("dtype", &R::DTYPE)
            .finish_non_exhaustive()
    }
}

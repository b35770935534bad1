//! Maps that survive a truncation: the records in place, and the truth about them afterwards.

use crate::{
    dtype::DType,
    element::Element,
    file::FileError,
    raw::{any::AnyView, guard, owner::Untyped, view::View},
    record::Record,
    scan::{Chunk, InputName, Scan, ScanEnd, ScanError},
    table::TableError,
};
use core::{fmt, ops::ControlFlow};
use std::path::Path;

/// Records of a mapped file that may be shortened while they are read: made by
/// [`OpenOptions::map_guarded`](crate::table::OpenOptions::map_guarded). Linux only.
///
/// The records are looked at in [`scan`](Guarded::scan), or as a [`Scan`] of one chunk. Views do not leave the closure, and what
/// it returns is returned only if every byte that it may have read was the file's: behind the end of a file that was
/// shortened it reads zeros.
///
/// ```
/// # use record_core::prelude::*;
/// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
/// # struct Point { id: u8, at: [f32; 2] }
/// use record_core::table::OpenOptions;
/// # let path = std::env::temp_dir().join(format!("record-doc-guarded-type-{}", std::process::id()));
/// std::fs::write(&path, [7; 3 * 9])?;
/// // SAFETY: nobody writes the file; shortening it is allowed.
/// let points = unsafe { OpenOptions::new().map_guarded::<Point>(&path)? };
/// let (largest, all) = points.scan(|points| (points.col(Point::ID).max(), points.to_table()))?;
/// assert_eq!((largest, all.len()), (Some(7), 3));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// A slice, `&[T]`, is a promise that its elements do not change, which nobody can make here: in the closure
/// [`as_slice`](View::as_slice) and [`as_bytes`](View::as_bytes) are `None`, and `to_ndarray` is an error. Everything else works, at the
/// same speed, from several threads too.
///
/// Once a scan has failed, every later one fails in the same way, for the zeros stay: open the file again.
pub struct Guarded<R: Record> {
    records: guard::GuardedRecords<R>,
    trailing: u64,
}

/// Records of a mapped file that may be shortened while they are read, of a dtype known at run time: made by
/// [`OpenOptions::map_any_guarded`](crate::table::OpenOptions::map_any_guarded). What [`Guarded`] is, without the Rust type.
///
/// ```
/// # use record_core::prelude::*;
/// use record_core::table::OpenOptions;
/// # let path = std::env::temp_dir().join(format!("record-doc-guarded-any-{}", std::process::id()));
/// std::fs::write(&path, [7; 3 * 9])?;
/// // SAFETY: nobody writes the file; shortening it is allowed.
/// let points = unsafe { OpenOptions::new().map_any_guarded(&path, DType::parse("u1, (2,)<f4")?)? };
/// assert_eq!(points.scan(|points| points.column("f0").map(|id| id.len()))??, 3);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), record_core::Error>(())
/// ```
pub struct AnyGuarded {
    records: guard::GuardedRecords<Untyped>,
    trailing: u64,
}

impl<R: Record> Guarded<R> {
    pub(crate) fn new(records: guard::GuardedRecords<R>, trailing: u64) -> Self {
        Self { records, trailing }
    }

    /// Hands all records to `work`, and returns what it returns if the file was whole to the end.
    ///
    /// Several threads may scan one map at once, and `work` may use several. It runs once, or not at all if the file is
    /// already too short. A panic in it is passed on: the library's operations never panic for what is in a file, but
    /// code that indexes with what it reads may do so for the zeros of a truncation; [`check`](Guarded::check) tells.
    ///
    /// # Errors
    /// [`ScanError::Truncated`] if the file is shorter than it was, [`ScanError::Unreadable`] if it is not but could not
    /// be read, as from a bad disk. What `work` returned is dropped.
    pub fn scan<T>(&self, work: impl for<'a> FnOnce(View<'a, R>) -> T) -> Result<T, ScanError> {
        self.records.scan(work).map_err(|damage| error(&self.records, damage))
    }
}

impl AnyGuarded {
    pub(crate) fn new(records: guard::GuardedRecords<Untyped>, trailing: u64) -> Self {
        Self { records, trailing }
    }

    /// Hands all records to `work`, and returns what it returns if the file was whole to the end.
    ///
    /// # Errors
    /// As [`Guarded::scan`].
    pub fn scan<T>(&self, work: impl for<'a> FnOnce(AnyView<'a>) -> T) -> Result<T, ScanError> {
        self.records.scan_any(work).map_err(|damage| error(&self.records, damage))
    }

    /// What a record means.
    pub fn dtype(&self) -> &DType {
        self.records.dtype()
    }
}

impl<R: Record> Guarded<R> {
    /// What a record means.
    pub fn dtype(&self) -> &'static DType {
        <R as Element>::DTYPE
    }
}

macro_rules! both {
    ($($owner:ty { $($generics:tt)* } $record:ty, $name:literal;)*) => {$(
        impl $($generics)* $owner {
            /// The number of records.
            pub fn len(&self) -> usize {
                self.records.len()
            }

            /// Whether there are no records.
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }

            /// Bytes behind the last record when the file was opened: of a partial record, or of whatever follows when
            /// the count was given.
            pub fn trailing_bytes(&self) -> u64 {
                self.trailing
            }

            /// The file, as it was opened.
            pub fn path(&self) -> &Path {
                self.records.path()
            }

            /// Whether the file is still whole, and all that scans have read so far was the file's.
            ///
            /// # Errors
            /// As [`scan`](Self::scan).
            pub fn check(&self) -> Result<(), ScanError> {
                self.records.check().map_err(|damage| error(&self.records, damage))
            }
        }

        /// One chunk, all records. What the operations have of it is given out only if the file was whole to the end.
        impl $($generics)* Scan for $owner {
            type Record = $record;

            fn dtype(&self) -> &DType {
                self.records.dtype()
            }

            fn for_each_chunk(
                &mut self,
                each: &mut dyn FnMut(Chunk<'_>) -> ControlFlow<()>,
            ) -> Result<ScanEnd, ScanError> {
                (&*self).for_each_chunk(each)
            }
        }

        /// As for the map itself: several may scan it at once.
        impl $($generics)* Scan for &$owner {
            type Record = $record;

            fn dtype(&self) -> &DType {
                self.records.dtype()
            }

            fn for_each_chunk(
                &mut self,
                each: &mut dyn FnMut(Chunk<'_>) -> ControlFlow<()>,
            ) -> Result<ScanEnd, ScanError> {
                let all = self.records.scan_any(|view| {
                    if view.len() > 0 {
                        // There is nothing behind it to break off.
                        _ = each(Chunk::new(0, view));
                    }
                });
                all.map_err(|damage| error(&self.records, damage))?;
                let mut end = ScanEnd::new(self.len() as u64);
                end.trailing_bytes = self.trailing;
                Ok(end)
            }
        }

        impl $($generics)* fmt::Debug for $owner {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct($name)
                    .field("path", &self.path())
                    .field("len", &self.len())
                    .field("dtype", self.records.dtype())
                    .finish_non_exhaustive()
            }
        }
    )*};
}

both! {
    Guarded<R> { <R: Record> } R, "Guarded";
    AnyGuarded {} Untyped, "AnyGuarded";
}

/// What happened to the file, in records.
fn error<R>(records: &guard::GuardedRecords<R>, damage: guard::Damage) -> ScanError {
    let from = InputName::Path(records.path().to_path_buf());
    match damage {
        guard::Damage::Shortened { len } => {
            ScanError::Truncated { from, record: records.first_beyond(len), count: records.len() as u64 }
        }
        guard::Damage::Unreadable { byte } => ScanError::Unreadable { from, byte, error: None },
        guard::Damage::Unknown { doing, error } => {
            TableError::from(FileError::new(doing, records.path(), error)).into()
        }
    }
}

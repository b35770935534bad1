//! From a path to guarded records.

use crate::{
    dtype::DType,
    file::{FileError, open_regular, read_full_at},
    raw::guard::{Damage, GuardedRecords, GuardedWindow},
    record::Record,
    scan::{AnyGuarded, Guarded, InputName, ScanError},
    table::{Found, OpenOptions, TableError, Wanted},
};
use std::{fs, path::Path};

/// The doors to guarded maps, on Linux. The contract is the same at each.
impl OpenOptions<'_> {
    /// Maps a file that may be shortened while it is read: nothing is copied, and what was read of a file that became
    /// shorter is a [`ScanError::Truncated`] and not the end of the process.
    ///
    /// The records are looked at in [`Guarded::scan`], and by the operations of [`Scan`](crate::scan::Scan).
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// use record_core::{scan::ScanError, table::OpenOptions};
    /// # let path = std::env::temp_dir().join(format!("record-doc-guarded-{}", std::process::id()));
    /// std::fs::write(&path, [7; 100 * 9])?;
    /// // SAFETY: nobody writes the file; shortening it is allowed.
    /// let points = unsafe { OpenOptions::new().map_guarded::<Point>(&path)? };
    /// assert_eq!(points.scan(|points| points.col(Point::ID).sum())?, 700);
    ///
    /// std::fs::File::options().write(true).open(&path)?.set_len(30)?;
    /// let error = points.scan(|points| points.col(Point::ID).sum()).unwrap_err();
    /// assert!(matches!(error, ScanError::Truncated { record: 3, count: 100, .. }));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # How
    /// The first scan installs a handler of SIGBUS, which stays until the process ends. A fault in a guarded map is
    /// laid over with zeros and noted; any other SIGBUS goes to the handler that was there before, or to the system.
    /// Each scan looks whether a handler was installed meanwhile, and if so puts itself before that one, and passes on
    /// to it. A handler that is installed *during* a scan and does not pass faults on ends the process at a truncation,
    /// and so does SIGBUS blocked in another thread that reads: the thread that scans, and those that it starts
    /// meanwhile, take it. They take one that somebody *sends*, too: where all threads block it, and one waits for it
    /// with `sigwait`, it may come to a thread that scans, and there goes to the handler or kills, for the system does
    /// not let a thread take faults alone. A handler of ours that was put back with `signal`, without its flags, gets
    /// them with the next signal or scan; a signal sent in between is lost, and one for which the action was put back
    /// with `SA_RESETHAND` (`sysv_signal`) is handled without knowing what it is. One more map area is needed then: a
    /// process that has more than the system's limit of them dies of the fault.
    ///
    /// # Errors
    /// [`ScanError::Table`] if there is no such file, it is none, it is of huge pages (`hugetlbfs`),
    /// or the records are not in it;
    /// [`FileError::Changed`] in [`TableError::File`] if it becomes shorter while `locate` looks at it,
    /// [`ScanError::Unreadable`] if it cannot be read then.
    ///
    /// # Safety
    /// From the call on and as long as the map lives, nobody, in this process or another, **writes** the bytes of its
    /// records, nor, while a function given to [`locate`](OpenOptions::locate) runs, any of the file. The file may be
    /// made shorter at any time, by anybody, and may be deleted, renamed or replaced, which does not touch the map.
    ///
    /// * A file that is made shorter **and longer again** over the bytes of the map counts as written: the bytes are
    ///   zeros then, and unless a page was missed, or the length looked at, in between, nobody can tell: not in a scan
    ///   either, which looks at the length at its begin and its end.
    /// * The file is on a **local** file system. One of another machine or of a program (NFS, FUSE) may go on with a
    ///   length that it knew before: then what is gone is read as zeros without a fault, and nobody can tell.
    /// * What else would happen: a write shows through values that the compiler takes to be constant, as with
    ///   [`map`](OpenOptions::map); and a scan returns `Ok` for records that never were in the file together.
    /// * The function of [`locate`](OpenOptions::locate) is handed the mapped bytes as a slice. If the file can become
    ///   shorter while it runs, it does not rely on two looks at a byte to agree: it makes no `str` of the slice, but
    ///   of a copy.
    /// * The handler is in this code: a library that contains it is not unloaded (`dlclose`) after the first scan.
    pub unsafe fn map_guarded<R: Record>(self, path: impl AsRef<Path>) -> Result<Guarded<R>, ScanError> {
        // SAFETY: the caller's promise.
        let (window, start, place) =
            unsafe { open(self, path.as_ref(), size_of::<R>()) }.map_err(|error| error.at(path.as_ref()))?;
        let records = GuardedRecords::typed(window, start, count(place, size_of::<R>())?);
        Ok(Guarded::new(records.map_err(TableError::from)?, place.trailing))
    }

    /// Maps a file that may be shortened while it is read, for a dtype known at run time.
    ///
    /// # Errors
    /// As [`map_guarded`](OpenOptions::map_guarded).
    ///
    /// # Safety
    /// As [`map_guarded`](OpenOptions::map_guarded).
    pub unsafe fn map_any_guarded(
        self,
        path: impl AsRef<Path>,
        dtype: DType,
    ) -> Result<AnyGuarded, ScanError> {
        // SAFETY: the caller's promise.
        let (window, start, place) = unsafe { open(self, path.as_ref(), dtype.itemsize()) }
            .map_err(|error| error.at(path.as_ref()))?;
        let count = count(place, dtype.itemsize())?;
        let records = GuardedRecords::untyped(window, dtype, start, count).map_err(TableError::from)?;
        Ok(AnyGuarded::new(records, place.trailing))
    }
}

fn count(place: Found, itemsize: usize) -> Result<usize, TableError> {
    Ok(place.alone().in_memory(itemsize)?.1)
}

/// Opens and maps: the window, the first record's byte in it, and where the records are in the file.
///
/// # Safety
/// As `GuardedWindow::new`.
unsafe fn open(
    options: OpenOptions<'_>,
    path: &Path,
    itemsize: usize,
) -> Result<(GuardedWindow, usize, Found), ScanError> {
    let io = |doing| move |error| TableError::from(FileError::new(doing, path, error));
    let file = open_regular(path, fs::OpenOptions::new().read(true)).map_err(TableError::from)?;
    let available = file.metadata().map_err(io("look at"))?.len();
    let first = match options.wanted() {
        None => 0,
        Some(Wanted::First(first)) => first,
        Some(Wanted::All) => {
            let len = usize::try_from(available).ok().filter(|&len| isize::try_from(len).is_ok());
            let len = len.ok_or(TableError::OutOfReach { offset: 0, bytes: available })?;
            // SAFETY: the caller's promise.
            let mut window = unsafe { GuardedWindow::new(file, path, 0, len) }.map_err(io("map"))?;
            // SAFETY: the function that looks at them is made for bytes that become zeros (`map_guarded`).
            let place = window.watch(|| options.place_in(unsafe { window.bytes() }, available, itemsize));
            let place = place.map_err(|damage| located_in(damage, path, available))??;
            let (start, _) = place.in_memory(itemsize).map_err(TableError::from)?;
            // What follows the records does not matter any more.
            window.ends_at(place.offset + place.bytes(itemsize).map_err(TableError::from)? as u64);
            return Ok((window, start, place));
        }
    };
    let mut header = vec![0; first.min(usize::try_from(available).unwrap_or(first))];
    let read = read_full_at(&file, &mut header, 0).map_err(io("read"))?;
    let place = options.place_in(&header[..read], available, itemsize)?;
    let bytes = place.bytes(itemsize).map_err(TableError::from)?;
    // SAFETY: the caller's promise.
    let window = unsafe { GuardedWindow::new(file, path, place.offset, bytes) }.map_err(io("map"))?;
    Ok((window, 0, place))
}

/// A file that became shorter before it was known how many records it has.
fn located_in(damage: Damage, path: &Path, available: u64) -> ScanError {
    let from = InputName::Path(path.to_path_buf());
    match damage {
        Damage::Shortened { len } => {
            let path = path.to_path_buf();
            TableError::from(FileError::Changed { path, expected: available, found: len }).into()
        }
        Damage::Unreadable { byte } => ScanError::Unreadable { from, byte, error: None },
        Damage::Unknown { doing, error } => TableError::from(FileError::new(doing, path, error)).into(),
    }
}

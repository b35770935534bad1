//! Maps of files that may be shortened meanwhile.
//!
//! A page behind the end of a mapped file cannot be read: the process gets SIGBUS. Here a handler of that signal lays
//! zeros over such a page and notes it, so that the reading goes on, to no purpose, and ends; then the note and the
//! length of the file say whether what was read was the file. Nothing is interrupted, nothing is jumped out of.
//!
//! * [`registry`]: which addresses are guarded, for the handler to find.
//! * [`handler`]: the handler, before and behind others.
//! * [`frames`]: whether handlers call each other in a circle.
//!
//! The doors, `map_guarded` and its kin, are in [`doors`](super::doors).
//!
//! The views of a guarded map are headers like any other, and keep [R1] and [R2] to the end: behind an end that moved
//! there are zeros, which are initialised. What they do not keep is that bytes stay as they are. So elements are handed
//! out by value only: no slice, no `&[u8]`, no array of another crate, by [`Origin::Guarded`].

mod frames;
mod handler;
mod registry;

use crate::{
    dtype::DType,
    element::Element,
    layout::{Layout, LayoutError, Rank, span},
    raw::{
        any::AnyView,
        header::{Gaps, Header},
        origin::{MappedFile, Origin},
        owner::Untyped,
        view::View,
    },
};
use core::{
    fmt,
    marker::PhantomData,
    ptr::NonNull,
    sync::atomic::{AtomicU64, Ordering, fence},
};
use memmap2::{MmapOptions, MmapRaw};
use std::{
    fs::File,
    io, mem,
    os::{fd::AsRawFd, unix::fs::FileExt},
    path::Path,
    sync::Arc,
};

/// What became of a file under its map.
#[derive(Debug)]
pub(crate) enum Damage {
    /// It is, or was, shorter than what is mapped.
    Shortened {
        /// The fewest bytes that it was seen to have.
        len: u64,
    },
    /// It is as long as it was, but a page could not be read.
    Unreadable {
        /// The first byte of that page, in the file.
        byte: u64,
    },
    /// The system does not say how long it is, or takes no handler.
    Unknown {
        /// What was being done.
        doing: &'static str,
        /// The answer.
        error: io::Error,
    },
}

/// A part of a file, mapped and guarded.
pub(crate) struct GuardedWindow {
    /// Before `map`: fields are dropped in the order of their declaration, and the handler must have forgotten the
    /// addresses before they are given back.
    entry: Option<registry::Entry>,
    /// `None` for no bytes.
    map: Option<MmapRaw>,
    file: File,
    /// Where headers point at, wherever the window is moved to.
    about: Arc<MappedFile>,
    /// How far the mapped bytes reach in the file.
    end: u64,
    /// The fewest bytes that the file was seen to have.
    shortest: AtomicU64,
}

impl GuardedWindow {
    /// Maps `len` bytes of a file from byte `offset` on.
    ///
    /// # Safety
    /// While the window lives, nobody writes these bytes of the file; see `map_guarded`.
    pub(crate) unsafe fn new(file: File, path: &Path, offset: u64, len: usize) -> io::Result<Self> {
        let end = offset.checked_add(len as u64).ok_or(io::ErrorKind::InvalidInput)?;
        if is_of_huge_pages(&file)? {
            return Err(io::Error::new(
                io::ErrorKind::Unsupported,
                "huge pages cannot be laid over with zeros",
            ));
        }
        let map = match len {
            0 => None,
            _ => Some(MmapOptions::new().offset(offset).len(len).map_raw_read_only(&file)?),
        };
        let address = map.as_ref().map_or(0, |map| map.as_ptr().addr());
        let entry = map.as_ref().map(|_| registry::Entry::new(address, len));
        let about = Arc::new(MappedFile::new(path, address, offset));
        Ok(Self { entry, map, file, about, end, shortest: AtomicU64::new(u64::MAX) })
    }

    /// The header of `count` elements of `itemsize` bytes, from byte `start` of the window on. It is good while the
    /// window lives, and for reading by value.
    fn header(&self, start: usize, count: usize, itemsize: usize) -> Result<Header<Rank<1>>, LayoutError> {
        if itemsize == 0 {
            return Err(LayoutError::ZeroSize);
        }
        let (base, available) = match &self.map {
            Some(map) => (NonNull::new(map.as_mut_ptr()).unwrap_or(NonNull::dangling()), map.len()),
            None => (NonNull::dangling(), 0),
        };
        let layout = Layout { shape: [count], strides: [itemsize.cast_signed()] };
        let checked = span::check(layout, start, itemsize, available)?;
        // SAFETY: a map is not at null, and readable while the window lives; a page that is not there is laid over with
        // zeros when it is read. All its bytes are initialised by the system.
        let head = unsafe { Header::new(base, available, &checked, Gaps::Defined) };
        // SAFETY: on the heap, and there as long as the window.
        Ok(unsafe { head.with_origin(Origin::Guarded(NonNull::from(&*self.about))) })
    }

    /// What is mapped behind this byte of the file is never looked at: the file may become shorter there.
    pub(crate) fn ends_at(&mut self, byte: u64) {
        self.end = byte;
    }

    /// Lets `work` read the window, and says whether what it read was the file.
    pub(crate) fn watch<T>(&self, work: impl FnOnce() -> T) -> Result<T, Damage> {
        self.check()?;
        let on_guard = handler::OnGuard::new();
        let on_guard = on_guard.map_err(|error| Damage::Unknown { doing: "handle SIGBUS for", error })?;
        let result = work();
        drop(on_guard);
        self.settle();
        self.check()?;
        Ok(result)
    }

    /// Waits for a truncation under way, where the file system zeroes the end of the last page before it says that the
    /// file is shorter (XFS): reading takes the lock that it holds. What is read, or not, does not matter.
    fn settle(&self) {
        if let Some(last) = self.end.checked_sub(1).filter(|_| self.map.is_some()) {
            _ = self.file.read_at(&mut [0], last);
        }
    }

    /// All bytes.
    ///
    /// # Safety
    /// Whoever reads them is prepared for bytes that turn to zeros between one look and the next.
    pub(crate) unsafe fn bytes(&self) -> &[u8] {
        let Some(map) = &self.map else { return &[] };
        // SAFETY: mapped as long as `self` is borrowed, initialised by the system; as for changes, see above.
        unsafe { core::slice::from_raw_parts(map.as_ptr(), map.len()) }
    }

    /// Whether every byte read so far was the file's.
    fn check(&self) -> Result<(), Damage> {
        if self.map.is_none() {
            return Ok(());
        }
        // What was read stays before the note is looked at, for the compiler and the processor: a thread that read
        // zeros of a page laid over by another thread's handler finds the note, which was made before they were laid
        // (`cover`). That the zeros are seen is the work of the system call that laid them, which is a barrier for all
        // processors that have the page; they are not read as atomics, so the model of memory alone would not give
        // this.
        fence(Ordering::Acquire);
        // First: whoever sees the fault of a truncation sees the truncation.
        let fault = self.entry.as_ref().and_then(registry::Entry::fault);
        let found = match self.file.metadata() {
            Ok(about) => about.len(),
            Err(error) => return Err(Damage::Unknown { doing: "look at", error }),
        };
        let len = self.shortest.fetch_min(found, Ordering::AcqRel).min(found);
        if len < self.end {
            return Err(Damage::Shortened { len });
        }
        match fault {
            Some(byte) => Err(Damage::Unreadable { byte: self.about.offset + byte as u64 }),
            None => Ok(()),
        }
    }
}

/// Whether the file is on a `hugetlbfs`: ordinary pages cannot be laid over a part of its pages, so a fault would kill.
fn is_of_huge_pages(file: &File) -> io::Result<bool> {
    /// `HUGETLBFS_MAGIC`, in the bytes of a number whose type differs from system to system.
    const MAGIC: u32 = 0x9584_58f6;
    // SAFETY: a C struct of numbers, for all of which zeros are a value.
    let mut about: libc::statfs = unsafe { mem::zeroed() };
    // SAFETY: an open file, and room for the answer.
    if unsafe { libc::fstatfs(file.as_raw_fd(), &raw mut about) } != 0 {
        return Err(io::Error::last_os_error());
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    // such numbers have 32 bits, signed or not
    let kind = about.f_type as u32;
    Ok(kind == MAGIC)
}

/// The records of a guarded map. `R` is the record type, or [`Untyped`].
pub(crate) struct GuardedRecords<R> {
    window: GuardedWindow,
    /// Over the window's records.
    head: Header<Rank<1>>,
    dtype: DType,
    marker: PhantomData<fn() -> R>,
}

// SAFETY: a map of a file for reading, and the header of a view, which is `Send`; the rest is.
unsafe impl<R> Send for GuardedRecords<R> {}
// SAFETY: as above; what is read through `&` is atomic, or by the system.
unsafe impl<R> Sync for GuardedRecords<R> {}

impl<R> GuardedRecords<R> {
    fn new(window: GuardedWindow, dtype: DType, start: usize, count: usize) -> Result<Self, LayoutError> {
        let head = window.header(start, count, dtype.itemsize())?;
        Ok(Self { window, head, dtype, marker: PhantomData })
    }

    pub(crate) fn len(&self) -> usize {
        self.head.len()
    }

    pub(crate) fn dtype(&self) -> &DType {
        &self.dtype
    }

    pub(crate) fn path(&self) -> &Path {
        &self.window.about.path
    }

    /// Whether what scans have read so far was the file.
    pub(crate) fn check(&self) -> Result<(), Damage> {
        self.window.check()
    }

    /// The first record that is not whole if the file ends at this byte.
    pub(crate) fn first_beyond(&self, byte: u64) -> u64 {
        let (about, itemsize) = (&self.window.about, self.dtype.itemsize() as u64);
        let start = about.offset + self.head.ptr().addr().get().saturating_sub(about.address()) as u64;
        (byte.saturating_sub(start) / itemsize).min(self.len() as u64)
    }

    /// Hands the records to `work`, and what it made of them out if they were those of the file.
    pub(crate) fn scan_any<T>(&self, work: impl for<'a> FnOnce(AnyView<'a>) -> T) -> Result<T, Damage> {
        // SAFETY: checked for the dtype's itemsize against the window [R1], [R2], which is borrowed meanwhile.
        self.window.watch(|| work(unsafe { AnyView::from_header(self.head, &self.dtype) }))
    }
}

impl<R: Element> GuardedRecords<R> {
    pub(crate) fn scan<T>(&self, work: impl for<'a> FnOnce(View<'a, R>) -> T) -> Result<T, Damage> {
        // SAFETY: made by `typed`, so for R's dtype, over the window [R1], [R2], which is borrowed meanwhile.
        self.window.watch(|| work(unsafe { View::from_header(self.head) }))
    }

    pub(crate) fn typed(window: GuardedWindow, start: usize, count: usize) -> Result<Self, LayoutError> {
        Self::new(window, R::DTYPE.clone(), start, count)
    }
}

impl GuardedRecords<Untyped> {
    pub(crate) fn untyped(
        window: GuardedWindow,
        dtype: DType,
        start: usize,
        count: usize,
    ) -> Result<Self, LayoutError> {
        Self::new(window, dtype, start, count)
    }
}

impl<R> fmt::Debug for GuardedRecords<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded")
            .field("path", &self.path())
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

//! Memory whose gaps must not be touched, and columns that lie in it.
//!
//! Elements far apart lie on pages of their own, and the pages between cannot be read or written: who touches one byte of
//! them ends the process, in every build. Elements side by side share their pages; between them, AddressSanitizer is told
//! that bytes are not to be touched, where it is there, and elsewhere what the gaps hold is compared when all is done, so
//! that stores are noticed. Before the first page and behind the last lies one that cannot be touched.
#![allow(unsafe_code)] // mapping pages is

use record_core::{Element, Rank, View, ViewMut, layout::Layout};
use std::{ops::Range, ptr};

/// A page of this system.
fn page() -> usize {
    // SAFETY: asks for a number.
    usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).expect("the size of a page")
}

/// What gaps hold that can be read.
const GAP: u8 = 0xA5;

/// How elements lie.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// Each on a page of its own, at the start of it or at the end; the pages between are closed.
    Pages { end: bool },
    /// So many bytes behind each, the first element at the start of a page, or the last at the end of one.
    Close { gap: usize, end: bool },
}

/// All ways to lie.
pub const PLACES: [Place; 6] = [
    Place::Pages { end: false },
    Place::Pages { end: true },
    Place::Close { gap: 8, end: false },
    Place::Close { gap: 32, end: false },
    Place::Close { gap: 56, end: false },
    Place::Close { gap: 3, end: true },
];

/// Elements side by side, whose gaps the sanitizer watches.
#[cfg(feature = "rayon")]
pub const WATCHED: Place = Place::Close { gap: 8, end: false };

/// Room for a column.
pub struct Ground {
    base: *mut u8,
    len: usize,
    first: usize,
    stride: usize,
    count: usize,
    leaves: Vec<Range<usize>>,
    place: Place,
}

impl Ground {
    /// Room for `count` elements of zeros without gaps of their own.
    pub fn new<T: Element>(place: Place, count: usize) -> Self {
        Self::with_leaves::<T>(place, count, std::iter::once(0..size_of::<T>()).collect())
    }

    /// Room for `count` elements, of which these bytes are no gaps.
    pub fn with_leaves<T: Element>(place: Place, count: usize, leaves: Vec<Range<usize>>) -> Self {
        let size = size_of::<T>();
        // Elements start where the sanitizer's grains of eight bytes do, if their gap is made of whole ones.
        let (stride, end) = match place {
            Place::Pages { end } => (2 * page(), end),
            Place::Close { gap, end } if gap % 8 == 0 => (size.next_multiple_of(8) + gap, end),
            Place::Close { gap, end } => (size + gap, end),
        };
        let held = (count - 1) * stride + size;
        let len = held.next_multiple_of(page()) + 2 * page();
        let first = match place {
            Place::Pages { end: true } => 2 * page() - size,
            _ if end => len - page() - held,
            _ => page(),
        };
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        // SAFETY: a new mapping at an address that the system chooses.
        let base = unsafe { libc::mmap(ptr::null_mut(), len, libc::PROT_NONE, flags, -1, 0) };
        assert!(base != libc::MAP_FAILED, "{}", std::io::Error::last_os_error());
        let ground = Self { base: base.cast(), len, first, stride, count, leaves, place };
        match place {
            Place::Pages { .. } => (0..count).for_each(|i| ground.open(page() + i * stride, page())),
            Place::Close { .. } => {
                ground.open(page(), len - 2 * page());
                for at in page()..len - page() {
                    // SAFETY: a byte of a page that has just been opened.
                    unsafe { ground.base.wrapping_add(at).write(GAP) };
                }
                for i in 0..count {
                    for at in ground.leaves_of(i).flatten() {
                        // SAFETY: as above.
                        unsafe { ground.base.wrapping_add(at).write(0) };
                    }
                }
                ground.watch(true);
            }
        }
        ground
    }

    /// Opens pages.
    fn open(&self, at: usize, len: usize) {
        // SAFETY: pages of the mapping.
        let answer = unsafe {
            libc::mprotect(self.base.wrapping_add(at).cast(), len, libc::PROT_READ | libc::PROT_WRITE)
        };
        assert_eq!(answer, 0, "{}", std::io::Error::last_os_error());
    }

    /// The bytes of element `i` that are no gaps.
    fn leaves_of(&self, i: usize) -> impl Iterator<Item = Range<usize>> + '_ {
        let start = self.first + i * self.stride;
        self.leaves.iter().map(move |leaf| start + leaf.start..start + leaf.end)
    }

    /// The gaps between the first element and the last.
    fn gaps(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut start = self.first;
        (0..self.count).flat_map(|i| self.leaves_of(i)).filter_map(move |leaf| {
            let gap = start..leaf.start;
            start = leaf.end;
            (!gap.is_empty()).then_some(gap)
        })
    }

    /// Whether the sanitizer can be told about all gaps: it knows how many bytes of eight may be touched, from the first on.
    pub fn is_watched(&self) -> bool {
        cfg!(address_sanitizer)
            && matches!(self.place, Place::Close { .. })
            && (0..self.count).flat_map(|i| self.leaves_of(i)).all(|leaf| leaf.start % 8 == 0)
    }

    /// Tells the sanitizer that gaps are not to be touched, or that they may be.
    fn watch(&self, on: bool) {
        if self.is_watched() {
            for gap in self.gaps() {
                watch(self.base.wrapping_add(gap.start), gap.len(), on);
            }
        }
    }

    /// Where the first element is.
    pub fn start(&self) -> *mut u8 {
        self.base.wrapping_add(self.first)
    }

    /// The address of the first gap.
    pub fn first_gap(&self) -> *mut u8 {
        self.base.wrapping_add(self.gaps().next().expect("a gap").start)
    }

    fn layout(&self) -> Layout<Rank<1>> {
        Layout { shape: [self.count], strides: [self.stride.cast_signed()] }
    }

    /// The column.
    pub fn view<T: Element>(&self) -> View<'_, T> {
        // SAFETY: elements whose leaves may be read, were written, and which nobody writes meanwhile.
        unsafe { View::from_raw_parts(self.start().cast(), self.layout()) }.expect("a column")
    }

    /// The column, to be written.
    pub fn view_mut<T: Element>(&mut self) -> ViewMut<'_, T> {
        // SAFETY: elements that may be read and written, which this alone has.
        unsafe { ViewMut::from_raw_parts(self.start().cast(), self.layout()) }.expect("a column")
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        self.watch(false);
        if matches!(self.place, Place::Close { .. }) && !std::thread::panicking() {
            for at in self.gaps().flatten().chain(page()..self.first) {
                // SAFETY: a byte of a page that may be read.
                let found = unsafe { self.base.wrapping_add(at).read() };
                assert_eq!(found, GAP, "byte {at} of {:?}, stride {}", self.place, self.stride);
            }
        }
        // SAFETY: the whole mapping, of which no view is left.
        unsafe { libc::munmap(self.base.cast(), self.len) };
    }
}

#[cfg(address_sanitizer)]
fn watch(at: *mut u8, len: usize, on: bool) {
    unsafe extern "C" {
        fn __asan_poison_memory_region(at: *const u8, len: usize);
        fn __asan_unpoison_memory_region(at: *const u8, len: usize);
    }
    if on {
        // SAFETY: bytes of a mapping that is there.
        unsafe { __asan_poison_memory_region(at, len) }
    } else {
        // SAFETY: as above.
        unsafe { __asan_unpoison_memory_region(at, len) }
    }
}

#[cfg(not(address_sanitizer))]
fn watch(_: *mut u8, _: usize, _: bool) {}

/// A copy of these values that lies in such memory.
pub fn lay<T: Element>(place: Place, values: &[T::Value]) -> Ground {
    let mut ground = Ground::new::<T>(place, values.len());
    ground.view_mut::<T>().assign(values.iter().copied());
    ground
}

/// Who touches a gap ends the process: what all other tests of this file rely on.
#[test]
fn a_gap_cannot_be_touched() {
    for place in PLACES {
        let ground = Ground::new::<u32>(place, 3);
        if !matches!(place, Place::Pages { .. }) && !ground.is_watched() {
            continue;
        }
        for write in [false, true] {
            let at = ground.first_gap();
            let at = if let Place::Pages { end: true } = place { ground.start().wrapping_add(4) } else { at };
            let at = if let Place::Pages { end: false } = place {
                ground.start().wrapping_add(page())
            } else {
                at
            };
            // SAFETY: the child only touches a byte and ends.
            let child = unsafe { libc::fork() };
            assert!(child >= 0, "{}", std::io::Error::last_os_error());
            if child == 0 {
                // SAFETY: it is not allowed, and so the process ends; the byte may be anything.
                let byte = unsafe { at.read_volatile() };
                if write {
                    // SAFETY: as above.
                    unsafe { at.write_volatile(byte) };
                }
                // SAFETY: nothing is left to be done.
                unsafe { libc::_exit(0) };
            }
            let mut status = 0;
            // SAFETY: our child.
            assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
            assert_ne!(status, 0, "{place:?}: a gap was touched, and nothing happened");
        }
    }
}

//! What a program may tell the system about the use of a map.

use super::window::{Access, Window};
use std::io;

/// What the system may expect of the use of a map: it decides what is read ahead and what is kept. Nothing but speed
/// and memory depends on it.
///
/// ```
/// use record_core::{map::Advice, prelude::*};
/// # let path = std::env::temp_dir().join(format!("record-doc-advise-{}.bin", std::process::id()));
/// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
/// # struct Point { id: u8, at: [f32; 2] }
/// # std::fs::write(&path, [1; 18])?;
/// // SAFETY: nobody else writes the file, or makes it shorter.
/// let points = unsafe { RecordTable::<Point>::map(&path) }?;
/// points.advise(Advice::Sequential)?;
/// assert_eq!(points[Point::ID].sum(), 2);
/// points.advise(Advice::Drop)?;
/// assert_eq!(points[Point::ID].sum(), 2);
/// # drop(points);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), record_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Advice {
    /// Nothing special.
    Normal,
    /// From the first byte to the last: read far ahead, and let go behind.
    Sequential,
    /// Here and there: nothing is read ahead.
    Random,
    /// All of it, soon: it is read now, beside what the program does.
    WillNeed,
    /// Large pages, where the system has them for files. An error where it does not know them: on all systems but
    /// Linux, and on some Linux.
    HugePages,
    /// Not soon: the pages are given back. They are read from the file again when they are looked at; what was written
    /// stays in the file.
    Drop,
}

/// [`Advice`] for maps of the mode [`CopyOnWrite`](crate::CopyOnWrite), which cannot be dropped: what was written is
/// nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PrivateAdvice {
    /// [`Advice::Normal`].
    Normal,
    /// [`Advice::Sequential`].
    Sequential,
    /// [`Advice::Random`].
    Random,
    /// [`Advice::WillNeed`].
    WillNeed,
    /// [`Advice::HugePages`].
    HugePages,
}

impl From<PrivateAdvice> for Advice {
    fn from(advice: PrivateAdvice) -> Self {
        match advice {
            PrivateAdvice::Normal => Self::Normal,
            PrivateAdvice::Sequential => Self::Sequential,
            PrivateAdvice::Random => Self::Random,
            PrivateAdvice::WillNeed => Self::WillNeed,
            PrivateAdvice::HugePages => Self::HugePages,
        }
    }
}

impl Window {
    /// Tells the system; where it cannot be told anything, nothing happens.
    pub(super) fn advise(&self, advice: Advice) -> io::Result<()> {
        // Of a map without bytes too: the answer does not hang on what is in the file.
        if advice == Advice::HugePages && !cfg!(target_os = "linux") {
            return Err(io::ErrorKind::Unsupported.into());
        }
        self.tell(advice)
    }

    #[cfg(unix)]
    fn tell(&self, advice: Advice) -> io::Result<()> {
        use memmap2::{Advice as Told, UncheckedAdvice};
        let Some(map) = self.map() else { return Ok(()) };
        map.advise(match advice {
            Advice::Normal => Told::Normal,
            Advice::Sequential => Told::Sequential,
            Advice::Random => Told::Random,
            Advice::WillNeed => Told::WillNeed,
            #[cfg(target_os = "linux")]
            Advice::HugePages => Told::HugePage,
            Advice::Drop if self.access() != Access::Copy => {
                // SAFETY: the map is shared with the file. "In the case of shared mappings, subsequent accesses will
                // repopulate from the up-to-date contents of the underlying mapped file" (madvise(2)), and those are
                // the bytes that were there, written ones too: pages of a file that were written to are in the system's
                // cache, whoever has mapped them.
                return unsafe { map.unchecked_advise(UncheckedAdvice::DontNeed) };
            }
            // Not for private pages: what was written would be gone, under references to it.
            _ => return Err(io::ErrorKind::Unsupported.into()),
        })
    }

    /// Such systems are told nothing.
    #[cfg(not(unix))]
    #[allow(clippy::unused_self, clippy::unnecessary_wraps)] // as the one above
    fn tell(&self, _: Advice) -> io::Result<()> {
        Ok(())
    }
}

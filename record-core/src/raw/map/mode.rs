//! The three ways of mapping a file, as types.

use super::{
    advice::{Advice, PrivateAdvice},
    window::{Access, Window},
};
use crate::{
    file::{FileLock, open_regular},
    raw::owner::{OriginState, Storage, StorageMut, sealed},
    table::TableError,
};
use core::{fmt, ptr::NonNull};
use std::{
    fs::{File, OpenOptions},
    path::Path,
};

/// Reads a file in place. NumPy's `memmap(mode='r')`.
///
/// The map is private to the table or array and goes when it is dropped. Readers take no lock.
pub struct Mapped(Window);

/// Reads and writes a file in place. NumPy's `memmap(mode='r+')` and `memmap(mode='w+')`.
///
/// It holds the [`FileLock`] of the file, so that there is one writer at a time. What is written is in the file for all
/// that look at it, at once, and on the disk when the system gets to it, or after `flush`.
pub struct MappedMut {
    window: Window,
    /// Whether a header in the file, outside of the window, says how long the window is, and of which dtype.
    counted: bool,
    /// Released after the map is gone.
    _lock: FileLock,
}

/// Reads a file in place and writes to pages of its own: the file never changes. NumPy's `memmap(mode='c')`.
///
/// Pages that are written to are copied when that happens, and take memory from then on.
pub struct CopyOnWrite(Window);

/// The ways of mapping a file: [`Mapped`], [`MappedMut`] and [`CopyOnWrite`]. Sealed.
pub trait MapMode: Storage + modes::Mode {
    /// What the system may be told about the use of the map: all [`Advice`], or, where giving pages back would lose
    /// what was written to them, [`PrivateAdvice`].
    type Advice: Into<Advice>;
}

pub(super) mod modes {
    use crate::{
        file::FileError,
        raw::map::{
            advice::Advice,
            window::{Access, Window},
        },
        table::TableError,
    };
    use std::{fs::File, path::Path};

    pub trait Mode: Sized {
        /// Held while the map lives.
        type Lock;
        const ACCESS: Access;

        /// Opens a regular file for maps of this mode, after taking its lock.
        fn open_file(path: &Path) -> Result<(File, Self::Lock), TableError>;

        /// # Safety
        /// The window was mapped for this mode's access, and the contract of the mode in [`map`](crate::map) is kept
        /// for it as long as the result lives.
        unsafe fn over(window: Window, lock: Self::Lock) -> Self;

        /// Says that a header of the file describes what is in the window: how many elements there are, which must not
        /// grow or shrink then, and of which dtype, which must not change in place.
        fn counted(self) -> Self {
            self
        }

        /// Whether that was said, of a map that writes to the file.
        fn is_counted(&self) -> bool {
            false
        }

        fn window(&self) -> &Window;

        /// The file, as it was opened.
        fn path(&self) -> &Path {
            self.window().path()
        }

        /// # Errors
        /// [`TableError::File`].
        fn advise(&self, advice: Advice) -> Result<(), TableError> {
            let told = self.window().advise(advice);
            Ok(told.map_err(|error| FileError::new("advise on", self.path(), error))?)
        }
    }
}

fn open_to_read(path: &Path) -> Result<(File, ()), TableError> {
    Ok((open_regular(path, OpenOptions::new().read(true))?, ()))
}

impl modes::Mode for Mapped {
    type Lock = ();
    const ACCESS: Access = Access::Read;

    fn open_file(path: &Path) -> Result<(File, ()), TableError> {
        open_to_read(path)
    }
    unsafe fn over(window: Window, (): ()) -> Self {
        Self(window)
    }
    fn window(&self) -> &Window {
        &self.0
    }
}

impl modes::Mode for MappedMut {
    type Lock = FileLock;
    const ACCESS: Access = Access::Write;

    fn open_file(path: &Path) -> Result<(File, FileLock), TableError> {
        // Before the lock, which would be made for a file that is not there.
        open_regular(path, OpenOptions::new().read(true).write(true))?;
        let mut lock = FileLock::acquire(path)?;
        // The file of that name may be another one by now, and the name another one of links that move.
        Ok((lock.open(path)?, lock))
    }
    unsafe fn over(window: Window, lock: FileLock) -> Self {
        Self { window, counted: false, _lock: lock }
    }
    fn counted(self) -> Self {
        Self { counted: true, ..self }
    }
    fn is_counted(&self) -> bool {
        self.counted
    }
    fn window(&self) -> &Window {
        &self.window
    }
}

impl MappedMut {
    pub(super) fn window_mut(&mut self) -> &mut Window {
        &mut self.window
    }
}

impl modes::Mode for CopyOnWrite {
    type Lock = ();
    const ACCESS: Access = Access::Copy;

    fn open_file(path: &Path) -> Result<(File, ()), TableError> {
        open_to_read(path)
    }
    unsafe fn over(window: Window, (): ()) -> Self {
        Self(window)
    }
    fn window(&self) -> &Window {
        &self.0
    }
}

macro_rules! modes {
    ($($mode:ident: $advice:ident;)*) => {$(
        // SAFETY: the address of a map does not change while it lives and is not swapped, which takes `&mut`, and its
        // bytes are initialised by the system; that the file keeps them is the contract of `over`.
        unsafe impl Storage for $mode {
            fn base(&self) -> NonNull<u8> {
                modes::Mode::window(self).base()
            }
            fn byte_len(&self) -> usize {
                modes::Mode::window(self).len()
            }
            fn origin(&self) -> OriginState {
                OriginState(modes::Mode::window(self).origin())
            }
            fn is_described(&self) -> bool {
                modes::Mode::is_counted(self)
            }
        }

        impl sealed::Sealed for $mode {}
        impl MapMode for $mode {
            type Advice = $advice;
        }

        impl fmt::Debug for $mode {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($mode), "({:?})"), modes::Mode::window(self))
            }
        }
    )*};
}

modes! {
    Mapped: Advice;
    MappedMut: Advice;
    CopyOnWrite: PrivateAdvice;
}

// SAFETY: mapped for writing, and nobody else reads or writes the bytes while they are mutably borrowed: the contract
// of `over`.
unsafe impl StorageMut for MappedMut {}
// SAFETY: as above; the pages that are written to are its own.
unsafe impl StorageMut for CopyOnWrite {}

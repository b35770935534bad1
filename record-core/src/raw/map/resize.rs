//! Files that get longer or shorter under their map.

use super::{
    mode::{MappedMut, modes::Mode},
    open::end_of,
    window::{Access, Mapping},
};
use crate::{
    file::{FileError, preallocate},
    table::TableError,
};
use std::io;

impl MappedMut {
    /// Makes the file end `len` bytes behind where the window begins, and the window with it; the new bytes are zero,
    /// and there is room on the disk for each.
    ///
    /// # Errors
    /// [`TableError::BytesBehind`] if the file goes on behind the window, [`TableError::File`] if there is no room:
    /// file and window are as they were then.
    pub(crate) fn grow_to(&mut self, len: usize) -> Result<(), TableError> {
        self.check_uncounted()?;
        let (before, after) = (self.checked_end().map_err(|error| error.at(self.path()))?, self.end_of(len)?);
        preallocate(self.window().file(), after).map_err(self.io("make room for"))?;
        match self.map_again(len) {
            Ok(mapping) => drop(self.window_mut().swap(mapping)),
            Err(error) => {
                // The window ends where the file did before. That this fails too is less than why.
                _ = self.window().file().set_len(before);
                return Err(self.io("map")(error).into());
            }
        }
        Ok(())
    }

    /// Makes the window `len` bytes long, no more than it is, and then the file end with it.
    ///
    /// # Errors
    /// As [`grow_to`](MappedMut::grow_to).
    pub(crate) fn shrink(&mut self, len: usize) -> Result<(), TableError> {
        self.check_uncounted()?;
        self.checked_end().map_err(|error| error.at(self.path()))?;
        let after = self.end_of(len)?;
        let mapping = self.map_again(len).map_err(self.io("map"))?;
        let old = self.window_mut().swap(mapping);
        if let Err(error) = self.window().file().set_len(after) {
            drop(self.window_mut().swap(old));
            return Err(self.io("make shorter")(error).into());
        }
        Ok(())
    }

    /// Makes the file end where the window does, and says how many bytes were behind it.
    ///
    /// # Errors
    /// [`TableError::File`]; the file is as it was then.
    pub(crate) fn drop_trailing(&mut self) -> Result<u64, TableError> {
        match self.checked_end() {
            Err(TableError::BytesBehind { end, available }) => {
                self.window().file().set_len(end).map_err(self.io("make shorter"))?;
                Ok(available - end)
            }
            checked => checked.map(|_| 0),
        }
    }

    /// The number of elements is not said elsewhere too, in a header.
    fn check_uncounted(&self) -> Result<(), TableError> {
        if self.is_counted() { Err(TableError::Counted { path: self.path().to_path_buf() }) } else { Ok(()) }
    }

    fn map_again(&self, len: usize) -> io::Result<Mapping> {
        Mapping::new(self.window().file(), self.window().offset(), len, Access::Write)
    }

    /// The byte of the file behind `len` bytes of the window.
    fn end_of(&self, len: usize) -> Result<u64, TableError> {
        end_of(self.window().offset(), len)
    }

    /// The end of the file, if the window ends there too.
    fn checked_end(&self) -> Result<u64, TableError> {
        let end = self.end_of(self.window().len())?;
        let available = self.window().file().metadata().map_err(self.io("look at"))?.len();
        if available > end {
            return Err(TableError::BytesBehind { end, available });
        }
        if available < end {
            let path = self.path().to_path_buf();
            return Err(FileError::Changed { path, expected: end, found: available }.into());
        }
        Ok(end)
    }

    fn io(&self, doing: &'static str) -> impl FnOnce(io::Error) -> FileError + use<> {
        let path = self.path().to_path_buf();
        move |error| FileError::new(doing, &path, error)
    }
}

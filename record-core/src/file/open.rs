//! Opening what has to be a file of bytes at places: not a folder, and not a pipe, which would wait for its other end.

use super::FileError;
use std::{
    fs::{self, File, OpenOptions},
    path::Path,
};

/// Opens a regular file.
///
/// # Errors
/// [`FileError::NotAFile`] for what is none, before it is opened; [`FileError::Io`].
pub(crate) fn open_regular(path: &Path, options: &OpenOptions) -> Result<File, FileError> {
    open_at(path, options, path)
}

/// As [`open_regular`], of a file that the caller knows by another name, which errors have.
pub(super) fn open_at(at: &Path, options: &OpenOptions, path: &Path) -> Result<File, FileError> {
    // A pipe is waited for when it is opened, so this is asked first; and again, since the name may have changed hands.
    if let Ok(there) = fs::metadata(at)
        && !there.is_file()
    {
        return Err(FileError::not_a_file(path, there.file_type()));
    }
    let file = options.open(at).map_err(|error| FileError::new("open", path, error))?;
    let opened = file.metadata().map_err(|error| FileError::new("look at", path, error))?;
    if opened.is_file() { Ok(file) } else { Err(FileError::not_a_file(path, opened.file_type())) }
}

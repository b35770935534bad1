//! Where a path leads to, so that a file has one lock and one name by whichever link it is reached.

use std::{
    fs, io,
    path::{Path, PathBuf, is_separator},
};

/// Where a path leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A name in a folder, from the root, behind all links. There need not be a file.
    Name {
        /// The folder.
        folder: PathBuf,
        /// The folder and the name in it.
        path: PathBuf,
    },
    /// A descriptor that is open already, as of `/dev/stdout`: what is there has no name to be replaced. On Linux that
    /// leads into `/proc`; on macOS and the BSDs into `/dev/fd`, where descriptors are no links.
    Descriptor,
}

/// Follows links, also one to a name that is not there yet, as creating a file through it does.
///
/// # Errors
/// The folder is not there or may not be searched; the path names no file in a folder (`..`, or a separator at the
/// end); links lead in a circle.
pub(super) fn resolve(path: &Path) -> io::Result<Place> {
    let mut path = path.to_path_buf();
    // As many links as Linux follows.
    for _ in 0..40 {
        let ends = path.as_os_str().as_encoded_bytes().last().is_some_and(|&byte| is_separator(byte.into()));
        let (Some(name), false) = (path.file_name(), ends) else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path has no name of a file"));
        };
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let folder = fs::canonicalize(folder)?;
        if cfg!(unix) && (folder.starts_with("/proc") || folder.starts_with("/dev/fd")) {
            return Ok(Place::Descriptor);
        }
        let name = folder.join(name);
        match fs::read_link(&name) {
            Ok(to) => path = folder.join(to),
            Err(_) => return Ok(Place::Name { folder, path: name }),
        }
    }
    fs::canonicalize(path)?;
    Err(io::Error::new(io::ErrorKind::InvalidInput, "too many links"))
}

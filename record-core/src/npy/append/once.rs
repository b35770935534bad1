//! Appending in one call: the file is locked, written and closed.

use super::AnyAppender;
use crate::{
    element::Element,
    file::FileLock,
    layout::{Dim, Order},
    npy::NpyError,
    raw::{any::AnyView, view::View},
};
use std::{io::ErrorKind, path::Path};

/// Appends all elements of a view along the first axis of a `.npy` file, which is made if it is not there: see
/// [`AnyAppender`]. Who appends often keeps one open.
///
/// ```
/// use record_core::{npy::append_npy, prelude::*};
/// # let path = std::env::temp_dir().join(format!("record-doc-append-npy-{}.npy", std::process::id()));
/// # let path = path.as_path();
/// append_npy(path, Array::from_rows([[1, 2], [3, 4]]).view())?;
/// append_npy(path, Array::from_rows([[5, 6]]).view())?;
/// assert_eq!(Array::<i32, record_core::Rank<2>>::open_npy(path)?.to_vec(), [1, 2, 3, 4, 5, 6]);
/// # std::fs::remove_file(path)?;
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// # Errors
/// As [`AnyAppender::open`] and [`AnyAppender::append`]; [`NpyError::FixedShape`] for a view without axes.
pub fn append_npy<T: Element, D: Dim>(path: impl AsRef<Path>, view: View<'_, T, D>) -> Result<(), NpyError> {
    append_any_npy(path, view.as_any())
}

/// As [`append_npy`], for elements of a dtype known at run time.
///
/// # Errors
/// As there.
pub fn append_any_npy(path: impl AsRef<Path>, view: AnyView<'_>) -> Result<(), NpyError> {
    let path = path.as_ref();
    append_at(path, view).map_err(|error| error.at(path))
}

fn append_at(path: &Path, view: AnyView<'_>) -> Result<(), NpyError> {
    let view = view.all_axes()?;
    let lock = FileLock::acquire(path)?;
    let absent = lock.target().symlink_metadata().is_err_and(|error| error.kind() == ErrorKind::NotFound);
    let mut file = if absent {
        let shape = view.shape();
        let Some((_, inner)) = shape.as_ref().split_first() else {
            return Err(NpyError::FixedShape { shape: Box::default(), order: Order::C });
        };
        AnyAppender::create_locked(path, view.dtype().clone(), inner, lock)?
    } else {
        AnyAppender::open_locked(path, lock, false)?
    };
    file.append(view)
}

//! Waiting for bytes of a pipe so that somebody else can end the wait: `poll`, which std does not have.

use std::{
    io,
    os::fd::{AsRawFd as _, BorrowedFd},
};

/// Waits until there is something to read from `from`, or its other side has closed, or something has happened to `wake`, or
/// so many milliseconds are over; -1 waits for ever. Whether it is `from`.
///
/// # Errors
/// The operating system's answer, but for `Interrupted`, after which it returns as if time were over.
pub(crate) fn readable(
    from: BorrowedFd<'_>,
    wake: Option<BorrowedFd<'_>>,
    milliseconds: i32,
) -> io::Result<bool> {
    let asked = |fd: BorrowedFd<'_>| libc::pollfd { fd: fd.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    let mut both = [asked(from), asked(wake.unwrap_or(from))];
    // SAFETY: reads and writes the two elements of the array, which is borrowed mutably; the descriptors are open while they
    // are borrowed.
    let found = unsafe { libc::poll(both.as_mut_ptr(), 2, milliseconds) };
    if found < 0 {
        let error = io::Error::last_os_error();
        return if error.kind() == io::ErrorKind::Interrupted { Ok(false) } else { Err(error) };
    }
    // Errors of a descriptor too: the read says which.
    Ok(both[0].revents != 0)
}

//! What the operating system says about growing a file, which std does not ask: that there is room, and how long a file
//! may get.

use std::{fs::File, io};

/// Asks for `len` bytes of room from byte `start` on; the file gets longer if they end behind its end.
///
/// # Errors
/// The operating system's answer, `Interrupted` among them; `Unsupported` where there is no such call, or where it cannot
/// say so much.
#[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd", target_os = "fuchsia"))]
pub(crate) fn allocate(file: &File, start: u64, len: u64) -> io::Result<()> {
    use std::os::fd::AsRawFd;
    // Numbers of 32 bits on old systems.
    let (Ok(start), Ok(len)) = (libc::off_t::try_from(start), libc::off_t::try_from(len)) else {
        return Err(io::ErrorKind::Unsupported.into());
    };
    // SAFETY: takes three numbers and touches no memory; the descriptor is open while `file` is borrowed.
    match unsafe { libc::posix_fallocate(file.as_raw_fd(), start, len) } {
        0 => Ok(()),
        code => Err(io::Error::from_raw_os_error(code)),
    }
}

/// As above.
#[cfg(not(any(target_os = "linux", target_os = "android", target_os = "freebsd", target_os = "fuchsia")))]
pub(crate) fn allocate(_: &File, _: u64, _: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// The length beyond which this process may not make a file (`ulimit -f`, `RLIMIT_FSIZE`), where there is one.
///
/// Growing a file beyond it is no error at first, but the signal SIGXFSZ, which ends the process. So it is asked for
/// before.
#[cfg(unix)]
pub(crate) fn size_limit() -> Option<u64> {
    let mut limit = libc::rlimit { rlim_cur: libc::RLIM_INFINITY, rlim_max: libc::RLIM_INFINITY };
    // SAFETY: writes one `rlimit`, to which the pointer is valid for writing.
    let answer = unsafe { libc::getrlimit(libc::RLIMIT_FSIZE, &raw mut limit) };
    let found = answer == 0 && limit.rlim_cur != libc::RLIM_INFINITY;
    // `rlim_t` is signed on some systems.
    #[allow(clippy::unnecessary_fallible_conversions, clippy::useless_conversion)]
    found.then(|| u64::try_from(limit.rlim_cur).ok()).flatten()
}

/// As above; other systems know no such limit.
#[cfg(not(unix))]
pub(crate) fn size_limit() -> Option<u64> {
    None
}

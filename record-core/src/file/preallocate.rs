//! Room for a file before it is written to: a mapped page without a place on the disk is a killed process (SIGBUS) when it
//! is written, and a file that ends in the middle is a half-written one.

use super::error::Refused;
use crate::raw::preallocate::{allocate, size_limit};
use std::{
    fs::File,
    io::{self, ErrorKind, Seek, SeekFrom, Write},
};

/// The least that is asked for at a time, where signals interrupt longer calls; the zeros are written if that is too much.
const LEAST: u64 = 64 << 10;

/// Makes the file `len` bytes long, with room on the disk for each of them; the new ones are zeros. It never gets shorter.
///
/// Where the system cannot reserve room, the zeros are written; holes in the middle of the file stay holes then.
///
/// # Errors
/// No room, or longer than a file may be: with the numbers, which `FileError::new` takes out. The file has the length that
/// it had.
pub(crate) fn preallocate(file: &File, len: u64) -> io::Result<()> {
    let before = file.metadata()?.len();
    if len > before {
        check_limit(len)?;
    }
    let done = match reserve(file, len) {
        Err((from, error)) if is_unsupported(&error) => write_zeros(file, before.max(from), len),
        Err((_, error)) => Err(error),
        Ok(()) => Ok(()),
    };
    done.map_err(|error| {
        // What was asked for and not used up; that the length cannot be restored is less than why.
        _ = file.set_len(before);
        Refused::wrap(error, len)
    })
}

/// That this process may make a file so long. Without the question, the answer would be a signal that ends it.
pub(super) fn check_limit(len: u64) -> io::Result<()> {
    match size_limit() {
        Some(limit) if len > limit => Err(Refused::too_large(len, Some(limit))),
        // Offsets in a file are signed, everywhere.
        _ if i64::try_from(len).is_err() => Err(Refused::too_large(len, None)),
        _ => Ok(()),
    }
}

/// Asks for all at once, and for less at a time when a signal interrupts: some file systems start over then, and would not
/// get through between two ticks of a timer. With an error, how far it got.
fn reserve(file: &File, len: u64) -> Result<(), (u64, io::Error)> {
    let (mut done, mut step) = (0, len);
    while done < len {
        let part = step.min(len - done);
        match allocate(file, done, part) {
            Ok(()) => {
                done += part;
                step = step.saturating_mul(2);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted && part > LEAST => step = part / 2,
            Err(error) => return Err((done, error)),
        }
    }
    Ok(())
}

/// Whether the system or the file system has no such call (some answer EINVAL), or never gets through with it. Writing
/// zeros does: a write is not interrupted.
fn is_unsupported(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput | ErrorKind::Interrupted)
}

/// Zeros from byte `start` to byte `end`. The file's cursor stays where it is.
pub(super) fn write_zeros(mut file: &File, start: u64, end: u64) -> io::Result<()> {
    const ZEROS: &[u8] = &[0; 64 << 10];
    if start >= end {
        return Ok(());
    }
    let cursor = file.stream_position()?;
    file.seek(SeekFrom::Start(start))?;
    let mut left = end - start;
    let mut written = Ok(());
    while left > 0 && written.is_ok() {
        let part = ZEROS.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        written = file.write_all(&ZEROS[..part]);
        left -= part as u64;
    }
    file.seek(SeekFrom::Start(cursor))?;
    written
}

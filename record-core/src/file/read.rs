//! Reading until a buffer is full: a read may give less than was asked for, and a signal may end it.

use std::{
    fs::File,
    io::{self, ErrorKind, Read},
};

/// Reads until the buffer is full or there is no more: how many bytes there were.
///
/// # Errors
/// Those of the stream, but for [`ErrorKind::Interrupted`]: it is asked again then. What was read before is lost.
pub(crate) fn read_full(from: &mut (impl Read + ?Sized), buffer: &mut [u8]) -> io::Result<usize> {
    full(buffer, |rest, _| from.read(rest))
}

/// Reads from byte `at` of a file on until the buffer is full or the file ends: how many bytes there were.
///
/// # Errors
/// The system's answer, but for [`ErrorKind::Interrupted`].
pub(crate) fn read_full_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    full(buffer, |rest, len| read_at(file, rest, at.saturating_add(len as u64)))
}

/// Reads some bytes of a file from byte `at` on, 0 behind its end.
///
/// # Errors
/// The system's answer.
pub(crate) fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    #[cfg(unix)]
    return std::os::unix::fs::FileExt::read_at(file, buffer, at);
    #[cfg(windows)]
    return std::os::windows::fs::FileExt::seek_read(file, buffer, at);
    #[cfg(not(any(unix, windows)))]
    {
        use std::io::Seek as _;
        let mut file = file;
        file.seek(io::SeekFrom::Start(at))?;
        file.read(buffer)
    }
}

/// `read` is asked for the rest of the buffer, behind the bytes that there are.
fn full(buffer: &mut [u8], mut read: impl FnMut(&mut [u8], usize) -> io::Result<usize>) -> io::Result<usize> {
    let mut len = 0;
    while len < buffer.len() {
        let rest = &mut buffer[len..];
        let room = rest.len();
        match read(rest, len) {
            Ok(0) => break,
            Ok(more) if more > room => {
                return Err(io::Error::other("it says that it has read more than there is room for"));
            }
            Ok(more) => len += more,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a byte at a time, after a signal each.
    struct Slow(Vec<u8>, bool);

    impl Read for Slow {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(ErrorKind::Interrupted.into());
            }
            let Some(byte) = self.0.pop() else { return Ok(0) };
            buffer[0] = byte;
            Ok(1)
        }
    }

    #[test]
    fn parts_and_signals_are_read_over() {
        let mut slow = Slow(vec![5, 4, 3, 2, 1], false);
        let mut buffer = [0; 3];
        assert_eq!(read_full(&mut slow, &mut buffer).unwrap(), 3);
        assert_eq!(buffer, [1, 2, 3]);
        assert_eq!(read_full(&mut slow, &mut buffer).unwrap(), 2);
        assert_eq!(buffer, [4, 5, 3]);
        assert_eq!(read_full(&mut slow, &mut buffer).unwrap(), 0);
    }

    #[test]
    fn a_reader_that_lies_is_an_error() {
        let mut buffer = [0; 3];
        assert!(full(&mut buffer, |rest, _| Ok(rest.len() + 1)).is_err());
        assert!(full(&mut buffer, |_, _| Err(ErrorKind::NotFound.into())).is_err());
    }
}

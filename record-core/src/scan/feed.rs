//! Where bytes come from, and how they fill a buffer with whole records: the part of a reader that may run on a second thread.

use crate::file::read_at;
#[cfg(unix)]
use crate::scan::pipe::Pipe;
use alloc::{boxed::Box, sync::Arc, vec::Vec};
use std::{
    fs::File,
    io::{self, Read},
};

/// What is read.
pub(super) enum Input {
    /// A regular file, at any place.
    File(Arc<File>),
    /// What can be read once only, and waits in the read.
    Stream(Box<dyn Read + Send>),
    /// What can be read once only, and waited for.
    #[cfg(unix)]
    Pipe(Pipe),
}

/// The bytes of the records, on their way into buffers.
pub(super) struct Feed {
    pub(super) input: Input,
    /// The byte that is read next, from the first of the source.
    pub(super) at: u64,
    /// Bytes in front of the records that are still to be read over; 0 for files.
    pub(super) skip: u64,
    /// Bytes of records that are still to come; `None` for all there are.
    pub(super) left: Option<u64>,
    pub(super) itemsize: usize,
    /// The start of a record whose rest has not come yet. Has room for a record.
    carry: Vec<u8>,
}

/// A buffer's new content.
pub(super) struct Filled {
    /// Bytes of whole records.
    pub(super) len: usize,
    /// Why there is no more.
    pub(super) stop: Option<Stop>,
    /// The byte that would be read next.
    pub(super) at: u64,
}

/// Why nothing comes any more.
pub(super) enum Stop {
    /// All bytes that were wanted have come.
    Done,
    /// The source ended before, with so many bytes of a partial record.
    Ended { trailing: usize },
    /// The source ended before the first record.
    NoRecords,
    /// It could not be read.
    Failed(io::Error),
}

impl Feed {
    /// `None` if there is no memory.
    pub(super) fn new(input: Input, at: u64, skip: u64, left: Option<u64>, itemsize: usize) -> Option<Self> {
        let mut carry = Vec::new();
        carry.try_reserve_exact(itemsize).ok()?;
        Some(Self { input, at, skip, left, itemsize, carry })
    }

    /// Whether a read may wait for ever, and nothing can end it.
    pub(super) fn may_hang(&self) -> bool {
        matches!(self.input, Input::Stream(_))
    }

    /// It is read where it is asked for, and nobody else can end a wait.
    pub(super) fn wait_for_ever(&mut self) {
        #[cfg(unix)]
        if let Input::Pipe(pipe) = &mut self.input {
            pipe.wait_for_ever();
        }
    }

    /// Fills the buffer, a whole number of records long, with whole records: as many as fit of a file, those that come
    /// without waiting of a stream, but at least one unless that is the end. Stops early if `given_up`.
    pub(super) fn fill(&mut self, buffer: &mut [u8], given_up: impl Fn() -> bool) -> Filled {
        while self.skip > 0 {
            let most = usize::try_from(self.skip).unwrap_or(buffer.len()).min(buffer.len());
            match self.read(&mut buffer[..most], &given_up) {
                Ok(Some(0)) => return self.filled(0, Some(Stop::NoRecords)),
                Ok(Some(n)) => self.skip -= n as u64,
                Ok(None) => return self.filled(0, None),
                Err(error) => return self.filled(0, Some(Stop::Failed(error))),
            }
        }
        let left = self.left.map(|left| usize::try_from(left).unwrap_or(buffer.len()));
        let wanted = left.map_or(buffer.len(), |left| left.min(buffer.len()));
        let mut len = self.carry.len();
        buffer[..len].copy_from_slice(&self.carry);
        self.carry.clear();
        let mut stop = None;
        while len < wanted {
            match self.read(&mut buffer[len..wanted], &given_up) {
                Ok(Some(0)) => {
                    stop = Some(Stop::Ended { trailing: len % self.itemsize });
                    break;
                }
                Ok(Some(n)) => len += n,
                Ok(None) => break,
                Err(error) => {
                    stop = Some(Stop::Failed(error));
                    break;
                }
            }
            // A pipe that has no more for now: the records may be waited for.
            if !matches!(self.input, Input::File(_)) && len >= self.itemsize {
                break;
            }
        }
        if let (Input::File(file), None | Some(Stop::Ended { .. })) = (&self.input, &stop) {
            // What was read of a file while it was shortened may be zeros: only what it has still is right.
            match file.metadata() {
                Ok(about) if about.len() < self.at => {
                    let gone = usize::try_from(self.at - about.len()).unwrap_or(len).min(len);
                    len -= gone;
                    stop = Some(Stop::Ended { trailing: len % self.itemsize });
                }
                Ok(_) => {}
                Err(error) => {
                    len = 0;
                    stop = Some(Stop::Failed(error));
                }
            }
        }
        let whole = len - len % self.itemsize;
        self.carry.extend_from_slice(&buffer[whole..len]);
        if let Some(left) = &mut self.left {
            *left -= whole as u64;
            if *left == 0 && stop.is_none() {
                stop = Some(Stop::Done);
            }
        }
        self.filled(whole, stop)
    }

    fn filled(&self, len: usize, stop: Option<Stop>) -> Filled {
        Filled { len, stop, at: self.at }
    }

    /// Reads some bytes, 0 at the end; `None` if given up.
    fn read(&mut self, buffer: &mut [u8], given_up: &impl Fn() -> bool) -> io::Result<Option<usize>> {
        loop {
            if given_up() {
                return Ok(None);
            }
            let read = match &mut self.input {
                Input::File(file) => read_at(file, buffer, self.at),
                Input::Stream(stream) => stream.read(buffer),
                #[cfg(unix)]
                Input::Pipe(pipe) => match pipe.read_soon(buffer) {
                    Some(read) => read,
                    None => continue,
                },
            };
            match read {
                Ok(n) if n > buffer.len() => {
                    return Err(io::Error::other("it says that it has read more than there is room for"));
                }
                Ok(n) => {
                    self.at += n as u64;
                    return Ok(Some(n));
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

//! Pipes and standard input, read so that a wait for their bytes ends when the reader is dropped.

use crate::raw::wait::readable;
use alloc::vec::Vec;
use std::{
    fs::File,
    io::{self, BufRead as _, Cursor, PipeReader, PipeWriter, Read},
    os::fd::AsFd as _,
};

/// What has a descriptor and may have no bytes yet.
pub(super) struct Pipe {
    file: File,
    /// Bytes that come before those of the descriptor.
    early: Cursor<Vec<u8>>,
    /// Whether the process' own buffer of standard input may have bytes before those.
    stdin: bool,
    /// Its other side is closed when nobody wants the bytes any more.
    wake: Option<PipeReader>,
    /// Whether somebody may want to end a wait, and has no other way to.
    hurried: bool,
}

impl Pipe {
    /// How long a wait lasts where somebody may want to end it, and cannot.
    const MILLISECONDS: i32 = 10;

    pub(super) fn new(file: File) -> Self {
        Self { file, early: Cursor::default(), stdin: false, wake: None, hurried: true }
    }

    /// Standard input. What the process' own buffer of it has comes first, once there is anything to read.
    pub(super) fn stdin() -> io::Result<Self> {
        let file = io::stdin().as_fd().try_clone_to_owned()?.into();
        Ok(Self { stdin: true, ..Self::new(file) })
    }

    /// Gives back bytes that were read.
    pub(super) fn unread(&mut self, mut bytes: Vec<u8>) {
        let rest = self.early.position();
        bytes.extend(self.early.get_ref().iter().skip(usize::try_from(rest).unwrap_or(usize::MAX)));
        self.early = Cursor::new(bytes);
    }

    /// What ends a wait when it is dropped; `None` if the system has no descriptors to spare.
    pub(super) fn wake(&mut self) -> Option<PipeWriter> {
        let (reader, writer) = io::pipe().ok()?;
        self.wake = Some(reader);
        Some(writer)
    }

    /// Nobody will want to end a wait.
    pub(super) fn wait_for_ever(&mut self) {
        self.hurried = false;
    }

    /// Reads, if there is something to read before the wait is over.
    pub(super) fn read_soon(&mut self, buffer: &mut [u8]) -> Option<io::Result<usize>> {
        let wake = self.wake.as_ref().map(|wake| wake.as_fd());
        let milliseconds = if wake.is_none() && self.hurried { Self::MILLISECONDS } else { -1 };
        let early = self.early.get_ref().len() as u64 > self.early.position();
        if !early {
            match readable(self.file.as_fd(), wake, milliseconds) {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
        // Somebody may have made it so that it does not wait.
        Some(self.read(buffer))
            .filter(|read| !read.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock))
    }
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.stdin {
            let mut stdin = io::stdin().lock();
            let bytes = stdin.fill_buf()?.to_vec();
            stdin.consume(bytes.len());
            self.stdin = false;
            self.early = Cursor::new(bytes);
        }
        match self.early.read(buffer)? {
            0 => self.file.read(buffer),
            n => Ok(n),
        }
    }
}

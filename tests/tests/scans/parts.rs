//! A scan of the tests' own: a view cut into parts, at any stride, and reads that give what they please.

use record_core::{
    prelude::*,
    scan::{Chunk, Scan, ScanEnd, ScanError, Untyped},
};
use record_tests::Random;
use std::{
    io::{self, Read},
    ops::ControlFlow,
};

/// A view in parts of so many records.
pub struct Parts<'a, R> {
    pub view: View<'a, R>,
    pub len: usize,
}

impl<R: Record> Scan for Parts<'_, R> {
    type Record = R;

    fn dtype(&self) -> &DType {
        R::DTYPE
    }

    fn for_each_chunk(
        &mut self,
        each: &mut dyn FnMut(Chunk<'_>) -> ControlFlow<()>,
    ) -> Result<ScanEnd, ScanError> {
        AnyParts { view: self.view.as_any(), len: self.len }.for_each_chunk(each)
    }
}

/// The same without the type.
pub struct AnyParts<'a> {
    pub view: AnyView<'a>,
    pub len: usize,
}

impl Scan for AnyParts<'_> {
    type Record = Untyped;

    fn dtype(&self) -> &DType {
        self.view.dtype()
    }

    fn for_each_chunk(
        &mut self,
        each: &mut dyn FnMut(Chunk<'_>) -> ControlFlow<()>,
    ) -> Result<ScanEnd, ScanError> {
        for first in (0..self.view.len()).step_by(self.len) {
            let end = self.view.len().min(first + self.len);
            if each(Chunk::new(first as u64, self.view.slice(s![first..end]))).is_break() {
                return Ok(ScanEnd::new(end as u64));
            }
        }
        Ok(ScanEnd::new(self.view.len() as u64))
    }
}

/// Bytes that come in pieces of random size up to `most`, with interruptions.
pub struct Dribble {
    pub bytes: io::Cursor<Vec<u8>>,
    pub most: usize,
    pub random: Random,
}

impl Dribble {
    pub fn new(bytes: &[u8], most: usize) -> Self {
        Self { bytes: io::Cursor::new(bytes.to_vec()), most, random: Random::new(most as u64) }
    }
}

impl Read for Dribble {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.random.below(5) == 0 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let most = (1 + self.random.below(self.most)).min(buffer.len());
        self.bytes.read(&mut buffer[..most])
    }
}

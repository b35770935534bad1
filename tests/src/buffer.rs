//! Bytes whose address is known.

/// Bytes that start at `misalignment` bytes behind a multiple of 64.
#[derive(Clone, Debug)]
pub struct Buffer {
    room: Vec<u8>,
    misalignment: usize,
    len: usize,
}

impl Buffer {
    /// A copy of `bytes` at that misalignment, below 64.
    pub fn new(bytes: &[u8], misalignment: usize) -> Self {
        let mut buffer = Self { room: vec![0; bytes.len() + 128], misalignment, len: bytes.len() };
        buffer.bytes_mut().copy_from_slice(bytes);
        buffer
    }

    fn start(&self) -> usize {
        self.room.as_ptr().addr().wrapping_neg() % 64 + self.misalignment
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.room[self.start()..][..self.len]
    }

    /// The bytes, to write.
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        let start = self.start();
        &mut self.room[start..][..self.len]
    }
}

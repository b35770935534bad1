//! Something that can be read, a few bytes at a time, with interruptions, and perhaps not to its end.

use arbitrary::{Result, Unstructured};
use std::io::{self, Read};

/// The error of a source that breaks.
pub struct Broken;

impl Broken {
    /// What it says.
    pub const TEXT: &str = "the line is dead";
}

/// In which pieces bytes come.
#[derive(Clone, Debug)]
pub struct Pieces {
    /// Lengths, over and over; 0 for an interruption.
    lengths: Vec<u8>,
    /// The byte at which nothing more can be read.
    pub breaks_at: Option<usize>,
}

impl Pieces {
    /// Any.
    pub fn arbitrary(u: &mut Unstructured<'_>) -> Result<Self> {
        let mut lengths = Vec::new();
        for _ in 0..u.int_in_range(0..=6)? {
            lengths.push(u.int_in_range(0..=40)?);
        }
        let breaks_at = if u.ratio(1, 4)? { Some(u.int_in_range(0..=200)?) } else { None };
        Ok(Self { lengths, breaks_at })
    }

    /// These bytes in such pieces.
    pub fn read(&self, bytes: Vec<u8>) -> impl Read + Send + 'static {
        Source { bytes, at: 0, turn: 0, pieces: self.clone() }
    }
}

struct Source {
    bytes: Vec<u8>,
    at: usize,
    turn: usize,
    pieces: Pieces,
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.turn += 1;
        let end = self.pieces.breaks_at.unwrap_or(usize::MAX).min(self.bytes.len());
        let lengths = &self.pieces.lengths;
        let most = match lengths.len() {
            0 => usize::MAX,
            n => usize::from(lengths[self.turn % n]),
        };
        // An interruption is not for ever.
        if most == 0 && self.turn % 2 == 0 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let n = most.max(1).min(buffer.len()).min(end - self.at.min(end));
        if n == 0 && !buffer.is_empty() && self.pieces.breaks_at.is_some_and(|at| at < self.bytes.len()) {
            return Err(io::Error::other(Broken::TEXT));
        }
        buffer[..n].copy_from_slice(&self.bytes[self.at..][..n]);
        self.at += n;
        Ok(n)
    }
}

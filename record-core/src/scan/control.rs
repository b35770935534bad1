//! What a program says to a reader while it reads, and what the reader says back: stop, and how far it is.

use alloc::sync::Arc;
use core::sync::atomic::{AtomicBool, Ordering};

/// Ends a scan from elsewhere: from another thread, or from a signal handler.
///
/// Clones are the same token. A reader looks at it before each chunk, and while it waits for bytes. What is asked of it then
/// fails with [`ScanError::Cancelled`](crate::scan::ScanError::Cancelled): `next_chunk`, `for_each`, an item of `records`, each
/// operation. Only a reader whose end was seen before has ended.
///
/// ```
/// use record_core::scan::CancelToken;
/// let token = CancelToken::new();
/// let other = token.clone();
/// std::thread::spawn(move || other.cancel()).join().unwrap();
/// assert!(token.is_cancelled());
/// ```
#[derive(Clone, Debug, Default)]
pub struct CancelToken(Arc<AtomicBool>);

impl CancelToken {
    /// A token that is not cancelled.
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the scans that have this token. There is no way back.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// A flag that somebody else sets: true cancels.
impl From<Arc<AtomicBool>> for CancelToken {
    fn from(flag: Arc<AtomicBool>) -> Self {
        Self(flag)
    }
}

/// How far a reader is: what its progress function gets with each chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Records handed out, this chunk's among them.
    pub records: u64,
    /// Their bytes.
    pub bytes: u64,
    /// The bytes of all records; `None` for a pipe whose count nobody said.
    pub total: Option<u64>,
}

//! Which addresses are those of guarded maps: a list that a signal handler can read.
//!
//! The handler may interrupt anything, the allocator and a locked mutex too, so it takes no lock and allocates nothing:
//! it walks nodes that are never freed, each published once at the head of the list and used again when its map is
//! gone. A node whose numbers change has an odd sequence number, and one whose sequence number changed while it was
//! read was read for nothing; the handler passes over both. It never passes over the node that it needs: the thread
//! that it interrupted was reading that map through a borrow of it, so the node was filled in before, and will be
//! emptied after.

use core::{
    ptr,
    sync::atomic::{AtomicPtr, AtomicUsize, Ordering, fence},
};
use std::sync::{Mutex, PoisonError};

/// Bytes of a page: read when the first map is put into the list, so that it is there for the handler.
static PAGE: AtomicUsize = AtomicUsize::new(0);

fn page_size() -> usize {
    let known = PAGE.load(Ordering::Relaxed);
    if known != 0 {
        return known;
    }
    // SAFETY: asks for a number.
    let bytes = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    // Every Linux answers.
    let bytes = usize::try_from(bytes).ok().filter(|bytes| bytes.is_power_of_two()).unwrap_or(4096);
    PAGE.store(bytes, Ordering::Relaxed);
    bytes
}

/// The list, newest first.
static HEAD: AtomicPtr<Node> = AtomicPtr::new(ptr::null_mut());

/// Nodes that no map uses. The handler does not look here.
static FREE: Mutex<Vec<&'static Node>> = Mutex::new(Vec::new());

/// No fault.
const NONE: usize = usize::MAX;

/// The addresses of one map, or of none.
#[derive(Debug)]
struct Node {
    /// Odd while `base` and `len` change.
    sequence: AtomicUsize,
    /// The first byte; at the start of a page.
    base: AtomicUsize,
    /// Bytes, whole pages; 0 for no map.
    len: AtomicUsize,
    /// The lowest fault, in bytes from `base`, of the map that has the node.
    fault: AtomicUsize,
    /// The node before; never changed once the node is in the list.
    next: AtomicPtr<Node>,
}

impl Node {
    /// Changes the range. One caller at a time: whoever owns the [`Entry`].
    fn set(&self, base: usize, len: usize) {
        let sequence = self.sequence.load(Ordering::Relaxed);
        self.sequence.store(sequence.wrapping_add(1), Ordering::Relaxed);
        // Whoever sees one of the stores below sees the odd number above.
        fence(Ordering::Release);
        self.base.store(base, Ordering::Relaxed);
        self.len.store(len, Ordering::Relaxed);
        self.sequence.store(sequence.wrapping_add(2), Ordering::Release);
    }

    /// The range, if it does not change meanwhile.
    fn range(&self) -> Option<(usize, usize)> {
        let before = self.sequence.load(Ordering::Acquire);
        let range = (self.base.load(Ordering::Relaxed), self.len.load(Ordering::Relaxed));
        fence(Ordering::Acquire);
        let after = self.sequence.load(Ordering::Relaxed);
        (before == after && before.is_multiple_of(2)).then_some(range)
    }
}

/// A map in the list. Dropped, it is there no more: before its addresses are given back.
#[derive(Debug)]
pub(super) struct Entry {
    node: &'static Node,
    /// Bytes from the start of the first page to the map's first byte.
    inside: usize,
}

impl Entry {
    /// Puts `len` bytes at `address` into the list, and the rest of their first and last page.
    pub(super) fn new(address: usize, len: usize) -> Self {
        let inside = address % page_size();
        let free = FREE.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let node = free.unwrap_or_else(Self::publish);
        node.fault.store(NONE, Ordering::Relaxed);
        // The system has mapped whole pages, so this does not overflow.
        node.set(address - inside, (inside + len).next_multiple_of(page_size()));
        Self { node, inside }
    }

    /// A new node at the head of the list.
    fn publish() -> &'static Node {
        let node: &'static Node = Box::leak(Box::new(Node {
            sequence: AtomicUsize::new(0),
            base: AtomicUsize::new(0),
            len: AtomicUsize::new(0),
            fault: AtomicUsize::new(NONE),
            next: AtomicPtr::new(ptr::null_mut()),
        }));
        let mut head = HEAD.load(Ordering::Relaxed);
        loop {
            node.next.store(head, Ordering::Relaxed);
            let new = ptr::from_ref(node).cast_mut();
            match HEAD.compare_exchange_weak(head, new, Ordering::Release, Ordering::Relaxed) {
                Ok(_) => return node,
                Err(now) => head = now,
            }
        }
    }

    /// The first byte of the map that could not be read, rounded down to a page; `None` if all were.
    pub(super) fn fault(&self) -> Option<usize> {
        let fault = self.node.fault.load(Ordering::Acquire);
        (fault != NONE).then(|| (fault - fault % page_size()).saturating_sub(self.inside))
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.node.set(0, 0);
        FREE.lock().unwrap_or_else(PoisonError::into_inner).push(self.node);
    }
}

/// If `address` is in a map of the list: notes the fault and lays zeros over the map from the address' page on, so that
/// the access succeeds when it is tried again. Called by the signal handler.
///
/// Everything behind the page is covered too: where the file ends before a page, it ends before those behind it, and
/// one call and one more map area are enough, however much is read afterwards.
pub(super) fn cover(address: usize) -> bool {
    let mut next = HEAD.load(Ordering::Acquire);
    // SAFETY: nodes are leaked, and were filled in before they were published.
    while let Some(node) = unsafe { next.as_ref() } {
        if let Some((base, len)) = node.range()
            && address.wrapping_sub(base) < len
        {
            let fault = address - base;
            // First: another thread that reads the zeros must not find that there was no fault.
            node.fault.fetch_min(fault, Ordering::SeqCst);
            let page = fault - fault % page_size();
            return zeros(base, len, page);
        }
        next = node.next.load(Ordering::Relaxed);
    }
    false
}

/// Lays zeros over the bytes from `from` on of the map of `len` bytes at `base`.
fn zeros(base: usize, len: usize, from: usize) -> bool {
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_FIXED | libc::MAP_NORESERVE;
    let at = ptr::without_provenance_mut(base + from);
    // SAFETY: whole pages of a guarded map that is borrowed by the thread that was interrupted: they stay mapped for
    // reading, and reads meanwhile, by whatever thread, find the old page or the new one. That bytes behind the end of
    // the file turn to zeros is what readers of a guarded map are prepared for.
    let mapped = unsafe { libc::mmap(at, len - from, libc::PROT_READ, flags, -1, 0) };
    mapped != libc::MAP_FAILED
}

//! Whether a handler calls itself by way of others.
//!
//! A program's handler that was put over ours calls ours; if it is put over ours once more, each finds the other
//! beneath itself, and a signal that is neither's would go round for ever. A handler cannot keep a variable of its
//! thread (the first use of one may allocate), but the context of a signal is at an address of its own, on the stack of
//! the thread that it interrupted: that names the signal. Frames of a handler that called itself lie deeper in that
//! stack.

use core::sync::atomic::{AtomicUsize, Ordering};

/// A signal that is being passed on.
struct Frame {
    /// What names the signal and the handler; 0 for none.
    key: AtomicUsize,
    /// Where on the stack the handler was.
    at: AtomicUsize,
    /// How often it had called itself.
    depth: AtomicUsize,
}

/// Each level of each signal on its way takes one: here, eight threads' signals through all eight levels. Of more, the
/// last ones are believed not to go round.
const FRAMES: usize = 64;

static SIGNALS: [Frame; FRAMES] =
    [const { Frame { key: AtomicUsize::new(0), at: AtomicUsize::new(0), depth: AtomicUsize::new(0) } };
        FRAMES];

/// A handler at work. Not given back on drop: handlers may be left by a long jump, and what is left then is
/// found by the stack to be old.
pub(super) struct Entered {
    frame: Option<&'static Frame>,
    /// What was there before.
    before: (usize, usize, usize),
    /// How often the handler has called itself for this signal.
    pub(super) depth: usize,
}

/// The handler named by `key`, not 0, is at `at` on the stack.
pub(super) fn enter(key: usize, at: usize) -> Entered {
    // Only this thread has a live signal of this name, so nobody else changes what is found.
    let found = SIGNALS.iter().find(|frame| frame.key.load(Ordering::Relaxed) == key);
    let claim =
        |frame: &&Frame| frame.key.compare_exchange(0, key, Ordering::Relaxed, Ordering::Relaxed).is_ok();
    let frame = found.or_else(|| SIGNALS.iter().find(claim));
    let Some(frame) = frame else {
        return Entered { frame: None, before: (0, 0, 0), depth: 0 };
    };
    let old = (frame.at.load(Ordering::Relaxed), frame.depth.load(Ordering::Relaxed));
    // Stacks grow downwards wherever Linux runs Rust. What a handler left behind by a long jump was as deep as this
    // one is, or deeper.
    let inside = found.is_some() && at < old.0;
    let (before, depth) = if inside { ((key, old.0, old.1), old.1 + 1) } else { ((0, 0, 0), 0) };
    frame.at.store(at, Ordering::Relaxed);
    frame.depth.store(depth, Ordering::Relaxed);
    Entered { frame: Some(frame), before, depth }
}

/// The handler returns.
pub(super) fn leave(entered: &Entered) {
    let Some(frame) = entered.frame else { return };
    let (key, at, depth) = entered.before;
    frame.at.store(at, Ordering::Relaxed);
    frame.depth.store(depth, Ordering::Relaxed);
    frame.key.store(key, Ordering::Relaxed);
}

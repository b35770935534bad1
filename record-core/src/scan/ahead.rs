//! The second thread of a reader: it fills one buffer while the program works on the other.
//!
//! Two buffers go round between the threads, so nothing is allocated on the way, and the thread is never more than one buffer
//! ahead. It ends when the source does, or when the reader is dropped, also while it waits for the bytes of a pipe. Only a
//! [`Read`](std::io::Read) of somebody else's cannot be told: then it ends when the read does, and nobody waits for it.

use crate::{
    raw::alloc::AlignedBytes,
    scan::{
        CancelToken,
        feed::{Feed, Filled, Input, Stop},
    },
};
use alloc::{boxed::Box, sync::Arc};
use std::{
    io, panic,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread::{Builder, JoinHandle},
    time::Duration,
};

/// How long a wait for bytes may keep a cancelled scan.
const PATIENCE: Duration = Duration::from_millis(10);

/// What both threads see.
struct Shared {
    state: Mutex<State>,
    /// Something in the state has changed.
    changed: Condvar,
}

struct State {
    /// Taken by the thread when it starts.
    feed: Option<Feed>,
    /// To be filled.
    free: Option<AlignedBytes>,
    /// To be looked at.
    full: Option<(AlignedBytes, Filled)>,
    /// The reader is gone.
    over: bool,
    /// The thread is.
    ended: bool,
}

/// The reader's side.
pub(super) struct Ahead {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
    may_hang: bool,
    /// Closed to end a wait.
    #[cfg(unix)]
    wake: Option<io::PipeWriter>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that can panic is done under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'s>(&self, state: MutexGuard<'s, State>) -> MutexGuard<'s, State> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    /// What the thread does.
    fn run(&self, mut buffer: AlignedBytes) {
        let _ended = OnEnd(self);
        let Some(mut feed) = self.lock().feed.take() else { return };
        loop {
            let filled = feed.fill(buffer.as_mut_slice(), || self.lock().over);
            let last = filled.stop.is_some();
            let mut state = self.lock();
            while state.full.is_some() && !state.over {
                state = self.wait(state);
            }
            if state.over {
                return;
            }
            state.full = Some((buffer, filled));
            self.changed.notify_all();
            if last {
                return;
            }
            buffer = loop {
                if state.over {
                    return;
                }
                match state.free.take() {
                    Some(buffer) => break buffer,
                    None => state = self.wait(state),
                }
            };
        }
    }
}

/// Says that the thread is gone, also when what it reads from panics.
struct OnEnd<'s>(&'s Shared);

impl Drop for OnEnd<'_> {
    fn drop(&mut self) {
        self.0.lock().ended = true;
        self.0.changed.notify_all();
    }
}

impl Ahead {
    /// Starts reading into two buffers. Gives back what it got if the system has no thread to spare.
    pub(super) fn start(
        #[allow(unused_mut)] // where there are no such pipes
        mut feed: Feed,
        first: AlignedBytes,
        second: AlignedBytes,
    ) -> Result<Self, Box<(Feed, AlignedBytes)>> {
        let may_hang = feed.may_hang();
        #[cfg(unix)]
        let wake = match &mut feed.input {
            Input::Pipe(pipe) => pipe.wake(),
            _ => None,
        };
        let state = State { feed: Some(feed), free: Some(second), full: None, over: false, ended: false };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let other = Arc::clone(&shared);
        let thread = Builder::new().name("record reader".into()).spawn(move || other.run(first));
        if let Ok(thread) = thread {
            return Ok(Self {
                shared,
                thread: Some(thread),
                may_hang,
                #[cfg(unix)]
                wake,
            });
        }
        let mut state = shared.lock();
        let (feed, buffer) = (state.feed.take(), state.free.take());
        Err(Box::new(feed.zip(buffer).expect("no thread took them")))
    }

    /// Gives a buffer back and waits for the next. Nothing, and no stop, if cancelled.
    pub(super) fn next(&mut self, buffer: &mut Option<AlignedBytes>, cancel: Option<&CancelToken>) -> Filled {
        let mut state = self.shared.lock();
        if let Some(used) = buffer.take() {
            state.free = Some(used);
            self.shared.changed.notify_all();
        }
        loop {
            if let Some((filled_buffer, filled)) = state.full.take() {
                self.shared.changed.notify_all();
                *buffer = Some(filled_buffer);
                return filled;
            }
            if cancel.is_some_and(CancelToken::is_cancelled) {
                return Filled { len: 0, stop: None, at: 0 };
            }
            if state.ended {
                break;
            }
            state = if cancel.is_some() {
                let waited = self.shared.changed.wait_timeout(state, PATIENCE);
                waited.unwrap_or_else(PoisonError::into_inner).0
            } else {
                self.shared.wait(state)
            };
        }
        drop(state);
        // It ended without a stop: what it reads from has panicked.
        if let Some(Err(payload)) = self.thread.take().map(JoinHandle::join) {
            panic::resume_unwind(payload);
        }
        let gone = io::Error::other("the thread that reads ahead is gone");
        Filled { len: 0, stop: Some(Stop::Failed(gone)), at: 0 }
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        self.shared.lock().over = true;
        self.shared.changed.notify_all();
        #[cfg(unix)]
        drop(self.wake.take());
        // So that files are closed when the reader is gone.
        if let Some(thread) = self.thread.take().filter(|_| !self.may_hang) {
            _ = thread.join();
        }
    }
}

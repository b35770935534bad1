//! The clock of our side: calls one after the other, without Python between them.

use crate::Args;
use std::{hint::black_box, time::Duration};

/// The seconds that `calls` calls take: those that pass, or those that the processor works for this process.
#[unsafe(no_mangle)]
pub extern "C" fn timed(
    work: extern "C" fn(&Args) -> f64,
    args: &Args,
    calls: usize,
    processor: bool,
) -> f64 {
    let clock = if processor { libc::CLOCK_PROCESS_CPUTIME_ID } else { libc::CLOCK_MONOTONIC };
    let start = now(clock);
    for _ in 0..calls {
        black_box(work(black_box(args)));
    }
    (now(clock) - start).as_secs_f64()
}

/// What a clock shows.
fn now(clock: libc::clockid_t) -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes the time to a place of this function.
    let done = unsafe { libc::clock_gettime(clock, &mut time) };
    assert!(done == 0, "a clock that there is");
    Duration::new(time.tv_sec.cast_unsigned(), u32::try_from(time.tv_nsec).expect("below a second"))
}

//! The handler of SIGBUS, and how it shares the signal with the handlers of the program.
//!
//! A fault in a guarded map is ours: see [`registry::cover`]. Every other SIGBUS goes to the handler that was there
//! before, as the system would have called it: with its mask, on its stack, once if it asked for that; or to the
//! system.
//!
//! A handler that the program installs later would keep our faults from us, so each scan looks whether ours is still
//! the one, and if not puts itself over the newcomer. It is then another function, the next *level*: the newcomer may
//! remember the level before, to call it or to restore it, and that level must go on to what was there then, and not
//! back to the newcomer. A newcomer seen before gets its level back. When the levels are used up, the last one serves
//! all further newcomers, newest first. What goes round all the same, as with a handler that is put over ours for a
//! second time, is found by [`frames`], and goes on to the handler below.

use super::{frames, registry};
use core::{
    ffi::{c_int, c_void},
    mem, ptr,
    sync::atomic::{AtomicBool, AtomicPtr, Ordering},
};
use libc::{sigaction, siginfo_t};
use std::{
    io,
    sync::{Mutex, PoisonError},
};

/// A handler with `SA_SIGINFO`, and one without.
type Detailed = extern "C" fn(c_int, *mut siginfo_t, *mut c_void);
type Plain = extern "C" fn(c_int);

/// More programs are not known to install.
const LEVELS: usize = 8;

/// Our handlers. Their addresses are taken here only, so that each has one.
static HANDLERS: [Detailed; LEVELS] = [
    handler::<0>,
    handler::<1>,
    handler::<2>,
    handler::<3>,
    handler::<4>,
    handler::<5>,
    handler::<6>,
    handler::<7>,
];

/// What is beneath each level; never null once the level was installed.
static BENEATH: [AtomicPtr<Beneath>; LEVELS] = [const { AtomicPtr::new(ptr::null_mut()) }; LEVELS];

/// All that was found, oldest first, and how many levels are in use.
static FOUND: Mutex<(Vec<&'static Beneath>, usize)> = Mutex::new((Vec::new(), 0));

/// What was installed before one of ours; never freed, for the handler reads it.
struct Beneath {
    action: sigaction,
    /// Whether it was called, if it wants to be called only once.
    spent: AtomicBool,
    /// What was found before.
    older: Option<&'static Beneath>,
}

/// Whether two actions call the same in the same way. The mask is left out: it is the newer one's.
fn same(a: &sigaction, b: &sigaction) -> bool {
    const OF_INTEREST: c_int = libc::SA_SIGINFO | libc::SA_RESETHAND | libc::SA_NODEFER | libc::SA_ONSTACK;
    a.sa_sigaction == b.sa_sigaction && (a.sa_flags ^ b.sa_flags) & OF_INTEREST == 0
}

fn is_ours(action: &sigaction) -> bool {
    HANDLERS.iter().any(|&handler| handler as usize == action.sa_sigaction)
}

fn is_function(action: &sigaction) -> bool {
    action.sa_sigaction != libc::SIG_DFL && action.sa_sigaction != libc::SIG_IGN
}

/// No action: the default one, no flags, an empty mask.
fn default_action() -> sigaction {
    // SAFETY: a C struct of numbers, an optional function and a set of bits, for all of which zeros are a value.
    unsafe { mem::zeroed() }
}

/// Reads the action for SIGBUS, and changes it if there is a new one.
fn exchange(new: Option<&sigaction>) -> io::Result<sigaction> {
    let mut old = default_action();
    let new = new.map_or(ptr::null(), ptr::from_ref);
    // SAFETY: null or a whole action with a handler that lives as long as the program, and room for one.
    match unsafe { sigaction(libc::SIGBUS, new, &raw mut old) } {
        0 => Ok(old),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Sees to it that one of ours is the handler of SIGBUS.
pub(super) fn ensure() -> io::Result<()> {
    if is_ours(&exchange(None)?) {
        return Ok(());
    }
    let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    let mut top = exchange(None)?;
    while !is_ours(&top) {
        let level = put_beneath(&mut found, &top);
        let mut ours = default_action();
        ours.sa_sigaction = HANDLERS[level] as usize;
        ours.sa_flags = libc::SA_SIGINFO;
        if is_function(&top) {
            // What it asked for, it gets by us.
            ours.sa_flags |= top.sa_flags & (libc::SA_ONSTACK | libc::SA_RESTART | libc::SA_NODEFER);
            ours.sa_mask = top.sa_mask;
        } else {
            ours.sa_flags |= libc::SA_ONSTACK | libc::SA_RESTART;
        }
        let replaced = exchange(Some(&ours))?;
        if same(&replaced, &top) {
            break;
        }
        // Somebody was quicker, and is now to be put beneath as well.
        top = replaced;
    }
    Ok(())
}

/// Puts `top` beneath a level, and says which.
fn put_beneath((found, levels): &mut (Vec<&'static Beneath>, usize), top: &sigaction) -> usize {
    if let Some(known) = found.iter().find(|beneath| same(&beneath.action, top)) {
        known.spent.store(false, Ordering::Relaxed);
        let starts = |beneath: &AtomicPtr<Beneath>| ptr::eq(beneath.load(Ordering::Relaxed), *known);
        return BENEATH.iter().position(starts).unwrap_or(LEVELS - 1);
    }
    let beneath: &'static Beneath = Box::leak(Box::new(Beneath {
        action: *top,
        spent: AtomicBool::new(false),
        older: found.last().copied(),
    }));
    found.push(beneath);
    let level = (*levels).min(LEVELS - 1);
    *levels = level + 1;
    BENEATH[level].store(ptr::from_ref(beneath).cast_mut(), Ordering::Release);
    level
}

/// The handler of a level. All it calls may be called by a handler: no lock, no allocation, no variable of the thread.
extern "C" fn handler<const LEVEL: usize>(signal: c_int, info: *mut siginfo_t, context: *mut c_void) {
    // SAFETY: gives the address of this thread's `errno`.
    let errno = unsafe { libc::__errno_location() };
    // SAFETY: this thread's own variable.
    let saved = unsafe { errno.read() };
    if !is_our_fault(signal, info) {
        pass_on(LEVEL, signal, info, context);
    }
    // SAFETY: as above; the code that was interrupted may be about to read it.
    unsafe { errno.write(saved) };
}

/// Whether this was a page of a guarded map that could not be read, and now can be.
fn is_our_fault(signal: c_int, info: *mut siginfo_t) -> bool {
    if signal != libc::SIGBUS || !is_fault(info) {
        return false;
    }
    // SAFETY: null, or what the system gave to the handler, as in `code`.
    let Some(info) = (unsafe { info.as_ref() }) else { return false };
    // SAFETY: a fault has an address.
    let address = unsafe { info.si_addr() };
    registry::cover(address.addr())
}

/// Codes of SIGBUS for an access that will be tried again when the handler returns: a page that is not there, or not
/// readable.
const FAULTS: [c_int; 2] = [libc::BUS_ADRERR, libc::BUS_MCEERR_AR];

/// Whether the signal says that a page could not be read. Misaligned accesses would fail in zeros too; what a process
/// sent has no address.
fn is_fault(info: *const siginfo_t) -> bool {
    code(info).is_some_and(|code| FAULTS.contains(&code))
}

fn code(info: *const siginfo_t) -> Option<c_int> {
    // SAFETY: null, or what the system gave to the handler, or a handler that passes on what the system gave to it.
    unsafe { info.as_ref() }.map(|info| info.si_code)
}

/// Calls what is beneath the level.
#[inline(never)]
fn pass_on(level: usize, signal: c_int, info: *mut siginfo_t, context: *mut c_void) {
    // Both are larger than the number of levels, so that each level of each signal has a key of its own.
    let named = if context.is_null() { info.addr() } else { context.addr() };
    let here = 0_u8;
    let entered = frames::enter(named.wrapping_add(level).max(1), (&raw const here).addr());
    // SAFETY: null, or leaked and filled in before it was stored.
    let mut beneath = unsafe { BENEATH[level].load(Ordering::Acquire).as_ref() };
    for _ in 0..entered.depth {
        beneath = beneath.and_then(|beneath| beneath.older);
    }
    match beneath {
        Some(beneath) if is_function(&beneath.action) => {
            let once = beneath.action.sa_flags & libc::SA_RESETHAND != 0;
            if once && beneath.spent.swap(true, Ordering::Relaxed) {
                default(info);
            } else {
                call(&beneath.action, signal, info, context);
            }
        }
        // What is ignored is ignored, but for faults, which would come again for ever: the system kills then.
        Some(beneath) if beneath.action.sa_sigaction == libc::SIG_IGN && !comes_again(info) => {}
        _ => default(info),
    }
    frames::leave(&entered);
}

/// Calls a handler of the program.
fn call(action: &sigaction, signal: c_int, info: *mut siginfo_t, context: *mut c_void) {
    if action.sa_flags & libc::SA_SIGINFO != 0 {
        // SAFETY: neither of the two values that are no function, and installed with SA_SIGINFO: it takes these
        // arguments.
        let handler = unsafe { mem::transmute::<usize, Detailed>(action.sa_sigaction) };
        handler(signal, info, context);
    } else {
        // SAFETY: neither of the two values that are no function, and installed without SA_SIGINFO: it takes the
        // signal.
        let handler = unsafe { mem::transmute::<usize, Plain>(action.sa_sigaction) };
        handler(signal);
    }
}

/// Whether the access that was interrupted raises the signal again when the handler returns.
fn comes_again(info: *const siginfo_t) -> bool {
    is_fault(info) || code(info).is_some_and(|code| code == libc::BUS_ADRALN || code == libc::BUS_OBJERR)
}

/// What the system does with the signal: the process dies of it, with the program counter where the fault was.
fn default(info: *const siginfo_t) {
    // There is nothing to be done about an error but to go on.
    _ = exchange(Some(&default_action()));
    if !comes_again(info) {
        // SAFETY: a signal that may be raised in handlers; it waits until this one returns, if it is blocked meanwhile.
        unsafe { libc::raise(libc::SIGBUS) };
    }
}

/// While it lives, this thread takes SIGBUS: the system kills a process whose thread has a fault with the signal
/// blocked. Daemons block all signals in all threads but one.
pub(super) struct Unblocked {
    blocked_before: bool,
    /// Of this thread.
    marker: core::marker::PhantomData<*const ()>,
}

impl Unblocked {
    pub(super) fn new() -> Self {
        let before = mask(libc::SIG_UNBLOCK);
        // SAFETY: a set that the system filled in.
        let blocked_before = unsafe { libc::sigismember(&raw const before, libc::SIGBUS) } == 1;
        Self { blocked_before, marker: core::marker::PhantomData }
    }
}

impl Drop for Unblocked {
    fn drop(&mut self) {
        if self.blocked_before {
            mask(libc::SIG_BLOCK);
        }
    }
}

/// Changes whether this thread takes SIGBUS; the set of blocked signals before.
fn mask(how: c_int) -> libc::sigset_t {
    let mut set = default_action().sa_mask;
    // SAFETY: a set of this function.
    unsafe { libc::sigemptyset(&raw mut set) };
    // SAFETY: as above, and a signal that there is.
    unsafe { libc::sigaddset(&raw mut set, libc::SIGBUS) };
    let mut before = set;
    // SAFETY: two sets of this function; it fails for an unknown `how` only.
    unsafe { libc::pthread_sigmask(how, &raw const set, &raw mut before) };
    before
}

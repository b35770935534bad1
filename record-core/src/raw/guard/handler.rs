//! The handler of SIGBUS, and how it shares the signal with the handlers of the program.
//!
//! There are others, and some install themselves late, or again and again: the runtime of Go, loaded as a library, puts
//! its handler over what it finds and passes on; the JVM does, and with its `libjsig` chains whoever comes later; crash
//! reporters (Breakpad, Sentry) put theirs over what is there, call it, put it back when they end, and start again; and
//! two libraries may each contain a copy of this one. One handler that remembers one other goes round in a circle with
//! these, or drops one of them. Hence the levels and the [`frames`].
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
    sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering},
};
use libc::{sigaction, siginfo_t};
use std::{
    io,
    sync::{Mutex, PoisonError},
};

/// A handler with `SA_SIGINFO`, and one without.
type Detailed = extern "C" fn(c_int, *mut siginfo_t, *mut c_void);
type Plain = extern "C" fn(c_int);

/// More handlers are not known to meet in one program. With more, those beyond share the last level.
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
    /// Whether it was called, if it wants to be called only once, or took itself away when it was called. The default
    /// is in its place then.
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

/// Whether it is one of ours, called as ours are. `signal` puts a handler back without the flags that it had.
fn is_installed(action: &sigaction) -> bool {
    is_ours(action) && action.sa_flags & (libc::SA_SIGINFO | libc::SA_RESETHAND) == libc::SA_SIGINFO
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
fn ensure() -> io::Result<()> {
    if is_installed(&exchange(None)?) {
        return Ok(());
    }
    let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    let mut top = exchange(None)?;
    while !is_installed(&top) {
        // One of ours, put back by somebody without its flags, gets them again and is beneath nobody.
        let known = HANDLERS.iter().position(|&handler| handler as usize == top.sa_sigaction);
        let level = known.unwrap_or_else(|| put_beneath(&mut found, &top));
        let mut ours = default_action();
        ours.sa_sigaction = HANDLERS[level] as usize;
        ours.sa_flags = libc::SA_SIGINFO;
        if known.is_none() && is_function(&top) {
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

/// Puts `top` beneath a level, and says which. One seen before that has no level of its own, as those have that the
/// last level has served, gets the last level, which goes on to the newest of them first: that need not be `top`, but
/// `top` comes in its turn if the newest passes on, or goes round.
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
    if !lacked_details() && !is_our_fault(signal, info) {
        pass_on(LEVEL, signal, info, context);
    }
    // SAFETY: as above; the code that was interrupted may be about to read it.
    unsafe { errno.write(saved) };
}

/// Whether ours was put back without `SA_SIGINFO`, as `signal` does: `info` and `context` are then what happened to be
/// in two registers. It is put right, and a fault comes again with its details; a signal that was sent does not, and
/// is lost, for nothing tells the two apart.
///
/// What cannot be seen here is a handler that calls ours as if it took the signal alone, and one put back with
/// `SA_RESETHAND`, which the system has taken away already: such programs give us any two numbers for addresses.
fn lacked_details() -> bool {
    let Ok(mut action) = exchange(None) else { return false };
    let lacks = is_ours(&action) && !is_installed(&action);
    if lacks {
        action.sa_flags = (action.sa_flags & !libc::SA_RESETHAND) | libc::SA_SIGINFO;
        _ = exchange(Some(&action));
    }
    lacks
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
    let mut rounds = 0;
    for _ in 0..entered.depth {
        let older = beneath.and_then(|beneath| beneath.older);
        if older.is_none() {
            // Whoever is oldest may itself get further with each round, as another copy of this library does. A fault
            // comes again until somebody repairs it, and would go round as often each time.
            rounds += 1;
            if rounds <= LEVELS && !comes_again(info) {
                continue;
            }
        }
        beneath = older;
    }
    match beneath {
        Some(beneath) if is_function(&beneath.action) => {
            let once = beneath.action.sa_flags & libc::SA_RESETHAND != 0;
            if beneath.spent.fetch_or(once, Ordering::Relaxed) {
                default(info);
            } else {
                call_and_stay(beneath, signal, info, context);
            }
        }
        // What is ignored is ignored, but for faults, which would come again for ever: the system kills then.
        Some(beneath) if beneath.action.sa_sigaction == libc::SIG_IGN && !comes_again(info) => {}
        _ => default(info),
    }
    frames::leave(&entered);
}

/// Calls a handler of the program, and keeps ours above it while scans are under way.
///
/// The handler that std gives to every program takes itself away when it is called, by setting the default, and
/// returns: a signal that was sent is survived once. That takes ours away too, which is above it. Ours comes back, over
/// the default: the next signal kills, as it would have. After a fault all stays as the handler left it.
///
/// In between, for a few instructions, a truncation met by another thread kills. That ours was there is asked before:
/// where the program's own handler is above ours, its order is left to it.
fn call_and_stay(beneath: &Beneath, signal: c_int, info: *mut siginfo_t, context: *mut c_void) {
    let before = exchange(None).ok().filter(is_installed);
    call(&beneath.action, signal, info, context);
    if comes_again(info) || SCANS.load(Ordering::SeqCst) == 0 {
        return;
    }
    if let (Some(before), Ok(after)) = (before, exchange(None))
        && after.sa_sigaction == libc::SIG_DFL
    {
        // First: whoever finds ours finds the default beneath it.
        beneath.spent.store(true, Ordering::SeqCst);
        _ = exchange(Some(&before));
    }
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

/// Scans under way, in all threads.
static SCANS: AtomicUsize = AtomicUsize::new(0);

/// A scan under way: while it lives, one of ours is the handler, and this thread takes SIGBUS. The system kills a
/// process whose thread has a fault with the signal blocked, and daemons block all signals in all threads but one.
pub(super) struct OnGuard {
    blocked_before: bool,
    /// Of this thread.
    marker: core::marker::PhantomData<*const ()>,
}

impl OnGuard {
    pub(super) fn new() -> io::Result<Self> {
        // First: a handler of another thread that does not see this scan has set the action before it is looked at.
        SCANS.fetch_add(1, Ordering::SeqCst);
        let mut guard = Self { blocked_before: false, marker: core::marker::PhantomData };
        ensure()?;
        let before = mask(libc::SIG_UNBLOCK);
        // SAFETY: a set that the system filled in.
        guard.blocked_before = unsafe { libc::sigismember(&raw const before, libc::SIGBUS) } == 1;
        Ok(guard)
    }
}

impl Drop for OnGuard {
    fn drop(&mut self) {
        if self.blocked_before {
            mask(libc::SIG_BLOCK);
        }
        SCANS.fetch_sub(1, Ordering::SeqCst);
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

//! Signals, as C programs handle them: handlers of the tests' own, pages that cannot be read.

#![allow(unsafe_code)] // signals are

use super::support::{Folder, PAGE, cut};
use libc::{c_int, c_void, sigaction, siginfo_t};
use std::{
    fs::{self, File},
    mem,
    os::fd::{AsRawFd, FromRawFd},
    ptr,
    sync::atomic::{AtomicPtr, AtomicUsize, Ordering},
};

/// Programs' handlers: each counts how often it was called.
pub const PROGRAMS: usize = 24;

pub static CALLED: [AtomicUsize; PROGRAMS] = [const { AtomicUsize::new(0) }; PROGRAMS];

/// How often [`repair`] was called.
pub static REPAIRED: AtomicUsize = AtomicUsize::new(0);

/// What was installed before the program's handler.
static SAVED: [AtomicPtr<sigaction>; PROGRAMS] = [const { AtomicPtr::new(ptr::null_mut()) }; PROGRAMS];

type Handler = extern "C" fn(c_int, *mut siginfo_t, *mut c_void);

/// A handler that lays a page over what could not be read, whatever it is, and calls nobody.
extern "C" fn repair(_: c_int, info: *mut siginfo_t, _: *mut c_void) {
    REPAIRED.fetch_add(1, Ordering::SeqCst);
    // SAFETY: what the system gave to the handler.
    let info = unsafe { &*info };
    if info.si_code == libc::BUS_ADRERR {
        // SAFETY: of a fault.
        lay(unsafe { info.si_addr() }.cast());
    }
}

/// A page of zeros over what is at this address.
fn lay(address: *mut u8) {
    let page = address.map_addr(|address| address & !(PAGE - 1));
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_FIXED;
    // SAFETY: a page of the tests' own.
    let laid = unsafe { libc::mmap(page.cast(), PAGE, libc::PROT_READ, flags, -1, 0) };
    assert_ne!(laid, libc::MAP_FAILED);
}

/// A handler that only counts, and has an error of its own, without the details of the signal.
extern "C" fn count(_: c_int) {
    CALLED[0].fetch_add(1, Ordering::SeqCst);
    errno(Some(1));
}

/// A handler that ends the process in its own way.
extern "C" fn leave(_: c_int) {
    // SAFETY: ends the process.
    unsafe { libc::_exit(42) };
}

/// A handler that calls the one before, as C programs do.
extern "C" fn chain<const N: usize>(signal: c_int, info: *mut siginfo_t, context: *mut c_void) {
    assert!(CALLED[N].fetch_add(1, Ordering::SeqCst) < 1000, "round and round");
    // SAFETY: leaked by `install_chain`.
    let saved = unsafe { &*SAVED[N].load(Ordering::SeqCst) };
    match saved.sa_sigaction {
        libc::SIG_IGN => {}
        libc::SIG_DFL => {
            set(libc::SIG_DFL, 0);
        }
        // SAFETY: installed with these arguments.
        handler if saved.sa_flags & libc::SA_SIGINFO != 0 => unsafe {
            mem::transmute::<usize, Handler>(handler)(signal, info, context);
        },
        // SAFETY: installed with this argument.
        handler => unsafe { mem::transmute::<usize, extern "C" fn(c_int)>(handler)(signal) },
    }
}

/// How often [`late`] calls the handler before until it is content.
const ROUNDS: usize = 5;

/// A handler that ends a signal only when it has been called a few times, as another copy of the library may.
extern "C" fn late(signal: c_int, info: *mut siginfo_t, context: *mut c_void) {
    if called(0) + 1 < ROUNDS {
        chain::<0>(signal, info, context);
    } else {
        CALLED[0].fetch_add(1, Ordering::SeqCst);
    }
}

/// Installs [`late`] over whatever there is.
pub fn install_late() -> usize {
    let old = set(late as *const () as usize, libc::SA_SIGINFO);
    SAVED[0].store(Box::leak(Box::new(old)), Ordering::SeqCst);
    ROUNDS
}

/// A handler that needs another page that cannot be read to repair this one.
extern "C" fn nested(_: c_int, info: *mut siginfo_t, _: *mut c_void) {
    static OTHER: AtomicPtr<u8> = AtomicPtr::new(ptr::null_mut());
    // SAFETY: what the system gave to the handler.
    let info = unsafe { &*info };
    // SAFETY: of a fault.
    let address = unsafe { info.si_addr() };
    if CALLED[0].fetch_add(1, Ordering::SeqCst) == 0 {
        OTHER.store(NESTED.load(Ordering::SeqCst), Ordering::SeqCst);
        assert_eq!(read(OTHER.load(Ordering::SeqCst)), 0);
    }
    lay(address.cast());
}

/// The page that [`nested`] needs.
pub static NESTED: AtomicPtr<u8> = AtomicPtr::new(ptr::null_mut());

macro_rules! chains {
    ($($n:literal)*) => { [$(chain::<$n>),*] };
}

/// All chaining handlers.
const CHAINS: [Handler; PROGRAMS] = chains!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23);

/// Makes this the handler of SIGBUS; the one before.
fn set(handler: usize, flags: c_int) -> sigaction {
    // SAFETY: numbers.
    let mut action: sigaction = unsafe { mem::zeroed() };
    action.sa_sigaction = handler;
    action.sa_flags = flags;
    change(&action)
}

fn change(action: &sigaction) -> sigaction {
    let mut old = *action;
    // SAFETY: a whole action, and room for one.
    assert_eq!(unsafe { sigaction(libc::SIGBUS, action, &raw mut old) }, 0);
    old
}

pub fn install_default() {
    set(libc::SIG_DFL, 0);
}

pub fn install_ignore() {
    set(libc::SIG_IGN, 0);
}

pub fn install_repair() {
    set(repair as *const () as usize, libc::SA_SIGINFO);
}

pub fn install_leave() {
    set(leave as *const () as usize, 0);
}

pub fn install_count_once() {
    set(count as *const () as usize, libc::SA_RESETHAND);
}

pub fn install_count() {
    set(count as *const () as usize, 0);
}

pub fn install_nested() {
    set(nested as *const () as usize, libc::SA_SIGINFO | libc::SA_NODEFER);
}

/// Installs chaining handler `n` over whatever there is.
pub fn install_chain(n: usize) {
    let old = set(CHAINS[n] as usize, libc::SA_SIGINFO);
    SAVED[n].store(Box::leak(Box::new(old)), Ordering::SeqCst);
}

/// Chaining handler `n` restores what it found.
pub fn restore_chain(n: usize) {
    // SAFETY: leaked by `install_chain`.
    change(unsafe { &*SAVED[n].load(Ordering::SeqCst) });
}

/// Saves and restores whatever handler there is, with `signal`, as old libraries do.
pub fn restore_with_signal() {
    // SAFETY: a handler that takes the signal.
    let old = unsafe { libc::signal(libc::SIGBUS, count as *const () as usize) };
    // SAFETY: what was there before.
    assert_ne!(unsafe { libc::signal(libc::SIGBUS, old) }, libc::SIG_ERR);
}

/// How often chaining handler `n` was called.
pub fn called(n: usize) -> usize {
    CALLED[n].load(Ordering::SeqCst)
}

pub fn repaired() -> usize {
    REPAIRED.load(Ordering::SeqCst)
}

/// The address of a page that raises SIGBUS, of a map that is nobody's but the test's.
pub fn bad_page(folder: &Folder) -> *mut u8 {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let path = folder.join(format!("bad-{}", COUNT.fetch_add(1, Ordering::SeqCst)));
    fs::write(&path, [1; PAGE]).unwrap();
    let file = File::open(&path).unwrap();
    // SAFETY: a new map.
    let page =
        unsafe { libc::mmap(ptr::null_mut(), PAGE, libc::PROT_READ, libc::MAP_SHARED, file.as_raw_fd(), 0) };
    assert_ne!(page, libc::MAP_FAILED);
    cut(&path, 0);
    page.cast()
}

/// Reads a byte.
pub fn read(address: *mut u8) -> u8 {
    // SAFETY: mapped; whether it can be read is what the test is about.
    unsafe { address.read_volatile() }
}

/// Sends SIGBUS to this thread.
pub fn raise() {
    // SAFETY: a signal.
    assert_eq!(unsafe { libc::raise(libc::SIGBUS) }, 0);
}

/// Blocks SIGBUS in this thread, or says whether it is.
pub fn blocked(block: bool) -> bool {
    // SAFETY: a set of bits.
    let mut set: libc::sigset_t = unsafe { mem::zeroed() };
    // SAFETY: as above.
    unsafe { libc::sigaddset(&raw mut set, libc::SIGBUS) };
    let new: *const libc::sigset_t = if block { &raw const set } else { ptr::null() };
    let mut old = set;
    // SAFETY: two sets.
    assert_eq!(unsafe { libc::pthread_sigmask(libc::SIG_BLOCK, new, &raw mut old) }, 0);
    // SAFETY: as above.
    unsafe { libc::sigismember(&raw const old, libc::SIGBUS) == 1 }
}

/// A file of huge pages, none of which need be there; `None` where the system knows no such files.
pub fn file_of_huge_pages() -> Option<File> {
    // SAFETY: a name, and flags.
    let fd = unsafe { libc::memfd_create(c"huge".as_ptr(), libc::MFD_HUGETLB | libc::MFD_CLOEXEC) };
    // SAFETY: a new file.
    (fd >= 0).then(|| unsafe { File::from_raw_fd(fd) })
}

/// Takes map areas until none can be parted any more.
pub fn take_all_map_areas() {
    let most: usize = fs::read_to_string("/proc/sys/vm/max_map_count").unwrap().trim().parse().unwrap();
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
    // SAFETY: a new map.
    let base = unsafe { libc::mmap(ptr::null_mut(), (most + 10) * PAGE, libc::PROT_NONE, flags, -1, 0) };
    assert_ne!(base, libc::MAP_FAILED);
    let part = |page: usize| {
        // SAFETY: a page of the map above, which nobody uses.
        unsafe { libc::mprotect(base.wrapping_byte_add(page * PAGE), PAGE, libc::PROT_READ) }
    };
    let full = (1..most).step_by(2).find(|page| part(*page) != 0);
    full.expect("the system has a limit");
    // The last page is parted from those before it by one area more, and not by two.
    part(most + 9);
    assert_ne!(part(most + 5), 0);
}

/// The number of the last error of this thread, set or read.
pub fn errno(set: Option<c_int>) -> c_int {
    // SAFETY: gives an address.
    let errno = unsafe { libc::__errno_location() };
    // SAFETY: of this thread's variable.
    let errno = unsafe { &mut *errno };
    if let Some(set) = set {
        *errno = set;
    }
    *errno
}

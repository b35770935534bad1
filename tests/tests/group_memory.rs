//! The memory of groups is that of their keys, however many records there are and however far apart the keys are.
#![allow(unsafe_code)] // an allocator is unsafe to write

use record_core::{
    ops::Groups,
    prelude::*,
    scan::{InMemory, ScanOps},
};
use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicUsize, Ordering},
};

/// The system's allocator, which remembers the largest allocation.
struct Largest;

static LARGEST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: all is left to the system's allocator.
unsafe impl GlobalAlloc for Largest {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LARGEST.fetch_max(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(ptr, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Largest = Largest;

/// The largest allocation that counting the records of each group needs.
fn largest(keys: &[u64], expected: usize) -> usize {
    let groups = Groups::by(View::from_slice(keys)).unwrap();
    LARGEST.store(0, Ordering::Relaxed);
    let counts = groups.counts();
    assert_eq!((counts.len(), counts.iter().sum::<usize>()), (expected, keys.len()));
    LARGEST.load(Ordering::Relaxed)
}

/// One test, so that no other one allocates.
#[test]
fn two_keys_need_the_memory_of_two() {
    let count = 1_000_000_u64;
    let far: Vec<u64> = (0..count).map(|i| i % 2 * (4 * count - 2)).collect();
    let most = largest(&far, 2);
    assert!(most <= 1 << 19, "{most} bytes");
    // By name of a scan too, whatever its chunks are.
    let dtype = DType::parse("[('key', '<u8')]").unwrap();
    let bytes: Vec<u8> = far.iter().flat_map(|key| key.to_le_bytes()).collect();
    let table = AnyTable::from_bytes(&bytes, dtype).unwrap();
    LARGEST.store(0, Ordering::Relaxed);
    let (keys, sums) = InMemory(&table).group_by_any(&["key"]).unwrap().sum("key").unwrap();
    let most = LARGEST.load(Ordering::Relaxed);
    assert_eq!((keys.view().size(), sums.len()), (2, 2));
    assert!(most <= 1 << 19, "{most} bytes");
    // Keys that do lie close together, in any order: at most 16 places of 4 bytes each, or the rows' own numbers.
    let mixed: Vec<u64> = (0..count).map(|i| i * 7_919 % count).collect();
    let most = largest(&mixed, 1_000_000);
    assert!(most <= 64 << 20, "{most} bytes");
}

//! What safe code could try: keep a view or a value of a truncated file, believe in references to it, tear the map down
//! under a scan. What must not compile is in `ui-soundness/linux`.

use super::{
    Reading,
    support::{Folder, PAGE, SIZE, cut, guard, guard_any, open, reading, slow_sum, sum, truncated},
};
use record_core::{
    Base, Element, FixedBytes, Record, RecordTable, View,
    scan::{Chunk, Scan, ScanError},
    table::OpenOptions,
};
use std::{
    fs,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

/// Text that fills a page but for two bytes, then a character of three bytes over the border.
#[test]
fn no_reference_reaches_bytes_that_may_change() {
    let folder = Folder::new("references");
    let path = folder.join("text");
    fs::write(&path, ["x".repeat(PAGE - 2), "€".repeat(PAGE)].concat()).unwrap();
    let bytes = guard::<Byte>(OpenOptions::new(), &path).unwrap();
    // A `str` of the map would be checked, then cut in the middle of a character, and then believed.
    bytes
        .scan(|view| {
            assert!(view.is_c_contiguous() && view.is_aligned());
            assert!(view.as_slice().is_none() && view.as_bytes().is_none());
            let column = view.col(Byte::BYTE);
            assert!(column.as_slice().is_none() && column.as_bytes().is_none());
            assert!(column.slice(5..100).as_slice().is_none());
            assert!(view.as_any().as_bytes().is_none());
            assert!(view.view_as::<u8>().unwrap().as_slice().is_none());
            assert!(view.getfield::<u8>(0).unwrap().as_bytes().is_none());
            assert!(view.as_any().column("byte").unwrap().as_bytes().is_none());
            assert!(view[Byte::BYTE].as_view().as_slice().is_none());
            #[cfg(feature = "ndarray")]
            assert!(column.to_ndarray().is_err());
            // Copies are the program's own.
            assert_eq!(column.to_vec(), fs::read(&path).unwrap());
            assert_eq!(view.to_table().as_bytes().unwrap(), fs::read(&path).unwrap());
            assert!(column.to_array().as_slice().is_some());
        })
        .unwrap();
    // Whose bytes they are is still known.
    let base = bytes.scan(|view| view.slice(7..).base() == Base::Mapped { path: &path, offset: 7 });
    assert!(base.unwrap());
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Byte {
    byte: u8,
}

/// Values are whole, whatever the file does: a text taken before the cut is the text.
#[test]
fn values_do_not_change_with_the_file() {
    #[derive(Record, Clone, Copy)]
    #[repr(C, packed)]
    struct Name {
        name: FixedBytes<7>,
    }
    let folder = Folder::new("values");
    let path = folder.join("names");
    fs::write(&path, "€€x".repeat(2000)).unwrap();
    let map = guard::<Name>(OpenOptions::new(), &path).unwrap();
    let result = map.scan(|view| {
        let names = view.col(Name::NAME);
        let name = names.get(PAGE / 7).unwrap();
        let text = name.as_str().unwrap();
        cut(&path, PAGE);
        assert_eq!(text, "€€x");
        let name = names.get(PAGE / 7).unwrap();
        assert_ne!(name.as_str().ok(), Some("€€x"), "the rest of the page is zeros");
    });
    truncated(result, PAGE / 7, 2000);
}

/// The closure's value goes where its owner cannot use it.
#[test]
fn values_of_a_failed_scan_are_dropped() {
    struct Counted(Arc<AtomicUsize>);
    impl Drop for Counted {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
    let folder = Folder::new("dropped");
    let path = folder.readings("data", 0, 1000);
    let (map, dropped) = (open(&path), Arc::new(AtomicUsize::new(0)));
    let value = map.scan(|_| Counted(dropped.clone())).unwrap();
    assert_eq!(dropped.load(Ordering::SeqCst), 0);
    drop(value);
    let result = map.scan(|_| {
        cut(&path, 1000 * SIZE - 1);
        Counted(dropped.clone())
    });
    truncated(result, 999, 1000);
    assert_eq!(dropped.load(Ordering::SeqCst), 2);
}

/// No fault in the last page: the length alone tells.
#[test]
fn zeros_in_the_last_page_are_seen() {
    let folder = Folder::new("last-page");
    for count in [1, 2, 100, PAGE / SIZE, PAGE / SIZE + 1, 700] {
        for less in [1, SIZE, count * SIZE - 1, count * SIZE] {
            let path = folder.readings("data", 0, count);
            let map = open(&path);
            let result = map.scan(|view| {
                let sum = slow_sum(view);
                cut(&path, count * SIZE - less);
                sum
            });
            truncated(result, (count * SIZE - less) / SIZE, count);
        }
    }
}

#[test]
fn a_panic_passes_through_and_the_map_remembers() {
    let folder = Folder::new("panic");
    let path = folder.readings("data", 0, 2000);
    let map = open(&path);
    let squares = [0_u8; 8];
    let caught = catch_unwind(AssertUnwindSafe(|| {
        map.scan(|view| {
            assert_eq!(squares[usize::from(view.get(1999).unwrap().flag)], 0);
            cut(&path, PAGE);
            let flag = usize::from(view.get(1999).unwrap().flag);
            squares[flag.wrapping_sub(1)]
        })
    }));
    let message = *caught.unwrap_err().downcast::<String>().unwrap();
    assert!(message.contains("index out of bounds"), "{message}");
    truncated(map.check(), PAGE / SIZE, 2000);
    truncated(map.scan(|_| ()), PAGE / SIZE, 2000);
}

/// A map is gone for the handler when it is gone for the program; a map that is forgotten stays.
#[test]
fn maps_that_are_dropped_or_forgotten() {
    let folder = Folder::new("forgotten");
    for round in 0..100 {
        let path = folder.readings("data", 0, 2000);
        if round % 10 == 0 {
            std::mem::forget(open(&path));
        }
        let map = Box::new(open(&path));
        let moved = *map;
        let result = moved.scan(|view| {
            cut(&path, 0);
            slow_sum(view)
        });
        truncated(result, 0, 2000);
    }
}

/// A scan within a scan of the same map.
#[test]
fn scans_nest() {
    let folder = Folder::new("nest");
    let path = folder.readings("data", 0, 2000);
    let map = open(&path);
    let inner = map.scan(|_| map.scan(slow_sum)).unwrap();
    assert_eq!(inner.unwrap(), sum(2000));
    let outer = map.scan(|view| {
        cut(&path, 3);
        truncated(map.scan(slow_sum), 0, 2000);
        slow_sum(view)
    });
    truncated(outer, 0, 2000);
}

/// Reads all of a scan that is one part.
fn each(scan: &mut dyn Scan<Record = Reading>, cut: impl Fn()) -> Result<(i128, u64, u64), ScanError> {
    let mut all = 0;
    let end = scan.for_each_chunk(&mut |chunk: Chunk<'_>| {
        assert_eq!(chunk.first(), 0);
        cut();
        all += slow_sum(chunk.typed::<Reading>().unwrap());
        ControlFlow::Continue(())
    })?;
    Ok((all, end.records, end.trailing_bytes))
}

#[test]
fn they_are_scans_of_one_part() {
    let folder = Folder::new("scans");
    let path = folder.readings("data", 0, 2000);
    let mut map = open(&path);
    assert_eq!(each(&mut map, || ()).unwrap(), (sum(2000), 2000, 0));
    assert_eq!(each(&mut &map, || ()).unwrap(), (sum(2000), 2000, 0));
    let mut any = guard_any(OpenOptions::new().count(1000), &path, Reading::DTYPE.clone()).unwrap();
    assert!(format!("{any:?}").starts_with("AnyGuarded {"), "{any:?}");
    assert_eq!(any.scan(|view| view.get(999).is_some()).unwrap(), (reading(999).flag == 7));
    let mut parts = 0;
    let end = Scan::for_each_chunk(&mut any, &mut |chunk| {
        parts += chunk.len();
        ControlFlow::Break(())
    });
    let end = end.unwrap();
    assert_eq!((parts, end.records, end.trailing_bytes), (1000, 1000, 1000 * SIZE as u64));
    // The part that was cut is not the other's matter.
    truncated(each(&mut map, || cut(&path, 1500 * SIZE)), 1500, 2000);
    any.check().unwrap();
    cut(&path, 0);
    let mut called = false;
    let result = Scan::for_each_chunk(&mut any, &mut |_| {
        called = true;
        ControlFlow::Continue(())
    });
    truncated(result, 0, 1000);
    assert!(!called);
}

/// All operations of scans: right, or the error and nothing else.
#[test]
fn operations_have_an_answer_or_the_error() {
    use record_core::scan::ScanOps;

    let folder = Folder::new("operations");
    let path = folder.readings("data", 0, 2000);
    let table = RecordTable::<Reading>::read(&path).unwrap();
    let mut map = open(&path);
    assert_eq!(map.sum(Reading::ID).unwrap(), table.col(Reading::ID).sum());
    assert_eq!(map.mean(Reading::VALUE).unwrap(), table.col(Reading::VALUE).mean());
    assert_eq!(map.max(Reading::ID).unwrap(), Some(reading(1999).id));
    assert_eq!(map.sum_of("id").unwrap(), table["id"].sum().unwrap());
    assert_eq!(map.to_table().unwrap(), table);
    let small = |view: View<'_, Reading>| view.col(Reading::ID).lt(100);
    assert_eq!(map.filter(small).unwrap(), table.filter(&small(table.view())));
    let mut any = guard_any(OpenOptions::new(), &path, Reading::DTYPE.clone()).unwrap();
    assert_eq!(any.sum_of("id").unwrap(), table["id"].sum().unwrap());

    // The first thing that looks wrong is not the reason.
    let result = map.try_each(|readings| {
        cut(&path, 100 * SIZE);
        let flags = readings.col(Reading::FLAG);
        if flags.min() == Some(0) { Err(Wrong::Flag) } else { Ok(()) }
    });
    assert!(matches!(result, Err(Wrong::Scan(ScanError::Truncated { record: 100, .. }))), "{result:?}");
    truncated(map.sum(Reading::ID), 100, 2000);
    truncated(map.to_table(), 100, 2000);
    truncated(map.filter(small), 100, 2000);
    truncated(any.sum_of("id"), 100, 2000);
    truncated(any.to_any_table(), 100, 2000);
}

#[derive(Debug)]
enum Wrong {
    Flag,
    Scan(ScanError),
}

impl<E: Into<ScanError>> From<E> for Wrong {
    fn from(error: E) -> Self {
        Self::Scan(error.into())
    }
}

/// Views may be kept by what the closure borrows, but not longer than the closure.
#[test]
fn views_serve_within_the_closure() {
    let folder = Folder::new("within");
    let map = open(&folder.readings("data", 0, 100));
    let kept = map.scan(|view: View<'_, Reading>| {
        let mut kept = Vec::new();
        kept.extend([view.slice(..1), view.slice(1..)]);
        kept.iter().map(|part| slow_sum(*part)).sum::<i128>()
    });
    assert_eq!(kept.unwrap(), sum(100));
}

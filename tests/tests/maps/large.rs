//! Beyond 4 GiB, and files larger than one would hold in memory.

use super::{Folder, Row, bytes_of, door, rows};
use record_core::{Base, MapArray, prelude::*, table::OpenOptions};
use std::{fs::File, io::Write};

/// Records behind 4 GiB, 6 GiB and 1 TiB of nothing; the file takes a few pages on the disk.
#[test]
fn places_beyond_4_gib() {
    let folder = Folder::new();
    let path = folder.path("sparse");
    let file = File::create_new(&path).unwrap();
    for offset in [(1 << 32) - 3, (1 << 32) + 1, (6 << 30) + 4097, 1_u64 << 40] {
        if let Err(error) = file.set_len(offset + 28 + 3) {
            println!("skipped: needs files of {offset} bytes: {error}");
            continue;
        }
        let options = || OpenOptions::new().offset(offset).count(4);
        let mut table = door!(options().map_mut::<Row>(&path)).unwrap();
        for (i, row) in rows(4).into_iter().enumerate() {
            table.try_set(i, row).unwrap();
        }
        assert_eq!(table.view().base(), Base::Mapped { path: &path, offset });
        table.close().unwrap();
        let read = options().read::<Row>(&path).unwrap();
        assert_eq!((read.to_vec(), read.trailing_bytes()), (rows(4), 3));
        let mapped = door!(options().map::<Row>(&path)).unwrap();
        assert_eq!((mapped.to_vec(), mapped.as_bytes().unwrap()), (rows(4), &bytes_of(&rows(4))[..]));
        let array = door!(options().count(7).map_array_copy::<Le<u16>, _>(&path, [7])).unwrap();
        assert_eq!(array.get(0), Some(u16::from_le_bytes([0, 0])));
        assert_eq!(array.view().base(), Base::Mapped { path: &path, offset });
    }
    // Over the border, and the whole of it where there are addresses.
    file.set_len(1 << 33).unwrap();
    let all = door!(MapArray::<u8, _>::map(&path, [1 << 33]));
    if let Ok(all) = all {
        assert_eq!((all.get((1 << 33) - 1), all.len()), (Some(0), 1 << 33));
        let window = door!(OpenOptions::new().offset((1 << 32) + 1).map_array::<u8, _>(&path, [28])).unwrap();
        assert_eq!(window.to_vec(), bytes_of(&rows(4)));
    }
    (&file).flush().unwrap();
}

/// Bytes of the file that are mapped, as the system says.
#[cfg(target_os = "linux")]
fn mapped_bytes(path: &std::path::Path) -> u64 {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let path = path.canonicalize().unwrap();
    let ours = maps.lines().filter(|line| line.ends_with(path.to_str().unwrap()));
    ours.map(|line| {
        let (start, end) = line.split_once(' ').unwrap().0.split_once('-').unwrap();
        u64::from_str_radix(end, 16).unwrap() - u64::from_str_radix(start, 16).unwrap()
    })
    .sum()
}

#[cfg(target_os = "linux")]
#[test]
fn no_more_is_mapped_than_asked_for() {
    let folder = Folder::new();
    let path = folder.path("sparse");
    File::create_new(&path).unwrap().set_len(1 << 30).unwrap();
    assert_eq!(mapped_bytes(&path), 0);
    let options = |offset| OpenOptions::new().offset(offset);
    let none = door!(options(4097).count(0).map_mut::<Row>(&path)).unwrap();
    assert_eq!((none.len(), mapped_bytes(&path)), (0, 0));
    drop(none);
    let some = door!(options(4095).count(1).map::<Row>(&path)).unwrap();
    let pages = mapped_bytes(&path);
    assert!(pages >= 8192 || pages == 1 << 16, "{pages} bytes for a record on the border of two pages");
    assert!(pages <= 1 << 17, "{pages} bytes for a record");
    let placed = OpenOptions::new().locate(|bytes| {
        assert_eq!(bytes.len(), 1 << 30);
        Ok(record_core::table::Place { offset: 1 << 29, count: Some(1) })
    });
    let located = door!(placed.map_mut::<Row>(&path)).unwrap();
    assert!(mapped_bytes(&path) <= 2 * pages, "what was looked through stays mapped");
    drop((some, located));
    assert_eq!(mapped_bytes(&path), 0);
}

/// A square of floats on the disk, in one line; NumPy's `memmap(path, 'f4', 'w+', shape=(n, n))`.
fn square(n: usize) {
    let folder = Folder::new();
    let path = folder.path("square");
    let mut square = door!(MapArray::<f32, _>::create(&path, [n, n])).unwrap();
    square.view_mut().at(n - 1).fill(0.5);
    square.set_at([0, n - 1], 2.0);
    square.close().unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().len(), (n * n * 4) as u64);
    let square = door!(MapArray::<f32, _>::map(&path, [n, n])).unwrap();
    let half = n as f64 / 2.0;
    assert_eq!(
        (square.view().sum(), square.get_at([n - 1, 3]), square.get_at([n / 2, 3])),
        (half + 2.0, Some(0.5), Some(0.0))
    );
}

#[test]
fn squares_in_one_line() {
    square(500);
    if std::env::var_os("RECORD_STRESS").is_some_and(|value| value == "1") {
        square(10_000);
    } else {
        println!("skipped: RECORD_STRESS=1 makes a file of 400 MB");
    }
}

//! The same from a file, which may get longer or shorter on the way.

use crate::{case::Case, dense, expected, read_all, told};
use arbitrary::Unstructured;
use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
};

/// A file in memory where there is such a folder; one for each process.
fn place() -> PathBuf {
    let folder = Path::new("/dev/shm");
    let folder = if folder.is_dir() { folder.to_path_buf() } else { std::env::temp_dir() };
    folder.join(format!("record-fuzz-scan-{}", std::process::id()))
}

/// From a file, by chunks and mapped.
pub fn check(case: &Case, bytes: &[u8], u: &mut Unstructured<'_>) -> arbitrary::Result<()> {
    let path = place();
    fs::write(&path, bytes).expect("written");
    let expected = expected(case, bytes);
    let read = read_all(case.reader().open_any(&path, case.dtype.clone()), case, None);
    match (&read.end, &expected) {
        // Files of the system say that they are empty; an empty file is read as a pipe would be.
        _ if bytes.is_empty() => {}
        (Ok(end), Ok((records, left))) => {
            assert_eq!((&read.bytes, end.trailing_bytes), (records, *left), "{case:?}");
        }
        (found, expected) => assert_eq!(found.as_ref().err(), expected.as_ref().err(), "{case:?}"),
    }
    let table = case.open().read_any(&path, case.dtype.clone());
    match (table, &expected) {
        (Ok(table), Ok((records, _))) => assert_eq!(&dense(table.view()), records),
        (found, expected) => {
            assert_eq!(found.err().map(|error| told(error.into())), expected.clone().err(), "{case:?}");
        }
    }
    // SAFETY: nobody else has the file.
    match (unsafe { case.open().map_any(&path, case.dtype.clone()) }, &expected) {
        (Ok(table), Ok((records, _))) => assert_eq!(&dense(table.view()), records),
        (found, expected) => {
            assert_eq!(found.err().map(|error| told(error.into())), expected.clone().err(), "{case:?}");
        }
    }
    guarded(case, bytes, &path, &expected);
    changed(case, bytes, &path, u)
}

/// The bytes of the elements, one by one: those of a guarded map are no slice, for they may change.
#[cfg(target_os = "linux")]
fn copied(view: record_core::AnyView<'_>) -> Vec<u8> {
    let item = view.dtype().itemsize();
    let mut bytes = vec![0; view.len() * item];
    for at in 0..item {
        let column = view.getfield(<u8 as record_core::Element>::DTYPE, at).expect("a byte of each");
        let column = column.typed::<u8>().expect("bytes");
        for (i, byte) in column.iter().enumerate() {
            bytes[i * item + at] = byte;
        }
    }
    bytes
}

/// Mapped with a guard: the same, and no death if it is cut then.
#[cfg(target_os = "linux")]
fn guarded(case: &Case, bytes: &[u8], path: &Path, expected: &Result<(Vec<u8>, u64), String>) {
    // SAFETY: nobody else has the file, and here it only gets shorter.
    match (unsafe { case.open().map_any_guarded(path, case.dtype.clone()) }, expected) {
        (Ok(map), Ok((records, left))) => {
            let file_left = map.trailing_bytes();
            assert_eq!((&map.scan(copied).expect("all of it"), file_left), (records, *left), "{case:?}");
            let cut = bytes.len() / 2;
            OpenOptions::new().write(true).open(path).and_then(|file| file.set_len(cut as u64)).expect("cut");
            match map.scan(copied) {
                Ok(found) => assert_eq!(&found, records),
                Err(record_core::scan::ScanError::Truncated { record, count, .. }) => {
                    let itemsize = case.dtype.itemsize() as u64;
                    assert_eq!(count * itemsize, records.len() as u64);
                    let first = case.found(bytes).offset;
                    assert_eq!(record, (cut as u64).saturating_sub(first) / itemsize, "{case:?}");
                }
                Err(error) => panic!("{case:?}: {error:?}"),
            }
            fs::write(path, bytes).expect("written");
        }
        (found, expected) => {
            assert_eq!(found.map(|_| ()).map_err(told), expected.clone().map(|_| ()), "{case:?}")
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn guarded(_: &Case, _: &[u8], _: &Path, _: &Result<(Vec<u8>, u64), String>) {}

/// The file grows behind the end, or is cut on the way.
fn changed(case: &Case, bytes: &[u8], path: &Path, u: &mut Unstructured<'_>) -> arbitrary::Result<()> {
    if bytes.is_empty() {
        return Ok(());
    }
    let Ok(mut reader) = case.reader().open_any(path, case.dtype.clone()) else { return Ok(()) };
    let expected_before = expected(case, bytes).expect("it opened").0;
    let mut seen = Vec::new();
    if u.ratio(1, 2)? {
        while let Some(chunk) = reader.next_chunk().expect("as before") {
            seen.extend(dense(chunk));
        }
        let more = bytes.len() % 97;
        let longer = [bytes, &vec![0xa5; more][..]].concat();
        OpenOptions::new()
            .append(true)
            .open(path)
            .and_then(|mut file| file.write_all(&longer[bytes.len()..]))
            .expect("written");
        match (reader.refresh(), expected(case, &longer)) {
            (Ok(new), Ok((records, left))) => {
                while let Some(chunk) = reader.next_chunk().expect("there") {
                    seen.extend(dense(chunk));
                }
                assert_eq!(new as usize * case.dtype.itemsize(), records.len() - expected_before.len());
                assert_eq!(
                    (seen, reader.end().map(|end| end.trailing_bytes)),
                    (records, Some(left)),
                    "{case:?}"
                );
            }
            (Err(found), Err(expected)) => assert_eq!(told(found), expected),
            (found, expected) => panic!("{case:?}: {found:?}, not {expected:?}"),
        }
    } else {
        if let Some(chunk) = reader.next_chunk().expect("as before") {
            seen.extend(dense(chunk));
        }
        let len = u.int_in_range(0..=bytes.len())?;
        OpenOptions::new().write(true).open(path).and_then(|file| file.set_len(len as u64)).expect("cut");
        loop {
            match reader.next_chunk() {
                Ok(Some(chunk)) => seen.extend(dense(chunk)),
                Ok(None) => {
                    assert_eq!(seen, expected_before);
                    break;
                }
                Err(record_core::scan::ScanError::Truncated { record, count, .. }) => {
                    assert_eq!(record as usize * case.dtype.itemsize(), seen.len());
                    assert_eq!(count as usize * case.dtype.itemsize(), expected_before.len());
                    assert!(expected_before.starts_with(&seen) && seen.len() < expected_before.len());
                    break;
                }
                Err(error) => panic!("{case:?}: {error:?}"),
            }
        }
    }
    Ok(())
}

//! What of locks takes a look inside.

use super::*;

#[test]
fn a_file_system_without_locks_is_no_error() {
    let folder = std::env::temp_dir().join(format!("record-no-locks-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let (data, path) = (&folder.join("data"), folder.join("data.lock"));
    let no_locks = |_: &File| Err(TryLockError::Error(io::ErrorKind::Unsupported.into()));
    let lock = FileLock::attempt(data, no_locks).ok().flatten().expect("no error");
    assert!(!lock.is_held() && !path.exists());
    // Nor does it take away what another makes meanwhile.
    fs::write(&path, "7\n").unwrap();
    drop(lock);
    assert!(path.exists());
    fs::write(&path, "a stranger's").unwrap();
    let refused = FileLock::attempt(data, no_locks);
    assert!(matches!(refused, Err(Attempt::NotALock { len: 12 })));
    assert_eq!(fs::read(&path).unwrap(), b"a stranger's");
    let broken = |_: &File| Err(TryLockError::Error(io::ErrorKind::StorageFull.into()));
    fs::remove_file(&path).unwrap();
    assert!(matches!(FileLock::attempt(data, broken), Err(Attempt::Io(_))));
    assert!(FileLock::attempt(data, File::try_lock).ok().flatten().expect("no error").is_held());
    fs::remove_dir_all(&folder).unwrap();
}

#[cfg(unix)]
#[test]
fn a_lock_file_that_is_never_the_same_is_an_error() {
    let folder = std::env::temp_dir().join(format!("record-unsettled-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let data = folder.join("data");
    // As on a file system that gives a file another number each time.
    let (aside, calls) = (folder.join("aside"), core::cell::Cell::new(0));
    let another = |_: &File| {
        calls.set(calls.get() + 1);
        fs::write(&aside, "").and_then(|()| fs::rename(&aside, lock_path(&data))).map_err(TryLockError::Error)
    };
    let error = FileLock::settle(&data, &data, another).unwrap_err();
    let FileError::Unsettled { path, tries } = &error else { panic!("{error:?}") };
    assert_eq!((path, *tries), (&lock_path(&data), calls.get()));
    assert!(error.to_string().contains(&calls.get().to_string()), "{error}");
    fs::remove_dir_all(&folder).unwrap();
}

#[cfg(unix)]
#[test]
fn a_link_that_moves_leads_the_lock_and_the_file_to_one_place() {
    let folder = std::env::temp_dir().join(format!("record-moving-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let (link, one) = (folder.join("link"), folder.join("one"));
    let point = |to| {
        _ = fs::remove_file(&link);
        std::os::unix::fs::symlink(to, &link).unwrap();
    };
    for name in ["one", "two"] {
        fs::write(folder.join(name), name).unwrap();
    }
    point("one");
    let mut lock = FileLock::acquire(&link).unwrap();
    point("two");
    assert_eq!(lock.target(), fs::canonicalize(&one).unwrap());
    assert_eq!(io::read_to_string(lock.open(&link).unwrap()).unwrap(), "one");
    // Replacing goes there too.
    let mut aside = super::super::Replace::create_locked(&link, &lock).unwrap();
    aside.write_all(b"new").unwrap();
    aside.commit().unwrap();
    assert_eq!((fs::read(&one).unwrap(), fs::read(&link).unwrap()), (b"new".to_vec(), b"two".to_vec()));
    // What is a link by now was none when it was locked. Errors have the name that the caller knows.
    fs::rename(&link, &one).unwrap();
    let error = lock.open(&link).unwrap_err();
    assert!(matches!(&error, FileError::Io { path, .. } if *path == link), "{error}");
    let error = super::super::Replace::create_locked(&link, &lock).unwrap_err();
    assert!(matches!(error, FileError::NotAFile { found: FileKind::Link, .. }), "{error}");
    assert_eq!(fs::read(folder.join("two")).unwrap(), b"two");
    fs::remove_dir_all(&folder).unwrap();
}

/// A process that is being started has all files of this one until it runs its own program, as a copy of the handle has.
#[cfg(unix)]
#[test]
fn a_lock_goes_when_it_is_dropped_and_not_with_the_last_copy() {
    let path = std::env::temp_dir().join(format!("record-lock-copy-{}", std::process::id()));
    fs::write(&path, "data").unwrap();
    let mut lock = FileLock::acquire(&path).unwrap();
    let data = lock.open(&path).unwrap();
    let copies = (lock.file.as_ref().map(|file| file.try_clone().unwrap()), data.try_clone().unwrap());
    assert!(matches!(FileLock::acquire(&path), Err(FileError::Locked { .. })));
    drop((lock, data));
    let mut next = FileLock::acquire(&path).unwrap();
    drop(next.open(&path).unwrap());
    drop((next, copies));
    fs::remove_file(&path).unwrap();
}

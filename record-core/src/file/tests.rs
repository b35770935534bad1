//! What the floor does to real files, also in processes with little room and small limits.

use super::{FileError, FileKind, FileLock, Replace, preallocate, preallocate::write_zeros};
use std::{
    env, fs,
    fs::{File, OpenOptions},
    io::{ErrorKind, Read, Seek, SeekFrom, Write},
    os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("record-file-{name}-{}", std::process::id()));
        _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// The names in it, sorted.
    fn names(&self) -> Vec<String> {
        names(&self.0)
    }

    fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Runs a job of [`child`] in a process of its own, in a folder, behind the words of a shell.
fn run(job: &str, folder: &Path, shell: &str) -> Output {
    Command::new("sh")
        .args(["-c", &format!("{shell} exec \"$0\" --exact --ignored --nocapture file::tests::child")])
        .arg(env::current_exe().unwrap())
        .current_dir(folder)
        .env("RECORD_JOB", job)
        .output()
        .unwrap()
}

fn succeeds(output: &Output) {
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{}: {output:#?}", output.status);
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let mut aside = Replace::create(path)?;
    aside.write_all(bytes).map_err(|error| aside.error(error))?;
    aside.commit()?;
    Ok(())
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn a_file_is_replaced_whole_or_not_at_all() {
    let folder = Folder::new("replace");
    let path = folder.join("a.bin");
    save(&path, b"one").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let mut aside = Replace::create(&path).unwrap();
    // More than is gathered, and back to patch the start.
    aside.write_all(&vec![7; 200_000]).unwrap();
    aside.seek(SeekFrom::Start(1)).unwrap();
    aside.write_all(b"two").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"one");
    let during = folder.names();
    assert!(during.len() == 3 && during[0] == "a.bin" && during[2] == "a.bin.lock", "{during:?}");
    assert!(
        during[1].starts_with("a.bin.") && Path::new(&during[1]).extension() == Some("tmp".as_ref()),
        "{during:?}"
    );
    assert_eq!(mode(&folder.join(&during[1])), 0o640);
    aside.commit().unwrap();
    let whole = [&[7][..], b"two", &vec![7; 199_996]].concat();
    assert_eq!((fs::read(&path).unwrap() == whole, mode(&path)), (true, 0o640));
    let mut aside = Replace::create(&path).unwrap();
    aside.write_all(&[8; 100]).unwrap();
    drop(aside);
    assert_eq!((fs::read(&path).unwrap() == whole, folder.names()), (true, vec!["a.bin".to_string()]));
}

#[test]
fn links_are_followed_and_stay() {
    let folder = Folder::new("links");
    fs::create_dir(folder.join("inner")).unwrap();
    fs::write(folder.join("inner/a"), "old").unwrap();
    symlink("inner/a", folder.join("link")).unwrap();
    symlink("link", folder.join("second")).unwrap();
    save(&folder.join("second"), b"new").unwrap();
    assert_eq!(fs::read(folder.join("inner/a")).unwrap(), b"new");
    // To a name that is not there yet.
    symlink("inner/b", folder.join("dangling")).unwrap();
    save(&folder.join("dangling"), b"there").unwrap();
    assert_eq!(fs::read(folder.join("inner/b")).unwrap(), b"there");
    assert_eq!(names(&folder.join("inner")), ["a", "b"]);
    assert_eq!(folder.names(), ["dangling", "inner", "link", "second"]);
    // One file, one lock.
    let _lock = FileLock::acquire(folder.join("link")).unwrap();
    assert!(matches!(save(&folder.join("inner/a"), b"x"), Err(FileError::Locked { by: Some(_), .. })));
    symlink("circle", folder.join("circle")).unwrap();
    assert!(matches!(save(&folder.join("circle"), b"x"), Err(FileError::Io { .. })));
}

#[test]
fn what_is_no_file_is_written_to_or_refused() {
    let folder = Folder::new("kinds");
    let error = save(&folder.0, b"x").unwrap_err();
    assert!(matches!(error, FileError::NotAFile { found: FileKind::Folder, .. }), "{error}");
    let error = save(&folder.join("none/a"), b"x").unwrap_err();
    assert!(matches!(&error, FileError::Io { error, .. } if error.kind() == ErrorKind::NotFound), "{error}");
    let pipe = folder.join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read(pipe).unwrap()
    });
    save(&pipe, b"through").unwrap();
    assert_eq!(reader.join().unwrap(), b"through");
    assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    save(Path::new("/dev/null"), b"x").unwrap();
    assert!(matches!(FileLock::acquire(&pipe), Err(FileError::NotAFile { found: FileKind::Pipe, .. })));
    let opened = super::open_regular(&pipe, OpenOptions::new().read(true));
    assert!(matches!(opened, Err(FileError::NotAFile { found: FileKind::Pipe, .. })));
    assert_eq!(folder.names(), ["pipe"]);
    // Standard output that is a file has no name to be replaced either: it is written to.
    let out = File::create(folder.join("out")).unwrap();
    let status = Command::new(env::current_exe().unwrap())
        .args(["--exact", "--ignored", "--nocapture", "file::tests::child"])
        .env("RECORD_JOB", "stdout")
        .stdout(out)
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(folder.names(), ["out", "pipe"]);
    let out = fs::read(folder.join("out")).unwrap();
    assert!(out.starts_with(b"0123456789"), "{}", String::from_utf8_lossy(&out));
}

#[test]
fn long_names_and_names_without_a_folder() {
    let folder = Folder::new("names");
    let long = "n".repeat(245);
    save(&folder.join(&long), b"x").unwrap();
    succeeds(&run("relative", &folder.0, ""));
    assert_eq!(folder.names(), [&long, "relative"]);
}

#[test]
fn room_is_made_and_never_taken() {
    let folder = Folder::new("room");
    let path = folder.join("a");
    let mut file = OpenOptions::new().read(true).write(true).create_new(true).open(&path).unwrap();
    file.write_all(b"abc").unwrap();
    preallocate(&file, 1_000_000).unwrap();
    file.write_all(b"def").unwrap();
    preallocate(&file, 10).unwrap();
    preallocate(&file, 0).unwrap();
    write_zeros(&file, 1_000_000, 1_200_001).unwrap();
    file.write_all(b"ghi").unwrap();
    let mut bytes = fs::read(&path).unwrap();
    assert_eq!((bytes.len(), bytes.iter().filter(|&&b| b != 0).count()), (1_200_001, 9));
    bytes.truncate(9);
    assert_eq!(bytes, b"abcdefghi");
    let error = preallocate(&file, u64::MAX).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::FileTooLarge);
    let reader = File::open(&path).unwrap();
    assert!(preallocate(&reader, 2_000_000).is_err());
    assert_eq!(reader.metadata().unwrap().len(), 1_200_001);
}

#[test]
fn a_limit_is_an_error_and_not_a_signal() {
    let folder = Folder::new("limit");
    fs::write(folder.join("old"), vec![1; 100_000]).unwrap();
    succeeds(&run("limit", &folder.0, "ulimit -f 8;"));
    assert_eq!(folder.names(), ["fits", "grown", "old"]);
    assert_eq!(fs::read(folder.join("old")).unwrap(), vec![1; 100_000]);
    // Nothing may be written at all: a lock is taken without a number.
    succeeds(&run("no bytes", &folder.0, "ulimit -f 0;"));
}

#[test]
fn a_full_disk_is_an_error_and_leaves_nothing() {
    let folder = Folder::new("full");
    let tried = Command::new("unshare")
        .args(["-rm", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs ."])
        .current_dir(&folder.0)
        .output();
    if !tried.as_ref().is_ok_and(|tried| tried.status.success()) {
        // Root can, where it is not locked in.
        let root = fs::metadata("/proc/self").unwrap().uid() == 0;
        assert!(!root || env::var_os("RECORD_REQUIRE_FOREIGN").is_none(), "no small disk here: {tried:?}");
        eprintln!("skipped, no file system can be mounted here: {tried:?}");
        return;
    }
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-c"])
        .arg("mount -t tmpfs -o size=1m tmpfs . && cd . && cd \"$PWD\" && exec \"$0\" --exact --ignored --nocapture file::tests::child")
        .arg(env::current_exe().unwrap())
        .current_dir(&folder.0)
        .env("RECORD_JOB", "full")
        .output()
        .unwrap();
    succeeds(&output);
}

/// What runs in a process of its own.
#[test]
#[ignore = "the job of another process"]
fn child() {
    match env::var("RECORD_JOB").as_deref() {
        Ok("relative") => save(Path::new("relative"), b"x").unwrap(),
        Ok("stdout") => save(Path::new("/dev/stdout"), &b"0123456789".repeat(10)).unwrap(),
        Ok("limit") => small_limit(),
        Ok("no bytes") => {
            let _lock = FileLock::acquire("old").unwrap();
            let second = FileLock::acquire("old");
            assert!(matches!(second, Err(FileError::Locked { by: None, .. })), "{second:?}");
            assert!(save(Path::new("empty"), b"").is_ok());
            fs::remove_file("empty").unwrap();
        }
        Ok("full") => small_disk(),
        job => panic!("no job: {job:?}"),
    }
}

/// The limit as the system tells it.
fn limit() -> u64 {
    let limits = fs::read_to_string("/proc/self/limits").unwrap();
    let line = limits.lines().find(|line| line.starts_with("Max file size")).unwrap();
    line.split_whitespace().nth(3).unwrap().parse().unwrap()
}

fn small_limit() {
    let max = limit();
    let fits = usize::try_from(max).unwrap();
    save(Path::new("fits"), &vec![2; fits]).unwrap();
    for path in ["old", "none"] {
        let error = save(Path::new(path), &vec![2; fits + 1]).unwrap_err();
        let FileError::TooLarge { needed, limit, .. } = error else { panic!("{error}") };
        assert_eq!((needed, limit), (max + 1, Some(max)));
    }
    let file = File::create("grown").unwrap();
    preallocate(&file, max).unwrap();
    let error = preallocate(&file, max + 1).unwrap_err();
    assert_eq!((error.kind(), file.metadata().unwrap().len()), (ErrorKind::FileTooLarge, max));
    let error = FileError::new("grow", Path::new("grown"), error);
    assert_eq!(
        error.to_string(),
        format!("grown: {} bytes, where this process may make files of {max} (ulimit -f)", max + 1)
    );
    // A file that is longer already has room, and may be asked so.
    preallocate(&OpenOptions::new().write(true).open("old").unwrap(), max + 1).unwrap();
}

fn small_disk() {
    let file = File::create("a").unwrap();
    preallocate(&file, 500_000).unwrap();
    for grow in [preallocate, |file: &File, len| {
        write_zeros(file, 500_000, len).inspect_err(|_| file.set_len(500_000).unwrap())
    }] {
        let error = grow(&file, 5_000_000).unwrap_err();
        assert_eq!((error.kind(), file.metadata().unwrap().len()), (ErrorKind::StorageFull, 500_000));
    }
    let error = FileError::new("grow", Path::new("a"), preallocate(&file, 5_000_000).unwrap_err());
    assert!(matches!(error, FileError::Full { needed: 5_000_000, .. }), "{error}");
    let error = save(Path::new("b"), &vec![1; 2_000_000]).unwrap_err();
    assert!(matches!(error, FileError::Full { needed: 2_000_000, .. }), "{error}");
    assert_eq!(names(Path::new(".")), ["a"]);
    // All of the room is back.
    save(Path::new("b"), &vec![1; 500_000]).unwrap();
    let mut bytes = Vec::new();
    File::open("b").unwrap().read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, vec![1; 500_000]);
}

#[test]
fn a_new_file_replaces_none() {
    let folder = Folder::new("new");
    let path = folder.join("x");
    let lock = FileLock::acquire(&path).unwrap();
    let exists = |error: &FileError| {
        let FileError::Io { doing: "create", error, .. } = error else { return false };
        error.kind() == ErrorKind::AlreadyExists
    };
    let mut new = Replace::create_new_locked(&path, &lock).unwrap();
    new.write_all(b"new").unwrap();
    // Somebody who takes no lock makes the file before it is put into its place.
    fs::write(&path, "other").unwrap();
    assert!(exists(&new.commit().unwrap_err()));
    assert!(exists(&Replace::create_new_locked(&path, &lock).unwrap_err()));
    assert_eq!(fs::read(&path).unwrap(), b"other");
    fs::remove_file(&path).unwrap();
    // A link to nothing is a name for a new file, as for `create`.
    drop(lock);
    symlink("y", &path).unwrap();
    let lock = FileLock::acquire(&path).unwrap();
    let mut new = Replace::create_new_locked(&path, &lock).unwrap();
    new.write_all(b"new").unwrap();
    let mut file = new.commit().unwrap();
    assert_eq!((fs::read(folder.join("y")).unwrap(), file.metadata().unwrap().nlink()), (b"new".to_vec(), 1));
    let mut found = String::new();
    file.rewind().unwrap();
    file.read_to_string(&mut found).unwrap();
    assert_eq!(found, "new");
    drop(lock);
    assert_eq!(folder.names(), ["x", "y"]);
}

//! Folders that are read-only and files without permission: whose they are decides, so these run as somebody else.

use super::{
    doors::{CREATORS, GROWERS, MAPS, READERS, SAVERS, WRITERS, answers},
    support::{Folder, is_job, names, process, succeeds},
};
use record_core::file::FileLock;
use std::{
    env, fs,
    io::ErrorKind::PermissionDenied,
    os::unix::{
        fs::{MetadataExt, PermissionsExt},
        process::CommandExt,
    },
    path::Path,
    process::Command,
};

/// Not root, to whom nothing is forbidden.
const SOMEBODY: u32 = 65534;

/// Runs a job as somebody who may not write the folder, or any of its files without permission.
fn as_somebody(job: &str, folder: &Folder) {
    let mut command = process(job, folder);
    // Whoever runs the tests owns the folder.
    if fs::metadata(&**folder).unwrap().uid() == 0 {
        command.uid(SOMEBODY).gid(SOMEBODY);
        // The program may be where only root can look. Another process copies it: what this one has open to write, a
        // test beside this may hold open in a child that it just forked, and no program open to write can be run.
        let program = folder.join("program");
        let copies =
            Command::new("cp").arg("-p").arg(env::current_exe().unwrap()).arg(&program).status().unwrap();
        assert!(copies.success(), "cp: {copies}");
        let mut copied = Command::new(&program);
        copied.args(command.get_args()).current_dir(&**folder).env("RECORD_JOB", job);
        copied.uid(SOMEBODY).gid(SOMEBODY);
        command = copied;
    }
    succeeds(&command.output().unwrap());
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
#[ignore = "the job of another process"]
fn in_a_folder_that_is_read_only() {
    if !is_job() {
        return;
    }
    let before = names(Path::new("."));
    let folder = Path::new(".").canonicalize().unwrap();
    for door in READERS.iter().chain(MAPS) {
        assert_eq!((door.run)(Path::new(door.name)).unwrap(), 10, "{}", door.name);
    }
    // The file could be written to, but there is no place for its lock.
    for door in WRITERS {
        let lock = folder.join(format!("{}.lock", door.name));
        answers(door.name, (door.run)(Path::new(door.name)), &lock, PermissionDenied);
    }
    for door in GROWERS {
        let lock = folder.join(format!("{}.lock", door.name));
        answers(door.name, (door.run)(Path::new(door.name), 1), &lock, PermissionDenied);
    }
    for door in CREATORS.iter().chain(SAVERS) {
        answers(door.name, (door.run)(Path::new("new"), 1), &folder.join("new.lock"), PermissionDenied);
    }
    assert!(FileLock::acquire("new").is_err());
    assert_eq!(names(Path::new(".")), before);
}

#[test]
fn a_folder_that_is_read_only() {
    let folder = Folder::new("read-only");
    for door in READERS.iter().chain(MAPS).chain(WRITERS) {
        set_mode(&folder.file(door.name, &(door.file)(10)), 0o666);
    }
    for door in GROWERS {
        set_mode(&folder.file(door.name, &(door.file)(10)), 0o666);
    }
    fs::write(folder.join("program"), "").unwrap();
    set_mode(&folder, 0o555);
    as_somebody("permission::in_a_folder_that_is_read_only", &folder);
    set_mode(&folder, 0o755);
}

#[test]
#[ignore = "the job of another process"]
fn with_files_without_permission() {
    if !is_job() {
        return;
    }
    let before = names(Path::new("."));
    for door in READERS.iter().chain(MAPS).chain(WRITERS) {
        let name = format!("none-{}", door.name);
        answers(door.name, (door.run)(Path::new(&name)), Path::new(&name), PermissionDenied);
    }
    for door in WRITERS {
        let name = format!("read-{}", door.name);
        answers(door.name, (door.run)(Path::new(&name)), Path::new(&name), PermissionDenied);
    }
    for door in GROWERS {
        for name in [format!("none-{}", door.name), format!("read-{}", door.name)] {
            answers(door.name, (door.run)(Path::new(&name), 1), Path::new(&name), PermissionDenied);
        }
    }
    // The folder would allow it, but the file says no.
    for door in CREATORS.iter().filter(|door| door.name.contains("overwrite")).chain(SAVERS) {
        for name in ["none-map_mut", "read-map_mut"] {
            answers(door.name, (door.run)(Path::new(name), 1), Path::new(name), PermissionDenied);
        }
    }
    assert_eq!(names(Path::new(".")), before);
}

#[test]
fn files_without_permission() {
    let folder = Folder::new("permission");
    let doors = || {
        let readers = READERS.iter().chain(MAPS).chain(WRITERS).map(|door| (door.name, (door.file)(10)));
        readers.chain(GROWERS.iter().map(|door| (door.name, (door.file)(10))))
    };
    for (name, bytes) in doors() {
        set_mode(&folder.file(&format!("none-{name}"), &bytes), 0o000);
        set_mode(&folder.file(&format!("read-{name}"), &bytes), 0o444);
    }
    set_mode(&folder, 0o777);
    as_somebody("permission::with_files_without_permission", &folder);
    for (name, bytes) in doors() {
        let path = folder.join(format!("read-{name}"));
        assert!(fs::read(&path).unwrap() == bytes, "{name}");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o444);
    }
}

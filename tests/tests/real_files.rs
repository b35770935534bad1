//! Files written by instruments and by other programs: every column gives the answers recorded beside the file.
//!
//! Two files are in the repository. The others are looked for in the folder that the environment variable
//! `RECORD_TEST_DATA` names.

#[path = "real_files/answers.rs"]
mod answers;
#[path = "real_files/derived.rs"]
mod derived;
#[path = "real_files/described.rs"]
mod described;
#[path = "real_files/doors.rs"]
mod doors;

use serde_json::Value as Json;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

/// A description of a table in a file, and the file.
struct Case {
    name: String,
    json: Json,
    path: PathBuf,
    /// Of a cut copy: removed when the case is dropped.
    temporary: bool,
}

impl Drop for Case {
    fn drop(&mut self) {
        if self.temporary {
            _ = fs::remove_file(&self.path);
        }
    }
}

/// Tests run at once, and each has copies of its own.
static COPIES: AtomicUsize = AtomicUsize::new(0);

/// The folder of committed files.
fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// The case of one JSON file; the file that it describes is cut if it says so.
fn case(folder: &Path, name: &str) -> Case {
    let json: Json =
        serde_json::from_slice(&fs::read(folder.join(name)).expect("a description")).expect("JSON");
    let mut path = folder.join(text(&json["file"]));
    let temporary = json.get("derive").is_some();
    if let Some(derive) = json.get("derive") {
        assert_eq!(text(&derive["op"]), "truncate");
        let bytes = fs::read(&path).expect("the file");
        let number = COPIES.fetch_add(1, Ordering::Relaxed);
        path = std::env::temp_dir().join(format!("record-real-{}-{number}-{name}.cut", std::process::id()));
        fs::write(&path, &bytes[..size(&derive["keep_bytes"])]).expect("room for a copy");
    }
    Case { name: name.into(), json, path, temporary }
}

/// All cases of a folder.
fn cases(folder: &Path) -> Vec<Case> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name in Unicode"))
        .filter(|name| Path::new(name).extension() == Some("json".as_ref()) && !name.starts_with("numpy_"))
        .collect();
    names.sort();
    names.iter().map(|name| case(folder, name)).collect()
}

fn text(value: &Json) -> &str {
    value.as_str().expect("a string")
}

fn size(value: &Json) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("a size")
}

#[test]
fn committed_files_give_their_answers() {
    let cases = cases(&committed());
    let columns: usize = cases.iter().map(doors::check).sum();
    println!("{} tables, {columns} columns", cases.len());
    // 16 columns of the telemetry, whole and cut; 12, 8 and 11 of the antenna, visibility and weather tables.
    assert_eq!((cases.len(), columns), (5, 16 + 16 + 12 + 8 + 11));
    assert_eq!(cases.iter().map(described::check).sum::<usize>(), columns);
}

#[test]
fn other_files_give_their_answers() {
    let Some(folder) = std::env::var_os("RECORD_TEST_DATA") else {
        println!("skipped: RECORD_TEST_DATA does not name the folder of files");
        return;
    };
    let cases = cases(Path::new(&folder));
    assert!(!cases.is_empty(), "no descriptions in {}", Path::new(&folder).display());
    for case in &cases {
        println!("{}: {} columns", case.name, doors::check(case));
        println!("{}: {} described", case.name, described::check(case));
    }
    println!("{} tables", cases.len());
}

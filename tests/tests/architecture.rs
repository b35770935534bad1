//! The shape of the code, held by tests: where unsafe is, which floor may name which, how long a file gets, how many
//! crates come along.
//! Sources are read as text without comments and literals; for words and `crate::` paths that is enough.

#[path = "architecture/floors.rs"]
mod floors;

use floors::{EXCEPTIONS, FLOORS};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The longest file, in lines.
const LONGEST: usize = 400;

/// The most crates in the default dependency tree, record-core itself among them.
const MOST_CRATES: usize = 15;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("in the workspace").to_path_buf()
}

/// All Rust files below a folder of the workspace: the path from there without `.rs`, and the text.
fn sources(folder: &str) -> Vec<(String, String)> {
    fn walk(at: &Path, base: &Path, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(at).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, base, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(base).expect("below the folder").with_extension("");
                let text = fs::read_to_string(&path).expect("a text");
                found.push((name.to_string_lossy().replace('\\', "/"), text));
            }
        }
    }
    let base = workspace().join(folder);
    let mut found = Vec::new();
    walk(&base, &base, &mut found);
    assert!(!found.is_empty(), "{folder} has sources");
    found.sort();
    found
}

/// The text with comments, strings and characters blanked, lines kept.
fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut in_word = false;
    while let Some(next) = rest.chars().next() {
        let blank = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if next == '"' {
            string_len(rest)
        } else if next == 'r' && !in_word {
            raw_string_len(rest).unwrap_or(0)
        } else if next == '\'' {
            char_len(rest)
        } else {
            0
        };
        if blank > 0 {
            out.extend(rest[..blank].chars().map(|c| if c == '\n' { c } else { ' ' }));
            rest = &rest[blank..];
            in_word = false;
        } else {
            out.push(next);
            in_word = next.is_alphanumeric() || next == '_';
            rest = &rest[next.len_utf8()..];
        }
    }
    out
}

/// Bytes of the string that the text starts with.
fn string_len(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |end| end + 2)
}

/// Bytes of the raw string that the text starts with.
fn raw_string_len(text: &str) -> Option<usize> {
    let marks = text[1..].bytes().take_while(|&byte| byte == b'#').count();
    let inside = text[1 + marks..].strip_prefix('"')?;
    let end = inside.find(&format!("\"{}", "#".repeat(marks)))?;
    Some(1 + marks + 1 + end + 1 + marks)
}

/// Bytes of the character that the text starts with; 0 for a lifetime.
fn char_len(text: &str) -> usize {
    if text[1..].starts_with('\\') {
        return text[3..].find('\'').map_or(text.len(), |end| end + 4);
    }
    let inside = text[1..].chars().next().map_or(0, char::len_utf8);
    if text[1 + inside..].starts_with('\'') { inside + 2 } else { 0 }
}

/// Words of code, and every other character but white space by itself.
fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let len = if word(first) {
            rest.find(|c| !word(c)).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        tokens.push(&rest[..len]);
        rest = rest[len..].trim_start();
    }
    tokens
}

/// All paths of the use tree that the tokens start with, behind `prefix`.
fn paths(tokens: &[&str], prefix: &str, found: &mut Vec<String>) -> usize {
    if tokens.first() == Some(&"{") {
        let mut at = 1;
        while at < tokens.len() && tokens[at] != "}" {
            at += paths(&tokens[at..], prefix, found);
            at += usize::from(tokens.get(at) == Some(&","));
        }
        return at + 1;
    }
    let mut path = format!("{prefix}{}", tokens.first().copied().unwrap_or_default());
    let mut at = 1;
    while tokens.get(at) == Some(&"::") {
        path.push('/');
        if tokens.get(at + 1) == Some(&"{") {
            return at + 1 + paths(&tokens[at + 1..], &path, found);
        }
        path.push_str(tokens.get(at + 1).copied().unwrap_or_default());
        at += 2;
    }
    if tokens.get(at) == Some(&"as") {
        at += 2;
    }
    found.push(path);
    at
}

/// What a file names by `crate::` and `super::`, as paths from the root of the crate.
fn named(file: &str, text: &str) -> Vec<String> {
    let code = code(text);
    let tokens = tokens(&code);
    let module = file.strip_suffix("/mod").unwrap_or(file);
    let parent = module.rsplit_once('/').map_or(String::new(), |(parent, _)| format!("{parent}/"));
    let mut found = Vec::new();
    for (at, pair) in tokens.windows(2).enumerate() {
        let behind = at.checked_sub(1).map(|before| tokens[before]);
        match pair {
            ["crate", "::"] => _ = paths(&tokens[at + 2..], "", &mut found),
            ["super", "::"] if behind != Some("::") => _ = paths(&tokens[at + 2..], &parent, &mut found),
            _ => {}
        }
    }
    found
}

/// The floor that a path or a file belongs to: the longest that it starts with.
fn floor(path: &str) -> Option<usize> {
    let covers =
        |floor: &str| path == floor || path.strip_prefix(floor).is_some_and(|rest| rest.starts_with('/'));
    (0..FLOORS.len()).filter(|&i| covers(FLOORS[i])).max_by_key(|&i| FLOORS[i].len())
}

/// What `lib.rs` exports: each name with the path that it comes from.
fn exports(text: &str) -> BTreeMap<String, String> {
    let code = code(text);
    let tokens = tokens(&code);
    let mut exports = BTreeMap::new();
    for (at, window) in tokens.windows(3).enumerate() {
        let start = match window {
            ["pub", "use", _] => at + 2,
            _ => continue,
        };
        let mut found = Vec::new();
        paths(&tokens[start..], "", &mut found);
        for path in found {
            let name = path.rsplit('/').next().expect("a name").to_string();
            exports.insert(name, path);
        }
    }
    exports
}

#[test]
fn the_reader_of_sources_sees_code_only() {
    let text = r##"use crate::{a::{b, c as d}, e}; // crate::comment
        /* crate::block */ let s = "crate::string \" crate::more"; let r = r#"crate::raw "x" "#;
        fn f<'a>(x: &'a str) -> char { '"' } use super::g::H; let c = ['\'', '\u{1F}', 'x'];"##;
    assert_eq!(named("m/n", text), ["a/b", "a/c", "e", "m/g/H"]);
    assert_eq!(named("m/mod", "use super::x; super::super::y; x::super::z"), ["x", "super/y"]);
    assert_eq!(floor("raw/any_column"), FLOORS.iter().position(|f| *f == "raw/any_column"));
    assert_eq!(floor("raw/any/x"), FLOORS.iter().position(|f| *f == "raw/any"));
    assert_eq!(floor("rawish"), None);
}

#[test]
fn unsafe_is_in_raw_and_on_one_line() {
    for folder in ["record-core/src", "record-derive/src", "examples"] {
        for (file, text) in sources(folder) {
            let code = code(&text);
            let lines: Vec<&str> = code.lines().filter(|line| tokens(line).contains(&"unsafe")).collect();
            match (folder, file.as_str()) {
                ("record-core/src", file) if file.starts_with("raw/") => {}
                ("record-core/src", "element") => {
                    assert_eq!(lines.len(), 1, "{file}: {lines:#?}");
                    assert!(lines[0].starts_with("pub unsafe trait Element:"), "{}", lines[0]);
                }
                // C's functions are handed pointers.
                ("examples", file) if file.starts_with("foreign/") => {}
                // Opening a map asks for a promise, which a program has to give.
                ("examples", _) => {
                    assert!(lines.iter().all(|line| line.contains("map")), "{file}: {lines:#?}");
                }
                _ => assert!(lines.is_empty(), "unsafe in {folder}/{file}: {lines:#?}"),
            }
        }
    }
}

#[test]
fn each_floor_names_only_those_below() {
    let files = sources("record-core/src");
    let lib = &files.iter().find(|(file, _)| file == "lib").expect("lib.rs").1;
    let exports = exports(lib);
    assert!(exports.len() > 20, "lib.rs exports names: {exports:?}");
    let mut wrong = BTreeSet::new();
    let mut used = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for (file, text) in &files {
        let Some(here) = floor(file.strip_suffix("/mod").unwrap_or(file)) else {
            wrong.insert(format!("{file} is on no floor: list it in FLOORS"));
            continue;
        };
        seen.insert(FLOORS[here]);
        if matches!(FLOORS[here], "lib" | "raw" | "prelude") {
            continue;
        }
        for path in named(file, text) {
            let first = path.split('/').next().expect("a name");
            // Macros of the crate, which are at its root.
            if first.starts_with("__record") || first == "__slice_parts" {
                continue;
            }
            let path = path.replacen("__private", "private", 1);
            let path = exports.get(first).unwrap_or(&path);
            // A name without a module: an item of the folder's own mod.rs.
            let Some(there) = floor(path) else {
                wrong.insert(format!("{file} names {path}, which is on no floor"));
                continue;
            };
            if there > here {
                let exception = (FLOORS[here], FLOORS[there]);
                if EXCEPTIONS.iter().any(|&(from, to, _)| (from, to) == exception) {
                    used.insert(exception);
                } else {
                    wrong.insert(format!("{file} names {path} of the floor `{}` above", FLOORS[there]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let all: BTreeSet<&str> = FLOORS.iter().copied().collect();
    assert_eq!(seen, all, "a floor without a file");
    assert_eq!(used.len(), EXCEPTIONS.len(), "an exception that nobody needs: {used:?}");
}

#[test]
fn files_are_short() {
    for folder in ["record-core/src", "record-derive/src", "tests/tests", "examples"] {
        for (file, text) in sources(folder) {
            let lines = text.lines().count();
            assert!(lines <= LONGEST, "{folder}/{file}.rs has {lines} lines, more than {LONGEST}");
        }
    }
}

#[test]
fn few_crates_come_along() {
    let tree = Command::new(env!("CARGO"))
        .args("tree --offline --locked -p record-core -e normal,build --prefix none".split(' '))
        .current_dir(workspace())
        .output()
        .expect("cargo runs");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let text = String::from_utf8(tree.stdout).expect("names");
    // `name v1.2.3 (path) (*)`: a crate in two versions counts twice.
    let crates: BTreeSet<String> =
        text.lines().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect();
    assert!(crates.iter().any(|name| name.starts_with("record-core ")), "{crates:?}");
    assert!(crates.len() <= MOST_CRATES, "{} crates: {crates:#?}", crates.len());
}

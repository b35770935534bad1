//! Python, C and Fortran really look at Rust's memory, and Rust at theirs: the library of `examples/foreign` is built,
//! and programs in `foreign/` load it, write, read and compare, with their own tools.
//!
//! Where a tool is absent, the test says `skipped: needs …` and passes; with `RECORD_REQUIRE_FOREIGN=1` it fails, which is
//! what CI sets after installing all of them. `RECORD_PYTHON` names a Python that has NumPy, if `python3` has not.

use record_core::DType;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::OnceLock,
};

/// The fields of the structs that C has: those of the library's own records.
const FIELDS: &str = "[('id', 'u2'), ('good', '?'), ('volts', 'f8'), ('position', 'f4', (3,)), ('name', 'S5'), ('serial', '>u4')]";

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("foreign")
}

fn library_sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/foreign")
}

/// Where programs are put.
fn workshop() -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("foreign");
    fs::create_dir_all(&path).expect("a folder for programs");
    path
}

/// What a command printed, after it succeeded.
fn run(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().expect("the program starts");
    let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "{command:?}: {status}\n{stdout}\n{stderr}");
    stdout.into_owned()
}

/// Whether the program is there, for the machine that this test is for, and does this without complaint.
fn can(program: &str, arguments: &[&str]) -> bool {
    option_env!("RECORD_TESTS_CROSS").is_none()
        && Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
}

/// Says what is absent.
fn skip(needs: &str) {
    let required = env::var_os("RECORD_REQUIRE_FOREIGN").is_some_and(|value| value == "1");
    assert!(!required, "RECORD_REQUIRE_FOREIGN=1, but this needs {needs}");
    eprintln!("skipped: needs {needs}");
}

/// The shared library, built once.
fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let messages = run(Command::new(env!("CARGO"))
            .args(["build", "--locked", "-p", "record-foreign", "--message-format", "json"])
            .current_dir(env!("CARGO_MANIFEST_DIR")));
        let mut files = messages.lines().filter_map(|line| {
            let message: serde_json::Value = serde_json::from_str(line).ok()?;
            let ours = message["target"]["name"] == "record_foreign";
            let file = PathBuf::from(message["filenames"][0].as_str()?);
            (ours && file.extension()? != "rmeta").then_some(file)
        });
        files.next_back().expect("cargo names the library that it built")
    })
}

/// The compiler, told to link the library and to find it again.
fn compiler(program: &str) -> Command {
    let folder = library().parent().expect("a folder");
    let mut command = Command::new(program);
    command.arg("-I").arg(library_sources()).arg("-I").arg(workshop());
    command.arg(format!("-Wl,-rpath,{}", folder.display()));
    command
}

#[test]
fn numpy() {
    let python = env::var("RECORD_PYTHON").unwrap_or_else(|_| "python3".into());
    if !can(&python, &["-c", "import numpy"]) {
        return skip(&format!("NumPy: `{python}` has none, RECORD_PYTHON may name another Python"));
    }
    let told = run(Command::new(&python).arg(sources().join("numpy_side.py")).arg(library()));
    assert!(told.contains("all agrees"), "{told}");
    println!("{told}");
}

#[test]
fn c() {
    if !cfg!(unix) || !can("cc", &["--version"]) {
        return skip("a C compiler, `cc`");
    }
    let (packed, aligned) = (DType::parse(FIELDS), DType::parse(&format!("dtype({FIELDS}, align=True)")));
    for (name, file, dtype) in
        [("Reading", "reading.h", packed), ("AlignedReading", "aligned_reading.h", aligned)]
    {
        let header = dtype.expect("a dtype").to_c_header(name).expect("a struct");
        fs::write(workshop().join(file), header).expect("a header");
    }
    let program = workshop().join("structs");
    let warnings = ["-std=c11", "-O1", "-Wall", "-Wextra", "-Wpedantic", "-Werror"];
    run(compiler("cc")
        .args(warnings)
        .arg(sources().join("structs.c"))
        .arg(library())
        .arg("-o")
        .arg(&program));
    let told = run(&mut Command::new(&program));
    assert_eq!(told, "C: 6 structs of 32 and of 40 bytes agree\n");
}

#[test]
fn fortran() {
    if !cfg!(unix) || !can("gfortran", &["--version"]) {
        return skip("a Fortran compiler, `gfortran`");
    }
    let program = workshop().join("matrix");
    let warnings = ["-std=f2008", "-O1", "-Wall", "-Werror", "-J"];
    let mut command = compiler("gfortran");
    command.args(warnings).arg(workshop()).arg(sources().join("matrix.f90")).arg(library());
    run(command.arg("-o").arg(&program));
    let told = run(&mut Command::new(&program));
    assert_eq!(told, "Fortran: a matrix, a section of it and an array of a derived type agree\n");
}

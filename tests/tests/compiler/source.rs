//! Whether the compiler shows lines of the standard library, which it does where the component `rust-src` is installed.
//! The texts that are compared have none.

use std::{env, path::Path, process::Command};

/// Says so, if the texts cannot be compared.
pub fn is_shown() -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).args(["--print", "sysroot"]).output().expect("a compiler");
    let sysroot = String::from_utf8(output.stdout).expect("a path");
    let shown = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library").is_dir();
    if shown {
        assert!(
            env::var_os("RECORD_REQUIRE_UI").is_none(),
            "what the compiler says cannot be compared: the component rust-src is there"
        );
        eprintln!(
            "skipped: with the component rust-src, the compiler shows other lines (`rustup component remove rust-src`)"
        );
    }
    shown
}

//! What the compiler says about each mistake: one mistake per file, in a folder named after it. And what it must accept.
//!
//! After a change of wording: `TRYBUILD=overwrite cargo test -p record-tests --test ui`, and read every difference; with
//! `--features rayon` too, for `ui-threads`. Those of one folder alone: `-- ui trybuild=compute`.

#[path = "compiler/source.rs"]
mod source;

#[test]
fn ui() {
    if source::is_shown() {
        return;
    }
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*/*.rs");
    #[cfg(feature = "rayon")]
    cases.compile_fail("ui-threads/*.rs");
    cases.pass("ui-pass/*.rs");
}

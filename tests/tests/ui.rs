//! What the compiler says about each mistake: one mistake per file, in a folder named after it. And what it must accept.
//!
//! After a change of wording: `TRYBUILD=overwrite cargo test -p record-tests --test ui`, and read every difference.

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*/*.rs");
    cases.pass("ui-pass/*.rs");
}

//! Attacks that must not compile, one group per file in `ui-soundness/`; each is safe code, but for `unsafe_*.rs`,
//! which lack the `unsafe` that their doors ask for.
//!
//! * Columns are unsized, so headers are not moved, swapped or cloned out of their table: `swap_columns`,
//!   `swap_behind_views`, `move_column`.
//! * Views borrow, and writable ones are alone: `outlive_table`, `grow_while_borrowed`, `write_twice`,
//!   `copy_writable`, `lifetimes`.
//! * Maps too: no view outlives its map, none lives while it grows or is closed, and none writes where the mode is to read;
//!   what a private map has written is not dropped: `map_*`.
//! * While there are cells, they alone reach their elements: `cells_beside`.
//! * What crosses threads is `Send`, for elements are; cells never do: `threads`, `cells_threads`.
//! * Tokens are proofs, made by the hidden macro alone: `other_records_token`, `unsafe_doors`, `unsafe_calls`,
//!   `bits_outside`, `bits_cast_outside`, `by_hand_*`. Also where a type is another one at each expansion: `turn_*`.
//! * A native twin is believed because the compiler compares dtypes, whatever an attribute or an implementation says:
//!   `native_by_hand`, `turn_native`.
//! * The derive's expansion names no trait by a path that somebody could shadow: `shadowed_crate`.
//! * Headers for other languages borrow, and are believed in unsafe code only: `foreign_headers`.
//! * No reference reaches gaps that may become uninitialised, no table has records without size: `write_gaps`,
//!   `records_without_size`.
//! * Views of a guarded map do not leave its closure, and the map stays while they are there: `linux/guarded`.
//!
//! After a change of wording: `TRYBUILD=overwrite cargo test -p record-tests --test ui_soundness`, and read every
//! difference.

#[path = "compiler/source.rs"]
mod source;

#[test]
fn attacks_do_not_compile() {
    if source::is_shown() {
        return;
    }
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui-soundness/[!a]*.rs");
    // Guarded maps are on Linux only.
    #[cfg(target_os = "linux")]
    cases.compile_fail("ui-soundness/linux/*.rs");
    // Also makes trybuild build and not only check: some refusals are constants, evaluated where code is generated.
    cases.pass("ui-soundness/accepted*.rs");
}

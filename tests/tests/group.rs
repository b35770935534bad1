//! Records grouped by keys, against a loop that compares each key with each group's.

// Small random numbers become values of narrow types; floats are copied or computed by the same rule.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::float_cmp
)]

#[path = "group/by_name.rs"]
mod by_name;
#[allow(dead_code)] // the kernels' tests use the rest
#[path = "kernels/columns.rs"]
mod columns;
#[path = "group/folds.rs"]
mod folds;
#[path = "group/groups.rs"]
mod groups;
#[path = "group/keys.rs"]
mod keys;
#[path = "group/pieces.rs"]
mod pieces;

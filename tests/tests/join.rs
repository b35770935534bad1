//! Joins against two loops, one in the other.

// Small random numbers become values of narrow types; floats are copied or computed by the same rule.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::float_cmp
)]

#[path = "join/any.rs"]
mod any;
#[path = "join/asof.rs"]
mod asof;
#[path = "join/equal.rs"]
mod equal;
#[path = "join/tables.rs"]
mod tables;

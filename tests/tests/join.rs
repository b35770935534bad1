//! Joins against two loops, one in the other.

#[path = "join/asof.rs"]
mod asof;
#[path = "join/equal.rs"]
mod equal;
#[path = "join/tables.rs"]
mod tables;

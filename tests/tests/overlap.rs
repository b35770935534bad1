//! Memory that several views reach: who shares it, what is said of it, and copying within it.

#[path = "overlap/broadcast.rs"]
mod broadcast;
#[path = "overlap/complex.rs"]
mod complex;
#[path = "overlap/copies.rs"]
mod copies;
#[path = "overlap/explain.rs"]
mod explain;
#[path = "overlap/flags.rs"]
mod flags;
#[path = "overlap/put.rs"]
mod put;
#[path = "overlap/shares.rs"]
mod shares;
#[path = "overlap/take.rs"]
mod take;

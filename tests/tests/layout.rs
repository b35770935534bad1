//! Layouts against a schoolbook oracle: what is accepted, what operations on them reach, and in which order.

#[path = "layout/accept.rs"]
mod accept;
#[path = "layout/chains.rs"]
mod chains;
#[path = "layout/cuts.rs"]
mod cuts;
#[path = "layout/empty.rs"]
mod empty;
#[path = "layout/extremes.rs"]
mod extremes;
#[path = "layout/flags.rs"]
mod flags;
#[path = "layout/iteration.rs"]
mod iteration;
#[path = "layout/operations.rs"]
mod operations;
#[path = "layout/random_chains.rs"]
mod random_chains;
#[path = "layout/recast.rs"]
mod recast;
#[path = "layout/strided.rs"]
mod strided;

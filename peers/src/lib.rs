//! Our side of the comparison, and loops by hand over raw pointers, as plain C functions on bytes that Python keeps.
//!
//! All have one signature: they get [`Args`] and give a number. `NAME` is ours on one thread, `NAME_2` ours on two,
//! `NAME_hand` the loop that a Rust programmer would write by hand who knows the record, `any_NAME` ours by name. What a
//! function makes anew it makes and frees inside the call, as Python does with a result that nobody keeps; if there is room
//! for it in [`Args::out`], it is copied there first, so that answers can be compared. [`timed`] calls them.

mod any;
mod args;
mod compute;
mod dense;
mod describe;
mod group;
mod hand;
mod order;
mod records;
mod reduce;
mod roll;
mod rows;
mod select;
mod timed;

pub use args::Args;

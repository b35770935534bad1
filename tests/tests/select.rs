//! Masks, selections into new memory and into memory that is there, what they say to wrong masks, indices and room, and
//! reductions of what is chosen.

// Small random numbers become values of narrow types; floats are copied or computed by the same rule.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::float_cmp
)]

#[path = "select/any.rs"]
mod any;
#[path = "kernels/columns.rs"]
#[allow(dead_code)] // what another family of tests uses
mod columns;
#[path = "select/facts.rs"]
mod facts;
#[path = "select/into.rs"]
mod into;
#[path = "select/masked.rs"]
mod masked;
#[path = "select/predicates.rs"]
mod predicates;
#[path = "select/sizes.rs"]
mod sizes;
#[path = "select/tables.rs"]
mod tables;
#[path = "select/threads.rs"]
#[cfg(feature = "rayon")]
mod threads;

//! Expressions against naive loops: every layout, byte order and type of number, shapes broadcast, integers that do not
//! fit, casts by each rule, what replaces its own elements, several threads.

// Small random numbers become values of narrow types; floats are copied or computed by the same rule.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::float_cmp
)]

#[path = "compute/any.rs"]
mod any;
#[path = "compute/any_functions.rs"]
mod any_functions;
#[cfg(feature = "rayon")]
#[path = "compute/any_parallel.rs"]
mod any_parallel;
#[path = "compute/casts.rs"]
mod casts;
#[path = "kernels/columns.rs"]
mod columns;
#[path = "compute/facts.rs"]
mod facts;
#[path = "compute/floats.rs"]
mod floats;
#[path = "compute/integers.rs"]
mod integers;
#[path = "compute/layouts.rs"]
mod layouts;
#[path = "compute/overlap.rs"]
mod overlap;
#[cfg(feature = "rayon")]
#[path = "compute/parallel.rs"]
mod parallel;
#[path = "compute/shapes.rs"]
mod shapes;

//! Windows, differences, running totals and concatenation against naive loops: lengths around every border, strides,
//! misalignments and byte orders, NaN and infinities.

// Small random numbers become values of narrow types; floats are copied or computed by the same rule.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::float_cmp
)]

#[path = "roll/any.rs"]
mod any;
#[path = "roll/by_name.rs"]
mod by_name;
#[path = "kernels/columns.rs"]
mod columns;
#[path = "roll/concat.rs"]
mod concat;
#[path = "roll/exact.rs"]
mod exact;
#[path = "roll/neighbours.rs"]
mod neighbours;
#[path = "roll/neighbours_by_name.rs"]
mod neighbours_by_name;
#[path = "roll/rolling.rs"]
mod rolling;
#[path = "roll/spans.rs"]
mod spans;

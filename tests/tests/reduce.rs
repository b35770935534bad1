//! The reductions against naive loops, for every type of number, stride and byte order, by type, by name, on threads and
//! on scans.

#[path = "reduce/axes.rs"]
mod axes;
#[path = "kernels/columns.rs"]
mod columns;
#[path = "reduce/describe.rs"]
mod describe;
#[path = "reduce/columns.rs"]
mod every;
#[path = "reduce/facts.rs"]
mod facts;
#[path = "reduce/missing.rs"]
mod missing;
#[path = "reduce/naive.rs"]
mod naive;
#[path = "reduce/pieces.rs"]
mod pieces;
#[path = "reduce/quantiles.rs"]
mod quantiles;
#[path = "kernels/sum_rule.rs"]
mod sum_rule;
#[path = "reduce/views.rs"]
mod views;

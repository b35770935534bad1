//! The reductions against naive loops, for every type of number, stride and byte order, by type, by name, on threads and
//! on scans.

#[path = "kernels/columns.rs"]
mod columns;
#[path = "reduce/columns.rs"]
mod every;
#[path = "reduce/missing.rs"]
mod missing;
#[path = "reduce/naive.rs"]
mod naive;
#[path = "kernels/sum_rule.rs"]
mod sum_rule;
#[path = "reduce/views.rs"]
mod views;

//! Reductions, comparisons, masks and selections against naive loops: every length, stride, misalignment and byte
//! order, for every type of number.

#[path = "kernels/columns.rs"]
mod columns;
#[path = "kernels/mask.rs"]
mod mask;
#[path = "kernels/reduce.rs"]
mod reduce;
#[path = "kernels/select.rs"]
mod select;
#[path = "kernels/sum_rule.rs"]
mod sum_rule;

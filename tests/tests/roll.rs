//! Windows, differences, running totals and concatenation against naive loops: lengths around every border, strides,
//! misalignments and byte orders, NaN and infinities.

#[path = "kernels/columns.rs"]
mod columns;
#[path = "roll/exact.rs"]
mod exact;
#[path = "roll/rolling.rs"]
mod rolling;

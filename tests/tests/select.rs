//! Masks, selections into new memory and into memory that is there, and what they say to wrong masks, indices and room.

#[path = "kernels/columns.rs"]
#[macro_use]
#[allow(dead_code)] // what another family of tests uses
mod columns;
#[path = "select/into.rs"]
mod into;
#[path = "select/tables.rs"]
mod tables;

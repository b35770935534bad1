//! What the tests share: schoolbook oracles that know nothing of `record-core`'s insides, and reproducible numbers.

mod buffer;
mod cell;
mod grid;
mod grid_check;
mod grid_slice;
mod op;
mod op_list;
mod oracle;
mod random;

pub use buffer::Buffer;
pub use cell::{Cell, Leaf};
pub use grid::Grid;
pub use op::{Op, Operand, Part, apply_typed};
pub use op_list::{all_ops, random_op};
pub use oracle::Oracle;
pub use random::Random;

//! What the tests share: schoolbook oracles that know nothing of `record-core`'s insides, and reproducible numbers.

mod buffer;
mod cell;
mod oracle;
mod random;

pub use buffer::Buffer;
pub use cell::{Cell, Leaf};
pub use oracle::Oracle;
pub use random::Random;

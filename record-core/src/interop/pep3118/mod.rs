//! The format text of Python's buffer protocol, PEP 3118: what `memoryview(a).format` says.
//!
//! NumPy writes it so that it depends on the address and the length of the array, and leaves out the gap at the end of
//! a record, so that a ninth of what it exports it cannot read. What is written here says the byte order of every
//! number and every gap, at every depth, and relies on no alignment. What is read is the whole grammar.

mod error;
mod read;
mod sized;
mod write;

pub use error::{FormatProblem, Pep3118Error, UnsupportedCode};

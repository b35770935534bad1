//! Records as other languages and libraries describe them, in text.
//!
//! | door | out | in |
//! | --- | --- | --- |
//! | NumPy's array interface | [`AnyView::array_interface`](crate::AnyView::array_interface), [`ArrayInterface::to_json`] | [`ArrayInterface::parse`] |
//! | the buffer protocol, PEP 3118 | [`DType::to_pep3118`](crate::DType::to_pep3118) | [`DType::from_pep3118`](crate::DType::from_pep3118) |
//! | C | [`DType::to_c_header`](crate::DType::to_c_header) | [`DType::from_c_struct`](crate::DType::from_c_struct) |
//! | Rust | [`DType::to_rust_struct`](crate::DType::to_rust_struct) | [`DType::from_rust_struct`](crate::DType::from_rust_struct) |
//! | Python | [`DType::to_python`](crate::DType::to_python) | [`DType::parse`](crate::DType::parse) |
//!
//! Each door writes every gap and every byte order, so that what it wrote reads back as an equal dtype, or refuses with
//! an error that names the field. One loss is stated where it happens: gaps that no `repr` of Rust gives become fields.
//! Nothing here touches memory: an [`ArrayInterface`] holds an address as a number.

mod array_interface;
mod pep3118;
mod source;

pub use array_interface::{ArrayInterface, InterfaceError, JsonProblem};
pub use pep3118::{FormatProblem, Pep3118Error, UnsupportedCode};
pub use source::{SourceError, SourceProblem};

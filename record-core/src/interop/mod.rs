//! Doors to other languages and libraries: the same bytes looked at from both sides, and what they mean as text.
//!
//! | live door | out | in |
//! | --- | --- | --- |
//! | a pointer | [`View::as_ptr`](crate::View::as_ptr), [`ViewMut::as_mut_ptr`](crate::ViewMut::as_mut_ptr) | `unsafe` [`View::from_raw_parts`](crate::View::from_raw_parts) and its like |
//! | C, Fortran, ctypes | [`View::as_c_view`](crate::View::as_c_view), [`ViewMut::as_c_view_mut`](crate::ViewMut::as_c_view_mut) | `unsafe` [`CView::view`], [`CViewMut::view_mut`] |
//! | NumPy's array interface | [`AnyView::array_interface`](crate::AnyView::array_interface) | `unsafe` [`ArrayInterface::view`], [`ArrayInterface::view_mut`] |
#![cfg_attr(
    feature = "ndarray",
    doc = "| the crate `ndarray` | [`View::to_ndarray`](crate::View::to_ndarray), [`ViewMut::into_ndarray`](crate::ViewMut::into_ndarray) | [`View::from_ndarray`](crate::View::from_ndarray), [`ViewMut::from_ndarray`](crate::ViewMut::from_ndarray) |"
)]
#![cfg_attr(
    not(feature = "ndarray"),
    doc = "| the crate `ndarray` (the feature `ndarray`) | `View::to_ndarray`, `ViewMut::into_ndarray` | `View::from_ndarray`, `ViewMut::from_ndarray` |"
)]
//!
//! None of them copies. A pointer is always that of the element whose index is all zeros, as in NumPy, so with a negative
//! stride other elements lie before it.
//!
//! | text | out | in |
//! | --- | --- | --- |
//! | NumPy's array interface | [`ArrayInterface::to_json`] | [`ArrayInterface::parse`] |
//! | the buffer protocol, PEP 3118 | [`DType::to_pep3118`](crate::DType::to_pep3118) | [`DType::from_pep3118`](crate::DType::from_pep3118) |
//! | C | [`DType::to_c_header`](crate::DType::to_c_header) | [`DType::from_c_struct`](crate::DType::from_c_struct) |
//! | Rust | [`DType::to_rust_struct`](crate::DType::to_rust_struct) | [`DType::from_rust_struct`](crate::DType::from_rust_struct) |
//! | Python | [`DType::to_python`](crate::DType::to_python) | [`DType::parse`](crate::DType::parse) |
//!
//! Each writes every gap and every byte order, so that what it wrote reads back as an equal dtype, or refuses with
//! an error that names the field. One loss is stated where it happens: gaps that no `repr` of Rust gives become fields.
//! Texts touch no memory: an [`ArrayInterface`] holds an address as a number.

#[cfg(feature = "alloc")]
mod array_interface;
pub(crate) mod error;
#[cfg(feature = "ndarray")]
pub mod ndarray;
#[cfg(feature = "alloc")]
mod pep3118;
#[cfg(feature = "alloc")]
mod source;

pub use crate::raw::c_view::{CView, CViewMut};
#[cfg(feature = "alloc")]
pub use array_interface::{ArrayInterface, InterfaceError, JsonProblem};
pub use error::{PointerError, Target};
#[cfg(feature = "alloc")]
pub use pep3118::{FormatProblem, Pep3118Error, UnsupportedCode};
#[cfg(feature = "alloc")]
pub use source::{SourceError, SourceProblem};

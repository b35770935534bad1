//! Doors to other libraries and languages: the same bytes, looked at from both sides.
//!
//! | to and from | by |
//! | --- | --- |
//! | a pointer | [`View::as_ptr`](crate::View::as_ptr), [`ViewMut::as_mut_ptr`](crate::ViewMut::as_mut_ptr); `unsafe` [`View::from_raw_parts`](crate::View::from_raw_parts) and its like |
//! | C, Fortran, ctypes | [`CView`], [`CViewMut`]: headers that a C compiler knows |
//! | the crate `ndarray` | [`ndarray`], with the feature of that name |
//!
//! Nothing here copies. A pointer is always that of the element whose index is all zeros, as in NumPy, so with a negative
//! stride other elements lie before it.

pub(crate) mod error;
#[cfg(feature = "ndarray")]
pub mod ndarray;

pub use crate::raw::c_view::{CView, CViewMut};
pub use error::{PointerError, Target};

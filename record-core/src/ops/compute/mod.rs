//! Element-wise computing: lazy, fused, over views of any layout.
//!
//! `a * b + c` of views, columns, arrays and single values is a [`Lazy`] expression. Nothing happens until it is written
//! ([`write_to`](Lazy::write_to), NumPy's `out=`), collected ([`to_array`](Lazy::to_array)) or reduced
//! ([`sum`](Lazy::sum) and its like); then all operands are gone through at once, eight elements at a time, without a
//! temporary.
//!
//! * **Shapes** are broadcast as NumPy does.
//! * **Types**: all operands have values of one type, whatever their byte orders. Others are cast by a stated rule:
//!   [`cast`](Lazy::cast) exactly, [`cast_lossy`](Lazy::cast_lossy) in range, [`cast_saturating`](Lazy::cast_saturating),
//!   [`cast_wrapping`](Lazy::cast_wrapping) as NumPy's `astype`.
//! * **Integers** whose result does not fit are an error that names element, operation and operands, where NumPy wraps
//!   without a word; [`wrapping`](Lazy::wrapping) and [`saturating`](Lazy::saturating) say otherwise. Dividing an integer by
//!   zero is an error always. `/` and `%` are Rust's, which round towards zero; [`floor_divide`](Expr::floor_divide) and
//!   [`floor_remainder`](Expr::floor_remainder) are NumPy's `//` and `%`.
//! * **Floats** never fail: they become infinite or NaN, as everywhere. Each operation rounds once, as written: nothing is
//!   fused into fewer roundings or reordered, so the answer is the same on every machine, for every layout and number of
//!   threads. Functions (`sin`, `exp`, …) are those of Rust's standard library, which may differ in the last bit between
//!   platforms.
//! * **Overlap**: what is written is borrowed mutably, so the compiler refuses operands in it. What replaces its own
//!   elements is [`compute`](crate::ViewMut::compute); what overlaps on purpose goes through
//!   [cells](crate::CellView::compute_from), as if through a temporary.
//! * **Reductions** of expressions follow [the sum rule](crate::ops) and are equal to those of the array that the expression
//!   makes, to the bit.

#[cfg(feature = "alloc")]
mod any;
mod cast;
mod collect;
mod drive;
mod error;
mod float;
mod functions;
mod in_place;
mod lazy;
mod masked;
mod node;
mod operand;
mod operators;
mod output;
#[cfg(feature = "rayon")]
mod par;
mod steps;
mod value;

#[cfg(feature = "alloc")]
pub use any::AnyExpr;
pub use cast::CastTo;
pub use error::{ComputeError, NumberType, Operated, Operation};
pub use float::Float;
pub use lazy::Lazy;
pub use node::Node;
pub use operand::{Expr, Operand};
pub use output::Output;
pub use value::Arithmetic;

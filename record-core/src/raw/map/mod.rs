//! Files in memory: three ways of mapping one, and the doors that make tables and arrays of them.
//!
//! Only the bytes that are asked for are mapped. What a map promises rests on what its caller promised; the contracts are
//! in [`map`](crate::map).

mod advice;
mod arrays;
mod flush;
pub(super) mod mode;
mod open;
mod resize;
mod short;
mod tables;
mod window;

pub use advice::{Advice, PrivateAdvice};
pub use mode::{CopyOnWrite, MapMode, Mapped, MappedMut};
pub(crate) use open::Opened;

//! Files in memory: three ways of mapping one. The doors that make tables and arrays of them are in
//! [`doors`](super::doors).
//!
//! Only the bytes that are asked for are mapped. What a map promises rests on what its caller promised; the contracts
//! are in [`map`](crate::map).

mod advice;
mod flush;
pub(super) mod mode;
mod open;
mod resize;
mod window;

pub use advice::{Advice, PrivateAdvice};
pub use mode::{CopyOnWrite, MapMode, Mapped, MappedMut};
pub(crate) use open::Opened;

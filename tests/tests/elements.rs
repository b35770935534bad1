//! The element types: their layout, their bytes in either order, text, and dates against NumPy's answers.

#[path = "elements/endian.rs"]
mod endian;
#[path = "elements/layout.rs"]
mod layout;
#[path = "elements/small.rs"]
mod small;
#[path = "elements/text.rs"]
mod text;
#[path = "elements/time.rs"]
mod time;

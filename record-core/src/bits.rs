//! Bit ranges of integer fields, read as columns: instrument words are full of them.
//!
//! A range is part of the type, so a column of bits is a column like any other, with all its operations, and the shift
//! and the mask are constants. Bits are read; to change them, write the whole word.

use crate::{
    dtype::DType,
    element::Element,
    raw::field::{Field, Slot},
};
use core::fmt;

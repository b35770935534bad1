//! What expanded code may name. Not for users: no promise is made about any of it.

pub use crate::{
    dtype::{DType, FieldType},
    element::Element,
    raw::{
        field::{Field, Slot},
        view::{Parts, View, ViewMut},
    },
    record::Record,
};
pub use core::mem::{align_of, offset_of, size_of};

//! What a dtype that is a constant says while the compiler runs, for the assertions of `#[derive(Record)]`.
//!
//! A `const fn` cannot look through an `Arc`. Derived dtypes have none; one met here is a bug of the crate.

use super::{DType, FieldType, Kind, lazy::Lazy};
use crate::byte_order::ByteOrder;

impl DType {
    /// Whether every leaf is stored in this byte order, or has none.
    pub(crate) const fn is_stored_in(&self, order: ByteOrder) -> bool {
        match &self.kind {
            Kind::Scalar(scalar) => match scalar.byte_order() {
                None => true,
                Some(found) => found as u8 == order as u8,
            },
            Kind::Array(base, _) => constant(base).is_stored_in(order),
            Kind::Record(fields) => {
                let fields = constant(fields);
                let mut i = 0;
                while i < fields.len() {
                    if !fields[i].is_stored_in(order) {
                        return false;
                    }
                    i += 1;
                }
                true
            }
        }
    }
}

impl FieldType {
    /// Whether every leaf of the field is stored in this byte order, or has none.
    pub(crate) const fn is_stored_in(&self, order: ByteOrder) -> bool {
        constant(&self.dtype).is_stored_in(order)
    }

    /// The name of a field of a constant dtype.
    pub(crate) const fn constant_name(&self) -> &'static str {
        constant(&self.name)
    }

    /// The offset after the field.
    pub(crate) const fn end(&self) -> usize {
        self.offset + self.itemsize
    }
}

pub(super) const fn constant<T: ?Sized>(lazy: &Lazy<T>) -> &'static T {
    match lazy {
        Lazy::Static(value) => value,
        #[cfg(feature = "alloc")]
        Lazy::Shared(_) => panic!("a derived dtype is made of constants"),
    }
}

//! What a program that works with records imports: `use record_core::prelude::*`.

#[cfg(feature = "num-complex")]
pub use crate::Complex;
#[cfg(feature = "half")]
pub use crate::F16;
#[cfg(feature = "alloc")]
pub use crate::{AnyArray, AnyTable, Array, RecordTable, ops::Mask};
#[cfg(feature = "mmap")]
pub use crate::{AnyMapArray, MapArray};
pub use crate::{
    AnyView, AnyViewMut, Be, Bool8, CellView, Code, Coded, ColumnMut, DType, DateTime64, DynRank, Element,
    FixedBytes, FixedUtf32, HasNative, Le, NewAxis, Opaque, Rank, Record, TimeDelta64, View, ViewMut,
    layout::Order, ops::compute::Expr, s,
};

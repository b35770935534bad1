//! What a program that works with records imports: `use record_core::prelude::*`.

pub use crate::{Be, Bool8, DateTime64, FixedBytes, FixedUtf32, Le, Opaque, TimeDelta64};

#[cfg(feature = "num-complex")]
pub use crate::Complex;
#[cfg(feature = "half")]
pub use crate::F16;

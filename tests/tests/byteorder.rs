//! Byte order changed in place, against NumPy's recorded answers and an oracle that reverses unit by unit.

#[path = "byteorder/convert.rs"]
mod convert;
#[allow(dead_code)] // shared with tests that use more of it
mod dtype_support;
#[path = "byteorder/facts.rs"]
mod facts;
#[path = "byteorder/kernel.rs"]
mod kernel;
#[path = "byteorder/oracle.rs"]
mod oracle;
#[cfg(feature = "rayon")]
#[path = "byteorder/parallel.rs"]
mod parallel;
#[path = "byteorder/runtime.rs"]
mod runtime;
#[allow(dead_code)] // shared with tests that use more of it
#[path = "dtype_properties/strategy.rs"]
mod strategy;

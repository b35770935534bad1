//! placeholder
#[derive(Debug)]
pub enum DTypeError {}
impl core::fmt::Display for DTypeError { fn fmt(&self, _: &mut core::fmt::Formatter<'_>) -> core::fmt::Result { match *self {} } }
impl core::error::Error for DTypeError {}
impl core::fmt::Debug for super::DType { fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result { write!(f,"DType") } }

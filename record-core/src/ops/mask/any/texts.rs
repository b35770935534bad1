//! Texts of columns whose dtype only run time knows, and what values are made of them and of dates.

use crate::{
    byte_order::ByteOrder,
    dtype::ScalarKind,
    ops::mask::{Mask, predicate},
    raw::any::AnyView,
    time::{DateTime64, TimeDelta64, Unit},
    view::{ColumnError, Value},
};
use alloc::{string::String, vec::Vec};
use core::cmp::Ordering;

impl From<&Value> for Value {
    fn from(value: &Value) -> Self {
        value.clone()
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl<U: Unit> From<DateTime64<U>> for Value {
    fn from(time: DateTime64<U>) -> Self {
        Self::DateTime(time.to_bits(), U::TIME_UNIT)
    }
}

impl<U: Unit> From<TimeDelta64<U>> for Value {
    fn from(span: TimeDelta64<U>) -> Self {
        Self::TimeDelta(span.to_bits(), U::TIME_UNIT)
    }
}

/// A text to be compared with, as bytes and as code points.
pub(in crate::ops) struct Needle {
    pub(in crate::ops) bytes: Vec<u8>,
    pub(in crate::ops) points: Vec<u32>,
}

impl Needle {
    /// `None` if the value is no text.
    pub(in crate::ops) fn of(value: &Value) -> Option<Self> {
        let bytes = match value {
            Value::Text(text) => text.as_bytes(),
            Value::Bytes(bytes) => bytes,
            _ => return None,
        };
        // NULs at the end are padding.
        let len = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
        let points = String::from_utf8_lossy(&bytes[..len]).chars().map(u32::from).collect();
        Some(Self { bytes: bytes[..len].to_vec(), points })
    }
}

/// The text of one element, without its padding.
pub(super) enum Units<'a> {
    Bytes(&'a [u8]),
    Points(&'a [u32]),
}

impl Units<'_> {
    pub(super) fn cmp(&self, text: &Needle) -> Ordering {
        match self {
            Self::Bytes(bytes) => (*bytes).cmp(&text.bytes),
            Self::Points(points) => (*points).cmp(&text.points),
        }
    }
}

/// The texts for which `test` holds.
pub(super) fn texts_where(
    view: AnyView<'_>,
    operation: &'static str,
    test: impl Fn(Units<'_>) -> bool,
) -> Result<Mask, ColumnError> {
    let unsupported = || ColumnError::unsupported(operation, view.dtype());
    let scalar = view.dtype().as_scalar().ok_or_else(unsupported)?;
    let big = scalar.byte_order() == Some(ByteOrder::Big);
    let mut mask = Mask::new(view.size(), false);
    let (mut index, mut points) = (0, Vec::new());
    let mut each = |bytes: &[u8]| {
        let is = if matches!(scalar.kind(), ScalarKind::Bytes(_)) {
            let len = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
            test(Units::Bytes(&bytes[..len]))
        } else {
            let read = if big { u32::from_be_bytes } else { u32::from_le_bytes };
            points.clear();
            points.extend(bytes.as_chunks().0.iter().map(|&point| read(point)));
            let len = points.iter().rposition(|&point| point != 0).map_or(0, |last| last + 1);
            test(Units::Points(&points[..len]))
        };
        if is {
            mask.set(index, true);
        }
        index += 1;
    };
    view.for_each_scalar(&mut each).ok_or_else(unsupported)?;
    Ok(mask)
}

impl AnyView<'_> {
    /// The texts that start so. NumPy's `char.startswith`.
    ///
    /// # Errors
    /// [`ColumnError::Unsupported`] if the elements are no texts.
    pub fn starts_with(&self, text: &str) -> Result<Mask, ColumnError> {
        self.text_where("starts_with", text, <[u8]>::starts_with, <[u32]>::starts_with)
    }

    /// The texts that end so. NumPy's `char.endswith`.
    ///
    /// # Errors
    /// [`ColumnError::Unsupported`] if the elements are no texts.
    pub fn ends_with(&self, text: &str) -> Result<Mask, ColumnError> {
        self.text_where("ends_with", text, <[u8]>::ends_with, <[u32]>::ends_with)
    }

    /// The texts that this is somewhere in. NumPy's `char.find(a, text) >= 0`.
    ///
    /// # Errors
    /// [`ColumnError::Unsupported`] if the elements are no texts.
    pub fn contains(&self, text: &str) -> Result<Mask, ColumnError> {
        self.text_where("contains", text, predicate::contains, predicate::contains)
    }

    fn text_where(
        &self,
        operation: &'static str,
        text: &str,
        bytes: fn(&[u8], &[u8]) -> bool,
        points: fn(&[u32], &[u32]) -> bool,
    ) -> Result<Mask, ColumnError> {
        let unsupported = || ColumnError::unsupported(operation, self.dtype());
        let view = self.all_axes().map_err(|_| unsupported())?;
        let is_text = |kind| matches!(kind, ScalarKind::Bytes(_) | ScalarKind::Utf32(_));
        if !view.dtype().as_scalar().is_some_and(|scalar| is_text(scalar.kind())) {
            return Err(unsupported());
        }
        let part: Vec<u32> = text.chars().map(u32::from).collect();
        texts_where(view, operation, |units| match units {
            Units::Bytes(found) => bytes(found, text.as_bytes()),
            Units::Points(found) => points(found, &part),
        })
    }
}

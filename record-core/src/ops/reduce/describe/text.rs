//! The statistics of texts.

use crate::{
    byte_order::ByteOrder,
    dtype::{DType, Scalar, ScalarKind},
    ops::reduce::describe::{ColumnSummary, column::Statistics},
    raw::any::AnyView,
    view::ColumnError,
};
use alloc::{boxed::Box, vec, vec::Vec};
use core::cmp::Ordering;

/// How many texts are empty, and which come first and last in the order of their bytes or code points.
pub(super) struct Texts {
    dtype: DType,
    order: fn(&[u8], &[u8]) -> Ordering,
    element: Vec<u8>,
    extremes: Option<(Vec<u8>, Vec<u8>)>,
    empty: u64,
}

/// Of code points whose bytes are stored the least first.
fn little(a: &[u8], b: &[u8]) -> Ordering {
    let points = |text: &[u8]| {
        text.as_chunks::<4>().0.iter().map(|point| u32::from_le_bytes(*point)).collect::<Vec<_>>()
    };
    if a == b { Ordering::Equal } else { points(a).cmp(&points(b)) }
}

impl Texts {
    pub(super) fn of(scalar: Scalar) -> Self {
        let swapped =
            matches!(scalar.kind(), ScalarKind::Utf32(_)) && scalar.byte_order() != Some(ByteOrder::Big);
        Self {
            dtype: DType::scalar(scalar),
            order: if swapped { little } else { |a, b| a.cmp(b) },
            element: vec![0; scalar.itemsize()],
            extremes: None,
            empty: 0,
        }
    }
}

impl Statistics for Texts {
    fn add(&mut self, column: AnyView<'_>) -> Result<(), ColumnError> {
        let Self { order, element, extremes, empty, .. } = self;
        column.each_scalar(element, &mut |text| {
            *empty += u64::from(text.iter().all(|&byte| byte == 0));
            let (least, greatest) = extremes.get_or_insert_with(|| (text.to_vec(), text.to_vec()));
            if order(text, least).is_lt() {
                least.copy_from_slice(text);
            } else if order(text, greatest).is_gt() {
                greatest.copy_from_slice(text);
            }
        });
        Ok(())
    }

    fn finish(self: Box<Self>, summary: &mut ColumnSummary) {
        let value = |bytes: &[u8]| AnyView::from_bytes(bytes, &self.dtype).ok()?.get(0);
        summary.extremes = self.extremes.as_ref().and_then(|(a, b)| value(a).zip(value(b)));
        summary.empty = Some(self.empty);
    }
}

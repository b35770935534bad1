//! The statistics of texts.
//!
//! Most texts are told from the extremes by their first eight bytes; only the others are looked at as a whole.

use crate::{
    byte_order::ByteOrder,
    dtype::{DType, Scalar, ScalarKind},
    ops::reduce::describe::{ColumnSummary, column::Statistics},
    raw::{any::AnyView, blocks},
    view::ColumnError,
};
use alloc::{boxed::Box, vec, vec::Vec};
use core::cmp::Ordering;

/// How many texts are empty, and which come first and last in the order of their bytes or code points.
pub(super) struct Texts {
    dtype: DType,
    element: Vec<u8>,
    found: Found,
}

struct Found {
    /// Whether they are code points, stored the least byte first.
    little: bool,
    extremes: Option<(Vec<u8>, Vec<u8>)>,
    /// Where the numbers between those of the extremes start, and how many there are.
    between: (u64, u64),
    empty: u64,
}

impl Found {
    /// A number that is in the order of the texts that begin so.
    #[inline(always)]
    fn start(&self, start: [u8; 8]) -> u64 {
        let number = u64::from_be_bytes(start);
        // The bytes of each of both code points turned.
        if self.little { number.swap_bytes().rotate_left(32) } else { number }
    }

    fn start_of(&self, text: &[u8]) -> u64 {
        text.first_chunk().map_or(0, |start| self.start(*start))
    }

    fn order(&self, a: &[u8], b: &[u8]) -> Ordering {
        if !self.little {
            return a.cmp(b);
        }
        let points = |text| <[u8]>::as_chunks::<4>(text).0.iter().map(|point| u32::from_le_bytes(*point));
        points(a).cmp(points(b))
    }
}

impl blocks::Texts for Found {
    #[inline(always)]
    fn wants(&self, start: [u8; 8]) -> bool {
        // Not those in between. Empty ones are not: they are no greater than the least.
        self.start(start).wrapping_sub(self.between.0) >= self.between.1
    }

    fn take(&mut self, text: &[u8]) {
        self.empty += u64::from(text.iter().all(|&byte| byte == 0));
        let Some((least, greatest)) = &self.extremes else {
            self.extremes = Some((text.to_vec(), text.to_vec()));
            return;
        };
        let (less, more) = (self.order(text, least).is_lt(), self.order(text, greatest).is_gt());
        if !(less || more) {
            return;
        }
        if let Some((least, greatest)) = &mut self.extremes {
            (if less { least } else { greatest }).copy_from_slice(text);
        }
        self.look_between();
    }
}

impl Found {
    /// Which numbers need no look.
    fn look_between(&mut self) {
        if let Some((least, greatest)) = &self.extremes {
            let (least, greatest) = (self.start_of(least), self.start_of(greatest));
            self.between = match greatest.checked_sub(least) {
                Some(apart @ 1..) => (least + 1, apart - 1),
                _ => (0, 0),
            };
        }
    }
}

impl Texts {
    /// Of the same column and no texts.
    #[cfg(feature = "rayon")]
    pub(super) fn anew(&self) -> Self {
        let found = Found { little: self.found.little, extremes: None, between: (0, 0), empty: 0 };
        Self { dtype: self.dtype.clone(), element: self.element.clone(), found }
    }

    /// Goes on with what `later` was fed.
    #[cfg(feature = "rayon")]
    pub(super) fn merge(&mut self, later: Self) {
        let Found { extremes, empty, .. } = later.found;
        self.found.empty += empty;
        self.found.extremes = match (self.found.extremes.take(), extremes) {
            (Some((least, greatest)), Some((low, high))) => {
                let least = if self.found.order(&low, &least).is_lt() { low } else { least };
                let greatest = if self.found.order(&high, &greatest).is_gt() { high } else { greatest };
                Some((least, greatest))
            }
            (ours, theirs) => ours.or(theirs),
        };
        self.found.look_between();
    }

    pub(super) fn of(scalar: Scalar) -> Self {
        let little =
            matches!(scalar.kind(), ScalarKind::Utf32(_)) && scalar.byte_order() != Some(ByteOrder::Big);
        Self {
            dtype: DType::scalar(scalar),
            element: vec![0; scalar.itemsize()],
            found: Found { little, extremes: None, between: (0, 0), empty: 0 },
        }
    }
}

impl Statistics for Texts {
    fn add(&mut self, column: AnyView<'_>) -> Result<(), ColumnError> {
        column.each_text(&mut self.element, &mut self.found);
        Ok(())
    }

    fn finish(self: Box<Self>, summary: &mut ColumnSummary) {
        let value = |bytes: &[u8]| AnyView::from_bytes(bytes, &self.dtype).ok()?.get(0);
        summary.extremes = self.found.extremes.as_ref().and_then(|(a, b)| value(a).zip(value(b)));
        summary.empty = Some(self.found.empty);
    }
}

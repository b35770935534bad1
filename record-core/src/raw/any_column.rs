//! The unsized column that indexing a table by name returns a reference to; see `column`.

use crate::{
    dtype::DType,
    layout::Rank,
    raw::{any::AnyView, header::Header},
};
use core::ptr;

/// A header with its dtype: what a table holds.
#[repr(C)]
pub(super) struct AnyHead {
    pub(super) head: Header<Rank<1>>,
    pub(super) dtype: DType,
}

/// One field across all records, as indexing a table by name returns it: `data["salary"]`.
///
/// Unsized, always behind a reference, for the reason that [`Column`](crate::Column) is. Nested fields are reached by
/// indexing again: `data["header"]["apid"]`.
#[repr(C)]
pub struct AnyColumn {
    any: AnyHead,
    /// Its length is the preorder number of the field in `any.dtype`; 0 is the record itself.
    ordinal: [()],
}

// SAFETY: reads bytes by value, like `AnyView`.
unsafe impl Send for AnyColumn {}
// SAFETY: as above.
unsafe impl Sync for AnyColumn {}

impl AnyColumn {
    #[inline]
    #[allow(clippy::cast_ptr_alignment)] // the pointer came from an `AnyHead`
    pub(super) fn from_head(any: &AnyHead, ordinal: usize) -> &Self {
        let tail = ptr::slice_from_raw_parts(ptr::from_ref(any).cast::<()>(), ordinal);
        // SAFETY: `AnyColumn` is an `AnyHead` and a tail of size 0, `repr(C)`: the reference covers the head's bytes
        // only, which are borrowed as long as the result.
        unsafe { &*(tail as *const Self) }
    }

    /// The number of records of the table.
    pub(crate) fn records(&self) -> usize {
        self.any.head.len()
    }

    /// The column as a view.
    ///
    /// Walks the dtype to the field: take the view once before a loop.
    pub fn as_view(&self) -> AnyView<'_> {
        // SAFETY: a table's head keeps [R1] and [R2] for its dtype while the table is borrowed.
        let mut view = unsafe { AnyView::from_header(self.any.head, &self.any.dtype) };
        let mut left = self.ordinal.len();
        while left > 0 {
            // The field whose subtree holds number `left`.
            left -= 1;
            let fields = view.dtype().fields();
            let mut position = 0;
            while left >= subtree(fields[position].dtype()) {
                left -= subtree(fields[position].dtype());
                position += 1;
            }
            let Some(field) = view.field_at(position) else { break };
            view = field;
        }
        view
    }

    /// The column of the field `name` of this column's records.
    pub(crate) fn child(&self, name: &str) -> Option<&AnyColumn> {
        let path = self.as_view().dtype().path_to(name)?;
        path.into_iter().try_fold(self, Self::child_at)
    }

    fn child_at(&self, position: usize) -> Option<&AnyColumn> {
        let view = self.as_view();
        // A sub-array's records have no column that is one of these.
        let before: usize = view.dtype().fields().get(..position)?.iter().map(|f| subtree(f.dtype())).sum();
        view.dtype().fields().get(position)?;
        Some(Self::from_head(&self.any, self.ordinal.len() + 1 + before))
    }
}

/// Numbers that a field and the fields below it take in preorder.
fn subtree(dtype: &DType) -> usize {
    1 + dtype.fields().iter().map(|f| subtree(f.dtype())).sum::<usize>()
}

//! The leaves of a view: which there are, and where.

use crate::{
    dtype::DType,
    element::Element,
    layout::Dim,
    raw::{
        any::AnyView,
        order::keys::{Code, Leaf, Map, walk, walk_scalar},
        view::View,
    },
    shown::Shown,
};
use core::{marker::PhantomData, ops::ControlFlow};

impl<'a> AnyView<'a> {
    /// Calls `each` with the leaves of a view of one axis, in the order in which they are compared: those of a record by
    /// field, those of a sub-array by index.
    ///
    /// # Panics
    /// If the view has not one axis.
    pub(crate) fn each_leaf(self, down: bool, mut each: impl FnMut(Leaf<'a>) -> ControlFlow<()>) {
        let layout = self.head.layout();
        let (&[len], &[stride]) = (layout.shape.as_ref(), layout.strides.as_ref()) else {
            panic!("the leaves of a view of one axis");
        };
        let at = self.head.ptr().as_ptr().cast_const();
        _ = walk(self.dtype(), 0, &mut |offset, code| {
            each(Leaf { at: at.wrapping_add(offset), stride, len, code, down, marker: PhantomData })
        });
    }
}

/// The only leaf of elements of this dtype, if they have just one, which has no padding of its own.
pub(super) fn only(dtype: &DType, shown: Shown) -> Option<Code> {
    let scalar = dtype.as_scalar()?;
    let (mut found, mut count) = (None, 0);
    _ = walk_scalar(scalar, 0, &mut |_, code| {
        count += 1;
        found = Some(code);
        if count > 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let code = found.filter(|_| count == 1)?;
    match shown {
        Shown::Bits { low, len } if len < code.width => {
            Some(Code { map: Map::Bits { low }, width: len, ..code })
        }
        _ => Some(code),
    }
}

impl<'a, T: Element, D: Dim> View<'a, T, D> {
    /// The leaf of a column of scalars of up to eight bytes, or of bits; `None` of other elements and ranks.
    #[inline]
    pub(crate) fn only_leaf(self, down: bool) -> Option<Leaf<'a>> {
        let code = only(T::DTYPE, T::SHOWN)?;
        let layout = self.head.layout();
        let (&[len], &[stride]) = (layout.shape.as_ref(), layout.strides.as_ref()) else { return None };
        let at = self.head.ptr().as_ptr().cast_const();
        Some(Leaf { at, stride, len, code, down, marker: PhantomData })
    }
}

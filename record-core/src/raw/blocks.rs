//! Any view as native values one after the other, a block at a time: so that a kernel is compiled once for each type of
//! value, not for each byte order and stride.
//!
//! Elements that already lie so are handed out where they are. Others are read into a block that stays in the cache.

#[cfg(feature = "alloc")]
use crate::raw::any::AnyView;
use crate::{
    element::Element,
    layout::Dim,
    raw::{
        lanes::{LANES, Piece},
        simd::vectorized,
        view::View,
        zip::walk,
    },
};
use core::{
    any::TypeId,
    mem::MaybeUninit,
    ops::ControlFlow::{self, Continue},
};

/// Values of a block. Small enough that what a kernel reads is still on its way to the cache when it is read.
pub(crate) const LOADED: usize = 256;

/// A block of values, the first `len` of which are there.
struct Block<V> {
    values: [MaybeUninit<V>; LOADED],
    len: usize,
}

impl<V: Copy> Block<V> {
    fn filled(&self) -> &[V] {
        let filled = &self.values[..self.len];
        // SAFETY: `MaybeUninit<V>` is laid out as V, and the first `len` values have been written (`push_group` and `push`).
        unsafe { &*(core::ptr::from_ref(filled) as *const [V]) }
    }

    /// Eight values more; there is room for them.
    #[inline(always)]
    fn push_group(&mut self, values: [V; LANES]) {
        for (to, value) in self.values[self.len..self.len + LANES].iter_mut().zip(values) {
            to.write(value);
        }
        self.len += LANES;
    }

    /// One value more; there is room for it.
    #[inline(always)]
    fn push(&mut self, value: V) {
        self.values[self.len].write(value);
        self.len += 1;
    }
}

impl<'a, T: Element<Value: 'static>, D: Dim> View<'a, T, D> {
    /// The elements as they lie, if they are native values, contiguous and aligned.
    fn as_values(&self) -> Option<&'a [T::Value]> {
        if TypeId::of::<T>() != TypeId::of::<T::Value>() {
            return None;
        }
        let slice = self.as_slice()?;
        // SAFETY: both are slices of one type.
        Some(unsafe { &*(core::ptr::from_ref(slice) as *const [T::Value]) })
    }

    /// Hands out all elements in row-major order as native values, until `each` breaks.
    pub(crate) fn each_block(self, each: &mut dyn FnMut(&[T::Value]) -> ControlFlow<()>) -> ControlFlow<()> {
        if let Some(values) = self.as_values() {
            return each(values);
        }
        let mut block = Block { values: [const { MaybeUninit::uninit() }; LOADED], len: 0 };
        if let Ok(column) = self.try_ravel() {
            let len = column.size();
            for start in (0..len).step_by(LOADED) {
                let part = column.slice(start..len.min(start + LOADED));
                block.len = 0;
                vectorized(
                    #[inline(always)]
                    || {
                        part.lanes(
                            #[inline(always)]
                            |piece| match piece {
                                Piece::Group(values) => block.push_group(values),
                                Piece::One(_, value) => block.push(value),
                            },
                        );
                    },
                );
                each(block.filled())?;
            }
            return Continue(());
        }
        let layout = self.layout();
        let mut broken = Continue(());
        walk(layout.shape.as_ref(), [(self.head.ptr(), layout.strides.as_ref())], |[at]| {
            // SAFETY: an element of this view [R1], [R5].
            block.push(unsafe { at.cast::<T>().read_unaligned() }.load());
            if block.len == LOADED {
                if broken.is_continue() {
                    broken = each(block.filled());
                }
                block.len = 0;
            }
        });
        broken?;
        if block.len > 0 { each(block.filled()) } else { Continue(()) }
    }
}

/// What is done with the texts of a column.
#[cfg(feature = "alloc")]
pub(crate) trait Texts {
    /// Whether a text that begins with these bytes is to be looked at.
    fn wants(&self, start: [u8; 8]) -> bool;
    /// One of those.
    fn take(&mut self, text: &[u8]);
}

#[cfg(feature = "alloc")]
impl AnyView<'_> {
    /// Hands out the bytes of the elements in row-major order that are wanted, copied to `element`; all that are shorter than eight
    /// bytes. The dtype is a scalar, and `element` is as long as one; else nothing happens.
    pub(crate) fn each_text(self, element: &mut [u8], texts: &mut impl Texts) {
        let len = element.len();
        if self.dtype().as_scalar().is_none_or(|scalar| scalar.itemsize() != len) {
            return;
        }
        let layout = self.layout();
        walk(layout.shape.as_ref(), [(self.head.ptr(), layout.strides.as_ref())], |[at]| {
            if len >= 8 {
                // SAFETY: the element is readable for its size [R1], which is no less; a scalar has no gaps, so its bytes are
                // initialised [R2].
                let start = unsafe { at.cast::<[u8; 8]>().read_unaligned() };
                if !texts.wants(start) {
                    return;
                }
            }
            // SAFETY: a scalar has no gaps, so its bytes are initialised [R2] and readable [R1]; `element` has as many and is
            // borrowed mutably, so it is elsewhere.
            unsafe { core::ptr::copy_nonoverlapping(at.cast_const(), element.as_mut_ptr(), len) };
            texts.take(element);
        });
    }
}

//! Any view as native values one after the other, a block at a time: so that a kernel is compiled once for each type of
//! value, not for each byte order and stride.
//!
//! Elements that already lie so are handed out where they are. Others are read into a block that stays in the cache.

#[cfg(feature = "alloc")]
use crate::raw::any::AnyView;
use crate::{
    element::Element,
    layout::Dim,
    raw::{simd::vectorized, view::View, zip::walk},
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
        // SAFETY: `MaybeUninit<V>` is laid out as V, and the first `len` values have been written (`fill` and `push`).
        unsafe { &*(core::ptr::from_ref(filled) as *const [V]) }
    }

    /// The first `len` values, which `load` gives.
    #[inline(always)]
    fn fill(&mut self, len: usize, load: impl Fn(usize) -> V) {
        for (i, value) in self.values[..len].iter_mut().enumerate() {
            value.write(load(i));
        }
        self.len = len;
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
            let (base, len, stride) =
                (column.head.ptr().as_ptr().cast_const(), column.head.len(), column.head.stride());
            let dense = size_of::<T>().cast_signed();
            let mut start = 0;
            while start < len {
                let count = LOADED.min(len - start);
                let load = |i: usize, stride: isize| {
                    let at = base.wrapping_offset((start + i).cast_signed() * stride);
                    // SAFETY: the stride is the column's and `start + i` is below its length: the element is readable
                    // [R1], any bytes are a T [R5].
                    unsafe { at.cast::<T>().read_unaligned() }.load()
                };
                if stride == dense {
                    // Where the compiler knows the stride it can load several at once.
                    vectorized(|| block.fill(count, |i| load(i, dense)));
                } else {
                    vectorized(|| block.fill(count, |i| load(i, stride)));
                }
                each(block.filled())?;
                start += count;
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

#[cfg(feature = "alloc")]
impl AnyView<'_> {
    /// Calls `each` with the bytes of every element in row-major order, copied to `element`. The dtype is a scalar, and
    /// `element` is as long as one; else nothing happens.
    pub(crate) fn each_scalar(self, element: &mut [u8], each: &mut dyn FnMut(&[u8])) {
        if self.dtype().as_scalar().is_none_or(|scalar| scalar.itemsize() != element.len()) {
            return;
        }
        let layout = self.layout();
        walk(layout.shape.as_ref(), [(self.head.ptr(), layout.strides.as_ref())], |[at]| {
            // SAFETY: a scalar has no gaps, so its bytes are initialised [R2] and readable [R1]; `element` has as many and is
            // borrowed mutably, so it is elsewhere.
            unsafe { core::ptr::copy_nonoverlapping(at.cast_const(), element.as_mut_ptr(), element.len()) };
            each(element);
        });
    }
}

//! The bytes of leaves, moved between views of different dtypes: copied, gathered into a buffer, scattered from one.
//!
//! A [`Place`] says which bytes of each element are meant. It becomes [`Bytes`] of a view only if leaves cover them all:
//! no gap is read or written. What the bytes mean is not known here.

use crate::{
    dtype::DType,
    layout::{DynRank, LayoutError, with_inner_axis},
    raw::{any::AnyView, any_mut::AnyViewMut, header::Header},
};
use alloc::vec::Vec;
use core::{marker::PhantomData, ptr};

/// Which bytes of an element: `len` from `offset` on, and again at each step of the axes, outermost first, which are
/// given as length and stride.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) offset: usize,
    pub(crate) axes: Vec<(usize, usize)>,
    pub(crate) len: usize,
}

impl Place {
    /// How often the bytes are there in each element; `usize::MAX` if more often.
    pub(crate) fn steps(&self) -> usize {
        self.axes.iter().fold(1, |steps: usize, &(count, _)| steps.saturating_mul(count))
    }

    /// Whether the leaves of `dtype` cover all these bytes.
    pub(crate) fn is_covered(&self, dtype: &DType) -> bool {
        fn covered(dtype: &DType, offset: usize, axes: &[(usize, usize)], len: usize) -> bool {
            match axes {
                [] => offset.checked_add(len).is_some_and(|end| dtype.leaves_cover(offset, end)),
                [(0, _), ..] => true,
                // One after the other: all at once.
                [(count, stride)] if *stride == len => count
                    .checked_mul(len)
                    .and_then(|len| offset.checked_add(len))
                    .is_some_and(|end| dtype.leaves_cover(offset, end)),
                [(count, stride), inner @ ..] => (0..*count).all(|i| {
                    let at = i.checked_mul(*stride).and_then(|delta| offset.checked_add(delta));
                    at.is_some_and(|at| covered(dtype, at, inner, len))
                }),
            }
        }
        covered(dtype, self.offset, &self.axes, self.len)
    }

    /// The header of these bytes in each element.
    ///
    /// # Errors
    /// [`LayoutError::TooManyAxes`], or [`LayoutError::TooLarge`] if the axes step over more than `isize::MAX` bytes.
    ///
    /// # Panics
    /// If there are elements, and their leaves do not cover them.
    fn header(&self, head: &Header<DynRank>, dtype: &DType) -> Result<Header<DynRank>, LayoutError> {
        let empty = head.layout().is_empty();
        assert!(empty || self.is_covered(dtype), "a place made for another dtype");
        let mut layout = *head.layout();
        for &(count, stride) in &self.axes {
            layout = with_inner_axis(&layout, count, stride)?;
        }
        // SAFETY: every index reaches `len` bytes that lie in an element (checked, if there is one), so [R1] holds; where the
        // layout is not empty, the offset is within the element.
        Ok(unsafe { head.moved_to(self.offset.cast_signed(), layout) })
    }
}

/// Bytes of the leaves of a view, for reading.
pub(crate) struct Bytes<'a> {
    walk: Walk,
    len: usize,
    marker: PhantomData<&'a [u8]>,
}

/// Bytes of the leaves of a view, for writing.
pub(crate) struct BytesMut<'a> {
    walk: Walk,
    len: usize,
    marker: PhantomData<&'a mut [u8]>,
}

impl<'a> AnyView<'a> {
    /// The bytes at `place` of each element, in row-major order.
    ///
    /// # Errors
    /// [`LayoutError`] if there are too many axes.
    ///
    /// # Panics
    /// If leaves do not cover them.
    pub(crate) fn bytes_at(&self, place: &Place) -> Result<Bytes<'a>, LayoutError> {
        let head = place.header(&self.head, self.dtype())?;
        Ok(Bytes { walk: Walk::new(&head, place.len), len: place.len, marker: PhantomData })
    }
}

impl AnyViewMut<'_> {
    /// The bytes at `place` of each element, in row-major order, for writing.
    ///
    /// # Errors
    /// [`LayoutError`] if there are too many axes.
    ///
    /// # Panics
    /// If leaves do not cover them.
    pub(crate) fn bytes_at(&mut self, place: &Place) -> Result<BytesMut<'_>, LayoutError> {
        let head = place.header(&self.head, self.dtype())?;
        Ok(BytesMut { walk: Walk::new(&head, place.len), len: place.len, marker: PhantomData })
    }
}

/// Calls `$body` with `$len` a constant where it is a common size, so that the copies in it become moves.
macro_rules! by_len {
    ($len:ident => $body:expr) => {
        match $len {
            1 => {
                let $len: usize = 1;
                $body
            }
            2 => {
                let $len: usize = 2;
                $body
            }
            4 => {
                let $len: usize = 4;
                $body
            }
            8 => {
                let $len: usize = 8;
                $body
            }
            16 => {
                let $len: usize = 16;
                $body
            }
            _ => $body,
        }
    };
}

impl Bytes<'_> {
    /// The next elements' bytes into `out`, as many as there are and fit, up to `most`; how many that were.
    pub(crate) fn gather(&mut self, out: &mut [u8], most: usize) -> usize {
        let len = self.len;
        let most = out.len().checked_div(len).map_or(most, |fit| most.min(fit));
        let mut done = 0;
        while let Some((from, count, stride)) = self.walk.run(most - done) {
            let out = &mut out[done * len..][..count * len];
            // SAFETY: `count` elements of `len` bytes at this stride are readable and initialised while the view lives:
            // they are leaves' [R1], [R2]; `out` has room for them and is borrowed mutably, so it is elsewhere.
            by_len!(len => unsafe { copy_run(from, stride, out.as_mut_ptr(), len.cast_signed(), len, count) });
            done += count;
        }
        done
    }
}

impl BytesMut<'_> {
    /// Writes the next `from.len() / len` elements; for elements without bytes, nothing.
    ///
    /// # Panics
    /// If there are fewer.
    pub(crate) fn scatter(&mut self, from: &[u8]) {
        let len = self.len;
        let total = from.len().checked_div(len).unwrap_or(0);
        let mut done = 0;
        while done < total {
            let (to, count, stride) = self.walk.run(total - done).expect("as many elements as were gathered");
            let from = &from[done * len..][..count * len];
            // SAFETY: `count` elements of `len` bytes at this stride are writable: leaves' bytes, which nobody else reaches
            // while the view is borrowed mutably [R1], [R4]; so `from`, which has as many, is elsewhere.
            by_len!(len => unsafe { copy_run(from.as_ptr(), len.cast_signed(), to, stride, len, count) });
            done += count;
        }
    }

    /// Writes `value` to every element left.
    ///
    /// # Panics
    /// If it has another length than an element.
    pub(crate) fn fill(mut self, value: &[u8]) {
        assert!(value.len() == self.len, "a value of another size");
        let len = self.len;
        while let Some((to, count, stride)) = self.walk.run(usize::MAX) {
            // SAFETY: as in `scatter`; the value is read again and again, at stride 0.
            by_len!(len => unsafe { copy_run(value.as_ptr(), 0, to, stride, len, count) });
        }
    }

    /// Copies the elements of `from`, as many and as long.
    ///
    /// # Panics
    /// If they are of another number or length.
    pub(crate) fn copy_from(mut self, mut from: Bytes<'_>) {
        assert!(self.len == from.len && self.walk.left == from.walk.left, "bytes of other elements");
        let len = self.len;
        while let Some((mut to, mut left, to_stride)) = self.walk.run(usize::MAX) {
            while left > 0 {
                let (at, count, from_stride) = from.walk.run(left).expect("as many elements");
                // SAFETY: as in `gather` and `scatter`: the bytes written belong to a view that is borrowed mutably, so those
                // read are elsewhere [R4].
                by_len!(len => unsafe { copy_run(at, from_stride, to, to_stride, len, count) });
                to = to.wrapping_offset(to_stride.wrapping_mul(count.cast_signed()));
                left -= count;
            }
        }
    }
}

/// Copies `count` elements of `len` bytes from one stride to another.
///
/// # Safety
/// The elements of `from` are initialised and readable, those of `to` writable, and no byte is both.
#[inline(always)]
unsafe fn copy_run(
    from: *const u8,
    from_stride: isize,
    to: *mut u8,
    to_stride: isize,
    len: usize,
    count: usize,
) {
    if from_stride == len.cast_signed() && to_stride == from_stride {
        // SAFETY: one after the other on both sides (caller).
        unsafe { ptr::copy_nonoverlapping(from, to, count * len) };
        return;
    }
    let (mut from, mut to) = (from, to);
    for _ in 0..count {
        // SAFETY: an element on both sides (caller).
        unsafe { ptr::copy_nonoverlapping(from, to, len) };
        // The last step leaves the view.
        from = from.wrapping_offset(from_stride);
        to = to.wrapping_offset(to_stride);
    }
}

/// A place in a view, which moves on by runs of elements at one stride. Axes that one stride spans are merged.
struct Walk {
    ptr: *mut u8,
    ndim: usize,
    shape: [usize; DynRank::MAX],
    strides: [isize; DynRank::MAX],
    index: [usize; DynRank::MAX],
    left: usize,
}

impl Walk {
    /// On the first element. Elements without bytes are not walked over.
    fn new(head: &Header<DynRank>, len: usize) -> Self {
        let layout = head.layout();
        let mut walk = Self {
            ptr: head.ptr().as_ptr(),
            ndim: 0,
            shape: [1; DynRank::MAX],
            strides: [0; DynRank::MAX],
            index: [0; DynRank::MAX],
            left: if len == 0 { 0 } else { layout.len() },
        };
        for (&n, &stride) in layout.shape.as_ref().iter().zip(layout.strides.as_ref()) {
            if n == 1 {
                continue;
            }
            let merges = walk.ndim.checked_sub(1).filter(|&outer| {
                n.checked_mul(walk.shape[outer]).is_some()
                    && stride.checked_mul(n.cast_signed()) == Some(walk.strides[outer])
            });
            if let Some(outer) = merges {
                walk.shape[outer] *= n;
                walk.strides[outer] = stride;
            } else {
                walk.shape[walk.ndim] = n;
                walk.strides[walk.ndim] = stride;
                walk.ndim += 1;
            }
        }
        walk.ndim = walk.ndim.max(1);
        walk
    }

    /// The next elements at one stride, at most `most`: address of the first, how many, and the stride.
    #[inline]
    fn run(&mut self, most: usize) -> Option<(*mut u8, usize, isize)> {
        if self.left == 0 || most == 0 {
            return None;
        }
        let inner = self.ndim - 1;
        let (first, stride) = (self.ptr, self.strides[inner]);
        let count = most.min(self.shape[inner] - self.index[inner]);
        self.left -= count;
        self.index[inner] += count;
        self.ptr = self.ptr.wrapping_offset(stride.wrapping_mul(count.cast_signed()));
        // To the next index: axes that are through start anew.
        let mut axis = inner;
        while self.index[axis] == self.shape[axis] {
            let back = self.strides[axis].wrapping_mul(self.shape[axis].cast_signed());
            self.ptr = self.ptr.wrapping_offset(back.wrapping_neg());
            self.index[axis] = 0;
            let Some(outer) = axis.checked_sub(1) else { break };
            axis = outer;
            self.index[axis] += 1;
            self.ptr = self.ptr.wrapping_offset(self.strides[axis]);
        }
        Some((first, count, stride))
    }
}

impl<'a> AnyView<'a> {
    /// The leaves of `dtype` at `place` of each element, the axes of the place as the innermost axes.
    ///
    /// # Errors
    /// [`LayoutError`] if there are too many axes.
    ///
    /// # Panics
    /// If leaves do not cover the bytes, or `dtype` is no scalar of that many.
    pub(crate) fn leaves_at(self, place: &Place, dtype: &'a DType) -> Result<AnyView<'a>, LayoutError> {
        assert!(dtype.as_scalar().is_some() && dtype.itemsize() == place.len, "a place of another dtype");
        let head = place.header(&self.head, self.dtype())?;
        // SAFETY: `header` has found leaves' bytes there, which are within the elements [R1] and initialised [R2]; a scalar has
        // no gaps and any bytes are one.
        Ok(unsafe { AnyView::from_header(head, dtype) })
    }
}

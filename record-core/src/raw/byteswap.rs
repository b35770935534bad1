//! Reversing the bytes of leaves where they lie: the one kernel under `byteswap_inplace` and `into_native`.
//!
//! It takes a header and a dtype. The axes of the header are put in order, the coarsest first, and merged where one steps
//! on where the next one ends. Then the dtype is walked, not once for each record but once for each block of records that
//! fits a cache: each leaf, or run of leaves of one width without a gap, is swapped in the whole block. The axes of
//! sub-arrays join those of the block. What is left at the end is always a loop over units of 2, 4 or 8 bytes at one stride,
//! and where the stride is the width, the compiler knows it and swaps several at once. No other byte is read or written: a
//! wide load over a gap would race with whoever owns the gap.
//!
//! Nothing is allocated: firmware shares this code.

use crate::{
    byte_order::ByteOrder,
    dtype::DType,
    element::Element,
    layout::{Dim, DynRank},
    raw::{header::Header, simd::vectorized, view::ViewMut},
};

/// Which leaves are swapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaves {
    /// All that have a byte order.
    All,
    /// Those that are stored in this order.
    Stored(ByteOrder),
}

impl Leaves {
    /// The width of the units to be reversed, if all of the dtype consists of such units without a gap; 1 if nothing is
    /// to be reversed in it; `None` if it is anything else.
    fn unit_of(self, dtype: &DType) -> Option<usize> {
        if dtype.itemsize() == 0 {
            return Some(1);
        }
        if let Some(scalar) = dtype.as_scalar() {
            let chosen = scalar.byte_order().is_some_and(|order| match self {
                Self::All => true,
                Self::Stored(stored) => stored == order,
            });
            return Some(if chosen { scalar.swap_unit() } else { 1 });
        }
        if let Some((base, _)) = dtype.as_array() {
            return self.unit_of(base);
        }
        let mut unit = None;
        for field in dtype.fields().iter().filter(|field| field.dtype().itemsize() > 0) {
            let own = self.unit_of(field.dtype())?;
            if *unit.get_or_insert(own) != own {
                return None;
            }
        }
        unit.or(Some(1)).filter(|&unit| unit == 1 || dtype.is_gap_free())
    }

    /// Whether there is a leaf to be swapped.
    #[cfg(feature = "alloc")]
    pub(crate) fn any_in(self, dtype: &DType) -> bool {
        self.unit_of(dtype) != Some(1)
    }
}

/// So many steps of so many bytes.
#[derive(Clone, Copy, Debug)]
struct Axis {
    len: usize,
    stride: usize,
}

/// Axes, the coarsest first. Every element is swapped once, at whatever time, so their order does not matter.
#[derive(Clone, Copy, Debug)]
struct Axes {
    axes: [Axis; Axes::MAX],
    len: usize,
}

impl Axes {
    /// Those of a view, and some of nested sub-arrays.
    const MAX: usize = DynRank::MAX + 4;

    fn none() -> Self {
        Self { axes: [Axis { len: 1, stride: 0 }; Self::MAX], len: 0 }
    }

    fn as_slice(&self) -> &[Axis] {
        &self.axes[..self.len]
    }

    /// Adds an axis that is finer than the others; merges it with the last one if that steps on where this one ends. False
    /// if there is no place for it.
    fn push(&mut self, finer: Axis) -> bool {
        if finer.len == 1 {
            return true;
        }
        if let Some(last) = self.axes[..self.len].last_mut()
            && last.stride == finer.len * finer.stride
        {
            // As many bytes as the two axes span, which are in one allocation.
            *last = Axis { len: last.len * finer.len, stride: finer.stride };
            return true;
        }
        if self.len == Self::MAX {
            return false;
        }
        self.axes[self.len] = finer;
        self.len += 1;
        true
    }
}

/// Bytes of records between two walks through the dtype: what stays in the nearest cache from leaf to leaf.
const BLOCK: usize = 16 * 1024;

/// The least length of an axis without gaps that is taken as the innermost loop although there is a longer axis.
const LONG: usize = 16;

/// Reverses the bytes of the chosen leaves of all elements.
///
/// Where fields share bytes, which bytes are reversed has no meaning, and callers refuse such dtypes. It stays within the
/// elements all the same: what is swapped is always as many units as fit the bytes of a field, or of all, that has no gap.
///
/// # Safety
/// The header keeps [R1] and [R4] for elements of `dtype`, and its bytes may be written.
pub(super) unsafe fn swap_leaves<D: Dim>(head: &Header<D>, dtype: &DType, leaves: Leaves) {
    let unit = leaves.unit_of(dtype);
    if head.layout().is_empty() || unit == Some(1) {
        return;
    }
    if let ([len], [stride], Some(unit)) =
        (head.layout().shape.as_ref(), head.layout().strides.as_ref(), unit)
    {
        // The usual column needs no more than the last loop.
        // No remainder, but where fields share bytes.
        let units = dtype.itemsize() / unit;
        if *stride == dtype.itemsize().cast_signed() {
            // SAFETY: elements without gaps [R2], one after the other: no more units than their bytes hold [R1].
            return unsafe { swap_units(head.ptr().as_ptr(), Axis { len: len * units, stride: unit }, unit) };
        }
        if units == 1 && *stride > 0 {
            let axis = Axis { len: *len, stride: stride.unsigned_abs() };
            // SAFETY: each element has no gaps [R2], and bytes for one unit [R1].
            return unsafe { swap_units(head.ptr().as_ptr(), axis, unit) };
        }
    }
    let (mut at, mut sorted) = (head.ptr().as_ptr(), Axes::none());
    for (&len, &stride) in head.layout().shape.as_ref().iter().zip(head.layout().strides.as_ref()) {
        if len == 1 {
            continue;
        }
        if stride < 0 {
            // From the other end: the last element of the axis is in the allocation [R1].
            at = at.wrapping_offset((len - 1).cast_signed() * stride);
        }
        let axis = Axis { len, stride: stride.unsigned_abs() };
        let place = sorted.as_slice().iter().position(|other| other.stride < axis.stride);
        let place = place.unwrap_or(sorted.len);
        sorted.axes.copy_within(place..sorted.len, place + 1);
        sorted.axes[place] = axis;
        sorted.len += 1;
    }
    let mut axes = Axes::none();
    for &axis in sorted.as_slice() {
        axes.push(axis);
    }
    let block = if unit.is_some() { usize::MAX } else { (BLOCK / dtype.itemsize()).max(1) };
    // SAFETY: the elements of the header, turned so that no stride is negative.
    unsafe { swap_blocks(at, axes.as_slice(), dtype, leaves, block) };
}

/// Takes about `block` elements at a time.
///
/// # Safety
/// At every index within `axes` from `at` on is an element of `dtype` in one allocation [R1], which may be written and
/// which nobody else reads or writes meanwhile [R4].
unsafe fn swap_blocks(at: *mut u8, axes: &[Axis], dtype: &DType, leaves: Leaves, block: usize) {
    let Some((first, finer)) = axes.split_first() else {
        // SAFETY: the one element that there is.
        return unsafe { swap_dtype(at, &Axes::none(), dtype, leaves) };
    };
    let inner: usize = finer.iter().map(|axis| axis.len).product();
    let mut done = 0;
    while done < first.len {
        let here = at.wrapping_add(done * first.stride);
        if inner >= block {
            // SAFETY: the elements at one index of the first axis.
            unsafe { swap_blocks(here, finer, dtype, leaves, block) };
            done += 1;
            continue;
        }
        let some = (block / inner).min(first.len - done);
        let mut part = Axes::none();
        part.push(Axis { len: some, ..*first });
        for &axis in finer {
            part.push(axis);
        }
        // SAFETY: the elements at `some` indices of the first axis from `done` on, all below its length.
        unsafe { swap_dtype(here, &part, dtype, leaves) };
        done += some;
    }
}

/// Walks the dtype, and swaps each run of its leaves in all elements.
///
/// # Safety
/// As for `swap_blocks`.
unsafe fn swap_dtype(at: *mut u8, axes: &Axes, dtype: &DType, leaves: Leaves) {
    if let Some(unit) = leaves.unit_of(dtype) {
        // SAFETY: the elements have no gaps, or the unit is 1.
        return unsafe { swap_run(at, axes, dtype.itemsize(), unit) };
    }
    if let Some((base, len)) = dtype.as_array() {
        let mut inner = *axes;
        if inner.push(Axis { len, stride: base.itemsize() }) {
            // SAFETY: a sub-array is `len` elements of `base` one after the other.
            return unsafe { swap_dtype(at, &inner, base, leaves) };
        }
        for i in 0..len {
            // SAFETY: as above, one of them at a time.
            unsafe { swap_dtype(at.wrapping_add(i * base.itemsize()), axes, base, leaves) };
        }
        return;
    }
    // Leaves of one width that follow each other are one run: where it starts and ends, and its unit.
    let (mut start, mut end, mut width) = (0, 0, 1);
    for field in dtype.fields() {
        let (offset, unit) = (field.offset(), leaves.unit_of(field.dtype()));
        match unit {
            Some(1) => {}
            Some(unit) => {
                if unit != width || offset != end {
                    // SAFETY: one or more fields without gaps, each where the one before ends, are the bytes from `start` to
                    // `end` of each element; before the first of them, the width is 1.
                    unsafe { swap_run(at.wrapping_add(start), axes, end - start, width) };
                    (start, width) = (offset, unit);
                }
                end = offset + field.dtype().itemsize();
            }
            // SAFETY: every constructor of `DType` keeps its fields within the record [R1].
            None => unsafe { swap_dtype(at.wrapping_add(offset), axes, field.dtype(), leaves) },
        }
    }
    // SAFETY: as in the loop.
    unsafe { swap_run(at.wrapping_add(start), axes, end - start, width) };
}

/// Swaps the units of `unit` bytes in the `size` bytes at every index.
///
/// # Safety
/// As for `swap_blocks`, with `size` bytes without a gap for an element, or a unit of 1. If they are no whole number of units,
/// the last bytes stay as they are.
unsafe fn swap_run(at: *mut u8, axes: &Axes, size: usize, unit: usize) {
    if unit == 1 || size == 0 {
        return;
    }
    let units = Axis { len: size / unit, stride: unit };
    match *axes.as_slice() {
        // SAFETY: the units of the one element that there is.
        [] => return unsafe { swap_units(at, units, unit) },
        [only] if only.stride == size => {
            let all = Axis { len: only.len * units.len, ..units };
            // SAFETY: elements that follow each other are bytes without a gap, and at least as many as those of the units.
            return unsafe { swap_units(at, all, unit) };
        }
        // SAFETY: the one unit of each element.
        [only] if units.len == 1 => return unsafe { swap_units(at, only, unit) },
        _ => {}
    }
    let mut all = *axes;
    if !all.push(units) {
        for i in 0..units.len {
            // SAFETY: one of the units at a time.
            unsafe { swap_run(at.wrapping_add(i * unit), axes, unit, unit) };
        }
        return;
    }
    let Some(last) = all.len.checked_sub(1) else {
        // SAFETY: the one unit that there is.
        return unsafe { swap_units(at, Axis { len: 1, stride: unit }, unit) };
    };
    // The innermost loop runs over the finest axis if that is dense and long, or else over the longest.
    let finest = all.axes[last];
    if finest.stride != unit || finest.len < LONG {
        let longest = (0..all.len).max_by_key(|&i| all.axes[i].len).unwrap_or(last);
        all.axes.swap(longest, last);
    }
    // SAFETY: the units, in another order.
    unsafe { swap_inner(at, &all.axes[..last], all.axes[last], unit) };
}

/// Swaps along `inner` at every index within `outer`.
///
/// # Safety
/// As for `swap_blocks`, with a unit for an element.
unsafe fn swap_inner(at: *mut u8, outer: &[Axis], inner: Axis, unit: usize) {
    match outer.split_first() {
        None => {
            // SAFETY: the units along the one axis left.
            unsafe { swap_units(at, inner, unit) }
        }
        Some((first, rest)) => {
            for i in 0..first.len {
                // SAFETY: an index below the axis' length.
                unsafe { swap_inner(at.wrapping_add(i * first.stride), rest, inner, unit) };
            }
        }
    }
}

/// The innermost loops: units along one axis.
///
/// # Safety
/// As for `swap_blocks`, with a unit for an element.
unsafe fn swap_units(at: *mut u8, axis: Axis, unit: usize) {
    macro_rules! swap {
        ($type:ty) => {{
            let swap = move |i: usize, stride: usize| {
                let here = at.wrapping_add(i * stride);
                // SAFETY: called below with the axis' stride for indices below its length: a unit is there, its bytes are
                // those of a leaf and so initialised [R1], [R2]; no alignment is asked.
                let bits = unsafe { here.cast::<$type>().read_unaligned() };
                // SAFETY: the same bytes, which may be written and are nobody else's [R4].
                unsafe { here.cast::<$type>().write_unaligned(bits.swap_bytes()) };
            };
            if axis.stride == size_of::<$type>() {
                // With a shuffle of bytes, several at once. By value: behind a reference, the address could change with what
                // is written.
                let len = axis.len;
                vectorized(
                    #[inline(always)]
                    move || {
                        for i in 0..len {
                            swap(i, size_of::<$type>());
                        }
                    },
                );
            } else {
                let whole = axis.len - axis.len % 4;
                for i in (0..whole).step_by(4) {
                    swap(i, axis.stride);
                    swap(i + 1, axis.stride);
                    swap(i + 2, axis.stride);
                    swap(i + 3, axis.stride);
                }
                for i in whole..axis.len {
                    swap(i, axis.stride);
                }
            }
        }};
    }
    match unit {
        2 => swap!(u16),
        4 => swap!(u32),
        8 => swap!(u64),
        // No kind of scalar has units of another width.
        _ => {}
    }
}

impl<T: Element, D: Dim> ViewMut<'_, T, D> {
    /// Reverses the bytes of the chosen leaves.
    pub(crate) fn swap_leaves(&mut self, leaves: Leaves) {
        // SAFETY: a writable view of T keeps [R1] and [R4] for T's dtype (condition 2 of `Element`), and is borrowed
        // mutably.
        unsafe { swap_leaves(&self.head, T::DTYPE, leaves) };
    }
}

//! In which order elements can be copied onto elements that they share bytes with, without overwriting one that is still
//! to be read.

use super::{Axes as _, Dim, DynAxes, DynRank, Layout, overlap::Region, span::require_disjoint};

/// Work after which a temporary copy is cheaper than knowing that none is needed.
const EFFORT: u64 = 10_000;

/// How to copy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Way {
    /// In row-major order: nothing is shared.
    Rows,
    /// In row-major order after the axes were put in this order and some of them turned around.
    Turned {
        /// Axis `i` is the old axis `order[i]`.
        order: DynAxes<usize>,
        /// Whether axis `i` is turned around then.
        flip: DynAxes<bool>,
    },
    /// Through a copy: no order is known to do.
    Temporary,
}

/// The way from `source` to `target`, of the same shape, each given by the address of its first element, its layout and
/// its itemsize.
pub(crate) fn way<D: Dim>(target: (usize, &Layout<D>, usize), source: (usize, &Layout<D>, usize)) -> Way {
    let ((to, target, size), (from, source, source_size)) = (target, source);
    let axes = |layout: &Layout<D>| layout.with_rank::<DynRank>();
    let (Ok(target), Ok(source)) = (axes(target), axes(source)) else { return Way::Temporary };
    let shared = Region::new(to, target, size).shares_within(&Region::new(from, source, source_size), EFFORT);
    if shared == Some(false) {
        return Way::Rows;
    }
    // The elements can be written in any order only if none is written twice.
    if require_disjoint(&target, size).is_err() {
        return Way::Temporary;
    }
    let ndim = target.ndim();
    let (shape, strides, others) = (target.shape.as_ref(), target.strides.as_ref(), source.strides.as_ref());
    let steps = |&axis: &usize| shape[axis] > 1;
    if size == source_size && (0..ndim).filter(steps).all(|axis| strides[axis] == others[axis]) {
        // Each element moves by the same distance. By rising addresses, one that moves down is written where all has been
        // read; by falling addresses, one that moves up.
        return along_addresses(&target, to > from);
    }
    let mut stepping = (0..ndim).filter(steps);
    match (stepping.next(), stepping.next()) {
        (Some(axis), None) => {
            let distance = to as i128 - from as i128;
            let line = Line {
                distance,
                last: shape[axis] as i128 - 1,
                target: (strides[axis] as i128, size as i128),
                source: (others[axis] as i128, source_size as i128),
            };
            let turned = |backwards| Way::Turned {
                order: numbers(ndim, |i| i),
                flip: numbers(ndim, |i| backwards && i == axis),
            };
            match (line.can_go_forward(), line.can_go_backward()) {
                (true, _) => turned(false),
                (false, true) => turned(true),
                (false, false) => Way::Temporary,
            }
        }
        _ => Way::Temporary,
    }
}

fn numbers<T>(ndim: usize, f: impl Fn(usize) -> T) -> DynAxes<T>
where
    DynAxes<T>: super::Axes<T>,
{
    DynAxes::from_fn(ndim, f).expect("as many as the layout has")
}

/// The coarsest axis outermost, each towards rising or falling addresses. The axes nest, so the order is that of the
/// addresses.
fn along_addresses(layout: &Layout<DynRank>, falling: bool) -> Way {
    let mut order = numbers(layout.ndim(), |i| i);
    let strides = layout.strides.as_ref();
    order.as_mut().sort_unstable_by_key(|&axis| core::cmp::Reverse(strides[axis].unsigned_abs()));
    let flip = numbers(layout.ndim(), |i| (strides[order.as_ref()[i]] < 0) != falling);
    Way::Turned { order, flip }
}

/// Elements on one axis: element `i` of the target is at `distance + i * stride` from the source's first, and both have a
/// stride and a size.
struct Line {
    distance: i128,
    last: i128,
    target: (i128, i128),
    source: (i128, i128),
}

impl Line {
    /// Whether no element of the target shares a byte with a later one of the source. Distances change evenly along the
    /// line, so both ends are enough; the next one of the source is the nearest of those later, if they lead away.
    fn can_go_forward(&self) -> bool {
        self.is_clear_of(0, 1) && self.is_clear_of(self.last - 1, 1)
    }

    /// Whether no element of the target shares a byte with an earlier one of the source.
    fn can_go_backward(&self) -> bool {
        self.is_clear_of(1, -1) && self.is_clear_of(self.last, -1)
    }

    /// Whether element `i` of the target is wholly on the near side of those of the source from `i + next` on.
    fn is_clear_of(&self, i: i128, next: i128) -> bool {
        let (stride, size) = self.target;
        let (source_stride, source_size) = self.source;
        let target = self.distance + i * stride;
        let source = (i + next) * source_stride;
        if next * source_stride >= 0 { target + size <= source } else { source + source_size <= target }
    }
}

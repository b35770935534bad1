//! Several views of one shape, walked together.

use crate::{
    element::Element,
    layout::{Dim, LayoutError},
    raw::{
        field::Slot,
        view::{View, ViewMut},
    },
};
use core::ptr::NonNull;

/// Calls `f` with the addresses of the elements at each index, in row-major order. `arms` are the address of the first
/// element and the strides of each view.
///
/// Only addresses are computed here: whoever reads or writes at them vouches for the views.
#[inline(always)]
pub(super) fn walk<const N: usize>(
    shape: &[usize],
    arms: [(NonNull<u8>, &[isize]); N],
    mut f: impl FnMut([*mut u8; N]),
) {
    if shape.contains(&0) {
        return;
    }
    let mut at: [*mut u8; N] = arms.map(|(ptr, _)| ptr.as_ptr());
    let Some((&inner, outer)) = shape.split_last() else {
        f(at);
        return;
    };
    let steps: [isize; N] = arms.map(|(_, strides)| strides[outer.len()]);
    let mut index = [0_usize; crate::layout::DynRank::MAX];
    loop {
        for i in 0..inner.cast_signed() {
            f(core::array::from_fn(|arm| at[arm].wrapping_offset(i * steps[arm])));
        }
        // To the next run: as an odometer.
        let mut axis = outer.len();
        loop {
            let Some(next) = axis.checked_sub(1) else { return };
            axis = next;
            index[axis] += 1;
            let wrapped = index[axis] == outer[axis];
            let steps = if wrapped { -(outer[axis] - 1).cast_signed() } else { 1 };
            for (at, (_, strides)) in at.iter_mut().zip(&arms) {
                *at = at.wrapping_offset(steps.wrapping_mul(strides[axis]));
            }
            if !wrapped {
                break;
            }
            index[axis] = 0;
        }
    }
}

mod sealed {
    pub trait Sealed {}
}

/// One view, or a tuple of up to four, that [`ViewMut::zip_apply`] reads beside the elements that it writes. Broadcast to
/// their shape.
pub trait ZipSource: sealed::Sealed {
    /// The value of one element; of a tuple, a tuple of values.
    type Values;

    /// Writes `f` of each element of `target` and those at its index here.
    #[doc(hidden)]
    fn zip_into<T: Element, D: Dim>(
        self,
        target: &mut ViewMut<'_, T, D>,
        f: impl FnMut(T::Value, Self::Values) -> T::Value,
    ) -> Result<(), LayoutError>;
}

macro_rules! sources {
    ($([$($view:tt)*] [$($values:tt)*] [$($names:tt)*] $($name:ident $element:ident $rank:ident $at:ident),*;)*) => {$(
        impl<$($element: Element, $rank: Dim),*> sealed::Sealed for $($view)* {}

        impl<$($element: Element, $rank: Dim),*> ZipSource for $($view)* {
            type Values = $($values)*;

            #[inline]
            fn zip_into<T: Element, Target: Dim>(
                self,
                target: &mut ViewMut<'_, T, Target>,
                mut f: impl FnMut(T::Value, Self::Values) -> T::Value,
            ) -> Result<(), LayoutError> {
                let to = target.layout();
                let $($names)* = self;
                $(let $name = $name.derive_repeat::<Target>(|parent| {
                    parent.broadcast(to.shape.as_ref(), size_of::<$element>())
                })?;)*
                $(let $at = $name.layout();)*
                let arms = [
                    (target.head.ptr(), to.strides.as_ref()),
                    $(($name.head.ptr(), $at.strides.as_ref())),*
                ];
                walk(to.shape.as_ref(), arms, |[at, $($name),*]| {
                    // SAFETY: an element of the target [R1], [R5].
                    let old = unsafe { at.cast::<T>().read_unaligned() }.load();
                    $(
                        // SAFETY: an element of this source [R1], [R5], which is of the target's shape.
                        let $name = unsafe { $name.cast::<$element>().read_unaligned() }.load();
                    )*
                    let new = T::store(f(old, $($names)*));
                    // SAFETY: writable [R4], and the only place written now.
                    unsafe { Slot::new(at) }.put(new);
                });
                Ok(())
            }
        }
    )*};
}

sources! {
    [View<'_, A, DA>] [A::Value] [a] a A DA at_a;
    [(View<'_, A, DA>, View<'_, B, DB>)] [(A::Value, B::Value)] [(a, b)] a A DA at_a, b B DB at_b;
    [(View<'_, A, DA>, View<'_, B, DB>, View<'_, C, DC>)] [(A::Value, B::Value, C::Value)] [(a, b, c)]
        a A DA at_a, b B DB at_b, c C DC at_c;
    [(View<'_, A, DA>, View<'_, B, DB>, View<'_, C, DC>, View<'_, E, DE>)]
        [(A::Value, B::Value, C::Value, E::Value)] [(a, b, c, e)]
        a A DA at_a, b B DB at_b, c C DC at_c, e E DE at_e;
}

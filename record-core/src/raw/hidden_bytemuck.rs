//! What the hidden macro writes for `#[record(bytemuck)]`.
//!
//! `Pod` is never implemented: beside `AnyBitPattern` it would conflict with bytemuck's own implementation. A record without
//! gaps is `NoUninit` and `AnyBitPattern`, which is what most of bytemuck's functions ask for.

/// Implements bytemuck's traits for an element. Sound for any input, for each asks that the type is an `Element`.
#[doc(hidden)]
#[macro_export]
macro_rules! __record_bytemuck {
    (
        { $record:ty }
        [$($param:ident),*] [$($constant:ident: $constant_type:ty),*]
        [$({
            [$($for_bounded:lifetime),*] $bounded:ty: $([$($for_bound:lifetime),*] $bound:path),*; $($outlives:lifetime),*
        })*]
        [$({ $element:ty })*]
        [$({ $concrete:ty })?]
    ) => {
        // SAFETY: every pattern of bytes is an element, so all zeros too (condition 1 of `Element`).
        unsafe impl<$($param,)* $(const $constant: $constant_type,)*> $crate::__private::bytemuck::Zeroable for $record
        where
            $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
            Self: $crate::__private::Element,
        {}

        // SAFETY: every pattern of bytes is an element (condition 1); elements are `Copy + 'static`, and `Sync`, so
        // that there is no cell in them.
        unsafe impl<$($param,)* $(const $constant: $constant_type,)*> $crate::__private::bytemuck::AnyBitPattern
            for $record
        where
            $(for<$($for_bounded),*> $bounded: $(for<$($for_bound),*> $bound +)* $($outlives +)*,)*
            Self: $crate::__private::Element,
        {}

        $(const _: () = {
            // Spelled once: a macro in its place may expand to another type each time.
            type __Record = $concrete;
            const GAP_FREE: $crate::__private::bool = <__Record as $crate::__private::Element>::DTYPE.is_gap_free();

            // SAFETY: only where no byte of the type is a gap (condition 2 of `Element`), by the bound.
            unsafe impl $crate::__private::bytemuck::NoUninit for __Record
            where
                for<'a> $crate::__private::Proof<'a, GAP_FREE>: $crate::__private::Yes
            {}
        };)?
    };
}

//! Reversing bytes inside a value, in constants too.
//!
//! Safe Rust has no way to see a generic value as units of 2, 4 or 8 bytes in a `const fn`; this is that way.

use bytemuck::Pod;

/// `bits` with the bytes of each of its units reversed; a unit is 2, 4 or 8 bytes, and any other number changes
/// nothing. Bytes after the last whole unit stay.
#[inline]
pub(crate) const fn swap_units<B: Pod>(mut bits: B, unit: usize) -> B {
    if unit != 2 && unit != 4 && unit != 8 {
        return bits;
    }
    let start = (&raw mut bits).cast::<u8>();
    let mut at = 0;
    while size_of::<B>() - at >= unit {
        // SAFETY: `at + unit <= size_of::<B>()`, so the result is within `bits`.
        let here = unsafe { start.add(at) };
        match unit {
            2 => {
                // SAFETY: two bytes of `bits`, which are initialised because B is Pod; no alignment is asked.
                let value = unsafe { here.cast::<u16>().read_unaligned() };
                // SAFETY: the same two bytes, ours to write; every pattern of bytes is a B, because B is Pod.
                unsafe { here.cast::<u16>().write_unaligned(value.swap_bytes()) };
            }
            4 => {
                // SAFETY: as above, four bytes.
                let value = unsafe { here.cast::<u32>().read_unaligned() };
                // SAFETY: as above, four bytes.
                unsafe { here.cast::<u32>().write_unaligned(value.swap_bytes()) };
            }
            _ => {
                // SAFETY: as above; `unit` is 8 here.
                let value = unsafe { here.cast::<u64>().read_unaligned() };
                // SAFETY: as above; `unit` is 8 here.
                unsafe { here.cast::<u64>().write_unaligned(value.swap_bytes()) };
            }
        }
        at += unit;
    }
    bits
}

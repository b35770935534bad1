//! Truth values as bits: a column, or two side by side, tested 64 elements at a time.
//!
//! A loop that sets one bit after the other is bound by the chain of its own result. Here 64 answers become 64 bytes, which
//! the compiler computes several at once where elements lie one after the other, and then the bytes become a word.

use crate::{element::Element, raw::view::View};

/// Elements whose answers one word holds.
pub(crate) const WORD: usize = 64;

/// One bit for each byte, which is 0 or 1: the first byte's is the lowest.
#[inline(always)]
fn pack(bytes: &[u8; WORD]) -> u64 {
    #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
    {
        use core::arch::x86_64::{_mm_loadu_si128, _mm_movemask_epi8, _mm_slli_epi16};
        let mut word = 0;
        for (i, part) in bytes.as_chunks::<16>().0.iter().enumerate() {
            // SAFETY: 16 bytes are readable there, at any alignment; the whole program is compiled for machines with SSE2.
            let part = unsafe { _mm_loadu_si128(part.as_ptr().cast()) };
            // The lowest bit of each byte becomes its highest, which the mask is made of.
            // SAFETY: the whole program is compiled for machines that have SSE2.
            let high = unsafe { _mm_slli_epi16::<7>(part) };
            // SAFETY: as above.
            let bits = unsafe { _mm_movemask_epi8(high) };
            word |= u64::from(bits.cast_unsigned()) << (16 * i);
        }
        word
    }
    #[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
    {
        let mut word = 0;
        for (i, part) in bytes.as_chunks::<8>().0.iter().enumerate() {
            // The factor moves byte k to bit 56 + k: no two meet.
            let bits = u64::from_le_bytes(*part).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            word |= bits << (8 * i);
        }
        word
    }
}

/// The answers of `test` for the numbers below `len`, each asked once, in order.
#[inline(always)]
pub(crate) fn pack_each(len: usize, words: &mut [u64], mut test: impl FnMut(usize) -> bool) {
    assert!(words.len() == len.div_ceil(WORD), "a bit for each element");
    let whole = len / WORD;
    for (i, word) in words[..whole].iter_mut().enumerate() {
        let mut bytes = [0; WORD];
        for (k, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from(test(WORD * i + k));
        }
        *word = pack(&bytes);
    }
    if let Some(word) = words.get_mut(whole) {
        *word = 0;
        for k in 0..len % WORD {
            *word |= u64::from(test(WORD * whole + k)) << k;
        }
    }
}

/// The value of element `i` of a view whose stride is `stride`.
///
/// # Safety
/// `i` is below the length of `view`, and `stride` is its stride.
#[inline(always)]
unsafe fn value<T: Element>(view: &View<'_, T>, stride: isize, i: usize) -> T::Value {
    let at = view.head.ptr().as_ptr().wrapping_offset(i.cast_signed() * stride);
    // SAFETY: an element of the view [R1], any bytes are a T [R5].
    unsafe { at.cast::<T>().read_unaligned() }.load()
}

impl<T: Element> View<'_, T> {
    /// Asks `test` once for the value of each element, in order. Bits behind the last element are zero.
    ///
    /// # Panics
    /// If there are not as many words as the elements take.
    #[inline(always)]
    pub(crate) fn test(self, words: &mut [u64], mut test: impl FnMut(T::Value) -> bool) {
        let (dense, stride, len) = (size_of::<T>().cast_signed(), self.head.stride(), self.head.len());
        if stride == dense {
            // SAFETY: `pack_each` asks for numbers below the length.
            pack_each(len, words, |i| test(unsafe { value(&self, dense, i) }));
        } else {
            // SAFETY: as above.
            pack_each(len, words, |i| test(unsafe { value(&self, stride, i) }));
        }
    }

    /// As `test`, with the values of another view of the same length beside.
    ///
    /// # Panics
    /// If the lengths differ, or there are not as many words as the elements take.
    #[inline(always)]
    pub(crate) fn test_with<U: Element>(
        self,
        other: View<'_, U>,
        words: &mut [u64],
        mut test: impl FnMut(T::Value, U::Value) -> bool,
    ) {
        let len = self.head.len();
        assert!(other.head.len() == len, "views of one length");
        let (a, b) = (size_of::<T>().cast_signed(), size_of::<U>().cast_signed());
        let (mine, theirs) = (self.head.stride(), other.head.stride());
        if (mine, theirs) == (a, b) {
            pack_each(len, words, |i| {
                // SAFETY: `pack_each` asks for numbers below the length, which both have.
                let a = unsafe { value(&self, a, i) };
                // SAFETY: as above.
                let b = unsafe { value(&other, b, i) };
                test(a, b)
            });
        } else {
            pack_each(len, words, |i| {
                // SAFETY: as above.
                let a = unsafe { value(&self, mine, i) };
                // SAFETY: as above.
                let b = unsafe { value(&other, theirs, i) };
                test(a, b)
            });
        }
    }

    /// How many elements `test` holds for, asked once for each, in order.
    #[inline(always)]
    pub(crate) fn count_each(self, mut test: impl FnMut(T::Value) -> bool) -> usize {
        let (dense, stride, len) = (size_of::<T>().cast_signed(), self.head.stride(), self.head.len());
        let mut count = 0;
        if stride == dense {
            for i in 0..len {
                // SAFETY: below the length.
                count += usize::from(test(unsafe { value(&self, dense, i) }));
            }
        } else {
            for i in 0..len {
                // SAFETY: below the length.
                count += usize::from(test(unsafe { value(&self, stride, i) }));
            }
        }
        count
    }
}

impl crate::raw::any::AnyView<'_> {
    /// Calls `each` with a copy of the bytes of each element, in row-major order; `None` if the dtype is no scalar.
    pub(crate) fn for_each_scalar(&self, mut each: impl FnMut(&[u8])) -> Option<()> {
        let scalar = self.dtype().as_scalar()?;
        let mut bytes = alloc::vec![0; scalar.itemsize()];
        let mut cursor = crate::raw::iter::Cursor::first(&self.head);
        for _ in 0..self.head.layout().len() {
            // SAFETY: the cursor stands on an element [R1]; a scalar has no gaps, so its bytes are initialised [R2]; the copy is
            // elsewhere.
            unsafe { cursor.ptr().copy_to_nonoverlapping(bytes.as_mut_ptr(), bytes.len()) };
            each(&bytes);
            cursor.advance(self.head.layout());
        }
        Some(())
    }
}

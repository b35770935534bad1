//! Kernels compiled for the instructions that this machine has.
//!
//! A program built for any x86-64 may use 128-bit vectors only. [`vectorized`] runs a kernel in a function that the
//! compiler may use 256-bit vectors and bit counts in, if the processor says at run time that it has them; the kernel is
//! the same code, so its answer is the same: no operation is fused or reordered. Elsewhere it just runs.
//!
//! The kernel must be `#[inline(always)]` down to its loop: what is not inlined is compiled for any machine, and only slow.

/// Runs a kernel with the best instructions there are.
#[inline(always)]
pub(crate) fn vectorized<R>(kernel: impl FnOnce() -> R) -> R {
    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    if level::avx2() {
        // SAFETY: the processor has all features that the function names.
        return unsafe { avx2(kernel) };
    }
    kernel()
}

#[cfg(all(feature = "std", target_arch = "x86_64"))]
mod level {
    /// Whether the processor has the features of [`super::avx2`]. Asked once; then it is a load.
    #[inline]
    pub(super) fn avx2() -> bool {
        std::arch::is_x86_feature_detected!("avx2")
            && std::arch::is_x86_feature_detected!("bmi1")
            && std::arch::is_x86_feature_detected!("bmi2")
            && std::arch::is_x86_feature_detected!("lzcnt")
            && std::arch::is_x86_feature_detected!("popcnt")
    }
}

/// # Safety
/// The processor has these features.
#[cfg(all(feature = "std", target_arch = "x86_64"))]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
#[inline]
unsafe fn avx2<R>(kernel: impl FnOnce() -> R) -> R {
    kernel()
}

//! Row-major strides and contiguity.

/// The number of elements of a shape; 0 if an axis is empty. Only elements without bytes can be more than `usize::MAX`,
/// and are then counted as that many.
#[inline]
pub(crate) fn element_count(shape: &[usize]) -> usize {
    if let [n] = shape {
        return *n;
    }
    if shape.contains(&0) { 0 } else { shape.iter().fold(1, |count: usize, &n| count.saturating_mul(n)) }
}

/// NumPy's C_CONTIGUOUS: axes of length 1 do not count, and an empty array is contiguous.
pub(crate) fn is_c_contiguous(shape: &[usize], strides: &[isize], itemsize: usize) -> bool {
    let mut expected = itemsize;
    let mut inner_first = shape.iter().zip(strides).rev();
    shape.contains(&0)
        || inner_first.all(|(&n, &stride)| {
            let fits = n == 1 || stride == expected.cast_signed();
            expected = expected.saturating_mul(n);
            fits
        })
}

/// NumPy's F_CONTIGUOUS, with the same exceptions.
pub(crate) fn is_f_contiguous(shape: &[usize], strides: &[isize], itemsize: usize) -> bool {
    let mut expected = itemsize;
    shape.contains(&0)
        || shape.iter().zip(strides).all(|(&n, &stride)| {
            let fits = n == 1 || stride == expected.cast_signed();
            expected = expected.saturating_mul(n);
            fits
        })
}

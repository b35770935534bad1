//! Row-major strides and contiguity.

/// The number of elements of a shape whose byte extent has been checked; 0 if an axis is empty.
#[inline]
pub(crate) fn element_count(shape: &[usize]) -> usize {
    if let [n] = shape {
        return *n;
    }
    if shape.contains(&0) { 0 } else { shape.iter().product() }
}

/// Bytes between neighbours along `axis` in row-major (C) order.
pub(crate) fn c_strides(shape: &[usize], itemsize: usize, axis: usize) -> isize {
    let inner: usize = shape[axis + 1..].iter().map(|&n| n.max(1)).product();
    (inner * itemsize).cast_signed()
}

/// NumPy's C_CONTIGUOUS: axes of length 1 do not count, and an empty array is contiguous.
pub(crate) fn is_c_contiguous(shape: &[usize], strides: &[isize], itemsize: usize) -> bool {
    is_contiguous(shape.iter().rev(), strides.iter().rev(), itemsize) || shape.contains(&0)
}

/// NumPy's F_CONTIGUOUS: the first axis varies fastest.
pub(crate) fn is_f_contiguous(shape: &[usize], strides: &[isize], itemsize: usize) -> bool {
    is_contiguous(shape.iter(), strides.iter(), itemsize) || shape.contains(&0)
}

fn is_contiguous<'a>(
    shape: impl Iterator<Item = &'a usize>,
    strides: impl Iterator<Item = &'a isize>,
    itemsize: usize,
) -> bool {
    let mut expected = itemsize;
    shape.zip(strides).all(|(&n, &stride)| {
        let fits = n == 1 || stride == expected.cast_signed();
        expected = expected.saturating_mul(n);
        fits
    })
}

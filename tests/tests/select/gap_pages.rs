//! Columns whose gaps lie on pages that nobody may touch: a load or a store of one byte too many ends the process.
#![allow(unsafe_code)] // mapping pages is

use record_core::{
    AnyView, Be, DType, DynRank, View, ViewMut,
    layout::{Layout, Order, Shape as _},
    ops::Mask,
};
use std::ptr;

const PAGE: usize = 4096;
const STRIDE: usize = 2 * PAGE;
const COUNT: usize = 200;

/// Pages of which every other one, from the second on, may be touched.
struct Pages {
    base: *mut u8,
}

impl Pages {
    fn new() -> Self {
        let len = STRIDE * COUNT + PAGE;
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        // SAFETY: a new mapping at an address that the system chooses.
        let base = unsafe { libc::mmap(ptr::null_mut(), len, libc::PROT_NONE, flags, -1, 0) };
        assert!(base != libc::MAP_FAILED, "{}", std::io::Error::last_os_error());
        let base = base.cast::<u8>();
        for i in 0..COUNT {
            let page = base.wrapping_add(i * STRIDE + PAGE).cast();
            // SAFETY: a page of the mapping.
            let answer = unsafe { libc::mprotect(page, PAGE, libc::PROT_READ | libc::PROT_WRITE) };
            assert_eq!(answer, 0, "{}", std::io::Error::last_os_error());
        }
        Self { base }
    }

    /// Where the first element of `size` bytes is: at the start of its page, or at the end.
    fn first(&self, size: usize, end: bool) -> *mut u8 {
        self.base.wrapping_add(PAGE + if end { PAGE - size } else { 0 })
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        // SAFETY: the whole mapping, of which no view is left.
        unsafe { libc::munmap(self.base.cast(), STRIDE * COUNT + PAGE) };
    }
}

fn layout() -> Layout<record_core::Rank<1>> {
    Layout { shape: [COUNT], strides: [STRIDE as isize] }
}

macro_rules! kernels {
    ($type:ty, $value:ty, $number:expr) => {{
        let pages = Pages::new();
        let expected: Vec<$value> = (0..COUNT).map($number).collect();
        let dense: Vec<$type> = expected.iter().map(|&value| <$type>::from(value)).collect();
        let all = View::from_slice(&dense);
        for end in [false, true] {
            #[allow(clippy::cast_ptr_alignment)] // elements may lie anywhere
            let at = pages.first(size_of::<$type>(), end).cast::<$type>();
            // SAFETY: elements on pages that may be written, which this test alone has; zeros at first.
            let mut target = unsafe { ViewMut::<$type>::from_raw_parts(at, layout()) }.unwrap();
            target.assign(expected.iter().copied());
            let limit = expected[COUNT / 2];
            let mask = target.gt(limit);
            assert_eq!(mask, all.gt(limit));
            target.fill_where(&mask, limit);
            target.apply_where(&!&mask, |value| value);
            assert_eq!(
                target.filter_into(&mask, &mut ViewMut::from_slice(&mut dense.clone())),
                Ok(mask.count())
            );
            assert_eq!(all.filter_into(&Mask::new(COUNT, true), &mut target), Ok(COUNT));
            assert_eq!(all.take_into(&(0..COUNT).collect::<Vec<_>>(), &mut target), Ok(()));
            target.byteswap_inplace();
            target.byteswap_inplace();
            target.apply(|value| value);
            let view = target.as_view();
            assert_eq!(view.to_vec(), expected);
            for view in [view, view.flip(0), view.slice(3..)] {
                let values = view.to_vec();
                let dense: Vec<$type> = values.iter().map(|&value| <$type>::from(value)).collect();
                let dense = View::from_slice(&dense);
                assert_eq!(view.sum().to_string(), dense.sum().to_string());
                assert_eq!((view.mean(), view.min(), view.max()), (dense.mean(), dense.min(), dense.max()));
                let mask = view.le(limit);
                assert_eq!(view.filter(&mask), dense.filter(&mask));
                assert_eq!(view.filter_by(|value| value < limit), dense.filter_by(|value| value < limit));
                assert_eq!(view.count_where(|value| value < limit), dense.lt(limit).count());
                assert_eq!(view.masked(&mask).mean(), dense.masked(&mask).mean());
                assert_eq!(view.is_in(&values[..3]), dense.is_in(&values[..3]));
                assert_eq!(view.between(limit, limit), dense.between(limit, limit));
                assert_eq!(view.eq_view(dense), dense.eq_view(dense));
                assert_eq!(view.is_missing().count(), 0);
                assert_eq!(view.take(&[5, 0, 100]), dense.take(&[5, 0, 100]));
                assert_eq!(view.as_any().ge(limit).unwrap(), dense.ge(limit));
                assert_eq!(view.as_any().to_array().unwrap().as_bytes(), dense.as_bytes().unwrap());
                assert_eq!(view.to_array().as_bytes(), dense.as_bytes().unwrap());
            }
        }
    }};
}

#[test]
fn no_kernel_touches_a_gap() {
    kernels!(u8, u8, |i| i as u8);
    kernels!(i16, i16, |i| i as i16);
    kernels!(Be<u32>, u32, |i| i as u32);
    kernels!(f32, f32, |i| i as f32);
    kernels!(Be<f64>, f64, |i| i as f64);
}

#[test]
fn records_with_such_gaps_are_copied_by_their_leaves() {
    let pages = Pages::new();
    let dtype = DType::parse(
        "{'names': ['front', 'back'], 'formats': ['<u4', '>f8'], 'offsets': [0, 4088], 'itemsize': 8192}",
    )
    .unwrap();
    for i in 0..COUNT {
        let at = pages.first(0, false).wrapping_add(i * STRIDE);
        // SAFETY: bytes of a page that may be written.
        unsafe { at.cast::<[u8; 4]>().write((i as u32).to_le_bytes()) };
        // SAFETY: as above.
        unsafe { at.wrapping_add(4088).cast::<[u8; 8]>().write((i as f64).to_be_bytes()) };
    }
    // The last record ends before the mapping does only without its own gap.
    let shape = [COUNT - 1][..].to_axes().unwrap();
    let layout = Layout::<DynRank>::dense(shape, STRIDE, Order::C).unwrap();
    // SAFETY: the leaves lie on pages that may be read, and nobody writes them now; gaps are not read.
    let view = unsafe { AnyView::from_raw_parts(pages.first(0, false), &dtype, layout) }.unwrap();
    let mask = view.column("back").unwrap().ge(100).unwrap();
    assert_eq!(mask.count(), COUNT - 1 - 100);
    let kept = view.filter(&mask).unwrap();
    let fronts = kept.view().column("front").unwrap();
    assert_eq!((fronts.len(), fronts.min().unwrap()), (COUNT - 101, Some(100_u32.into())));
    assert_eq!(view.take(&[3]).unwrap().view().column("back").unwrap().mean().unwrap(), Some(3.0));
    assert_eq!(view.to_array().unwrap().view().column("front").unwrap().sum().unwrap().to_f64(), 19701.0);
    assert!(view.eq_view(view).unwrap().all());
}

//! Views over memory that a caller vouches for, and headers that cross to C and back: what comes back is what went, and
//! every lie that arithmetic can find is found before anything is read.

#![allow(unsafe_code)] // raw pointers are what is tested

use record_core::{
    AnyView, AnyViewMut, Be, DType, DynRank, Error, Rank, Record, View, ViewMut,
    interop::{ArrayInterface, CView, CViewMut, PointerError, Target},
    layout::{Axes, Dim, Layout, LayoutError},
};
use record_tests::{Buffer, Oracle, Random};
use std::ptr;

/// With gaps: bytes 1 to 3.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Holed {
    flag: u8,
    value: u32,
}

fn dynamic(shape: &[usize], strides: &[isize]) -> Layout<DynRank> {
    Layout {
        shape: Axes::from_fn(shape.len(), |i| shape[i]).expect("few axes"),
        strides: Axes::from_fn(strides.len(), |i| strides[i]).expect("few axes"),
    }
}

/// A layout in a buffer that it fits, and the size of the buffer.
fn fitting(random: &mut Random, ndim: usize, item: usize) -> (Oracle, usize) {
    let shape: Vec<usize> = (0..ndim).map(|_| random.below(5)).collect();
    let strides: Vec<isize> = (0..ndim).map(|_| random.below(31).cast_signed() - 15).collect();
    let reach = |side: fn(isize) -> isize| -> usize {
        shape.iter().zip(&strides).map(|(&n, &s)| n.saturating_sub(1) * side(s).unsigned_abs()).sum()
    };
    let before = reach(|s| s.min(0));
    (Oracle::new(before, &shape, &strides, item), before + reach(|s| s.max(0)) + item)
}

fn walk<D: Dim>(seed: u64, ndim: usize) {
    let mut random = Random::new(seed);
    let dtype = DType::parse(">i4").expect("a dtype");
    for _ in 0..200 {
        let (oracle, len) = fitting(&mut random, ndim, 4);
        let buffer = Buffer::new(&random.bytes(len), random.below(8));
        let layout = oracle.layout::<D>();
        let zeroth = buffer.bytes()[usize::try_from(oracle.start).expect("inside")..].as_ptr();
        let expected = oracle.values::<Be<i32>>(buffer.bytes());

        // SAFETY: `fitting` made room for the layout in the buffer, which outlives the views.
        let view = unsafe { View::<Be<i32>, D>::from_raw_parts(zeroth.cast(), layout) }.expect("live memory");
        assert_eq!(view.iter().collect::<Vec<_>>(), expected, "{oracle:?}");
        let header = view.as_c_view();
        assert_eq!((header.ndim, header.itemsize, header.data), (ndim, 4, zeroth.cast()));

        // SAFETY: the header of a live view of the same type.
        let back = unsafe { header.view::<Be<i32>, DynRank>() }.expect("it is true");
        assert_eq!((back.shape().as_ref(), back.strides().as_ref()), (&*oracle.shape, &*oracle.strides));
        assert!(back.iter().eq(expected.iter().copied()));
        // SAFETY: as above, of the same dtype.
        let any = unsafe { header.any_view(&dtype) }.expect("it is true");
        assert!(any.typed_as::<Be<i32>, D>().expect("the dtype").iter().eq(expected.iter().copied()));
        // SAFETY: as above.
        let any = unsafe { any.as_c_view().any_view(&dtype) }.expect("it is true");
        assert_eq!(any.size(), expected.len());
    }
}

#[test]
fn what_crosses_comes_back() {
    walk::<Rank<0>>(1, 0);
    walk::<Rank<1>>(2, 1);
    walk::<Rank<2>>(3, 2);
    walk::<Rank<3>>(4, 3);
    walk::<DynRank>(5, 4);
    walk::<DynRank>(6, 7);
}

#[test]
fn writing_through_pointers_and_headers() {
    let mut numbers = [0_u16; 6];
    let layout = Layout::<Rank<2>> { shape: [3, 2], strides: [2, -6] };
    let middle = (&raw mut numbers).cast::<u16>().wrapping_add(3);
    // SAFETY: elements 3 to 5 and 0 to 2 of an array that outlives the view and is not used meanwhile.
    let mut view = unsafe { ViewMut::<u16, _>::from_raw_parts(middle, layout) }.expect("live memory");
    view.try_set_at([2, 0], 5).expect("in range");
    let one = view.as_mut_ptr().wrapping_byte_offset(2 - 6);
    // SAFETY: element [1, 1] is one step down axis 0, and one back on axis 1: within the view.
    unsafe { one.write_unaligned(1) };
    let header = view.as_c_view_mut();
    assert_eq!(header.as_c_view().ndim, 2);
    // SAFETY: the header of a live view, which it borrows mutably.
    let mut back = unsafe { header.view_mut::<u16, Rank<2>>() }.expect("it is true");
    back.try_set_at([0, 1], 7).expect("in range");
    assert_eq!(view.as_view().get_at([1, 1]), Some(1));
    assert_eq!(numbers, [7, 1, 0, 0, 0, 5]);
}

#[test]
fn gaps_of_foreign_records_are_neither_read_nor_written() {
    let mut bytes = [0xee_u8; 16];
    let layout = Layout { shape: [2], strides: [8] };
    // SAFETY: two records' bytes, all initialised; not used meanwhile.
    let mut view =
        unsafe { ViewMut::<Holed>::from_raw_parts(bytes.as_mut_ptr().cast(), layout) }.expect("live memory");
    assert_eq!(view.as_view().as_bytes(), None, "nothing is known of gaps");
    view.fill(Holed { flag: 1, value: 0 });
    assert_eq!(bytes, [1, 0xee, 0xee, 0xee, 0, 0, 0, 0, 1, 0xee, 0xee, 0xee, 0, 0, 0, 0]);
}

/// What a view of two `u32` at this address is.
fn at(address: usize, shape: usize, stride: isize) -> Result<usize, PointerError> {
    let layout = Layout { shape: [shape], strides: [stride] };
    // SAFETY: only the length is asked for, so no element is read.
    unsafe { View::<u32>::from_raw_parts(ptr::without_provenance(address), layout) }.map(|view| view.len())
}

#[test]
fn addresses_that_no_memory_has() {
    assert_eq!(at(0, 2, 4), Err(PointerError::Null { target: Target::Data }));
    assert_eq!(at(0, 0, 4), Ok(0));
    assert_eq!(at(8, 0, isize::MIN), Ok(0));
    // The last byte is at usize::MAX - 1 at most: one past it is an address.
    assert_eq!(at(usize::MAX - 8, 2, 4), Ok(2));
    let (address, first) = (usize::MAX - 7, 0);
    assert_eq!(at(address, 2, 4), Err(PointerError::AddressSpace { address, first, end: 8 }));
    // Backwards, down to address 0, where nothing is.
    let (address, first) = (8, -8);
    assert_eq!(at(address, 3, -4), Err(PointerError::AddressSpace { address, first, end: 4 }));
    let large = Err(PointerError::Layout(LayoutError::TooLarge { itemsize: 4 }));
    assert_eq!(at(1 << 20, 2, isize::MAX), large);
    assert_eq!(at(1 << 20, usize::MAX, 4), large);
    assert_eq!(at(1 << 20, 3, isize::MIN), large);
    assert_eq!(at(1 << 20, isize::MAX.cast_unsigned(), 0), large);
    let message = at(8, 3, -4).map_err(Error::from).unwrap_err().to_string();
    assert_eq!(message, "the elements reach bytes -8..4 around 0x8: no memory is there");
}

#[test]
fn both_sides_together_are_too_far() {
    // Each axis alone is less than isize::MAX.
    let far = isize::MAX / 2 + 1;
    let layout = Layout::<Rank<2>> { shape: [2, 2], strides: [-far, far - 1] };
    // SAFETY: nothing is read.
    let view = unsafe { View::<u8, _>::from_raw_parts(ptr::without_provenance(usize::MAX / 2), layout) };
    assert_eq!(view.unwrap_err(), PointerError::Layout(LayoutError::TooLarge { itemsize: 1 }));
}

#[test]
fn writable_views_do_not_overlap_themselves() {
    let mut numbers = [0_u32; 4];
    let mut make = |shape, strides| {
        let layout = Layout::<Rank<2>> { shape, strides };
        // SAFETY: within four numbers, which are not used meanwhile.
        unsafe { ViewMut::<u32, _>::from_raw_parts(numbers.as_mut_ptr(), layout) }.map(|view| view.size())
    };
    assert_eq!(make([2, 2], [4, 8]), Ok(4));
    let overlap = LayoutError::Overlap { axis: 1, stride: 4, needed: 8 };
    assert_eq!(make([2, 2], [4, 4]), Err(PointerError::Layout(overlap)));
    let zero = LayoutError::Overlap { axis: 0, stride: 0, needed: 4 };
    assert_eq!(make([3, 1], [0, 4]), Err(PointerError::Layout(zero)));
}

/// A header over four bytes, changed.
fn lie(change: impl FnOnce(&mut CView<'_>)) -> Result<usize, PointerError> {
    let layout = Layout::<Rank<1>> { shape: [4], strides: [1] };
    let bytes = [1_u8, 2, 3, 4];
    let mut header = CView::new(bytes.as_ptr().cast(), &layout, 1);
    change(&mut header);
    // SAFETY: the lies of these tests are those that are found, and nothing is read.
    unsafe { header.view::<u8, DynRank>() }.map(|view| view.size())
}

#[test]
fn lying_headers() {
    let null = |target| Err(PointerError::Null { target });
    let layout = |error| Err(PointerError::Layout(error));
    assert_eq!(lie(|_| {}), Ok(4));
    assert_eq!(lie(|header| header.data = ptr::null()), null(Target::Data));
    assert_eq!(lie(|header| header.shape = ptr::null()), null(Target::Shape));
    assert_eq!(lie(|header| header.strides = ptr::null()), null(Target::Strides));
    assert_eq!(lie(|header| header.itemsize = 2), Err(PointerError::ItemSize { expected: 1, found: 2 }));
    // The shape is not read then.
    assert_eq!(
        lie(|header| header.ndim = usize::MAX),
        layout(LayoutError::TooManyAxes { needed: usize::MAX, limit: DynRank::MAX })
    );
    let address = 1 << 20 | 1;
    let odd = |target| {
        let alignment = align_of::<usize>();
        Err(PointerError::Misaligned { target, address, alignment })
    };
    assert_eq!(lie(|header| header.shape = ptr::without_provenance(address)), odd(Target::Shape));
    assert_eq!(lie(|header| header.strides = ptr::without_provenance(address)), odd(Target::Strides));
    // No axes: one element, and no numbers to point to.
    let scalar = |header: &mut CView<'_>| {
        header.ndim = 0;
        header.shape = ptr::null();
        header.strides = ptr::null();
    };
    assert_eq!(lie(scalar), Ok(1));

    let view = View::from_slice(&[1_u8, 2]);
    // SAFETY: a true header, of another rank than asked for: nothing is read.
    let error = unsafe { view.as_c_view().view::<u8, Rank<2>>() }.unwrap_err();
    assert_eq!(error, PointerError::Layout(LayoutError::Rank { expected: 2, found: 1 }));
    let dtype = DType::parse("<f8").expect("a dtype");
    // SAFETY: a true header, of elements of another size: nothing is read.
    let error = unsafe { view.as_c_view().any_view(&dtype) }.unwrap_err();
    assert_eq!(error.to_string(), "the elements are of 8 bytes, the header says 1");
    let mut header = CViewMut::new(ptr::null_mut(), &Layout::<Rank<1>> { shape: [1], strides: [1] }, 1);
    header.itemsize = 1;
    // SAFETY: null is found.
    assert!(unsafe { header.view_mut::<u8, Rank<1>>() }.is_err());
}

#[test]
fn any_views_of_foreign_memory() {
    let dtype = DType::parse("[('id', 'u1'), ('level', '>u2')]").expect("a dtype");
    let bytes = [1, 0, 10, 2, 0, 20, 3, 0, 30];
    // SAFETY: records 2, 1 and 0 of three, which outlive the view.
    let view = unsafe { AnyView::from_raw_parts(&raw const bytes[6], &dtype, dynamic(&[3], &[-3])) };
    let levels = view.expect("live memory").column("level").expect("a field");
    assert_eq!(levels.typed::<Be<u16>>().expect("the dtype").to_vec(), [30, 20, 10]);
    assert_eq!(levels.as_ptr(), &raw const bytes[7]);
    // SAFETY: there are no elements.
    let none = unsafe { AnyView::from_raw_parts(ptr::null(), &dtype, dynamic(&[2, 0], &[3, 3])) };
    assert_eq!(none.expect("nothing").size(), 0);
    // SAFETY: null is found.
    let one = unsafe { AnyView::from_raw_parts(ptr::null(), &dtype, dynamic(&[], &[])) };
    assert_eq!(one.unwrap_err(), PointerError::Null { target: Target::Data });
    // SAFETY: a misfit is found.
    let misfit = unsafe { AnyView::from_raw_parts(bytes.as_ptr(), &dtype, dynamic(&[1, 1], &[3])) };
    let rank = LayoutError::Rank { expected: 2, found: 1 };
    assert_eq!(misfit.unwrap_err(), PointerError::Layout(rank));
}

#[test]
fn writing_foreign_memory_of_a_dtype_known_at_run_time() {
    let dtype = DType::parse("[('id', 'u1'), ('level', '>u2')]").expect("a dtype");
    let mut bytes = [1_u8, 0, 10, 2, 0, 20, 0xee, 3, 0, 30];
    let last = (&raw mut bytes).cast::<u8>().wrapping_add(7);
    // SAFETY: two records, at bytes 7 and 0, of bytes that outlive the view and are not used meanwhile.
    let view = unsafe { AnyViewMut::from_raw_parts(last, &dtype, dynamic(&[2], &[-7])) };
    let mut view = view.expect("live memory");
    assert_eq!(view.as_mut_ptr(), last);
    let mut header = view.as_c_view_mut();
    assert_eq!((header.ndim, header.itemsize, header.data), (1, 3, last.cast()));
    // SAFETY: the header of a live view of the dtype, which it borrows mutably.
    let back = unsafe { header.reborrow().any_view_mut(&dtype) }.expect("it is true");
    let levels = back.into_column("level").expect("a field");
    levels.into_typed::<Be<u16>>().expect("the dtype").assign([0x0102, 0x0304]);
    let wide = DType::parse("<f8").expect("a dtype");
    // SAFETY: a misfit is found.
    let error = unsafe { header.any_view_mut(&wide) }.map(|view| view.size()).unwrap_err();
    assert_eq!(error, PointerError::ItemSize { expected: 8, found: 3 });
    // SAFETY: an overlap is found.
    let overlap = unsafe { AnyViewMut::from_raw_parts(last, &dtype, dynamic(&[2], &[-2])) };
    let expected = LayoutError::Overlap { axis: 0, stride: -2, needed: 3 };
    assert_eq!(overlap.map(|view| view.size()), Err(PointerError::Layout(expected)));
    assert_eq!(bytes, [1, 3, 4, 2, 0, 20, 0xee, 3, 1, 2]);
}

#[test]
fn what_an_interface_tells_of() {
    let mut numbers = [[1_i32, 2, 3], [4, 5, 6]];
    let mut view = ViewMut::from_slice(&mut numbers).into_axes();
    let told = view.array_interface().expect("an interface").to_json();
    let interface = ArrayInterface::parse(&told).expect("what was written");
    // SAFETY: the interface of memory that lives on and is not used meanwhile.
    let back = unsafe { interface.view_mut() }.expect("it is true");
    back.into_typed_as::<i32, Rank<2>>().expect("the dtype").apply(|n| -n);
    assert_eq!(numbers, [[-1, -2, -3], [-4, -5, -6]]);

    let view = View::from_slice(&numbers).axes().at_axis(1, 2);
    let told = view.array_interface().expect("an interface");
    // SAFETY: the interface of memory that lives on, which nobody writes.
    let back = unsafe { told.view() }.expect("it is true");
    assert_eq!((back.as_ptr(), back.strides().as_ref()), (view.as_ptr().cast(), &[12][..]));
    assert_eq!(back.typed::<i32>().expect("the dtype").to_vec(), [-3, -6]);
    // SAFETY: that nobody may write is found.
    assert_eq!(unsafe { told.view_mut() }.map(|view| view.size()), Err(PointerError::ReadOnly));
    let many =
        r#"{"shape": [1,1,1,1,1,1,1,1,1,1,1,1,1], "typestr": "|u1", "data": [64, true], "version": 3}"#;
    let many = ArrayInterface::parse(many).expect("an interface");
    let expected = LayoutError::TooManyAxes { needed: 13, limit: DynRank::MAX };
    // SAFETY: too many axes are found.
    assert_eq!(unsafe { many.view() }.map(|view| view.size()), Err(PointerError::Layout(expected)));
}

#[test]
fn headers_are_laid_out_as_c_does() {
    let word = size_of::<usize>();
    assert_eq!((size_of::<CView<'_>>(), align_of::<CView<'_>>()), (5 * word, align_of::<usize>()));
    assert_eq!(std::mem::offset_of!(CView<'_>, shape), word);
    assert_eq!(std::mem::offset_of!(CView<'_>, strides), 2 * word);
    assert_eq!(std::mem::offset_of!(CView<'_>, ndim), 3 * word);
    assert_eq!(std::mem::offset_of!(CView<'_>, itemsize), 4 * word);
    assert_eq!(size_of::<CViewMut<'_>>(), 5 * word);
    assert_eq!(std::mem::offset_of!(CViewMut<'_>, itemsize), 4 * word);
}

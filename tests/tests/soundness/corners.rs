//! R1 and R4 at the corners: empty views whose pointer must not move, elements without bytes, the most axes there can be,
//! and writable unions.

use super::*;
use record_core::{
    AnyView, AnyViewMut, DynRank, Rank,
    layout::{Axes, DynAxes, Layout, LayoutError, Order},
    view::Value,
};
use record_tests::Random;

/// Some operation, chosen by `random`; the same view where it does not fit.
fn any_operation<'a, T: Element>(view: View<'a, T, DynRank>, random: &mut Random) -> View<'a, T, DynRank> {
    let ndim = view.ndim().max(1);
    let (a, b) = (random.below(ndim), random.below(ndim));
    let len = view.shape().as_ref().get(a).copied().unwrap_or(0);
    let (low, high) = (random.below(len.min(9) + 1), random.below(9));
    let made = match random.below(15) {
        0 => view.try_flip(a),
        1 => view.try_at_axis(a, low),
        2 => view.try_insert_axis(b),
        3 => view.try_remove_axis(a),
        4 => view.try_rot90(1, a, b),
        5 => view.try_diagonal(low.cast_signed() - 2, a, b),
        6 => view.try_windows(a, high),
        7 => view.try_swap_axes(a, b),
        8 => view.split_at(a, low).map(|(_, high)| high),
        9 => view.try_reshape(&[high, low, 0][..]),
        10 => view.try_ravel().and_then(|flat| flat.try_reshape_in(&[flat.len()][..], Order::F)),
        11 => view.try_broadcast_to(&[&[high], view.shape().as_ref()].concat()[..]),
        12 => view.getfield::<T>(0),
        13 => view.as_strided(0, view.layout()),
        _ => Ok(view.squeeze()),
    };
    made.unwrap_or(view)
}

#[test]
fn empty_views_stay_where_they_were_whatever_their_strides() {
    let bytes = [1_u8; 16];
    let range = bytes.as_ptr_range();
    let mut random = Random::new(7);
    let numbers = [0, 1, -8, 7, isize::MAX, isize::MIN, isize::MIN + 1, isize::MAX - 7];
    for round in 0..3000 {
        let ndim = 1 + random.below(4);
        let empty = random.below(ndim);
        let layout = Layout::<DynRank> {
            shape: Axes::from_fn(ndim, |i| if i == empty { 0 } else { random.below(4) }).expect("few"),
            strides: Axes::from_fn(ndim, |_| numbers[random.below(numbers.len())]).expect("few"),
        };
        let start = if round % 2 == 0 { 0 } else { 16 };
        let mut view = View::<u64, _>::from_parts(&bytes, layout, start).expect("it reaches nothing");
        for _ in 0..8 {
            view = any_operation(view, &mut random);
            assert!(view.layout().is_empty(), "{:?}", view.layout());
            assert!(range.contains(&view.as_ptr().cast()) || range.end == view.as_ptr().cast());
            assert_eq!((view.iter().count(), view.iter().rev().count(), view.sum()), (0, 0, 0));
            assert!(view.to_array().as_bytes().is_empty() && view.as_slice().is_some_and(<[u64]>::is_empty));
        }
        // Elements without bytes bring the other axes back.
        if let Ok(nothing) = view.subarrays::<0>() {
            let count = nothing.shape().as_ref().iter().product();
            assert_eq!(nothing.iter().take(1000).count(), count);
            assert!(nothing.iter().all(|none| none.is_empty()));
        }
    }
}

#[test]
fn elements_without_bytes_as_many_as_can_be_counted() {
    let many = [[0_u64; 0]; usize::MAX];
    let view = View::from_slice(&many[..]);
    assert_eq!((view.len(), view.get(usize::MAX - 1), view.get(usize::MAX)), (usize::MAX, Some([]), None));
    assert_eq!(view.as_slice().map(<[_]>::len), Some(usize::MAX));
    assert_eq!(view.as_bytes(), Some(&[][..]));
    assert_eq!((view.iter().nth(usize::MAX - 1), view.flip(0).last()), (Some([]), Some([])));
    assert_eq!(view.iter().rev().nth(1), Some([]));
    assert!(view.try_reshape([usize::MAX, 2]).is_err() && view.split_at(0, 5).is_ok());
    assert!(view.try_to_array_in(Order::C).is_err());
    assert!(view.as_any().view_as(<u8 as Element>::DTYPE).is_err());
    assert!(view.try_windows(0, 2).is_err() && view.try_broadcast_to([2, usize::MAX]).is_err());
    let all = Layout::<Rank<1>> { shape: [usize::MAX], strides: [0] };
    assert!(view.as_strided(0, all).is_err(), "more than can be counted in bytes");
    // Between other elements, of which they reach none.
    let words = [1_u64, 2, 3];
    let ends = View::from_slice(&words).getfield::<[u64; 0]>(8).expect("at the end");
    assert_eq!((ends.strides(), ends.to_vec()), ([8], vec![[]; 3]));
    assert_eq!(ends.flip(0).axes().iter().next(), None);
    let mut copy = words;
    let mut none = ViewMut::from_slice(&mut copy).getfield::<[u64; 0]>(8).expect("at the end");
    none.fill([]);
    none.set(2, []);
    none.copy_within(s![1..], s![..-1]).expect("as many");
    none.cells().windows(0, 2).fill([]);
    none.byteswap_inplace();
    assert!(none.view_as::<u64>().is_err());
    assert_eq!(copy, words);
}

#[test]
fn the_most_axes_there_can_be() {
    let mut bytes: [u8; 16] = core::array::from_fn(|i| u8::try_from(i).expect("small"));
    let shape: DynAxes<usize> =
        Axes::from_fn(DynRank::MAX, |i| if i < 4 { 2 } else { 1 }).expect("as many as there are");
    // Length 1: any stride.
    let strides = |i| if i < 4 { 8_isize >> i } else { [isize::MIN, isize::MAX, -1][i % 3] };
    let layout = Layout::<DynRank> { shape, strides: Axes::from_fn(DynRank::MAX, strides).expect("as many") };
    let mut view =
        ViewMut::<u8, DynRank>::from_parts(&mut bytes, layout, 0).expect("wild where nothing steps");
    assert!(matches!(view.as_view().try_insert_axis(3), Err(LayoutError::TooManyAxes { needed: 9, .. })));
    assert!(view.as_view().try_windows(0, 1).is_err());
    let arrays = view.as_view().view_as::<[u8; 1]>().expect("as large");
    assert!(arrays.as_any().all_axes().is_err());
    assert!(view.as_view().iter().eq(0..16) && view.as_view().iter().rev().eq((0..16).rev()));
    let turned = (0..DynRank::MAX).fold(view.as_view(), |view, axis| view.flip(axis));
    assert!(turned.iter().eq((0..16).rev()) && turned.transpose().iter().count() == 16);
    let source = turned.to_array();
    view.copy_from(source.view()).expect("the same shape");
    view.zip_apply((source.view(), source.view()), |a, (b, c)| a + b - c).expect("the same shape");
    view.copy_within(.., ..).expect("the same");
    let cells = view.cells();
    cells.copy_from(cells.flip(0).flip(5)).expect("the same shape");
    cells.copy_from(cells.transpose().transpose()).expect("the same shape");
    let mut any = view.into_any();
    let whole = any.reborrow().swap_axes(0, 7).swap_axes(0, 7).try_reshape([16]).expect("contiguous");
    let mut wide =
        whole.view_as(<[u16; 8] as Element>::DTYPE).expect("one element").into_all_axes().expect("few");
    wide.byteswap_inplace().expect("no fields");
    assert_eq!(any.as_view().values().count(), 16);
}

#[test]
fn fields_over_each_other_are_written_one_after_the_other() {
    let text = "{'names': ['word', 'low', 'rest', 'all'], 'formats': ['<u4', [('a', 'u1'), ('b', '<u2')], ('u1', (3,)), \
                'V6'], 'offsets': [2, 1, 3, 0], 'itemsize': 8}";
    let dtype = DType::parse(text).expect("a dtype");
    let mut bytes = [0xaa_u8; 8 * 3 + 2];
    let (shape, strides) = (Axes::from_fn(1, |_| 3), Axes::from_fn(1, |_| -8));
    let layout = Layout::<DynRank> { shape: shape.expect("one"), strides: strides.expect("one") };
    let mut view = AnyViewMut::from_parts(&mut bytes, &dtype, layout, 17).expect("backwards");
    let record = Value::Record(vec![
        Value::UInt(0x0403_0201),
        Value::Record(vec![Value::UInt(9), Value::UInt(0x0807)]),
        Value::Array(vec![Value::UInt(5); 3]),
        Value::Opaque([1, 2, 3, 4, 5, 6].into()),
    ]);
    view.try_set_at([1], &record).expect("it fits");
    assert!(view.byteswap_inplace().is_err());
    for name in ["word", "low", "rest", "all"] {
        let mut column = view.column_mut(name).expect("a field");
        column.byteswap_inplace().expect("no field in it overlaps");
        let copy = column.as_view().to_array().expect("little memory");
        column
            .assign_by_position(copy.view(), &record_core::convert::ConvertOptions::new())
            .expect("the same");
    }
    // The last two bytes are a gap that no field covers.
    assert!(!dtype.is_gap_free() && view.reborrow().view_as(<u64 as Element>::DTYPE).is_err());
    let copy = view.as_view().to_array().expect("little memory");
    assert_eq!(copy.as_bytes().len(), 24);
    let again = AnyView::from_bytes(copy.as_bytes(), &dtype).expect("three records");
    assert!(again.values().eq(view.as_view().values()));
    let around: Vec<u8> = bytes[..1].iter().chain(&bytes[25..]).copied().collect();
    assert_eq!(around, [0xaa, 0xaa]);
    // Covered twice, and yet not wholly.
    let twice = "{'names': ['a', 'b'], 'formats': ['<u4', '<u4'], 'offsets': [0, 0], 'itemsize': 8}";
    assert!(!DType::parse(twice).expect("a dtype").is_gap_free());
}

#[test]
fn columns_of_values_with_undefined_gaps_are_copied_without_them() {
    let records: Vec<Outer> = (0..9).map(outer).collect();
    let view = View::from_slice(&records);
    let columns = view.to_columns();
    assert!(columns.inner.as_bytes().chunks(8).all(|inner| inner[1..4] == [0; 3]));
    let back = Array::from_columns(&columns).expect("equally long");
    assert!(back.iter().eq(records.iter().copied()));
    let any = view.as_any();
    assert!(any.column("inner").expect("a field").as_bytes().is_none());
    assert!(any.view_as(<[u8; 40] as Element>::DTYPE).is_err() && any.getfield(u8::DTYPE, 1).is_err());
    let inner = any.column("inner").expect("a field").all_axes().expect("an axis");
    assert!(inner.getfield(u8::DTYPE, 1).is_err() && inner.view_as(<u64 as Element>::DTYPE).is_err());
    // Of whole elements only: what lies between their leaves is not reached.
    let bytes = view.col(Outer::INNER).axes();
    assert!(bytes.as_strided(4, bytes.layout()).is_err());
    let flat = any.flatten_fields("_").expect("no names twice");
    assert_eq!(flat.as_bytes().iter().map(|&byte| u64::from(byte)).sum::<u64>(), sum_of(&back));
}

/// The sum of all bytes; gaps are zero.
fn sum_of(array: &Array<Outer>) -> u64 {
    array.as_bytes().iter().map(|&byte| u64::from(byte)).sum()
}

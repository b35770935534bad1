//! R4: every operation that writes does so to the elements of any layout, and to no byte between them.

use super::{
    layouts::{Gap, Place},
    *,
};
use record_core::ops::Mask;
use record_tests::Random;
use std::fmt::Debug;

/// Writes to a view, then sorts it and writes to some of it if it has one axis. Whether the layout was one to write to.
fn written<T: Element<Value: PartialEq + Debug>>(
    random: &mut Random,
    write: impl FnOnce(&mut ViewMut<'_, T, DynRank>),
) -> bool {
    let mut place = Place::new(random, size_of::<T>(), false);
    let (before, reached) = (place.bytes.clone(), place.reached(size_of::<T>()));
    let Ok(mut view) = ViewMut::<T, DynRank>::from_parts(&mut place.bytes, place.layout, place.start) else {
        return false;
    };
    write(&mut view);
    let (len, first) = (view.size(), view.iter().next());
    if let (Ok(mut flat), Some(first)) = (view.into_any().into_typed_as::<T, Rank<1>>(), first) {
        flat.sort();
        let mask: Mask = (0..len).map(|i| i % 2 == 0).collect();
        flat.fill_where(&mask, first);
        assert_eq!(format!("{:?}", flat.get(0)), format!("{:?}", Some(first)));
    }
    let mut bytes = place.bytes.iter().zip(&before).zip(&reached);
    assert!(bytes.all(|((new, old), reached)| *reached || new == old), "a byte of nobody's");
    true
}

#[test]
fn elements_of_every_layout_are_written() {
    let mut random = Random::new(2);
    let mut count = 0_u32;
    for _ in 0..175 {
        let of_bytes = written::<u8>(&mut random, |view| {
            view.compute(|x| (x + 1).wrapping()).expect("in place");
            view.byteswap_inplace();
        });
        let of_integers = written::<Be<i32>>(&mut random, |view| {
            view.compute(|x| (x + 1).wrapping()).expect("in place");
            view.byteswap_inplace();
            let dense = view.as_view().to_array();
            let same = dense.view().expr();
            same.write_where(same.gt(0), &mut *view).expect("as many");
            same.par().write_to(&mut *view).expect("as many");
            assert!(view.iter().eq(dense.iter()));
        });
        let of_floats = written::<f64>(&mut random, |view| {
            view.compute(|x| x * 2.0).expect("in place");
            view.byteswap_inplace();
            let cells = view.cells();
            cells.compute_from(cells + cells).expect("as many");
            if cells.ndim() > 0 {
                cells.flip(0).compute_from(cells + 1.0).expect("as many");
                cells.copy_from(cells.flip(0)).expect("as many");
            }
        });
        let of_records = written::<Gap>(&mut random, |view| {
            view.byteswap_inplace();
            view.apply(|record| record);
        });
        count += [of_bytes, of_integers, of_floats, of_records].map(u32::from).iter().sum::<u32>();
    }
    assert!(count > 350, "{count} layouts of 700 may be written to");
}

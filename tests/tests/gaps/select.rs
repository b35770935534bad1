//! Masks and selections: tests read elements and nothing between, and what is chosen goes to elements alone.

use super::{Ground, PLACES, Place, ends, lay, numbers, same};
use record_core::{
    AnyView, Be, DType, DynRank, Element,
    layout::{Layout, Order, Shape as _},
    ops::{Mask, Ordered},
    prelude::*,
};

fn check<T>(values: &[T::Value])
where
    T: Element<Value: Ordered + record_core::ops::Number + core::fmt::Debug + Into<record_core::view::Value>>,
{
    let limit = values[values.len() / 2];
    for place in PLACES {
        let mut ground = lay::<T>(place, values);
        for (view, dense) in ends(ground.view::<T>(), values) {
            let dense = View::from_slice(&dense);
            same!(view, dense;
                gt(limit), ge(limit), lt(limit), le(limit), eq(limit), ne(limit),
                between(limit, limit), is_in(&values[..3]), is_in(values), is_missing(),
                mask_by(|value| value < limit), count_where(|value| value < limit), filter_by(|value| value < limit)
            );
            let back = dense.flip(0);
            same!(view, dense; gt_view(back), ge_view(back), lt_view(back), le_view(back), eq_view(back), ne_view(back));
            same!(view, dense; eq_view(view), lt_view(view.flip(0)));
            same!(view.as_any(), dense.as_any();
                gt(limit), ge(limit), lt(limit), le(limit), eq(limit), ne(limit), between(limit, limit),
                is_in(&[limit.into(), values[1].into()]), is_missing(), eq_view(dense.as_any()), ne_view(view.as_any())
            );
            let mask = dense.le(limit);
            let indices = [5, 0, 100, 5];
            same!(view, dense; filter(&mask), take(&indices), filter_axis(0, &mask), take_axis(0, &indices));
            same!(view.as_any(), dense.as_any(); filter(&mask), take(&indices));
            same!(view.masked(&mask), dense.masked(&mask); sum());
            same!(view.masked(&mask), dense.masked(&mask); mean());
            same!(view.masked(&mask), dense.masked(&mask); min());
            same!(view.masked(&mask), dense.masked(&mask); max());
            same!(view.where_by(|value| value < limit), dense.where_by(|value| value < limit); sum());
            #[cfg(feature = "rayon")]
            same!(view.par(), dense.par();
                gt(limit), ne(limit), mask_by(|value| value < limit), count_where(|value| value < limit),
                filter(&mask), filter_by(|value| value < limit)
            );
            // Into elements with such gaps.
            let chosen = dense.filter(&mask);
            let mut out = Ground::new::<T>(place, view.size());
            assert_eq!(view.filter_into(&mask, &mut out.view_mut::<T>()), Ok(chosen.len()));
            same!(out.view::<T>().slice(..chosen.len()).to_vec(), chosen; as_slice());
            let mut out = Ground::new::<T>(place, view.size());
            assert_eq!(
                view.filter_by_into(|value| value <= limit, &mut out.view_mut::<T>()),
                Ok(chosen.len())
            );
            same!(out.view::<T>().slice(..chosen.len()).to_vec(), chosen; as_slice());
            let mut out = Ground::new::<T>(place, indices.len());
            assert_eq!(view.take_into(&indices, &mut out.view_mut::<T>()), Ok(()));
            same!(out.view::<T>().to_vec(), dense.take(&indices); as_slice());
            #[cfg(feature = "rayon")]
            {
                let mut out = Ground::new::<T>(place, view.size());
                assert_eq!(view.par().filter_into(&mask, &mut out.view_mut::<T>()), Ok(chosen.len()));
                same!(out.view::<T>().slice(..chosen.len()).to_vec(), chosen; as_slice());
            }
        }
        // In place.
        let mut dense: Vec<T> = values.iter().map(|&value| T::store(value)).collect();
        let mut dense = ViewMut::from_slice(&mut dense);
        let mask = dense.gt(limit);
        let edit = |target: &mut ViewMut<'_, T>| {
            target.fill_where(&mask, limit);
            target.apply_where(&!&mask, |value| if value < limit { values[1] } else { value });
            target.apply(|value| if value == values[1] { values[2] } else { value });
            target.put(&[7, 9, 7], &[values[3], values[4], values[5]]).unwrap();
            target.slice_mut(20..30).fill(values[6]);
        };
        edit(&mut ground.view_mut::<T>());
        edit(&mut dense);
        same!(ground.view::<T>(), dense.as_view(); to_vec());
        assert_eq!(
            ground.view_mut::<T>().as_view().filter_into(&Mask::new(values.len(), true), &mut dense),
            Ok(values.len())
        );
    }
}

#[test]
fn of_numbers() {
    check::<u8>(&numbers(300, |i| i as u8));
    check::<i16>(&numbers(1100, |i| i as i16));
    check::<Be<u32>>(&numbers(300, |i| i as u32));
    check::<f32>(&numbers(1100, |i| if i % 7 == 3 { f32::NAN } else { i as f32 }));
}

#[test]
fn of_texts() {
    let texts = numbers(300, |i| FixedBytes::<13>::try_from(&*format!("name {}", i % 17)).unwrap());
    let wide = numbers(300, |i| FixedUtf32::<7>::try_from(&*format!("näme {}", i % 17)).unwrap());
    for place in PLACES {
        let ground = lay::<FixedBytes<13>>(place, &texts);
        for (view, dense) in ends(ground.view::<FixedBytes<13>>(), &texts) {
            let dense = View::from_slice(&dense);
            same!(view, dense; starts_with("name 1"), ends_with("3"), contains("e 1"), gt(texts[3]), is_in(&texts[..2]));
            same!(view.as_any(), dense.as_any(); starts_with("name 1"), ends_with("3"), contains("e 1"), eq("name 3"));
        }
        let ground = lay::<Be<FixedUtf32<7>>>(place, &wide);
        for (view, dense) in ends(ground.view::<Be<FixedUtf32<7>>>(), &wide) {
            let dense = View::from_slice(&dense);
            same!(view, dense; starts_with("näme 1"), ends_with("3"), contains("e 1"), le(wide[3]));
            same!(view.as_any(), dense.as_any(); starts_with("näme 1"), ends_with("3"), contains("e 1"), lt("näme 3"));
        }
    }
}

/// Pieces of 65,536 elements, on several threads.
#[cfg(feature = "rayon")]
#[test]
fn in_pieces() {
    let values = numbers(140_000, |i| i as u32);
    let dense = View::from_slice(&values);
    let ground = lay::<u32>(super::ground::WATCHED, &values);
    let view = ground.view::<u32>();
    let mask = dense.par().gt(50);
    same!(view.par(), dense.par(); gt(50), filter(&mask), sum(), min_max(), argmax(), variance(0), unique_counts());
    assert_eq!(view.par().argsort(), dense.argsort());
    let mut out = Ground::new::<u32>(super::ground::WATCHED, values.len());
    assert_eq!(view.par().filter_into(&mask, &mut out.view_mut::<u32>()), Ok(mask.count()));
    (view.expr() * 2 + 1).par().write_to(out.view_mut::<u32>()).unwrap();
    assert_eq!(out.view::<u32>().sum(), (dense.expr() * 2 + 1).sum().unwrap());
    let mut out = Ground::new::<f64>(super::ground::WATCHED, values.len() - 63);
    view.rolling(64).mean().par().write_to(&mut out.view_mut::<f64>()).unwrap();
    assert_eq!(out.view::<f64>().sum(), dense.rolling(64).mean().to_array().sum());
}

#[test]
fn records_with_such_gaps_are_copied_by_their_leaves() {
    const COUNT: usize = 200;
    let dtype = DType::parse(
        "{'names': ['front', 'back'], 'formats': ['<u4', '>f8'], 'offsets': [0, 4088], 'itemsize': 8192}",
    )
    .unwrap();
    let fronts: Vec<u32> = (0..COUNT as u32).collect();
    let backs: Vec<f64> = (0..COUNT).map(|i| i as f64).collect();
    let mut ground = Ground::new::<[u8; 4096]>(Place::Pages { end: false }, COUNT);
    {
        let mut bytes = ground.view_mut::<[u8; 4096]>();
        for i in 0..COUNT {
            let mut page = [0; 4096];
            page[..4].copy_from_slice(&fronts[i].to_le_bytes());
            page[4088..].copy_from_slice(&backs[i].to_be_bytes());
            bytes.set(i, page);
        }
    }
    // The last record ends before the mapping does only without its own gap.
    let shape = [COUNT - 1][..].to_axes().unwrap();
    let layout = Layout::<DynRank>::dense(shape, 8192, Order::C).unwrap();
    #[allow(unsafe_code)] // a view of any memory
    // SAFETY: the leaves lie on pages that may be read, and nobody writes them now; gaps are not read.
    let view = unsafe { AnyView::from_raw_parts(ground.start(), &dtype, layout) }.unwrap();
    let mask = view.column("back").unwrap().ge(100).unwrap();
    assert_eq!(mask.count(), COUNT - 1 - 100);
    let kept = view.filter(&mask).unwrap();
    let fronts = kept.view().column("front").unwrap();
    assert_eq!((fronts.len(), fronts.min().unwrap()), (COUNT - 101, Some(100_u32.into())));
    assert_eq!(view.take(&[3]).unwrap().view().column("back").unwrap().mean().unwrap(), Some(3.0));
    assert_eq!(view.to_array().unwrap().view().column("front").unwrap().sum().unwrap().to_f64(), 19701.0);
    assert!(view.eq_view(view).unwrap().all());
    assert_eq!(view.describe().unwrap()["back"].mean(), Some(99.0));
    let sorted = view.sorted_by([record_core::ops::SortBy::desc("back")]).unwrap();
    assert_eq!(sorted.view().column("front").unwrap().argmin().unwrap(), Some(COUNT - 2));
}

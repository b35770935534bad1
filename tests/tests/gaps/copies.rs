//! What copies elements: put together, converted, swapped, split into columns.

use super::{Ground, PLACES, Place, ends, lay, numbers, same};
use record_core::{
    Be, Element,
    buffer::{concatenate, concatenate_into, stack},
    prelude::*,
};

fn check<T: Element<Value: core::fmt::Debug + PartialEq>, U: Element<Value = T::Value>>(values: &[T::Value]) {
    for place in PLACES {
        let ground = lay::<T>(place, values);
        for (view, dense) in ends(ground.view::<T>(), values) {
            let dense = View::from_slice(&dense);
            let len = view.size();
            same!(concatenate(&[view, view], 0).unwrap(), concatenate(&[dense, dense], 0).unwrap(); to_vec());
            same!(stack(&[view, view], 1).unwrap(), stack(&[dense, dense], 1).unwrap(); to_vec());
            let twice = [dense.to_vec(), dense.to_vec()].concat();
            let mut out = Ground::new::<T>(place, 2 * len);
            concatenate_into(&mut out.view_mut::<T>(), &[view, view], 0).unwrap();
            assert_eq!(out.view::<T>().to_vec(), twice);
            let mut out = Ground::new::<U>(place, 2 * len);
            concatenate_into(&mut out.view_mut::<U>(), &[view, view], 0).unwrap();
            assert_eq!(out.view::<U>().to_vec(), twice);
            let mut out = Ground::new::<U>(place, len);
            out.view_mut::<U>().copy_from(view).unwrap();
            assert_eq!(out.view::<U>().to_vec(), dense.to_vec());
            // Backwards, to elements that are as far apart.
            let mut out = Ground::new::<T>(place, len);
            out.view_mut::<T>().flip(0).copy_from(view).unwrap();
            assert_eq!(out.view::<T>().flip(0).to_vec(), dense.to_vec());
            let mut out = lay::<T>(place, &dense.to_vec());
            out.view_mut::<T>().copy_within(..len - 5, 5..).unwrap();
            assert_eq!(out.view::<T>().slice(5..).to_vec(), dense.slice(..len - 5).to_vec());
            assert_eq!(view.iter().collect::<Vec<_>>(), dense.to_vec());
            assert_eq!(view.to_array().to_vec(), dense.to_vec());
            assert_eq!(
                view.as_any().to_array().unwrap().as_bytes(),
                dense.as_any().to_array().unwrap().as_bytes()
            );
        }
    }
}

#[test]
fn of_elements() {
    check::<u8, u8>(&numbers(300, |i| i as u8));
    check::<i16, Be<i16>>(&numbers(300, |i| i as i16));
    check::<Be<u32>, u32>(&numbers(1100, |i| i as u32));
    check::<f64, Be<f64>>(&numbers(1100, |i| i as f64));
    check::<FixedBytes<13>, FixedBytes<13>>(&numbers(300, |i| {
        FixedBytes::try_from(&*format!("{i}")).unwrap()
    }));
    check::<[Be<u16>; 3], [u16; 3]>(&numbers(300, |i| [i as u16, 1, 2]));
}

#[test]
fn swapped_in_place() {
    fn swapped<T: Element<Value: core::fmt::Debug>>(place: Place, values: &[T::Value]) {
        let mut dense: Vec<T> = values.iter().map(|&value| T::store(value)).collect();
        ViewMut::from_slice(&mut dense).into_any().byteswap_inplace().unwrap();
        let mut ground = lay::<T>(place, values);
        ground.view_mut::<T>().into_any().byteswap_inplace().unwrap();
        assert_eq!(
            format!("{:?}", ground.view::<T>().to_vec()),
            format!("{:?}", View::from_slice(&dense).to_vec())
        );
    }
    for place in PLACES {
        swapped::<u8>(place, &numbers(300, |i| i as u8));
        swapped::<i16>(place, &numbers(1100, |i| i as i16));
        swapped::<Be<u32>>(place, &numbers(300, |i| i as u32));
        swapped::<f64>(place, &numbers(300, |i| i as f64));
        swapped::<[u16; 3]>(place, &numbers(300, |i| [i as u16, 1, 2]));
    }
}

/// Records with gaps of their own, whose fields become columns and records again.
#[derive(Record, Clone, Copy, Debug)]
#[repr(C)]
struct Row {
    key: u8,
    value: f64,
    at: [Be<f32>; 2],
}

#[test]
fn of_records() {
    let rows: Vec<Row> =
        numbers(300, |i| Row { key: i as u8, value: i as f64, at: [Be::new(i as f32), Be::new(1.0)] });
    let leaves = || vec![0..1, 8..16, 16..24];
    for place in PLACES {
        let mut ground = Ground::with_leaves::<Row>(place, rows.len(), leaves());
        ground.view_mut::<Row>().assign(rows.iter().copied());
        let dense = View::from_slice(&rows).to_columns();
        let columns = ground.view::<Row>().to_columns();
        same!(columns, dense; clone());
        assert_eq!(columns.value.to_vec(), dense.value.to_vec());
        assert_eq!(columns.at.to_vec(), dense.at.to_vec());
        let described = |view: View<'_, Row>| format!("{:?}", view.as_any().describe());
        assert_eq!(described(ground.view()), described(View::from_slice(&rows)));
        let mut other = Ground::with_leaves::<Row>(place, rows.len(), leaves());
        // A record that is read as a value is read whole; of the one that is written, its own gaps stay as they are.
        let mut whole = Ground::new::<Row>(place, rows.len());
        whole.view_mut::<Row>().assign(rows.iter().copied());
        other.view_mut::<Row>().copy_from(whole.view::<Row>()).unwrap();
        assert_eq!(other.view::<Row>().col(Row::VALUE).to_vec(), dense.value.to_vec());
        let taken = ground.view::<Row>().as_any().take(&[7, 3, 3]).unwrap();
        let values = taken.view().column("value").unwrap();
        assert_eq!(values.sum().unwrap().to_f64(), rows[7].value + 2.0 * rows[3].value);
    }
}

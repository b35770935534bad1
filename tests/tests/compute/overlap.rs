//! What is written beside its operands, over them, and in place.

use record_core::{
    Be, Record, RecordTable, View, ViewMut,
    ops::compute::{ComputeError, Expr},
    s,
};
use record_tests::Random;

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Sample {
    id: u8,
    a: f64,
    b: Be<f32>,
    c: f32,
}

fn samples(count: u8) -> RecordTable<Sample> {
    (0..count).map(|i| Sample { id: i, a: f64::from(i), b: Be::new(f32::from(i) * 0.5), c: 1.0 }).collect()
}

/// One column of a table from others of it: the borrow checker knows that they are disjoint, and no other byte changes.
#[test]
fn columns_of_one_table() {
    let mut table = samples(100);
    let SampleColumnsMut { b, mut c, .. } = table.view_mut().columns_mut();
    (&b * &b + 2.0).write_to(&mut c).unwrap();
    for (i, sample) in table.iter().enumerate() {
        let i = u8::try_from(i).unwrap();
        let half = f32::from(i) * 0.5;
        assert_eq!(sample, Sample { id: i, a: f64::from(i), b: Be::new(half), c: half * half + 2.0 });
    }
    table[Sample::A].compute(|a| a * -2.0).unwrap();
    assert_eq!(table[Sample::A].item(7), -14.0);
    let ids = View::from_slice(&[1_u8]);
    let error = table[Sample::ID].compute(|id| id * 3 - ids).unwrap_err();
    assert!(matches!(error, ComputeError::Overflow { index: 0, left: 0, right: 1, .. }), "{error}");
}

/// Overlapping cells give what a copy of the operands gives, for every pair of slices.
#[test]
fn cells_are_as_if_through_a_temporary() {
    let mut random = Random::new(8);
    let mut tried = 0;
    for _ in 0..400 {
        let n = 1 + random.below(40);
        let first: Vec<i64> = (0..n).map(|i| i64::try_from(i * i).unwrap()).collect();
        let len = 1 + random.below(n);
        let mut start = || {
            let start = random.below(n - len + 1);
            (start, random.below(2) == 1)
        };
        let places = [start(), start(), start()];
        let mut values: Vec<Be<i64>> = first.iter().map(|&value| Be::new(value)).collect();
        let mut view = ViewMut::from_slice(&mut values);
        let cells = view.cells();
        let part = |(start, flipped): (usize, bool)| {
            let part = cells.slice(start..start + len);
            if flipped { part.flip(0) } else { part }
        };
        part(places[0]).compute_from(part(places[1]) * 3 - part(places[2])).unwrap();
        let index =
            |(start, flipped): (usize, bool), i: usize| if flipped { start + len - 1 - i } else { start + i };
        let mut expected = first.clone();
        for i in 0..len {
            expected[index(places[0], i)] = first[index(places[1], i)] * 3 - first[index(places[2], i)];
        }
        assert_eq!(view.to_vec(), expected, "{places:?} of {len}");
        tried += 1;
    }
    assert_eq!(tried, 400);
    // Nothing is written if one element has no result.
    let mut numbers = [1_u8, 2, 255, 4];
    let mut view = ViewMut::from_slice(&mut numbers);
    let cells = view.cells();
    assert!(cells.slice(..3).compute_from(cells.slice(1..) + 1).is_err());
    assert_eq!(numbers, [1, 2, 255, 4]);
}

/// The argument of the closure stands for the elements that are replaced, and nowhere else.
#[test]
fn own_elements_elsewhere() {
    let mut escaped = None;
    let mut values = [1.0, 2.0];
    let mut view = ViewMut::from_slice(&mut values);
    view.compute(|x| {
        escaped = Some(x);
        x + 1.0
    })
    .unwrap();
    let escaped = escaped.unwrap();
    let mut out = [0.0; 2];
    assert_eq!((escaped * 2.0).write_to(&mut out), Err(ComputeError::NotInPlace));
    assert_eq!((escaped * 2.0).sum(), Err(ComputeError::NotInPlace));
    // Of another array of the same type it is that array's; of another type it is refused.
    let mut others = [5.0, 6.0];
    ViewMut::from_slice(&mut others).compute(|_| escaped * 2.0).unwrap();
    assert_eq!(others, [10.0, 12.0]);
    let mut stored = [Be::new(5.0)];
    assert_eq!(ViewMut::from_slice(&mut stored).compute(|_| escaped * 2.0), Err(ComputeError::NotInPlace));
}

/// A condition for each element that is written, on any axes, broadcast.
#[test]
fn where_on_axes() {
    let mut table = record_core::Array::<i32, _>::zeros([3, 20]);
    let rows = View::from_slice(&[1, 0, 1]).insert_axis(1);
    let odd = View::from_slice(&[10; 20]).expr();
    (odd + 5).write_where(rows.expr().eq(1), &mut table).unwrap();
    let expected: Vec<i32> = (0..60).map(|i| if i / 20 == 1 { 0 } else { 15 }).collect();
    assert_eq!(table.to_vec(), expected);
    let column = table.view_mut();
    (View::from_slice(&[-1; 4]) * 1).write_where(true, column.into_slice(s![.., 3..7])).unwrap();
    assert_eq!(table.view().slice(s![1, ..8]).to_vec(), [0, 0, 0, -1, -1, -1, -1, 0]);
    let mask = record_core::ops::Mask::new(19, true);
    let error = odd.write_where(&mask, &mut [0; 20]).unwrap_err();
    assert_eq!(error.to_string(), "axis 0 of length 19 cannot be broadcast to length 20");
}

//! Threads that work on neighbouring columns of one table at once, each byte of a record beside one of another thread.
//!
//! What an operation touches besides its own elements, another thread writes meanwhile: the thread sanitizer says so, also
//! where it only reads (`scripts/sanitize`). Elsewhere a byte that is written back would be lost, and the table would differ
//! from that of the same work in turn.

// Small numbers become values of narrow types.
#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::cast_sign_loss)]

use record_core::{
    Be, Element,
    buffer::concatenate_into,
    ops::{
        Groups, Number, Side,
        compute::Arithmetic,
        inner_join,
        roll::{Outcome, Summed},
    },
    prelude::*,
};
use std::thread;

/// Columns of all widths, at any alignment, in both byte orders.
#[derive(Record, Clone, Copy, Debug)]
#[repr(C, packed)]
struct Row {
    flag: u8,
    volts: Be<f32>,
    level: i16,
    total: f64,
    count: Be<u32>,
    mark: u8,
    amps: f32,
    name: FixedBytes<5>,
    wide: Be<i64>,
}

/// So many that a kernel goes through whole blocks.
const ROWS: usize = 5000;

fn rows() -> Vec<Row> {
    (0..ROWS as u64)
        .map(|i| i * 37 % 1009)
        .map(|i| Row {
            flag: i as u8,
            volts: Be::new(i as f32 / 4.0),
            level: i as i16 - 500,
            total: i as f64 * 1.5,
            count: Be::new(i as u32 % 50),
            mark: i as u8 % 7,
            amps: i as f32,
            name: FixedBytes::try_from(&*format!("{}", i % 20)).unwrap(),
            wide: Be::new(i as i64 * 1_000_003),
        })
        .collect()
}

/// Changes a column in place, in all the ways there are.
fn change<T>(mut column: ColumnMut<'_, T>, two: T::Value)
where
    T: Element<Value: Arithmetic + Number + Outcome + Summed + Default>,
{
    let len = column.len();
    let before = column.to_array();
    let before = before.view();
    for _ in 0..3 {
        column.compute(|x| (x * two + before).wrapping()).unwrap();
        column.apply(|value| if value < two { two } else { value });
        let mask = column.gt(two);
        column.fill_where(&mask, two);
        column.apply_where(&!&mask, |_| T::Value::default());
        (before.expr() + two).wrapping().write_where(&mask, &mut column).unwrap();
        column.reborrow().into_any().byteswap_inplace().unwrap();
        column.reborrow().into_any().byteswap_inplace().unwrap();
        before.filter_into(&before.le(two), &mut column).unwrap();
        before.take_into(&(0..len).rev().collect::<Vec<_>>(), &mut column).unwrap();
        column.sort();
        column.copy_within(..len - 9, 9..).unwrap();
        column.put(&[1, 0, len - 1], &[two; 3]).unwrap();
        before.cummax().write_to(&mut column).unwrap();
        before.shift(1).fill(two).write_to(&mut column).unwrap();
        let cells = column.cells();
        cells.slice(1..).compute_from((cells.slice(..len - 1) + cells.slice(1..)).wrapping()).unwrap();
        let (a, b) = (before.slice(..10), before.slice(10..));
        concatenate_into(&mut column, &[b, a], 0).unwrap();
        column.slice_mut(..len / 2).fill(two);
        column.flip_mut();
    }
}

/// Turns a column around.
trait Flip {
    fn flip_mut(&mut self);
}

impl<T: Element> Flip for ColumnMut<'_, T> {
    fn flip_mut(&mut self) {
        let values = self.to_vec();
        self.reborrow().flip(0).assign(values);
    }
}

/// Reads a column in all the ways there are; something to compare.
fn read<T>(column: View<'_, T>, some: T::Value) -> String
where
    T: Element<
        Value: Number + record_core::ops::Key + Outcome + Summed + core::fmt::Debug + Arithmetic + Default,
    >,
    T::Value: Element<Value = T::Value>,
{
    let mask = column.ge(some);
    let groups = Groups::by(column).unwrap();
    let few = column.slice(..20);
    let numbers = (
        (column.sum(), column.mean(), column.min_max(), column.variance(0), column.argmax(), column.median()),
        (mask.count(), column.filter(&mask).len(), column.take(&[7, 2]), column.masked(&mask).sum()),
        (column.is_in(&[some]).count(), column.between(some, some).count(), column.count_nonzero()),
        (
            column.to_sorted().len(),
            column.searchsorted(some, Side::Left),
            column.top_k(3),
            column.unique_counts(),
        ),
        (groups.counts(), groups.sum(column), inner_join(few, few).unwrap().len()),
        (column.rolling(7).mean().to_array().sum(), column.cumsum().to_array().as_bytes().len()),
        ((column.expr() + some).wrapping().sum(), column.as_any().describe(), column.to_vec().len()),
    );
    format!("{numbers:?}")
}

/// Changes all numbers of a table, on threads of their own or one after the other.
fn change_all(rows: &mut [Row], together: bool) {
    let RowColumnsMut { flag, volts, level, total, count, mark, amps, mut name, wide } =
        ViewMut::from_slice(rows).columns_mut();
    let work: Vec<Box<dyn FnOnce() + Send + '_>> = vec![
        Box::new(|| change(flag, 2)),
        Box::new(|| change(volts, 2.0)),
        Box::new(|| change(level, 2)),
        Box::new(|| change(total, 2.0)),
        Box::new(|| change(count, 2)),
        Box::new(|| change(mark, 2)),
        Box::new(|| change(amps, 2.0)),
        Box::new(move || name.sort()),
        Box::new(|| change(wide, 2)),
    ];
    if together {
        thread::scope(|scope| {
            let threads: Vec<_> = work.into_iter().map(|work| scope.spawn(work)).collect();
            for thread in threads {
                thread.join().unwrap();
            }
        });
    } else {
        for work in work {
            work();
        }
    }
}

/// The bytes of records without gaps.
fn bytes(rows: &[Row]) -> Vec<u8> {
    View::from_slice(rows).as_bytes().expect("records one after the other").to_vec()
}

#[test]
fn neighbouring_columns_are_written_at_once() {
    let (mut together, mut in_turn) = (rows(), rows());
    change_all(&mut together, true);
    change_all(&mut in_turn, false);
    assert_eq!(bytes(&together), bytes(&in_turn));
    assert_ne!(bytes(&together), bytes(&rows()));
}

/// Two threads for each of two columns, each thread in pieces of its own.
#[cfg(feature = "rayon")]
#[test]
fn pools_write_neighbouring_columns_at_once() {
    #[derive(Record, Clone, Copy, Debug)]
    #[repr(C, packed)]
    struct Pair {
        level: i16,
        volts: Be<f32>,
    }
    const LONG: usize = 140_000;
    fn change<T: Element<Value: Arithmetic + Number + Outcome + Summed + Default>>(
        mut column: ColumnMut<'_, T>,
        two: T::Value,
    ) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        let before = column.to_array();
        let before = before.view();
        let mask = before.le(two);
        pool.install(|| {
            column.par_mut().byteswap_inplace();
            column.par_mut().byteswap_inplace();
            (before.expr() + two).wrapping().par().write_to(&mut column).unwrap();
            assert_eq!(
                column.par().count_where(|value| value > two),
                column.count_where(|value| value > two)
            );
            before.par().filter_into(&mask, &mut column).unwrap();
            assert_eq!(column.par().argsort(), column.argsort());
        });
    }
    let mut pairs: Vec<Pair> =
        (0..LONG).map(|i| Pair { level: (i % 9) as i16 - 4, volts: Be::new((i % 7) as f32 - 3.0) }).collect();
    let mut in_turn = pairs.clone();
    let PairColumnsMut { level, volts } = ViewMut::from_slice(&mut pairs).columns_mut();
    thread::scope(|scope| {
        scope.spawn(|| change(level, 2));
        scope.spawn(|| change(volts, 2.0));
    });
    let PairColumnsMut { level, volts } = ViewMut::from_slice(&mut in_turn).columns_mut();
    change(level, 2);
    change(volts, 2.0);
    let bytes = |pairs: &[Pair]| View::from_slice(pairs).as_bytes().unwrap().to_vec();
    assert_eq!(bytes(&pairs), bytes(&in_turn));
}

#[test]
fn columns_are_read_while_their_neighbours_are_written() {
    let mut rows = rows();
    let before = rows.clone();
    let before = View::from_slice(&before);
    let RowColumnsMut { flag, volts, level, total, count, mark, amps, name: _, wide } =
        ViewMut::from_slice(&mut rows).columns_mut();
    thread::scope(|scope| {
        let writers = [
            scope.spawn(|| change(flag, 2)),
            scope.spawn(|| change(level, 2)),
            scope.spawn(|| change(count, 2)),
            scope.spawn(|| change(amps, 2.0)),
        ];
        let readers = [
            scope.spawn(|| read(volts.as_view(), 3.0)),
            scope.spawn(|| read(total.as_view(), 3.0)),
            scope.spawn(|| read(mark.as_view(), 3)),
            scope.spawn(|| read(wide.as_view(), 3)),
        ];
        let expected = [
            read(before.col(Row::VOLTS), 3.0),
            read(before.col(Row::TOTAL), 3.0),
            read(before.col(Row::MARK), 3),
            read(before.col(Row::WIDE), 3),
        ];
        let found = readers.map(|thread| thread.join().unwrap());
        assert_eq!(found, expected);
        for thread in writers {
            thread.join().unwrap();
        }
    });
}

/// Both halves of one column, and every other element of it.
#[test]
fn parts_of_a_column_are_written_at_once() {
    let (mut together, mut in_turn) = (rows(), rows());
    for (rows, threads) in [(&mut together, true), (&mut in_turn, false)] {
        let column = ViewMut::from_slice(rows).into_col(Row::LEVEL);
        let pairs = column.reshape([ROWS / 2, 2]);
        let (even, odd) = pairs.split_at(1, 1).unwrap();
        let (first, second) = odd.split_at(0, ROWS / 4).unwrap();
        let parts = [even.ravel(), first.ravel(), second.ravel()];
        if threads {
            thread::scope(|scope| {
                let threads = parts.map(|part| scope.spawn(|| change(part, 2)));
                for thread in threads {
                    thread.join().unwrap();
                }
            });
        } else {
            for part in parts {
                change(part, 2);
            }
        }
    }
    assert_eq!(bytes(&together), bytes(&in_turn));
}

//! Joins on several threads, with the pairs of one thread in their order.
//!
//! The right keys are numbered on one thread. Then pieces of the left ones are looked up, and how many pairs each has says where
//! its pairs go.

use crate::{
    element::Element,
    ops::{
        group::{columns::KeyColumns, find::NONE},
        join::{
            asof::{AsofOptions, asof_join, asof_join_by, in_order, lengths, present, timed, unsorted},
            equal::{inner_join, left_join, outer_join},
            error::{JoinError, JoinSide},
            pairs::{JoinPairs, JoinRow},
            search::Sought,
            time::Time,
        },
        number::Ordered as _,
        parallel::{PIECE, Par, on_one_thread},
        state::BLOCK,
    },
    raw::view::View,
};
use alloc::{vec, vec::Vec};
use core::sync::atomic::{AtomicBool, Ordering::Relaxed};
use rayon::{iter::repeat_n, prelude::*};

/// What an as-of join gives.
type Nearests = Result<JoinPairs<usize, Option<usize>>, JoinError>;

impl<L: KeyColumns + Send + Sync> Par<L> {
    /// All pairs of a left and a right record whose keys are equal; see [`inner_join`].
    ///
    /// ```
    /// use record_core::{ops::inner_join, prelude::*};
    /// let orders: Vec<u32> = (0..200_000).map(|i| i % 1000).collect();
    /// let (orders, customers) = (View::from_slice(&orders), View::from_slice(&[7_u32, 9, 7]));
    /// assert_eq!(orders.par().inner_join(customers)?, inner_join(orders, customers)?);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`JoinError::Length`] if the key columns of one side have different lengths.
    ///
    /// # Panics
    /// If there are more than 2^32 - 1 different keys on the right.
    pub fn inner_join<R>(self, right: R) -> Result<JoinPairs, JoinError>
    where
        R: KeyColumns<Value = L::Value>,
    {
        let (left, count) = (self.0, JoinSide::Left.rows(self.0)?);
        if on_one_thread(count) {
            return inner_join(left, right);
        }
        let sought = Sought::new(right, JoinSide::Right.rows(right)?);
        let pairs = Pairs { left: |row| row, right: |row| row, alone: None };
        Ok(pairs.of(&sought, &numbers(&sought, left, count), |pairs| vec![0; pairs], |pairs| vec![0; pairs]))
    }

    /// The same, and left records without a right one; see [`left_join`].
    ///
    /// # Errors
    /// [`JoinError::Length`] if the key columns of one side have different lengths.
    ///
    /// # Panics
    /// If there are more than 2^32 - 1 different keys on the right.
    pub fn left_join<R>(self, right: R) -> Result<JoinPairs<usize, Option<usize>>, JoinError>
    where
        R: KeyColumns<Value = L::Value>,
    {
        let (left, count) = (self.0, JoinSide::Left.rows(self.0)?);
        if on_one_thread(count) {
            return left_join(left, right);
        }
        let sought = Sought::new(right, JoinSide::Right.rows(right)?);
        let numbers = numbers(&sought, left, count);
        if sought.is_unique() {
            let right = |&number: &u32| (number != NONE).then_some(number as usize);
            return Ok(JoinPairs { left: rows(count), right: numbers.par_iter().map(right).collect() });
        }
        let pairs = Pairs { left: |row| row, right: Some, alone: Some(None) };
        Ok(pairs.of(&sought, &numbers, |pairs| vec![0; pairs], nones))
    }

    /// The same, and behind them the right records without a left one; see [`outer_join`].
    ///
    /// # Errors
    /// [`JoinError::Length`] if the key columns of one side have different lengths.
    ///
    /// # Panics
    /// If there are more than 2^32 - 1 different keys on the right.
    pub fn outer_join<R>(self, right: R) -> Result<JoinPairs<Option<usize>, Option<usize>>, JoinError>
    where
        R: KeyColumns<Value = L::Value>,
    {
        let (left, count) = (self.0, JoinSide::Left.rows(self.0)?);
        if on_one_thread(count) {
            return outer_join(left, right);
        }
        let rights = JoinSide::Right.rows(right)?;
        let sought = Sought::new(right, rights);
        let paired: Vec<AtomicBool> = (0..rights).map(|_| AtomicBool::new(false)).collect();
        let found = |row: usize| {
            // Written once only, or threads would take the memory from each other again and again.
            if !paired[row].load(Relaxed) {
                paired[row].store(true, Relaxed);
            }
            Some(row)
        };
        let pairs = Pairs { left: Some, right: found, alone: Some(None) };
        let mut pairs = pairs.of(&sought, &numbers(&sought, left, count), nones, nones);
        for (row, _) in paired.into_iter().enumerate().filter(|(_, paired)| !paired.load(Relaxed)) {
            pairs.left.push(None);
            pairs.right.push(Some(row));
        }
        Ok(pairs)
    }
}

impl<L: Element<Value: Time>> Par<View<'_, L>> {
    /// For each left record the right one that is nearest in time; see [`asof_join`].
    ///
    /// ```
    /// use record_core::{ops::{AsofOptions, asof_join}, prelude::*};
    /// let shots: Vec<u32> = (0..200_000).collect();
    /// let (shots, weather, options) = (View::from_slice(&shots), View::from_slice(&[10_u32, 1000]), AsofOptions::new());
    /// assert_eq!(shots.par().asof_join(weather, &options)?, asof_join(shots, weather, &options)?);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`JoinError::Unsorted`] with the first right record whose time is earlier than the one before it, or behind one that is
    /// missing.
    pub fn asof_join<R>(self, right: View<'_, R>, options: &AsofOptions<L::Value>) -> Nearests
    where
        R: Element<Value = L::Value>,
    {
        let (left, count) = (self.0, self.0.size());
        if on_one_thread(count) {
            return asof_join(left, right, options);
        }
        let times: Vec<L::Value> = (0..right.size()).into_par_iter().map(|row| right.item(row)).collect();
        // With the first of the next piece.
        let piece = |i: usize| {
            let some = &times[i * PIECE..times.len().min((i + 1) * PIECE + 1)];
            unsorted(some).map(|at| i * PIECE + at)
        };
        let all: Vec<Option<usize>> = (0..times.len().div_ceil(PIECE)).into_par_iter().map(piece).collect();
        if let Some(row) = all.into_iter().flatten().next() {
            return Err(JoinError::Unsorted { row });
        }
        let range = timed(&times, 0..times.len());
        let find = |near: &mut usize, row| {
            let time = left.item(row);
            if time.is_missing() { None } else { options.find(&times, range.clone(), time, near) }
        };
        let found = (0..count).into_par_iter().with_min_len(BLOCK).map_init(|| 0, find).collect();
        Ok(JoinPairs { left: rows(count), right: found })
    }

    /// The same of the right records whose key is equal to the left one's; see [`asof_join_by`].
    ///
    /// # Errors
    /// [`JoinError::Unsorted`] with the first right record that is out of order among those of its key, and
    /// [`JoinError::Length`] if keys and times of one side have different lengths.
    ///
    /// # Panics
    /// If there are more than 2^32 - 1 different keys on the right.
    pub fn asof_join_by<R, J, K>(
        self,
        left_keys: J,
        right: View<'_, R>,
        right_keys: K,
        options: &AsofOptions<L::Value>,
    ) -> Nearests
    where
        R: Element<Value = L::Value>,
        J: KeyColumns + Send + Sync,
        K: KeyColumns<Value = J::Value>,
    {
        let left = self.0;
        let (lefts, rights) = lengths(left, left_keys, right, right_keys)?;
        if on_one_thread(lefts) {
            return asof_join_by(left, left_keys, right, right_keys, options);
        }
        let sought = Sought::new(right_keys, rights);
        let time = |place| right.item(sought.row(place));
        let times: Vec<L::Value> = (0..rights).into_par_iter().map(time).collect();
        let range = |key: usize| {
            let number = u32::try_from(key).unwrap_or(NONE);
            present(&times, sought.places(number), |place| sought.row(place))
        };
        let ranges: Vec<Result<_, _>> = (0..sought.keys()).into_par_iter().map(range).collect();
        let ranges = in_order(ranges.into_iter())?;
        let starts: Vec<usize> = ranges.iter().map(|range| range.start).collect();
        let mut found = nones(lefts);
        found.par_chunks_mut(PIECE).enumerate().for_each(|(i, found)| {
            let first = i * PIECE;
            // Where the last search of each key ended, unless there are so many keys that this takes longer than searching.
            let mut near = if starts.len() <= found.len() { starts.clone() } else { Vec::new() };
            sought.look_up(left_keys, first..first + found.len(), |row, number| {
                let time = left.item(row);
                if number != NONE && !time.is_missing() {
                    let number = number as usize;
                    let range = ranges[number].clone();
                    let mut start = range.start;
                    let near = near.get_mut(number).unwrap_or(&mut start);
                    let place = options.find(&times, range, time, near);
                    found[row - first] = place.map(|place| sought.row(place));
                }
            });
        });
        Ok(JoinPairs { left: rows(lefts), right: found })
    }
}

/// The indices of so many records.
fn rows(count: usize) -> Vec<usize> {
    (0..count).into_par_iter().collect()
}

fn nones(count: usize) -> Vec<Option<usize>> {
    repeat_n(None, count).collect()
}

/// The numbers of the keys that are sought.
fn numbers<L, R>(sought: &Sought<R>, columns: L, count: usize) -> Vec<u32>
where
    L: KeyColumns + Send + Sync,
    R: KeyColumns<Value = L::Value>,
{
    let mut numbers = vec![0; count];
    numbers.par_chunks_mut(PIECE).enumerate().for_each(|(i, numbers)| {
        let first = i * PIECE;
        sought.look_up(columns, first..first + numbers.len(), |row, number| numbers[row - first] = number);
    });
    numbers
}

/// How pairs are written: the left record and the right one, and what a left record has that has no right one, if it is there.
struct Pairs<F, G, B> {
    left: F,
    right: G,
    alone: Option<B>,
}

impl<F, G, B> Pairs<F, G, B> {
    /// Those of all left records, whose keys have these numbers.
    fn of<A, K>(
        &self,
        sought: &Sought<K>,
        numbers: &[u32],
        lefts: impl Fn(usize) -> Vec<A>,
        rights: impl Fn(usize) -> Vec<B>,
    ) -> JoinPairs<A, B>
    where
        A: JoinRow + Send,
        B: JoinRow + Send + Sync,
        K: KeyColumns,
        F: Fn(usize) -> A + Sync,
        G: Fn(usize) -> B + Sync,
    {
        let alone = usize::from(self.alone.is_some());
        let pairs = |&number: &u32| if number == NONE { alone } else { sought.places(number).len() };
        let counts = numbers.par_chunks(PIECE).map(|numbers| numbers.iter().map(pairs).sum::<usize>());
        let counts: Vec<usize> = counts.collect();
        let all = counts.iter().sum();
        let (mut left, mut right) = (lefts(all), rights(all));
        let mut parts = Vec::with_capacity(counts.len());
        let mut rest = (&mut left[..], &mut right[..]);
        for (i, (numbers, &count)) in numbers.chunks(PIECE).zip(&counts).enumerate() {
            let (left, lefts) = rest.0.split_at_mut(count);
            let (right, rights) = rest.1.split_at_mut(count);
            rest = (lefts, rights);
            parts.push((i * PIECE, numbers, left, right));
        }
        parts.into_par_iter().for_each(|(first, numbers, left, right)| {
            let mut places = left.iter_mut().zip(right);
            let mut put = |row, found| {
                if let Some((left, right)) = places.next() {
                    (*left, *right) = ((self.left)(row), found);
                }
            };
            for (row, &number) in (first..).zip(numbers) {
                if number != NONE {
                    sought.places(number).for_each(|place| put(row, (self.right)(sought.row(place))));
                } else if let Some(alone) = self.alone {
                    put(row, alone);
                }
            }
        });
        JoinPairs { left, right }
    }
}

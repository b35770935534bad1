//! Records whose keys are equal: inner, left and outer join.

use crate::ops::{
    group::{columns::KeyColumns, find::NONE},
    join::{
        error::{JoinError, JoinSide},
        pairs::JoinPairs,
        search::Sought,
    },
};
use alloc::{vec, vec::Vec};

/// All pairs of a left and a right record whose keys are equal, in the order of the left records, and for each in that of
/// the right ones. The keys are columns or tuples of columns, of the same values in any byte order.
///
/// NumPy's `join_by(jointype='inner')`, which gives wrong pairs where a key is there several times.
///
/// ```
/// use record_core::{ops::inner_join, prelude::*};
/// let (orders, customers) = ([7, 8, 7], [7, 9, 7]);
/// let pairs = inner_join(View::from_slice(&orders), View::from_slice(&customers))?;
/// assert_eq!((pairs.left, pairs.right), (vec![0, 0, 2, 2], vec![0, 2, 0, 2]));
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// # Errors
/// [`JoinError::Length`] if the columns of one side have different lengths.
///
/// # Panics
/// If there are more than 2^32 - 1 different keys.
pub fn inner_join<L, R>(left: L, right: R) -> Result<JoinPairs, JoinError>
where
    L: KeyColumns,
    R: KeyColumns<Value = L::Value>,
{
    let (count, sought) = (JoinSide::Left.rows(left)?, Sought::new(right, JoinSide::Right.rows(right)?));
    let mut pairs = JoinPairs::default();
    if sought.is_unique() {
        pairs.left.reserve(count);
        pairs.right.reserve(count);
        sought.look_up(left, 0..count, |row, number| {
            if number != NONE {
                pairs.left.push(row);
                pairs.right.push(number as usize);
            }
        });
        return Ok(pairs);
    }
    sought.look_up(left, 0..count, |row, number| {
        if number != NONE {
            for place in sought.places(number) {
                pairs.left.push(row);
                pairs.right.push(sought.row(place));
            }
        }
    });
    Ok(pairs)
}

/// As [`inner_join`], and left records without a right one: each record of the left is there. NumPy's
/// `join_by(jointype='leftouter')`.
///
/// # Errors
/// As [`inner_join`].
///
/// # Panics
/// If there are more than 2^32 - 1 different keys.
pub fn left_join<L, R>(left: L, right: R) -> Result<JoinPairs<usize, Option<usize>>, JoinError>
where
    L: KeyColumns,
    R: KeyColumns<Value = L::Value>,
{
    let (count, sought) = (JoinSide::Left.rows(left)?, Sought::new(right, JoinSide::Right.rows(right)?));
    let mut pairs = JoinPairs { left: Vec::with_capacity(count), right: Vec::with_capacity(count) };
    sought.look_up(left, 0..count, |row, number| {
        if number == NONE {
            pairs.left.push(row);
            pairs.right.push(None);
            return;
        }
        for place in sought.places(number) {
            pairs.left.push(row);
            pairs.right.push(Some(sought.row(place)));
        }
    });
    Ok(pairs)
}

/// As [`left_join`], and behind it the right records without a left one, in their order: each record of both is there.
/// NumPy's `join_by(jointype='outer')`.
///
/// ```
/// use record_core::{ops::outer_join, prelude::*};
/// let pairs = outer_join(View::from_slice(&[7, 8]), View::from_slice(&[9, 7]))?;
/// assert_eq!(pairs.iter().collect::<Vec<_>>(), [(Some(0), Some(1)), (Some(1), None), (None, Some(0))]);
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// # Errors
/// As [`inner_join`].
///
/// # Panics
/// If there are more than 2^32 - 1 different keys.
pub fn outer_join<L, R>(left: L, right: R) -> Result<JoinPairs<Option<usize>, Option<usize>>, JoinError>
where
    L: KeyColumns,
    R: KeyColumns<Value = L::Value>,
{
    let (count, rights) = (JoinSide::Left.rows(left)?, JoinSide::Right.rows(right)?);
    let sought = Sought::new(right, rights);
    let mut pairs = JoinPairs { left: Vec::with_capacity(count), right: Vec::with_capacity(count) };
    let mut paired = vec![false; rights];
    sought.look_up(left, 0..count, |row, number| {
        if number == NONE {
            pairs.left.push(Some(row));
            pairs.right.push(None);
            return;
        }
        for place in sought.places(number) {
            let right = sought.row(place);
            paired[right] = true;
            pairs.left.push(Some(row));
            pairs.right.push(Some(right));
        }
    });
    for (row, _) in paired.iter().enumerate().filter(|(_, paired)| !**paired) {
        pairs.left.push(None);
        pairs.right.push(Some(row));
    }
    Ok(pairs)
}

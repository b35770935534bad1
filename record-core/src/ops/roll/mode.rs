//! On one thread or on several, as a type: so a program compiles the ways that it calls, and no others.

use crate::{
    buffer::Array,
    element::Element,
    layout::DynRank,
    ops::roll::{
        error::RollError,
        plan::{Pieces, Plan, Rolled},
        values::Outcome,
    },
};
use alloc::{vec, vec::Vec};
use core::ops::Range;

/// Where results are computed.
pub trait Mode: Copy {
    /// What `each` makes of the parts of so many elements, in their order. There is one at least.
    fn parts<R: Send>(len: usize, each: impl Fn(Range<usize>) -> R + Sync) -> Vec<R>;

    /// The results in memory of their own.
    fn array<T: Element, P: Plan<T> + Pieces>(
        rolled: Rolled<'_, T, DynRank, P>,
    ) -> Result<Array<<P::Out as Outcome>::Stored, DynRank>, RollError>;

    /// What `each` adds to a list for each part, put together in order; up to where one fails, and why.
    fn listed<V: Send, E: Send>(
        len: usize,
        each: impl Fn(Range<usize>, &mut Vec<V>) -> Result<(), E> + Sync,
    ) -> (Vec<V>, Option<E>) {
        let part = |range: Range<usize>| {
            let mut list = Vec::with_capacity(range.len());
            let error = each(range, &mut list).err();
            (list, error)
        };
        let mut parts = Self::parts(len, part).into_iter();
        let (mut all, mut error) = parts.next().unwrap_or_default();
        if error.is_none() && parts.len() > 0 {
            all.reserve_exact(len - all.len());
        }
        while error.is_none()
            && let Some((mut list, failed)) = parts.next()
        {
            all.append(&mut list);
            error = failed;
        }
        (all, error)
    }
}

/// On the thread that asks.
#[derive(Clone, Copy, Debug)]
pub struct Serial;

impl Mode for Serial {
    #[inline]
    fn parts<R: Send>(len: usize, each: impl Fn(Range<usize>) -> R + Sync) -> Vec<R> {
        vec![each(0..len)]
    }

    #[inline]
    fn array<T: Element, P: Plan<T> + Pieces>(
        rolled: Rolled<'_, T, DynRank, P>,
    ) -> Result<Array<<P::Out as Outcome>::Stored, DynRank>, RollError> {
        rolled.try_to_array()
    }
}

//! Arithmetic on blocks of values of one kind: integers are held to the range of their kind.

use super::{
    Kind,
    kind::{number_type, range},
    lanes::Lanes,
};
use crate::ops::compute::{
    error::{ComputeError, Fault, Operation},
    value::Arithmetic,
};
use core::iter::zip;

/// How many integers are looked at together.
const GROUP: usize = 8;

impl Lanes {
    /// The operation on each pair, in a kind; the first is element `start`.
    pub(super) fn operate(
        mut self,
        operation: Operation,
        right: &Self,
        kind: Kind,
        start: usize,
    ) -> Result<Self, ComputeError> {
        let kind = kind.scalar();
        let (low, high) = range(kind).unwrap_or((i128::MIN, i128::MAX));
        let fault = |at, left, right| {
            Err(Fault::Number { operation, left, right, value: number_type(kind) }.at(start + at))
        };
        match (&mut self, right) {
            #[allow(clippy::cast_possible_truncation)] // the range of integers that are no wider
            (Self::Int(left), Self::Int(right)) => {
                if let Err(at) = i64::operate(operation, left, right, (low as i64, high as i64)) {
                    return fault(at, left[at].into(), right[at].into());
                }
            }
            (Self::Wide(left), Self::Wide(right)) => {
                if let Err(at) = i128::operate(operation, left, right, (low, high)) {
                    return fault(at, left[at], right[at]);
                }
            }
            (Self::Single(left), Self::Single(right)) => floats(operation, left, right),
            (Self::Double(left), Self::Double(right)) => floats(operation, left, right),
            _ => unreachable!("both were cast to one kind"),
        }
        self.round(kind);
        Ok(self)
    }
}

/// The operation on floats.
fn floats<V: Arithmetic>(operation: Operation, left: &mut [V], right: &[V]) {
    #[inline(always)]
    fn each<V: Copy>(left: &mut [V], right: &[V], operate: impl Fn(V, V, &mut bool) -> V) {
        for (a, &b) in zip(left, right) {
            *a = operate(*a, b, &mut false);
        }
    }
    match operation {
        Operation::Add => each(left, right, V::add::<0>),
        Operation::Subtract => each(left, right, V::sub::<0>),
        Operation::Multiply => each(left, right, V::mul::<0>),
        Operation::FloorDivide => each(left, right, V::floor_div::<0>),
        Operation::FloorRemainder => each(left, right, V::floor_rem::<0>),
        _ => each(left, right, V::div::<0>),
    }
}

/// Integers that are computed with.
trait Whole: Copy {
    /// The operation on each pair, up to one without a result in this range: that one's index, which still has its value.
    fn operate(
        operation: Operation,
        left: &mut [Self],
        right: &[Self],
        range: (Self, Self),
    ) -> Result<(), usize>;
}

/// `operate` on each pair: its result, and whether there is none. A group is written when all have one.
#[inline(always)]
fn checked<W: Copy + PartialOrd>(
    left: &mut [W],
    right: &[W],
    (low, high): (W, W),
    operate: impl Fn(W, W) -> (W, bool),
) -> Result<(), usize> {
    #[allow(clippy::needless_bitwise_bool)] // without branches, several at once
    let one = |a, b| {
        let (result, fault) = operate(a, b);
        (result, fault | (result < low) | (result > high))
    };
    let whole = left.len() / GROUP * GROUP;
    let (left_groups, left_rest) = left.as_chunks_mut::<GROUP>();
    let (right_groups, right_rest) = right.as_chunks::<GROUP>();
    for (group, (a, b)) in zip(left_groups, right_groups).enumerate() {
        let mut fault = false;
        let results = core::array::from_fn(|i| {
            let (result, wrong) = one(a[i], b[i]);
            fault |= wrong;
            result
        });
        if fault {
            let at = zip(&*a, b).position(|(&a, &b)| one(a, b).1);
            return Err(group * GROUP + at.unwrap_or(0));
        }
        *a = results;
    }
    for (at, (a, &b)) in zip(left_rest, right_rest).enumerate() {
        let (result, fault) = one(*a, b);
        if fault {
            return Err(whole + at);
        }
        *a = result;
    }
    Ok(())
}

macro_rules! whole {
    ($($type:ident)*) => {$(
        impl Whole for $type {
            fn operate(
                operation: Operation,
                left: &mut [Self],
                right: &[Self],
                range: (Self, Self),
            ) -> Result<(), usize> {
                match operation {
                    Operation::Add => checked(left, right, range, Self::overflowing_add),
                    Operation::Subtract => checked(left, right, range, Self::overflowing_sub),
                    Operation::Multiply => checked(left, right, range, Self::overflowing_mul),
                    Operation::FloorDivide => checked(left, right, range, |a, b| match a.checked_div(b) {
                        Some(quotient) => {
                            (quotient - Self::from(a.wrapping_rem(b) != 0 && (a < 0) != (b < 0)), false)
                        }
                        None => (0, true),
                    }),
                    _ => checked(left, right, range, |a, b| {
                        if b == 0 {
                            return (0, true);
                        }
                        let rest = a.wrapping_rem(b);
                        (if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest }, false)
                    }),
                }
            }
        }
    )*};
}

whole! { i64 i128 }

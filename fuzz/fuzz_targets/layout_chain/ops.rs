//! Operations out of the fuzzer's bytes: mostly such as the shape allows, some that it does not.

use arbitrary::{Result, Unstructured};
use record_core::layout::INFER;
use record_tests::{Op, Part};

/// An operation for a view of this shape.
pub fn op(u: &mut Unstructured<'_>, shape: &[usize]) -> Result<Op> {
    let ndim = shape.len();
    let axis = |u: &mut Unstructured<'_>| u.int_in_range(0..=ndim);
    let (a, b) = (axis(u)?, axis(u)?);
    let n = shape.get(a).copied().unwrap_or(0);
    let index = u.int_in_range(0..=n + 1)?;
    Ok(match u.int_in_range(0..=21)? {
        0 | 1 => Op::Slice(parts(u, shape)?),
        2 => Op::Transpose,
        3 => Op::Permute(order(u, ndim)?),
        4 => Op::Swap(a, b),
        5 => Op::Move(a, b),
        6 => Op::Insert(u.int_in_range(0..=ndim + 1)?),
        7 => Op::Remove(a),
        8 => Op::Squeeze,
        9 => Op::Flip(a),
        10 => Op::Rot90(i32::from(u.arbitrary::<i8>()?), a, b),
        11 => Op::Diagonal(u.int_in_range(-4..=4)?, a, b),
        12 | 13 => Op::Reshape(reshape(u, shape)?, u.arbitrary()?),
        14 => Op::Ravel,
        15 => Op::Broadcast(broadcast(u, shape)?),
        16 => Op::Windows(a, index, u.int_in_range(0..=3)?),
        17 => Op::AtAxis(a, index),
        18 => Op::Before(a, index),
        19 => Op::From(a, index),
        20 => {
            let count = if index == 0 { 1 } else { n.div_ceil(index).max(1) };
            let nth = u.int_in_range(0..=count - 1)?;
            // Of an axis without elements there are no chunks.
            if a < ndim && index > 0 && n == 0 { Op::At(index) } else { Op::Chunk(a, index, nth) }
        }
        _ if n > 0 && u.arbitrary()? => Op::AxisItem(a, u.int_in_range(0..=n - 1)?),
        _ => Op::Split(a, index, u.int_in_range(0..=index.max(1) - 1)?),
    })
}

/// How many elements the result has, roughly, if it can be made; `None` if they cannot be counted.
pub fn size(op: &Op, shape: &[usize]) -> Option<usize> {
    let count = |shape: &[usize]| shape.iter().try_fold(1_usize, |size, &n| size.checked_mul(n));
    match op {
        Op::Broadcast(to) => count(to),
        &Op::Windows(_, len, _) => count(shape)?.checked_mul(len.max(1)),
        Op::Reshape(to, _) => count(&to.iter().copied().filter(|&n| n != INFER).collect::<Vec<_>>()),
        _ => count(shape),
    }
}

fn parts(u: &mut Unstructured<'_>, shape: &[usize]) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    for axis in 0..u.int_in_range(0..=shape.len() + 2)? {
        let n = shape.get(axis).copied().unwrap_or(1).cast_signed();
        let bound = |u: &mut Unstructured<'_>| -> Result<Option<isize>> {
            Ok(match u.int_in_range(0..=9)? {
                0 => Some([isize::MIN, isize::MAX][u.int_in_range(0..=1)?]),
                1..=3 => None,
                _ => Some(u.int_in_range(-n - 1..=n + 1)?),
            })
        };
        parts.push(match u.int_in_range(0..=9)? {
            0 => Part::NewAxis,
            1 => Part::Ellipsis,
            2 | 3 => Part::At(u.int_in_range(-n - 1..=n)?),
            4 => Part::Range(None, None, [isize::MIN, isize::MAX, -7, 0][u.int_in_range(0..=3)?]),
            5 => Part::Range(None, None, 1),
            _ => Part::Range(bound(u)?, bound(u)?, u.int_in_range(-3..=3)?),
        });
    }
    Ok(parts)
}

/// An order of the axes; sometimes not one.
fn order(u: &mut Unstructured<'_>, ndim: usize) -> Result<Vec<usize>> {
    let mut order: Vec<usize> = (0..ndim).collect();
    for i in 1..ndim {
        order.swap(i, u.int_in_range(0..=i)?);
    }
    if u.ratio(1, 10)? {
        let place = u.int_in_range(0..=ndim)?;
        order.insert(place, u.int_in_range(0..=ndim)?);
    }
    Ok(order)
}

/// A shape for as many elements; sometimes for others.
fn reshape(u: &mut Unstructured<'_>, shape: &[usize]) -> Result<Vec<usize>> {
    let mut left: usize = shape.iter().product();
    let mut new = Vec::new();
    if u.ratio(1, 8)? {
        for _ in 0..u.int_in_range(0..=9)? {
            new.push([0, 1, 2, 3, 5, INFER][u.int_in_range(0..=5)?]);
        }
        return Ok(new);
    }
    while left > 1 && new.len() < 7 && u.ratio(4, 5)? {
        let divisors: Vec<usize> = (1..=left).filter(|&i| left.is_multiple_of(i)).collect();
        let n = divisors[u.int_in_range(0..=divisors.len() - 1)?];
        new.push(n);
        left /= n;
    }
    new.push(left);
    if u.ratio(1, 4)? {
        let axis = u.int_in_range(0..=new.len() - 1)?;
        new[axis] = INFER;
    }
    Ok(new)
}

fn broadcast(u: &mut Unstructured<'_>, shape: &[usize]) -> Result<Vec<usize>> {
    let mut to = Vec::new();
    for _ in 0..u.int_in_range(0..=2)? {
        to.push(u.int_in_range(0..=3)?);
    }
    for &n in shape {
        to.push(if n == 1 || u.ratio(1, 12)? { u.int_in_range(0..=3)? } else { n });
    }
    if u.ratio(1, 12)? && !to.is_empty() {
        to.remove(0);
    }
    Ok(to)
}

//! Which operations to try on a view: all of them with all arguments that mean something, or one at random.

use crate::{Op, Part, Random};
use record_core::layout::INFER;

/// All operations with arguments that this shape allows, and arguments one beyond. `thorough` for all ranges with all
/// steps on each axis, instead of some.
pub fn all_ops(shape: &[usize], thorough: bool) -> Vec<Op> {
    let ndim = shape.len();
    let mut ops = vec![Op::Transpose, Op::Squeeze, Op::Ravel, Op::Permute(vec![0; ndim + 1])];
    slices(shape, thorough, &mut ops);
    ops.extend(orders(ndim).into_iter().map(Op::Permute));
    if ndim > 1 {
        ops.push(Op::Permute(vec![0; ndim]));
        ops.push(Op::Permute((1..=ndim).collect()));
    }
    ops.extend(reshapes(shape.iter().product()).into_iter().flat_map(|new| {
        let inferred = (0..new.len()).map(|axis| with(&new, axis, INFER)).collect::<Vec<_>>();
        let both = [false, true].into_iter();
        both.flat_map(move |order| inferred.clone().into_iter().chain([new.clone()]).map(move |s| (s, order)))
            .map(|(shape, order)| Op::Reshape(shape, order))
            .collect::<Vec<_>>()
    }));
    ops.extend([vec![INFER, INFER], vec![7], vec![7, INFER]].map(|shape| Op::Reshape(shape, false)));
    broadcasts(shape, &mut ops);
    // One axis more than there is.
    for axis in 0..=ndim {
        let n = shape.get(axis).copied().unwrap_or(0);
        ops.extend([Op::Insert(axis), Op::Remove(axis), Op::Flip(axis), Op::Insert(axis + 1)]);
        for other in 0..=ndim {
            ops.extend([Op::Swap(axis, other), Op::Move(axis, other)]);
            ops.extend((-1..=4).map(|turns| Op::Rot90(turns, axis, other)));
            let m = shape.get(other).copied().unwrap_or(0).cast_signed();
            ops.extend((-n.cast_signed() - 1..=m + 1).map(|offset| Op::Diagonal(offset, axis, other)));
        }
        ops.extend((0..=n + 1).flat_map(|len| (0..=3).map(move |step| Op::Windows(axis, len, step))));
        for i in 0..=n + 1 {
            ops.extend([Op::AtAxis(axis, i), Op::Before(axis, i), Op::From(axis, i)]);
            // `parts` of `split` are a mistake if they do not divide the length, `len` of `chunks` if it is 0.
            let chunks = if i == 0 { 1 } else { n.div_ceil(i) };
            ops.extend((0..chunks).map(|nth| Op::Chunk(axis, i, nth)));
            ops.extend((0..i.max(1)).map(|nth| Op::Split(axis, i, nth)));
        }
        ops.extend((0..n).map(|i| Op::AxisItem(axis, i)));
    }
    ops.extend((0..=shape.first().map_or(0, |n| n + 1)).map(Op::At));
    ops
}

fn with(shape: &[usize], axis: usize, n: usize) -> Vec<usize> {
    let mut shape = shape.to_vec();
    shape[axis] = n;
    shape
}

/// All orders of so many axes.
fn orders(ndim: usize) -> Vec<Vec<usize>> {
    let Some(last) = ndim.checked_sub(1) else { return vec![vec![]] };
    let put = |order: Vec<usize>| {
        (0..ndim).map(move |at| [&order[..at], &[last], &order[at..]].concat()).collect::<Vec<_>>()
    };
    orders(last).into_iter().flat_map(put).collect()
}

/// All shapes of at most three axes with so many elements; for none, some.
fn reshapes(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![vec![0], vec![2, 0], vec![0, 3], vec![0, 0], vec![1, 0, 4], vec![5]];
    }
    let divisors = |n: usize| (1..=n).filter(move |i| n.is_multiple_of(*i));
    let mut all = vec![vec![count]];
    all.extend(divisors(count).map(|a| vec![a, count / a]));
    all.extend(divisors(count).flat_map(|a| divisors(count / a).map(move |b| vec![a, b, count / a / b])));
    if count == 1 {
        all.push(vec![]);
    }
    all
}

fn broadcasts(shape: &[usize], ops: &mut Vec<Op>) {
    let own = shape.to_vec();
    ops.push(Op::Broadcast([&[2], &own[..]].concat()));
    ops.push(Op::Broadcast([&[0, 1], &own[..]].concat()));
    if let Some((_, inner)) = shape.split_first() {
        ops.push(Op::Broadcast(inner.to_vec()));
    }
    for axis in 0..shape.len() {
        ops.extend((0..4).map(|n| Op::Broadcast(with(shape, axis, n))));
    }
    ops.push(Op::Broadcast(own));
}

/// The parts of a slicing expression that are tried on an axis.
fn parts(n: usize, thorough: bool) -> Vec<Part> {
    let n = n.cast_signed();
    let mut parts: Vec<Part> = (-n - 1..=n).map(Part::At).collect();
    if !thorough {
        parts.extend([
            Part::Range(None, None, 1),
            Part::Range(None, None, -1),
            Part::Range(Some(1), None, 2),
            Part::Range(Some(1), Some(-1), -2),
            Part::Range(None, Some(2), 1),
            Part::Range(None, None, 0),
            Part::Range(None, None, isize::MIN),
        ]);
        return parts;
    }
    let bounds: Vec<Option<isize>> = [None].into_iter().chain((-n - 1..=n + 1).map(Some)).collect();
    for &start in &bounds {
        for &end in &bounds {
            parts.extend([-3, -2, -1, 0, 1, 2, 3, 9].map(|step| Part::Range(start, end, step)));
        }
    }
    parts.extend([isize::MIN, isize::MAX].map(|far| Part::Range(Some(far), None, 1)));
    parts.extend([isize::MIN, isize::MAX].map(|far| Part::Range(None, Some(far), 1)));
    parts.extend([isize::MIN, isize::MAX].map(|far| Part::Range(None, None, far)));
    parts.extend([Part::At(isize::MIN), Part::At(isize::MAX)]);
    parts
}

fn slices(shape: &[usize], thorough: bool, ops: &mut Vec<Op>) {
    let whole = Part::Range(None, None, 1);
    let ndim = shape.len();
    let (new, rest) = (Part::NewAxis, Part::Ellipsis);
    ops.push(Op::Slice(vec![]));
    ops.push(Op::Slice(vec![rest, rest]));
    ops.push(Op::Slice(vec![whole; ndim + 1]));
    ops.extend((0..=ndim).map(|at| Op::Slice([&vec![whole; at][..], &[new]].concat())));
    ops.extend((0..=ndim).map(|at| Op::Slice([&vec![whole; at][..], &[rest, new]].concat())));
    for (axis, &n) in shape.iter().enumerate() {
        for part in parts(n, thorough) {
            ops.push(Op::Slice([&vec![whole; axis][..], &[part]].concat()));
            // The same, counted from behind.
            let behind = vec![whole; ndim - axis - 1];
            ops.push(Op::Slice([&[rest, part], &behind[..]].concat()));
        }
    }
    if let [a, .., b] = *shape {
        for first in parts(a, false) {
            for second in parts(b, false) {
                ops.push(Op::Slice(vec![first, rest, second]));
                ops.push(Op::Slice(vec![new, first, rest, second, new]));
            }
        }
    }
}

/// An operation at random, nine in ten times one that this shape allows. No result has many more than `limit` elements.
pub fn random_op(random: &mut Random, shape: &[usize], limit: usize) -> Op {
    let ndim = shape.len();
    let wild = random.below(12) == 0;
    // An axis, and an index on it.
    let axis = |random: &mut Random| random.below((ndim + usize::from(wild)).max(1));
    let (a, b) = (axis(random), axis(random));
    let n = shape.get(a).copied().unwrap_or(0);
    let index = random.below((n + usize::from(wild)).max(1));
    let count: usize = shape.iter().product();
    match random.below(22) {
        0..=2 => Op::Slice((0..=ndim).filter_map(|axis| random_part(random, shape, axis, wild)).collect()),
        3 => Op::Transpose,
        4 => Op::Permute(random_order(random, ndim, wild)),
        5 => Op::Swap(a, b),
        6 => Op::Move(a, b),
        7 => Op::Insert(random.below(ndim + 1 + usize::from(wild))),
        8 => match shape.iter().position(|&n| n == 1) {
            Some(axis) if !wild => Op::Remove(axis),
            _ => Op::Insert(random.below(ndim + 1)),
        },
        9 => Op::Squeeze,
        10 => Op::Flip(a),
        11 => Op::Rot90(
            random.pick(&[-4, -3, -2, -1, 0, 1, 2, 3, 4]),
            a,
            if a == b && ndim > 1 { (a + 1) % ndim } else { b },
        ),
        12 => {
            let offset = random.below(n + 3).cast_signed() - 2;
            Op::Diagonal(offset, a, if a == b && ndim > 1 { (a + 1) % ndim } else { b })
        }
        13 | 14 => Op::Reshape(random_shape(random, count, wild), random.below(3) == 0),
        15 => Op::Ravel,
        16 | 17 if count <= limit => random_broadcast(random, shape, wild),
        18 | 19 if count <= limit => Op::Windows(a, index, random.below(3) + usize::from(!wild)),
        20 => {
            let nth = random.below(n.max(1));
            random.pick(&[0, 1, 2, 3]).pipe(|kind| match kind {
                0 => Op::Before(a, index),
                1 => Op::From(a, index),
                _ if n == 0 => Op::Before(a, index),
                2 => Op::Chunk(a, n.div_ceil(nth + 1), nth.min(n.div_ceil(n.div_ceil(nth + 1)) - 1)),
                _ => Op::Split(a, nth + 1, nth),
            })
        }
        21 if n > 0 => Op::AxisItem(a, random.below(n)),
        _ if random.below(4) == 0 => {
            Op::At(random.below(shape.first().map_or(1, |n| n.max(&1) + usize::from(wild))))
        }
        _ => Op::AtAxis(a, index),
    }
}

/// A value given to a function.
trait Pipe: Sized {
    fn pipe<R>(self, f: impl FnOnce(Self) -> R) -> R {
        f(self)
    }
}

impl Pipe for usize {}

fn random_order(random: &mut Random, ndim: usize, wild: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..ndim).collect();
    for i in 1..ndim {
        order.swap(i, random.below(i + 1));
    }
    if wild && ndim > 0 {
        order[random.below(ndim)] = random.below(ndim + 1);
    }
    order
}

/// A part of a slicing expression for an axis; none behind the last, but perhaps a new axis.
fn random_part(random: &mut Random, shape: &[usize], axis: usize, wild: bool) -> Option<Part> {
    let Some(&n) = shape.get(axis) else {
        return (random.below(6) == 0).then_some(if wild { Part::At(0) } else { Part::NewAxis });
    };
    let n = n.cast_signed();
    let more = usize::from(wild).cast_signed();
    Some(match random.below(8) {
        0 if n > 0 => {
            Part::At(random.below(n.cast_unsigned()).cast_signed() - n * random.below(2).cast_signed())
        }
        1 if wild => {
            random.pick(&[Part::At(n), Part::At(-n - 1), Part::Ellipsis, Part::Range(None, None, 0)])
        }
        2..5 => Part::Range(None, None, 1),
        _ => {
            let low = random.below((n + 1 + more).cast_unsigned()).cast_signed();
            let high = low + random.below((n - low + 1 + more).max(1).cast_unsigned()).cast_signed();
            let step = random.pick(&[1, 1, -1, 2, -2, 3]);
            let start = if low < n && random.below(3) == 0 { low - n } else { low };
            let start = if start == 0 && random.below(2) == 0 { None } else { Some(start) };
            Part::Range(start, if high == n && random.below(2) == 0 { None } else { Some(high) }, step)
        }
    })
}

fn random_shape(random: &mut Random, count: usize, wild: bool) -> Vec<usize> {
    if wild {
        return (0..random.below(4)).map(|_| random.pick(&[0, 1, 2, 3, INFER])).collect();
    }
    let mut shape = Vec::new();
    let mut left = count;
    while left > 1 && shape.len() < 5 {
        let divisors: Vec<usize> = (1..=left).filter(|&i| left.is_multiple_of(i)).collect();
        let n = random.pick(&divisors);
        shape.push(n);
        left /= n;
    }
    if left != 1 || shape.is_empty() {
        shape.push(left);
    }
    if random.below(3) == 0 && count > 0 {
        let axis = random.below(shape.len());
        shape[axis] = INFER;
    }
    shape
}

fn random_broadcast(random: &mut Random, shape: &[usize], wild: bool) -> Op {
    let mut to: Vec<usize> =
        shape.iter().map(|&n| if n == 1 { random.below(3) + usize::from(!wild) } else { n }).collect();
    if random.below(2) == 0 {
        to.insert(0, random.below(2) + 1);
    }
    if wild && !to.is_empty() {
        to.remove(0);
    }
    Op::Broadcast(to)
}

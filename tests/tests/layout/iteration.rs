//! Iterators at every rank: row-major order, from both ends, exact in length, and fused.

use record_core::{DynRank, Iter, Rank, View, layout::Dim};
use record_tests::{Oracle, Random};

fn iter<'a, D: Dim>(bytes: &'a [u8], oracle: &Oracle) -> Iter<'a, u16, D> {
    let start = usize::try_from(oracle.start).unwrap();
    View::<u16, D>::from_parts(bytes, oracle.layout(), start).expect("inside").iter()
}

fn check<D: Dim>(bytes: &[u8], oracle: &Oracle, random: &mut Random) {
    let values = oracle.values::<u16>(bytes);
    let all = || iter::<D>(bytes, oracle);
    assert!(all().eq(values.iter().copied()), "{oracle:?}");
    assert!(all().rev().eq(values.iter().rev().copied()), "{oracle:?}");
    assert_eq!(all().fold(Vec::new(), |v, x| [v, vec![x]].concat()), values);
    assert_eq!(all().rfold(Vec::new(), |v, x| [vec![x], v].concat()), values);
    assert_eq!((all().count(), all().last()), (values.len(), values.last().copied()));
    // Both ends in any order, with jumps, against a deque of the values.
    let (mut iter, mut left) = (all(), values.iter().copied());
    loop {
        assert_eq!(iter.size_hint(), left.size_hint());
        assert_eq!(iter.len(), left.len());
        let n = random.below(4);
        let (got, expected) = match random.below(7) {
            0 | 1 => (iter.next(), left.next()),
            2 | 3 => (iter.next_back(), left.next_back()),
            4 => (iter.nth(n), left.nth(n)),
            5 => (iter.nth_back(n), left.nth_back(n)),
            _ => {
                assert!(iter.clone().eq(left.clone()));
                assert_eq!(iter.clone().fold(0_u64, |n, x| n.rotate_left(3) ^ u64::from(x)), {
                    left.clone().fold(0_u64, |n, x| n.rotate_left(3) ^ u64::from(x))
                });
                continue;
            }
        };
        assert_eq!(got, expected, "{oracle:?}");
        if got.is_none() {
            break;
        }
    }
    for _ in 0..3 {
        assert_eq!((iter.next(), iter.next_back(), iter.nth(1), iter.len()), (None, None, None, 0));
    }
    let n = random.below(5) + 1;
    assert!(all().step_by(n).eq(values.iter().copied().step_by(n)));
    assert!(all().skip(n).eq(values.iter().copied().skip(n)));
    assert_eq!(all().nth(values.len()), None);
    assert_eq!(all().nth(usize::MAX), None);
}

#[test]
fn every_rank_iterates_in_row_major_order() {
    let mut random = Random::new(11);
    let bytes = random.bytes(4096);
    let mut checked = 0;
    for rank in 0..=6 {
        for _ in 0..150 {
            let largest = if rank < 4 { 5 } else { 4 };
            let shape: Vec<usize> = (0..rank).map(|_| random.below(largest)).collect();
            // Any strides that stay inside: every element within 1,000 bytes of the middle.
            let limit = 160 / rank.max(1);
            let strides: Vec<isize> =
                (0..rank).map(|_| random.below(2 * limit).cast_signed() - limit.cast_signed()).collect();
            let oracle = Oracle::new(2048, &shape, &strides, 2);
            match rank {
                0 => check::<Rank<0>>(&bytes, &oracle, &mut random),
                1 => check::<Rank<1>>(&bytes, &oracle, &mut random),
                2 => check::<Rank<2>>(&bytes, &oracle, &mut random),
                3 => check::<Rank<3>>(&bytes, &oracle, &mut random),
                4 => check::<Rank<4>>(&bytes, &oracle, &mut random),
                5 => check::<Rank<5>>(&bytes, &oracle, &mut random),
                _ => check::<Rank<6>>(&bytes, &oracle, &mut random),
            }
            check::<DynRank>(&bytes, &oracle, &mut random);
            checked += 2;
        }
    }
    assert_eq!(checked, 7 * 150 * 2);
}

#[test]
fn most_axes_that_there_can_be() {
    let bytes: Vec<u8> = (0..=255).collect();
    let shape = [1, 2, 1, 2, 1, 3, 1, 2];
    let oracle = Oracle::new(0, &shape, &Oracle::row_major(&shape, 2), 2);
    assert_eq!(shape.len(), DynRank::MAX);
    check::<DynRank>(&bytes, &oracle, &mut Random::new(1));
}

//! Elements of many sizes: what is copied by wide loads is as many bytes as they have, and no byte beside them.

use record_core::{Record, RecordTable, View, layout::Layout, ops::Mask, prelude::*};
use record_tests::Random;

/// `COUNT` texts of `N` bytes, all different, filtered and taken to where others of them lie, `apart` bytes apart.
fn check<const N: usize>(random: &mut Random, apart: usize) {
    const COUNT: usize = 150;
    let text = |seed: usize| {
        let bytes: [u8; N] = std::array::from_fn(|i| 1 + ((seed * 131 + i * 7) % 255) as u8);
        FixedBytes::from_raw(bytes)
    };
    let texts: Vec<FixedBytes<N>> = (0..COUNT).map(text).collect();
    let kept: Vec<usize> = (0..COUNT).filter(|_| random.below(3) > 0).collect();
    let mask: Mask = (0..COUNT).map(|i| kept.contains(&i)).collect();
    let view = View::from_slice(&texts);
    let layout = Layout { shape: [COUNT], strides: [apart.cast_signed()] };
    let mut expected = vec![0xEE; 3 + COUNT * apart + 40];
    for (to, &from) in kept.iter().enumerate() {
        expected[3 + to * apart..][..N].copy_from_slice(&texts[from].raw()[..]);
    }
    let mut filtered = vec![0xEE; expected.len()];
    let mut out = ViewMut::<FixedBytes<N>>::from_parts(&mut filtered, layout, 3).unwrap();
    assert_eq!(view.filter_into(&mask, &mut out), Ok(kept.len()));
    assert!(filtered == expected, "{N} bytes, {apart} apart");
    let mut taken = vec![0xEE; expected.len()];
    let mut out = ViewMut::<FixedBytes<N>>::from_parts(&mut taken, layout, 3).unwrap();
    view.take_into(&kept, &mut out).unwrap();
    assert!(taken == expected, "{N} bytes, {apart} apart");
    // Sorting moves elements too.
    let mut sorted = texts.clone();
    ViewMut::from_slice(&mut sorted).sort();
    let mut naive = texts;
    naive.sort_by(|a, b| a.raw().cmp(b.raw()));
    assert!(sorted.iter().map(FixedBytes::raw).eq(naive.iter().map(FixedBytes::raw)));
}

#[test]
fn elements_of_any_size_are_copied_whole() {
    let mut random = Random::new(12);
    macro_rules! sizes {
        ($($size:literal)*) => {$(
            check::<$size>(&mut random, $size);
            check::<$size>(&mut random, $size + 5);
        )*};
    }
    sizes! { 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 20 23 24 25 28 31 32 33 40 44 47 48 49 52 63 64 65 80 96 100 127 128 129 200 }
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Sample {
    time: u32,
    values: [u8; 39],
}

/// How many there will be is guessed from those so far; the guess may be as wrong as can be.
#[test]
fn records_chosen_unevenly_are_all_there() {
    for count in [0_u32, 1, 320, 1000, 5000, 90_000] {
        let table: RecordTable<Sample> =
            (0..count).map(|time| Sample { time, values: [time.to_le_bytes()[0]; 39] }).collect();
        let tests: [fn(u32, u32) -> bool; 6] = [
            |time, _| time < 400,
            |time, count| time + 400 >= count,
            |time, count| time < count / 2,
            |time, count| time >= count / 2,
            |time, _| (time / 700) % 2 == 1,
            |time, count| time + 1 == count,
        ];
        for test in tests {
            let kept = table.filter_by(|sample| test(sample.time, count));
            let expected: Vec<Sample> = table.iter().filter(|sample| test(sample.time, count)).collect();
            assert_eq!(kept.to_vec(), expected);
            assert!(kept.capacity() <= 2 * kept.len() + 1, "room for twice as many");
        }
    }
}

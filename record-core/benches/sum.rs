//! How fast `sum`, `min`, `max` and a comparison are, against loops by hand over the same bytes.
//!
//! Each row runs the library and the loop by hand in turns and reports the median of the rounds' ratios, so that a busy
//! machine disturbs both alike. The loops by hand keep eight accumulators, as the sum rule does, and decode as they go;
//! they know the stride where elements are contiguous, and in the row that says so. `cargo bench -p record-core --bench sum`
//! prints the rows; with an argument, only those whose name contains it.
#![allow(unsafe_code)] // the loops by hand read through pointers

mod support;

use record_core::{ops::Mask, prelude::*};
use std::{env, hint::black_box, time::Instant};

/// A packed record of 44 bytes with an `f64` at byte 12.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Sample {
    id: i32,
    time: u64,
    value: f64,
    level: Be<f32>,
    flag: u8,
    rest: [u8; 19],
}

/// The layout of a column, without the library.
#[derive(Clone, Copy)]
struct Raw {
    at: *const u8,
    stride: usize,
    count: usize,
}

impl Raw {
    fn of<T>(view: View<'_, T>) -> Self {
        let stride = view.strides()[0].cast_unsigned();
        black_box(Self { at: view.as_ptr().cast(), stride, count: view.size() })
    }

    /// The stored bytes of element `index`, which is below `count`. `STRIDE` is the stride if the compiler is to know
    /// it, and 0 if not.
    #[inline(always)]
    fn read<S: Copy, const STRIDE: usize>(self, index: usize) -> S {
        debug_assert!(index < self.count, "an element of the column");
        let stride = if STRIDE == 0 { self.stride } else { STRIDE };
        debug_assert!(stride == self.stride, "the stride of the column");
        let at = self.at.wrapping_add(index * stride);
        // SAFETY: made of a live view of elements as large as S, and the index is below its length.
        unsafe { at.cast::<S>().read_unaligned() }
    }
}

/// Eight accumulators, then the rest, added as the sum rule adds lanes.
#[inline(always)]
fn lanes<S: Copy, A: Copy, const STRIDE: usize>(
    raw: Raw,
    zero: A,
    step: impl Fn(A, S) -> A,
    join: impl Fn(A, A) -> A,
) -> A {
    let mut lanes = [zero; 8];
    let whole = raw.count - raw.count % 8;
    let mut i = 0;
    while i < whole {
        for (lane, accumulator) in lanes.iter_mut().enumerate() {
            *accumulator = step(*accumulator, raw.read::<S, STRIDE>(i + lane));
        }
        i += 8;
    }
    for (lane, accumulator) in lanes.iter_mut().enumerate().take(raw.count % 8) {
        *accumulator = step(*accumulator, raw.read::<S, STRIDE>(whole + lane));
    }
    let [a, b, c, d, e, f, g, h] = lanes;
    join(join(join(a, b), join(c, d)), join(join(e, f), join(g, h)))
}

mod by_hand {
    use super::{Raw, lanes};

    #[inline(never)]
    pub fn sum_f64<const STRIDE: usize>(raw: Raw) -> f64 {
        lanes::<f64, f64, STRIDE>(raw, 0.0, |sum, v| sum + v, |a, b| a + b)
    }

    #[inline(never)]
    pub fn sum_be_f32<const STRIDE: usize>(raw: Raw) -> f64 {
        lanes::<[u8; 4], f64, STRIDE>(raw, 0.0, |sum, v| sum + f64::from(f32::from_be_bytes(v)), |a, b| a + b)
    }

    #[inline(never)]
    pub fn sum_i32<const STRIDE: usize>(raw: Raw) -> i128 {
        lanes::<i32, i64, STRIDE>(raw, 0_i64, |sum, v| sum + i64::from(v), |a, b| a + b).into()
    }

    #[inline(never)]
    pub fn sum_u8<const STRIDE: usize>(raw: Raw) -> i128 {
        lanes::<u8, i64, STRIDE>(raw, 0_i64, |sum, v| sum + i64::from(v), |a, b| a + b).into()
    }

    /// The greatest, NaN if there is one.
    #[inline(never)]
    pub fn max_f64<const STRIDE: usize>(raw: Raw) -> f64 {
        let step = |(max, nan), v: f64| (if v > max { v } else { max }, nan | v.is_nan());
        let join = |(a, n), (b, m)| (if b > a { b } else { a }, n | m);
        let (max, nan) = lanes::<f64, (f64, bool), STRIDE>(raw, (f64::NEG_INFINITY, false), step, join);
        if nan { f64::NAN } else { max }
    }

    #[inline(never)]
    pub fn min_i32<const STRIDE: usize>(raw: Raw) -> i32 {
        lanes::<i32, i32, STRIDE>(raw, i32::MAX, i32::min, i32::min)
    }

    #[inline(never)]
    pub fn gt_f64<const STRIDE: usize>(raw: Raw, limit: f64) -> Vec<u64> {
        let mut words = vec![0; raw.count.div_ceil(64)];
        for (w, word) in words.iter_mut().enumerate() {
            let start = w * 64;
            for bit in 0..64.min(raw.count - start) {
                *word |= u64::from(raw.read::<f64, STRIDE>(start + bit) > limit) << bit;
            }
        }
        words
    }
}

/// Nanoseconds of one run, on average.
fn time<T>(run: impl Fn() -> T, repeats: usize) -> f64 {
    let start = Instant::now();
    for _ in 0..repeats {
        black_box(run());
    }
    start.elapsed().as_secs_f64() / repeats as f64 * 1e9
}

/// Enough runs that a measurement takes about a millisecond.
fn repeats(count: usize) -> usize {
    (400_000 / count.max(1)).clamp(1, 10_000)
}

fn row<A, B>(
    name: &str,
    count: usize,
    library: impl Fn() -> A,
    by_hand: impl Fn() -> B,
    same: impl Fn(A, B) -> bool,
) {
    if env::args().skip(1).any(|filter| !filter.starts_with('-') && !name.contains(&filter)) {
        return;
    }
    assert!(same(library(), by_hand()), "{name}: both compute the same");
    let (rounds, repeats) = (if count > 1_000_000 { 31 } else { 101 }, repeats(count));
    let library = || time(&library, repeats) / count as f64;
    let by_hand = || time(&by_hand, repeats) / count as f64;
    support::compare(name, count, rounds, library, by_hand);
}

fn rows(count: u32) {
    let records = (0..count).map(|id| Sample {
        id: id.cast_signed() % 1000,
        time: 0,
        value: f64::from(id % 97),
        level: Be::new(f32::from(u8::try_from(id % 251).expect("below 256"))),
        flag: u8::try_from(id % 256).expect("below 256"),
        rest: [0; 19],
    });
    let table: RecordTable<Sample> = records.collect();
    let count = table.len();
    let value = table.col(Sample::VALUE);
    let (level, flag, id) = (table.col(Sample::LEVEL), table.col(Sample::FLAG), table.col(Sample::ID));
    let dense = value.to_vec();
    let dense = View::from_slice(&dense);
    let (ids, flags) = (id.to_vec(), flag.to_vec());
    let (ids, flags) = (View::from_slice(&ids), View::from_slice(&flags));

    macro_rules! rows {
        ($($name:literal $view:ident $method:ident($($argument:expr)?) $by_hand:ident $stride:literal $same:expr;)*) => {$(
            row(
                $name,
                count,
                || black_box($view).$method($($argument)?),
                || by_hand::$by_hand::<$stride>(Raw::of($view) $(, $argument)?),
                $same,
            );
        )*};
    }
    rows! {
        "sum f64, stride 44" value sum() sum_f64 0 |a, b| a.to_bits() == b.to_bits();
        "  stride known by hand" value sum() sum_f64 44 |a, b| a.to_bits() == b.to_bits();
        "sum f64, contiguous" dense sum() sum_f64 8 |a, b| a.to_bits() == b.to_bits();
        "sum Be<f32>, stride 44" level sum() sum_be_f32 0 |a, b| a.to_bits() == b.to_bits();
        "sum i32, stride 44" id sum() sum_i32 0 |a, b| a == b;
        "sum i32, contiguous" ids sum() sum_i32 4 |a, b| a == b;
        "sum u8, stride 44" flag sum() sum_u8 0 |a, b| a == b;
        "sum u8, contiguous" flags sum() sum_u8 1 |a, b| a == b;
        "max f64, stride 44" value max() max_f64 0 |a, b| a == Some(b);
        "max f64, contiguous" dense max() max_f64 8 |a, b| a == Some(b);
        "min i32, stride 44" id min() min_i32 0 |a, b| a == Some(b);
        "min i32, contiguous" ids min() min_i32 4 |a, b| a == Some(b);
        "gt f64, stride 44" value gt(black_box(48.0)) gt_f64 0 |a, b| same_bits(&a, &b);
        "gt f64, contiguous" dense gt(black_box(48.0)) gt_f64 8 |a, b| same_bits(&a, &b);
    }
}

fn same_bits(mask: &Mask, words: &[u64]) -> bool {
    mask.iter().enumerate().all(|(i, bit)| words[i / 64] >> (i % 64) & 1 == u64::from(bit))
}

fn main() {
    println!(
        "{:<28} {:>9}  {:>10}  {:>10}  {:>6}  (quartiles)",
        "row", "records", "library", "by hand", "ratio"
    );
    rows(10_000);
    rows(10_000_000);
}

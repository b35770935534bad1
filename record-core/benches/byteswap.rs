//! How fast byte order is changed in place, against loops by hand over the same bytes.
//!
//! Each row runs the library and the loop by hand in turns, on buffers of their own, and reports the median of the rounds'
//! ratios, so that a busy machine disturbs both alike. The loops by hand know the dtype; the library walks it. `cargo bench -p
//! record-core --bench byteswap` prints the rows; with an argument, only those whose name contains it.
#![allow(unsafe_code)] // the loops by hand swap through pointers

mod support;

use record_core::{ops::ByteswapError, prelude::*};
use std::{env, hint::black_box, time::Instant};

/// A packed record of 44 bytes, with four leaves that have a byte order.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
#[record(native = "SampleNative")]
struct Sample {
    id: Be<i32>,
    time: Be<u64>,
    value: Be<f64>,
    level: Be<f32>,
    flag: u8,
    rest: [u8; 19],
}

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct SampleNative {
    id: i32,
    time: u64,
    value: f64,
    level: f32,
    flag: u8,
    rest: [u8; 19],
}

mod by_hand {
    macro_rules! dense {
        ($($name:ident $type:ty;)*) => {$(
            #[inline(never)]
            pub fn $name(bytes: &mut [u8]) {
                for unit in bytes.chunks_exact_mut(size_of::<$type>()) {
                    let bits = <$type>::from_ne_bytes((&*unit).try_into().expect("as many"));
                    unit.copy_from_slice(&bits.swap_bytes().to_ne_bytes());
                }
            }
        )*};
    }

    dense! {
        dense_u16 u16;
        dense_u32 u32;
        dense_u64 u64;
    }

    /// # Safety
    /// There is a `T` at `at`.
    #[inline(always)]
    unsafe fn swap<T: Copy>(at: *mut u8, f: impl Fn(T) -> T) {
        // SAFETY: by the contract.
        let bits = unsafe { at.cast::<T>().read_unaligned() };
        // SAFETY: by the contract.
        unsafe { at.cast::<T>().write_unaligned(f(bits)) };
    }

    /// The `f64` at byte 12 of records of `stride` bytes.
    #[inline(never)]
    pub fn column(bytes: &mut [u8], stride: usize) {
        let (count, base) = (bytes.len() / stride, bytes.as_mut_ptr());
        for i in 0..count {
            // SAFETY: within the record, which is in the slice.
            let at = unsafe { base.add(i * stride + 12) };
            // SAFETY: as above.
            unsafe { swap(at, u64::swap_bytes) };
        }
    }

    /// All leaves of a record before the next one.
    #[inline(never)]
    pub fn records(bytes: &mut [u8], stride: usize) {
        let (count, base) = (bytes.len() / stride, bytes.as_mut_ptr());
        for i in 0..count {
            // SAFETY: as in `column`, here and below.
            let at = unsafe { base.add(i * stride) };
            // SAFETY: as above.
            unsafe { swap(at, u32::swap_bytes) };
            // SAFETY: as above.
            let at = unsafe { base.add(i * stride + 4) };
            // SAFETY: as above.
            unsafe { swap(at, u64::swap_bytes) };
            // SAFETY: as above.
            let at = unsafe { base.add(i * stride + 12) };
            // SAFETY: as above.
            unsafe { swap(at, u64::swap_bytes) };
            // SAFETY: as above.
            let at = unsafe { base.add(i * stride + 20) };
            // SAFETY: as above.
            unsafe { swap(at, u32::swap_bytes) };
        }
    }
}

/// Nanoseconds of one run, on average.
fn time(mut run: impl FnMut(), repeats: usize) -> f64 {
    let start = Instant::now();
    for _ in 0..repeats {
        run();
    }
    start.elapsed().as_secs_f64() / repeats as f64 * 1e9
}

fn row(
    name: &str,
    len: usize,
    unit: usize,
    mut library: impl FnMut(&mut [u8]),
    mut by_hand: impl FnMut(&mut [u8]),
) {
    if env::args().skip(1).any(|filter| !filter.starts_with('-') && !name.contains(&filter)) {
        return;
    }
    let count = len / unit;
    let mut ours: Vec<u8> = (0..len).map(|i| u8::try_from(i * 7 % 251).expect("below 251")).collect();
    let mut theirs = ours.clone();
    library(&mut ours);
    by_hand(&mut theirs);
    assert!(ours == theirs, "{name}: both compute the same");
    let (rounds, repeats) =
        (if len > 10_000_000 { 31 } else { 101 }, (2_000_000 / len.max(1)).clamp(1, 10_000));
    let library = || time(|| library(black_box(&mut ours)), repeats) / count as f64;
    let by_hand = || time(|| by_hand(black_box(&mut theirs)), repeats) / count as f64;
    support::compare(name, count, rounds, library, by_hand);
}

fn view<T: Element>(bytes: &mut [u8]) -> ViewMut<'_, T> {
    ViewMut::from_bytes(bytes).expect("whole elements")
}

fn table(bytes: &mut [u8]) -> RecordTable<Sample, record_core::BorrowedMut<'_>> {
    RecordTable::<Sample>::from_bytes_mut(bytes).expect("whole records")
}

fn rows(count: usize) {
    let record = size_of::<Sample>();
    row("u16, contiguous", count * 2, 2, |b| view::<u16>(b).byteswap_inplace(), by_hand::dense_u16);
    row("u32, contiguous", count * 4, 4, |b| view::<u32>(b).byteswap_inplace(), by_hand::dense_u32);
    row("f64, contiguous", count * 8, 8, |b| view::<f64>(b).byteswap_inplace(), by_hand::dense_u64);
    row("Be<f64> into_native", count * 8, 8, |b| _ = view::<Be<f64>>(b).into_native(), by_hand::dense_u64);
    let stride = black_box(record);
    row(
        "f64 column, stride 44",
        count * record,
        record,
        |b| table(b)[Sample::VALUE].byteswap_inplace(),
        |b| by_hand::column(b, stride),
    );
    row(
        "  stride known by hand",
        count * record,
        record,
        |b| table(b)[Sample::VALUE].byteswap_inplace(),
        |b| by_hand::column(b, record),
    );
    row(
        "4 leaves of 44 bytes",
        count * record,
        record,
        |b| table(b).byteswap_inplace(),
        |b| by_hand::records(b, stride),
    );
    row(
        "table into_native",
        count * record,
        record,
        |b| drop(table(b).into_native()),
        |b| by_hand::records(b, record),
    );
    let dtype = <Sample as Element>::DTYPE;
    let run_time = |b: &mut [u8]| -> Result<(), ByteswapError> {
        let table = AnyTable::from_bytes_mut(b, dtype.clone()).expect("whole records");
        // The order that the bytes are not in: all leaves are swapped.
        _ = table.into_native()?;
        Ok(())
    };
    row(
        "dtype of run time into_native",
        count * record,
        record,
        |b| run_time(b).expect("no overlap"),
        |b| by_hand::records(b, stride),
    );
}

fn main() {
    println!(
        "{:<32} {:>9}  {:>10}  {:>10}  {:>6}  (quartiles)",
        "row", "elements", "library", "by hand", "ratio"
    );
    rows(100);
    rows(350);
    rows(10_000);
    rows(1_000_000);
    rows(10_000_000);
}

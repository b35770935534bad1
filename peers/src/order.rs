//! Rows that put records in order, or search in records that are.

use crate::{
    Args,
    args::on_two,
    hand::{Out, Raw},
    records::{Employee, Measure},
};
use record_core::ops::Side;

/// The records by salary, as a new table.
#[unsafe(no_mangle)]
pub extern "C" fn sort(args: &Args) -> f64 {
    let sorted = args.view().sorted_by(Employee::SALARY);
    args.keep(0, sorted.as_bytes());
    sorted.size() as f64
}

/// The records by salary, as a new table.
#[unsafe(no_mangle)]
pub extern "C" fn sort_2(args: &Args) -> f64 {
    let sorted = on_two(|| args.view().par().sorted_by(Employee::SALARY));
    args.keep(0, sorted.as_bytes());
    sorted.size() as f64
}

/// The records by salary, as a new table: a key and a position for each are sorted, then the records fetched.
#[unsafe(no_mangle)]
pub extern "C" fn sort_hand(args: &Args) -> f64 {
    let raw = Raw::<44>::of(args);
    let mut keys: Vec<(f64, usize)> = (0..raw.count).map(|i| (raw.get::<f64, 36>(i), i)).collect();
    keys.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let sorted: Vec<[u8; 44]> = keys.into_iter().map(|(_, i)| raw.record(i)).collect();
    args.keep(0, sorted.as_flattened());
    sorted.len() as f64
}

/// The position of each key of `other` in the ascending first field of M, one search after the other.
#[unsafe(no_mangle)]
pub extern "C" fn searchsorted(args: &Args) -> f64 {
    let (times, mut out) = (args.view().col(Measure::A), args.out_view::<u64>());
    for (i, key) in args.other_view::<f64>().into_iter().enumerate() {
        out.set(i, times.searchsorted(key, Side::Left) as u64);
    }
    0.0
}

/// The position of each key of `other` in the ascending first field of M, one search after the other.
#[unsafe(no_mangle)]
pub extern "C" fn searchsorted_hand(args: &Args) -> f64 {
    let (raw, keys, out) = (Raw::<28>::of(args), Raw::<8>::other(args), Out::of(args));
    for i in 0..keys.count {
        let key = keys.get::<f64, 0>(i);
        let (mut low, mut high) = (0, raw.count);
        while low < high {
            let middle = low + (high - low) / 2;
            if raw.get::<f64, 0>(middle) < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        out.set(i, low as u64);
    }
    0.0
}

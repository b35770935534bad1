//! What a loop over a column costs in instructions, against the loop one writes by hand.
//!
//! `scripts/cost` runs this under callgrind, which counts the instructions inside the functions of [`kernel`] and
//! nothing else. Run alone it only checks that all of them agree.

use record_core::prelude::*;
use std::hint::black_box;

/// A packed record of 44 bytes with an `f64` at byte 12.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Sample {
    id: u32,
    time: u64,
    value: f64,
    rest: [u8; 24],
}

const RECORDS: u32 = 10_000;

mod kernel {
    use super::Sample;
    use record_core::{Column, prelude::*};

    /// The loop by hand: a pointer, a stride, an unaligned read.
    ///
    /// The stride is an argument, for a view's stride is known at run time only.
    #[inline(never)]
    #[allow(unsafe_code)] // what the others are measured against
    pub fn by_hand(bytes: &[u8], stride: usize) -> f64 {
        let mut at = bytes.as_ptr().wrapping_add(Sample::VALUE.offset());
        let mut sum = 0.0;
        for _ in 0..bytes.len() / size_of::<Sample>() {
            // SAFETY: `at` is byte 12 of one of the records of 44 bytes that lie in `bytes`.
            sum += unsafe { at.cast::<f64>().read_unaligned() };
            at = at.wrapping_add(stride);
        }
        sum
    }

    /// The same with a stride that the compiler knows, which it folds into the addresses.
    #[inline(never)]
    pub fn by_hand_constant(bytes: &[u8]) -> f64 {
        let mut sum = 0.0;
        for record in bytes.as_chunks::<{ size_of::<Sample>() }>().0 {
            let mut value = [0; 8];
            value.copy_from_slice(&record[12..20]);
            sum += f64::from_ne_bytes(value);
        }
        sum
    }

    #[inline(never)]
    #[allow(clippy::explicit_iter_loop)] // as one writes it first
    pub fn for_loop(column: View<'_, f64>) -> f64 {
        let mut sum = 0.0;
        for value in column.iter() {
            sum += value;
        }
        sum
    }

    #[inline(never)]
    pub fn fold(column: View<'_, f64>) -> f64 {
        column.iter().fold(0.0, |sum, value| sum + value)
    }

    #[inline(never)]
    pub fn get(column: View<'_, f64>) -> f64 {
        let mut sum = 0.0;
        for i in 0..column.len() {
            if let Some(value) = column.get(i) {
                sum += value;
            }
        }
        sum
    }

    #[inline(never)]
    pub fn item(column: View<'_, f64>) -> f64 {
        let mut sum = 0.0;
        for i in 0..column.len() {
            sum += column.item(i);
        }
        sum
    }

    #[inline(never)]
    pub fn for_loop_indexed(column: &Column<f64>) -> f64 {
        let mut sum = 0.0;
        for value in column {
            sum += value;
        }
        sum
    }

    #[inline(never)]
    pub fn get_indexed(column: &Column<f64>) -> f64 {
        let mut sum = 0.0;
        for i in 0..column.len() {
            if let Some(value) = column.get(i) {
                sum += value;
            }
        }
        sum
    }
}

fn main() {
    let rows = (0..RECORDS).map(|id| Sample { id, time: 0, value: f64::from(id % 97), rest: [0; 24] });
    let table: RecordTable<Sample> = black_box(rows.collect());
    let bytes = table.as_bytes().expect("packed records have no gaps");
    let expected = kernel::by_hand(bytes, black_box(size_of::<Sample>()));
    let results = [
        kernel::by_hand_constant(bytes),
        kernel::for_loop(table.col(Sample::VALUE)),
        kernel::fold(table.col(Sample::VALUE)),
        kernel::get(table.col(Sample::VALUE)),
        kernel::item(table.col(Sample::VALUE)),
        kernel::for_loop_indexed(&table[Sample::VALUE]),
        kernel::get_indexed(&table[Sample::VALUE]),
    ];
    for result in results {
        assert_eq!(result.to_bits(), expected.to_bits(), "all loops add in the same order");
    }
}

//! How fast records are grouped, against loops by hand over the same bytes.
//!
//! The loop by hand knows that ages are below 128: it has a sum and a count for each, and adds one after the other, without
//! the sum rule's lanes. Joins by hand go through the standard library's hash table. `cargo bench -p record-core --bench group` prints the rows.

#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::cast_sign_loss)] // small numbers

mod support;

use record_core::{
    ops::{Groups, inner_join},
    prelude::*,
};
use std::{collections::HashMap, hint::black_box, time::Instant};

/// The packed record of 44 bytes that the comparisons use.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Employee {
    name: FixedBytes<32>,
    age: i32,
    salary: f64,
}

/// Numbers without a pattern.
fn random(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (*seed ^ *seed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z ^ z >> 27
}

/// The nanoseconds that it takes.
fn time<T>(run: &impl Fn() -> T) -> f64 {
    let start = Instant::now();
    black_box(run());
    start.elapsed().as_nanos() as f64
}

fn main() {
    println!("{:<32} {:>9}  {:>10}  {:>10}  {:>6}", "", "records", "library", "by hand", "ratio");
    for (count, rounds) in [(10_000, 401), (2_000_000, 11)] {
        let mut seed = 7;
        let table: RecordTable<Employee> = (0..count)
            .map(|_| Employee {
                name: FixedBytes::new("somebody"),
                age: 18 + (random(&mut seed) % 52) as i32,
                salary: (random(&mut seed) % 100_000) as f64,
            })
            .collect();
        let by_hand = || {
            let (mut sums, mut counts) = ([0.0; 128], [0_u32; 128]);
            for (age, salary) in table.col(Employee::AGE).iter().zip(table.col(Employee::SALARY)) {
                sums[age as usize & 127] += salary;
                counts[age as usize & 127] += 1;
            }
            let means: Vec<f64> =
                sums.iter().zip(counts).map(|(sum, count)| sum / f64::from(count)).collect();
            means
        };
        let by_hand = || time(&by_hand) / count as f64;
        let ours = || time(&|| table.group_by(Employee::AGE).mean(Employee::SALARY)) / count as f64;
        support::compare("mean by age", count, rounds, ours, by_hand);
        let (ages, salaries) = (table.col(Employee::AGE).to_vec(), table.col(Employee::SALARY).to_vec());
        let (ages, salaries) = (View::from_slice(&ages), View::from_slice(&salaries));
        let ours = || time(&|| Groups::by(ages).unwrap().mean(salaries)) / count as f64;
        support::compare("mean by age, columns", count, rounds, ours, by_hand);
    }
    // Keys of which neither is sorted: each is there once, or four times on the right.
    let count = 1_000_000;
    let mut seed = 3;
    for (name, keys) in [("inner join, unique", u64::from(u32::MAX)), ("inner join, four each", 250_000)] {
        let mut column = || (0..count).map(|_| (random(&mut seed) % keys) as u32).collect::<Vec<u32>>();
        let (left, right) = (column(), column());
        let by_hand = || {
            let mut table: HashMap<u32, Vec<usize>> = HashMap::new();
            right.iter().enumerate().for_each(|(row, key)| table.entry(*key).or_default().push(row));
            let pairs = left
                .iter()
                .enumerate()
                .flat_map(|(row, key)| table.get(key).into_iter().flatten().map(move |other| (row, *other)));
            pairs.collect::<Vec<_>>()
        };
        let by_hand = || time(&by_hand) / f64::from(count);
        let ours =
            || time(&|| inner_join(View::from_slice(&left), View::from_slice(&right))) / f64::from(count);
        support::compare(name, count as usize, 5, ours, by_hand);
    }
}

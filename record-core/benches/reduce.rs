//! How fast the reductions are on packed records: by type and by name, at a size that stays in the cache and at one that does
//! not.
//!
//! `cargo bench -p record-core --bench reduce` prints the median time for an element; with an argument, only of the rows whose name
//! contains it.

use record_core::prelude::*;
use std::{env, hint::black_box, time::Instant};

/// 44 bytes.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Employee {
    name: FixedBytes<32>,
    age: i32,
    salary: f64,
}

/// 21 bytes.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Sample {
    time: Be<u64>,
    x: Be<f32>,
    y: Be<f32>,
    z: Be<f32>,
    flag: u8,
}

/// The median of several runs, in nanoseconds for an element.
fn row<A>(name: &str, count: usize, run: impl Fn() -> A) {
    if env::args().skip(1).any(|filter| !filter.starts_with('-') && !name.contains(&filter)) {
        return;
    }
    let repeats = (400_000 / count).max(1);
    let mut times: Vec<f64> = (0..if count > 1_000_000 { 15 } else { 51 })
        .map(|_| {
            let start = Instant::now();
            for _ in 0..repeats {
                black_box(run());
            }
            start.elapsed().as_secs_f64() / repeats as f64
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let (least, median) = (times[0], times[times.len() / 2]);
    let each = 1e9 / count as f64;
    println!(
        "{name:<28} {count:>9}  {:>9.3} ns, least {:>9.3} ns; {median:.6} s",
        median * each,
        least * each
    );
}

fn rows(count: u32) {
    let employees: RecordTable<Employee> = (0..count)
        .map(|i| {
            let random = f64::from(i.wrapping_mul(2_654_435_761)) / f64::from(u32::MAX);
            let name = FixedBytes::from_bytes(i.to_string().as_bytes());
            Employee { name, age: 18 + i.cast_signed() % 52, salary: 60_000.0 + 15_000.0 * (random - 0.5) }
        })
        .collect();
    let samples: RecordTable<Sample> = (0..count)
        .map(|i| {
            let x = Be::new(i as f32);
            Sample { time: Be::new(u64::from(i)), x, y: x, z: x, flag: 0 }
        })
        .collect();
    let count = employees.len();
    let salary = employees.col(Employee::SALARY);
    let dense = salary.to_array();
    let x = samples.col(Sample::X);
    row("mean f8, E", count, || black_box(salary).mean());
    row("mean f8 by name, E", count, || black_box(employees.as_any()).column("salary").unwrap().mean());
    row("min_max f8, E", count, || black_box(salary).min_max());
    row("min f8, E", count, || black_box(salary).min());
    row("variance f8, E", count, || black_box(salary).variance(0));
    row("argmin f8, E", count, || black_box(salary).argmin());
    row("nan_sum f8, E", count, || black_box(salary).nan_sum());
    row("count_nonzero f8, E", count, || black_box(salary).count_nonzero());
    row("median f8, E", count, || black_box(salary).median());
    row("mean >f4, B", count, || black_box(x).mean());
    row("min_max >f4, B", count, || black_box(x).min_max());
    row("describe, E", count, || black_box(employees.as_any()).describe());
    row("describe i4 and f8, E", count, || {
        (
            employees.as_any().column("age").unwrap().describe(),
            employees.as_any().column("salary").unwrap().describe(),
        )
    });
    row("describe S32, E", count, || black_box(employees.as_any()).column("name").unwrap().describe());
    row("mean f8, dense", count, || black_box(dense.view()).mean());
    row("min_max f8, dense", count, || black_box(dense.view()).min_max());
    row("variance f8, dense", count, || black_box(dense.view()).variance(0));
    row("argmin f8, dense", count, || black_box(dense.view()).argmin());
    let table = dense.view().reshape([count / 100, 100]);
    row("sum_axis 0 of n x 100", count, || black_box(table).sum_axis(0));
    row("sum_axis 1 of n x 100", count, || black_box(table).sum_axis(1));
    let narrow = dense.view().reshape([count / 4, 4]);
    row("sum_axis 1 of n x 4", count, || black_box(narrow).sum_axis(1));
    #[cfg(feature = "rayon")]
    {
        row("mean f8, E, threads", count, || black_box(salary).par().mean());
        row("min_max f8, E, threads", count, || black_box(salary).par().min_max());
    }
}

fn main() {
    rows(10_000);
    rows(10_000_000);
}

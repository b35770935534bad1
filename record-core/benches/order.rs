//! How long sorting, searching and counting take, over records of 44 bytes and over dense columns.
//!
//! Each row reports the median, in nanoseconds an element. A copy of all records in order stands beside, as the least that a
//! sort of records can cost, and the same without the file's bytes in the caches. `cargo bench -p record-core --bench order`
//! prints the rows; with an argument, only those whose name contains it.

use record_core::{ops::Side, prelude::*};
use std::{env, hint::black_box};

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Employee {
    name: FixedBytes<32>,
    age: i32,
    salary: f64,
}

/// Ages from 18 to 69, salaries about 60,000 ± 15,000.
fn staff(count: usize) -> RecordTable<Employee> {
    let mut state = 7_u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let employee = |_| {
        // A sum of twelve uniform numbers is about normal.
        let normal: f64 = (0..12).map(|_| next()).sum::<f64>() - 6.0;
        #[allow(clippy::cast_possible_truncation)] // below 52
        let age = 18 + (next() * 52.0) as i32;
        Employee { name: FixedBytes::new("name"), age, salary: 60_000.0 + 15_000.0 * normal }
    };
    (0..count).map(employee).collect()
}

/// The time that this thread has run for, which other programs do not add to.
#[cfg(unix)]
#[allow(unsafe_code)] // a call of the system
fn cpu_seconds() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the call writes the time, which lives as long as it.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The time since 1970.
#[cfg(not(unix))]
fn cpu_seconds() -> f64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0.0, |time| time.as_secs_f64())
}

/// The median time of a call, in nanoseconds for each of `count` elements. Before each, other memory fills the caches if
/// `cold`.
fn row<R>(name: &str, count: usize, cold: Option<&mut [u64]>, mut work: impl FnMut() -> R) {
    if env::args().skip(1).any(|only| !only.starts_with('-') && !name.contains(&only)) {
        return;
    }
    let calls = (200_000 / count.max(1)).max(1);
    let mut other = cold;
    let mut times: Vec<f64> = (0..11)
        .map(|_| {
            if let Some(other) = &mut other {
                other.iter_mut().for_each(|word| *word = word.wrapping_add(1));
                black_box(&other);
            }
            let start = cpu_seconds();
            for _ in 0..calls {
                black_box(work());
            }
            (cpu_seconds() - start) * 1e9 / calls as f64
        })
        .collect();
    times.sort_unstable_by(f64::total_cmp);
    println!("{name:40} {count:>9} {:>10.1} us {:>8.2} ns each", times[5] / 1e3, times[5] / count as f64);
}

fn main() {
    if env::args().any(|argument| argument == "--test") {
        return;
    }
    let mut other = vec![1_u64; 8 << 20];
    for count in [10_000, 1_000_000, 10_000_000] {
        let staff = staff(count);
        let salaries = staff[Employee::SALARY].to_vec();
        let dense = View::from_slice(&salaries);
        if count <= 1_000_000 {
            row("argsort f8 of E", count, None, || staff[Employee::SALARY].argsort());
            row("argsort f8 of E, cold", count, Some(&mut other), || staff[Employee::SALARY].argsort());
            row("argsort f8 dense", count, None, || dense.argsort());
            row("argsort (age, salary desc) of E", count, None, || {
                staff.argsort_by((Employee::AGE, Employee::SALARY.desc()))
            });
            row("sorted_by f8 of E", count, None, || staff.sorted_by(Employee::SALARY));
            row("sorted_by f8 of E, cold", count, Some(&mut other), || staff.sorted_by(Employee::SALARY));
            let order = staff[Employee::SALARY].argsort();
            row("take in that order", count, None, || staff.take(&order));
            row("to_table", count, None, || staff.to_table());
            row("argsort S32 of E", count, None, || staff[Employee::NAME].argsort());
            let mut column = dense.to_array();
            row("to_array and sort f8 dense", count, None, || {
                column.copy_from(dense).unwrap();
                column.sort();
            });
            row("std sort_unstable f8 dense", count, None, || {
                let mut numbers = salaries.clone();
                numbers.sort_unstable_by(f64::total_cmp);
                numbers
            });
            row("argsort i4 of E", count, None, || staff[Employee::AGE].argsort());
        }
        row("unique_counts i4 of E", count, None, || staff[Employee::AGE].unique_counts());
        row("top_k 100 f8 of E", count, None, || staff[Employee::SALARY].top_k(100));
        let sorted = staff.sorted_by(Employee::SALARY);
        row("is_sorted f8 of E", count, None, || sorted[Employee::SALARY].is_sorted());
        let mut sought = 60_000.0;
        row("searchsorted f8 of E", count, None, || {
            sought += 0.1;
            sorted[Employee::SALARY].searchsorted(sought, Side::Left)
        });
        row("searchsorted f8 of E, cold", count, Some(&mut other), || {
            sorted[Employee::SALARY].searchsorted(60_000.0, Side::Left)
        });
    }
}

//! Rows that select records.

use crate::{
    Args,
    args::on_two,
    hand::{Out, Raw},
    records::Employee,
};
use record_core::RecordTable;

fn keep(args: &Args, table: &RecordTable<Employee>) -> f64 {
    args.keep(0, table.as_bytes().expect("a record without gaps"));
    table.len() as f64
}

/// The records where the age is above 50, into a new table.
#[unsafe(no_mangle)]
pub extern "C" fn filter(args: &Args) -> f64 {
    keep(args, &args.view::<Employee>().filter_table_by(|employee| employee.age > 50))
}

/// The records where the age is above 50, into a new table.
#[unsafe(no_mangle)]
pub extern "C" fn filter_2(args: &Args) -> f64 {
    on_two(|| keep(args, &args.view::<Employee>().par().filter_table_by(|employee| employee.age > 50)))
}

/// As [`filter`], where the system gives small pages only.
#[unsafe(no_mangle)]
pub extern "C" fn filter_small(args: &Args) -> f64 {
    small_pages(|| filter(args))
}

/// The records where the age is above 50, to where there is room for them.
#[unsafe(no_mangle)]
pub extern "C" fn filter_out(args: &Args) -> f64 {
    let records = args.view::<Employee>();
    let kept = records.filter_by_into(|employee| employee.age > 50, &mut args.out_view::<Employee>());
    kept.expect("room for all") as f64
}

/// The records where the age is above 50, into a new vector.
#[unsafe(no_mangle)]
pub extern "C" fn filter_hand(args: &Args) -> f64 {
    let raw = Raw::<44>::of(args);
    let mut kept = Vec::new();
    for i in 0..raw.count {
        if raw.get::<i32, 32>(i) > 50 {
            kept.push(raw.record(i));
        }
    }
    args.keep(0, kept.as_flattened());
    kept.len() as f64
}

/// The records where the age is above 50, to where there is room for them.
#[unsafe(no_mangle)]
pub extern "C" fn filter_out_hand(args: &Args) -> f64 {
    let (raw, out) = (Raw::<44>::of(args), Out::of(args));
    let mut kept = 0;
    for i in 0..raw.count {
        if raw.get::<i32, 32>(i) > 50 {
            out.set(kept, raw.record(i));
            kept += 1;
        }
    }
    kept as f64
}

/// How many are above 50 and earn less than 60000.
#[unsafe(no_mangle)]
pub extern "C" fn count(args: &Args) -> f64 {
    args.view::<Employee>().count_where(|employee| employee.age > 50 && employee.salary < 60000.0) as f64
}

/// How many are above 50 and earn less than 60000.
#[unsafe(no_mangle)]
pub extern "C" fn count_2(args: &Args) -> f64 {
    let both = |employee: Employee| employee.age > 50 && employee.salary < 60000.0;
    on_two(|| args.view::<Employee>().par().count_where(both) as f64)
}

/// How many are above 50 and earn less than 60000.
#[unsafe(no_mangle)]
pub extern "C" fn count_hand(args: &Args) -> f64 {
    let raw = Raw::<44>::of(args);
    let mut count = 0_u64;
    for i in 0..raw.count {
        count += u64::from((raw.get::<i32, 32>(i) > 50) & (raw.get::<f64, 36>(i) < 60000.0));
    }
    count as f64
}

/// Runs `work` while the process gets no huge pages.
#[cfg(target_os = "linux")]
fn small_pages<R>(work: impl FnOnce() -> R) -> R {
    let disable = |on: libc::c_ulong| {
        let none: libc::c_ulong = 0;
        // SAFETY: changes what later page faults get, and no memory.
        unsafe { libc::prctl(libc::PR_SET_THP_DISABLE, on, none, none, none) };
    };
    disable(1);
    let result = work();
    disable(0);
    result
}

/// Elsewhere huge pages are not asked for.
#[cfg(not(target_os = "linux"))]
fn small_pages<R>(work: impl FnOnce() -> R) -> R {
    work()
}

//! Rows on columns that `to_columns` made, which are kept between calls.

use crate::{
    Args,
    group::{AGES, keep_groups},
    hand::sum,
    records::{Employee, EmployeeColumnsOwned},
};
use record_core::ops::Groups;

/// The columns of the records, to be given back to [`columns_free`].
#[unsafe(no_mangle)]
pub extern "C" fn columns_new(args: &Args) -> *mut EmployeeColumnsOwned {
    Box::into_raw(Box::new(args.view::<Employee>().to_columns()))
}

/// Frees what [`columns_new`] made.
///
/// # Safety
/// `columns` is of [`columns_new`], and nothing uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn columns_free(columns: *mut EmployeeColumnsOwned) {
    // SAFETY: made of a box, and not used after this, by the contract.
    drop(unsafe { Box::from_raw(columns) });
}

/// The columns that `other` points to.
fn columns(args: &Args) -> &EmployeeColumnsOwned {
    // SAFETY: Python passes what `columns_new` made and frees it after the last call.
    unsafe { &*args.other().0.cast() }
}

fn slices(args: &Args) -> (&[i32], &[f64]) {
    let columns = columns(args);
    (columns.age.as_slice().expect("dense"), columns.salary.as_slice().expect("dense"))
}

/// The mean of the salaries.
#[unsafe(no_mangle)]
pub extern "C" fn dense_mean(args: &Args) -> f64 {
    columns(args).salary.mean().unwrap_or(f64::NAN)
}

/// The mean of the salaries.
#[unsafe(no_mangle)]
pub extern "C" fn dense_mean_hand(args: &Args) -> f64 {
    let salary = slices(args).1;
    sum(salary.len(), |i| salary[i]) / salary.len() as f64
}

/// The salaries where the age is above 50.
#[unsafe(no_mangle)]
pub extern "C" fn dense_filter(args: &Args) -> f64 {
    let columns = columns(args);
    let kept = columns.salary.filter(&columns.age.gt(50));
    args.keep_all(0, &kept);
    kept.len() as f64
}

/// The salaries where the age is above 50.
#[unsafe(no_mangle)]
pub extern "C" fn dense_filter_hand(args: &Args) -> f64 {
    let (age, salary) = slices(args);
    let kept: Vec<f64> =
        age.iter().zip(salary).filter(|(age, _)| **age > 50).map(|(_, salary)| *salary).collect();
    args.keep_all(0, &kept);
    kept.len() as f64
}

/// How many are above 50 and earn less than 60000.
#[unsafe(no_mangle)]
pub extern "C" fn dense_count(args: &Args) -> f64 {
    let columns = columns(args);
    (columns.age.gt(50) & columns.salary.lt(60000.0)).count() as f64
}

/// How many are above 50 and earn less than 60000.
#[unsafe(no_mangle)]
pub extern "C" fn dense_count_hand(args: &Args) -> f64 {
    let (age, salary) = slices(args);
    age.iter().zip(salary).filter(|(age, salary)| (**age > 50) & (**salary < 60000.0)).count() as f64
}

/// The mean salary at each age.
#[unsafe(no_mangle)]
pub extern "C" fn dense_group_hand(args: &Args) -> f64 {
    let (ages, salaries) = slices(args);
    let (mut sums, mut counts) = ([0.0; AGES], [0; AGES]);
    for (age, salary) in ages.iter().zip(salaries) {
        let age = age.cast_unsigned() as usize % AGES;
        sums[age] += salary;
        counts[age] += 1;
    }
    keep_groups(args, &counts, |age| sums[age] / counts[age] as f64)
}

/// The mean salary at each age.
#[unsafe(no_mangle)]
pub extern "C" fn dense_group(args: &Args) -> f64 {
    let columns = columns(args);
    let groups = Groups::by(columns.age.view()).expect("one column");
    let means = groups.mean(columns.salary.view()).expect("columns of one table");
    let at = args.keep_all(0, &groups.keys());
    args.keep_all(at, &means);
    means.len() as f64
}

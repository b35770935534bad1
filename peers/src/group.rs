//! Rows that bring equal values together.

use crate::{
    Args,
    args::on_two,
    hand::Raw,
    records::{Employee, Left, Pair, Right},
};
use record_core::{convert::JoinOptions, ops::inner_join};
use std::collections::HashMap;

/// Ages as indices: a loop by hand knows that they are below this.
pub const AGES: usize = 128;

/// Leaves the ages that there are, and a number for each.
pub fn keep_groups<T: Copy>(args: &Args, counts: &[u64; AGES], values: impl Fn(usize) -> T) -> f64 {
    let ages: Vec<i32> = (0..).zip(counts).filter(|(_, count)| **count > 0).map(|(age, _)| age).collect();
    let values: Vec<T> = (0..AGES).filter(|age| counts[*age] > 0).map(values).collect();
    let at = args.keep_all(0, &ages);
    args.keep_all(at, &values);
    ages.len() as f64
}

/// The mean salary at each age.
#[unsafe(no_mangle)]
pub extern "C" fn group_mean(args: &Args) -> f64 {
    let records = args.view();
    let groups = records.group_by(Employee::AGE);
    let means = groups.mean(Employee::SALARY);
    let at = args.keep_all(0, &groups.keys());
    args.keep_all(at, &means);
    means.len() as f64
}

/// The mean salary at each age.
#[unsafe(no_mangle)]
pub extern "C" fn group_mean_2(args: &Args) -> f64 {
    let (ages, means) = on_two(|| {
        let groups = args.view().par().group_by(Employee::AGE);
        let means = groups.mean(Employee::SALARY);
        (groups.serial().keys(), means)
    });
    let at = args.keep_all(0, &ages);
    args.keep_all(at, &means);
    means.len() as f64
}

/// The mean salary at each age.
#[unsafe(no_mangle)]
pub extern "C" fn group_mean_hand(args: &Args) -> f64 {
    let raw = Raw::<44>::of(args);
    let (mut sums, mut counts) = ([0.0; AGES], [0; AGES]);
    for i in 0..raw.count {
        let age = raw.get::<i32, 32>(i).cast_unsigned() as usize % AGES;
        sums[age] += raw.get::<f64, 36>(i);
        counts[age] += 1;
    }
    keep_groups(args, &counts, |age| sums[age] / counts[age] as f64)
}

/// The ages that there are, and how often.
#[unsafe(no_mangle)]
pub extern "C" fn unique(args: &Args) -> f64 {
    let (ages, counts) = args.view().col(Employee::AGE).unique_counts();
    let at = args.keep_all(0, &ages);
    args.keep_all(at, &counts);
    ages.len() as f64
}

/// The ages that there are, and how often.
#[unsafe(no_mangle)]
pub extern "C" fn unique_2(args: &Args) -> f64 {
    let (ages, counts) = on_two(|| args.view().col(Employee::AGE).par().unique_counts());
    let at = args.keep_all(0, &ages);
    args.keep_all(at, &counts);
    ages.len() as f64
}

/// The ages that there are, and how often.
#[unsafe(no_mangle)]
pub extern "C" fn unique_hand(args: &Args) -> f64 {
    let raw = Raw::<44>::of(args);
    let mut counts = [0; AGES];
    for i in 0..raw.count {
        counts[raw.get::<i32, 32>(i).cast_unsigned() as usize % AGES] += 1;
    }
    keep_groups(args, &counts, |age| counts[age])
}

/// The pairs of equal keys.
#[unsafe(no_mangle)]
pub extern "C" fn join(args: &Args) -> f64 {
    let (left, right) = (args.view::<Left>(), args.other_view::<Right>());
    let pairs = inner_join(left.col(Left::K), right.col(Right::K)).expect("one column each");
    let joined = pairs.to_table(left.as_any(), right.as_any(), &["k"], &JoinOptions::new());
    let joined = joined.expect("fields of different names");
    args.keep(0, joined.as_bytes());
    joined.len() as f64
}

/// The pairs of equal keys.
#[unsafe(no_mangle)]
pub extern "C" fn join_hand(args: &Args) -> f64 {
    let (left, right) = (Raw::<12>::of(args), Raw::<12>::other(args));
    let at_right: HashMap<u32, usize> = (0..right.count).map(|i| (right.get::<u32, 0>(i), i)).collect();
    let mut pairs = Vec::new();
    for i in 0..left.count {
        let Left { k, x } = left.get::<Left, 0>(i);
        if let Some(&i) = at_right.get(&k) {
            pairs.push(Pair { k, x, y: right.get::<Right, 0>(i).y });
        }
    }
    args.keep_all(0, &pairs);
    pairs.len() as f64
}

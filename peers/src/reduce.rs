//! Rows that reduce a column to a number or two.

use crate::{
    Args,
    args::on_two,
    hand::{Raw, sum},
    records::{Big, Employee},
};

/// The mean of the salaries.
#[unsafe(no_mangle)]
pub extern "C" fn mean(args: &Args) -> f64 {
    args.view().col(Employee::SALARY).mean().unwrap_or(f64::NAN)
}

/// The mean of the salaries.
#[unsafe(no_mangle)]
pub extern "C" fn mean_2(args: &Args) -> f64 {
    on_two(|| args.view().col(Employee::SALARY).par().mean().unwrap_or(f64::NAN))
}

/// The mean of the salaries.
#[unsafe(no_mangle)]
pub extern "C" fn mean_hand(args: &Args) -> f64 {
    let raw = Raw::<44>::of(args);
    sum(raw.count, |i| raw.get::<f64, 36>(i)) / raw.count as f64
}

/// The least and the greatest salary.
#[unsafe(no_mangle)]
pub extern "C" fn min_max(args: &Args) -> f64 {
    let (least, greatest) = args.view().col(Employee::SALARY).min_max().unwrap_or_default();
    args.keep_all(0, &[least, greatest]);
    least
}

/// The least and the greatest salary.
#[unsafe(no_mangle)]
pub extern "C" fn min_max_2(args: &Args) -> f64 {
    let (least, greatest) = on_two(|| args.view().col(Employee::SALARY).par().min_max()).unwrap_or_default();
    args.keep_all(0, &[least, greatest]);
    least
}

/// The least and the greatest salary, of which none is NaN.
#[unsafe(no_mangle)]
pub extern "C" fn min_max_hand(args: &Args) -> f64 {
    let raw = Raw::<44>::of(args);
    let (mut least, mut greatest) = ([f64::INFINITY; 8], [f64::NEG_INFINITY; 8]);
    let whole = raw.count / 8 * 8;
    let mut see = |i: usize| {
        let value = raw.get::<f64, 36>(i);
        let (low, high) = (&mut least[i % 8], &mut greatest[i % 8]);
        *low = if value < *low { value } else { *low };
        *high = if value > *high { value } else { *high };
    };
    for start in (0..whole).step_by(8) {
        (0..8).for_each(|lane| see(start + lane));
    }
    (whole..raw.count).for_each(see);
    let least = least.into_iter().fold(f64::INFINITY, f64::min);
    args.keep_all(0, &[least, greatest.into_iter().fold(f64::NEG_INFINITY, f64::max)]);
    least
}

/// The mean of a big-endian column.
#[unsafe(no_mangle)]
pub extern "C" fn mean_big(args: &Args) -> f64 {
    args.view().col(Big::X).mean().unwrap_or(f64::NAN)
}

/// The mean of a big-endian column.
#[unsafe(no_mangle)]
pub extern "C" fn mean_big_2(args: &Args) -> f64 {
    on_two(|| args.view().col(Big::X).par().mean().unwrap_or(f64::NAN))
}

/// The mean of a big-endian column.
#[unsafe(no_mangle)]
pub extern "C" fn mean_big_hand(args: &Args) -> f64 {
    let raw = Raw::<21>::of(args);
    sum(raw.count, |i| f64::from(f32::from_bits(raw.get::<u32, 8>(i).swap_bytes()))) / raw.count as f64
}

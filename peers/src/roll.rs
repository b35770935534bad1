//! Rows that slide a window over a column.

use crate::{Args, args::on_two, hand::Raw};

/// How many elements are in a window.
const WIDTH: usize = 64;

/// The mean of each whole window.
#[unsafe(no_mangle)]
pub extern "C" fn rolling_mean(args: &Args) -> f64 {
    let means = args.view::<f32>().rolling(WIDTH).mean().to_array();
    args.keep(0, means.as_bytes());
    means.size() as f64
}

/// The mean of each whole window.
#[unsafe(no_mangle)]
pub extern "C" fn rolling_mean_2(args: &Args) -> f64 {
    let means = on_two(|| args.view::<f32>().rolling(WIDTH).mean().par().to_array());
    args.keep(0, means.as_bytes());
    means.size() as f64
}

/// The mean of each whole window, by a sum that is carried along.
#[unsafe(no_mangle)]
pub extern "C" fn rolling_mean_hand(args: &Args) -> f64 {
    let raw = Raw::<4>::of(args);
    let value = |i| f64::from(raw.get::<f32, 0>(i));
    let mut sum: f64 = (0..WIDTH - 1).map(value).sum();
    let mut means = Vec::with_capacity(raw.count);
    for i in WIDTH - 1..raw.count {
        sum += value(i);
        means.push(sum / WIDTH as f64);
        sum -= value(i + 1 - WIDTH);
    }
    args.keep_all(0, &means);
    means.len() as f64
}

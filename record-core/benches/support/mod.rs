//! Two ways to do the same, measured side by side.

/// Runs both `rounds` times, each round the other one first, and prints nanoseconds per element, and the median of the
/// ratios with its quartiles.
pub fn compare(
    name: &str,
    count: usize,
    rounds: usize,
    mut library: impl FnMut() -> f64,
    mut by_hand: impl FnMut() -> f64,
) {
    let mut measured: Vec<(f64, f64, f64)> = (0..rounds)
        .map(|round| {
            let (ours, theirs) = if round % 2 == 0 {
                let ours = library();
                (ours, by_hand())
            } else {
                let theirs = by_hand();
                (library(), theirs)
            };
            (ours / theirs, ours, theirs)
        })
        .collect();
    measured.sort_by(|a, b| a.0.total_cmp(&b.0));
    let quartile = |q: usize| measured[rounds * q / 4].0;
    let (ratio, ours, theirs) = measured[rounds / 2];
    println!(
        "{name:<32} {count:>9}  {ours:>7.3} ns  {theirs:>7.3} ns  {ratio:>6.3}  ({:.3} to {:.3})",
        quartile(1),
        quartile(3)
    );
}

//! The sum rule, stated a second time: recursively, over a list of numbers.
//!
//! Blocks of 1,024 elements; in a block, lane `i % 8` adds its elements in order; lanes and then blocks are added
//! pairwise. Of a number of blocks that is no power of two, the left part is the largest power of two below.

/// The sum of numbers.
pub fn sum(values: &[f64]) -> f64 {
    let blocks: Vec<f64> = values.chunks(1024).map(block).collect();
    pairwise(&blocks)
}

fn block(values: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    for (i, value) in values.iter().enumerate() {
        lanes[i % 8] += value;
    }
    pairwise(&lanes)
}

fn pairwise(numbers: &[f64]) -> f64 {
    match numbers {
        [] => 0.0,
        [one] => *one,
        more => {
            let left = more.len().next_power_of_two() / 2;
            pairwise(&more[..left]) + pairwise(&more[left..])
        }
    }
}

#[test]
fn order_matters_to_the_numbers_tried() {
    // If adding from left to right gave the same, the tests of the sum rule would test nothing.
    let mut random = record_tests::Random::new(1);
    let values: Vec<f64> = (0..5000).map(|_| (random.bits() >> 11) as f64 / 3.0).collect();
    let simple = values.iter().fold(0.0, |sum, value| sum + value);
    assert_ne!(sum(&values).to_bits(), f64::to_bits(simple));
    let four: Vec<f64> = values.chunks(1024).map(pairwise).collect();
    assert_ne!(sum(&values).to_bits(), pairwise(&four).to_bits());
}

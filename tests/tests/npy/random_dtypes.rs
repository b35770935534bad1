//! Dtypes that a header can say, at random: nested, with gaps, sub-arrays, titles, names of all scripts, both byte orders.

use record_core::DType;
use record_tests::Random;

const SCALARS: [&str; 24] = [
    "?", "i1", "u1", "<i2", ">u2", "<i4", ">i4", "<u8", ">i8", "<f2", ">f4", "<f8", ">f8", "<c8", ">c16",
    "S1", "S7", "<U2", ">U3", "V1", "V5", "<M8[ns]", ">m8[25s]", "<M8",
];

const NAMES: [&str; 22] = [
    "a",
    "b",
    "x y",
    "it's",
    "q\"r",
    "bo\"th'",
    "caf\u{e9}",
    "\u{ff}",
    "\u{6574}\u{5f62}",
    "\u{1f980}",
    "tab\t",
    "line\n",
    "cr\r",
    "nul\0",
    "bell\u{7}",
    "\u{200b}",
    "\u{a0}",
    "\u{ad}",
    "e\u{301}",
    "back\\slash",
    "{braces}",
    "(1, 2), 'shape': ",
];

/// A dtype of at most three levels.
pub fn dtype(random: &mut Random, level: usize) -> DType {
    match random.below(10) {
        0..=2 if level > 0 => scalar(random),
        _ if level == 3 => scalar(random),
        _ => record(random, level),
    }
}

fn scalar(random: &mut Random) -> DType {
    DType::parse(random.pick(&SCALARS)).expect("a scalar")
}

fn record(random: &mut Random, level: usize) -> DType {
    let aligned = random.below(3) == 0;
    let mut builder = DType::builder().aligned(aligned);
    let mut end = 0_usize;
    let mut largest = 1;
    for i in 0..=random.below(5) {
        let mut inner = dtype(random, level + 1);
        if random.below(3) == 0 {
            let shape: Vec<usize> = (0..=random.below(2)).map(|_| random.pick(&[1, 2, 3])).collect();
            inner = DType::array(inner, &shape).expect("a sub-array");
        }
        let alignment = if aligned { inner.alignment().max(1) } else { 1 };
        largest = alignment.max(largest);
        let gap = if random.below(3) == 0 { random.below(9) } else { 0 };
        let at = (end + gap).next_multiple_of(alignment);
        end = at + inner.itemsize();
        let number = if random.below(2) == 0 { i.to_string() } else { ["A", "B", "C", "D", "E"][i].into() };
        builder = builder.field_at(format!("{}{number}", random.pick(&NAMES)), inner, at);
        if random.below(4) == 0 {
            builder = builder.title(format!("{} title {i}", random.pick(&NAMES)));
        }
    }
    let trailing = if random.below(3) == 0 { random.below(7) } else { 0 };
    builder.itemsize((end + trailing).next_multiple_of(largest)).build().expect("a record")
}

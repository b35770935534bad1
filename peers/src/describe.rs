//! The row that describes all columns of a table.
//!
//! What is left in `out`: of the ages and then of the salaries ten numbers each (count, missing, infinite, least,
//! greatest, sum, mean, standard deviation, first, last), then of the names how many are empty, the least and the greatest.

use crate::{Args, hand::Raw, records::Employee};
use record_core::{
    ops::{ColumnSummary, Sum},
    view::Value,
};

/// The numbers of a column, as [`Numbers::all`] puts them.
fn numbers(of: &ColumnSummary) -> [f64; 10] {
    let number = |value: Option<&Value>| match value {
        Some(Value::Int(number)) => *number as f64,
        Some(Value::Float64(number)) => *number,
        _ => f64::NAN,
    };
    let sum = match of.sum() {
        Some(Sum::Int(sum)) => sum as f64,
        Some(Sum::Float(sum)) => sum,
        _ => f64::NAN,
    };
    let [count, missing, infinite] = [of.count(), of.missing(), of.infinite()].map(|count| count as f64);
    let (mean, std) = (of.mean().unwrap_or(f64::NAN), of.std(0).unwrap_or(f64::NAN));
    let [least, greatest, first, last] = [of.min(), of.max(), of.first(), of.last()].map(number);
    [count, missing, infinite, least, greatest, sum, mean, std, first, last]
}

/// A text of 32 bytes.
fn text(value: Option<&Value>) -> [u8; 32] {
    let mut text = [0; 32];
    if let Some(Value::Bytes(bytes)) = value {
        text[..bytes.len()].copy_from_slice(bytes);
    }
    text
}

/// All columns in one pass.
#[unsafe(no_mangle)]
pub extern "C" fn describe(args: &Args) -> f64 {
    let description = args.view::<Employee>().describe().expect("columns of numbers and texts");
    let at = args.keep_all(0, &numbers(&description["age"]));
    let at = args.keep_all(at, &numbers(&description["salary"]));
    let name = &description["name"];
    let at = args.keep_all(at, &[name.empty().unwrap_or(0) as f64]);
    let at = args.keep(at, &text(name.min()));
    args.keep(at, &text(name.max()));
    0.0
}

/// What there is to say of a column of numbers.
struct Numbers {
    missing: u64,
    infinite: u64,
    least: f64,
    greatest: f64,
    sum: f64,
    squares: f64,
    shift: f64,
}

impl Numbers {
    /// Of nothing yet. Squares are of the distance from `shift`, a value of the column, so that little cancels.
    fn new(shift: f64) -> Self {
        let (least, greatest) = (f64::INFINITY, f64::NEG_INFINITY);
        Self { missing: 0, infinite: 0, least, greatest, sum: 0.0, squares: 0.0, shift }
    }

    #[inline(always)]
    fn see(&mut self, value: f64) {
        self.missing += u64::from(value.is_nan());
        self.infinite += u64::from(value.is_infinite());
        self.least = if value < self.least { value } else { self.least };
        self.greatest = if value > self.greatest { value } else { self.greatest };
        let off = value - self.shift;
        self.sum += off;
        self.squares += off * off;
    }

    fn all(&self, count: usize, last: f64) -> [f64; 10] {
        let count = count as f64;
        let off = self.sum / count;
        let mean = self.shift + off;
        let std = (self.squares / count - off * off).sqrt();
        let (missing, infinite) = (self.missing as f64, self.infinite as f64);
        [count, missing, infinite, self.least, self.greatest, mean * count, mean, std, self.shift, last]
    }
}

/// All columns in one pass.
#[unsafe(no_mangle)]
pub extern "C" fn describe_hand(args: &Args) -> f64 {
    let raw = Raw::<44>::of(args);
    let (name, age) = (|i| raw.get::<[u8; 32], 0>(i), |i| f64::from(raw.get::<i32, 32>(i)));
    let salary = |i| raw.get::<f64, 36>(i);
    let (mut ages, mut salaries) = (Numbers::new(age(0)), Numbers::new(salary(0)));
    let (mut empty, mut least, mut greatest) = (0_u64, name(0), name(0));
    for i in 0..raw.count {
        let text = name(i);
        empty += u64::from(text[0] == 0);
        least = least.min(text);
        greatest = greatest.max(text);
        ages.see(age(i));
        salaries.see(salary(i));
    }
    let at = args.keep_all(0, &ages.all(raw.count, age(raw.count - 1)));
    let at = args.keep_all(at, &salaries.all(raw.count, salary(raw.count - 1)));
    let at = args.keep_all(at, &[empty as f64]);
    let at = args.keep(at, &least);
    args.keep(at, &greatest);
    0.0
}

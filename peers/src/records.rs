//! The records of the comparison.

use record_core::{Be, FixedBytes, Record};

/// Table E: 44 bytes.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
pub struct Employee {
    /// A text.
    pub name: FixedBytes<32>,
    /// From 18 to 69.
    pub age: i32,
    /// About 60000.
    pub salary: f64,
}

/// Table B: 21 bytes, big-endian.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
pub struct Big {
    /// When.
    pub time: Be<u64>,
    /// Where.
    pub x: Be<f32>,
    /// Where.
    pub y: Be<f32>,
    /// Where.
    pub z: Be<f32>,
    /// Flags.
    pub flags: u8,
}

/// Table M: 28 bytes.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
pub struct Measure {
    /// Ascending.
    pub a: f64,
    /// A factor.
    pub b: f64,
    /// A summand.
    pub c: f64,
    /// A number.
    pub k: u32,
}

/// The left of a join: 12 bytes.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
pub struct Left {
    /// What is joined on.
    pub k: u32,
    /// A value.
    pub x: f64,
}

/// The right of a join: 12 bytes.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
pub struct Right {
    /// What is joined on.
    pub k: u32,
    /// A value.
    pub y: f64,
}

/// A pair of a join: 20 bytes.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
pub struct Pair {
    /// What was joined on.
    pub k: u32,
    /// The left's value.
    pub x: f64,
    /// The right's value.
    pub y: f64,
}

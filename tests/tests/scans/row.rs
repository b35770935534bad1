//! The record that the tests read, and bytes of it made without the library.

use record_core::{prelude::*, time::Seconds};
use record_tests::Random;

#[derive(Code, Clone, Copy, Debug, PartialEq)]
#[repr(u8)]
pub enum Mode {
    Off,
    On,
    Test = 7,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
pub struct Row {
    #[record(bits(low_bits = 0..5))]
    pub id: Be<u16>,
    pub value: Be<f64>,
    pub low: Le<i32>,
    pub at: [Be<f32>; 3],
    pub when: DateTime64<Seconds>,
    pub mode: Coded<Mode>,
    pub flag: Bool8,
    pub big: Le<u64>,
}

/// The size of a row.
pub const SIZE: usize = 44;

/// A row with gaps.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct Gappy {
    pub id: u8,
    pub value: f64,
    pub low: i16,
}

/// What a row holds.
#[derive(Clone, Copy, Debug)]
pub struct Plain {
    pub id: u16,
    pub value: f64,
    pub low: i32,
    pub at: [f32; 3],
    pub when: i64,
    pub mode: u8,
    pub flag: bool,
    pub big: u64,
}

/// How often there is a NaN, in rows.
#[derive(Clone, Copy, Debug)]
pub enum Missing {
    Never,
    Sometimes,
    First,
}

fn float(random: &mut Random) -> f64 {
    let sign = if random.below(2) == 0 { -1.0 } else { 1.0 };
    match random.below(12) {
        // Zeros of both signs, which are equal and not the same.
        0 => sign * 0.0,
        _ => sign * (random.bits() >> 11) as f64 / 1e9,
    }
}

#[allow(clippy::cast_possible_truncation)] // rounded
fn single(random: &mut Random) -> f32 {
    float(random) as f32
}

/// Rows of this seed.
pub fn rows(count: usize, seed: u64, missing: Missing) -> Vec<Plain> {
    let mut random = Random::new(seed);
    let mut rows: Vec<Plain> = (0..count)
        .map(|_| Plain {
            id: u16::try_from(random.bits() >> 48).expect("16 bits"),
            value: float(&mut random),
            low: u32::try_from(random.bits() >> 32).expect("32 bits").cast_signed(),
            at: std::array::from_fn(|_| single(&mut random)),
            when: i64::try_from(random.bits() >> 30).expect("34 bits"),
            mode: random.pick(&[0, 1, 1, 7, 9, 200]),
            flag: random.below(3) == 0,
            big: random.bits(),
        })
        .collect();
    let holes = match missing {
        Missing::Never => 0,
        Missing::Sometimes => count.div_ceil(1500),
        Missing::First => 1,
    };
    for number in 0..holes.min(count) {
        let place = if matches!(missing, Missing::First) { 0 } else { random.below(count) };
        // NaNs differ in their bits, and the first one is the answer.
        rows[place].value = f64::from_bits(0x7ff8_0000_0000_0001 + number as u64);
        rows[place].at[1] = f32::from_bits(0x7fc0_0001 + u32::try_from(number).expect("few"));
        rows[place].when = i64::MIN;
    }
    rows
}

/// The bytes of rows, field by field.
pub fn encode(rows: &[Plain]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for row in rows {
        bytes.extend(row.id.to_be_bytes());
        bytes.extend(row.value.to_be_bytes());
        bytes.extend(row.low.to_le_bytes());
        row.at.iter().for_each(|at| bytes.extend(at.to_be_bytes()));
        bytes.extend(row.when.to_ne_bytes());
        bytes.extend([row.mode, u8::from(row.flag)]);
        bytes.extend(row.big.to_le_bytes());
    }
    assert_eq!(bytes.len(), rows.len() * SIZE, "rows without gaps");
    bytes
}

/// Bytes of random rows.
pub fn bytes(count: usize, seed: u64) -> Vec<u8> {
    encode(&rows(count, seed, Missing::Never))
}

/// A table over the bytes.
pub fn table(bytes: &[u8]) -> RecordTable<Row> {
    RecordTable::<Row>::from_bytes(bytes).expect("whole rows").to_table()
}

//! Tables: owning, borrowing and opening records, columns by name, and tables as text.

#[path = "tables/borrowed.rs"]
mod borrowed;
#[path = "tables/display.rs"]
mod display;
#[path = "tables/files.rs"]
mod files;
#[path = "tables/named.rs"]
mod named;
#[path = "tables/options.rs"]
mod options;
#[path = "tables/owned.rs"]
mod owned;

use record_core::{Be, Record};

/// A packed record of 7 bytes.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Reading {
    id: u8,
    at: Be<u32>,
    value: i16,
}

/// The records with the numbers 0 to `count`, in order.
fn readings(count: usize) -> Vec<Reading> {
    (0..count)
        .map(|i| {
            let i = u32::try_from(i).expect("few");
            Reading {
                id: i.to_be_bytes()[3],
                at: Be::new(i * 1000),
                value: -i16::try_from(i).expect("below 32,768"),
            }
        })
        .collect()
}

/// Their bytes, written down field by field.
fn bytes_of(readings: &[Reading]) -> Vec<u8> {
    readings
        .iter()
        .flat_map(|r| {
            let (at, value) = (r.at, r.value);
            [&[r.id][..], &at.get().to_be_bytes(), &value.to_ne_bytes()].concat()
        })
        .collect()
}

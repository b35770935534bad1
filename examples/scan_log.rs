//! A log of readings of any length, from a file or from standard input, in constant memory.
//!
//! `cargo run --release --example scan_log [FILE]`, or `... scan_log - < FILE`; without either, the telemetry of NOAA-20 that the
//! repository has, as a log of 71 bytes each.

use record_core::{
    ops::{MaxState, MinState, SumState},
    prelude::*,
    scan::{ReaderOptions, RecordReader},
    table::Trailing,
};
use std::{env, error::Error};

/// A packet: what of it is asked for here.
#[derive(Record, Clone, Copy)]
#[record(size = 71)]
#[repr(C, packed)]
struct Packet {
    header: Opaque<8>,
    millisecond: Be<u32>,
    rest: Opaque<11>,
    position: [Be<f32>; 3],
    velocity: [Be<f32>; 3],
    attitude: Opaque<24>,
}

fn open() -> Result<RecordReader<Packet>, Box<dyn Error>> {
    // A log that is being written may end in the middle of a record.
    let options =
        ReaderOptions::new().trailing(Trailing::Ignore).chunk_bytes(64 * 1024).progress(|progress| {
            let percent = progress.total.map(|total| 100 * progress.bytes / total.max(1));
            eprintln!("{} records, {}%", progress.records, percent.map_or("?".into(), |p| p.to_string()));
        });
    Ok(match env::args().nth(1).as_deref() {
        Some("-") => options.stdin()?,
        Some(file) => options.open(file)?,
        None => options.open(record_examples::data_file("jpss1_attitude_ephemeris.dat"))?,
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut packets = open()?;
    // Several columns in one pass: each state goes on where it stopped, and ends as if the log had been one array.
    let mut speed = [SumState::new(), SumState::new(), SumState::new()];
    let (mut first, mut last) = (MinState::new(), MaxState::new());
    while let Some(chunk) = packets.next_chunk()? {
        let velocity = chunk.col(Packet::VELOCITY).axes();
        for (axis, sum) in speed.iter_mut().enumerate() {
            sum.add(velocity.at_axis(1, axis));
        }
        first.add(chunk.col(Packet::MILLISECOND));
        last.add(chunk.col(Packet::MILLISECOND));
    }
    let end = packets.end().ok_or("a scan without an end")?;
    println!("packets        {}, and {} bytes of another", end.records, end.trailing_bytes);
    for (axis, sum) in ["x", "y", "z"].into_iter().zip(speed) {
        println!("mean velocity  {axis} {:>12.6} m/s", sum.mean().unwrap_or(f64::NAN));
    }
    if let (Some(first), Some(last)) = (first.value(), last.value()) {
        println!("time of day    {first} to {last} ms");
    }
    Ok(())
}

//! Two hours of an orbit, computed from spacecraft telemetry: statistics, expressions, groups, windows, gaps, a range of
//! time, and for each event of another log the packet before it.
//!
//! The packets are big-endian and nothing in them is aligned; the columns are computed with as they lie in the file.
//!
//! `cargo run --release --example orbit [FILE]`

use record_core::{
    ops::{AsofOptions, Groups, asof_join},
    prelude::*,
};

/// A CCSDS day-segmented time code: days since 1958-01-01, milliseconds of the day, microseconds of the millisecond.
#[derive(Record, Clone, Copy, Debug)]
#[repr(C, packed)]
struct Stamp {
    day: Be<u16>,
    millisecond: Be<u32>,
    microsecond: Be<u16>,
}

/// One packet of the attitude and ephemeris stream.
#[derive(Record, Clone, Copy, Debug)]
#[record(size = 71, endian = "big")]
#[repr(C, packed)]
struct Packet {
    header: [Be<u16>; 3],
    sent: Stamp,
    spacecraft: u8,
    at: Stamp,
    /// Metres, Earth-centred.
    position: [Be<f32>; 3],
    /// Metres per second.
    velocity: [Be<f32>; 3],
    attitude_at: Stamp,
    quaternion: [Be<f32>; 4],
}

/// What the ground wanted of the spacecraft, and when.
#[derive(Record, Clone, Copy, Debug)]
#[repr(C)]
struct Command {
    millisecond: u32,
    code: u16,
}

fn main() -> Result<(), record_core::Error> {
    let packets = RecordTable::<Packet>::read(record_examples::data_file("jpss1_attitude_ephemeris.dat"))?;
    println!("{}\n", packets.describe()?);

    // An expression is computed in one pass, when it is asked for, without temporaries.
    let [x, y, z] =
        [Packet::VELOCITY.element::<0>(), Packet::VELOCITY.element::<1>(), Packet::VELOCITY.element::<2>()]
            .map(|part| packets.col(part));
    let speed = (x * x + y * y + z * z).sqrt();
    let bounds = speed.min()?.zip(speed.max()?).zip(speed.mean()?);
    let Some(((low, high), mean)) = bounds else { return Ok(()) };
    println!("speed    {low:.2} to {high:.2} m/s, mean {mean:.2}");

    let times = packets.col(Packet::AT).col(Stamp::MILLISECOND);
    let speed = speed.to_array()?;
    let smooth = speed.view().rolling(60).mean().to_array();
    println!(
        "a minute {:.2} to {:.2} m/s",
        smooth.min().unwrap_or(f64::NAN),
        smooth.max().unwrap_or(f64::NAN)
    );

    // Groups: the mean speed of each ten minutes.
    let tens = (times / 600_000).to_array()?;
    let groups = Groups::by(tens.view())?;
    for ((ten, count), mean) in groups.keys().into_iter().zip(groups.counts()).zip(groups.mean(speed.view())?)
    {
        println!("{:02}:{:02}    {count:>4} packets, {mean:.2} m/s", ten / 6, ten % 6 * 10);
    }

    // Time as it should be: one packet a second, none lost, none twice.
    let (gaps, twice) = (times.gaps(1001), times.duplicates());
    println!(
        "{} gaps, {} duplicates, {}",
        gaps.len(),
        twice.len(),
        if times.is_sorted() { "in order" } else { "out of order" }
    );

    // A range of time is found by halves, without a copy of the column.
    let minute = times.range_between(3_600_000, 3_660_000);
    println!("packets {} to {} are those of 01:00", minute.start, minute.end - 1);

    // The last packet before each command.
    let commands = RecordTable::from(
        [(1_234_567, 7), (2_000_000, 9), (99, 3)].map(|(millisecond, code)| Command { millisecond, code }),
    );
    let order = commands.argsort_by(Command::MILLISECOND);
    let commands = commands.take(&order);
    let wanted = commands.col(Command::MILLISECOND);
    for (command, packet) in asof_join(wanted, times, &AsofOptions::new().tolerance(1000))?.iter() {
        let command = commands.view().item(command);
        match packet.map(|packet| times.item(packet)) {
            Some(time) => {
                println!("command {} at {}: packet of {time} ms", { command.code }, { command.millisecond });
            }
            None => println!("command {} at {}: no packet within a second", { command.code }, {
                command.millisecond
            }),
        }
    }
    Ok(())
}

//! Spacecraft telemetry: CCSDS packets of NOAA-20 (JPSS-1), read in place from a memory map.
//!
//! Each packet is 71 bytes: a CCSDS primary header, a time stamp, the position and velocity of the spacecraft and its
//! attitude, all big-endian and none of it aligned. The struct below is the whole parser.
//!
//! `cargo run --release --example telemetry [FILE]`

use record_core::{
    AnyView,
    prelude::*,
    time::{Days, Microseconds, Seconds},
};
use std::error::Error;

/// The primary header of a CCSDS space packet; the standard numbers bits from the most significant one.
#[derive(Record, Clone, Copy, Debug)]
#[repr(C, packed)]
struct PrimaryHeader {
    #[record(bits(version = 0..3, packet_type = 3, has_secondary = 4, apid = 5..16, order = "msb"))]
    id: Be<u16>,
    #[record(bits(sequence_flags = 0..2, sequence_count = 2..16, order = "msb"))]
    sequence: Be<u16>,
    /// Bytes of the packet data field, less one.
    length: Be<u16>,
}

/// A CCSDS day-segmented time code: days since 1958-01-01, milliseconds of the day, microseconds of the millisecond.
#[derive(Record, Clone, Copy, Debug)]
#[repr(C, packed)]
struct Stamp {
    day: Be<u16>,
    millisecond: Be<u32>,
    microsecond: Be<u16>,
}

/// One packet of the attitude and ephemeris stream (application process 11).
#[derive(Record, Clone, Copy, Debug)]
#[record(size = 71, endian = "big")]
#[repr(C, packed)]
struct Packet {
    header: PrimaryHeader,
    sent: Stamp,
    spacecraft: u8,
    ephemeris_at: Stamp,
    /// Metres, Earth-centred.
    position: [Be<f32>; 3],
    /// Metres per second.
    velocity: [Be<f32>; 3],
    attitude_at: Stamp,
    quaternion: [Be<f32>; 4],
}

impl Stamp {
    fn decode(self) -> Option<DateTime64<Microseconds>> {
        let epoch = DateTime64::<Days>::from_ymd(1958, 1, 1)?.convert::<Microseconds>()?;
        let (day, ms, us) = (self.day.get(), self.millisecond.get(), self.microsecond.get());
        let since = (i64::from(day) * 86_400_000 + i64::from(ms)) * 1000 + i64::from(us);
        epoch.checked_add(TimeDelta64::from_count(since))
    }
}

fn norm([x, y, z]: [f32; 3]) -> f64 {
    let [x, y, z] = [x, y, z].map(f64::from);
    (x * x + y * y + z * z).sqrt()
}

/// Height in metres over the WGS 84 ellipsoid, along the line to the Earth's centre.
fn altitude(position: [f32; 3]) -> f64 {
    const EQUATORIAL: f64 = 6_378_137.0;
    const POLAR: f64 = 6_356_752.314_245;
    let radius = norm(position);
    let sin = f64::from(position[2]) / radius;
    let cos_squared = 1.0 - sin * sin;
    let surface = EQUATORIAL * POLAR / (POLAR * POLAR * cos_squared + (EQUATORIAL * sin).powi(2)).sqrt();
    radius - surface
}

/// The least and the greatest of some numbers.
fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (v.min(low), v.max(high)))
}

/// A line with minimum, mean and maximum for each leaf column, nested ones under their dotted names.
fn summarise(column: AnyView<'_>, name: &str) -> Result<(), Box<dyn Error>> {
    // A sub-array of records has columns too.
    let fields = column.dtype().base().fields();
    if fields.is_empty() {
        let [min, max] =
            [column.min()?, column.max()?].map(|v| v.map_or_else(String::new, |v| v.to_string()));
        let mean = column.mean()?.map_or_else(String::new, |mean| format!("{mean:.3}"));
        println!("{name:<26} {:<14} {min:>12} {mean:>14} {max:>12}", column.dtype().to_string());
    }
    for field in fields {
        let full = if name.is_empty() { field.name().to_owned() } else { format!("{name}.{}", field.name()) };
        summarise(column.column(field.name())?, &full)?;
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = record_examples::data_file("jpss1_attitude_ephemeris.dat");
    #[allow(unsafe_code)] // `RecordTable::read` is the safe door; this one copies nothing
    // SAFETY: the file is data of this repository; nobody writes or shortens it while the program runs.
    let packets = unsafe { RecordTable::<Packet>::map(&path) }?;

    println!("{}\n", Packet::DTYPE);
    println!("{packets}\n");

    println!("{:<26} {:<14} {:>12} {:>14} {:>12}", "column", "dtype", "min", "mean", "max");
    summarise(packets.as_any(), "")?;

    let header = packets.col(Packet::HEADER);
    let processes = header.col(PrimaryHeader::APID);
    let counts = header.col(PrimaryHeader::SEQUENCE_COUNT);
    let stamps = packets.col(Packet::EPHEMERIS_AT);
    let (Some(low), Some(high)) = (processes.min(), processes.max()) else {
        println!("\nno packets");
        return Ok(());
    };
    println!("\napplication process  {low} to {high}");

    let pairs = counts.iter().zip(counts.iter().skip(1));
    let gaps = pairs.filter(|&(a, b)| (a + 1) % (1 << 14) != b).count();
    println!("sequence counts      {} to {}, {gaps} gaps", counts.item(0), counts.item(counts.len() - 1));

    let (low, high) = range(packets.col(Packet::POSITION).iter().map(altitude));
    println!("altitude             {:.3} to {:.3} km", low / 1e3, high / 1e3);
    let (low, high) = range(packets.col(Packet::VELOCITY).iter().map(norm));
    println!("speed                {:.3} to {:.3} km/s", low / 1e3, high / 1e3);

    let decode = |stamp: Option<Stamp>| stamp.and_then(Stamp::decode).ok_or("a stamp out of range");
    let (first, last) = (decode(stamps.first())?, decode(stamps.last())?);
    let span = last.checked_since(first).and_then(TimeDelta64::convert::<Seconds>);
    println!("ephemeris            {first} to {last}, {}", span.ok_or("a span out of range")?);
    Ok(())
}

//! Spacecraft telemetry: CCSDS packets of NOAA-20 (JPSS-1), read in place from a memory map.
//!
//! Each packet is 71 bytes: a CCSDS primary header, a time stamp, the position and velocity of the spacecraft and its
//! attitude, all big-endian and none of it aligned. The struct below is the whole parser.
//!
//! `cargo run --release --example telemetry [FILE]`

use record_core::{
    AnyView,
    prelude::*,
    time::{Days, Microseconds},
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

/// The least and the greatest of some numbers; `None` for none.
fn range(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |range, v| {
        let (low, high) = range.unwrap_or((v, v));
        Some((v.min(low), v.max(high)))
    })
}

/// A line with minimum, mean and maximum for each leaf column, nested ones under their dotted names.
fn summarise(column: AnyView<'_>, name: &str) -> Result<(), Box<dyn Error>> {
    let fields = column.dtype().fields();
    if fields.is_empty() {
        let show = |value| format!("{value:?}");
        let (min, max) = (column.min()?.map(|v| v.to_string()), column.max()?.map(|v| v.to_string()));
        let mean = column.mean()?.map_or_else(String::new, |mean| format!("{mean:.3}"));
        let dtype = column.dtype();
        let (min, max) = (min.unwrap_or_else(|| show(())), max.unwrap_or_else(|| show(())));
        println!("{name:<26} {:<12} {min:>14} {mean:>16} {max:>14}", dtype.repr_short());
    }
    for field in fields {
        let full = if name.is_empty() { field.name().to_owned() } else { format!("{name}.{}", field.name()) };
        summarise(column.column(field.name())?, &full)?;
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = record_examples::data_file("jpss1_attitude_ephemeris.dat");
    // SAFETY: the file is data of this repository; nobody writes or shortens it while the program runs.
    #[allow(unsafe_code)] // `RecordTable::read` is the safe door; this one copies nothing
    let packets = unsafe { RecordTable::<Packet, _>::map(&path) }?;

    println!("{}\n", <Packet as Element>::DTYPE);
    println!("{packets}\n");

    println!("{:<26} {:<12} {:>14} {:>16} {:>14}", "column", "dtype", "min", "mean", "max");
    summarise(packets.any_view(), "")?;

    let header = packets.col(Packet::HEADER);
    println!("\napplication processes   {:?} to {:?}", header.col(PrimaryHeader::APID).min(), header.col(PrimaryHeader::APID).max());
    Ok(())
}

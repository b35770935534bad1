//! How fast a large file of records is gone through: by map, by guarded map and by `RecordReader`, beside `numpy.memmap` and
//! a plain read of all bytes, in turns over the same file in the page cache. `scripts/bench-files` runs it.
//!
//! Each measurement opens the file anew, as NumPy's does. Each round runs all of them one after the other, and what is
//! shown is the median of the rounds' ratios, so that a busy machine disturbs all alike.
#![allow(unsafe_code)] // maps
#![cfg_attr(not(target_os = "linux"), allow(unused_imports, unused_mut))] // guarded maps are of Linux

#[path = "bench_files/numpy.rs"]
mod numpy;
#[path = "bench_files/options.rs"]
mod options;

use numpy::NumPy;
use options::Options;
use record_core::{
    prelude::*,
    scan::{ReaderOptions, RecordReader, ScanOps},
    table::OpenOptions,
};
use std::{
    error::Error,
    fs::{self, File},
    hint::black_box,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A packet of attitude and position that a satellite sends every second.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
#[record(size = 71)]
struct Packet {
    ccsds_id: Be<u16>,
    ccsds_seq: Be<u16>,
    ccsds_len: Be<u16>,
    doy: Be<u16>,
    msec: Be<u32>,
    usec: Be<u16>,
    scid: u8,
    eph_day: Be<u16>,
    eph_ms: Be<u32>,
    eph_us: Be<u16>,
    x: Be<f32>,
    y: Be<f32>,
    z: Be<f32>,
    vel: [Be<f32>; 3],
    att_day: Be<u16>,
    att_ms: Be<u32>,
    att_us: Be<u16>,
    quat: [Be<f32>; 4],
}

/// The file, gone when this is.
struct Big(PathBuf);

impl Drop for Big {
    fn drop(&mut self) {
        _ = fs::remove_file(&self.0);
    }
}

/// So many whole copies of the real file as fit.
fn replicate(folder: &Path, size: u64) -> Outcome<Big> {
    let real = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/jpss1_attitude_ephemeris.dat"))?;
    fs::create_dir_all(folder)?;
    let big = Big(folder.join(format!("packets-{}.dat", std::process::id())));
    let mut file = File::create(&big.0)?;
    for _ in 0..(size / real.len() as u64).max(1) {
        file.write_all(&real)?;
    }
    file.sync_all()?;
    Ok(big)
}

/// Every byte into a buffer of 1 MiB: less than that, nothing that reads the file can take.
fn read_plainly(path: &Path) -> Outcome<usize> {
    let (mut file, mut buffer, mut total) = (File::open(path)?, vec![0; 1 << 20], 0);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(total),
            n => total += black_box(&buffer[..n]).len(),
        }
    }
}

fn map(path: &Path) -> Outcome<RecordTable<Packet, record_core::Mapped>> {
    // SAFETY: the file is this program's, which does not write it any more.
    Ok(unsafe { RecordTable::map(path) }?)
}

fn seconds<T>(work: impl FnOnce() -> Outcome<T>) -> Outcome<(f64, T)> {
    let start = Instant::now();
    let answer = black_box(work()?);
    Ok((start.elapsed().as_secs_f64(), answer))
}

/// Seconds of all ways in one round.
struct Round {
    plain: f64,
    numpy: f64,
    ours: Vec<f64>,
}

#[cfg(target_os = "linux")]
const WAYS: [&str; 3] = ["map", "RecordReader", "guarded map"];
#[cfg(not(target_os = "linux"))]
const WAYS: [&str; 2] = ["map", "RecordReader"];

/// The mean of a column of big-endian `f32`s.
fn mean(path: &Path, numpy: &mut NumPy) -> Outcome<Round> {
    let (plain, _) = seconds(|| read_plainly(path))?;
    let (by_map, of_map) = seconds(|| Ok(map(path)?.col(Packet::X).mean()))?;
    let (by_reader, of_reader) = seconds(|| Ok(RecordReader::<Packet>::open(path)?.mean(Packet::X)?))?;
    let mut ours = vec![by_map, by_reader];
    assert_eq!(of_map, of_reader, "the same to the bit");
    #[cfg(target_os = "linux")]
    {
        // SAFETY: the file is this program's, which does not write it any more.
        let guarded = || unsafe { OpenOptions::new().map_guarded::<Packet>(path) };
        let (by_guard, of_guard) = seconds(|| Ok(guarded()?.scan(|view| view.col(Packet::X).mean())?))?;
        assert_eq!(of_map, of_guard, "the same to the bit");
        ours.push(by_guard);
    }
    let (numpy, theirs) = numpy.ask("mean")?;
    let mean = of_map.ok_or("no records")?;
    assert!((theirs[0] - mean).abs() <= 1e-9 * mean.abs().max(1.0), "{theirs:?} and {mean}");
    Ok(Round { plain, numpy, ours })
}

/// The least and the greatest of the same column: in one pass here, NumPy's `min` and then `max`.
fn min_max(path: &Path, numpy: &mut NumPy) -> Outcome<Round> {
    let (plain, _) = seconds(|| read_plainly(path))?;
    let (by_map, of_map) = seconds(|| {
        let table = map(path)?;
        let column = table.col(Packet::X);
        Ok(column.min().zip(column.max()))
    })?;
    let (by_reader, of_reader) = seconds(|| Ok(RecordReader::<Packet>::open(path)?.min_max(Packet::X)?))?;
    let mut ours = vec![by_map, by_reader];
    assert_eq!(of_map, of_reader, "the same");
    #[cfg(target_os = "linux")]
    {
        // SAFETY: the file is this program's, which does not write it any more.
        let guarded = || unsafe { OpenOptions::new().map_guarded::<Packet>(path) };
        let (by_guard, of_guard) = seconds(|| Ok(guarded()?.min_max(Packet::X)?))?;
        assert_eq!(of_map, of_guard, "the same");
        ours.push(by_guard);
    }
    let (numpy, theirs) = numpy.ask("minmax")?;
    assert_eq!(of_map.map(|(a, b)| vec![f64::from(a), f64::from(b)]), Some(theirs));
    Ok(Round { plain, numpy, ours })
}

/// Opening and reading the last record, the median of many.
fn last(path: &Path, numpy: &mut NumPy) -> Outcome<Round> {
    let count = fs::metadata(path)?.len() / size_of::<Packet>() as u64;
    let many = |work: &dyn Fn() -> Outcome<Packet>| -> Outcome<(f64, Packet)> {
        let mut times = Vec::new();
        for _ in 0..2000 {
            times.push(seconds(work)?.0);
        }
        Ok((median(&mut times), work()?))
    };
    let (by_map, of_map) = many(&|| Ok(map(path)?.last().ok_or("no records")?))?;
    let (by_reader, of_reader) = many(&|| {
        let options = ReaderOptions::new().offset((count - 1) * size_of::<Packet>() as u64);
        let mut reader = options.open::<Packet>(path)?;
        Ok(reader.next_chunk()?.and_then(|chunk| chunk.get(0)).ok_or("no records")?)
    })?;
    let mut ours = vec![by_map, by_reader];
    assert_eq!(of_map, of_reader, "the same");
    #[cfg(target_os = "linux")]
    {
        // SAFETY: the file is this program's, which does not write it any more.
        let guarded = || unsafe { OpenOptions::new().map_guarded::<Packet>(path) };
        let (by_guard, of_guard) =
            many(&|| Ok(guarded()?.scan(|view| view.get(view.len() - 1))?.ok_or("no records")?))?;
        assert_eq!(of_map, of_guard, "the same");
        ours.push(by_guard);
    }
    let (numpy, theirs) = numpy.ask("last")?;
    assert_eq!(vec![f64::from(of_map.x.get())], theirs);
    Ok(Round { plain: f64::NAN, numpy, ours })
}

fn median(of: &mut [f64]) -> f64 {
    of.sort_by(f64::total_cmp);
    let (low, high) = (of[(of.len() - 1) / 2], of[of.len() / 2]);
    f64::midpoint(low, high)
}

/// Prints the medians of one measurement's rounds.
fn report(options: &Options, name: &str, rounds: &[Round]) {
    let of = |value: &dyn Fn(&Round) -> f64| median(&mut rounds.iter().map(value).collect::<Vec<_>>());
    let plain = of(&|round| round.plain);
    let number = |number: f64| if number.is_nan() { "null".into() } else { format!("{number:.6e}") };
    let row = |way: &str, seconds: &dyn Fn(&Round) -> f64| {
        let (took, to_numpy, to_plain) =
            (of(seconds), of(&|r| seconds(r) / r.numpy), of(&|r| seconds(r) / r.plain));
        if options.json {
            println!(
                "{{\"measured\": \"{name}\", \"way\": \"{way}\", \"seconds\": {}, \"of_numpy\": {}, \"of_plain_read\": {}, \
                 \"rounds\": {}}}",
                number(took),
                number(to_numpy),
                number(to_plain),
                rounds.len()
            );
        } else {
            let to_plain = if to_plain.is_nan() { "-".into() } else { format!("{to_plain:.2}") };
            println!("{name:<22} {way:<14} {took:>12.6} {to_numpy:>10.3} {to_plain:>12}");
        }
    };
    for (i, way) in WAYS.iter().enumerate() {
        row(way, &|round| round.ours[i]);
    }
    row("numpy.memmap", &|round| round.numpy);
    if !plain.is_nan() {
        row("plain read", &|round| round.plain);
    }
}

/// What a process that reads the whole file by chunks, and nothing else, had in memory at most, in KiB.
fn peak(path: &Path) -> Outcome<u64> {
    let child = Command::new(std::env::current_exe()?).arg("--peak").arg(path).output()?;
    if !child.status.success() {
        return Err(String::from_utf8_lossy(&child.stderr).into());
    }
    Ok(String::from_utf8(child.stdout)?.trim().parse()?)
}

/// The child: `VmHWM` of this process after the scan.
fn peak_of_this(path: &Path) -> Outcome<()> {
    let mean = RecordReader::<Packet>::open(path)?.mean(Packet::X)?;
    black_box(mean);
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    println!("{}", line.trim().trim_end_matches(" kB"));
    Ok(())
}

type Measure = fn(&Path, &mut NumPy) -> Outcome<Round>;

fn main() -> Outcome<()> {
    let options = Options::parse()?;
    if let Some(path) = &options.peak {
        return peak_of_this(path);
    }
    let big = replicate(&options.folder, options.size)?;
    let mut numpy = NumPy::start(&big.0)?;
    // Into the page cache.
    let bytes = read_plainly(&big.0)?;
    let peak = peak(&big.0)?;
    if options.json {
        println!(
            "{{\"measured\": \"peak of RecordReader\", \"kib\": {peak}, \"bytes\": {bytes}, \"numpy\": \"{}\"}}",
            numpy.version
        );
    } else {
        println!("{bytes} bytes, {} records; NumPy {}", bytes / size_of::<Packet>(), numpy.version);
        println!("peak resident set of a process that scans it with RecordReader: {peak} KiB\n");
        println!("{:<22} {:<14} {:>12} {:>10} {:>12}", "medians", "", "seconds", "of NumPy's", "of the read");
    }
    let all: [(&str, Measure); 3] =
        [("mean of >f4", mean), ("min and max of >f4", min_max), ("open, last record", last)];
    for (name, measure) in all {
        let rounds: Vec<Round> =
            (0..options.rounds).map(|_| measure(&big.0, &mut numpy)).collect::<Outcome<_>>()?;
        report(&options, name, &rounds);
    }
    if peak >= 64 << 10 {
        return Err("the reader takes 64 MiB or more".into());
    }
    Ok(())
}

//! Packets of a satellite, which number days and count the milliseconds of the day: two hours of them, again and again.

use super::{Log, faults};
use record_core::{
    ops::{AsofOptions, Groups, JoinPairs, Side, asof_join},
    prelude::*,
};
use std::{collections::BTreeMap, ops::Range, path::Path};

/// A moment: the number of a day, milliseconds of the day.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Stamp {
    day: Be<u16>,
    ms: Be<u32>,
    us: Be<u16>,
}

#[derive(Record, Clone, Copy)]
#[record(size = 71)]
#[repr(C, packed)]
struct Packet {
    header: [Be<u16>; 3],
    sent: Stamp,
    spacecraft: u8,
    ephemeris: Stamp,
    position: [Be<f32>; 3],
    velocity: [Be<f32>; 3],
    attitude: Stamp,
    quaternion: [Be<f32>; 4],
}

const DAY: u32 = 86_400_000;

/// What the log takes: its packets are a second apart.
const SPAN: u32 = 7_200_000;

impl Stamp {
    /// The same moment so many spans later.
    fn later(self, spans: usize) -> Self {
        let spans = u32::try_from(spans).unwrap();
        let (days, spans) = (spans / (DAY / SPAN), spans % (DAY / SPAN));
        let ms = self.ms.get() + spans * SPAN;
        let day = self.day.get() + u16::try_from(days + ms / DAY).unwrap();
        Self { day: Be::new(day), ms: Be::new(ms % DAY), us: self.us }
    }

    fn key(self) -> (u16, u32) {
        (self.day.get(), self.ms.get())
    }
}

/// The packets sent from one moment on and before another: the day's by one column, and of those the millisecond's.
fn sent_between(table: View<'_, Packet>, start: (u16, u32), end: (u16, u32)) -> Range<usize> {
    let (days, all) = (table.col(Packet::SENT).col(Stamp::DAY), table.col(Packet::SENT).col(Stamp::MS));
    let place = |(day, ms): (u16, u32)| {
        let day = days.range_between(day, day + 1);
        day.start + all.slice(day).searchsorted(ms, Side::Left)
    };
    place(start)..place(end)
}

/// Milliseconds since day 0.
fn moments(stamps: View<'_, Stamp>) -> Array<i64> {
    let (days, ms) =
        (stamps.col(Stamp::DAY).expr().cast::<i64>(), stamps.col(Stamp::MS).expr().cast::<i64>());
    (days * i64::from(DAY) + ms).to_array().unwrap()
}

/// One file for all: what is looked for in a range must be the first to touch its pages.
#[test]
fn packets() {
    let log = Log::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data"), "jpss1_attitude_ephemeris.json");
    let all = log.replicate(|packet: &mut Packet, copy| {
        packet.sent = packet.sent.later(copy);
        packet.ephemeris = packet.ephemeris.later(copy);
        packet.attitude = packet.attitude.later(copy);
    });
    ranges_of_time(&log, all.table.view());
    groups(&log, all.table.view());
    nearest_earlier_moment(&log, all.table.view());
}

fn ranges_of_time(log: &Log<Packet>, table: View<'_, Packet>) {
    let sent = |row: usize| log.records.item(row).sent;
    let before = faults();
    let mut searches = 0;
    for copy in log.some_copies() {
        for rows in [0..1, 17..17, 100..7000, 7199..7200, 0..7200] {
            // From the moment of the first to that of the one behind the last.
            let end = if rows.end < log.len() { sent(rows.end).later(copy) } else { sent(0).later(copy + 1) };
            let found = sent_between(table, sent(rows.start).later(copy).key(), end.key());
            assert_eq!(found, copy * log.len() + rows.start..copy * log.len() + rows.end, "copy {copy}");
            // A millisecond later, the first one is outside.
            let (day, ms) = sent(rows.start).later(copy).key();
            let found = sent_between(table, (day, ms + 1), end.key());
            assert_eq!(found.start, copy * log.len() + rows.start + 1, "copy {copy}");
            searches += 12;
        }
    }
    let before_all = sent_between(table, (0, 0), sent(0).key());
    assert_eq!(before_all, 0..0);
    let behind = sent_between(table, sent(0).later(log.copies).key(), (u16::MAX - 1, 0));
    assert_eq!(behind, log.all()..log.all());
    log.check_touched(faults() - before, searches);
    // All of it is in order, and one packet put back is noticed.
    let (day, ms) = (Packet::SENT.then(Stamp::DAY), Packet::SENT.then(Stamp::MS));
    assert!(table.is_sorted_by((day, ms)));
    assert!(!table.flip(0).is_sorted_by((day, ms)));
}

fn groups(log: &Log<Packet>, table: View<'_, Packet>) {
    let copies = log.copies as i128;
    // By the microsecond of the ephemeris, which takes a few values: what loops make of one log.
    let mut expected: BTreeMap<u16, (usize, i128, f64, f64, f32)> = BTreeMap::new();
    for packet in &log.records {
        let x = { packet.position }[0].get();
        let group = expected.entry(packet.ephemeris.us.get()).or_insert((0, 0, 0.0, 0.0, f32::MIN));
        group.0 += 1;
        group.1 += i128::from(packet.sent.us.get());
        group.2 += f64::from(x);
        group.3 += f64::from(x).abs();
        group.4 = group.4.max(x);
    }
    let groups = Groups::by(table.col(Packet::EPHEMERIS).col(Stamp::US)).unwrap();
    assert_eq!(groups.keys(), expected.keys().copied().collect::<Vec<_>>());
    assert_eq!(groups.counts(), expected.values().map(|group| group.0 * log.copies).collect::<Vec<_>>());
    let sums = groups.sum(table.col(Packet::SENT).col(Stamp::US)).unwrap();
    assert_eq!(sums, expected.values().map(|group| group.1 * copies).collect::<Vec<_>>());
    let x = table.col(Packet::POSITION).axes().at_axis(1, 0);
    for (sum, group) in groups.sum(x).unwrap().into_iter().zip(expected.values()) {
        let (exact, scale) = (group.2 * copies as f64, group.3 * copies as f64);
        assert!((sum - exact).abs() <= 1e-12 * scale, "{sum} is not {exact}");
    }
    assert_eq!(groups.max(x).unwrap(), expected.values().map(|group| group.4).collect::<Vec<_>>());
    // By day, of which a log is a twelfth.
    let days = table.group_by(Packet::SENT.then(Stamp::DAY));
    let first = log.records.item(0).sent.day.get();
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for copy in 0..log.copies {
        *counts.entry(first + u16::try_from(copy / 12).unwrap()).or_default() += log.len();
    }
    assert_eq!(days.groups().keys(), counts.keys().copied().collect::<Vec<_>>());
    assert_eq!(days.groups().counts(), counts.values().copied().collect::<Vec<_>>());
}

/// The packet that was sent last before each attitude was measured.
fn nearest_earlier_moment(log: &Log<Packet>, table: View<'_, Packet>) {
    let (sent, measured) = (moments(table.col(Packet::SENT)), moments(table.col(Packet::ATTITUDE)));
    // Of one log, by looking at all of them.
    let ms = |stamp: Stamp| i64::from(stamp.day.get()) * i64::from(DAY) + i64::from(stamp.ms.get());
    let times: Vec<i64> = log.records.iter().map(|packet| ms(packet.sent)).collect();
    let mut expected: Vec<Option<usize>> = Vec::new();
    let mut next = 0;
    for packet in &log.records {
        let time = ms(packet.attitude);
        while next < times.len() && times[next] <= time {
            next += 1;
        }
        expected.push(next.checked_sub(1));
    }
    assert_eq!(expected[0], None, "the first attitude was measured before the log begins");
    let JoinPairs { left, right } = asof_join(measured.view(), sent.view(), &AsofOptions::new()).unwrap();
    assert_eq!((left.len(), right.len()), (log.all(), log.all()));
    for copy in 0..log.copies {
        for (row, expected) in expected.iter().enumerate() {
            let at = copy * log.len() + row;
            // What comes before a copy is the last packet of the copy before.
            let expected = expected.map(|row| copy * log.len() + row).or((copy * log.len()).checked_sub(1));
            assert!((left[at], right[at]) == (at, expected), "{at}: {:?}, not {expected:?}", right[at]);
        }
    }
}

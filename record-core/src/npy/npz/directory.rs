//! The directory at the end of an archive, read with every number checked against the file before it is used.
//!
//! Memory stays below a small multiple of the directory's own bytes: names and numbers, nothing that an archive merely
//! promises.

use super::{
    Member, Method, NpzError, ZipNumber, ZipRecord,
    format::{Central, End, End32, End64, IN_ZIP64, Local, Locator, long_numbers, signature},
    member::{key, text},
};
use crate::npy::MAGIC;
use alloc::{string::String, vec, vec::Vec};
use std::io::{BufRead as _, BufReader, Read, Seek, SeekFrom};
use zerocopy::{FromBytes, IntoBytes};

/// All members, and which of them a name means.
#[derive(Debug)]
pub(super) struct Directory {
    members: Vec<Member>,
    /// Both names of each member, by position, in the order of the names; `true` is the one with `.npy`.
    by_name: Vec<(u32, bool)>,
}

/// Where the directory is.
struct Place {
    start: u64,
    len: u64,
    members: u64,
    /// Bytes in front of the archive, which its own numbers do not count.
    prefix: u64,
}

impl Directory {
    /// # Errors
    /// [`NpzError`] if there is no archive, if its numbers contradict each other or the file, or if it has more than
    /// `limit` members, or two that answer to one name.
    pub(super) fn read(archive: &mut (impl Read + Seek), limit: u32) -> Result<Self, NpzError> {
        let place = locate(archive)?;
        if place.members > limit.into() {
            return Err(NpzError::TooManyMembers { members: place.members, limit: limit.into() });
        }
        let mut members = entries(archive, &place)?;
        set_limits(&mut members, place.start)?;
        let by_name = names(&members)?;
        Ok(Self { members, by_name })
    }

    pub(super) fn members(&self) -> &[Member] {
        &self.members
    }

    /// The member that a name means, with or without `.npy`.
    pub(super) fn find(&self, name: &str) -> Result<&Member, NpzError> {
        let found = self.by_name.binary_search_by(|&entry| called(&self.members, entry).cmp(name));
        let found = found.map(|at| &self.members[self.by_name[at].0 as usize]);
        found.map_err(|_| {
            // Each distance takes a while: not those to a million names.
            let names = self.members.iter().take(1_000).map(Member::name);
            let nearest = crate::dtype::nearest(name, names).map(String::from);
            NpzError::NoMember { name: name.into(), nearest }
        })
    }
}

/// The name that an entry of the index stands for.
fn called(members: &[Member], (position, whole): (u32, bool)) -> &str {
    let name = &members[position as usize].name;
    if whole { name } else { key(name) }
}

pub(super) fn io(doing: &'static str) -> impl Fn(std::io::Error) -> NpzError {
    move |error| NpzError::Io { doing, error }
}

/// The bytes from `at` on. Callers have compared that with the length; a file that became shorter is an I/O error.
fn record_at<T: FromBytes + IntoBytes>(archive: &mut (impl Read + Seek), at: u64) -> Result<T, NpzError> {
    archive.seek(SeekFrom::Start(at)).map_err(io("read"))?;
    T::read_from_io(archive).map_err(io("read"))
}

/// The record that the archive ends with, and its first byte: the last one behind whose comment the file ends.
fn find_end(archive: &mut (impl Read + Seek)) -> Result<(End, u64), NpzError> {
    let len = archive.seek(SeekFrom::End(0)).map_err(io("read"))?;
    let start = len.saturating_sub((size_of::<End32>() + usize::from(u16::MAX)) as u64);
    archive.seek(SeekFrom::Start(start)).map_err(io("read"))?;
    // At most 65,557 bytes.
    let mut tail = vec![0; usize::try_from(len - start).unwrap_or(0)];
    archive.read_exact(&mut tail).map_err(io("read"))?;
    let mut other_end = None;
    for (at, record) in tail.windows(size_of::<End32>()).enumerate().rev() {
        // Nearly all windows are none, so it is asked before anything is read.
        if !record.starts_with(&signature::END.to_le_bytes()) {
            continue;
        }
        let Ok(end) = End32::read_from_bytes(record) else { continue };
        let at = start + at as u64;
        let expected = at + size_of::<End32>() as u64 + u64::from(end.comment_len);
        if expected == len {
            return Ok((end.into(), at));
        }
        other_end.get_or_insert(expected);
    }
    if let Some(expected) = other_end {
        return Err(NpzError::End { expected, found: len });
    }
    let is_npy = len >= MAGIC.len() as u64 && record_at::<[u8; MAGIC.len()]>(archive, 0)? == MAGIC;
    Err(NpzError::NotAnArchive { is_npy, len })
}

fn locate(archive: &mut (impl Read + Seek)) -> Result<Place, NpzError> {
    let (mut end, mut directory_end) = find_end(archive)?;
    let mut end64 = None;
    if let Some(at) = directory_end.checked_sub(size_of::<Locator>() as u64) {
        let locator: Locator = record_at(archive, at)?;
        if locator.signature == signature::LOCATOR {
            let (disk, disks) = (locator.disk.get(), locator.disks.get());
            if disk != 0 || disks > 1 {
                return Err(NpzError::Disks { disk: disk.max(disks) });
            }
            (end, directory_end) = read_end64(archive, at, &end)?;
            end64 = Some(locator.end.get());
        }
    }
    if end.disk != 0 || end.directory_disk != 0 {
        return Err(NpzError::Disks { disk: end.disk.max(end.directory_disk) });
    }
    equal(ZipNumber::Members, end.members, end.members_here)?;
    let (start, len, members) = (end.directory, end.directory_len, end.members);
    let outside = |len| NpzError::Outside { record: ZipRecord::Directory, start, len, limit: directory_end };
    let found = directory_end.checked_sub(len).ok_or_else(|| outside(len))?;
    let different = NpzError::Disagree { number: ZipNumber::Directory, one: start, other: found, name: None };
    let prefix = found.checked_sub(start).ok_or(different)?;
    if let Some(end64) = end64 {
        equal(ZipNumber::End64, end64.saturating_add(prefix), directory_end)?;
    }
    let least = members.saturating_mul(size_of::<Central>() as u64);
    if least > len {
        return Err(outside(least));
    }
    Ok(Place { start: found, len, members, prefix })
}

/// The end record of zip64, in front of its locator, and its first byte.
fn read_end64(archive: &mut (impl Read + Seek), locator: u64, short: &End) -> Result<(End, u64), NpzError> {
    let record = ZipRecord::End64;
    let len = size_of::<End64>() as u64;
    let at = locator.checked_sub(len).ok_or(NpzError::Outside { record, start: 0, len, limit: locator })?;
    let end: End64 = record_at(archive, at)?;
    if end.signature != signature::END64 {
        return Err(NpzError::Signature { record, at, found: end.signature.get() });
    }
    equal(ZipNumber::End64Len, end.rest.get(), End64::REST)?;
    let end = End::from(end);
    let numbers = [
        (ZipNumber::Members, end.members, short.members, u64::from(u16::MAX)),
        (ZipNumber::DirectoryLen, end.directory_len, short.directory_len, IN_ZIP64.into()),
        (ZipNumber::Directory, end.directory, short.directory, IN_ZIP64.into()),
    ];
    for (number, long, short, elsewhere) in numbers {
        if short != elsewhere {
            equal(number, long, short)?;
        }
    }
    Ok((end, at))
}

fn equal(number: ZipNumber, one: u64, other: u64) -> Result<(), NpzError> {
    if one == other { Ok(()) } else { Err(NpzError::Disagree { number, one, other, name: None }) }
}

fn entries(archive: &mut (impl Read + Seek), place: &Place) -> Result<Vec<Member>, NpzError> {
    archive.seek(SeekFrom::Start(place.start)).map_err(io("read"))?;
    let mut input = BufReader::with_capacity(1 << 16, archive.take(place.len));
    let end = place.start + place.len;
    let mut at = place.start;
    // Not reserved: the directory has to have the entries first.
    let mut members = Vec::new();
    let (mut name, mut extra) = (vec![], vec![]);
    for position in 0..place.members {
        let outside = |len| NpzError::Outside { record: ZipRecord::Entry, start: at, len, limit: end };
        let fixed = size_of::<Central>() as u64;
        if end - at < fixed {
            return Err(outside(fixed));
        }
        let entry = Central::read_from_io(&mut input).map_err(io("read"))?;
        if entry.signature != signature::CENTRAL {
            return Err(NpzError::Signature { record: ZipRecord::Entry, at, found: entry.signature.get() });
        }
        let lens = [entry.name_len, entry.extra_len, entry.comment_len].map(u64::from);
        let len = fixed + lens.iter().sum::<u64>();
        if end - at < len {
            return Err(outside(len));
        }
        name.resize(entry.name_len.into(), 0);
        input.read_exact(&mut name).map_err(io("read"))?;
        extra.resize(entry.extra_len.into(), 0);
        input.read_exact(&mut extra).map_err(io("read"))?;
        skip(&mut input, entry.comment_len.into())?;
        at += len;
        members.push(member(position, &entry, &name, &extra, place)?);
    }
    let (one, other) = (place.len, at - place.start);
    equal(ZipNumber::DirectoryLen, one, other)?;
    Ok(members)
}

fn skip(input: &mut BufReader<impl Read>, mut left: usize) -> Result<(), NpzError> {
    while left > 0 {
        let there = input.fill_buf().map_err(io("read"))?.len();
        if there == 0 {
            return Err(io("read")(std::io::ErrorKind::UnexpectedEof.into()));
        }
        let part = there.min(left);
        input.consume(part);
        left -= part;
    }
    Ok(())
}

fn member(
    position: u64,
    entry: &Central,
    name: &[u8],
    extra: &[u8],
    place: &Place,
) -> Result<Member, NpzError> {
    let raw_len = name.len() as u64;
    let name = text(name, entry.flags.get()).map_err(|fault| NpzError::Name { member: position, fault })?;
    if entry.disk != 0 {
        return Err(NpzError::Disks { disk: entry.disk.into() });
    }
    let mut size = u64::from(entry.size);
    let mut compressed = u64::from(entry.compressed);
    let mut offset = u64::from(entry.offset);
    if !long_numbers(extra, &mut [&mut size, &mut compressed, &mut offset]) {
        return Err(NpzError::Extra { name });
    }
    // Where the member ends at the earliest: the header in front of it may have extra fields.
    let ahead = size_of::<Local>() as u64 + raw_len;
    let header = offset.checked_add(place.prefix);
    let least = header.and_then(|header| header.checked_add(ahead)?.checked_add(compressed));
    match (header, least) {
        (Some(header), Some(least)) if least <= place.start => Ok(Member {
            name,
            flags: entry.flags.get(),
            method: Method::new(entry.method.get()),
            crc: entry.crc.get(),
            compressed,
            size,
            header,
            limit: least,
        }),
        _ => Err(NpzError::Outside {
            record: ZipRecord::Data,
            start: header.unwrap_or(u64::MAX).saturating_add(ahead),
            len: compressed,
            limit: place.start,
        }),
    }
}

/// Finds where each member has to end: where the next one, or the directory, starts. None may end later.
fn set_limits(members: &mut [Member], directory: u64) -> Result<(), NpzError> {
    let mut order: Vec<u32> = (0..).take(members.len()).collect();
    order.sort_unstable_by_key(|&position| members[position as usize].header);
    for (at, &position) in order.iter().enumerate() {
        let next = order.get(at + 1).map_or(directory, |&next| members[next as usize].header);
        let member = &mut members[position as usize];
        if member.limit > next {
            return Err(NpzError::Overlap { name: member.name.clone(), end: member.limit, next });
        }
        member.limit = next;
    }
    Ok(())
}

/// Both names of each member, sorted; no two members may share one.
fn names(members: &[Member]) -> Result<Vec<(u32, bool)>, NpzError> {
    let mut names = Vec::new();
    for (position, member) in (0..).zip(members) {
        names.push((position, false));
        if member.name() != member.name {
            names.push((position, true));
        }
    }
    names.sort_unstable_by(|&one, &other| called(members, one).cmp(called(members, other)));
    for pair in names.windows(2) {
        let name = called(members, pair[0]);
        if name == called(members, pair[1]) {
            let mut both = [pair[0].0, pair[1].0];
            both.sort_unstable();
            let members = both.map(|position| members[position as usize].name.clone());
            return Err(NpzError::Duplicate { name: name.into(), members: members.into() });
        }
    }
    Ok(names)
}

//! The records of a zip archive, as numbers: those that are read, and those that are written as Python writes them.
//!
//! Names in brackets are the chapters of PKWARE's APPNOTE.TXT 6.3.10.

use alloc::{string::String, vec::Vec};

/// What a record starts with.
pub(super) mod signature {
    pub(in super::super) const LOCAL: u32 = 0x0403_4b50;
    pub(in super::super) const CENTRAL: u32 = 0x0201_4b50;
    pub(in super::super) const END: u32 = 0x0605_4b50;
    pub(in super::super) const END64: u32 = 0x0606_4b50;
    pub(in super::super) const LOCATOR: u32 = 0x0706_4b50;
}

/// Bits of the flags [4.4.4].
pub(super) mod flag {
    pub(in super::super) const ENCRYPTED: u16 = 1;
    /// Sizes and checksum stand behind the data, and zeros in front.
    pub(in super::super) const DESCRIPTOR: u16 = 1 << 3;
    pub(in super::super) const PATCH: u16 = 1 << 5;
    pub(in super::super) const STRONGLY_ENCRYPTED: u16 = 1 << 6;
    pub(in super::super) const UTF8: u16 = 1 << 11;
}

/// A number that says that the real one stands in the zip64 field.
pub(super) const IN_ZIP64: u32 = u32::MAX;

/// Key of the extra field with the long numbers [4.5.3].
const ZIP64: u16 = 1;

/// Little-endian numbers one after the other. Behind the end they are zero; callers hand over whole records.
struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    fn next<const N: usize>(&mut self) -> [u8; N] {
        let (head, rest) = self.0.split_first_chunk::<N>().unwrap_or((&[0; N], &[]));
        self.0 = rest;
        *head
    }
    fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.next())
    }
    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.next())
    }
    fn u64(&mut self) -> u64 {
        u64::from_le_bytes(self.next())
    }
}

/// What stands in front of a member [4.3.7], without its name and extra fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Local {
    pub(super) signature: u32,
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) crc: u32,
    pub(super) compressed: u32,
    pub(super) size: u32,
    pub(super) name_len: u16,
    pub(super) extra_len: u16,
}

impl Local {
    pub(super) const LEN: usize = 30;

    pub(super) fn parse(bytes: &[u8; Self::LEN]) -> Self {
        let mut at = Numbers(bytes);
        let signature = at.u32();
        let (_version, flags, method, _time, _date) = (at.u16(), at.u16(), at.u16(), at.u16(), at.u16());
        let (crc, compressed, size) = (at.u32(), at.u32(), at.u32());
        Self { signature, flags, method, crc, compressed, size, name_len: at.u16(), extra_len: at.u16() }
    }
}

/// What the directory says of a member [4.3.12], without its name, extra fields and comment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Central {
    pub(super) signature: u32,
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) crc: u32,
    pub(super) compressed: u32,
    pub(super) size: u32,
    pub(super) name_len: u16,
    pub(super) extra_len: u16,
    pub(super) comment_len: u16,
    pub(super) disk: u16,
    pub(super) offset: u32,
}

impl Central {
    pub(super) const LEN: usize = 46;

    pub(super) fn parse(bytes: &[u8; Self::LEN]) -> Self {
        let mut at = Numbers(bytes);
        let (signature, _made_by, _needed) = (at.u32(), at.u16(), at.u16());
        let (flags, method, _time, _date) = (at.u16(), at.u16(), at.u16(), at.u16());
        let (crc, compressed, size) = (at.u32(), at.u32(), at.u32());
        let (name_len, extra_len, comment_len, disk) = (at.u16(), at.u16(), at.u16(), at.u16());
        let (_internal, _external) = (at.u16(), at.u32());
        let offset = at.u32();
        Self {
            signature,
            flags,
            method,
            crc,
            compressed,
            size,
            name_len,
            extra_len,
            comment_len,
            disk,
            offset,
        }
    }
}

/// The last record of the archive [4.3.16], without its comment, or the one of zip64 [4.3.14], whose numbers are longer.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) signature: u32,
    pub(super) disk: u32,
    pub(super) directory_disk: u32,
    pub(super) members_here: u64,
    pub(super) members: u64,
    pub(super) directory_len: u64,
    pub(super) directory: u64,
}

impl End {
    pub(super) const LEN: usize = 22;
    pub(super) const LEN64: usize = 56;
    /// What the record of zip64 says of its own length: all behind that number.
    pub(super) const REST64: u64 = 44;

    /// The record, and the bytes of the comment behind it.
    pub(super) fn parse(bytes: &[u8; Self::LEN]) -> (Self, u16) {
        let mut at = Numbers(bytes);
        let signature = at.u32();
        let (disk, directory_disk) = (at.u16().into(), at.u16().into());
        let (members_here, members) = (at.u16().into(), at.u16().into());
        let (directory_len, directory) = (at.u32().into(), at.u32().into());
        let end = Self { signature, disk, directory_disk, members_here, members, directory_len, directory };
        (end, at.u16())
    }

    /// The record of zip64, and what it says of its own length.
    pub(super) fn parse64(bytes: &[u8; Self::LEN64]) -> (Self, u64) {
        let mut at = Numbers(bytes);
        let (signature, rest, _made_by, _needed) = (at.u32(), at.u64(), at.u16(), at.u16());
        let (disk, directory_disk) = (at.u32(), at.u32());
        let (members_here, members) = (at.u64(), at.u64());
        let (directory_len, directory) = (at.u64(), at.u64());
        (Self { signature, disk, directory_disk, members_here, members, directory_len, directory }, rest)
    }
}

/// Where the end record of zip64 is [4.3.15].
#[derive(Clone, Copy, Debug)]
pub(super) struct Locator {
    pub(super) signature: u32,
    pub(super) disk: u32,
    pub(super) end: u64,
    pub(super) disks: u32,
}

impl Locator {
    pub(super) const LEN: usize = 20;

    pub(super) fn parse(bytes: &[u8; Self::LEN]) -> Self {
        let mut at = Numbers(bytes);
        Self { signature: at.u32(), disk: at.u32(), end: at.u64(), disks: at.u32() }
    }
}

/// Takes the long numbers from the extra fields, for each of those that say that they stand there, in the order given.
/// `false` if one does not stand there, or if a field is longer than what is left.
pub(super) fn long_numbers(mut extra: &[u8], numbers: &mut [&mut u64]) -> bool {
    let mut missing = numbers.iter_mut().filter(|number| ***number == u64::from(IN_ZIP64)).peekable();
    while missing.peek().is_some() {
        let Some((head, rest)) = extra.split_first_chunk::<4>() else { return false };
        let mut at = Numbers(head);
        let (key, len) = (at.u16(), at.u16());
        let Some((field, rest)) = rest.split_at_checked(len.into()) else { return false };
        extra = rest;
        if key == ZIP64 {
            let mut at = Numbers(field);
            return missing.all(|number| {
                let there = at.0.len() >= 8;
                **number = at.u64();
                there
            });
        }
    }
    true
}

/// What the writer keeps of a member for the directory.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// With `.npy`.
    pub(super) name: String,
    pub(super) crc: u32,
    pub(super) size: u64,
    /// Byte of the header in front of it.
    pub(super) offset: u64,
}

/// From here on Python stands a number in the zip64 field: one bit earlier than needed.
pub(super) const ZIP64_LIMIT: u64 = (1 << 31) - 1;
/// 4.5, the version that has zip64.
const VERSION: u16 = 45;
/// Unix.
const SYSTEM: u8 = 3;
/// The first of January 1980, the first day there is.
const DATE: u16 = 1 << 5 | 1;
/// A file that its owner may read and write.
const ATTRIBUTES: u32 = 0o600 << 16;

impl Written {
    fn flags(&self) -> u16 {
        if self.name.is_ascii() { 0 } else { flag::UTF8 }
    }

    /// Writers check that.
    fn name_len(&self) -> u16 {
        u16::try_from(self.name.len()).expect("a name of at most 65,535 bytes")
    }

    /// The header in front, with the long numbers: Python's with `force_zip64=True`.
    pub(super) fn local(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(Local::LEN + self.name.len() + 20);
        out.extend(signature::LOCAL.to_le_bytes());
        put16(&mut out, &[VERSION, self.flags(), 0, 0, DATE]);
        put32(&mut out, &[self.crc, IN_ZIP64, IN_ZIP64]);
        put16(&mut out, &[self.name_len(), 20]);
        out.extend(self.name.as_bytes());
        put16(&mut out, &[ZIP64, 16]);
        put64(&mut out, &[self.size, self.size]);
        out
    }

    /// The entry of the directory: long numbers only where they are needed.
    pub(super) fn central(&self) -> Vec<u8> {
        let mut long = Vec::new();
        let size = short(self.size, &mut long);
        if size == IN_ZIP64 {
            long.push(self.size);
        }
        let offset = short(self.offset, &mut long);
        let extra_len = if long.is_empty() { 0 } else { 4 + 8 * u16::try_from(long.len()).unwrap_or(3) };
        let mut out = Vec::with_capacity(Central::LEN + self.name.len() + usize::from(extra_len));
        out.extend(signature::CENTRAL.to_le_bytes());
        put16(&mut out, &[VERSION | u16::from(SYSTEM) << 8, VERSION, self.flags(), 0, 0, DATE]);
        put32(&mut out, &[self.crc, size, size]);
        put16(&mut out, &[self.name_len(), extra_len, 0, 0, 0]);
        put32(&mut out, &[ATTRIBUTES, offset]);
        out.extend(self.name.as_bytes());
        if extra_len > 0 {
            put16(&mut out, &[ZIP64, extra_len - 4]);
            put64(&mut out, &long);
        }
        out
    }
}

/// The number, or the mark that it stands among the long ones, where it then does.
fn short(number: u64, long: &mut Vec<u64>) -> u32 {
    match u32::try_from(number) {
        Ok(short) if number <= ZIP64_LIMIT => short,
        _ => {
            long.push(number);
            IN_ZIP64
        }
    }
}

/// What closes an archive whose directory of `members` is `len` bytes from byte `offset` on.
pub(super) fn end(members: u64, offset: u64, len: u64) -> Vec<u8> {
    let mut out = Vec::with_capacity(End::LEN64 + Locator::LEN + End::LEN);
    if members > u64::from(u16::MAX) || offset > ZIP64_LIMIT || len > ZIP64_LIMIT {
        out.extend(signature::END64.to_le_bytes());
        put64(&mut out, &[End::REST64]);
        put16(&mut out, &[VERSION, VERSION]);
        put32(&mut out, &[0, 0]);
        put64(&mut out, &[members, members, len, offset]);
        put32(&mut out, &[signature::LOCATOR, 0]);
        put64(&mut out, &[offset + len]);
        put32(&mut out, &[1]);
    }
    let count = u16::try_from(members).unwrap_or(u16::MAX);
    let number = |number| u32::try_from(number).unwrap_or(IN_ZIP64);
    out.extend(signature::END.to_le_bytes());
    put16(&mut out, &[0, 0, count, count]);
    put32(&mut out, &[number(len), number(offset)]);
    put16(&mut out, &[0]);
    out
}

fn put16(out: &mut Vec<u8>, numbers: &[u16]) {
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

fn put32(out: &mut Vec<u8>, numbers: &[u32]) {
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

fn put64(out: &mut Vec<u8>, numbers: &[u64]) {
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

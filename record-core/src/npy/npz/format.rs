//! The records of a zip archive, as numbers: those that are read, and those that are written as Python writes them.
//!
//! Each record is a struct whose bytes are the file's, so what is read and what is written cannot differ. Names in brackets
//! are the chapters of PKWARE's APPNOTE.TXT 6.3.10.

use alloc::{string::String, vec::Vec};
use zerocopy::{
    FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned,
    byteorder::little_endian::{U16, U32, U64},
};

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

/// What stands in front of a member [4.3.7], without its name and extra fields.
#[derive(Clone, Copy, Debug, FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned)]
#[repr(C)]
pub(super) struct Local {
    pub(super) signature: U32,
    needed: U16,
    pub(super) flags: U16,
    pub(super) method: U16,
    time: U16,
    date: U16,
    pub(super) crc: U32,
    pub(super) compressed: U32,
    pub(super) size: U32,
    pub(super) name_len: U16,
    pub(super) extra_len: U16,
}

/// What the directory says of a member [4.3.12], without its name, extra fields and comment.
#[derive(Clone, Copy, Debug, FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned)]
#[repr(C)]
pub(super) struct Central {
    pub(super) signature: U32,
    made_by: U16,
    needed: U16,
    pub(super) flags: U16,
    pub(super) method: U16,
    time: U16,
    date: U16,
    pub(super) crc: U32,
    pub(super) compressed: U32,
    pub(super) size: U32,
    pub(super) name_len: U16,
    pub(super) extra_len: U16,
    pub(super) comment_len: U16,
    pub(super) disk: U16,
    internal: U16,
    external: U32,
    pub(super) offset: U32,
}

/// The last record of the archive [4.3.16], without its comment.
#[derive(Clone, Copy, Debug, FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned)]
#[repr(C)]
pub(super) struct End32 {
    signature: U32,
    disk: U16,
    directory_disk: U16,
    members_here: U16,
    members: U16,
    directory_len: U32,
    directory: U32,
    pub(super) comment_len: U16,
}

/// The same with long numbers [4.3.14].
#[derive(Clone, Copy, Debug, FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned)]
#[repr(C)]
pub(super) struct End64 {
    pub(super) signature: U32,
    /// Bytes of the record behind this number.
    pub(super) rest: U64,
    made_by: U16,
    needed: U16,
    disk: U32,
    directory_disk: U32,
    members_here: U64,
    members: U64,
    directory_len: U64,
    directory: U64,
}

impl End64 {
    pub(super) const REST: u64 = (size_of::<Self>() - 12) as u64;
}

/// Where the end record of zip64 is [4.3.15].
#[derive(Clone, Copy, Debug, FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned)]
#[repr(C)]
pub(super) struct Locator {
    pub(super) signature: U32,
    pub(super) disk: U32,
    pub(super) end: U64,
    pub(super) disks: U32,
}

/// What either end record says.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) disk: u32,
    pub(super) directory_disk: u32,
    pub(super) members_here: u64,
    pub(super) members: u64,
    pub(super) directory_len: u64,
    pub(super) directory: u64,
}

macro_rules! ends {
    ($($record:ident)*) => {$(
        impl From<$record> for End {
            fn from(record: $record) -> Self {
                Self {
                    disk: record.disk.into(),
                    directory_disk: record.directory_disk.into(),
                    members_here: record.members_here.into(),
                    members: record.members.into(),
                    directory_len: record.directory_len.into(),
                    directory: record.directory.into(),
                }
            }
        }
    )*};
}

ends! { End32 End64 }

/// Takes the long numbers from the extra fields, for each of those that say that they stand there, in the order given.
/// `false` if one does not stand there, or if a field is longer than what is left.
pub(super) fn long_numbers(mut extra: &[u8], numbers: &mut [&mut u64]) -> bool {
    let mut missing = numbers.iter_mut().filter(|number| ***number == u64::from(IN_ZIP64)).peekable();
    while missing.peek().is_some() {
        let Ok(([key, len], rest)) = <[U16; 2]>::read_from_prefix(extra) else { return false };
        let Some((field, rest)) = rest.split_at_checked(len.into()) else { return false };
        extra = rest;
        if key == ZIP64 {
            let (long, _) = field.as_chunks::<8>();
            let mut long = long.iter().map(|bytes| u64::from_le_bytes(*bytes));
            return missing.all(|number| long.next().map(|long| **number = long).is_some());
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
/// The method: as it is.
const STORED: U16 = U16::ZERO;

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
        let extra = extra(&[self.size, self.size]);
        let header = Local {
            signature: signature::LOCAL.into(),
            needed: VERSION.into(),
            flags: self.flags().into(),
            method: STORED,
            time: U16::ZERO,
            date: DATE.into(),
            crc: self.crc.into(),
            compressed: IN_ZIP64.into(),
            size: IN_ZIP64.into(),
            name_len: self.name_len().into(),
            extra_len: len16(&extra),
        };
        [header.as_bytes(), self.name.as_bytes(), &extra].concat()
    }

    /// The entry of the directory: long numbers only where they are needed.
    pub(super) fn central(&self) -> Vec<u8> {
        let mut long = Vec::new();
        let size = short(self.size, &mut long);
        if size == IN_ZIP64 {
            long.push(self.size);
        }
        let offset = short(self.offset, &mut long);
        let extra = extra(&long);
        let entry = Central {
            signature: signature::CENTRAL.into(),
            made_by: (VERSION | u16::from(SYSTEM) << 8).into(),
            needed: VERSION.into(),
            flags: self.flags().into(),
            method: STORED,
            time: U16::ZERO,
            date: DATE.into(),
            crc: self.crc.into(),
            compressed: size.into(),
            size: size.into(),
            name_len: self.name_len().into(),
            extra_len: len16(&extra),
            comment_len: U16::ZERO,
            disk: U16::ZERO,
            internal: U16::ZERO,
            external: ATTRIBUTES.into(),
            offset: offset.into(),
        };
        [entry.as_bytes(), self.name.as_bytes(), &extra].concat()
    }
}

/// The extra field with these long numbers; nothing for none.
fn extra(long: &[u64]) -> Vec<u8> {
    let numbers: Vec<u8> = long.iter().flat_map(|number| number.to_le_bytes()).collect();
    if numbers.is_empty() {
        return numbers;
    }
    [[ZIP64.into(), len16(&numbers)].as_bytes(), &numbers].concat()
}

/// The length of an extra field, of three numbers at most.
fn len16(bytes: &[u8]) -> U16 {
    U16::new(u16::try_from(bytes.len()).expect("at most 28 bytes"))
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
    let mut out = Vec::new();
    if members > u64::from(u16::MAX) || offset > ZIP64_LIMIT || len > ZIP64_LIMIT {
        let end = End64 {
            signature: signature::END64.into(),
            rest: End64::REST.into(),
            made_by: VERSION.into(),
            needed: VERSION.into(),
            disk: U32::ZERO,
            directory_disk: U32::ZERO,
            members_here: members.into(),
            members: members.into(),
            directory_len: len.into(),
            directory: offset.into(),
        };
        let locator = Locator {
            signature: signature::LOCATOR.into(),
            disk: U32::ZERO,
            end: (offset + len).into(),
            disks: 1.into(),
        };
        out.extend_from_slice(end.as_bytes());
        out.extend_from_slice(locator.as_bytes());
    }
    let count = u16::try_from(members).unwrap_or(u16::MAX);
    let number = |number| u32::try_from(number).unwrap_or(IN_ZIP64);
    let end = End32 {
        signature: signature::END.into(),
        disk: U16::ZERO,
        directory_disk: U16::ZERO,
        members_here: count.into(),
        members: count.into(),
        directory_len: number(len).into(),
        directory: number(offset).into(),
        comment_len: U16::ZERO,
    };
    out.extend_from_slice(end.as_bytes());
    out
}

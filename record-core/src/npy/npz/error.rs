//! What can be wrong with an `.npz` archive, in names and numbers.

use super::Method;
use crate::npy::NpyError;
use alloc::{boxed::Box, string::String};
use core::fmt;
use std::io;

/// An archive that cannot be opened or written, or a member that cannot be read.
///
/// Members are named as in the archive, with `.npy`.
#[derive(Debug)]
#[non_exhaustive]
pub enum NpzError {
    /// The answer of a stream, and what was being done. An archive that was opened by its path has [`NpzError::File`].
    Io {
        /// What was being done: read, write.
        doing: &'static str,
        /// The answer.
        error: io::Error,
    },
    /// No record ends an archive where one should.
    NotAnArchive {
        /// Whether they are a `.npy` file.
        is_npy: bool,
        /// Bytes that there are.
        len: u64,
    },
    /// The archive ends, by its own numbers, at another byte than the file does.
    End {
        /// Where it should end.
        expected: u64,
        /// Where it ends.
        found: u64,
    },
    /// A record lies where the archive cannot have it: behind its end, or over another.
    Outside {
        /// The record.
        record: ZipRecord,
        /// Its first byte.
        start: u64,
        /// Its length in bytes.
        len: u64,
        /// The byte where it must have ended.
        limit: u64,
    },
    /// Other bytes where a record should start.
    Signature {
        /// The record.
        record: ZipRecord,
        /// Where it should start.
        at: u64,
        /// The four bytes there, as a little-endian number.
        found: u32,
    },
    /// An archive of several disks.
    Disks {
        /// The number of the disk that a record names, from 0 on.
        disk: u32,
    },
    /// Two records of the archive say different numbers of the same thing.
    Disagree {
        /// What they say it of.
        number: ZipNumber,
        /// What one says: that of zip64, or the directory.
        one: u64,
        /// What the other says: the end record, the header in front of the member, or what was found.
        other: u64,
        /// The member, if it is about one.
        name: Option<String>,
    },
    /// More members than are allowed.
    TooManyMembers {
        /// Members that the archive says it has.
        members: u64,
        /// How many are allowed.
        limit: u64,
    },
    /// A name that no member can have.
    Name {
        /// Position of the member in the directory, from 0 on.
        member: u64,
        /// What is wrong.
        fault: NameFault,
    },
    /// Extra fields of a member that end early, or leave out a number that they should have.
    Extra {
        /// The member.
        name: String,
    },
    /// Two members answer to one name.
    Duplicate {
        /// The name.
        name: String,
        /// Both, as they are in the archive.
        members: Box<[String; 2]>,
    },
    /// Two members share bytes, or a member and the directory.
    Overlap {
        /// The first of them.
        name: String,
        /// Where it ends at the earliest.
        end: u64,
        /// Where the next one starts.
        next: u64,
    },
    /// No member of this name.
    NoMember {
        /// The name asked for.
        name: String,
        /// One that may have been meant.
        nearest: Option<String>,
    },
    /// An encrypted member, or one that patches another.
    Encrypted {
        /// The member.
        name: String,
        /// Its flags.
        flags: u16,
    },
    /// A member compressed in a way that is not known here.
    Method {
        /// The member.
        name: String,
        /// The method.
        method: Method,
    },
    /// A member that can only be read, since it is not stored as it is.
    NotStored {
        /// The member.
        name: String,
        /// How it is compressed.
        method: Method,
    },
    /// A member larger than its compressed bytes can make.
    Ratio {
        /// The member.
        name: String,
        /// Bytes in the archive.
        compressed: u64,
        /// Bytes that it says it has.
        size: u64,
    },
    /// Compressed bytes that are none.
    Inflate {
        /// The member.
        name: String,
        /// Bytes that came out before.
        after: u64,
    },
    /// A member of another size than the directory says.
    Size {
        /// The member.
        name: String,
        /// What the directory says.
        expected: u64,
        /// Bytes that there were, or one more than expected, where nobody looked further.
        found: u64,
    },
    /// Bytes other than those that were written.
    Crc {
        /// The member.
        name: String,
        /// The checksum in the directory.
        expected: u32,
        /// The checksum of the bytes.
        found: u32,
    },
    /// A member that is no array: it does not start as `.npy` does.
    NotNpy {
        /// The member.
        name: String,
        /// Its size in bytes.
        size: u64,
    },
    /// The array of a member.
    Npy {
        /// The member.
        name: String,
        /// What is wrong with it.
        error: Box<NpyError>,
    },
    /// The archive's file cannot be opened, read, mapped or written.
    File(crate::file::FileError),
    /// A write failed before, so that the archive is broken.
    Broken,
}

/// A record of a zip archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ZipRecord {
    /// The record that ends the archive.
    End,
    /// That of zip64.
    End64,
    /// What says where that of zip64 is.
    Locator,
    /// The directory.
    Directory,
    /// An entry of the directory.
    Entry,
    /// The header in front of a member.
    Header,
    /// The bytes of a member.
    Data,
}

/// What two records of an archive say a number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ZipNumber {
    /// How many members there are.
    Members,
    /// Length of the directory in bytes.
    DirectoryLen,
    /// First byte of the directory.
    Directory,
    /// First byte of the end record of zip64.
    End64,
    /// Length of the end record of zip64 in bytes.
    End64Len,
    /// Length of a member's name in bytes, where the names differ.
    Name,
    /// Flags of a member.
    Flags,
    /// Method of compression.
    Method,
    /// Checksum of a member.
    Crc,
    /// Compressed bytes of a member.
    Compressed,
    /// Bytes of a member.
    Size,
}

/// What is wrong with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameFault {
    /// It is empty.
    Empty,
    /// It has a NUL, behind which others see nothing.
    Nul {
        /// Where, in bytes.
        at: usize,
    },
    /// It says that it is UTF-8, and is not.
    NotUtf8 {
        /// The first byte that is not.
        at: usize,
    },
    /// It has more than 65,535 bytes.
    TooLong {
        /// Its bytes, `.npy` among them.
        bytes: usize,
    },
}

impl fmt::Display for NpzError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { doing, error } => write!(f, "cannot {doing} the archive: {error}"),
            Self::NotAnArchive { is_npy: true, .. } => {
                f.write_str("no .npz archive, but a .npy file of one array: `open_npy` reads it")
            }
            Self::NotAnArchive { len, .. } => write!(f, "{len} bytes are no zip archive: none ends in them"),
            Self::End { expected, found } => {
                write!(f, "the archive says that it ends at byte {expected}, the file ends at {found}")
            }
            Self::Outside { record, start, len, limit } => {
                write!(f, "{record}, {len} bytes from byte {start} on, must end before byte {limit}")
            }
            Self::Signature { record, at, found } => {
                write!(f, "no {} at byte {at}: 0x{found:08x} stands there", record.noun())
            }
            Self::Disks { disk } => {
                write!(f, "the archive goes on at disk {disk}: several are not supported")
            }
            Self::Disagree { number, one, other, name: None } => {
                write!(f, "{} of the archive: {one} in one place, {other} in another", number.noun())
            }
            Self::Disagree { number, one, other, name: Some(name) } => {
                write!(f, "{} of {name:?}: {one} in the directory, {other} elsewhere", number.noun())
            }
            Self::TooManyMembers { members, limit } => {
                write!(f, "the archive says that it has {members} members, more than {limit}")
            }
            Self::Name { member, fault } => write!(f, "the name of member {member} {fault}"),
            Self::Extra { name } => write!(f, "the extra fields of {name:?} end too early"),
            Self::Duplicate { name, members } if members[0] == members[1] => {
                write!(f, "two members are named {name:?}")
            }
            Self::Duplicate { name, members } => {
                let [one, other] = &**members;
                write!(f, "the name {name:?} means two members, {one:?} and {other:?}")
            }
            Self::Overlap { name, end, next } => write!(
                f,
                "{name:?} overlaps what follows: it ends at byte {end} or later, the next starts at byte {next}"
            ),
            Self::NoMember { name, nearest: None } => write!(f, "no member is named {name:?}"),
            Self::NoMember { name, nearest: Some(nearest) } => {
                write!(f, "no member is named {name:?}; {nearest:?} is one")
            }
            Self::Encrypted { name, flags } => {
                write!(f, "{name:?} is encrypted or a patch (flags 0x{flags:04x}), which is not supported")
            }
            Self::Method { name, method } => {
                write!(f, "{name:?} is compressed with {method}, which is not supported")
            }
            Self::NotStored { name, method } => {
                write!(f, "{name:?} is {method}, so it can be read, but not mapped: only stored members can")
            }
            Self::Ratio { name, compressed, size } => {
                write!(f, "{name:?} says that {compressed} compressed bytes make {size}, more than they can")
            }
            Self::Inflate { name, after } => {
                write!(f, "the compressed bytes of {name:?} are broken after {after} bytes of content")
            }
            Self::Size { name, expected, found } => {
                write!(f, "{name:?} has {found} bytes, the directory says {expected}")
            }
            Self::Crc { name, expected, found } => write!(
                f,
                "{name:?} is damaged: its checksum is 0x{found:08x}, the directory says 0x{expected:08x}"
            ),
            Self::NotNpy { name, size } => write!(f, "{name:?}, of {size} bytes, is no array in .npy format"),
            Self::Npy { name, error } => match **error {
                // Nobody appends to a member.
                NpyError::Trailing { bytes } => write!(f, "{name:?}: {bytes} bytes follow the data"),
                _ => write!(f, "{name:?}: {error}"),
            },
            Self::File(error) => error.fmt(f),
            Self::Broken => write!(f, "the archive is broken: writing to it failed before"),
        }
    }
}

impl core::error::Error for NpzError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Io { error, .. } => error.source(),
            Self::Npy { error, .. } => error.source(),
            Self::File(error) => error.source(),
            _ => None,
        }
    }
}

impl From<crate::file::FileError> for NpzError {
    fn from(error: crate::file::FileError) -> Self {
        Self::File(error)
    }
}

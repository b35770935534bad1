//! What errors call the parts of an archive.

use super::{NameFault, ZipNumber, ZipRecord};
use core::fmt;

impl ZipRecord {
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::End => "end record",
            Self::End64 => "end record of zip64",
            Self::Locator => "locator of zip64",
            Self::Directory => "directory",
            Self::Entry => "entry of the directory",
            Self::Header => "header of a member",
            Self::Data => "data of a member",
        }
    }
}

impl fmt::Display for ZipRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {}", self.noun())
    }
}

impl ZipNumber {
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Members => "the number of members",
            Self::DirectoryLen => "the length of the directory",
            Self::Directory => "the start of the directory",
            Self::End64 => "the start of the end record of zip64",
            Self::End64Len => "the length of the end record of zip64",
            Self::Name => "the length of the name, and the name,",
            Self::Flags => "the flags",
            Self::Method => "the method",
            Self::Crc => "the checksum",
            Self::Compressed => "the compressed size",
            Self::Size => "the size",
        }
    }
}

impl fmt::Display for NameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "is empty"),
            Self::Nul { at } => write!(f, "has a NUL at byte {at}"),
            Self::NotUtf8 { at } => write!(f, "is not UTF-8 at byte {at}, though it says so"),
            Self::TooLong { bytes } => write!(f, "has {bytes} bytes, more than 65,535"),
        }
    }
}

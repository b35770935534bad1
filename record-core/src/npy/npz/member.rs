//! What the directory of an archive says of a member.

use super::{NameFault, format::flag};
use alloc::{borrow::ToOwned, string::String};
use core::fmt;

/// A member of an archive, as its directory describes it.
///
/// Nothing here has been compared with the member itself: reading does that.
#[derive(Clone, Debug)]
pub struct Member {
    pub(super) name: String,
    pub(super) flags: u16,
    pub(super) method: Method,
    pub(super) crc: u32,
    pub(super) compressed: u64,
    pub(super) size: u64,
    /// Byte of the header in front of it, from the start of the file.
    pub(super) header: u64,
    /// Where the next member or the directory starts.
    pub(super) limit: u64,
}

/// How a member is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// As it is: `numpy.savez`.
    Stored,
    /// Deflate: `numpy.savez_compressed`.
    Deflated,
    /// Another, by the number that zip has for it: such members cannot be read.
    Other(u16),
}

impl Member {
    /// The name without `.npy`, as [`NpzReader::names`](super::NpzReader::names) has it. Any text, and no path: `../x`
    /// and `/x` are names like others.
    pub fn name(&self) -> &str {
        key(&self.name)
    }

    /// The name as it is in the archive.
    pub fn file_name(&self) -> &str {
        &self.name
    }

    /// How it is compressed.
    pub fn method(&self) -> Method {
        self.method
    }

    /// Bytes that it takes in the archive.
    pub fn compressed_size(&self) -> u64 {
        self.compressed
    }

    /// Bytes of the `.npy` file that it is: header and elements.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The CRC-32 of those.
    pub fn crc32(&self) -> u32 {
        self.crc
    }

    /// Encrypted members, and those that patch others, cannot be read.
    pub fn is_encrypted(&self) -> bool {
        self.flags & (flag::ENCRYPTED | flag::PATCH | flag::STRONGLY_ENCRYPTED) != 0
    }
}

impl Method {
    pub(super) fn new(number: u16) -> Self {
        match number {
            0 => Self::Stored,
            8 => Self::Deflated,
            other => Self::Other(other),
        }
    }

    pub(super) fn number(self) -> u16 {
        match self {
            Self::Stored => 0,
            Self::Deflated => 8,
            Self::Other(other) => other,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stored => write!(f, "stored"),
            Self::Deflated => write!(f, "deflated"),
            Self::Other(9) => write!(f, "deflate64 (method 9)"),
            Self::Other(12) => write!(f, "bzip2 (method 12)"),
            Self::Other(14) => write!(f, "lzma (method 14)"),
            Self::Other(20 | 93) => write!(f, "zstd (method {})", self.number()),
            Self::Other(95) => write!(f, "xz (method 95)"),
            Self::Other(other) => write!(f, "method {other}"),
        }
    }
}

/// What NumPy calls a member.
pub(super) fn key(name: &str) -> &str {
    name.strip_suffix(".npy").unwrap_or(name)
}

/// The characters that bytes from 128 on are in code page 437, which names are in that do not say that they are UTF-8.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
                     αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// The text of a name, which says by a flag that it is UTF-8; else it is code page 437, as Python takes it.
pub(super) fn text(bytes: &[u8], flags: u16) -> Result<String, NameFault> {
    if bytes.is_empty() {
        return Err(NameFault::Empty);
    }
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return Err(NameFault::Nul { at });
    }
    match str::from_utf8(bytes) {
        Ok(text) if flags & flag::UTF8 != 0 || text.is_ascii() => Ok(text.to_owned()),
        Err(error) if flags & flag::UTF8 != 0 => Err(NameFault::NotUtf8 { at: error.valid_up_to() }),
        _ => Ok(bytes.iter().map(|&byte| old(byte)).collect()),
    }
}

fn old(byte: u8) -> char {
    match byte.checked_sub(128) {
        None => byte.into(),
        Some(position) => CP437.chars().nth(position.into()).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

//! Archives by hand: every number of every record can be a lie.

use flate2::{Compression, Crc, write::DeflateEncoder};
use record_core::{DType, layout::Order, npy::Header};
use std::io::Write as _;

/// What is said of a member, in front of it or in the directory.
#[derive(Clone, Debug)]
pub struct Head {
    pub flags: u16,
    pub method: u16,
    pub crc: u32,
    pub compressed: u32,
    pub size: u32,
    pub name: Vec<u8>,
    pub extra: Vec<u8>,
    /// Of the directory alone.
    pub disk: u16,
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub local: Head,
    pub central: Head,
    pub data: Vec<u8>,
    /// Where the header in front is, if not where it is.
    pub offset: Option<u32>,
}

/// The end record, and the one of zip64 if it is to be there.
#[derive(Clone, Debug, Default)]
pub struct End {
    pub disks: [u16; 2],
    pub members: [u16; 2],
    pub len: u32,
    pub offset: u32,
    pub comment: Vec<u8>,
    /// Members on this disk and in all, length and offset.
    pub long: Option<[u64; 4]>,
    /// Disk, offset and number of disks in the locator, if they are lies.
    pub locator: Option<(u32, u64, u32)>,
    pub long_len: u64,
}

pub fn crc(data: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(data);
    crc.sum()
}

pub fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).expect("memory");
    encoder.finish().expect("memory")
}

/// A `.npy` file of bytes.
pub fn npy(elements: &[u8]) -> Vec<u8> {
    npy_of(&[elements.len()], elements)
}

/// A `.npy` file that says this shape of bytes.
pub fn npy_of(shape: &[usize], elements: &[u8]) -> Vec<u8> {
    let dtype = DType::parse("u1").expect("a dtype");
    let mut file = Header::new(dtype, shape, Order::C).expect("a header").to_bytes();
    file.extend(elements);
    file
}

impl Entry {
    /// A member of `data` as it is in the archive, which is `content` inflated.
    pub fn packed(name: &str, method: u16, data: &[u8], content: &[u8]) -> Self {
        let short = |len| u32::try_from(len).expect("short");
        let head = Head {
            flags: 0,
            method,
            crc: crc(content),
            compressed: short(data.len()),
            size: short(content.len()),
            name: name.into(),
            extra: vec![],
            disk: 0,
        };
        Self { local: head.clone(), central: head, data: data.into(), offset: None }
    }

    pub fn stored(name: &str, content: &[u8]) -> Self {
        Self::packed(name, 0, content, content)
    }

    pub fn deflated(name: &str, content: &[u8]) -> Self {
        Self::packed(name, 8, &deflate(content), content)
    }

    /// Changes both places that speak of the member.
    pub fn both(mut self, change: impl Fn(&mut Head)) -> Self {
        change(&mut self.local);
        change(&mut self.central);
        self
    }

    pub fn local(mut self, change: impl Fn(&mut Head)) -> Self {
        change(&mut self.local);
        self
    }

    pub fn central(mut self, change: impl Fn(&mut Head)) -> Self {
        change(&mut self.central);
        self
    }
}

fn put16(out: &mut Vec<u8>, numbers: &[u16]) {
    out.extend(numbers.iter().flat_map(|n| n.to_le_bytes()));
}

fn put32(out: &mut Vec<u8>, numbers: &[u32]) {
    out.extend(numbers.iter().flat_map(|n| n.to_le_bytes()));
}

/// The extra field of zip64 with these numbers.
pub fn zip64(numbers: &[u64]) -> Vec<u8> {
    let mut out = vec![];
    put16(&mut out, &[1, 8 * u16::try_from(numbers.len()).expect("few")]);
    out.extend(numbers.iter().flat_map(|n| n.to_le_bytes()));
    out
}

pub fn build(entries: &[Entry]) -> Vec<u8> {
    build_with(entries, |_| {})
}

pub fn build_with(entries: &[Entry], change: impl FnOnce(&mut End)) -> Vec<u8> {
    let mut out = vec![];
    let mut directory = vec![];
    let short = |len: usize| u16::try_from(len).expect("short");
    for Entry { local, central, data, offset } in entries {
        let at = u32::try_from(out.len()).expect("short");
        out.extend(b"PK\x03\x04");
        put16(&mut out, &[20, local.flags, local.method, 0, 33]);
        put32(&mut out, &[local.crc, local.compressed, local.size]);
        put16(&mut out, &[short(local.name.len()), short(local.extra.len())]);
        out.extend(local.name.iter().chain(&local.extra).chain(data));
        directory.extend(b"PK\x01\x02");
        put16(&mut directory, &[20, 20, central.flags, central.method, 0, 33]);
        put32(&mut directory, &[central.crc, central.compressed, central.size]);
        put16(&mut directory, &[short(central.name.len()), short(central.extra.len()), 0, central.disk, 0]);
        put32(&mut directory, &[0, offset.unwrap_or(at)]);
        directory.extend(central.name.iter().chain(&central.extra));
    }
    let (offset, len) = (out.len(), directory.len());
    let short32 = |len: usize| u32::try_from(len).expect("short");
    let mut end = End {
        members: [short(entries.len()); 2],
        len: short32(len),
        offset: short32(offset),
        long_len: 44,
        ..End::default()
    };
    change(&mut end);
    out.extend(directory);
    if let Some(long) = end.long {
        let at = out.len() as u64;
        out.extend(b"PK\x06\x06");
        out.extend(end.long_len.to_le_bytes());
        put16(&mut out, &[45, 45]);
        put32(&mut out, &[0, 0]);
        out.extend(long.iter().flat_map(|n| n.to_le_bytes()));
        let (disk, at, disks) = end.locator.unwrap_or((0, at, 1));
        out.extend(b"PK\x06\x07");
        put32(&mut out, &[disk]);
        out.extend(at.to_le_bytes());
        put32(&mut out, &[disks]);
    }
    out.extend(b"PK\x05\x06");
    put16(&mut out, &end.disks);
    put16(&mut out, &end.members);
    put32(&mut out, &[end.len, end.offset]);
    put16(&mut out, &[short(end.comment.len())]);
    out.extend(end.comment);
    out
}

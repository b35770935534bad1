//! Archives out of the fuzzer's bytes: checksums and sizes are right, unless the fuzzer wants them otherwise.

use arbitrary::{Result, Unstructured};
use record_core::{DType, layout::Order, npy::Header};
use std::io::Write as _;

/// A number of the archive as it should be, sometimes another.
fn number(u: &mut Unstructured<'_>, right: usize) -> Result<usize> {
    Ok(match u.arbitrary::<u8>()? {
        0 => u.arbitrary::<u32>()? as usize,
        1 => right.wrapping_add(1),
        2 => right.wrapping_sub(1),
        3 => 0xffff_ffff,
        _ => right,
    })
}

/// At most so many bytes.
fn some<'a>(u: &mut Unstructured<'a>, most: u8) -> Result<&'a [u8]> {
    let len = usize::from(u.arbitrary::<u8>()? & most);
    u.bytes(u.len().min(len))
}

struct Entry {
    name: Vec<u8>,
    method: u16,
    flags: u16,
    crc: u32,
    compressed: usize,
    size: usize,
    offset: usize,
    extra: Vec<u8>,
}

/// A whole archive.
pub fn archive(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let mut out = some(u, 3)?.to_vec();
    let mut entries: Vec<Entry> = Vec::new();
    for _ in 0..u.int_in_range(0..=4)? {
        let entry = member(u, &mut out, &entries)?;
        entries.push(entry);
    }
    let start = out.len();
    for entry in &entries {
        out.extend(b"PK\x01\x02\x14\x03\x14\x00");
        put(&mut out, &[(entry.flags.into(), 2), (number(u, entry.method.into())?, 2), (0, 2), (0x21, 2)]);
        put(&mut out, &[(number(u, entry.crc as usize)?, 4), (number(u, entry.compressed)?, 4)]);
        put(&mut out, &[(number(u, entry.size)?, 4), (number(u, entry.name.len())?, 2)]);
        put(&mut out, &[(number(u, entry.extra.len())?, 2), (0, 2), (0, 2), (0, 2), (0, 4)]);
        put(&mut out, &[(number(u, entry.offset)?, 4)]);
        out.extend(&entry.name);
        out.extend(&entry.extra);
    }
    let (len, count) = (out.len() - start, entries.len());
    if u.ratio(1, 4)? {
        // The end record of zip64, and what says where it is.
        let end = out.len();
        out.extend(b"PK\x06\x06");
        put(&mut out, &[(number(u, 44)?, 8), (45, 2), (45, 2), (0, 4), (0, 4)]);
        put(
            &mut out,
            &[(number(u, count)?, 8), (number(u, count)?, 8), (number(u, len)?, 8), (number(u, start)?, 8)],
        );
        out.extend(b"PK\x06\x07");
        put(&mut out, &[(0, 4), (number(u, end)?, 8), (1, 4)]);
    }
    out.extend(b"PK\x05\x06");
    put(&mut out, &[(0, 2), (0, 2), (number(u, count)?, 2), (number(u, count)?, 2)]);
    put(&mut out, &[(number(u, len)?, 4), (number(u, start)?, 4)]);
    let comment = some(u, 7)?;
    put(&mut out, &[(number(u, comment.len())?, 2)]);
    out.extend(comment);
    Ok(out)
}

fn put(out: &mut Vec<u8>, numbers: &[(usize, usize)]) {
    for &(number, len) in numbers {
        out.extend(&number.to_le_bytes()[..len]);
    }
}

fn member(u: &mut Unstructured<'_>, out: &mut Vec<u8>, before: &[Entry]) -> Result<Entry> {
    let name = match u.int_in_range(0..=9)? {
        0 => some(u, 255)?.to_vec(),
        1 if !before.is_empty() => before[0].name.clone(),
        2 => b"../a.npy".to_vec(),
        3 => b"a".to_vec(),
        4 => "\u{e9}.npy".as_bytes().to_vec(),
        n => format!("{}{n}.npy", before.len()).into_bytes(),
    };
    let content = content(u)?;
    let deflate = u.ratio(1, 2)?;
    let bytes = if deflate {
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(&content).and_then(|()| encoder.finish()).expect("to memory")
    } else {
        content.clone()
    };
    let flags = match u.arbitrary::<u8>()? {
        0 => u.arbitrary()?,
        1 => 8,
        2 => 1,
        _ => 0,
    } | if name.is_ascii() { 0 } else { 1 << 11 };
    let extra = match u.arbitrary::<u8>()? {
        0 => u.bytes(u.len().min(12))?.to_vec(),
        1 => {
            let mut extra = vec![1, 0, 16, 0];
            put(&mut extra, &[(content.len(), 8), (bytes.len(), 8)]);
            extra
        }
        _ => Vec::new(),
    };
    let crc = crc32fast::hash(&content);
    let offset = out.len();
    let method = if deflate { 8 } else { 0 };
    out.extend(b"PK\x03\x04\x14\x00");
    put(out, &[(number(u, flags.into())?, 2), (number(u, method)?, 2), (0, 2), (0x21, 2)]);
    put(out, &[(number(u, crc as usize)?, 4), (number(u, bytes.len())?, 4), (number(u, content.len())?, 4)]);
    put(out, &[(number(u, name.len())?, 2), (number(u, extra.len())?, 2)]);
    out.extend(&name);
    out.extend(&extra);
    out.extend(&bytes);
    if flags & 8 != 0 && u.arbitrary()? {
        out.extend(b"PK\x07\x08");
        put(out, &[(number(u, crc as usize)?, 4), (bytes.len(), 4), (content.len(), 4)]);
    }
    Ok(Entry {
        name,
        method: method as u16,
        flags,
        crc,
        compressed: bytes.len(),
        size: content.len(),
        offset,
        extra,
    })
}

/// What a member holds: mostly an array.
fn content(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    if u.ratio(1, 8)? {
        return Ok(some(u, 255)?.to_vec());
    }
    let texts = ["<f8", ">u2", "u1", "S0", "<M8[s]", "[('a', 'u1'), ('', 'V3'), ('b', '>f4', (2,))]"];
    let dtype = DType::parse_descr(texts[u.int_in_range(0..=texts.len() - 1)?]).expect("a dtype");
    let mut shape = Vec::new();
    for _ in 0..u.int_in_range(0..=3)? {
        shape.push(if u.ratio(1, 20)? { u.arbitrary::<u32>()? as usize } else { u.int_in_range(0..=5)? });
    }
    let order = if u.arbitrary()? { Order::C } else { Order::F };
    let Ok(header) = Header::new(&dtype, &shape[..], order) else { return Ok(Vec::new()) };
    let mut content = header.to_bytes();
    let len = number(u, header.data_len())?.min(4096);
    let data = u.bytes(u.len().min(len))?;
    content.extend(data);
    // Long runs deflate well.
    content.resize(content.len() + (len - data.len()), 0);
    if u.ratio(1, 16)? {
        let at = u.int_in_range(0..=content.len() - 1)?;
        content[at] ^= u.arbitrary::<u8>()?;
    }
    Ok(content)
}

//! The bytes of one member as a stream, counted, summed and never more than the directory promises.
//!
//! Readers of `.npy` see plain I/O errors; what was wrong is kept beside the stream and is what the caller gets.

use super::{
    Member, Method, NpzError, ZipNumber, ZipRecord,
    directory::io,
    format::{Local, flag, long_numbers, signature},
    member::text,
};
use alloc::vec;
use crc32fast::Hasher;
use flate2::bufread::DeflateDecoder;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Take};
use zerocopy::FromBytes as _;

/// The most bytes that one compressed byte can stand for: deflate copies at most 258 with two bits.
const MOST_OF_ONE: u64 = 1032;

/// Where the bytes of a member start, its header compared with the directory.
///
/// # Errors
/// [`NpzError`] if the member is encrypted, if the header says otherwise than the directory, or if the member's bytes
/// reach the next one.
fn start(archive: &mut (impl Read + Seek), member: &Member) -> Result<u64, NpzError> {
    let name = || member.name.clone();
    if member.is_encrypted() {
        return Err(NpzError::Encrypted { name: name(), flags: member.flags });
    }
    let at = member.header;
    archive.seek(SeekFrom::Start(at)).map_err(io("read"))?;
    let local = Local::read_from_io(&mut *archive).map_err(io("read"))?;
    if local.signature != signature::LOCAL {
        return Err(NpzError::Signature { record: ZipRecord::Header, at, found: local.signature.get() });
    }
    let disagree = |number, one, other| Err(NpzError::Disagree { number, one, other, name: Some(name()) });
    // Bits 1 and 2 say how hard a compressor tried; everything else means the same in both places.
    let meaning = flag::ENCRYPTED | flag::DESCRIPTOR | flag::PATCH | flag::STRONGLY_ENCRYPTED;
    if (local.flags ^ member.flags) & meaning != 0 {
        return disagree(ZipNumber::Flags, member.flags.into(), local.flags.into());
    }
    if local.method != member.method.number() {
        return disagree(ZipNumber::Method, member.method.number().into(), local.method.into());
    }
    let lens = [local.name_len, local.extra_len].map(u64::from);
    // Checked when the directory was read: the header and the bytes end below the limit, by lengths that may have changed.
    let data = at + size_of::<Local>() as u64 + lens.iter().sum::<u64>();
    let fits = data.checked_add(member.compressed).is_some_and(|end| end <= member.limit);
    if !fits {
        let (start, len, limit) = (data, member.compressed, member.limit);
        return Err(NpzError::Outside { record: ZipRecord::Data, start, len, limit });
    }
    let mut own = vec![0; local.name_len.into()];
    archive.read_exact(&mut own).map_err(io("read"))?;
    if text(&own, local.flags.get()).is_ok_and(|own| own != member.name) || own.is_empty() {
        return disagree(ZipNumber::Name, member.name.len() as u64, own.len() as u64);
    }
    // With a descriptor behind the data, the numbers in front of it are zeros or meant for streams: the directory counts.
    if local.flags & flag::DESCRIPTOR == 0 {
        let mut extra = vec![0; local.extra_len.into()];
        archive.read_exact(&mut extra).map_err(io("read"))?;
        let (mut size, mut compressed) = (local.size.into(), local.compressed.into());
        if !long_numbers(&extra, &mut [&mut size, &mut compressed]) {
            return Err(NpzError::Extra { name: name() });
        }
        let numbers = [
            (ZipNumber::Crc, member.crc.into(), local.crc.into()),
            (ZipNumber::Compressed, member.compressed, compressed),
            (ZipNumber::Size, member.size, size),
        ];
        for (number, one, other) in numbers {
            if one != other {
                return disagree(number, one, other);
            }
        }
    }
    Ok(data)
}

/// Checks what the directory says of the sizes of a member.
fn check_sizes(member: &Member) -> Result<(), NpzError> {
    let (compressed, size) = (member.compressed, member.size);
    match member.method {
        Method::Stored if compressed != size => {
            Err(NpzError::Size { name: member.name.clone(), expected: size, found: compressed })
        }
        Method::Deflated if size.div_ceil(MOST_OF_ONE) > compressed => {
            Err(NpzError::Ratio { name: member.name.clone(), compressed, size })
        }
        method @ Method::Other(_) => Err(NpzError::Method { name: member.name.clone(), method }),
        _ => Ok(()),
    }
}

enum Body<'a, A> {
    Stored(Take<&'a mut A>),
    Deflated(DeflateDecoder<BufReader<Take<&'a mut A>>>),
}

impl<A: Read> Read for Body<'_, A> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Stored(body) => body.read(out),
            Self::Deflated(body) => body.read(out),
        }
    }
}

/// The content of a member, to be read once.
pub(super) struct Content<'a, A> {
    body: Body<'a, A>,
    member: &'a Member,
    /// Where its bytes start in the archive.
    #[cfg(feature = "mmap")]
    start: u64,
    crc: Hasher,
    /// Bytes not yet read.
    left: u64,
    fault: Option<NpzError>,
}

impl<'a, A: Read + Seek> Content<'a, A> {
    /// # Errors
    /// As [`start`] and [`check_sizes`].
    pub(super) fn open(archive: &'a mut A, member: &'a Member) -> Result<Self, NpzError> {
        let start = start(archive, member)?;
        check_sizes(member)?;
        archive.seek(SeekFrom::Start(start)).map_err(io("read"))?;
        let body = archive.take(member.compressed);
        let body = match member.method {
            Method::Deflated => Body::Deflated(DeflateDecoder::new(BufReader::with_capacity(1 << 16, body))),
            _ => Body::Stored(body),
        };
        Ok(Self {
            body,
            member,
            #[cfg(feature = "mmap")]
            start,
            crc: Hasher::new(),
            left: member.size,
            fault: None,
        })
    }
}

impl<A: Read> Content<'_, A> {
    /// Where its bytes start in the archive.
    #[cfg(feature = "mmap")]
    pub(super) fn start(&self) -> u64 {
        self.start
    }

    /// What made the stream fail, if it did.
    pub(super) fn fault(&mut self) -> Option<NpzError> {
        self.fault.take()
    }

    /// Ends the reading of all that the directory promised: no content and no compressed bytes may be left, and the checksum must be right.
    pub(super) fn finish(mut self) -> Result<(), NpzError> {
        let Member { name, size, crc, compressed, .. } = self.member;
        debug_assert_eq!(self.left, 0, "callers read all");
        let mut one = [0];
        let more = match self.body.read(&mut one) {
            Ok(more) => more as u64,
            Err(error) => return Err(self.failed(error)),
        };
        if more > 0 {
            return Err(NpzError::Size { name: name.clone(), expected: *size, found: *size + more });
        }
        if let Body::Deflated(body) = &self.body
            && body.total_in() != *compressed
        {
            let (number, name) = (ZipNumber::Compressed, Some(name.clone()));
            return Err(NpzError::Disagree { number, one: *compressed, other: body.total_in(), name });
        }
        let found = self.crc.finalize();
        if found != *crc {
            return Err(NpzError::Crc { name: name.clone(), expected: *crc, found });
        }
        Ok(())
    }

    fn failed(&self, error: io::Error) -> NpzError {
        // What flate2 says of bytes that it cannot inflate. Reading itself fails otherwise.
        use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
        if matches!(self.body, Body::Deflated(_))
            && matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof)
        {
            let after = self.member.size - self.left;
            NpzError::Inflate { name: self.member.name.clone(), after }
        } else {
            io("read")(error)
        }
    }
}

impl<A: Read> Read for Content<'_, A> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = out.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        if most == 0 {
            return Ok(0);
        }
        let out = &mut out[..most];
        let fault = match self.body.read(out) {
            Ok(0) => {
                let Member { name, size, .. } = self.member;
                NpzError::Size { name: name.clone(), expected: *size, found: size - self.left }
            }
            Ok(read) => {
                self.crc.update(&out[..read]);
                self.left -= read as u64;
                return Ok(read);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            Err(error) => self.failed(error),
        };
        self.fault = Some(fault);
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

//! Archives out: stored members, laid out as Python's `zipfile` lays them out for `numpy.savez`.

use super::{
    NameFault, NpzError,
    directory::io,
    format::{self, Written},
    member::key,
};
use crate::{file::Replace, npy::write::gather, raw::any::AnyView};
use alloc::{borrow::ToOwned, boxed::Box, collections::BTreeMap, format, string::String, vec::Vec};
use core::fmt;
use crc32fast::Hasher;
use std::{
    io::{self, Seek, SeekFrom, Write},
    path::Path,
};

/// Writes arrays into an `.npz` archive, byte for byte as `numpy.savez` does.
///
/// Members are stored, with the date 1980-01-01, so that equal arrays make equal archives. Nothing is at the path before
/// [`finish`](NpzWriter::finish); a writer that is dropped without it leaves what was there.
///
/// ```
/// use record_core::{npy::npz::{NpzReader, NpzWriter}, prelude::*};
/// use std::io::Cursor;
///
/// let mut file = Cursor::new(vec![]);
/// let mut archive = NpzWriter::new(&mut file)?;
/// archive.add("grid", &Array::from_rows([[1.5, 2.5], [3.5, 4.5]]))?;
/// archive.add("ids", View::from_slice(&[7_u16, 8]))?;
/// archive.finish()?;
///
/// let mut archive = NpzReader::from_reader(file)?;
/// assert!(archive.names().eq(["grid", "ids"]));
/// assert_eq!(archive.read::<Array<u16>>("ids")?.to_vec(), [7, 8]);
/// # Ok::<(), record_core::Error>(())
/// ```
pub struct NpzWriter<'w> {
    out: Out<'w>,
    /// The byte that is written next.
    at: u64,
    members: Vec<Written>,
    /// Both names of each member, and its position.
    names: BTreeMap<String, usize>,
    /// A write failed, so that there is something at `at` already.
    broken: bool,
}

/// What takes the bytes.
enum Out<'w> {
    File(Box<Replace>),
    Other(Box<dyn WriteSeek + Send + 'w>),
}

trait WriteSeek: Write + Seek {}

impl<W: Write + Seek> WriteSeek for W {}

impl NpzWriter<'static> {
    /// An archive at this path, which [`finish`](NpzWriter::finish) puts in the place of what is there. The name is taken as
    /// it is: NumPy adds `.npz` to those that end otherwise.
    ///
    /// # Errors
    /// [`NpzError::File`] if no file can be made there.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, NpzError> {
        Self::over(Out::File(Box::new(Replace::create(path)?)))
    }
}

impl<'w> NpzWriter<'w> {
    /// An archive that starts where `out` stands: a file, a `Cursor<Vec<u8>>`, or a mutable reference to one.
    ///
    /// # Errors
    /// [`NpzError::Io`] if `out` does not say where it stands.
    pub fn new(out: impl Write + Seek + Send + 'w) -> Result<Self, NpzError> {
        Self::over(Out::Other(Box::new(out)))
    }

    fn over(mut out: Out<'w>) -> Result<Self, NpzError> {
        let at = out.stream_position().map_err(|error| out.error(error))?;
        Ok(Self { out, at, members: Vec::new(), names: BTreeMap::new(), broken: false })
    }

    /// Adds an array under a name, to which `.npy` is added: any view, typed or not, or a reference to an array or a table.
    ///
    /// Names may be any text but such with NUL, and need not be fit for a file.
    ///
    /// # Errors
    /// [`NpzError::Duplicate`] if a reader could mean another member by the name, [`NpzError::Name`] if no member can have it,
    /// [`NpzError::Npy`] if `.npy` does not know the dtype: nothing was written then. [`NpzError::Io`] and [`NpzError::File`] if
    /// writing fails; all that follows is [`NpzError::Broken`] then.
    pub fn add<'a>(&mut self, name: &str, array: impl Into<AnyView<'a>>) -> Result<(), NpzError> {
        if self.broken {
            return Err(NpzError::Broken);
        }
        let name = self.check_name(name)?;
        let (header, view) = array
            .into()
            .as_written()
            .map_err(|error| NpzError::Npy { name: name.clone(), error: error.into() })?;
        self.broken = true;
        let mut member = Written { name, crc: 0, size: 0, offset: self.at };
        let local = member.local();
        let mut counted = Counted { out: &mut self.out, crc: Hasher::new(), written: 0 };
        let written = counted
            .out
            .write_all(&local)
            .and_then(|()| counted.write_all(&header.to_bytes()))
            .and_then(|()| gather(view, |bytes| counted.write_all(bytes)));
        member.size = counted.written;
        member.crc = counted.crc.finalize();
        let end = self.at + local.len() as u64 + member.size;
        written
            .and_then(|()| self.out.seek(SeekFrom::Start(self.at)))
            .and_then(|_| self.out.write_all(&member.local()))
            .and_then(|()| self.out.seek(SeekFrom::Start(end)))
            .map_err(|error| self.out.error(error))?;
        self.at = end;
        for name in [key(&member.name), &member.name] {
            self.names.insert(name.to_owned(), self.members.len());
        }
        self.members.push(member);
        self.broken = false;
        Ok(())
    }

    /// Members so far.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there is no member yet.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Ends the archive, and puts it into its place, if it was created by a path.
    ///
    /// # Errors
    /// [`NpzError::Io`] or [`NpzError::File`] if writing fails, [`NpzError::Broken`] if it failed before. What was at the
    /// path is still there then.
    pub fn finish(mut self) -> Result<(), NpzError> {
        if self.broken {
            return Err(NpzError::Broken);
        }
        self.write_directory().map_err(|error| self.out.error(error))?;
        match self.out {
            Out::File(file) => _ = file.commit()?,
            Out::Other(mut out) => out.flush().map_err(io("write"))?,
        }
        Ok(())
    }

    fn write_directory(&mut self) -> io::Result<()> {
        let mut part = Vec::new();
        let mut len = 0;
        for member in &self.members {
            part.append(&mut member.central());
            if part.len() > 1 << 16 {
                self.out.write_all(&part)?;
                len += part.len() as u64;
                part.clear();
            }
        }
        len += part.len() as u64;
        part.append(&mut format::end(self.members.len() as u64, self.at, len));
        self.out.write_all(&part)
    }

    /// The name with `.npy`, if it can be one.
    fn check_name(&self, name: &str) -> Result<String, NpzError> {
        let whole = format!("{name}.npy");
        let fault = |fault| NpzError::Name { member: self.members.len() as u64, fault };
        if let Some(at) = name.bytes().position(|byte| byte == 0) {
            return Err(fault(NameFault::Nul { at }));
        }
        if whole.len() > usize::from(u16::MAX) {
            return Err(fault(NameFault::TooLong { bytes: whole.len() }));
        }
        let taken = [name, &whole].into_iter().find_map(|name| Some((name, *self.names.get(name)?)));
        if let Some((name, position)) = taken {
            let members = [self.members[position].name.clone(), whole.clone()];
            return Err(NpzError::Duplicate { name: name.to_owned(), members: members.into() });
        }
        Ok(whole)
    }
}

impl fmt::Debug for NpzWriter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.members.iter().map(|member| key(&member.name));
        write!(f, "NpzWriter")?;
        f.debug_list().entries(names).finish()
    }
}

impl Out<'_> {
    fn error(&self, error: io::Error) -> NpzError {
        match self {
            Self::File(file) => file.error(error).into(),
            Self::Other(_) => io("write")(error),
        }
    }
}

impl Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.write(bytes),
            Self::Other(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(file) => file.flush(),
            Self::Other(out) => out.flush(),
        }
    }
}

impl Seek for Out<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(file) => file.seek(to),
            Self::Other(out) => out.seek(to),
        }
    }
}

/// Counts and sums what is written.
struct Counted<'o, 'w> {
    out: &'o mut Out<'w>,
    crc: Hasher,
    written: u64,
}

impl Write for Counted<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.crc.update(&bytes[..written]);
        self.written += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

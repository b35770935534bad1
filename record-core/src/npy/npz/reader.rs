//! Archives in: names from the directory, arrays one at a time.

use super::{
    Member, Method, NpzError,
    content::Content,
    directory::{Directory, io},
};
use crate::{
    buffer::ArrayError,
    file::{FileError, open_regular, read_full},
    npy::{
        Header, MAX_HEADER_LEN, NpyError,
        target::{Elements, FromNpy},
    },
    raw::alloc::AlignedBytes,
};
use core::fmt;
use std::{
    fs::File,
    io::{ErrorKind, Read, Seek},
    path::{Path, PathBuf},
};

/// How to open an archive: how much of it is believed.
///
/// ```
/// use record_core::npy::npz::NpzOptions;
/// # let empty = [&b"PK\x05\x06"[..], &[0; 18]].concat();
/// let archive = NpzOptions::new().max_members(100).reader(std::io::Cursor::new(empty))?;
/// assert_eq!(archive.members().len(), 0);
/// # Ok::<(), record_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct NpzOptions {
    max_members: u32,
    max_header_len: usize,
}

impl Default for NpzOptions {
    fn default() -> Self {
        Self { max_members: 1 << 20, max_header_len: MAX_HEADER_LEN }
    }
}

impl NpzOptions {
    /// At most 1,048,576 members, and headers of at most [`MAX_HEADER_LEN`] characters.
    pub fn new() -> Self {
        Self::default()
    }

    /// The most members that an archive may have. What is kept in memory of each is its name and about 100 bytes.
    #[must_use]
    pub fn max_members(mut self, members: u32) -> Self {
        self.max_members = members;
        self
    }

    /// The longest header of an array that is read, in characters. NumPy's `max_header_size`.
    #[must_use]
    pub fn max_header_len(mut self, len: usize) -> Self {
        self.max_header_len = len;
        self
    }

    /// Opens an archive by its path.
    ///
    /// # Errors
    /// As [`NpzReader::open`].
    pub fn open(self, path: impl AsRef<Path>) -> Result<NpzReader, NpzError> {
        let path = path.as_ref();
        let file = open_regular(path, File::options().read(true))?;
        let mut reader = self.reader(file).map_err(|error| error.at(Some(path)))?;
        reader.path = Some(path.to_path_buf());
        Ok(reader)
    }

    /// Opens an archive that can be read from any place: a file, or a `Cursor` over bytes.
    ///
    /// # Errors
    /// As [`NpzReader::from_reader`].
    pub fn reader<A: Read + Seek>(self, mut archive: A) -> Result<NpzReader<A>, NpzError> {
        let directory = Directory::read(&mut archive, self.max_members)?;
        Ok(NpzReader { archive, directory, path: None, options: self })
    }
}

/// An `.npz` archive that is open for reading. NumPy's `NpzFile`.
///
/// Opening reads the directory alone; an array is read when it is asked for, and its checksum compared. Members are found by
/// their names with `.npy` and without, as in NumPy. An archive in which a name means two members is refused.
///
/// [`NpzWriter`](super::NpzWriter) has an example.
pub struct NpzReader<A = File> {
    archive: A,
    directory: Directory,
    path: Option<PathBuf>,
    options: NpzOptions,
}

impl NpzReader {
    /// Opens an archive. NumPy's `load(path)`; `mmap_mode` has no meaning for archives there, and [`map`](NpzReader::map) is a
    /// door of its own here.
    ///
    /// # Errors
    /// [`NpzError::File`] if there is no such file; others if it is no archive, or one whose records contradict each other or
    /// the length of the file.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, NpzError> {
        NpzOptions::new().open(path)
    }
}

impl<A: Read + Seek> NpzReader<A> {
    /// Opens an archive in anything that can be read from any place.
    ///
    /// # Errors
    /// As [`open`](NpzReader::open); [`NpzError::Io`] if reading fails.
    pub fn from_reader(archive: A) -> Result<Self, NpzError> {
        NpzOptions::new().reader(archive)
    }

    /// The array of this name; the type says as what: [`Array<f64, Rank<2>>`](crate::Array), [`AnyArray`](crate::AnyArray),
    /// or, of one axis, [`RecordTable<R>`](crate::RecordTable) and [`AnyTable`](crate::AnyTable). NumPy's `npz[name]`.
    ///
    /// # Errors
    /// [`NpzError::NoMember`]; [`NpzError::NotNpy`] if the member is no array; others if the member is damaged, or packed in a
    /// way that is not known here. In [`NpzError::Npy`], before anything is read: [`NpyError::Mismatch`] if the dtype is
    /// another than that of the type, [`NpyError::Layout`] if the number of axes is; also if the dtype is of objects, if there
    /// is no memory for the elements, or if their length is not what the header promises. NumPy passes over bytes behind the
    /// array.
    pub fn read<X: FromNpy>(&mut self, name: &str) -> Result<X, NpzError> {
        let Self { archive, directory, path, options } = self;
        let member = directory.find(name)?;
        let mut load = || {
            let npy = |error: NpyError| NpzError::Npy { name: member.name.clone(), error: error.into() };
            let mut content = Content::open(archive, member)?;
            let header = header(&mut content, member, options.max_header_len)?;
            let align = X::accept(&header).map_err(npy)?;
            let bytes = elements(&mut content, member, header.data_len(), align)?;
            content.finish()?;
            X::from_elements(&header, Elements { bytes, trailing: 0 }).map_err(npy)
        };
        load().map_err(|error| error.at(path.as_deref()))
    }

    /// What the array of this name is, without its elements, whose bytes are not looked at.
    ///
    /// # Errors
    /// As [`read`](NpzReader::read), but for those of the elements.
    pub fn header(&mut self, name: &str) -> Result<Header, NpzError> {
        let member = self.directory.find(name)?;
        let path = self.path.as_deref();
        Content::open(&mut self.archive, member)
            .and_then(|mut content| header(&mut content, member, self.options.max_header_len))
            .map_err(|error| error.at(path))
    }

    /// What the array of this name is, and where its elements are in the archive, if they are there as they are.
    ///
    /// # Errors
    /// As [`header`](NpzReader::header), and [`NpzError::NotStored`].
    #[cfg(feature = "mmap")]
    pub(crate) fn stored(&mut self, name: &str) -> Result<(Header, u64), NpzError> {
        let Self { archive, directory, path, options } = self;
        let member = directory.find(name)?;
        let Member { method, .. } = *member;
        if method != Method::Stored {
            return Err(NpzError::NotStored { name: member.name.clone(), method });
        }
        let mut place = || {
            let mut content = Content::open(archive, member)?;
            let header = header(&mut content, member, options.max_header_len)?;
            // No overflow: the member is in the file.
            let start = content.start() + header.data_offset() as u64;
            Ok((header, start))
        };
        place().map_err(|error: NpzError| error.at(path.as_deref()))
    }
}

impl<A> NpzReader<A> {
    /// All members, in the order of the directory: what is an array, and what is not.
    pub fn members(&self) -> &[Member] {
        self.directory.members()
    }

    /// The names of all members, without `.npy`. NumPy's `files`.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.members().iter().map(Member::name)
    }

    /// What the directory says of the member of this name.
    ///
    /// # Errors
    /// [`NpzError::NoMember`].
    pub fn member(&self, name: &str) -> Result<&Member, NpzError> {
        self.directory.find(name)
    }

    /// The archive, and its path, if it was opened by that.
    #[cfg(feature = "mmap")]
    pub(crate) fn archive(&self) -> (&A, Option<&Path>) {
        (&self.archive, self.path.as_deref())
    }

    /// Gives the archive's bytes back.
    pub fn into_inner(self) -> A {
        self.archive
    }
}

impl<A> fmt::Debug for NpzReader<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NpzReader")?;
        // Not a million names.
        f.debug_list().entries(self.names().take(5)).finish()?;
        if self.members().len() > 5 { write!(f, " and {} more", self.members().len() - 5) } else { Ok(()) }
    }
}

impl NpzError {
    /// The error with the path of the archive, if it has one.
    pub(super) fn at(self, path: Option<&Path>) -> Self {
        match (self, path) {
            (Self::Io { doing, error }, Some(path)) => FileError::new(doing, path, error).into(),
            (other, _) => other,
        }
    }
}

/// The header that the content starts with, and as many bytes behind it as it says.
fn header<A: Read + Seek>(
    content: &mut Content<'_, A>,
    member: &Member,
    longest: usize,
) -> Result<Header, NpzError> {
    let name = || member.name.clone();
    let header =
        Header::read_with(&mut *content, longest).map_err(|error| match (content.fault(), error) {
            (Some(fault), _) => fault,
            (None, NpyError::Magic { .. } | NpyError::ShortHeader { available: ..6, .. }) => {
                NpzError::NotNpy { name: name(), size: member.size }
            }
            (None, error) => NpzError::Npy { name: name(), error: error.into() },
        })?;
    match header.trailing_bytes(member.size) {
        Ok(0) => Ok(header),
        Ok(bytes) => Err(NpzError::Npy { name: name(), error: NpyError::Trailing { bytes }.into() }),
        Err(error) => Err(NpzError::Npy { name: name(), error: error.into() }),
    }
}

/// The elements: `len` bytes.
///
/// Bytes that are stored are in the file, so memory for them is had at once; what is deflated may be less than it says, so
/// memory grows as it comes out.
fn elements<A: Read + Seek>(
    content: &mut Content<'_, A>,
    member: &Member,
    len: usize,
    align: usize,
) -> Result<AlignedBytes, NpzError> {
    let no_memory = || {
        let error = NpyError::Array(ArrayError::OutOfMemory { bytes: len });
        NpzError::Npy { name: member.name.clone(), error: error.into() }
    };
    let first = if member.method == Method::Stored { len } else { len.min(1 << 20) };
    let mut bytes = AlignedBytes::zeroed(first, align).ok_or_else(no_memory)?;
    let mut filled = 0;
    while filled < len {
        if filled == bytes.len() {
            let more = len.min(filled.saturating_mul(2));
            bytes.try_reserve_total(more).ok_or_else(no_memory)?;
            bytes.set_len(more);
        }
        filled += read_full(content, &mut bytes.as_mut_slice()[filled..])
            .map_err(|error| content.fault().unwrap_or_else(|| io("read")(error)))?;
        if filled < bytes.len() {
            return Err(io("read")(ErrorKind::UnexpectedEof.into()));
        }
    }
    Ok(bytes)
}

//! Files and streams in.
//!
//! A file's length is compared with what its header promises before memory is asked for. A stream has no length: memory
//! grows with what has arrived, so that a promise alone takes none.

use crate::{
    buffer::ArrayError,
    convert::Conversion,
    element::Element,
    file::{FileError, read_full},
    layout::Dim,
    npy::{
        Header, NpyError, NpyOptions,
        target::{Elements, FromNpy},
    },
    raw::{alloc::AlignedBytes, any_array::AnyArray, array::Array},
    record::Record,
    table::{AnyTable, RecordTable},
};
use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

/// Bytes of a stream that are asked for first; then as many again as have come.
const STEP: usize = 64 << 10;

/// Where bytes come from.
struct Source<'p, I> {
    from: I,
    path: Option<&'p Path>,
    /// Of a file, its bytes in all.
    len: Option<u64>,
}

impl<I: Read> Source<'_, I> {
    /// Reads until the part is full or there is no more, and says how many bytes there were.
    fn fill(&mut self, part: &mut [u8]) -> Result<usize, NpyError> {
        read_full(&mut self.from, part).map_err(|error| self.error(error))
    }

    fn error(&self, error: io::Error) -> NpyError {
        match self.path {
            Some(path) => FileError::new("read", path, error).into(),
            None => NpyError::Io { doing: "read", error },
        }
    }

    fn header(&mut self, max_header_len: usize) -> Result<Header, NpyError> {
        Header::from_source(max_header_len, |part| self.fill(part))
    }

    /// The bytes behind the header.
    fn elements(
        &mut self,
        header: &Header,
        align: usize,
        options: &NpyOptions,
    ) -> Result<Elements, NpyError> {
        let expected = header.data_len();
        let mut trailing = self.len.map_or(Ok(0), |len| header.trailing_bytes(len))?;
        let refuse = |bytes| match bytes {
            1.. if options.refuse_trailing => Err(NpyError::Trailing { bytes }),
            bytes => Ok(bytes),
        };
        refuse(trailing)?;
        let mut bytes = AlignedBytes::new(align.max(1));
        let mut step = if self.len.is_some() { expected } else { STEP };
        while bytes.len() < expected {
            let before = bytes.len();
            let len = expected.min(before.saturating_add(step));
            let room = bytes.try_reserve_total(len);
            room.ok_or(ArrayError::OutOfMemory { bytes: len })?;
            bytes.set_len(len);
            let found = before + self.fill(&mut bytes.as_mut_slice()[before..])?;
            if found < len {
                return Err(NpyError::ShortData { expected: expected as u64, found: found as u64 });
            }
            step = len;
        }
        if self.len.is_none() && options.refuse_trailing {
            trailing = self.fill(&mut [0])? as u64;
            refuse(trailing)?;
        }
        Ok(Elements { bytes, trailing })
    }

    fn read<X: FromNpy>(mut self, options: &NpyOptions) -> Result<X, NpyError> {
        options.check_reading(false)?;
        let header = self.header(options.max_header_len)?;
        let align = X::accept(&header)?;
        let elements = self.elements(&header, align, options)?;
        X::from_elements(&header, elements)
    }

    /// As `read`, where the elements of the file may be others than those of `T`.
    fn convert<X: FromNpy, T: Element>(mut self, options: &NpyOptions) -> Result<X, NpyError> {
        options.check_reading(true)?;
        let header = self.header(options.max_header_len)?;
        let to = T::DTYPE.base();
        if header.dtype() == to {
            let align = X::accept(&header)?;
            let elements = self.elements(&header, align, options)?;
            return X::from_elements(&header, elements);
        }
        if to.as_scalar().is_none() && header.dtype().as_scalar().is_some() {
            let dtype = Box::new(header.dtype().clone());
            return Err(NpyError::NoRecords { dtype, shape: header.shape().into() });
        }
        // Everything that can be wrong without a look at the data.
        let plan = Conversion::by_name(header.dtype(), to, &options.convert)?;
        X::accept(&Header::new(to, header.layout().shape, header.order())?)?;
        let Elements { bytes, trailing } = self.elements(&header, header.dtype().alignment(), options)?;
        let array = AnyArray::from_bytes(bytes, header.dtype().clone(), header.layout(), header.order())?;
        let array = plan.to_array(array.view(), header.order())?;
        let (dtype, layout, order, bytes) = array.into_parts();
        X::from_elements(&Header::new(dtype, layout.shape, order)?, Elements { bytes, trailing })
    }
}

/// The file, and its length if it has one that can be relied on.
fn open(path: &Path) -> Result<Source<'_, File>, NpyError> {
    let file = File::open(path).map_err(|error| FileError::new("open", path, error))?;
    let about = file.metadata().map_err(|error| FileError::new("look at", path, error))?;
    if about.is_dir() {
        return Err(FileError::not_a_file(path, about.file_type()).into());
    }
    // Files of the system say that they are empty; pipes have no length.
    let len = (about.is_file() && about.len() > 0).then_some(about.len());
    Ok(Source { from: file, path: Some(path), len })
}

fn stream<'p, I: Read>(from: I) -> Source<'p, I> {
    Source { from, path: None, len: None }
}

impl Header {
    /// Reads a header from a stream, which stands at the first byte of the data then.
    ///
    /// # Errors
    /// As [`parse`](Header::parse), and [`NpyError::Io`].
    ///
    /// ```
    /// use record_core::{DType, layout::Order, npy::Header};
    /// let header = Header::new(DType::parse("u1")?, [2], Order::C)?;
    /// let file = [header.to_bytes(), vec![7, 8]].concat();
    /// let mut stream = &file[..];
    /// assert_eq!(Header::read(&mut stream)?, header);
    /// assert_eq!(stream, [7, 8]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn read(from: impl Read) -> Result<Self, NpyError> {
        Self::read_with(from, super::MAX_HEADER_LEN)
    }

    /// As [`read`](Header::read), with another limit of the header's length, in characters.
    ///
    /// # Errors
    /// As [`read`](Header::read).
    pub fn read_with(from: impl Read, max_header_len: usize) -> Result<Self, NpyError> {
        stream(from).header(max_header_len)
    }

    /// Reads the header of a file.
    ///
    /// # Errors
    /// As [`parse`](Header::parse), and [`NpyError::File`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, NpyError> {
        let path = path.as_ref();
        open(path)?.header(super::MAX_HEADER_LEN).map_err(|error| error.at(path))
    }
}

impl NpyOptions {
    /// Reads a file into an [`Array`], [`AnyArray`], [`RecordTable`] or [`AnyTable`].
    ///
    /// # Errors
    /// [`NpyError::ShortData`] if the file is shorter than its header promises, before memory is taken;
    /// [`NpyError::Mismatch`] if its dtype is another than that of the Rust type; [`NpyError::File`] if it cannot be opened or
    /// read; others as [`Header::parse`].
    pub fn open<X: FromNpy>(&self, path: impl AsRef<Path>) -> Result<X, NpyError> {
        let path = path.as_ref();
        open(path)?.read(self).map_err(|error| error.at(path))
    }

    /// Reads from a stream what [`open`](NpyOptions::open) reads from a file. Nothing behind the data is read.
    ///
    /// # Errors
    /// As [`open`](NpyOptions::open), [`NpyError::Io`] in the place of `File`.
    pub fn read_from<X: FromNpy>(&self, from: impl Read) -> Result<X, NpyError> {
        stream(from).read(self)
    }

    /// Reads a file of records of any dtype as records of type `R`: each field from the one of the same name, in whatever
    /// byte order and at whatever place it is there. What may get lost is said by [`convert`](NpyOptions::convert).
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u32, x: f64 }
    /// use record_core::npy::NpyOptions;
    /// # let path = std::env::temp_dir().join(format!("open_as.{}.npy", std::process::id()));
    /// # let path = path.as_path();
    /// let dtype = DType::parse("[('x', '>f4'), ('id', '<u2')]")?;
    /// AnyTable::from_bytes(&[0x3f, 0x80, 0, 0, 7, 0], dtype)?.save_npy(path)?;
    /// let points: RecordTable<Point> = NpyOptions::new().open_as(path)?;
    /// assert_eq!(points.first(), Some(Point { id: 7, x: 1.0 }));
    /// # std::fs::remove_file(path)?;
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`NpyError::Convert`] with the field that is absent, too many or could lose something; [`NpyError::NoRecords`] for an
    /// array of scalars, which [`open_array_as`](NpyOptions::open_array_as) reads; others as [`open`](NpyOptions::open).
    pub fn open_as<R: Record>(&self, path: impl AsRef<Path>) -> Result<RecordTable<R>, NpyError> {
        let path = path.as_ref();
        open(path)?.convert::<_, R>(self).map_err(|error| error.at(path))
    }

    /// Reads a file of elements of any dtype as elements of type `T`: numbers in the other byte order or narrower, records
    /// by name. NumPy's `load(path).astype(dtype, casting='safe')`.
    ///
    /// # Errors
    /// As [`open_as`](NpyOptions::open_as).
    pub fn open_array_as<T: Element, D: Dim>(&self, path: impl AsRef<Path>) -> Result<Array<T, D>, NpyError> {
        let path = path.as_ref();
        open(path)?.convert::<_, T>(self).map_err(|error| error.at(path))
    }
}

/// Reads a file of records of any dtype as records of type `R`; nothing may get lost. See [`NpyOptions::open_as`].
///
/// # Errors
/// As there.
pub fn open_as<R: Record>(path: impl AsRef<Path>) -> Result<RecordTable<R>, NpyError> {
    NpyOptions::new().open_as(path)
}

macro_rules! doors {
    ($({$($generics:tt)*} $type:ty: $what:literal, $errors:literal;)*) => {$(
        impl<$($generics)*> $type {
            #[doc = concat!("Reads a `.npy` file: ", $what, " NumPy's `load`.")]
            ///
            #[doc = concat!("Bytes behind the data are passed over. [`NpyOptions`] refuses them, and reads longer headers.\n\n# Errors\n", $errors)]
            /// [`NpyError::ShortData`] if the file is shorter than its header promises, before memory is taken;
            /// [`NpyError::File`] if it cannot be opened or read; others as [`Header::parse`].
            pub fn open_npy(path: impl AsRef<Path>) -> Result<Self, NpyError> {
                NpyOptions::new().open(path)
            }

            /// Reads from a stream what [`open_npy`](Self::open_npy) reads from a file. Nothing behind the data is read, so
            /// that more can follow.
            ///
            /// # Errors
            /// As [`open_npy`](Self::open_npy), [`NpyError::Io`] in the place of `File`.
            pub fn read_npy_from(from: impl Read) -> Result<Self, NpyError> {
                NpyOptions::new().read_from(from)
            }
        }
    )*};
}

doors! {
    {T: Element, D: Dim} Array<T, D>: "elements of type `T`, in the shape and order of the file.",
        "[`NpyError::Mismatch`] if the file's dtype is not that of `T`, with the first field that differs; \
         [`NpyError::Layout`] if the number of axes is not that of `D`.";
    {} AnyArray: "elements of the dtype that the file has, in its shape and order.", "";
    {R: Record} RecordTable<R>: "records on one axis.",
        "[`NpyError::Mismatch`] if the file's dtype is not that of `R`, with the first field that differs.";
    {} AnyTable: "records on one axis, of the dtype that the file has.", "";
}

//! The header of a `.npy` file: what it says, and how NumPy writes it, byte for byte.

use crate::{
    dtype::DType,
    element::Element,
    layout::{DynRank, Layout, Order, Shape},
    npy::{MAGIC, NpyError},
};
use alloc::{string::String, vec::Vec};
use core::fmt::Write as _;

/// Digits that a length which grows has room for: NumPy's `GROWTH_AXIS_MAX_DIGITS`.
const GROWTH_DIGITS: usize = 21;

/// What the data starts at a multiple of, in files that NumPy or this crate wrote.
const ALIGN: usize = 64;

/// The version of the format, which says how the header's length and its text are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// 1.0: a length of 16 bits, Latin-1.
    V1,
    /// 2.0: a length of 32 bits, Latin-1.
    V2,
    /// 3.0: a length of 32 bits, UTF-8.
    V3,
}

impl Version {
    /// Bytes of a file before the header's text: magic, version and length.
    pub const fn prefix_len(self) -> usize {
        match self {
            Self::V1 => 10,
            Self::V2 | Self::V3 => 12,
        }
    }

    /// The number before the dot.
    pub const fn major(self) -> u8 {
        match self {
            Self::V1 => 1,
            Self::V2 => 2,
            Self::V3 => 3,
        }
    }

    /// The text in this version's encoding; `None` if it has a character that Latin-1 has not.
    fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::V3 => Some(text.as_bytes().to_vec()),
            Self::V1 | Self::V2 => text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect(),
        }
    }
}

/// What the header of a `.npy` file says: dtype, order, shape, and where the data starts.
///
/// Made from a dtype and a shape, or read from a file of version 1.0, 2.0 or 3.0. The shape has at most
/// [`DynRank::MAX`] axes, and its elements take at most `isize::MAX` bytes.
///
/// ```
/// use record_core::{DType, layout::Order, npy::Header};
/// let header = Header::new(DType::parse("<f8")?, [2, 3], Order::C)?;
/// let bytes = header.to_bytes();
/// assert_eq!(bytes.len(), 128);
/// assert!(bytes[10..].starts_with(b"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }"));
/// assert_eq!(Header::parse(&bytes)?, header);
/// # Ok::<(), record_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    version: Version,
    dtype: DType,
    descr: String,
    order: Order,
    layout: Layout<DynRank>,
    data_offset: usize,
}

impl Header {
    /// The header that NumPy writes for an array of this dtype, shape and order.
    ///
    /// # Errors
    /// [`NpyError::DType`] if the dtype cannot be written: its fields overlap or are out of order, or it is a sub-array,
    /// whose axes belong to the shape. [`NpyError::Layout`] if the shape has too many axes or bytes.
    pub fn new(dtype: impl Into<DType>, shape: impl Shape, order: Order) -> Result<Self, NpyError> {
        let dtype = dtype.into();
        let layout = Layout::dense(shape.as_slice().to_axes()?, dtype.itemsize(), order)?;
        let mut header = Self::read_as(Version::V1, dtype, order, layout, 0)?;
        let (version, bytes) = header.encoded();
        header.version = version;
        header.data_offset = bytes.len();
        Ok(header)
    }

    /// The header that NumPy writes for an array of `T`: where that is a sub-array, its axes are the last ones.
    ///
    /// ```
    /// use record_core::{layout::Order, npy::Header};
    /// let header = Header::of::<[f32; 3]>([10], Order::C)?;
    /// assert_eq!((header.shape(), header.dtype().itemsize()), (&[10, 3][..], 4));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`new`](Header::new).
    pub fn of<T: Element>(shape: impl Shape, order: Order) -> Result<Self, NpyError> {
        let axes: Vec<usize> = shape.as_slice().iter().copied().chain(T::DTYPE.shape()).collect();
        Self::new(T::DTYPE.base(), axes, order)
    }

    /// A header as it was found in a file.
    pub(super) fn read_as(
        version: Version,
        dtype: DType,
        order: Order,
        layout: Layout<DynRank>,
        data_offset: usize,
    ) -> Result<Self, NpyError> {
        let descr = dtype.descr()?;
        // UTF-8 takes at most four bytes for a character; what is not the descr has less than a thousand.
        let longest = u32::MAX as usize - 1000;
        if descr.len() > longest {
            return Err(NpyError::HeaderTooLong { len: descr.len() as u64, limit: longest });
        }
        Ok(Self { version, dtype, descr, order, layout, data_offset })
    }

    /// The same header, where it is, for another shape.
    #[cfg(feature = "std")]
    pub(super) fn with_layout(&self, layout: Layout<DynRank>) -> Result<Self, NpyError> {
        Self::read_as(self.version, self.dtype.clone(), self.order, layout, self.data_offset)
    }

    /// The version: of the file that it was read from, or the one that NumPy writes it in.
    pub fn version(&self) -> Version {
        self.version
    }

    /// What an element means.
    pub fn dtype(&self) -> &DType {
        &self.dtype
    }

    /// The order in which the elements lie in the file.
    pub fn order(&self) -> Order {
        self.order
    }

    /// The length of each axis.
    pub fn shape(&self) -> &[usize] {
        self.layout.shape.as_ref()
    }

    /// Shape and strides of the data.
    pub fn layout(&self) -> Layout<DynRank> {
        self.layout
    }

    /// Byte of the file at which the data starts.
    pub fn data_offset(&self) -> usize {
        self.data_offset
    }

    /// Bytes that the elements take.
    pub fn data_len(&self) -> usize {
        // No overflow: the layout was found to fit `isize`.
        self.layout.len() * self.dtype.itemsize()
    }

    /// The header as NumPy 2 writes it: magic, version, length, and the text, which ends so that the data starts at a
    /// multiple of 64.
    ///
    /// The text has room for the length of the growing axis, the first in C order and the last in Fortran order, to get
    /// 21 digits. The version is the lowest that holds the text. A header that was read from a file written by others may
    /// have been of another length and version.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.encoded().1
    }

    fn encoded(&self) -> (Version, Vec<u8>) {
        let text = self.text();
        let with = |version: Version| {
            let text = version.encode(&text)?;
            // At least one byte, and the line's end.
            let unpadded = version.prefix_len() + text.len() + 1;
            let total = unpadded + ALIGN - unpadded % ALIGN;
            padded(version, &text, total).map(|bytes| (version, bytes))
        };
        let found = with(Version::V1).or_else(|| with(Version::V2)).or_else(|| with(Version::V3));
        found.expect("a text that is shorter than u32::MAX")
    }

    /// The header in `version`, `total` bytes long, for a place where another one was; `None` if it does not fit.
    #[cfg(feature = "std")]
    pub(super) fn to_bytes_of_len(&self, version: Version, total: usize) -> Option<Vec<u8>> {
        // The room to grow may be used up here.
        padded(version, &version.encode(self.text().trim_end_matches(' '))?, total)
    }

    /// The text up to the room for a growing axis.
    fn text(&self) -> String {
        let shape = self.shape();
        let mut text = String::with_capacity(self.descr.len() + 160);
        let order = if self.order == Order::F { "True" } else { "False" };
        let mut push = |part: core::fmt::Arguments<'_>| {
            let written = text.write_fmt(part);
            debug_assert!(written.is_ok(), "writing to a String cannot fail");
        };
        push(format_args!("{{'descr': {}, 'fortran_order': {order}, 'shape': (", self.descr));
        for (axis, n) in shape.iter().enumerate() {
            push(format_args!("{}{n}", if axis == 0 { "" } else { ", " }));
        }
        push(format_args!("{}), }}", if shape.len() == 1 { "," } else { "" }));
        let growing = if self.order == Order::F { shape.last() } else { shape.first() };
        if let Some(growing) = growing {
            let digits = growing.checked_ilog10().map_or(1, |log| log as usize + 1);
            push(format_args!("{:1$}", "", GROWTH_DIGITS.saturating_sub(digits)));
        }
        text
    }
}

/// Prefix and text, with spaces and the line's end up to `total` bytes; `None` if that is too short, or too long for the
/// version.
fn padded(version: Version, text: &[u8], total: usize) -> Option<Vec<u8>> {
    let len = total.checked_sub(version.prefix_len())?;
    if text.len() >= len {
        return None;
    }
    let mut bytes = Vec::with_capacity(total);
    bytes.extend_from_slice(&MAGIC);
    bytes.extend_from_slice(&[version.major(), 0]);
    match version {
        Version::V1 => bytes.extend_from_slice(&u16::try_from(len).ok()?.to_le_bytes()),
        Version::V2 | Version::V3 => bytes.extend_from_slice(&u32::try_from(len).ok()?.to_le_bytes()),
    }
    bytes.extend_from_slice(text);
    bytes.resize(total - 1, b' ');
    bytes.push(b'\n');
    Some(bytes)
}

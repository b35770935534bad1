//! The doors for reading: of a text alone, and of a text beside the itemsize of the buffer that it came with.

use super::{
    error::Pep3118Error,
    read::{Reader, widened},
};
use crate::{ByteOrder, DType};

impl DType {
    /// Reads a format text of the buffer protocol, as NumPy, `ctypes` and Python's `struct` write them.
    ///
    /// The grammar: byte orders `@ = < > ! ^`, counts, shapes `(2,3)`, records `T{..}`, names `:name:`, gaps `x`, the
    /// numbers `? b B h H i I l L q Q n N e f d Zf Zd`, text `c s w`. `@` holds at the start and aligns as C does on
    /// 64-bit Unix. Fields without a name are called `f0`, `f1`, …; `x` without a name is a gap, and alone `'V'`.
    ///
    /// # Errors
    /// [`Pep3118Error::Parse`] with the byte.
    ///
    /// ```
    /// use record_core::DType;
    /// let dtype = DType::from_pep3118("T{i:id:(3)f:pos:>H:port:}")?;
    /// assert_eq!(dtype, DType::parse("[('id', 'i4'), ('pos', 'f4', (3,)), ('port', '>u2')]")?);
    /// let error = DType::from_pep3118("T{i:id:g:x:}").unwrap_err();
    /// assert!(error.to_string().starts_with("buffer format, byte 7: long double"));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn from_pep3118(text: &str) -> Result<Self, Pep3118Error> {
        Self::from_pep3118_on(text, None, ByteOrder::NATIVE)
    }

    /// [`DType::from_pep3118`] for a buffer whose items have `itemsize` bytes: `memoryview.itemsize`.
    ///
    /// NumPy leaves out the gap at the end of a record, and writes `@` where the alignment it stands for would add one
    /// that is not there. The itemsize settles both: if it is that of the text without any alignment, none is added,
    /// and what is then missing is the gap at the end.
    ///
    /// NumPy also leaves out the gap at the end of the records *inside* a sub-array. Where bytes are missing for that
    /// reason at the very end, that is an error; where NumPy wrote them behind the sub-array instead, the text cannot be
    /// told from a right one. Nor can that of `ctypes` before Python 3.12, which leaves out every gap.
    ///
    /// # Errors
    /// As [`DType::from_pep3118`]; [`Pep3118Error::Itemsize`] if the text describes more bytes, or fewer and is no
    /// record; [`Pep3118Error::MissingGaps`] if it does not say where the missing bytes are.
    ///
    /// ```
    /// use record_core::DType;
    /// let dtype = DType::from_pep3118_sized("T{i:col1:f:col2:}", 12)?;
    /// assert_eq!((dtype.fields().len(), dtype.itemsize()), (2, 12));
    /// # Ok::<(), record_core::interop::Pep3118Error>(())
    /// ```
    pub fn from_pep3118_sized(text: &str, itemsize: usize) -> Result<Self, Pep3118Error> {
        Self::from_pep3118_on(text, Some(itemsize), ByteOrder::NATIVE)
    }

    /// [`DType::from_pep3118`], of a buffer whose items have `itemsize` bytes if that is known, where `@`, `=` and `^`
    /// mean the given byte order.
    ///
    /// # Errors
    /// As [`DType::from_pep3118_sized`].
    pub fn from_pep3118_on(
        text: &str,
        itemsize: Option<usize>,
        native: ByteOrder,
    ) -> Result<Self, Pep3118Error> {
        let read = Reader::new(text, native, true).whole()?;
        let Some(itemsize) = itemsize.filter(|&size| size != read.dtype.itemsize()) else {
            return Ok(read.dtype);
        };
        // NumPy writes `@` also where no alignment is to be added, and then all gaps but those at the ends of records.
        let plain = Reader::new(text, native, false).whole()?;
        if plain.dtype.itemsize() == itemsize {
            return Ok(plain.dtype);
        }
        let read = if read.end > itemsize { plain } else { read };
        let wrong = Pep3118Error::Itemsize { described: read.end, itemsize };
        if itemsize < read.end || read.dtype.as_record().is_none() {
            return Err(wrong);
        }
        if let Some(field) = last_sub_array(&read.dtype).filter(|_| itemsize > read.dtype.itemsize()) {
            return Err(Pep3118Error::MissingGaps { field: field.into(), missing: itemsize - read.end });
        }
        widened(&read.dtype, itemsize).map_err(|_| wrong)
    }
}

/// The sub-array of records that ends a record, whose own gaps the missing bytes may be.
fn last_sub_array(record: &DType) -> Option<&str> {
    let last = record.fields().last()?;
    let base = last.dtype().base();
    base.as_record()?;
    let count = last.dtype().shape().fold(1_usize, usize::saturating_mul);
    if count > 1 { Some(last.name()) } else { last_sub_array(base) }
}

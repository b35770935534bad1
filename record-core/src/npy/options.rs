//! How a file is read where the default does not do.

use crate::{convert::ConvertOptions, npy::MAX_HEADER_LEN, table::TableError};

/// How a `.npy` file is read: how long its header may be, what bytes behind the data mean, and what a conversion may lose;
/// and whether one that is made may replace another. An option that is set and means nothing at a door is an error there,
/// [`TableError::UnusedOption`].
///
/// ```
/// use record_core::{npy::NpyOptions, prelude::*};
/// let mut file = Vec::new();
/// View::from_slice(&[1.5, 2.5]).write_npy_to(&mut file)?;
/// file.extend_from_slice(b"something else");
/// let array: Array<f64> = NpyOptions::new().read_from(&file[..])?;
/// assert_eq!(array.to_vec(), [1.5, 2.5]);
/// assert!(NpyOptions::new().refuse_trailing().read_from::<Array<f64>>(&file[..]).is_err());
/// # Ok::<(), record_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "options do nothing before they are used"]
pub struct NpyOptions {
    pub(crate) max_header_len: usize,
    pub(crate) refuse_trailing: bool,
    pub(crate) convert: ConvertOptions,
    pub(crate) overwrite: bool,
}

impl Default for NpyOptions {
    fn default() -> Self {
        Self {
            max_header_len: MAX_HEADER_LEN,
            refuse_trailing: false,
            convert: ConvertOptions::new(),
            overwrite: false,
        }
    }
}

impl NpyOptions {
    /// Headers up to [`MAX_HEADER_LEN`] characters; bytes behind the data are passed over, as NumPy does; conversions, where
    /// asked for, lose nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// The longest header, in characters. NumPy's `max_header_size`.
    pub fn max_header_len(mut self, characters: usize) -> Self {
        self.max_header_len = characters;
        self
    }

    /// Bytes behind the data are an error. A stream is asked for one byte more then.
    pub fn refuse_trailing(mut self) -> Self {
        self.refuse_trailing = true;
        self
    }

    /// Whether a file that is [made](NpyOptions::create) replaces one of its name, which is an error otherwise. Whoever has
    /// the old one open or mapped keeps it as it was. Doors that read refuse `true`.
    pub fn overwrite(mut self, overwrite: bool) -> Self {
        self.overwrite = overwrite;
        self
    }

    /// That nothing is said which means nothing to a door that reads, nor, but for one that converts, a conversion.
    #[cfg(feature = "std")]
    pub(crate) fn check_reading(&self, converts: bool) -> Result<(), TableError> {
        let unused =
            [("overwrite", self.overwrite), ("convert", !converts && self.convert != ConvertOptions::new())];
        check_unused(&unused)
    }

    /// That nothing is said which means nothing to a door that makes a file.
    #[cfg(feature = "mmap")]
    pub(crate) fn check_making(&self) -> Result<(), TableError> {
        check_unused(&[
            ("max_header_len", self.max_header_len != MAX_HEADER_LEN),
            ("refuse_trailing", self.refuse_trailing),
            ("convert", self.convert != ConvertOptions::new()),
        ])
    }

    /// What [`open_as`](NpyOptions::open_as) and [`open_array_as`](NpyOptions::open_array_as) may lose.
    pub fn convert(mut self, options: ConvertOptions) -> Self {
        self.convert = options;
        self
    }
}

#[cfg(feature = "std")]
fn check_unused(options: &[(&'static str, bool)]) -> Result<(), TableError> {
    let unused = options.iter().find(|(_, set)| *set);
    unused.map_or(Ok(()), |&(option, _)| Err(TableError::UnusedOption { option }))
}

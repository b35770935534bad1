//! Where in a file or a buffer the records are, and how they get into a table.

#[cfg(feature = "std")]
impl<R: Record> RecordTable<R> {
    /// Reads a file of records, from the first byte to the last, into a table of its own.
    ///
    /// # Errors
    /// [`TableError::Io`] with the path; [`TableError::PartialRecord`] if a part of a record is left at the end.
    /// [`OpenOptions`] allows that, and headers and counts.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, TableError> {
        OpenOptions::new().read(path)
    }
}

impl fmt::Debug for OpenOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenOptions")
            .field("place", &self.place)
            .field("header_bytes", &self.header.as_ref().map(|(len, _)| len))
            .field("trailing", &self.trailing)
            .finish()
    }
}

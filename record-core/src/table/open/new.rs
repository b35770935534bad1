//! What is said about files that are mapped, and those alone: the order of arrays, and what happens to old files.

use super::{OpenOptions, Place, TableError, Wanted};
use crate::layout::Order;

/// The order of arrays, and whether a new file may take an old one's name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct New {
    order: Order,
    overwrite: bool,
}

impl OpenOptions<'_> {
    /// The order in which the elements of an array lie in the file; C order if nothing is said. NumPy's
    /// `memmap(order='F')`.
    #[must_use]
    pub fn order(mut self, order: Order) -> Self {
        self.new.order = order;
        self
    }

    /// Whether a file that is made replaces one of its name, which is an error otherwise. Whoever has the old one open
    /// or mapped keeps it as it was.
    #[must_use]
    pub fn overwrite(mut self, overwrite: bool) -> Self {
        self.new.overwrite = overwrite;
        self
    }

    pub(crate) fn order_of_array(&self) -> Order {
        self.new.order
    }

    /// The bytes that a function of the header wants to see, if there is one.
    pub(crate) fn wanted(&self) -> Option<Wanted> {
        self.header.as_ref().map(|&(wanted, _)| wanted)
    }

    /// Where `count` records of a new file begin, and whether it may replace an old one.
    ///
    /// # Errors
    /// [`TableError::Header`] if there is one to be looked at, [`TableError::OtherCount`] if there should be more or
    /// fewer.
    pub(crate) fn place_of_new(&self, count: u64) -> Result<(u64, bool), TableError> {
        if self.header.is_some() {
            return Err(TableError::Header("a new file has none yet".into()));
        }
        self.place.check_count(count)?;
        Ok((self.place.offset, self.new.overwrite))
    }
}

impl Place {
    /// That there are no more and no fewer than `count`, if it says how many.
    pub(crate) fn check_count(self, count: u64) -> Result<(), TableError> {
        match self.count {
            Some(expected) if expected != count => Err(TableError::OtherCount { expected, found: count }),
            _ => Ok(()),
        }
    }
}

//! What is said about files that are mapped, and those alone: the order of arrays, and what happens to old files.

use super::{OpenOptions, Place, TableError, Trailing, Wanted};
use crate::layout::Order;

/// The order of arrays, and whether a new file may take an old one's name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct New {
    order: Option<Order>,
    overwrite: bool,
}

impl New {
    /// That nothing is said which means nothing at this door: the door has taken what it needs.
    pub(super) fn check_unused(self) -> Result<(), TableError> {
        let option = match self {
            Self { order: Some(_), .. } => "order",
            Self { overwrite: true, .. } => "overwrite",
            _ => return Ok(()),
        };
        Err(TableError::UnusedOption { option })
    }
}

impl OpenOptions<'_> {
    /// The order in which the elements of an array lie in the file; C order if nothing is said. NumPy's
    /// `memmap(order='F')`. Tables have none: [`TableError::UnusedOption`].
    #[must_use]
    pub fn order(mut self, order: Order) -> Self {
        self.new.order = Some(order);
        self
    }

    /// Whether a file that is made replaces one of its name, which is an error otherwise. Whoever has the old one open
    /// or mapped keeps it as it was. Windows does not replace a file that is mapped: there that is an error, and the
    /// old file stays. Doors that make no file refuse `true`: [`TableError::UnusedOption`].
    #[must_use]
    pub fn overwrite(mut self, overwrite: bool) -> Self {
        self.new.overwrite = overwrite;
        self
    }

    /// The order, which is used by that.
    pub(crate) fn take_order(&mut self) -> Order {
        self.new.order.take().unwrap_or_default()
    }

    /// The bytes that a function of the header wants to see, if there is one.
    pub(crate) fn wanted(&self) -> Option<Wanted> {
        self.told.header.as_ref().map(|&(wanted, _)| wanted)
    }

    /// Where `count` records of a new file begin, and whether it may replace an old one.
    ///
    /// # Errors
    /// [`TableError::NoHeaderYet`] if one is to be looked at, [`TableError::OtherCount`] if there should be more or
    /// fewer, [`TableError::UnusedOption`].
    pub(crate) fn place_of_new(&self, count: u64) -> Result<(u64, bool), TableError> {
        if self.told.header.is_some() {
            return Err(TableError::NoHeaderYet);
        }
        if self.told.trailing != Trailing::Error {
            return Err(TableError::UnusedOption { option: "trailing" });
        }
        New { overwrite: false, ..self.new }.check_unused()?;
        self.told.place.check_count(count)?;
        Ok((self.told.place.offset, self.new.overwrite))
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

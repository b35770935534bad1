//! Where the records are, as far as somebody has said it: what the builders of tables, maps and readers have in common.

use super::{HeaderFn, Place, TableError, Trailing, Wanted};

/// What a builder was told of the place of the records.
#[derive(Default)]
pub(crate) struct Told<'h> {
    pub(crate) place: Place,
    pub(crate) header: Option<(Wanted, HeaderFn<'h>)>,
    pub(crate) trailing: Trailing,
}

impl Told<'_> {
    /// How many bytes a header has; `None` if there is none of a known length.
    #[cfg(feature = "std")]
    pub(crate) fn header_len(&self) -> Option<usize> {
        match self.header {
            Some((Wanted::First(len), _)) => Some(len),
            _ => None,
        }
    }

    /// What was told or the header says, not yet compared with the `available` bytes.
    pub(crate) fn find(self, header: &[u8], available: u64) -> Result<(Place, Trailing), TableError> {
        let place = match self.header {
            None => self.place,
            Some((Wanted::First(needed), _)) if needed > header.len() => {
                return Err(TableError::ShortHeader { needed: needed as u64, available });
            }
            Some((_, find)) => {
                let found = find(header).map_err(TableError::Header)?;
                Place { count: found.count.or(self.place.count), ..found }
            }
        };
        Ok((place, self.trailing))
    }
}

//! Some of the records, copied to a table of their own.

#[cfg(feature = "rayon")]
use crate::ops::{PIECE, on_one_thread, scatter, tested_waves};
use crate::{
    buffer::ArrayError,
    ops::{Mask, SelectError, tested_blocks},
    or_panic::OrPanic as _,
    raw::{
        column::Column,
        gather,
        owner::{Owned, Owner, Storage},
        simd::vectorized,
        view::View,
    },
    record::Record,
    table::{RecordTable, TableError},
};

/// Zeroed records, if there is memory for them.
fn room<R: Record>(count: usize) -> Result<RecordTable<R>, SelectError> {
    let none = ArrayError::OutOfMemory { bytes: count.saturating_mul(size_of::<R>()) };
    RecordTable::zeroed(count).map_err(|_| none.into())
}

impl<R: Record, S: Storage> RecordTable<R, S> {
    /// The records that the mask has in, copied. NumPy's `a[mask]`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points: RecordTable<Point> = (0..9).map(|id| Point { id, at: [0.0; 2] }).collect();
    /// let some = points.filter(&(points.col(Point::ID).gt(3) & points.col(Point::ID).le(5)));
    /// assert_eq!(some[Point::ID].to_vec(), [4, 5]);
    /// ```
    ///
    /// # Panics
    /// If the mask has another length, or there is no memory; [`try_filter`](RecordTable::try_filter) says so instead.
    #[must_use]
    #[track_caller]
    pub fn filter(&self, mask: &Mask) -> RecordTable<R> {
        self.try_filter(mask).or_panic()
    }

    /// The records that the mask has in, copied.
    ///
    /// # Errors
    /// [`SelectError::Mask`] if the mask has another length, [`SelectError::Array`] if there is no memory.
    pub fn try_filter(&self, mask: &Mask) -> Result<RecordTable<R>, SelectError> {
        self.owner.records().try_filter_table(mask)
    }

    /// The records for which `test` holds, copied. Each is asked once, in order, and copied while it is in the cache.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points: RecordTable<Point> = (0..9).map(|id| Point { id, at: [0.0; 2] }).collect();
    /// assert_eq!(points.filter_by(|p| p.id % 4 == 1).len(), 2);
    /// ```
    ///
    /// # Panics
    /// If there is no memory for them.
    #[must_use]
    pub fn filter_by(&self, test: impl FnMut(&R) -> bool) -> RecordTable<R> {
        self.owner.records().filter_table_by(test)
    }

    /// The records at `indices`, in that order, copied. NumPy's `a.take(indices)`, without counting from the end.
    ///
    /// # Panics
    /// If an index is not below the length, or there is no memory; [`try_take`](RecordTable::try_take) says so instead.
    #[must_use]
    #[track_caller]
    pub fn take(&self, indices: &[usize]) -> RecordTable<R> {
        self.try_take(indices).or_panic()
    }

    /// The records at `indices`, in that order, copied.
    ///
    /// # Errors
    /// [`SelectError::Index`] with the first index that is not below the length, [`SelectError::Array`] if there is no memory.
    pub fn try_take(&self, indices: &[usize]) -> Result<RecordTable<R>, SelectError> {
        self.owner.records().try_take_table(indices)
    }
}

impl<R: Record> RecordTable<R> {
    /// Appends the records that a mask of their length has in, unless there is no memory for them.
    pub(crate) fn try_append_set(&mut self, records: View<'_, R>, mask: &Mask) -> Result<(), TableError> {
        let count = self.len().saturating_add(mask.count());
        let none = TableError::OutOfMemory { bytes: count.saturating_mul(size_of::<R>()) };
        // How many follow is not known: if there is no room, it is made for as many again.
        let appended = vectorized(
            #[inline(always)]
            || self.owner.append_set(records, mask.as_words(), count, count),
        );
        appended.ok_or(none)
    }
}

impl<R: Record> Column<R> {
    /// The records that the mask has in, copied to a table of their own; see [`RecordTable::filter`].
    ///
    /// # Panics
    /// If the mask has another length, or there is no memory; [`try_filter_table`](Column::try_filter_table) says so instead.
    #[must_use]
    #[track_caller]
    pub fn filter_table(&self, mask: &Mask) -> RecordTable<R> {
        self.try_filter_table(mask).or_panic()
    }

    /// The records that the mask has in, copied to a table of their own.
    ///
    /// # Errors
    /// [`SelectError::Mask`] if the mask has another length, [`SelectError::Array`] if there is no memory.
    pub fn try_filter_table(&self, mask: &Mask) -> Result<RecordTable<R>, SelectError> {
        mask.check_len(self.len())?;
        let mut kept = room(mask.count())?;
        let mut out = kept.view_mut();
        vectorized(
            #[inline(always)]
            || out.gather_set(self.as_view(), mask.as_words()),
        );
        Ok(kept)
    }

    /// The records for which `test` holds, copied to a table of their own; see [`RecordTable::filter_by`].
    ///
    /// # Panics
    /// If there is no memory for them.
    #[must_use]
    pub fn filter_table_by(&self, mut test: impl FnMut(&R) -> bool) -> RecordTable<R> {
        let mut kept = RecordTable::new();
        let len = self.len();
        if kept.owner.reserve_lazily(len).is_none() && !Owner::<R, Owned>::are_few(len) {
            let mask = self.mask_by(|record| test(&record));
            return self.filter_table(&mask);
        }
        let mut asked = 0;
        let all = vectorized(
            #[inline(always)]
            || {
                tested_blocks(
                    self.as_view(),
                    #[inline(always)]
                    |record| test(&record),
                    #[inline(always)]
                    |block, words| {
                        asked += block.size();
                        let bytes = asked * size_of::<R>();
                        kept.owner
                            .append_set(block, words, asked, len - asked)
                            .ok_or(ArrayError::OutOfMemory { bytes })
                    },
                )
            },
        );
        all.or_panic();
        kept.owner.give_back();
        kept
    }

    /// The records at `indices`, in that order, copied to a table of their own.
    ///
    /// # Errors
    /// [`SelectError::Index`] with the first index that is not below the length, [`SelectError::Array`] if there is no memory.
    pub fn try_take_table(&self, indices: &[usize]) -> Result<RecordTable<R>, SelectError> {
        let known = vectorized(
            #[inline(always)]
            || gather::in_range(indices, self.len()),
        );
        known.map_err(|position| SelectError::Index {
            position,
            error: self.out_of_range(indices, position),
        })?;
        let mut taken = room(indices.len())?;
        let mut out = taken.view_mut();
        let copied = vectorized(
            #[inline(always)]
            || out.gather_at(self.as_view(), indices),
        );
        copied.unwrap_or_else(|_| unreachable!("indices in range"));
        Ok(taken)
    }
}

#[cfg(feature = "rayon")]
impl<R: Record> crate::ops::Par<View<'_, R>> {
    /// The records that the mask has in, copied to a table of their own; see [`RecordTable::filter`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points: RecordTable<Point> = (0..9).map(|id| Point { id, at: [0.0; 2] }).collect();
    /// let high = points.par().filter_table(&points.col(Point::ID).gt(5));
    /// assert_eq!(high, points.filter_by(|p| p.id > 5));
    /// ```
    ///
    /// # Panics
    /// If the mask has another length, or there is no memory; [`try_filter_table`](crate::ops::Par::try_filter_table) says
    /// so instead.
    #[must_use]
    #[track_caller]
    pub fn filter_table(self, mask: &Mask) -> RecordTable<R> {
        self.try_filter_table(mask).or_panic()
    }

    /// The records that the mask has in, copied to a table of their own.
    ///
    /// # Errors
    /// [`SelectError::Mask`] if the mask has another length, [`SelectError::Array`] if there is no memory.
    pub fn try_filter_table(self, mask: &Mask) -> Result<RecordTable<R>, SelectError> {
        let column = self.serial();
        if on_one_thread(column.len()) {
            return column.try_filter_table(mask);
        }
        mask.check_len(column.len())?;
        let mut kept = room(mask.count())?;
        scatter(column, mask.as_words(), PIECE, kept.view_mut());
        Ok(kept)
    }

    /// The records for which `test` holds, copied to a table of their own; each is asked once. See
    /// [`RecordTable::filter_by`].
    ///
    /// # Panics
    /// If there is no memory for them.
    #[must_use]
    pub fn filter_table_by(self, test: impl Fn(&R) -> bool + Sync) -> RecordTable<R> {
        let (column, mut kept) = (self.serial(), RecordTable::new());
        if on_one_thread(column.len()) {
            return column.filter_table_by(test);
        }
        if kept.owner.reserve_lazily(column.len()).is_none() {
            return column.par().filter_table(&column.par().mask_by(|record| test(&record)));
        }
        let all = tested_waves(
            column,
            #[inline(always)]
            |record| test(&record),
            |wave, words, part| {
                let room = kept.owner.append_zeros(gather::count(words)).ok_or(())?;
                scatter(wave, words, part, room);
                Ok(())
            },
        );
        all.unwrap_or_else(|()| unreachable!("room for all"));
        kept.owner.give_back();
        kept
    }
}

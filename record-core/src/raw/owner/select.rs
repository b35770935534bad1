//! Records copied to the end of a table from some places of a view.

#[cfg(feature = "rayon")]
use crate::raw::view::ViewMut;
use crate::{
    element::Element,
    raw::{
        gather,
        owner::{Owned, Owner},
        pages,
        view::View,
    },
};

impl<R: Element> Owner<R, Owned> {
    /// Room for `count` records in all that takes no memory until it is written. `None` if there is none such, as for few
    /// records, for which it would have to be zeroed.
    pub(crate) fn reserve_lazily(&mut self, count: usize) -> Option<()> {
        let bytes = count.checked_mul(size_of::<R>())?;
        if !pages::fits(bytes, self.storage.0.align()) {
            return None;
        }
        self.reserve_total(count)
    }

    /// Whether all of so many records would be few enough bytes to be zeroed for what is chosen of them.
    pub(crate) fn are_few(count: usize) -> bool {
        count.checked_mul(size_of::<R>()).is_some_and(|bytes| bytes < pages::LARGE)
    }

    /// Appends the records whose bits are set, the last of `asked` ones; `left` others follow, and so much room is made at once
    /// as they need if they are chosen as often. `None` if there is no memory for them.
    ///
    /// # Panics
    /// If the bits are not those of as many records.
    #[inline(always)]
    pub(crate) fn append_set(
        &mut self,
        records: View<'_, R>,
        words: &[u64],
        asked: usize,
        left: usize,
    ) -> Option<()> {
        let (len, more) = (self.len(), gather::count(words));
        let count = len.checked_add(more)?;
        let bytes = count.checked_mul(size_of::<R>())?;
        if bytes > self.storage.0.capacity() {
            // Some too many rather than a few too few, for then all would move; and not more than there can be.
            let likely = count.saturating_mul(left) / asked.max(1);
            let doubled = self.storage.0.capacity() / size_of::<R>() * 2;
            let wanted = count.saturating_add(likely).saturating_add(likely / 8 + 16).max(doubled);
            let most = count.saturating_add(left);
            self.storage.0.try_reserve_total(wanted.min(most).saturating_mul(size_of::<R>()))?;
            self.renew(len);
        }
        self.storage.0.extend_to(bytes);
        self.renew(count);
        self.view_mut().slice_mut(len..).gather_set(records, words);
        Some(())
    }

    /// Appends records of zeros, to be written; `None` if there is no memory for them.
    #[cfg(feature = "rayon")]
    pub(crate) fn append_zeros(&mut self, more: usize) -> Option<ViewMut<'_, R>> {
        let len = self.len();
        let count = len.checked_add(more)?;
        self.make_room(count.checked_mul(size_of::<R>())?)?;
        self.storage.0.set_len(count * size_of::<R>());
        self.renew(count);
        self.view_mut().split_at(0, len).ok().map(|(_, new)| new)
    }

    /// Gives the room behind the last record back, where that moves nothing, or where it is more than half of all.
    pub(crate) fn give_back(&mut self) {
        self.storage.0.give_back();
        if !pages::fits(self.storage.0.capacity(), self.storage.0.align()) {
            self.storage.0.shrink_if_sparse();
            self.renew(self.len());
        }
    }
}

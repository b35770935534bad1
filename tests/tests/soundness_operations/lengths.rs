//! R1: iterators that say wrong lengths, and clones that say others than what they were cloned from.

use super::*;
use record_core::ops::{Mask, Side};

/// Numbers down to 0; the second number is what it says of their count.
struct Liar(usize, usize);

impl Iterator for Liar {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        self.0 = self.0.checked_sub(1)?;
        Some(self.0 as u32)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.1, Some(self.1))
    }
}

impl ExactSizeIterator for Liar {
    fn len(&self) -> usize {
        self.1
    }
}

#[test]
fn lengths_that_are_claimed_are_not_believed() {
    for (real, said) in [(10, 3), (3, 10), (0, 100), (100, 0)] {
        let mut column = vec![0_u32; 10];
        let mut view = ViewMut::from_slice(&mut column);
        _ = view.try_assign(Liar(real, said));
        let found = view.searchsorted_many(Liar(real, said), Side::Left);
        assert_eq!(found.len(), real);
        let mask: Mask = Liar(real, said).map(|n| n % 2 == 0).collect();
        assert_eq!((mask.len(), mask.count()), (real, real.div_ceil(2)));
        let table: RecordTable<Packed> = Liar(real, said).map(|n| packed(n.into())).collect();
        assert!(table.iter().eq((0..real as u64).rev().map(packed)));
    }
}

/// One view; its clone is another one.
struct Views<'a>(Option<View<'a, Packed>>, View<'a, Packed>);

impl Clone for Views<'_> {
    fn clone(&self) -> Self {
        Self(Some(self.1), self.1)
    }
}

impl<'a> Iterator for Views<'a> {
    type Item = View<'a, Packed>;

    fn next(&mut self) -> Option<View<'a, Packed>> {
        self.0.take()
    }
}

#[test]
fn tables_are_joined_that_are_others_when_they_are_copied() {
    let (short, long) = ([packed(1)], [packed(2); 50]);
    let (short, long) = (View::from_slice(&short), View::from_slice(&long));
    for (first, second) in [(short, long), (long, short)] {
        let table = RecordTable::concat(Views(Some(first), second)).expect("memory");
        assert!(table.iter().eq(first) || table.iter().eq(second));
    }
}

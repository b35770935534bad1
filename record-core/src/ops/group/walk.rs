//! One pass over keys and values: keys become groups, and the values go to the groups' states.
//!
//! The loops take a key and a value and feed the value, with nothing between them: the time that memory needs for the next
//! records is that in which these are added up. Small numbers that lie close together are the index of their state at
//! first, without a table; where they do not, a [`Finder`] gives the index.

use crate::ops::group::{
    find::{Finder, Stop, place},
    key::KeyCode,
    states::{Feed as _, States},
};
use alloc::vec::Vec;

/// The states that lie one after the other without a table, at first and at most.
const FIRST: u64 = 128;
pub(crate) const MOST: u64 = 4096;

/// Groups that are found while they are fed.
pub(crate) struct Walk<C, S> {
    states: S,
    groups: Found<C>,
    /// How many records there are, about.
    rows: usize,
}

enum Found<C> {
    /// The state of the word `base + i` is number `i`.
    Near { base: u64 },
    /// The states are those of the finder's numbers.
    Numbered(Finder<C>),
}

impl<C: KeyCode, S> Walk<C, S> {
    /// Of no groups; about `rows` records are to come.
    pub(crate) fn new<V: Copy>(rows: usize) -> Self
    where
        S: States<V>,
    {
        let groups = if C::WORD { Found::Near { base: 0 } } else { Found::Numbered(Finder::new()) };
        Self { states: S::new(), groups, rows }
    }

    /// Goes on with keys and their values, which `items` gives from an index on.
    #[inline(always)]
    pub(crate) fn feed<V: Copy, I>(&mut self, items: impl Fn(usize) -> I)
    where
        S: States<V>,
        I: Iterator<Item = (C, V)>,
    {
        let mut start = 0;
        // Each loop ends where a key has no state yet, or its state has more to do than add a value up.
        loop {
            let stop = match &self.groups {
                Found::Near { base } => near(&mut self.states, *base, items(start)),
                Found::Numbered(finder) => known(finder, &mut self.states, items(start)),
            };
            let Some(Stop { after, code, value }) = stop else { return };
            if let Found::Near { .. } = self.groups {
                self.reach(code);
            }
            self.one(code, value);
            start += after + 1;
        }
    }

    /// One key, which has a state where groups are not numbered.
    #[inline]
    fn one<V: Copy>(&mut self, code: C, value: V)
    where
        S: States<V>,
    {
        let group = match &mut self.groups {
            Found::Near { base } => code.above(*base),
            Found::Numbered(finder) => {
                let number = finder.add(code) as usize;
                self.states.grow(finder.len());
                number
            }
        };
        self.states.slices().feed(group, value);
    }

    /// Makes a state for this word if it has none, or a finder of all words where it is too far from the others.
    #[cold]
    #[inline(never)]
    fn reach<V: Copy>(&mut self, code: C)
    where
        S: States<V>,
    {
        let Found::Near { base } = &mut self.groups else { return };
        if code.above(*base) < self.states.len() {
            return;
        }
        let (word, len) = (code.word(), self.states.len() as u64);
        if len == 0 {
            *base = word.saturating_sub(FIRST / 2);
            self.states.grow(place(FIRST));
            return;
        }
        let (low, high) = (word.min(*base), word.max(base.saturating_add(len - 1)));
        let most = MOST.min(FIRST.max(self.rows as u64 / 4));
        if high - low >= most {
            self.number();
            return;
        }
        // Twice as many, towards the side that is growing.
        let len = (high - low + 1).max(2 * len).min(most);
        if low < *base {
            let start = low.min(high.saturating_sub(len - 1));
            self.states.shift(place(*base - start));
            *base = start;
        } else {
            self.states.grow(place(len));
        }
    }

    /// Gives numbers to the groups that there are.
    fn number<V: Copy>(&mut self)
    where
        S: States<V>,
    {
        if let Found::Near { base } = self.groups {
            let used = self.states.compact();
            // States may reach round the end of the words.
            let codes: Vec<C> =
                used.into_iter().map(|group| C::of_word(base.wrapping_add(group as u64))).collect();
            self.groups = Found::Numbered(Finder::of(&codes));
        }
    }

    /// The groups, each of which has had a value, and their states.
    pub(crate) fn finish<V: Copy>(mut self) -> (Finder<C>, S)
    where
        S: States<V>,
    {
        self.number();
        match self.groups {
            Found::Numbered(finder) => (finder, self.states),
            Found::Near { .. } => unreachable!("they have numbers now"),
        }
    }
}

/// Feeds the states whose number is the distance from `base`, up to the first item whose word is too far away, or whose
/// state does not take it here: a call in the loop would put what the loop needs into memory.
// A function of its own, so that all that the loop needs is in registers.
#[inline(never)]
fn near<C: KeyCode, V: Copy, S: States<V>>(
    states: &mut S,
    base: u64,
    items: impl Iterator<Item = (C, V)>,
) -> Option<Stop<C, V>> {
    let mut slices = states.slices();
    for (after, (code, value)) in items.enumerate() {
        if !slices.feed_near(code.above(base), value) {
            return Some(Stop { after, code, value });
        }
    }
    None
}

/// Feeds the states of a finder's numbers, up to the first item whose key has none.
#[inline(never)]
pub(crate) fn known<C: KeyCode, V: Copy, S: States<V>>(
    finder: &Finder<C>,
    states: &mut S,
    items: impl Iterator<Item = (C, V)>,
) -> Option<Stop<C, V>> {
    let mut slices = states.slices();
    finder.known(items, |number, &mut value| slices.feed(number as usize, value))
}

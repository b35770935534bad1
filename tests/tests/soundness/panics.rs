//! R1 and R2 hold after a panic of the user's code, and counts that lie reach nothing.

use super::*;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs code that panics on purpose, without the message.
fn panics<R>(run: impl FnOnce() -> R) -> bool {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let result = catch_unwind(AssertUnwindSafe(run));
    std::panic::set_hook(hook);
    result.is_err()
}

#[test]
fn a_panic_in_a_closure_leaves_the_table_valid() {
    let mut table = samples(10);
    let mut calls = 0;
    assert!(panics(|| table[Sample::ID].apply(|id| {
        calls += 1;
        assert!(calls <= 4);
        id + 100
    })));
    assert_eq!(table[Sample::ID].to_vec(), [100, 101, 102, 103, 4, 5, 6, 7, 8, 9]);
    assert!(panics(|| table.update(2, |_| panic!("on purpose"))));
    assert!(panics(|| table.filter_by(|record| record.id < 100 || panic!("on purpose"))));
    assert!(panics(|| table.col(Sample::ID).filter_by(|id| id < 100 || panic!("on purpose"))));
    assert!(panics(|| table.col(Sample::ID).mask_by(|id| id > 50 || panic!("on purpose"))));
    assert!(panics(|| table.iter().fold(0, |_, record| if record.id == 4 {
        panic!("on purpose")
    } else {
        0
    })));
    assert_eq!(table[Sample::END].to_vec(), [7; 10]);
}

#[test]
fn a_panic_in_an_iterator_keeps_what_came_before() {
    let mut table = samples(1);
    let source = (1..100).map(|i| if i < 40 { sample(i) } else { panic!("on purpose") });
    assert!(panics(|| table.extend(source)));
    assert_eq!(table.len(), 40);
    assert!(table.iter().eq((0..40).map(sample)));
    table.push(sample(40));
    assert_eq!(table.last(), Some(sample(40)));
}

/// An iterator that says whatever it likes about its length.
struct Liar<I>(I, (usize, Option<usize>));

impl<I: Iterator> Iterator for Liar<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.1
    }
}

#[test]
fn a_lying_size_hint_is_only_a_hint() {
    let too_large = isize::MAX.cast_unsigned() / size_of::<Sample>();
    for hint in [0, 1, 1000, too_large, too_large + 1, isize::MAX.cast_unsigned(), usize::MAX] {
        for upper in [None, Some(0), Some(usize::MAX)] {
            let mut table = samples(2);
            table.extend(Liar((2..7).map(sample), (hint, upper)));
            assert!(table.iter().eq((0..7).map(sample)), "hint {hint}");
        }
    }
}

#[test]
fn programmers_mistakes_panic_and_harm_nothing() {
    let mut table = samples(3);
    assert!(panics(|| table[Sample::ID].item(3)));
    assert!(panics(|| table[Sample::ID].item(usize::MAX)));
    assert!(panics(|| table.set(usize::MAX, sample(1))));
    assert!(panics(|| table.slice_mut(2..5).fill(sample(9))));
    assert!(panics(|| table.slice(usize::MAX..).len()));
    assert!(panics(|| table.slice(..=usize::MAX).len()));
    #[allow(clippy::reversed_empty_ranges)] // on purpose
    let backwards = 2..1;
    assert!(panics(|| table.slice(backwards).len()));
    assert!(panics(|| table["no such field"].len()));
    assert!(panics(|| table.take(&[0, usize::MAX])));
    assert!(panics(|| table.view().at(3)));
    assert!(table.iter().eq((0..3).map(sample)));
}

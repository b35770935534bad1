//! The groups of records by name, numbered on several threads, with the answers of one thread.
//!
//! Each thread numbers the keys of some of the records; the keys of all are ranked together then, and the numbers become
//! ranks.

use crate::{
    ops::{
        group::{
            any::tables_words,
            key::KeyCode,
            numbered::{Numbered, number},
            words::{WordGroups, sorted},
        },
        order::Keys,
        parallel::{PIECE, mapped_from, on_one_thread},
    },
    raw::any::AnyView,
};
use alloc::{vec, vec::Vec};
use rayon::prelude::*;

/// What [`ranks`](super::any::ranks) gives.
pub(crate) fn ranks_par(tables: &[&[AnyView<'_>]], rows: usize) -> Vec<u32> {
    numbered(&tables_words(tables), rows).numbers
}

/// What [`Numbered::of`] gives, the numbers being the ranks of the keys.
pub(super) fn numbered(tables: &[Keys<'_>], rows: usize) -> Numbered {
    if on_one_thread(rows) {
        return Numbered::of(tables, rows).ranked();
    }
    let mut numbers = vec![0; rows];
    // As many pieces as threads, so that few keys are in several of them.
    let piece = rows.div_ceil(rayon::current_num_threads()).max(PIECE);
    let found: Vec<(WordGroups, Vec<usize>)> =
        mapped_from(numbers.chunks_mut(piece), |i, numbers| number(tables, i * piece, numbers));
    let (pieces, found): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    let (ranks, len) = merged(&pieces);
    mapped_from(numbers.chunks_mut(piece).zip(&ranks), |_, (numbers, ranks)| {
        for number in numbers {
            *number = ranks[*number as usize];
        }
    });
    let mut firsts = vec![rows; len];
    for (found, ranks) in found.iter().zip(&ranks).rev() {
        for (&row, &rank) in found.iter().zip(ranks) {
            firsts[rank as usize] = row;
        }
    }
    Numbered { numbers, order: (0..).take(len).collect(), firsts }
}

/// The ranks of all keys.
type Ranks = (Vec<Vec<u32>>, usize);

/// Of the numbers of each piece, which has records, the rank of the key among those of all pieces; and how many different
/// ones there are.
fn merged(pieces: &[WordGroups]) -> Ranks {
    let firsts: Vec<&[u64]> = pieces.iter().map(|piece| piece.first.codes()).collect();
    // Without a word, all are of one group.
    let has_words = firsts.iter().any(|codes| !codes.is_empty());
    let (mut ranks, mut len) = if has_words { ranked(&firsts) } else { (vec![vec![0]; pieces.len()], 1) };
    for word in 0..pieces.first().map_or(0, |piece| piece.more.len()) {
        let codes: Vec<Vec<(u32, u64)>> = mapped_from(pieces.iter().zip(&ranks), |_, (piece, ranks)| {
            piece.more[word].codes().iter().map(|&(number, word)| (ranks[number as usize], word)).collect()
        });
        (ranks, len) = ranked(&codes);
    }
    (ranks, len)
}

/// The same of codes, of which no piece has one twice.
fn ranked<C: KeyCode>(pieces: &[impl AsRef<[C]> + Sync]) -> Ranks {
    let sorted: Vec<(Vec<u32>, Vec<C>)> = mapped_from(pieces, |_, codes| {
        let (codes, order) = (codes.as_ref(), sorted(codes.as_ref()));
        let codes = order.iter().map(|&number| codes[number as usize]).collect();
        (order, codes)
    });
    let mut all: Vec<C> = sorted.iter().flat_map(|(_, codes)| codes).copied().collect();
    all.par_sort();
    all.dedup();
    assert!(u32::try_from(all.len()).is_ok_and(|len| len < u32::MAX), "at most 2^32 - 1 different keys");
    let ranks = mapped_from(&sorted, |_, (order, codes)| {
        let mut ranks = vec![0; order.len()];
        let mut later = (0..).zip(&all);
        for (&number, code) in order.iter().zip(codes) {
            let same = later.find(|(_, other)| *other == code);
            ranks[number as usize] = same.map_or(0, |(rank, _)| rank);
        }
        ranks
    });
    (ranks, all.len())
}

//! Which name somebody may have meant.

use alloc::vec::Vec;

/// The name that few edits separate from `name`, if there is one.
pub(crate) fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let letters = name.chars().count();
    if letters > 64 {
        return None;
    }
    let near = names.filter(|n| n.chars().count() <= 64);
    let (far, best) = near.map(|n| (edits(n, name), n)).min()?;
    (far <= 1 + letters / 4 && far < letters).then_some(best)
}

/// Insertions, deletions and replacements that lead from one text to the other.
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = core::mem::replace(&mut row[0], i + 1);
        for (j, &b) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edit_distance_is_levenshteins() {
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("salary", "salry"), 1);
    }
}

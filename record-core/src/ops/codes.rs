//! Columns of enums: how often each code occurs, where there are unknown ones, and the integers themselves.

#[cfg(feature = "alloc")]
pub use counts::CodeCounts;

use crate::{
    coded::{Code, Coded, Stores},
    layout::Dim,
    raw::{
        column::Column,
        view::{View, ViewMut},
    },
};

impl<'a, E: Code, S: Stores<E::Repr>, D: Dim> View<'a, Coded<E, S>, D> {
    /// The stored integers, as a view of the same elements.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Code, Clone, Copy, Debug)] #[repr(u8)] enum Mode { Off, On }
    /// let modes = View::<Coded<Mode>>::from_bytes(&[1, 9, 0])?;
    /// assert_eq!(modes.raw().max(), Some(9));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn raw(self) -> View<'a, S, D> {
        self.col(Coded::RAW)
    }
}

impl<E: Code, S: Stores<E::Repr>> Column<Coded<E, S>> {
    /// The stored integers, as a column of the same elements.
    #[inline]
    pub fn raw(&self) -> View<'_, S> {
        self.as_view().raw()
    }

    /// The stored integers, writable: what is no code can be written too.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Code, Clone, Copy, Debug)] #[repr(u8)] enum Mode { Off, On }
    /// let mut bytes = [0, 1];
    /// let mut modes = ViewMut::<Coded<Mode>>::from_bytes(&mut bytes)?;
    /// modes.set(0, Ok(Mode::On));
    /// modes.raw_mut().set(1, 9);
    /// assert_eq!(bytes, [1, 9]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    #[inline]
    pub fn raw_mut(&mut self) -> ViewMut<'_, S> {
        self.as_view_mut().into_col(Coded::RAW)
    }

    /// The indices of the elements that are no code, in order. As a mask: `mask_by(|code| code.is_err())`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Code, Clone, Copy, Debug)] #[repr(u8)] enum Mode { Off, On }
    /// let modes = View::<Coded<Mode>>::from_bytes(&[1, 9, 0, 7])?;
    /// assert_eq!(modes.unknown_rows().collect::<Vec<_>>(), [1, 3]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn unknown_rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.iter().enumerate().filter(|(_, code)| code.is_err()).map(|(row, _)| row)
    }

    /// Whether an element is no code. Stops at the first.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Code, Clone, Copy, Debug)] #[repr(u8)] enum Mode { Off, On }
    /// assert!(View::<Coded<Mode>>::from_bytes(&[1, 9])?.has_unknown());
    /// assert!(!View::<Coded<Mode>>::from_bytes(&[1, 0])?.has_unknown());
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn has_unknown(&self) -> bool {
        self.iter().any(|code| code.is_err())
    }
}

#[cfg(feature = "alloc")]
mod counts {
    use super::*;
    use crate::{bits::Word, coded::Unknown};
    use alloc::{collections::BTreeMap, vec, vec::Vec};
    use core::{fmt, ops::AddAssign};

    /// How often each code occurs in a column: what `counts()` of a column of [`Coded`] gives.
    ///
    /// It prints a line for each code of the enum, and one for each unknown code that occurs.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Code, Clone, Copy, Debug, PartialEq)] #[repr(u8)] enum Mode { Off, On, Test }
    /// let counts = View::<Coded<Mode>>::from_bytes(&[1, 9, 1, 0, 1])?.counts();
    /// assert_eq!(counts.iter().collect::<Vec<_>>(), [(Mode::Off, 1), (Mode::On, 3), (Mode::Test, 0)]);
    /// assert_eq!(counts.unknown().map(|(code, count)| (code.raw(), count)).collect::<Vec<_>>(), [(9, 1)]);
    /// assert_eq!(counts.to_string(), "Off 1\nOn 3\nTest 0\nUnknown(9) 1");
    /// # Ok::<(), record_core::Error>(())
    /// ```
    #[derive(Clone)]
    pub struct CodeCounts<E: Code> {
        /// One for each of `E::VARIANTS`.
        known: Vec<usize>,
        unknown: BTreeMap<E::Repr, usize>,
    }

    impl<E: Code> CodeCounts<E> {
        /// How often this variant occurs.
        pub fn get(&self, code: E) -> usize {
            let raw = code.to_raw();
            self.iter().find(|(other, _)| other.to_raw() == raw).map_or(0, |(_, count)| count)
        }

        /// All variants with their counts, in order of declaration.
        pub fn iter(&self) -> impl ExactSizeIterator<Item = (E, usize)> + '_ {
            E::VARIANTS.iter().zip(&self.known).map(|(&(_, code), &count)| (code, count))
        }

        /// The unknown codes that occur with their counts, in order of their integers.
        pub fn unknown(&self) -> impl ExactSizeIterator<Item = (Unknown<E>, usize)> + '_ {
            self.unknown.iter().map(|(&raw, &count)| (Unknown::new(raw), count))
        }

        /// The number of elements that are no code.
        pub fn unknown_total(&self) -> usize {
            self.unknown.values().sum()
        }

        /// The number of elements.
        pub fn total(&self) -> usize {
            self.known.iter().sum::<usize>() + self.unknown_total()
        }

        /// Counts integers of one byte: one slot for each.
        fn of_bytes(raws: impl Iterator<Item = E::Repr>) -> Self {
            let mut slots = [0_usize; 256];
            raws.for_each(|raw| slots[slot(raw)] += 1);
            let known = E::VARIANTS
                .iter()
                .map(|(_, code)| core::mem::take(&mut slots[slot(code.to_raw())]))
                .collect();
            let rest = (0..).zip(slots).filter(|&(_, count)| count > 0);
            Self { known, unknown: rest.map(|(bits, count)| (E::Repr::from_bits(bits), count)).collect() }
        }

        /// Counts integers of more bytes: the codes are searched in order.
        fn of_words(raws: impl Iterator<Item = E::Repr>) -> Self {
            let mut codes: Vec<(E::Repr, usize)> =
                E::VARIANTS.iter().enumerate().map(|(i, (_, code))| (code.to_raw(), i)).collect();
            codes.sort_unstable();
            let (mut known, mut unknown) = (vec![0; codes.len()], BTreeMap::new());
            raws.for_each(|raw| match codes.binary_search_by_key(&raw, |&(code, _)| code) {
                Ok(at) => known[codes[at].1] += 1,
                Err(_) => *unknown.entry(raw).or_default() += 1,
            });
            Self { known, unknown }
        }
    }

    /// An integer of one byte as an index.
    fn slot<R: Word>(raw: R) -> usize {
        usize::from(raw.to_bits().to_le_bytes()[0])
    }

    impl<E: Code, S: Stores<E::Repr>, D: Dim> View<'_, Coded<E, S>, D> {
        /// How often each code occurs, and which unknown ones do. NumPy's `unique(a, return_counts=True)`.
        ///
        /// Needs memory for each different unknown code.
        pub fn counts(self) -> CodeCounts<E> {
            let raws = self.raw().iter();
            if E::Repr::BITS == 8 { CodeCounts::of_bytes(raws) } else { CodeCounts::of_words(raws) }
        }
    }

    impl<E: Code, S: Stores<E::Repr>> Column<Coded<E, S>> {
        /// How often each code occurs, and which unknown ones do; see [`View::counts`].
        pub fn counts(&self) -> CodeCounts<E> {
            self.as_view().counts()
        }
    }

    /// The counts of both: of two parts of a column, those of the column.
    impl<E: Code> AddAssign for CodeCounts<E> {
        fn add_assign(&mut self, other: Self) {
            for (count, more) in self.known.iter_mut().zip(other.known) {
                *count += more;
            }
            for (raw, more) in other.unknown {
                *self.unknown.entry(raw).or_default() += more;
            }
        }
    }

    impl<E: Code> PartialEq for CodeCounts<E> {
        fn eq(&self, other: &Self) -> bool {
            self.known == other.known && self.unknown == other.unknown
        }
    }

    impl<E: Code> Eq for CodeCounts<E> {}

    impl<E: Code> fmt::Debug for CodeCounts<E> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let known = E::VARIANTS.iter().zip(&self.known).map(|((name, _), count)| (name, count));
            let names = known.map(|(name, count)| (fmt::from_fn(move |f| f.write_str(name)), count));
            f.debug_map().entries(names).entries(self.unknown()).finish()
        }
    }

    impl<E: Code> fmt::Display for CodeCounts<E> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let mut separator = "";
            for ((name, _), count) in E::VARIANTS.iter().zip(&self.known) {
                write!(f, "{separator}{name} {count}")?;
                separator = "\n";
            }
            for (unknown, count) in self.unknown() {
                write!(f, "{separator}{unknown:?} {count}")?;
                separator = "\n";
            }
            Ok(())
        }
    }
}

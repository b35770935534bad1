//! The orders of columns and of records on several threads, typed and by name.

use crate::{
    element::Element,
    ops::{
        order::{
            any::{SortBy, keys_by, keys_of, top_keys_of},
            column::{by, own},
            error::OrderError,
            key::SortKey,
            keys::{Keys, add_column},
            par::{argsort_par, count_par, first_par, gather, groups_par, is_sorted_par, put_in_order},
            unique::{Unique, duplicates},
        },
        parallel::{PIECE, Par, on_one_thread},
    },
    or_panic::OrPanic as _,
    raw::{
        any::AnyView,
        any_array::AnyArray,
        array::Array,
        view::{View, ViewMut},
    },
};
use alloc::vec::Vec;
use rayon::prelude::*;

/// The values at these positions.
fn values_at<T: Element>(view: View<'_, T>, positions: &[usize]) -> Vec<T::Value> {
    if on_one_thread(positions.len()) {
        return positions.iter().map(|&position| view.item(position)).collect();
    }
    positions.par_iter().with_min_len(PIECE).map(|&position| view.item(position)).collect()
}

macro_rules! typed {
    ($($name:ident($self:ident $(, $argument:ident: $type:ty)*) -> $output:ty $body:block)*) => {
        /// Orders; each has the answer of one thread.
        impl<T: Element> Par<View<'_, T>> {$(
            #[doc = concat!("See [`Column::", stringify!($name), "`](crate::Column::", stringify!($name), ").")]
            ///
            /// # Panics
            /// If there is no memory for it.
            #[must_use]
            pub fn $name($self $(, $argument: $type)*) -> $output $body
        )*}
    };
}

typed! {
    argsort(self) -> Vec<usize> { argsort_par(&own(self.0)) }
    to_sorted(self) -> Vec<T::Value> { values_at(self.0, &argsort_par(&own(self.0))) }
    is_sorted(self) -> bool { is_sorted_par(&own(self.0)) }
    unique(self) -> Vec<T::Value> { self.unique_counts().0 }
    unique_counts(self) -> (Vec<T::Value>, Vec<usize>) {
        let (firsts, counts) = count_par(&own(self.0));
        (values_at(self.0, &firsts), counts)
    }
    unique_index(self) -> (Vec<T::Value>, Vec<usize>) {
        let (firsts, _) = count_par(&own(self.0));
        (values_at(self.0, &firsts), firsts)
    }
    unique_inverse(self) -> (Vec<T::Value>, Vec<usize>) {
        let groups = groups_par(&own(self.0));
        (values_at(self.0, &groups.firsts()), groups.ids())
    }
    unique_all(self) -> Unique<Vec<T::Value>> {
        let groups = groups_par(&own(self.0));
        let index = groups.firsts();
        let values = values_at(self.0, &index);
        Unique::of(&groups, index, values)
    }
    find_duplicates(self) -> Vec<usize> { duplicates(&groups_par(&own(self.0))) }
    top_k(self, k: usize) -> Vec<usize> {
        let mut keys = Keys::new(self.0.size());
        add_column(&mut keys, self.0, true);
        first_par(&keys, k)
    }
    bottom_k(self, k: usize) -> Vec<usize> { first_par(&own(self.0), k) }
}

macro_rules! typed_by {
    ($($name:ident($self:ident $(, $argument:ident: $type:ty)*; $key:ident) -> $output:ty $body:block)*) => {
        /// Orders of records by a key; each has the answer of one thread.
        impl<T: Element> Par<View<'_, T>> {$(
            #[doc = concat!("See [`Column::", stringify!($name), "`](crate::Column::", stringify!($name), ").")]
            ///
            /// # Panics
            /// If there is no memory for it.
            #[must_use]
            pub fn $name<K: SortKey<T>>($self $(, $argument: $type)*, $key: K) -> $output $body
        )*}
    };
}

typed_by! {
    argsort_by(self; key) -> Vec<usize> { argsort_par(&by(self.0, key, false)) }
    is_sorted_by(self; key) -> bool { is_sorted_par(&by(self.0, key, false)) }
    find_duplicates_by(self; key) -> Vec<usize> { duplicates(&groups_par(&by(self.0, key, false))) }
    top_k_by(self, k: usize; key) -> Vec<usize> { first_par(&by(self.0, key, true), k) }
    bottom_k_by(self, k: usize; key) -> Vec<usize> { first_par(&by(self.0, key, false), k) }
}

impl<T: Element> Par<View<'_, T>> {
    /// The records in the order of a key, copied; see [`Column::sorted_by`](crate::Column::sorted_by). An array of records
    /// becomes a table with `RecordTable::from`, without a copy.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points: RecordTable<Point> = [3, 1, 2].map(|id| Point { id, at: [0.0; 2] }).into();
    /// let sorted = RecordTable::from(points.par().sorted_by(Point::ID));
    /// assert_eq!(sorted, points.sorted_by(Point::ID));
    /// ```
    ///
    /// # Panics
    /// If there is no memory for them.
    #[must_use]
    #[track_caller]
    pub fn sorted_by<K: SortKey<T>>(self, key: K) -> Array<T> {
        let order = self.argsort_by(key);
        let mut sorted = Array::try_zeros([order.len()]).or_panic();
        gather(sorted.view_mut(), self.0, &order);
        sorted
    }
}

impl<T: Element> Par<ViewMut<'_, T>> {
    /// Puts the elements in ascending order; see [`Column::sort`](crate::Column::sort).
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut numbers = [3, 1, 2];
    /// ViewMut::from_slice(&mut numbers).par_mut().sort();
    /// assert_eq!(numbers, [1, 2, 3]);
    /// ```
    ///
    /// # Panics
    /// If there is no memory for a copy of them.
    #[track_caller]
    pub fn sort(self) {
        let order = argsort_par(&own(self.0.as_view()));
        put_in_order(self.0, &order);
    }

    /// Puts the records in the order of a key; see [`Column::sort_by`](crate::Column::sort_by).
    ///
    /// # Panics
    /// If there is no memory for a copy of them.
    #[track_caller]
    pub fn sort_by<K: SortKey<T>>(self, key: K) {
        let order = argsort_par(&by(self.0.as_view(), key, false));
        put_in_order(self.0, &order);
    }
}

macro_rules! named {
    ($($name:ident($view:ident $(, $argument:ident: $type:ty)*) -> $output:ty $body:block)*) => {
        /// Orders; each has the answer of one thread.
        impl Par<AnyView<'_>> {$(
            #[doc = concat!("See [`AnyView::", stringify!($name), "`].")]
            ///
            /// # Errors
            /// As there.
            pub fn $name(self $(, $argument: $type)*) -> Result<$output, OrderError> {
                let $view = self.0;
                $body
            }
        )*}
    };
}

named! {
    argsort(view) -> Vec<usize> { Ok(argsort_par(&keys_of(view)?)) }
    to_sorted(view) -> AnyArray { Ok(view.gathered_in_pieces(&argsort_par(&keys_of(view)?), PIECE)?) }
    is_sorted(view) -> bool { Ok(is_sorted_par(&keys_of(view)?)) }
    unique(view) -> AnyArray { Ok(view.gathered_in_pieces(&count_par(&keys_of(view)?).0, PIECE)?) }
    unique_counts(view) -> (AnyArray, Vec<usize>) {
        let (firsts, counts) = count_par(&keys_of(view)?);
        Ok((view.gathered_in_pieces(&firsts, PIECE)?, counts))
    }
    unique_all(view) -> Unique<AnyArray> {
        let groups = groups_par(&keys_of(view)?);
        let index = groups.firsts();
        let values = view.gathered_in_pieces(&index, PIECE)?;
        Ok(Unique::of(&groups, index, values))
    }
    find_duplicates(view) -> Vec<usize> { Ok(duplicates(&groups_par(&keys_of(view)?))) }
    top_k(view, k: usize) -> Vec<usize> { Ok(first_par(&top_keys_of(view)?, k)) }
    bottom_k(view, k: usize) -> Vec<usize> { Ok(first_par(&keys_of(view)?, k)) }
}

macro_rules! named_by {
    ($($name:ident($view:ident $(, $argument:ident: $type:ty)*; $names:ident) -> $output:ty $body:block)*) => {
        /// Orders of records by the names of fields; each has the answer of one thread.
        impl Par<AnyView<'_>> {$(
            #[doc = concat!("See [`AnyView::", stringify!($name), "`].")]
            ///
            /// # Errors
            /// As there.
            pub fn $name<'n>(
                self
                $(, $argument: $type)*,
                $names: impl IntoIterator<Item = impl Into<SortBy<'n>>>,
            ) -> Result<$output, OrderError> {
                let $view = self.0;
                $body
            }
        )*}
    };
}

named_by! {
    argsort_by(view; keys) -> Vec<usize> { Ok(argsort_par(&keys_by(view, keys, false)?)) }
    sorted_by(view; keys) -> AnyArray {
        Ok(view.gathered_in_pieces(&argsort_par(&keys_by(view, keys, false)?), PIECE)?)
    }
    is_sorted_by(view; keys) -> bool { Ok(is_sorted_par(&keys_by(view, keys, false)?)) }
    find_duplicates_by(view; keys) -> Vec<usize> { Ok(duplicates(&groups_par(&keys_by(view, keys, false)?))) }
    top_k_by(view, k: usize; keys) -> Vec<usize> { Ok(first_par(&keys_by(view, keys, true)?, k)) }
    bottom_k_by(view, k: usize; keys) -> Vec<usize> { Ok(first_par(&keys_by(view, keys, false)?, k)) }
}

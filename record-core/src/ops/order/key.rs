//! What records are sorted by: tokens, descending tokens, and tuples of these.

use crate::{
    bits::{BitField, Token, Word},
    element::Element,
    ops::order::keys::{Keys, add_column},
    raw::{field::Field, view::View},
};

/// What records of type `R` are sorted by: the token of a field or of bits, one in descending order, or a tuple of up to
/// eight of these, compared one after the other. Sealed.
///
/// ```
/// # use record_core::prelude::*;
/// #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// #[repr(C, packed)]
/// struct Employee { age: u8, salary: f32 }
///
/// let mut staff = RecordTable::from([
///     Employee { age: 40, salary: 1.0 },
///     Employee { age: 30, salary: 2.0 },
///     Employee { age: 40, salary: 3.0 },
/// ]);
/// assert_eq!(staff.argsort_by((Employee::AGE, Employee::SALARY.desc())), [1, 2, 0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "records of `{R}` cannot be sorted by `{Self}`",
    label = "not a token of `{R}`, nor a tuple of tokens",
    note = "tokens are constants of the record's type: `Employee::AGE`, `Employee::AGE.desc()`, `(Employee::AGE, Employee::SALARY)`"
)]
pub trait SortKey<R>: Copy + sealed::Sealed {
    #[doc(hidden)]
    fn add<'a>(self, records: View<'a, R>, keys: &mut Keys<'a>, down: bool);
}

mod sealed {
    pub trait Sealed {}
}

/// A key in descending order: what `Employee::SALARY.desc()` gives. NaN and NaT come last all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Desc<K>(K);

impl<R, T> Field<R, T> {
    /// This field as a key in descending order, NaN and NaT last.
    pub const fn desc(self) -> Desc<Self> {
        Desc(self)
    }
}

impl<R, T, const LO: u32, const LEN: u32> BitField<R, T, LO, LEN> {
    /// These bits as a key in descending order.
    pub const fn desc(self) -> Desc<Self> {
        Desc(self)
    }
}

impl<R, T> sealed::Sealed for Field<R, T> {}
impl<R: Element, T: Element> SortKey<R> for Field<R, T> {
    fn add<'a>(self, records: View<'a, R>, keys: &mut Keys<'a>, down: bool) {
        add_column(keys, self.column(records), down);
    }
}

impl<R, T, const LO: u32, const LEN: u32> sealed::Sealed for BitField<R, T, LO, LEN> {}
impl<R: Element, T: Element<Value: Word>, const LO: u32, const LEN: u32> SortKey<R>
    for BitField<R, T, LO, LEN>
{
    fn add<'a>(self, records: View<'a, R>, keys: &mut Keys<'a>, down: bool) {
        add_column(keys, self.column(records), down);
    }
}

impl<K: sealed::Sealed> sealed::Sealed for Desc<K> {}
impl<R, K: SortKey<R>> SortKey<R> for Desc<K> {
    fn add<'a>(self, records: View<'a, R>, keys: &mut Keys<'a>, down: bool) {
        self.0.add(records, keys, !down);
    }
}

macro_rules! tuples {
    ($(($($key:ident)*))*) => {$(
        impl<$($key: sealed::Sealed),*> sealed::Sealed for ($($key,)*) {}
        impl<R, $($key: SortKey<R>),*> SortKey<R> for ($($key,)*) {
            #[allow(non_snake_case)] // the type parameters' names
            fn add<'a>(self, records: View<'a, R>, keys: &mut Keys<'a>, down: bool) {
                let ($($key,)*) = self;
                $($key.add(records, keys, down);)*
            }
        }
    )*};
}

tuples! { (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H) }

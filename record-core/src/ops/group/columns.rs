//! What records are grouped by: a column, or several as a tuple; and the tokens of a record that stand for them.

use crate::{
    bits::{BitField, Bits, Token, Word},
    element::Element,
    ops::group::key::Key,
    raw::{field::Field, view::View},
    view::LengthError,
};

mod sealed {
    pub trait Sealed {}
}

/// Columns of keys: a [`View`], or a tuple of up to four of one length. Sealed.
pub trait KeyColumns: Copy + sealed::Sealed {
    /// One key: the column's value, or a tuple of the columns' values.
    type Value: Key;

    /// How many records there are.
    ///
    /// # Errors
    /// [`LengthError`] if the columns have different lengths.
    fn rows(&self) -> Result<usize, LengthError>;

    /// The keys of the records from `start` to before `end`.
    #[doc(hidden)]
    fn keys(&self, start: usize, end: usize) -> impl Iterator<Item = Self::Value>;
}

impl<T: Element> sealed::Sealed for View<'_, T> {}
impl<T: Element<Value: Key>> KeyColumns for View<'_, T> {
    type Value = T::Value;

    fn rows(&self) -> Result<usize, LengthError> {
        Ok(self.size())
    }

    #[inline(always)]
    fn keys(&self, start: usize, end: usize) -> impl Iterator<Item = T::Value> {
        View::slice(*self, start..end).into_iter()
    }
}

/// Fields that records are grouped or joined by: a token, or a tuple of up to four. Sealed.
pub trait KeyTokens<R>: Copy + sealed::Sealed {
    /// One key: the field's value, or a tuple of the fields' values.
    type Value: Key;

    /// Their columns.
    type Columns<'a>: KeyColumns<Value = Self::Value>
    where
        R: 'a;

    /// The columns of these records.
    fn columns(self, records: View<'_, R>) -> Self::Columns<'_>;
}

impl<R, T> sealed::Sealed for Field<R, T> {}
impl<R: Element, T: Element<Value: Key>> KeyTokens<R> for Field<R, T> {
    type Value = T::Value;
    type Columns<'a>
        = View<'a, T>
    where
        R: 'a;

    fn columns(self, records: View<'_, R>) -> View<'_, T> {
        self.column(records)
    }
}

impl<R, T, const LO: u32, const LEN: u32> sealed::Sealed for BitField<R, T, LO, LEN> {}
impl<R, T, const LO: u32, const LEN: u32> KeyTokens<R> for BitField<R, T, LO, LEN>
where
    R: Element,
    T: Element<Value: Word + Key>,
{
    type Value = T::Value;
    type Columns<'a>
        = View<'a, Bits<T, LO, LEN>>
    where
        R: 'a;

    fn columns(self, records: View<'_, R>) -> Self::Columns<'_> {
        self.column(records)
    }
}

macro_rules! tuples {
    ($($($name:ident $at:tt),+;)*) => {$(
        impl<$($name),+> sealed::Sealed for ($($name,)+) {}

        impl<$($name: KeyColumns),+> KeyColumns for ($($name,)+) {
            type Value = ($($name::Value,)+);

            fn rows(&self) -> Result<usize, LengthError> {
                let expected = self.0.rows()?;
                $(
                    let found = self.$at.rows()?;
                    if found != expected {
                        return Err(LengthError { expected, found });
                    }
                )+
                Ok(expected)
            }

            #[inline(always)]
            fn keys(&self, start: usize, end: usize) -> impl Iterator<Item = Self::Value> {
                let mut columns = ($(self.$at.keys(start, end),)+);
                core::iter::from_fn(move || Some(($(columns.$at.next()?,)+)))
            }
        }

        impl<R, $($name: KeyTokens<R>),+> KeyTokens<R> for ($($name,)+) {
            type Value = ($($name::Value,)+);
            type Columns<'a>
                = ($($name::Columns<'a>,)+)
            where
                R: 'a;

            fn columns(self, records: View<'_, R>) -> Self::Columns<'_> {
                ($(self.$at.columns(records),)+)
            }
        }
    )*};
}

tuples! {
    A 0;
    A 0, B 1;
    A 0, B 1, C 2;
    A 0, B 1, C 2, D 3;
}

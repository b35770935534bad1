//! The parts of complex columns whose dtype only run time knows.

use crate::{raw::any::AnyView, view::ColumnError};

impl<'a> AnyView<'a> {
    /// The real parts of complex numbers, where they are, in their byte order. NumPy's `a.real`.
    ///
    /// ```
    /// use record_core::{AnyView, DType};
    /// let dtype = DType::parse(">c8")?;
    /// let view = AnyView::from_bytes(&[0x3f, 0x80, 0, 0, 0x40, 0, 0, 0], &dtype)?;
    /// assert_eq!((view.real()?.sum()?, view.imag()?.sum()?), (1.0.into(), 2.0.into()));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ColumnError::Unsupported`] for other dtypes: NumPy's imaginary part of real numbers, zeros that nobody stored, is
    /// no view.
    pub fn real(self) -> Result<AnyView<'a>, ColumnError> {
        self.part("real", 0)
    }

    /// The imaginary parts of complex numbers, where they are, in their byte order. NumPy's `a.imag`.
    ///
    /// # Errors
    /// As [`real`](AnyView::real).
    pub fn imag(self) -> Result<AnyView<'a>, ColumnError> {
        self.part("imag", 1)
    }

    fn part(self, operation: &'static str, part: usize) -> Result<AnyView<'a>, ColumnError> {
        let unsupported = || ColumnError::unsupported(operation, self.dtype());
        self.complex_part(part).ok_or_else(unsupported)
    }
}

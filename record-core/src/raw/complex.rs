//! The real and the imaginary parts of complex columns.

use crate::{
    element::Element,
    endian::{Be, Le},
    layout::Dim,
    raw::view::{View, ViewMut},
};
use num_complex::Complex;

mod sealed {
    pub trait Sealed {}
}

/// Complex numbers, in any byte order: `Complex<f32>`, `Complex<f64>`, and [`Be`] and [`Le`] of them. Sealed.
pub trait ComplexElement: Element + sealed::Sealed {
    /// The real part as it is stored, and the imaginary part: one lies behind the other.
    type Part: Element;
}

macro_rules! complex {
    ($($complex:ty: $part:ty;)*) => {$(
        // What the safety comments below say.
        const _: () = assert!(size_of::<$complex>() == 2 * size_of::<$part>());

        impl sealed::Sealed for $complex {}

        impl ComplexElement for $complex {
            type Part = $part;
        }
    )*};
}

complex! {
    Complex<f32>: f32;
    Complex<f64>: f64;
    Be<Complex<f32>>: Be<f32>;
    Be<Complex<f64>>: Be<f64>;
    Le<Complex<f32>>: Le<f32>;
    Le<Complex<f64>>: Le<f64>;
}

impl<'a, C: ComplexElement, D: Dim> View<'a, C, D> {
    fn part(self, offset: usize) -> View<'a, C::Part, D> {
        // SAFETY: the offset is 0 or that of the imaginary part.
        let head = unsafe { self.head.moved_into(offset) };
        // SAFETY: a complex number is two parts, one behind the other, each in the number's byte order: a part of each
        // element is reached and nothing else [R1], [R2], and any bytes are one [R5].
        unsafe { View::from_header(head) }
    }

    /// The real parts, where they are. NumPy's `a.real`.
    ///
    /// ```
    /// use record_core::{Be, Complex, View};
    /// let stored = [Be::new(Complex::new(1.0_f32, 2.0)), Be::new(Complex::new(3.0, 4.0))];
    /// let column = View::from_slice(&stored);
    /// assert_eq!((column.real().to_vec(), column.imag().to_vec()), (vec![1.0, 3.0], vec![2.0, 4.0]));
    /// ```
    #[must_use]
    pub fn real(self) -> View<'a, C::Part, D> {
        self.part(0)
    }

    /// The imaginary parts, where they are. NumPy's `a.imag`.
    #[must_use]
    pub fn imag(self) -> View<'a, C::Part, D> {
        self.part(size_of::<C::Part>())
    }
}

impl<'a, C: ComplexElement, D: Dim> ViewMut<'a, C, D> {
    /// The real and the imaginary parts, where they are, both writable; this view is given up. NumPy's `a.real` and
    /// `a.imag`.
    ///
    /// ```
    /// use record_core::{Complex, ViewMut};
    /// let mut numbers = [Complex::new(1.0, 2.0)];
    /// let (mut real, imag) = ViewMut::from_slice(&mut numbers).into_parts();
    /// real.copy_from(imag.as_view())?;
    /// assert_eq!(numbers, [Complex::new(2.0, 2.0)]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    #[must_use]
    pub fn into_parts(self) -> (ViewMut<'a, C::Part, D>, ViewMut<'a, C::Part, D>) {
        // SAFETY: the offset of the imaginary part.
        let imag = unsafe { self.head.moved_into(size_of::<C::Part>()) };
        // SAFETY: the first part of each element of this view, which is consumed [R1], [R2]; each once, and the other view
        // has the second part [R4].
        let real = unsafe { ViewMut::from_header(self.head) };
        // SAFETY: as above, the second part.
        (real, unsafe { ViewMut::from_header(imag) })
    }
}

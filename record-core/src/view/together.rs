//! Several views on the shape that they have in common.

use crate::{
    element::Element,
    layout::{Dim, DynRank, LayoutError, broadcast_shapes},
    raw::view::View,
};

mod sealed {
    pub trait Sealed {}
}

/// A tuple of two to four views, of any types and ranks. Sealed.
pub trait Together: sealed::Sealed {
    /// The views on their common shape.
    type Views;

    #[doc(hidden)]
    fn together(self) -> Result<Self::Views, LayoutError>;
}

/// The views of a tuple, each broadcast to the shape that they have in common. NumPy's `broadcast_arrays`.
///
/// To go through them together, zip their iterators; to write beside, see [`zip_apply`](crate::ViewMut::zip_apply).
///
/// ```
/// use record_core::prelude::*;
/// use record_core::view::broadcast_together;
/// let (rows, columns) = ([10, 20], [1.0, 2.0, 3.0]);
/// let (r, c) = broadcast_together((View::from_slice(&rows).insert_axis(1), View::from_slice(&columns)))?;
/// assert_eq!((r.shape().as_ref(), c.shape().as_ref()), (&[2, 3][..], &[2, 3][..]));
/// assert_eq!(r.iter().zip(c).map(|(r, c)| f64::from(r) * c).sum::<f64>(), 180.0);
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// # Errors
/// [`LayoutError::Broadcast`] if two lengths of an axis differ and none is 1; [`LayoutError::TooLarge`].
pub fn broadcast_together<V: Together>(views: V) -> Result<V::Views, LayoutError> {
    views.together()
}

macro_rules! together {
    ($($($name:ident $element:ident $rank:ident),*;)*) => {$(
        impl<$($element: Element, $rank: Dim),*> sealed::Sealed for ($(View<'_, $element, $rank>),*) {}

        impl<'a, $($element: Element, $rank: Dim),*> Together for ($(View<'a, $element, $rank>),*) {
            type Views = ($(View<'a, $element, DynRank>),*);

            fn together(self) -> Result<Self::Views, LayoutError> {
                let ($($name),*) = self;
                let shape = broadcast_shapes(&[$($name.layout().shape.as_ref()),*])?;
                Ok(($($name.try_broadcast_to(&shape)?),*))
            }
        }
    )*};
}

together! {
    a A DA, b B DB;
    a A DA, b B DB, c C DC;
    a A DA, b B DB, c C DC, e E DE;
}

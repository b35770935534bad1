//! Copies of views, and arrays made of arrays.

use crate::{
    buffer::{ArrayError, create::allocate},
    element::Element,
    layout::{Dim, DynRank, Layout, LayoutError, Order, Shape},
    or_panic::OrPanic as _,
    raw::{array::Array, column::Column, view::View},
};

impl<T: Element, D: Dim> Array<T, D> {
    /// Copies all elements of a view that is broadcast to this shape: [`ViewMut::copy_from`](crate::ViewMut::copy_from).
    /// NumPy's `a[...] = b`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut rows = Array::from_rows([[1, 2], [3, 4]]);
    /// rows.copy_from(View::from_slice(&[Be::new(5), Be::new(6)]))?;
    /// assert_eq!(rows.to_vec(), [5, 6, 5, 6]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As there.
    pub fn copy_from<U: Element<Value = T::Value>, E: Dim>(
        &mut self,
        source: View<'_, U, E>,
    ) -> Result<(), LayoutError> {
        self.view_mut().copy_from(source)
    }
}

impl<T: Element, D: Dim> View<'_, T, D> {
    /// A copy in memory of its own, one element after the other in C order. NumPy's `a.copy()`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points = RecordTable::from([Point { id: 1, at: [0.0, 0.5] }, Point { id: 2, at: [1.0, 1.5] }]);
    /// let at = points.view().col(Point::AT).axes().to_array();
    /// assert_eq!((at.shape(), at.strides()), ([2, 2], [8, 4]));
    /// assert_eq!(at.as_slice(), Some(&[0.0, 0.5, 1.0, 1.5][..]));
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it; [`try_to_array`](View::try_to_array) says so instead. At compile time, for a column
    /// of bits: collect its values.
    #[track_caller]
    pub fn to_array(self) -> Array<T, D> {
        self.to_array_in(Order::C)
    }

    /// A copy in memory of its own, one element after the other in the order given. NumPy's `a.copy(order)`.
    ///
    /// # Panics
    /// As [`to_array`](View::to_array); [`try_to_array_in`](View::try_to_array_in) says so instead.
    #[track_caller]
    pub fn to_array_in(self, order: Order) -> Array<T, D> {
        self.try_to_array_in(order).or_panic()
    }

    /// A copy in memory of its own, one element after the other in C order.
    ///
    /// # Errors
    /// As [`Array::try_zeros`].
    pub fn try_to_array(self) -> Result<Array<T, D>, ArrayError> {
        self.try_to_array_in(Order::C)
    }

    /// A copy in memory of its own, one element after the other in the order given.
    ///
    /// # Errors
    /// As [`Array::try_zeros`].
    pub fn try_to_array_in(self, order: Order) -> Result<Array<T, D>, ArrayError> {
        let layout = Layout::dense(self.shape(), size_of::<T>(), order)?;
        let mut array = allocate(layout, order, 1)?;
        array.copy_in(self);
        Ok(array)
    }

    /// A copy of the elements in row-major order on axes of other lengths, one of which may be
    /// [`INFER`](crate::layout::INFER): where [`try_reshape`](View::try_reshape) says that strides cannot do it. NumPy's
    /// `reshape`, which copies without a word.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let view = View::from_slice(&[[1, 2, 3], [4, 5, 6]]).axes().transpose();
    /// assert!(view.try_reshape([6]).is_err());
    /// assert_eq!(view.to_reshaped([6])?.to_vec(), [1, 4, 2, 5, 3, 6]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`LayoutError::Reshape`] if there is another number of elements, and as [`Array::try_zeros`].
    pub fn to_reshaped<S: Shape>(self, shape: S) -> Result<Array<T, S::Rank>, ArrayError> {
        let array = self.try_to_array()?;
        let layout = array.view().try_reshape(shape)?.layout();
        Ok(Array::from_bytes(array.into_bytes(), layout, Order::C)?)
    }
}

impl<T: Element> Column<T> {
    /// A copy in memory of its own. NumPy's `a['salary'].copy()`.
    ///
    /// # Panics
    /// As [`View::to_array`].
    #[track_caller]
    pub fn to_array(&self) -> Array<T> {
        self.as_view().to_array()
    }
}

impl<T: Element, D: Dim> Array<T, D> {
    /// An array of the same shape and order of what `f` gives for each value. NumPy's ufuncs.
    ///
    /// `f` gives elements as they are stored, so that their type says the array's.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let grid = Array::from_rows([[1, 2], [3, 4]]);
    /// let halves = grid.map(|n| Be::new(f64::from(n) / 2.0));
    /// assert_eq!((halves.shape(), halves.view().sum()), ([2, 2], 5.0));
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it.
    #[track_caller]
    pub fn map<U: Element>(&self, mut f: impl FnMut(T::Value) -> U) -> Array<U, D> {
        let made = Layout::dense(self.shape(), size_of::<U>(), self.order());
        let made = made.map_err(ArrayError::from).and_then(|layout| allocate(layout, self.order(), 1));
        let mut made: Array<U, D> = made.or_panic();
        let mut values = self.iter();
        made.view_mut().for_each_slot(|_, slot| {
            if let Some(value) = values.next() {
                slot.put(f(value));
            }
        });
        made
    }

    /// The same elements under another shape, without a copy: they stay in the order of memory, and are counted in this
    /// array's order. NumPy's `a.reshape(shape, order='A')`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let grid = Array::from_vec(vec![1, 2, 3, 4, 5, 6]).into_shape([2, 3])?;
    /// assert_eq!(grid.get_at([1, 0]), Some(4));
    /// let error = grid.into_shape([4, 2]).unwrap_err();
    /// assert_eq!(error.to_string(), "a shape of 8 elements for 6 elements");
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ArrayError::Length`] if the shape has another number of elements; the array is gone then.
    pub fn into_shape<E: Dim>(self, shape: impl Shape<Rank = E>) -> Result<Array<T, E>, ArrayError> {
        let order = self.order();
        let layout = Layout::dense(shape.to_axes()?, size_of::<T>(), order)?;
        let (expected, found) = (layout.len(), self.size());
        if expected != found {
            return Err(ArrayError::Length { expected, found });
        }
        Ok(Array::from_bytes(self.into_bytes(), layout, order)?)
    }

    /// The same elements on the same axes, whose number only run time knows; without a copy.
    pub fn into_dyn(self) -> Array<T, DynRank> {
        self.into_rank().unwrap_or_else(|_| unreachable!("every rank fits DynRank"))
    }

    /// The same elements on the same axes, whose number the type says; without a copy.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let lengths = vec![2, 3];
    /// let grid = Array::<f64, _>::zeros(&lengths[..]).into_rank::<record_core::Rank<2>>()?;
    /// assert_eq!(grid.shape(), [2, 3]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`LayoutError::Rank`] if there are more axes or fewer; the array is gone then.
    pub fn into_rank<E: Dim>(self) -> Result<Array<T, E>, LayoutError> {
        let (layout, order) = (self.layout().with_rank()?, self.order());
        Array::from_bytes(self.into_bytes(), layout, order)
    }
}

impl<T: Element, D: Dim> From<View<'_, T, D>> for Array<T, D> {
    #[track_caller]
    fn from(view: View<'_, T, D>) -> Self {
        view.to_array()
    }
}

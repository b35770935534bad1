//! Expressions as values: what can be asked of them, and how they are put together further.

use crate::{
    element::Element,
    layout::{Axes as _, Dim, DynRank, LayoutError},
    ops::compute::{
        cast::{Cast, CastTo, EXACT, LOSSY, SATURATE, WRAP},
        drive::{All, Origin, check, write},
        error::ComputeError,
        functions::{Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual},
        node::{Joined, Node, SATURATING, WRAPPING},
        operand::Operand,
        output::Output,
        steps::{Binary, Moded, Select, Unary},
    },
};
use core::marker::PhantomData;

/// An expression of views and values that has not been computed yet: `a * b + c`.
///
/// Made by the operators `+ - * / %` and the functions of [`Expr`](super::Expr). All its operands are gone through at once,
/// in one loop, when it is [written](Lazy::write_to), [collected](Lazy::to_array) or [reduced](Lazy::sum). It borrows them,
/// is `Copy` and never allocates.
///
/// ```
/// use record_core::prelude::*;
/// let (a, b) = (View::from_slice(&[1.0_f64, 2.0]), View::from_slice(&[0.5, 4.0]));
/// let mut out = [0.0; 2];
/// (a * b + 1.0).write_to(&mut out)?;
/// assert_eq!(out, [1.5, 9.0]);
/// assert_eq!((a * b).sum()?, 8.5);
/// # Ok::<(), record_core::Error>(())
/// ```
#[derive(Debug)]
#[must_use = "an expression is computed when it is written, collected or reduced"]
pub struct Lazy<N, V>(pub(super) N, PhantomData<fn() -> V>);

impl<N: Copy, V> Clone for Lazy<N, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N: Copy, V> Copy for Lazy<N, V> {}

impl<N, V> Lazy<N, V> {
    #[inline(always)]
    pub(super) fn new(node: N) -> Self {
        Self(node, PhantomData)
    }
}

impl<V, N: Node<Value = V>> Lazy<N, V> {
    /// The lengths of the axes: those of all operands, broadcast together.
    ///
    /// # Errors
    /// [`ComputeError::Layout`] if they cannot be.
    pub fn shape(&self) -> Result<<N::Rank as Dim>::Shape, ComputeError> {
        let mut joined = Joined::new(None);
        self.0.join(&mut joined)?;
        let lens = joined.shape.as_ref();
        // A type of one rank may stand for fewer axes only where scalars are all there is.
        let ndim = N::Rank::NDIM.unwrap_or(lens.len());
        let added = ndim.saturating_sub(lens.len());
        let shape =
            <N::Rank as Dim>::Shape::from_fn(ndim, |axis| axis.checked_sub(added).map_or(1, |i| lens[i]));
        shape.ok_or(ComputeError::Layout(LayoutError::TooManyAxes { needed: ndim, limit: DynRank::MAX }))
    }

    /// Writes each element's value to `out`, whose shape the operands are broadcast to. NumPy's `np.add(a, b, out=out)`.
    ///
    /// `out` is of the same values, in any byte order and layout. It is borrowed mutably, so no operand can lie in it; see
    /// [`compute`](crate::ViewMut::compute) for what replaces an operand's own elements.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Sample { volts: Be<f32>, amps: f32, watts: Be<f32> }
    /// let mut samples = RecordTable::from([Sample { volts: Be::new(2.0), amps: 1.5, watts: Be::new(0.0) }]);
    /// let SampleColumnsMut { volts, amps, mut watts } = samples.view_mut().columns_mut();
    /// (&volts * &amps).write_to(&mut watts)?;
    /// assert_eq!(samples[Sample::WATTS].to_vec(), [3.0]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// An operand in `out` does not compile:
    ///
    /// ```compile_fail,E0502
    /// # use record_core::prelude::*;
    /// let mut numbers = [1.0, 2.0];
    /// let mut out = ViewMut::from_slice(&mut numbers);
    /// let doubled = &out * 2.0;
    /// doubled.write_to(&mut out).unwrap();
    /// ```
    ///
    /// # Errors
    /// [`ComputeError::Layout`] if an operand cannot be broadcast to the shape of `out`; nothing is written then. What
    /// integers or casts cannot compute; elements computed before that have been written.
    pub fn write_to<O: Output>(self, mut out: O) -> Result<(), ComputeError>
    where
        O::Element: Element<Value = N::Value>,
    {
        let mut target = out.target();
        let shape = target.layout().shape;
        check(&self.0, shape.as_ref(), None)?;
        write(&self.0, target.cells(), shape.as_ref(), Origin::default(), false, &All)
    }

    /// The same expression, whose integers drop the bits that do not fit, as NumPy's do. A division by zero fails still.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let a = View::from_slice(&[127_i8]);
    /// assert_eq!((a + 1).wrapping().to_vec()?, [-128]);
    /// assert_eq!((a + 1).to_vec().unwrap_err().to_string(), "127 + 1 at element 0 does not fit in i8");
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn wrapping(self) -> Lazy<Moded<N, WRAPPING>, V> {
        Lazy::new(Moded(self.0))
    }

    /// The same expression, whose integers stop at the ends of their range. A division by zero fails still.
    pub fn saturating(self) -> Lazy<Moded<N, SATURATING>, V> {
        Lazy::new(Moded(self.0))
    }

    /// The values as `U`, exactly: integers must fit, floats must be whole to become integers, integers must not lose digits
    /// to become floats; floats may be rounded to narrower floats, but not to infinity. Truth values are 0 and 1.
    pub fn cast<U: Copy + Send + Sync + 'static>(self) -> Lazy<Unary<Cast<U, EXACT>, N>, U>
    where
        N::Value: CastTo<U>,
    {
        Lazy::new(Unary { op: Cast::new(), value: self.0 })
    }

    /// The values as `U`, in range but not exactly: the fraction of a float is cut off, integers are rounded to floats,
    /// numbers other than zero are true. Out of range, and NaN as an integer, fails.
    pub fn cast_lossy<U: Copy + Send + Sync + 'static>(self) -> Lazy<Unary<Cast<U, LOSSY>, N>, U>
    where
        N::Value: CastTo<U>,
    {
        Lazy::new(Unary { op: Cast::new(), value: self.0 })
    }

    /// The values as `U`, as near as there are: as [`cast_lossy`](Lazy::cast_lossy), but what is out of range becomes the
    /// least or the greatest value, and NaN as an integer 0. Rust's `as` for floats.
    pub fn cast_saturating<U: Copy + Send + Sync + 'static>(self) -> Lazy<Unary<Cast<U, SATURATE>, N>, U>
    where
        N::Value: CastTo<U>,
    {
        Lazy::new(Unary { op: Cast::new(), value: self.0 })
    }

    /// The values as `U`, by Rust's `as`: integers keep their lowest bits, as in NumPy's `astype`; floats become the nearest
    /// integer towards zero that there is, and NaN 0.
    pub fn cast_wrapping<U: Copy + Send + Sync + 'static>(self) -> Lazy<Unary<Cast<U, WRAP>, N>, U>
    where
        N::Value: CastTo<U>,
    {
        Lazy::new(Unary { op: Cast::new(), value: self.0 })
    }
}

macro_rules! compare {
    ($($(#[$doc:meta])* $name:ident $op:ident $bound:ident;)*) => {
        impl<V, N: Node<Value = V>> Lazy<N, V> {
            $(
                $(#[$doc])*
                pub fn $name<R: Operand<N::Value>>(self, other: R) -> Lazy<Binary<$op, N, R::Node>, bool>
                where
                    N::Value: $bound,
                {
                    Lazy::new(Binary { op: $op, left: self.0, right: other.operand() })
                }
            )*
        }
    };
}

compare! {
    /// Whether it is greater: an expression of truth values. NumPy's `a > b`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let (a, b) = (View::from_slice(&[1, 5, 3]), View::from_slice(&[2, 2, 3]));
    /// assert_eq!((a * 2).gt(b).to_mask()?.to_vec(), [false, true, true]);
    /// assert_eq!((a * 2).gt(b).count()?, 2);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    gt Greater PartialOrd;
    /// Whether it is greater or equal. NumPy's `a >= b`.
    ge GreaterEqual PartialOrd;
    /// Whether it is less. NumPy's `a < b`.
    lt Less PartialOrd;
    /// Whether it is less or equal. NumPy's `a <= b`.
    le LessEqual PartialOrd;
    /// Whether it is equal. NumPy's `a == b`.
    eq Equal PartialEq;
    /// Whether it is not equal. NumPy's `a != b`.
    ne NotEqual PartialEq;
}

impl<M: Node<Value = bool>> Lazy<M, bool> {
    /// The elements of one expression where this holds, and of another where it does not. NumPy's `where(mask, a, b)`.
    ///
    /// Only what is chosen must have a result: `b.expr().ne(0).select(a / b, a)` divides by no zero.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let (a, b) = (View::from_slice(&[6, 7]), View::from_slice(&[3, 0]));
    /// let quotients = b.expr().ne(0).select(a / b, b);
    /// assert_eq!(quotients.to_vec()?, [2, 0]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    #[allow(clippy::type_complexity)] // the type is the expression
    pub fn select<A: super::Expr, B>(
        self,
        a: A,
        b: B,
    ) -> Lazy<Select<M, A::Node, B::Node>, <A::Node as Node>::Value>
    where
        B: Operand<<A::Node as Node>::Value>,
    {
        Lazy::new(Select { mask: self.0, left: a.expr().0, right: b.operand() })
    }
}

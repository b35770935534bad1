//! What an expression is made of: nodes, which know shapes, and kernels, which compute a run of them.

use crate::{
    element::Element,
    layout::{Axes as _, Dim, DynAxes, DynRank, LayoutError, Rank, broadcast_shapes},
    ops::compute::error::{ComputeError, Fault},
    raw::{
        cell::CellView,
        lanes::LANES,
        runs::{At, CellRun, Run, uniform},
        view::View,
    },
};
use core::{any::TypeId, marker::PhantomData};

pub(super) mod sealed {
    pub trait Sealed {}
}

/// What integers do where a result does not fit: fail, the default.
pub const CHECKED: u8 = 0;
/// Drop the bits beyond.
pub const WRAPPING: u8 = 1;
/// Stop at the ends of the range.
pub const SATURATING: u8 = 2;

/// One step of an expression: an operand, or an operation on other steps. Sealed.
pub trait Node: Copy + sealed::Sealed {
    /// What each element of it is.
    type Value: Copy + Send + Sync + 'static;
    /// The number of axes.
    type Rank: Dim;

    /// Its elements along one axis, all operands dense.
    #[doc(hidden)]
    type Dense<'r>: Kernel<Value = Self::Value>
    where
        Self: 'r;

    /// Its elements along one axis.
    #[doc(hidden)]
    type Strided<'r>: Kernel<Value = Self::Value>
    where
        Self: 'r;

    /// Adds the operands' shapes.
    #[doc(hidden)]
    fn join(&self, joined: &mut Joined) -> Result<(), ComputeError>;

    /// Whether each operand has this shape and its elements at equal distances in row-major order, or one element.
    #[doc(hidden)]
    fn is_flat(&self, shape: &[usize]) -> bool;

    /// The elements at a place, if all operands are dense there.
    #[doc(hidden)]
    fn dense<'r>(&self, at: &At<'r>) -> Option<Self::Dense<'r>>
    where
        Self: 'r;

    /// The elements at a place.
    #[doc(hidden)]
    fn strided<'r>(&self, at: &At<'r>) -> Self::Strided<'r>
    where
        Self: 'r;
}

/// The elements of a node along one axis.
#[doc(hidden)]
pub trait Kernel: Copy {
    type Value;

    /// How many whole groups there are; no end for scalars.
    fn groups(&self) -> usize;

    /// The values of one group of eight. Sets `fault` if one of them has no result.
    fn group<const MODE: u8>(&self, group: usize, fault: &mut bool) -> [Self::Value; LANES];

    /// The value of one element, or why it has none.
    fn one<const MODE: u8>(&self, index: usize) -> Result<Self::Value, Fault>;
}

/// The shape that operands have in common.
#[doc(hidden)]
#[derive(Debug)]
pub struct Joined {
    pub(super) shape: DynAxes<usize>,
    /// The element of the array that is computed in place, if one is.
    pub(super) own: Option<TypeId>,
}

impl Joined {
    pub(super) fn new(own: Option<TypeId>) -> Self {
        Self { shape: DynAxes::from_fn(0, |_| 1).expect("no axes"), own }
    }

    #[inline(always)]
    pub(super) fn add(&mut self, shape: &[usize]) -> Result<(), LayoutError> {
        if self.shape.as_ref() != shape {
            self.shape = broadcast_shapes(&[self.shape.as_ref(), shape])?;
        }
        Ok(())
    }
}

/// Whether an operand of this layout has this shape, at equal distances, or one element.
#[inline(always)]
fn is_flat(own: &[usize], strides: &[isize], shape: &[usize]) -> bool {
    own.iter().all(|&len| len == 1) || own == shape && uniform(own, strides).is_some()
}

macro_rules! run_kernel {
    ($($run:ident)*) => {$(
        impl<T: Element, const DENSE: bool> Kernel for $run<'_, T, DENSE> {
            type Value = T::Value;

            #[inline(always)]
            fn groups(&self) -> usize {
                Self::groups(self)
            }

            #[inline(always)]
            fn group<const MODE: u8>(&self, group: usize, _: &mut bool) -> [T::Value; LANES] {
                Self::group(self, group)
            }

            #[inline(always)]
            fn one<const MODE: u8>(&self, index: usize) -> Result<T::Value, Fault> {
                Ok(Self::one(self, index))
            }
        }
    )*};
}

run_kernel! { Run CellRun }

macro_rules! view_node {
    ($($view:ident $run:ident)*) => {$(
        impl<T: Element, D: Dim> sealed::Sealed for $view<'_, T, D> {}

        impl<'a, T: Element<Value: 'static>, D: Dim> Node for $view<'a, T, D> {
            type Value = T::Value;
            type Rank = D;
            type Dense<'r> = $run<'a, T, true> where Self: 'r;
            type Strided<'r> = $run<'a, T, false> where Self: 'r;

            #[inline(always)]
            fn join(&self, joined: &mut Joined) -> Result<(), ComputeError> {
                Ok(joined.add(self.layout().shape.as_ref())?)
            }

            #[inline(always)]
            fn is_flat(&self, shape: &[usize]) -> bool {
                let layout = self.layout();
                is_flat(layout.shape.as_ref(), layout.strides.as_ref(), shape)
            }

            #[inline(always)]
            fn dense<'r>(&self, at: &At<'r>) -> Option<Self::Dense<'r>>
            where
                Self: 'r,
            {
                self.run::<true>(at)
            }

            #[inline(always)]
            fn strided<'r>(&self, at: &At<'r>) -> Self::Strided<'r>
            where
                Self: 'r,
            {
                self.run::<false>(at).expect("any stride will do")
            }
        }
    )*};
}

view_node! { View Run CellView CellRun }

/// One value for all elements.
#[derive(Clone, Copy, Debug)]
pub struct Scalar<V>(pub(super) V);

impl<V> sealed::Sealed for Scalar<V> {}

impl<V: Copy + Send + Sync + 'static> Node for Scalar<V> {
    type Value = V;
    type Rank = Rank<0>;
    type Dense<'r> = Self;
    type Strided<'r> = Self;

    #[inline(always)]
    fn join(&self, _: &mut Joined) -> Result<(), ComputeError> {
        Ok(())
    }

    #[inline(always)]
    fn is_flat(&self, _: &[usize]) -> bool {
        true
    }

    #[inline(always)]
    fn dense<'r>(&self, _: &At<'r>) -> Option<Self>
    where
        Self: 'r,
    {
        Some(*self)
    }

    #[inline(always)]
    fn strided<'r>(&self, _: &At<'r>) -> Self
    where
        Self: 'r,
    {
        *self
    }
}

impl<V: Copy + Send + Sync + 'static> Kernel for Scalar<V> {
    type Value = V;

    #[inline(always)]
    fn groups(&self) -> usize {
        usize::MAX
    }

    #[inline(always)]
    fn group<const MODE: u8>(&self, _: usize, _: &mut bool) -> [V; LANES] {
        [self.0; LANES]
    }

    #[inline(always)]
    fn one<const MODE: u8>(&self, _: usize) -> Result<V, Fault> {
        Ok(self.0)
    }
}

/// The elements that the result replaces: the argument of the closure of `compute`.
pub struct Own<T, D>(PhantomData<fn() -> (T, D)>);

impl<T, D> Own<T, D> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T, D> core::fmt::Debug for Own<T, D> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Own")
    }
}

impl<T, D> Clone for Own<T, D> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, D> Copy for Own<T, D> {}

impl<T, D> sealed::Sealed for Own<T, D> {}

impl<T: Element<Value: 'static>, D: Dim> Node for Own<T, D> {
    type Value = T::Value;
    type Rank = D;
    type Dense<'r> = CellRun<'r, T, true>;
    type Strided<'r> = CellRun<'r, T, false>;

    #[inline(always)]
    fn join(&self, joined: &mut Joined) -> Result<(), ComputeError> {
        // It has the shape of the target, which all are compared with anyway.
        if joined.own == Some(TypeId::of::<T>()) { Ok(()) } else { Err(ComputeError::NotInPlace) }
    }

    #[inline(always)]
    fn is_flat(&self, _: &[usize]) -> bool {
        true
    }

    #[inline(always)]
    fn dense<'r>(&self, at: &At<'r>) -> Option<Self::Dense<'r>>
    where
        Self: 'r,
    {
        at.own()
    }

    #[inline(always)]
    fn strided<'r>(&self, at: &At<'r>) -> Self::Strided<'r>
    where
        Self: 'r,
    {
        at.own().expect("`join` compared the type")
    }
}

/// The number of axes of all operands: at most this many.
pub(super) const MAX: usize = DynRank::MAX;

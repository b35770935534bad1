//! The operations as steps of an expression: of one operand, of two, and the choice between two.

use crate::{
    layout::JoinRank,
    ops::compute::{
        error::{ComputeError, Fault, Operation},
        node::{CHECKED, Joined, Kernel, Node, SATURATING, WRAPPING, sealed::Sealed},
        value::Arithmetic,
    },
    raw::{lanes::LANES, runs::At},
};

/// An operation on one value.
#[doc(hidden)]
pub trait UnaryOp<A>: Copy {
    type Output: Copy + Send + Sync + 'static;
    fn apply<const MODE: u8>(&self, value: A, fault: &mut bool) -> Self::Output;
    /// Why it set `fault`.
    fn fault(&self, value: A) -> Fault;
}

/// An operation on two values.
#[doc(hidden)]
pub trait BinaryOp<A, B>: Copy {
    type Output: Copy + Send + Sync + 'static;
    fn apply<const MODE: u8>(&self, left: A, right: B, fault: &mut bool) -> Self::Output;
    /// Why it set `fault`.
    fn fault(&self, left: A, right: B) -> Fault;
}

/// An operation on each element of an expression.
#[derive(Clone, Copy, Debug)]
pub struct Unary<O, A> {
    pub(super) op: O,
    pub(super) value: A,
}

/// An operation on the elements of two expressions.
#[derive(Clone, Copy, Debug)]
pub struct Binary<O, A, B> {
    pub(super) op: O,
    pub(super) left: A,
    pub(super) right: B,
}

/// The elements of one expression where a condition holds, and of another elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Select<M, A, B> {
    pub(super) mask: M,
    pub(super) left: A,
    pub(super) right: B,
}

/// An expression whose integers wrap or saturate.
#[derive(Clone, Copy, Debug)]
pub struct Moded<A, const MODE: u8>(pub(super) A);

/// A step whose parts are steps: how it asks them, in terms of how it makes itself of others.
macro_rules! step {
    (
        {$($generics:tt)*} $type:ty, [$($part:ident: $name:ident),*], $rank:ty, $value:ty,
        $($bound:ty: $trait:path),*;
        |$this:ident| $dense:ty = $make_dense:expr, $strided:ty = $make_strided:expr;
        $at:ident
    ) => {
        impl<$($generics)*> Sealed for $type {}

        impl<$($generics)*> Node for $type
        where
            $($bound: $trait),*
        {
            type Value = $value;
            type Rank = $rank;
            type Dense<'r> = $dense where Self: 'r;
            type Strided<'r> = $strided where Self: 'r;

            #[inline(always)]
            fn join(&self, joined: &mut Joined) -> Result<(), ComputeError> {
                $(self.$name.join(joined)?;)*
                Ok(())
            }

            #[inline(always)]
            fn is_flat(&self, shape: &[usize]) -> bool {
                $(self.$name.is_flat(shape))&&*
            }

            #[inline(always)]
            fn dense<'r>(&self, $at: &At<'r>) -> Option<Self::Dense<'r>>
            where
                Self: 'r,
            {
                let $this = self;
                Some($make_dense)
            }

            #[inline(always)]
            fn strided<'r>(&self, $at: &At<'r>) -> Self::Strided<'r>
            where
                Self: 'r,
            {
                let $this = self;
                $make_strided
            }
        }
    };
}

step! {
    {O: UnaryOp<A::Value>, A: Node} Unary<O, A>, [A: value], A::Rank, O::Output, ;
    |this|
    Unary<O, A::Dense<'r>> = Unary { op: this.op, value: this.value.dense(at)? },
    Unary<O, A::Strided<'r>> = Unary { op: this.op, value: this.value.strided(at) };
    at
}

step! {
    {O: BinaryOp<A::Value, B::Value>, A: Node, B: Node} Binary<O, A, B>, [A: left, B: right],
    <A::Rank as JoinRank<B::Rank>>::Joined, O::Output, A::Rank: JoinRank<B::Rank>;
    |this|
    Binary<O, A::Dense<'r>, B::Dense<'r>> =
        Binary { op: this.op, left: this.left.dense(at)?, right: this.right.dense(at)? },
    Binary<O, A::Strided<'r>, B::Strided<'r>> =
        Binary { op: this.op, left: this.left.strided(at), right: this.right.strided(at) };
    at
}

step! {
    {M: Node<Value = bool>, A: Node, B: Node<Value = A::Value>} Select<M, A, B>, [M: mask, A: left, B: right],
    <<M::Rank as JoinRank<A::Rank>>::Joined as JoinRank<B::Rank>>::Joined, A::Value,
    M::Rank: JoinRank<A::Rank>, <M::Rank as JoinRank<A::Rank>>::Joined: JoinRank<B::Rank>;
    |this|
    Select<M::Dense<'r>, A::Dense<'r>, B::Dense<'r>> =
        Select { mask: this.mask.dense(at)?, left: this.left.dense(at)?, right: this.right.dense(at)? },
    Select<M::Strided<'r>, A::Strided<'r>, B::Strided<'r>> =
        Select { mask: this.mask.strided(at), left: this.left.strided(at), right: this.right.strided(at) };
    at
}

impl<A, const MODE: u8> Sealed for Moded<A, MODE> {}

impl<A: Node, const MODE: u8> Node for Moded<A, MODE> {
    type Value = A::Value;
    type Rank = A::Rank;
    type Dense<'r>
        = Moded<A::Dense<'r>, MODE>
    where
        Self: 'r;
    type Strided<'r>
        = Moded<A::Strided<'r>, MODE>
    where
        Self: 'r;

    #[inline(always)]
    fn join(&self, joined: &mut Joined) -> Result<(), ComputeError> {
        self.0.join(joined)
    }

    #[inline(always)]
    fn is_flat(&self, shape: &[usize]) -> bool {
        self.0.is_flat(shape)
    }

    #[inline(always)]
    fn dense<'r>(&self, at: &At<'r>) -> Option<Self::Dense<'r>>
    where
        Self: 'r,
    {
        Some(Moded(self.0.dense(at)?))
    }

    #[inline(always)]
    fn strided<'r>(&self, at: &At<'r>) -> Self::Strided<'r>
    where
        Self: 'r,
    {
        Moded(self.0.strided(at))
    }
}

impl<O: UnaryOp<A::Value>, A: Kernel<Value: Copy>> Kernel for Unary<O, A> {
    type Value = O::Output;

    #[inline(always)]
    fn groups(&self) -> usize {
        self.value.groups()
    }

    #[inline(always)]
    fn group<const MODE: u8>(&self, group: usize, fault: &mut bool) -> [O::Output; LANES] {
        let values = self.value.group::<MODE>(group, fault);
        core::array::from_fn(
            #[inline(always)]
            |lane| self.op.apply::<MODE>(values[lane], fault),
        )
    }

    #[inline(always)]
    fn one<const MODE: u8>(&self, index: usize) -> Result<O::Output, Fault> {
        let value = self.value.one::<MODE>(index)?;
        let mut fault = false;
        let output = self.op.apply::<MODE>(value, &mut fault);
        if fault { Err(self.op.fault(value)) } else { Ok(output) }
    }
}

impl<O, A, B> Kernel for Binary<O, A, B>
where
    O: BinaryOp<A::Value, B::Value>,
    A: Kernel<Value: Copy>,
    B: Kernel<Value: Copy>,
{
    type Value = O::Output;

    #[inline(always)]
    fn groups(&self) -> usize {
        self.left.groups().min(self.right.groups())
    }

    #[inline(always)]
    fn group<const MODE: u8>(&self, group: usize, fault: &mut bool) -> [O::Output; LANES] {
        let left = self.left.group::<MODE>(group, fault);
        let right = self.right.group::<MODE>(group, fault);
        core::array::from_fn(
            #[inline(always)]
            |lane| self.op.apply::<MODE>(left[lane], right[lane], fault),
        )
    }

    #[inline(always)]
    fn one<const MODE: u8>(&self, index: usize) -> Result<O::Output, Fault> {
        let (left, right) = (self.left.one::<MODE>(index)?, self.right.one::<MODE>(index)?);
        let mut fault = false;
        let output = self.op.apply::<MODE>(left, right, &mut fault);
        if fault { Err(self.op.fault(left, right)) } else { Ok(output) }
    }
}

impl<M, A, B> Kernel for Select<M, A, B>
where
    M: Kernel<Value = bool>,
    A: Kernel<Value: Copy>,
    B: Kernel<Value = A::Value>,
{
    type Value = A::Value;

    #[inline(always)]
    fn groups(&self) -> usize {
        self.mask.groups().min(self.left.groups()).min(self.right.groups())
    }

    #[inline(always)]
    fn group<const MODE: u8>(&self, group: usize, fault: &mut bool) -> [A::Value; LANES] {
        let mask = self.mask.group::<MODE>(group, fault);
        let left = self.left.group::<MODE>(group, fault);
        let right = self.right.group::<MODE>(group, fault);
        core::array::from_fn(
            #[inline(always)]
            |lane| if mask[lane] { left[lane] } else { right[lane] },
        )
    }

    #[inline(always)]
    fn one<const MODE: u8>(&self, index: usize) -> Result<A::Value, Fault> {
        // Only what is chosen must have a result; a group says of a fault only that there may be one.
        if self.mask.one::<MODE>(index)? {
            self.left.one::<MODE>(index)
        } else {
            self.right.one::<MODE>(index)
        }
    }
}

impl<A: Kernel, const OWN: u8> Kernel for Moded<A, OWN> {
    type Value = A::Value;

    #[inline(always)]
    fn groups(&self) -> usize {
        self.0.groups()
    }

    #[inline(always)]
    fn group<const MODE: u8>(&self, group: usize, fault: &mut bool) -> [A::Value; LANES] {
        self.0.group::<OWN>(group, fault)
    }

    #[inline(always)]
    fn one<const MODE: u8>(&self, index: usize) -> Result<A::Value, Fault> {
        self.0.one::<OWN>(index)
    }
}

const _: () = assert!(CHECKED != WRAPPING && WRAPPING != SATURATING);

/// Arithmetic of two numbers.
macro_rules! arithmetic {
    ($($name:ident $method:ident;)*) => {$(
        #[doc = concat!("See [`Operation::", stringify!($name), "`].")]
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl<V: Arithmetic> BinaryOp<V, V> for $name {
            type Output = V;

            #[inline(always)]
            fn apply<const MODE: u8>(&self, left: V, right: V, fault: &mut bool) -> V {
                V::$method::<MODE>(left, right, fault)
            }

            #[cold]
            fn fault(&self, left: V, right: V) -> Fault {
                V::fault(Operation::$name, left, right)
            }
        }
    )*};
}

arithmetic! {
    Add add;
    Subtract sub;
    Multiply mul;
    Divide div;
    Remainder rem;
    FloorDivide floor_div;
    FloorRemainder floor_rem;
}

macro_rules! sign {
    ($($name:ident $method:ident;)*) => {$(
        #[doc = concat!("See [`Operation::", stringify!($name), "`].")]
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl<V: Arithmetic> UnaryOp<V> for $name {
            type Output = V;

            #[inline(always)]
            fn apply<const MODE: u8>(&self, value: V, fault: &mut bool) -> V {
                V::$method::<MODE>(value, fault)
            }

            #[cold]
            fn fault(&self, value: V) -> Fault {
                V::fault(Operation::$name, value, V::ZERO)
            }
        }
    )*};
}

sign! {
    Negate neg;
    Abs abs;
}

/// A power with a whole exponent.
#[derive(Clone, Copy, Debug)]
pub struct Powi(pub(super) i32);

impl<V: Arithmetic> UnaryOp<V> for Powi {
    type Output = V;

    #[inline(always)]
    fn apply<const MODE: u8>(&self, value: V, fault: &mut bool) -> V {
        V::powi::<MODE>(value, self.0, fault)
    }

    #[cold]
    fn fault(&self, value: V) -> Fault {
        let right = self.0.into();
        Fault::Number { operation: Operation::Power, left: value.exact(), right, value: V::TYPE }
    }
}

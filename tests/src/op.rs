//! Operations on views as values, to be applied to views of every kind and to the oracle alike.

use record_core::{
    AnyView, AnyViewMut, CellView, DynRank, Element, View, ViewMut,
    layout::{Dim, LayoutError, Order, SliceItem},
};

/// A part of a slicing expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// One index.
    At(isize),
    /// Start, end, step.
    Range(Option<isize>, Option<isize>, isize),
    /// A new axis.
    NewAxis,
    /// All axes left.
    Ellipsis,
}

impl From<Part> for SliceItem {
    fn from(part: Part) -> Self {
        match part {
            Part::At(index) => Self::Index(index),
            Part::Range(start, end, step) => Self::Range { start, end, step },
            Part::NewAxis => Self::NewAxis,
            Part::Ellipsis => Self::Ellipsis,
        }
    }
}

/// An operation that makes one view of another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// `slice`.
    Slice(Vec<Part>),
    /// `transpose`.
    Transpose,
    /// `permute`.
    Permute(Vec<usize>),
    /// `swap_axes`.
    Swap(usize, usize),
    /// `move_axis`.
    Move(usize, usize),
    /// `insert_axis`.
    Insert(usize),
    /// `remove_axis`.
    Remove(usize),
    /// `squeeze`.
    Squeeze,
    /// `flip`.
    Flip(usize),
    /// `rot90`.
    Rot90(i32, usize, usize),
    /// `diagonal`.
    Diagonal(isize, usize, usize),
    /// `reshape_in`; column-major if true.
    Reshape(Vec<usize>, bool),
    /// `ravel`.
    Ravel,
    /// `broadcast_to`.
    Broadcast(Vec<usize>),
    /// `windows_step`: axis, length, step.
    Windows(usize, usize, usize),
    /// `at`.
    At(usize),
    /// `at_axis`: axis, index.
    AtAxis(usize, usize),
    /// The first of `split_at`: axis, index.
    Before(usize, usize),
    /// The second of `split_at`: axis, index.
    From(usize, usize),
    /// One of `chunks`: axis, length, number.
    Chunk(usize, usize, usize),
    /// One of `split`: axis, parts, number.
    Split(usize, usize, usize),
    /// One of `axis_iter`: axis, number.
    AxisItem(usize, usize),
}

impl Op {
    /// Whether the result may reach an element several times.
    pub fn repeats(&self) -> bool {
        matches!(self, Self::Broadcast(_) | Self::Windows(..))
    }
}

/// What operations are applied to.
pub trait Operand: Sized {
    /// What the operation makes of this view.
    ///
    /// # Errors
    /// As the method.
    ///
    /// # Panics
    /// If an iterator gives fewer views than it should, or this kind of view has no such operation.
    fn apply(self, op: &Op) -> Result<Self, LayoutError>;
}

/// All but slicing and what repeats; `$wrap` turns results of any rank into the type returned.
macro_rules! common {
    ($view:ident, $op:ident, $wrap:expr) => {
        match $op {
            Op::Transpose => $wrap($view.transpose()),
            Op::Permute(order) => $wrap($view.try_permute(order)?),
            &Op::Swap(a, b) => $wrap($view.try_swap_axes(a, b)?),
            &Op::Move(from, to) => $wrap($view.try_move_axis(from, to)?),
            &Op::Insert(axis) => $wrap($view.try_insert_axis(axis)?),
            &Op::Remove(axis) => $wrap($view.try_remove_axis(axis)?),
            Op::Squeeze => $wrap($view.squeeze()),
            &Op::Flip(axis) => $wrap($view.try_flip(axis)?),
            &Op::Rot90(turns, a, b) => $wrap($view.try_rot90(turns, a, b)?),
            &Op::Diagonal(offset, a, b) => $wrap($view.try_diagonal(offset, a, b)?),
            Op::Reshape(shape, false) => $wrap($view.try_reshape(&shape[..])?),
            Op::Reshape(shape, true) => $wrap($view.try_reshape_in(&shape[..], Order::F)?),
            Op::Ravel => {
                let flat = $view.try_ravel()?;
                let n = flat.layout().len();
                $wrap(flat.try_reshape(&[n][..])?)
            }
            &Op::At(index) => $wrap($view.try_at(index)?),
            &Op::AtAxis(axis, index) => $wrap($view.try_at_axis(axis, index)?),
            &Op::Before(axis, index) => $wrap($view.split_at(axis, index)?.0),
            &Op::From(axis, index) => $wrap($view.split_at(axis, index)?.1),
            &Op::Chunk(axis, len, nth) => $wrap($view.chunks(axis, len)?.nth(nth).expect("a chunk")),
            &Op::Split(axis, parts, nth) => $wrap($view.split(axis, parts)?.nth(nth).expect("a part")),
            &Op::AxisItem(axis, nth) => $wrap($view.axis_iter(axis)?.nth(nth).expect("an index")),
            Op::Slice(_) | Op::Broadcast(_) | Op::Windows(..) => unreachable!("{:?} elsewhere", $op),
        }
    };
}

macro_rules! operands {
    ($({$($generics:tt)*} $view:ty, $slice:ident $(, $repeat:ident)?;)*) => {$(
        impl<$($generics)*> Operand for $view {
            fn apply(self, op: &Op) -> Result<Self, LayoutError> {
                let view = self;
                Ok(match op {
                    Op::Slice(parts) => {
                        let items: Vec<SliceItem> = parts.iter().map(|&part| part.into()).collect();
                        view.$slice(&items[..])?
                    }
                    $(Op::Broadcast(shape) => view.$repeat(&shape[..])?,
                    &Op::Windows(axis, len, 1) => view.try_windows(axis, len)?,
                    &Op::Windows(axis, len, step) => view.try_windows_step(axis, len, step)?,)?
                    _ => common!(view, op, core::convert::identity),
                })
            }
        }
    )*};
}

operands! {
    {T: Element} View<'_, T, DynRank>, try_slice, try_broadcast_to;
    {T: Element} CellView<'_, T, DynRank>, try_slice, try_broadcast_to;
    {T: Element} ViewMut<'_, T, DynRank>, try_into_slice;
    {} AnyView<'_>, try_slice, try_broadcast_to;
    {} AnyViewMut<'_>, try_into_slice;
}

/// The operation on a view whose rank the type knows; no slicing.
///
/// # Errors
/// As the method.
///
/// # Panics
/// As [`Operand::apply`].
pub fn apply_typed<'a, T: Element, D: Dim>(
    view: View<'a, T, D>,
    op: &Op,
) -> Result<AnyView<'a>, LayoutError> {
    fn any<T: Element, D: Dim>(view: View<'_, T, D>) -> AnyView<'_> {
        view.as_any()
    }
    Ok(match op {
        Op::Broadcast(shape) => any(view.try_broadcast_to(&shape[..])?),
        &Op::Windows(axis, len, step) => any(view.try_windows_step(axis, len, step)?),
        // Shapes of which the compiler knows the rank.
        Op::Reshape(shape, false) if shape.len() == 1 => any(view.try_reshape([shape[0]])?),
        Op::Reshape(shape, false) if shape.len() == 2 => any(view.try_reshape([shape[0], shape[1]])?),
        _ => common!(view, op, any),
    })
}

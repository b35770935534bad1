//! Where the values of an expression go whose dtypes only run time knows: new arrays, and what is there already.

use super::{
    AnyExpr, Columns, Kind, Lanes, Step,
    lanes::{Lane, Laned},
};
use crate::{
    byte_order::ByteOrder,
    dtype::Scalar,
    element::Element,
    layout::{Dim, DynRank, LayoutError, Order, element_count},
    ops::{
        Mask,
        compute::{collect::BLOCK, drive::broadcasts, error::ComputeError},
        dispatch::with_number,
    },
    raw::{any_array::AnyArray, any_mut::AnyViewMut, view::ViewMut},
};
use alloc::vec::Vec;
use core::ops::Range;

impl AnyExpr<'_> {
    /// A new array of the values, in native byte order.
    ///
    /// # Errors
    /// Those of [`dtype`](AnyExpr::dtype) and [`shape`](AnyExpr::shape), [`ComputeError::Array`] if there is no memory, and
    /// [`ComputeError::Overflow`], [`ComputeError::DivisionByZero`] and [`ComputeError::Cast`].
    pub fn to_array(&self) -> Result<AnyArray, ComputeError> {
        let mut array = AnyArray::zeros(self.dtype()?, self.shape()?, Order::C)?;
        self.write_to(array.view_mut())?;
        Ok(array)
    }

    /// Writes each element's value to `out`, whose shape the operands are broadcast to, and whose elements are of the result's
    /// kind, in any byte order and layout. NumPy's `np.add(a, b, out=out)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let dtype = DType::parse("[('x', '<i2'), ('y', '>i4')]")?;
    /// let (input, mut out) = ([2, 0, 0, 0, 0, 5], [0; 6]);
    /// let table = AnyView::from_bytes(&input, &dtype)?;
    /// let sum = table.column("x")?.expr() + table.column("y")?;
    /// sum.write_to(AnyViewMut::from_bytes(&mut out, &dtype)?.into_column("y")?)?;
    /// assert_eq!(out, [0, 0, 0, 0, 0, 7]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ComputeError::Out`] if `out` has elements of another kind: [`cast`](AnyExpr::cast) says by which rule they become that.
    /// [`ComputeError::Layout`] if the operands cannot be broadcast to its shape. Those of [`to_array`](AnyExpr::to_array);
    /// blocks of 1024 elements that were computed before have been written then.
    pub fn write_to(&self, out: AnyViewMut<'_>) -> Result<(), ComputeError> {
        self.write(out, None, |writing, out| writing.store(out, 0))
    }

    /// Writes the values for which the mask holds, and leaves the other elements of `out` as they are. NumPy's
    /// `np.add(a, b, out=out, where=mask)`. Only what is written must have a result.
    ///
    /// The mask has a bit for each element of `out` in row-major order, or one for each index of its last axis, or one for all.
    ///
    /// # Errors
    /// As [`write_to`](AnyExpr::write_to), and [`ComputeError::Layout`] with [`LayoutError::Broadcast`] if the mask has another length.
    pub fn write_where(&self, mask: &Mask, out: AnyViewMut<'_>) -> Result<(), ComputeError> {
        self.write(out, Some(mask), |writing, out| writing.store(out, 0))
    }

    /// Hands `out`, which has been looked at, to `run`.
    pub(super) fn write(
        &self,
        out: AnyViewMut<'_>,
        mask: Option<&Mask>,
        run: impl FnOnce(&Writing<'_>, AnyViewMut<'_>) -> Result<(), ComputeError>,
    ) -> Result<(), ComputeError> {
        let kind = self.0.kind()?;
        let (expected, out) = (kind.scalar(), out.into_all_axes()?);
        let found = out.dtype().as_scalar().map(Scalar::kind);
        if found != Some(expected) {
            return Err(ComputeError::Out { expected, found });
        }
        let axes = out.layout().shape;
        let shape = axes.as_ref();
        broadcasts(self.shape()?.as_ref(), shape)?;
        let mask = mask.map(|mask| Repeated::new(mask, shape)).transpose()?;
        run(&Writing { step: &self.0, kind, shape, mask }, out)
    }
}

/// An expression whose values are written to elements on these axes, all or those that a mask holds for.
pub(super) struct Writing<'e> {
    step: &'e Step<'e>,
    kind: Kind,
    pub(super) shape: &'e [usize],
    mask: Option<Repeated<'e>>,
}

impl Writing<'_> {
    /// The values of the block that starts with this element.
    fn block(&self, start: usize) -> Result<Block, ComputeError> {
        let columns = Columns { shape: self.shape };
        let range = start..element_count(self.shape).min(start + BLOCK);
        let wanted = self.mask.as_ref().map(|mask| range.clone().map(|i| mask.holds(i)).collect::<Vec<_>>());
        let lanes = match &wanted {
            Some(wanted) => self.step.wanted(self.kind, &columns, range, wanted)?,
            None => self.step.block(self.kind, &columns, range)?,
        };
        Ok((lanes, wanted))
    }

    /// Writes the elements that come one after the other from `first` on in row-major order, up to the first block without
    /// a result. Blocks are those of the whole, so it is the same one whatever `out` begins with.
    pub(super) fn store(&self, out: AnyViewMut<'_>, first: usize) -> Result<(), ComputeError> {
        let foreign =
            out.dtype().as_scalar().and_then(Scalar::byte_order) == Some(ByteOrder::NATIVE.swapped());
        with_number!(
            self.kind.scalar(),
            |Native, Swapped| if foreign {
                self.store_as::<Swapped>(out, first)
            } else {
                self.store_as::<Native>(out, first)
            },
            found => Err(ComputeError::NotNumbers { found: Some(found) }),
        )
    }

    /// Writes them to elements of a type.
    fn store_as<T: Element<Value: Laned>>(
        &self,
        out: AnyViewMut<'_>,
        first: usize,
    ) -> Result<(), ComputeError> {
        let mut view: ViewMut<'_, T, DynRank> = out.into_typed_as().expect("of this kind and byte order");
        let mut next = Next { writing: self, index: first, values: Vec::new(), wanted: None, done: Ok(()) };
        // One step from each element to the next, wherever that is so.
        match view.reborrow().try_ravel() {
            Ok(run) => next.store(run),
            Err(_) => next.store(view),
        }
        next.done
    }
}

/// The block that comes next.
struct Next<'w, L> {
    writing: &'w Writing<'w>,
    /// The first element that no block had.
    index: usize,
    values: Vec<L>,
    /// Which of the values are wanted, if not all.
    wanted: Option<Vec<bool>>,
    done: Result<(), ComputeError>,
}

impl<L: Lane> Next<'_, L> {
    /// Writes the values to elements.
    fn store<T: Element<Value: Laned<Lane = L>>, D: Dim>(&mut self, mut view: ViewMut<'_, T, D>) {
        let mut at = 0;
        view.apply(|old| {
            if at == self.values.len() {
                at = self.fill();
            }
            let Some(&value) = self.values.get(at) else { return old };
            let wanted = self.wanted.as_ref().is_none_or(|wanted| wanted[at]);
            at += 1;
            if wanted { T::Value::of(value) } else { old }
        });
    }

    /// Where the first element of the next block is in it. There are no values where one had no result.
    #[cold]
    #[inline(never)]
    fn fill(&mut self) -> usize {
        self.values = Vec::new();
        if self.done.is_err() {
            return 0;
        }
        let at = self.index % BLOCK;
        match self.writing.block(self.index - at) {
            Ok((lanes, wanted)) => (self.values, self.wanted) = (L::values(lanes), wanted),
            Err(error) => self.done = Err(error),
        }
        self.index += BLOCK - at;
        at
    }
}

/// A mask that begins again where it ends.
struct Repeated<'m> {
    mask: &'m Mask,
    len: usize,
}

impl<'m> Repeated<'m> {
    /// For elements on these axes.
    fn new(mask: &'m Mask, shape: &[usize]) -> Result<Self, LayoutError> {
        let (len, last) = (mask.len(), shape.last().copied().unwrap_or(1));
        if len != element_count(shape) && len != last && len != 1 {
            return Err(LayoutError::Broadcast { axis: shape.len().saturating_sub(1), from: len, to: last });
        }
        Ok(Self { mask, len })
    }

    fn holds(&self, element: usize) -> bool {
        self.mask.get(element % self.len) == Some(true)
    }
}

impl Step<'_> {
    /// As `block`, where only wanted values must have a result.
    pub(super) fn wanted(
        &self,
        kind: Kind,
        columns: &Columns<'_>,
        range: Range<usize>,
        wanted: &[bool],
    ) -> Result<Lanes, ComputeError> {
        let whole = self.block(kind, columns, range.clone());
        if whole.is_ok() {
            return whole;
        }
        let mut lanes = Lanes::zeros(kind, range.len());
        for (at, index) in range.enumerate().filter(|&(at, _)| wanted[at]) {
            lanes.set(at, &self.block(kind, columns, index..index + 1)?);
        }
        Ok(lanes)
    }
}

/// Values of a block, and which of them are wanted if not all.
type Block = (Lanes, Option<Vec<bool>>);

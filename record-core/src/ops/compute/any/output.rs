//! Where the values of an expression go whose dtypes only run time knows: new arrays, and what is there already.

use super::{AnyExpr, Columns, Kind, Lanes, Step};
use crate::{
    byte_order::ByteOrder,
    dtype::{Scalar, ScalarKind},
    element::Element,
    layout::{DynRank, LayoutError, Order, element_count},
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
        self.write(out, None)
    }

    /// Writes the values for which the mask holds, and leaves the other elements of `out` as they are. NumPy's
    /// `np.add(a, b, out=out, where=mask)`. Only what is written must have a result.
    ///
    /// The mask has a bit for each element of `out` in row-major order, or one for each index of its last axis, or one for all.
    ///
    /// # Errors
    /// As [`write_to`](AnyExpr::write_to), and [`ComputeError::Layout`] with [`LayoutError::Broadcast`] if the mask has another length.
    pub fn write_where(&self, mask: &Mask, out: AnyViewMut<'_>) -> Result<(), ComputeError> {
        self.write(out, Some(mask))
    }

    fn write(&self, out: AnyViewMut<'_>, mask: Option<&Mask>) -> Result<(), ComputeError> {
        let kind = self.0.kind()?;
        let (expected, out) = (kind.scalar(), out.into_all_axes()?);
        let found = out.dtype().as_scalar().map(Scalar::kind);
        if found != Some(expected) {
            return Err(ComputeError::Out { expected, found });
        }
        let axes = out.layout().shape;
        let shape = axes.as_ref();
        broadcasts(self.shape()?.as_ref(), shape)?;
        let size = element_count(shape);
        let mask = mask.map(|mask| Repeated::new(mask, shape)).transpose()?;
        let columns = Columns { shape };
        store(expected, out, |start| {
            let range = start..size.min(start + BLOCK);
            let wanted = mask.as_ref().map(|mask| range.clone().map(|i| mask.holds(i)).collect::<Vec<_>>());
            let lanes = match &wanted {
                Some(wanted) => self.0.wanted(kind, &columns, range, wanted)?,
                None => self.0.block(kind, &columns, range)?,
            };
            Ok((lanes, wanted))
        })
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

/// Writes the blocks to elements of a type.
fn store_as<T: Element<Value: Stored>>(
    out: AnyViewMut<'_>,
    block: impl FnMut(usize) -> Result<Block, ComputeError>,
) -> Result<(), ComputeError> {
    let view: ViewMut<'_, T, DynRank> = out.into_typed_as().expect("of this kind and byte order");
    fill(view, block, T::Value::stored)
}

/// Writes the blocks that `block` gives for their first elements to elements of this kind.
fn store(
    kind: ScalarKind,
    out: AnyViewMut<'_>,
    block: impl FnMut(usize) -> Result<Block, ComputeError>,
) -> Result<(), ComputeError> {
    let foreign = out.dtype().as_scalar().and_then(Scalar::byte_order) == Some(ByteOrder::NATIVE.swapped());
    with_number!(
        kind,
        |Native, Swapped| if foreign { store_as::<Swapped>(out, block) } else { store_as::<Native>(out, block) },
        found => Err(ComputeError::NotNumbers { found: Some(found) }),
    )
}

/// Values that blocks of their kind have.
trait Stored: Sized {
    fn stored(lanes: &Lanes, at: usize) -> Self;
}

macro_rules! stored {
    ($($(#[$attribute:meta])* $type:ty: $variant:ident, $convert:expr;)*) => {$(
        $(#[$attribute])*
        impl Stored for $type {
            fn stored(lanes: &Lanes, at: usize) -> Self {
                match lanes {
                    Lanes::$variant(values) => $convert(values[at]),
                    _ => unreachable!("blocks of one kind"),
                }
            }
        }
    )*};
    (integers: $($type:ident)*) => {
        // Held to the range after each step.
        stored! { $($type: Int, |value| $type::try_from(value).unwrap_or(0);)* }
    };
}

stored! { integers: i8 i16 i32 i64 u8 u16 u32 u64 }
stored! {
    bool: Int, |value| value != 0;
    #[cfg(feature = "half")]
    half::f16: Single, half::f16::from_f32;
    f32: Single, core::convert::identity;
    f64: Double, core::convert::identity;
}

/// Writes blocks one after the other, up to one that has no result.
fn fill<T: Element>(
    mut view: ViewMut<'_, T, DynRank>,
    mut block: impl FnMut(usize) -> Result<Block, ComputeError>,
    value: impl Fn(&Lanes, usize) -> T::Value,
) -> Result<(), ComputeError> {
    let (mut index, mut current, mut failed) = (0, None, None);
    view.apply(|old| {
        let at = index % BLOCK;
        if at == 0 && failed.is_none() {
            match block(index) {
                Ok(block) => current = Some(block),
                Err(error) => failed = Some(error),
            }
        }
        index += 1;
        match &current {
            Some((lanes, wanted)) if failed.is_none() && wanted.as_ref().is_none_or(|wanted| wanted[at]) => {
                value(lanes, at)
            }
            _ => old,
        }
    });
    failed.map_or(Ok(()), Err)
}

//! What the elements of a mapped file can be. The doors are in `raw`, for they are unsafe.

use crate::{
    AnyMapArray, MapArray,
    element::Element,
    layout::{Dim, Order, Rank},
    map::MapMode,
    npy::{Header, NpyError},
    record::Record,
    table::{AnyTable, RecordTable},
};

mod sealed {
    pub trait Sealed {}
}

/// What the elements of a mapped `.npy` file can be: [`RecordTable`], [`AnyTable`], [`MapArray`] and [`AnyMapArray`], in a
/// [mode of mapping](MapMode).
pub trait MapNpy: sealed::Sealed + Sized {
    /// The mode.
    type Mode: MapMode;

    /// Whether the header is one for this.
    #[doc(hidden)]
    fn accept(header: &Header) -> Result<(), NpyError>;

    /// Of a header that was accepted, in a map that begins with the data.
    #[doc(hidden)]
    fn from_map(header: &Header, map: Self::Mode, trailing: u64) -> Result<Self, NpyError>;
}

impl<R: Record, S: MapMode> sealed::Sealed for RecordTable<R, S> {}
impl<S: MapMode> sealed::Sealed for AnyTable<S> {}
impl<T: Element, D: Dim, S: MapMode> sealed::Sealed for MapArray<T, D, S> {}
impl<S: MapMode> sealed::Sealed for AnyMapArray<S> {}

impl<R: Record, S: MapMode> MapNpy for RecordTable<R, S> {
    type Mode = S;

    fn accept(header: &Header) -> Result<(), NpyError> {
        const { assert!(size_of::<R>() > 0, "a table of records of size 0 has no length") };
        header.layout_as::<R, Rank<1>>().map(|_| ())
    }

    fn from_map(header: &Header, map: S, trailing: u64) -> Result<Self, NpyError> {
        Ok(Self::from_storage(map, header.records_alone(trailing)?)?)
    }
}

impl<S: MapMode> MapNpy for AnyTable<S> {
    type Mode = S;

    fn accept(header: &Header) -> Result<(), NpyError> {
        header.records().map(|_| ())
    }

    fn from_map(header: &Header, map: S, trailing: u64) -> Result<Self, NpyError> {
        Ok(Self::from_storage(map, header.dtype().clone(), header.records_alone(trailing)?)?)
    }
}

impl<T: Element, D: Dim, S: MapMode> MapNpy for MapArray<T, D, S> {
    type Mode = S;

    fn accept(header: &Header) -> Result<(), NpyError> {
        header.layout_as::<T, D>().map(|_| ())
    }

    fn from_map(header: &Header, map: S, _: u64) -> Result<Self, NpyError> {
        let layout = header.layout_as::<T, D>()?;
        let order = if layout.ndim() == header.shape().len() { header.order() } else { Order::C };
        Ok(Self::from_storage(map, 0, layout, order)?)
    }
}

impl<S: MapMode> MapNpy for AnyMapArray<S> {
    type Mode = S;

    fn accept(_: &Header) -> Result<(), NpyError> {
        Ok(())
    }

    fn from_map(header: &Header, map: S, _: u64) -> Result<Self, NpyError> {
        Ok(Self::from_storage(map, 0, header.dtype().clone(), header.layout(), header.order())?)
    }
}

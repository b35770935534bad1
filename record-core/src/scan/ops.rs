//! What a scan can be asked: the same as a view of all its records, with the same answers to the bit.

use crate::{
    bits::Token,
    coded::{Code, Coded, Stores},
    element::Element,
    ops::{
        ArgMaxState, ArgMinState, CodeCounts, CountState, DescribeOptions, Description, Interpolation,
        KeyTokens, Mask, MaxState, MinMaxState, MinState, MissingState, NanArgMaxState, NanArgMinState,
        NanMaxState, NanMinMaxState, NanMinState, NanSumState, NanVarianceState, Number, Ordered,
        ProductState, SomeState, Sum, SumState, VarianceState,
        reduce::{
            any::{named, state as any_state},
            describe::Describing,
        },
    },
    raw::{any::AnyView, any_array::AnyArray, view::View},
    record::Record,
    scan::{
        AnyScanGroups, Chunk, Scan, ScanEnd, ScanError, ScanGroups,
        gather::Gathered,
        pass::{all, checked, chunks, column, extend, folded, none, reduce, until, views},
        quantile,
        reductions::reductions,
    },
    table::{AnyTable, RecordTable},
    view::Value,
};
use alloc::vec::Vec;

/// A value of the column of this token.
type ValueOf<R, K> = <<K as Token<R>>::Element as Element>::Value;

/// Two of them.
type MinMax<R, K> = (ValueOf<R, K>, ValueOf<R, K>);

/// Operations on all records of a [`Scan`], whatever its chunks are. Implemented for every scan.
///
/// Each goes once through the records from the first on ([`Scan`]: a pipe has them once), quantiles of many a few times, in
/// constant memory unless it returns records, and gives the answer of the same operation on one [`View`] of them, to the bit,
/// but for the sign of a zero that is a quantile. Several columns in one pass:
/// [`each`](ScanOps::each) or [`fold`](ScanOps::fold), with [`SumState`](crate::ops::SumState),
/// [`MinState`](crate::ops::MinState) and [`MaxState`](crate::ops::MaxState).
///
/// All fail with the scan's own [`ScanError`], with [`ScanError::Cancelled`] if it was cancelled, for half an answer is none,
/// and with [`ScanError::Exhausted`] where the first record cannot be had any more.
///
/// ```
/// use record_core::{prelude::*, scan::{InMemory, Scan, ScanError, ScanOps}};
/// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
/// # struct Point { id: u8, at: [f32; 2] }
/// fn report(points: &mut impl Scan<Record = Point>) -> Result<String, ScanError> {
///     Ok(format!("{:?}", points.min_max(Point::ID)?))
/// }
/// let table: RecordTable<Point> = (1..9).map(|id| Point { id, at: [0.0; 2] }).collect();
/// assert_eq!(report(&mut InMemory(&table))?, "Some((1, 8))");
/// # Ok::<(), record_core::Error>(())
/// ```
pub trait ScanOps: Scan {
    /// Runs `each` over all chunks.
    ///
    /// ```
    /// # use record_core::{ops::SumState, prelude::*, scan::{InMemory, ScanOps}};
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let table: RecordTable<Point> = (1..9).map(|id| Point { id, at: [0.5; 2] }).collect();
    /// let (mut ids, mut at) = (SumState::new(), SumState::new());
    /// let end = InMemory(&table).each(|points| {
    ///     ids.add(points.col(Point::ID));
    ///     at.add(points.col(Point::AT).axes());
    /// })?;
    /// assert_eq!((end.records, ids.sum(), at.mean()), (8, 36, Some(0.5)));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Scan::for_each_chunk`].
    fn each(&mut self, each: impl FnMut(View<'_, Self::Record>)) -> Result<ScanEnd, ScanError>
    where
        Self::Record: Element,
    {
        all(self, each)
    }

    /// Runs `each` over all chunks until it fails.
    ///
    /// # Errors
    /// Those of `each`, and the scan's own.
    fn try_each<E: From<ScanError>>(
        &mut self,
        mut each: impl FnMut(View<'_, Self::Record>) -> Result<(), E>,
    ) -> Result<ScanEnd, E>
    where
        Self::Record: Element,
    {
        until(self, |chunk| each(chunk.typed().map_err(ScanError::from)?))
    }

    /// Runs `each` over all chunks, where only run time knows what they are: [`Chunk::view`].
    ///
    /// # Errors
    /// Those of [`Scan::for_each_chunk`].
    fn each_any(&mut self, each: impl FnMut(Chunk<'_>)) -> Result<ScanEnd, ScanError> {
        chunks(self, each)
    }

    /// Runs `each` over all chunks until it fails, where only run time knows what they are.
    ///
    /// # Errors
    /// Those of `each`, and the scan's own.
    fn try_each_any<E: From<ScanError>>(
        &mut self,
        each: impl FnMut(Chunk<'_>) -> Result<(), E>,
    ) -> Result<ScanEnd, E> {
        until(self, each)
    }

    /// Goes through all chunks as views and takes what `next` makes of each along.
    ///
    /// # Errors
    /// Those of [`Scan::for_each_chunk`].
    fn fold<A>(
        &mut self,
        init: A,
        mut next: impl FnMut(A, View<'_, Self::Record>) -> A,
    ) -> Result<A, ScanError>
    where
        Self::Record: Element,
    {
        let mut state = Some(init);
        all(self, |view| state = state.take().map(|before| next(before, view)))?;
        Ok(state.expect("put back each time"))
    }

    reductions!();
    quantile::methods!();

    /// The statistics of all columns, in one pass; see [`AnyView::describe`].
    ///
    /// ```
    /// # use record_core::{prelude::*, scan::{InMemory, ScanOps}};
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let table: RecordTable<Point> = (1..9).map(|id| Point { id, at: [0.5; 2] }).collect();
    /// let described = InMemory(&table).describe()?;
    /// assert_eq!((described["id"].mean(), described["at"].count()), (Some(4.5), 16));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Scan::for_each_chunk`], and of [`AnyView::describe`].
    fn describe(&mut self) -> Result<Description, ScanError> {
        self.describe_with(&DescribeOptions::new())
    }

    /// As [`describe`](ScanOps::describe), with a choice of which values count.
    ///
    /// # Errors
    /// As there.
    fn describe_with(&mut self, options: &DescribeOptions) -> Result<Description, ScanError> {
        let mut columns = Describing::of(self.dtype(), *options);
        until(self, |chunk| Ok::<_, ScanError>(columns.add(chunk.view())?))?;
        Ok(columns.finish())
    }

    /// How often each code of a column occurs, and which unknown ones do; see `counts` of a [`View`].
    ///
    /// # Errors
    /// Those of [`Scan::for_each_chunk`].
    fn counts<K, E, S>(&mut self, token: K) -> Result<CodeCounts<E>, ScanError>
    where
        Self::Record: Element,
        K: Token<Self::Record, Element = Coded<E, S>>,
        E: Code,
        S: Stores<E::Repr>,
    {
        let mut counts = View::<Coded<E, S>>::from_slice(&[]).counts();
        all(self, |view| counts += view.col(token).counts())?;
        Ok(counts)
    }

    /// The records in groups of equal keys, of one field or of several in a tuple; see
    /// [`group_by`](crate::Column::group_by). Each question is one pass, in memory for the groups only.
    ///
    /// ```
    /// # use record_core::{prelude::*, scan::{InMemory, ScanOps}};
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Reading { channel: u8, level: f32 }
    /// let table: RecordTable<Reading> = (0..9).map(|i| Reading { channel: i % 2, level: i.into() }).collect();
    /// let (channels, means) = InMemory(&table).group_by(Reading::CHANNEL).mean(Reading::LEVEL)?;
    /// assert_eq!((channels, means), (vec![0, 1], vec![4.0, 4.0]));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Panics
    /// The answers panic if there are more than 2^32 - 1 different keys.
    fn group_by<K>(&mut self, keys: K) -> ScanGroups<'_, Self, K>
    where
        Self::Record: Element,
        K: KeyTokens<Self::Record>,
    {
        ScanGroups::new(self, keys)
    }

    /// The records in groups of equal keys: those of the named fields, each of which may be of any dtype; see
    /// [`AnyView::group_by`]. Each question is one pass, in memory for the groups only.
    ///
    /// ```
    /// # use record_core::{prelude::*, scan::{AnyRecordReader, ScanOps}};
    /// let bytes: &[u8] = &[7, 0, 1, 9, 0, 2, 7, 0, 5];
    /// let mut readings = AnyRecordReader::from_reader(bytes, DType::parse("[('id', 'u1'), ('level', '>u2')]")?)?;
    /// let (ids, means) = readings.group_by_any(&["id"])?.mean("level")?;
    /// assert_eq!((ids.as_bytes(), means), (&[7, 9][..], vec![3.0, 2.0]));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ScanError::Column`] if there is no such field, [`ScanError::Group`] if one is named twice.
    ///
    /// # Panics
    /// The answers panic if there are more than 2^32 - 1 different keys.
    fn group_by_any(&mut self, names: &[impl AsRef<str>]) -> Result<AnyScanGroups<'_, Self>, ScanError> {
        AnyScanGroups::new(self, names)
    }

    /// The records that `test` has in, as a mask of all: one bit for each. `test` gets a chunk at a time.
    ///
    /// # Errors
    /// The scan's own, and [`ScanError::Mask`] if `test` gives a mask of another length than the chunk.
    fn mask(&mut self, mut test: impl FnMut(View<'_, Self::Record>) -> Mask) -> Result<Mask, ScanError>
    where
        Self::Record: Element,
    {
        let mut mask = Mask::new(0, false);
        views(self, |view| checked(test(view), view.len()).map(|part| mask.append(&part)))?;
        Ok(mask)
    }

    /// How many records `test` has in. `test` gets a chunk at a time.
    ///
    /// ```
    /// # use record_core::{prelude::*, scan::{InMemory, ScanOps}};
    /// assert_eq!(InMemory(View::from_slice(&[3, 1, 2])).count_where(|numbers| numbers.ge(2))?, 2);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// The scan's own, and [`ScanError::Mask`] if `test` gives a mask of another length than the chunk.
    fn count_where(&mut self, mut test: impl FnMut(View<'_, Self::Record>) -> Mask) -> Result<u64, ScanError>
    where
        Self::Record: Element,
    {
        let mut count = 0;
        views(self, |view| checked(test(view), view.len()).map(|mask| count += mask.count() as u64))?;
        Ok(count)
    }

    /// The records that `test` has in, copied to a table of their own. `test` gets a chunk at a time.
    ///
    /// # Errors
    /// As [`mask`](ScanOps::mask), and [`TableError::OutOfMemory`](crate::table::TableError::OutOfMemory).
    fn filter(
        &mut self,
        mut test: impl FnMut(View<'_, Self::Record>) -> Mask,
    ) -> Result<RecordTable<Self::Record>, ScanError>
    where
        Self::Record: Record,
    {
        let mut table = RecordTable::new();
        views(self, |view| {
            let mask = checked(test(view), view.len())?;
            Ok(table.try_append_set(view, &mask)?)
        })?;
        Ok(table)
    }

    /// A copy of all records in a table of their own.
    ///
    /// # Errors
    /// The scan's own, and [`TableError::OutOfMemory`](crate::table::TableError::OutOfMemory).
    fn to_table(&mut self) -> Result<RecordTable<Self::Record>, ScanError>
    where
        Self::Record: Record,
    {
        let mut table = RecordTable::new();
        views(self, |view| Ok(table.try_append(view)?))?;
        Ok(table)
    }

    /// A copy of all columns, each in memory of its own. Needs the memory of the records twice for a moment.
    ///
    /// # Errors
    /// As [`to_table`](ScanOps::to_table).
    fn to_columns(&mut self) -> Result<<Self::Record as Record>::ColumnsOwned, ScanError>
    where
        Self::Record: Record,
    {
        Ok(self.to_table()?.view().try_to_columns()?)
    }

    /// A copy of all values.
    ///
    /// # Errors
    /// As [`to_table`](ScanOps::to_table).
    fn to_vec(&mut self) -> Result<Vec<<Self::Record as Element>::Value>, ScanError>
    where
        Self::Record: Element,
    {
        let mut values = Vec::new();
        views(self, |view| extend(&mut values, view))?;
        Ok(values)
    }

    /// A copy of the values of one column.
    ///
    /// # Errors
    /// As [`to_table`](ScanOps::to_table).
    fn col_to_vec<K>(&mut self, token: K) -> Result<Vec<ValueOf<Self::Record, K>>, ScanError>
    where
        Self::Record: Element,
        K: Token<Self::Record>,
    {
        let mut values = Vec::new();
        views(self, |view| extend(&mut values, view.col(token)))?;
        Ok(values)
    }

    /// A copy of the column of this name.
    ///
    /// # Errors
    /// The scan's own; [`ScanError::Column`] if there is no such column; and as [`to_table`](ScanOps::to_table).
    fn column_of(&mut self, name: &str) -> Result<AnyArray, ScanError> {
        let mut gathered = Gathered::like(column(self.dtype(), name)?);
        until(self, |chunk| gathered.append(chunk.view().column(name)?))?;
        Ok(gathered.into_array()?)
    }

    /// How many records `test` has in. `test` gets a chunk at a time.
    ///
    /// # Errors
    /// The scan's own, those of `test`, and [`ScanError::Mask`] if it gives a mask of another length than the chunk.
    fn count_where_any(
        &mut self,
        mut test: impl FnMut(AnyView<'_>) -> Result<Mask, ScanError>,
    ) -> Result<u64, ScanError> {
        let mut count = 0;
        let mut add = |mask: Mask| count += mask.count() as u64;
        until(self, |chunk| checked(test(chunk.view())?, chunk.len()).map(&mut add))?;
        Ok(count)
    }

    /// The records that `test` has in, copied to a table of their own. `test` gets a chunk at a time.
    ///
    /// ```
    /// # use record_core::{prelude::*, scan::{AnyRecordReader, ScanOps}};
    /// let bytes: &[u8] = &[7, 0, 1, 9, 0, 2];
    /// let mut readings = AnyRecordReader::from_reader(bytes, DType::parse("[('id', 'u1'), ('level', '>u2')]")?)?;
    /// let high = readings.filter_any(|chunk| Ok(chunk.column("level")?.typed::<Be<u16>>()?.gt(1)))?;
    /// assert_eq!(high.as_bytes(), [9, 0, 2]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`count_where_any`](ScanOps::count_where_any), and for memory as [`to_table`](ScanOps::to_table).
    fn filter_any(
        &mut self,
        mut test: impl FnMut(AnyView<'_>) -> Result<Mask, ScanError>,
    ) -> Result<AnyTable, ScanError> {
        let mut gathered = Gathered::like(none(self.dtype())?);
        until(self, |chunk| {
            let mask = checked(test(chunk.view())?, chunk.len())?;
            gathered.append_some(chunk.view(), &mask)
        })?;
        gathered.into_table()
    }

    /// A copy of all records in a table of their own.
    ///
    /// # Errors
    /// As [`to_table`](ScanOps::to_table).
    fn to_any_table(&mut self) -> Result<AnyTable, ScanError> {
        let mut gathered = Gathered::like(none(self.dtype())?);
        until(self, |chunk| gathered.append(chunk.view()))?;
        gathered.into_table()
    }
}

impl<S: Scan + ?Sized> ScanOps for S {}

//! Windows of so many neighbours by name, and what is computed from windows of either kind.
//!
//! The methods are `inline` so that a program compiles those that it calls, each for a dozen types of numbers, and no others.

#[cfg(feature = "rayon")]
use crate::ops::{parallel::Par, roll::par::Parallel};
use crate::{
    buffer::AnyArray,
    element::Element,
    layout::DynRank,
    ops::roll::{
        any::{Any, AnyRollingBy, Operation, dispatch, erased, widened},
        count::Windows,
        error::RollError,
        mode::{Mode, Serial},
        rolling::{Frame, Rolling},
    },
    raw::{any::AnyView, any_column::AnyColumn, view::View},
    time::{DateTime64, Generic, TimeDelta64},
};
use core::marker::PhantomData;

/// Windows of so many neighbours along an axis of a column of run-time dtype; see [`AnyView::rolling`].
#[derive(Clone, Copy, Debug)]
#[must_use = "windows by themselves compute nothing"]
pub struct AnyRolling<'a> {
    view: AnyView<'a>,
    axis: usize,
    window: usize,
    least: Option<usize>,
    centred: bool,
}

impl AnyRolling<'_> {
    /// One result for each element; see [`Rolling::min_periods`](crate::ops::roll::Rolling::min_periods).
    pub fn min_periods(mut self, least: usize) -> Self {
        self.least = Some(least);
        self
    }

    /// One result for each element, in the middle; see [`Rolling::centered`](crate::ops::roll::Rolling::centered).
    pub fn centered(mut self) -> Self {
        self.centred = true;
        self
    }

    #[inline]
    fn settings<M: Mode>(self, ddof: usize) -> Counted<M> {
        let Self { axis, window, least, centred, .. } = self;
        Counted { axis, window, least, centred, ddof, mode: PhantomData }
    }
}

#[cfg(feature = "rayon")]
impl<'a> AnyRolling<'a> {
    /// The same windows, whose results are computed on the threads of the current rayon pool; see [`View::par`].
    pub fn par(self) -> Par<AnyRolling<'a>> {
        Par(self)
    }
}

#[cfg(feature = "rayon")]
impl Par<AnyRolling<'_>> {
    /// As [`AnyRolling::min_periods`].
    #[must_use]
    pub fn min_periods(self, least: usize) -> Self {
        Self(self.0.min_periods(least))
    }

    /// As [`AnyRolling::centered`].
    #[must_use]
    pub fn centered(self) -> Self {
        Self(self.0.centered())
    }
}

/// What is needed to make windows once the type of the elements is known.
pub(super) trait Settings: Copy {
    /// Where the windows lie.
    type Frame: Frame;

    /// Where results are computed.
    type Mode: Mode;

    fn windows<T: Element>(self, view: View<'_, T, DynRank>) -> Rolling<'_, T, DynRank, Self::Frame>;

    /// What is taken off the number of elements in the divisor of a variance.
    fn ddof(self) -> usize;
}

/// Windows of so many neighbours.
#[derive(Clone, Copy)]
struct Counted<M> {
    axis: usize,
    window: usize,
    least: Option<usize>,
    centred: bool,
    ddof: usize,
    mode: PhantomData<M>,
}

impl<M: Mode> Settings for Counted<M> {
    type Frame = Windows;
    type Mode = M;

    fn windows<T: Element>(self, view: View<'_, T, DynRank>) -> Rolling<'_, T, DynRank> {
        let mut windows = view.rolling_axis(self.axis, self.window);
        if let Some(least) = self.least {
            windows = windows.min_periods(least);
        }
        if self.centred { windows.centered() } else { windows }
    }

    fn ddof(self) -> usize {
        self.ddof
    }
}

/// What is taken off in the divisor, which only deviations say.
macro_rules! given {
    () => {
        0
    };
    ($ddof:ident) => {
        $ddof
    };
}

macro_rules! rolling {
    ($(
        $(#[$attribute:meta])*
        $name:ident($($ddof:ident)?) $struct:ident, $($times:ident)*;
    )*) => {
        $(
            $(#[$attribute])*
            struct $struct<S>(S);

            $(#[$attribute])*
            impl<S: Settings> Operation for $struct<S> {
                const NAME: &'static str = stringify!($name);
                type Mode = S::Mode;

                fn numbers<T: Element<Value: Any>>(self, view: View<'_, T, DynRank>) -> Result<AnyArray, RollError> {
                    erased::<S::Mode, _, _>(self.0.windows(view).$name($(self.0.$ddof())?))
                }

                $(rolling!(@ $times $name);)*
            }
        )*

        impl AnyRolling<'_> {
            $(
                #[doc = concat!("As [`Rolling::", stringify!($name), "`](crate::ops::roll::Rolling::", stringify!($name), ").")]
                ///
                /// # Errors
                /// [`RollError::Column`] if the elements are of no such kind; others as
                /// [`Rolled::try_to_array`](crate::ops::roll::Rolled::try_to_array).
                $(#[$attribute])*
                #[inline]
                pub fn $name(self $(, $ddof: usize)?) -> Result<AnyArray, RollError> {
                    dispatch(self.view, $struct(self.settings::<Serial>(given!($($ddof)?))))
                }
            )*
        }

        impl AnyRollingBy<'_> {
            $(
                #[doc = concat!("As [`Rolling::", stringify!($name), "`](crate::ops::roll::Rolling::", stringify!($name), ").")]
                ///
                /// # Errors
                /// [`RollError::Column`] if the elements or the times are of no such kind, or the span is none of such times;
                /// others as [`Rolled::try_to_array`](crate::ops::roll::Rolled::try_to_array).
                $(#[$attribute])*
                #[inline]
                pub fn $name(&self $(, $ddof: usize)?) -> Result<AnyArray, RollError> {
                    let found = self.found::<Serial>()?;
                    widened::dispatch(self.view, $struct(self.settings::<Serial>(&found, given!($($ddof)?))))
                }
            )*
        }

        /// Results of windows of so many neighbours, on several threads.
        #[cfg(feature = "rayon")]
        impl Par<AnyRolling<'_>> {
            $(
                #[doc = concat!("As [`AnyRolling::", stringify!($name), "`].")]
                ///
                /// # Errors
                /// As there.
                $(#[$attribute])*
                #[inline]
                pub fn $name(self $(, $ddof: usize)?) -> Result<AnyArray, RollError> {
                    dispatch(self.0.view, $struct(self.0.settings::<Parallel>(given!($($ddof)?))))
                }
            )*
        }

        /// Results of windows of a span of time, on several threads.
        #[cfg(feature = "rayon")]
        impl Par<AnyRollingBy<'_>> {
            $(
                #[doc = concat!("As [`AnyRollingBy::", stringify!($name), "`].")]
                ///
                /// # Errors
                /// As there.
                $(#[$attribute])*
                #[inline]
                pub fn $name(&self $(, $ddof: usize)?) -> Result<AnyArray, RollError> {
                    let found = self.0.found::<Parallel>()?;
                    widened::dispatch(self.0.view, $struct(self.0.settings::<Parallel>(&found, given!($($ddof)?))))
                }
            )*
        }
    };
    (@ same $name:ident) => {
        const KEEPS: bool = true;
    };
    (@ dates $name:ident) => {
        fn dates(self, view: View<'_, DateTime64<Generic>, DynRank>) -> Option<Result<AnyArray, RollError>> {
            Some(erased::<S::Mode, _, _>(self.0.windows(view).$name()))
        }
    };
    (@ spans $name:ident) => {
        fn spans(self, view: View<'_, TimeDelta64<Generic>, DynRank>) -> Option<Result<AnyArray, RollError>> {
            Some(erased::<S::Mode, _, _>(self.0.windows(view).$name()))
        }
    };
}

rolling! {
    sum() SumOf, spans;
    nan_sum() NanSumOf, spans;
    mean() MeanOf,;
    nan_mean() NanMeanOf,;
    min() MinOf, same dates spans;
    nan_min() NanMinOf, same dates spans;
    max() MaxOf, same dates spans;
    nan_max() NanMaxOf, same dates spans;
    variance(ddof) VarianceOf,;
    nan_variance(ddof) NanVarianceOf,;
    #[cfg(feature = "std")]
    std(ddof) StdOf,;
    #[cfg(feature = "std")]
    nan_std(ddof) NanStdOf,;
    count() CountOf, dates spans;
}

impl<'a> AnyView<'a> {
    /// Windows of `window` records each, along the first axis; a sub-array's elements each have their own. See
    /// [`Column::rolling`](crate::Column::rolling).
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let table = AnyTable::from_bytes(&[0, 1, 0, 3, 1, 0], DType::parse("[('n', '>u2')]")?)?;
    /// let sums = table.column("n")?.rolling(2).sum()?;
    /// assert_eq!(sums.typed::<u64, record_core::Rank<1>>()?.to_vec(), [4, 259]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn rolling(self, window: usize) -> AnyRolling<'a> {
        self.rolling_axis(0, window)
    }

    /// Windows of `window` neighbours each on `axis`.
    pub fn rolling_axis(self, axis: usize, window: usize) -> AnyRolling<'a> {
        AnyRolling { view: self, axis, window, least: None, centred: false }
    }
}

#[cfg(feature = "rayon")]
impl<'a> Par<AnyView<'a>> {
    /// Windows of `window` records each, along the first axis; see [`AnyView::rolling`].
    ///
    /// A column of the other byte order is first copied into the machine's, on one thread.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let numbers: Vec<f64> = (0..200_000).map(|n| 1.0 / f64::from(n + 1)).collect();
    /// let column = View::from_slice(&numbers).as_any();
    /// assert_eq!(column.par().rolling(100).mean()?.as_bytes(), column.rolling(100).mean()?.as_bytes());
    /// # Ok::<(), record_core::Error>(())
    /// ```
    #[must_use]
    pub fn rolling(self, window: usize) -> Par<AnyRolling<'a>> {
        self.0.rolling(window).par()
    }

    /// Windows of `window` neighbours each on `axis`.
    #[must_use]
    pub fn rolling_axis(self, axis: usize, window: usize) -> Par<AnyRolling<'a>> {
        self.0.rolling_axis(axis, window).par()
    }
}

impl AnyColumn {
    /// Windows of `window` records each; see [`AnyView::rolling`].
    pub fn rolling(&self, window: usize) -> AnyRolling<'_> {
        self.as_view().rolling(window)
    }
}

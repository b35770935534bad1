//! A memory layout in words: which bytes a view uses, and what follows from that.

use crate::{DType, dtype::Scalar, layout::Order, raw::origin::Base, view::memory::Seen};
use core::fmt;

/// Bytes that a processor fetches at a time, nearly everywhere.
const CACHE_LINE: i128 = 64;
/// Work after which it is not said whether a view overlaps itself.
const EFFORT: u64 = 10_000;
/// Axes that get a line each.
const AXES: usize = 4;

/// Where the elements of a view lie, in words. Made by `explain` of every kind of view; allocates nothing.
///
/// ```
/// use record_core::prelude::*;
/// let view = View::from_slice(&[[1_u16, 2], [3, 4]]).axes();
/// let text = view.transpose().explain().to_string();
/// assert!(text.contains("C contiguous  no: axis 1 steps 4 bytes, where 2 would leave no hole"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Explain<'a>(Seen<'a>);

impl<'a> Explain<'a> {
    pub(super) fn of(seen: &Seen<'a>) -> Self {
        Self(*seen)
    }

    fn axis(&self, f: &mut fmt::Formatter<'_>, axis: usize) -> fmt::Result {
        let (n, stride) = self.0.axes().nth(axis).unwrap_or((0, 0));
        let (step, size) = (stride.unsigned_abs(), self.0.itemsize());
        write!(f, "\naxis {axis:<9}{n} x {stride} bytes: ")?;
        if n < 2 {
            return f.write_str("never stepped");
        }
        if step == 0 {
            return f.write_str("repeats the same elements");
        }
        // The axis that this one steps over as a whole, if there is one.
        let whole = |&(_, (n, stride)): &(usize, (usize, isize))| {
            n > 1 && stride != 0 && stride.unsigned_abs().checked_mul(n) == Some(step)
        };
        if step == size {
            f.write_str("one element")?;
        } else if step < size {
            write!(f, "less than one element of {size}, so neighbours overlap")?;
        } else if let Some((inner, (n, _))) =
            self.0.axes().enumerate().find(|axes| axes.0 != axis && whole(axes))
        {
            write!(f, "all {n} of axis {inner}")?;
        } else if size != 0 && step.is_multiple_of(size) {
            write!(f, "{} elements of {size}", step / size)?;
        } else {
            write!(f, "one element of {size} and {} bytes more", step - size)?;
        }
        f.write_str(if stride < 0 { ", backwards" } else { "" })
    }

    /// Bytes used and spanned, and what a cache line brings.
    fn bytes(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seen = &self.0;
        let Some((first, end)) = seen.region().bounds() else { return f.write_str("\nbytes         none") };
        let (spanned, size) = (end - first, seen.itemsize());
        let mut distinct = seen.layout;
        for (n, stride) in distinct.shape.as_mut().iter_mut().zip(seen.layout.strides.as_ref()) {
            if *stride == 0 {
                *n = 1;
            }
        }
        let used = (distinct.len() * size) as i128;
        write!(f, "\nbytes         ")?;
        if distinct.overlaps_itself_within(size, EFFORT) != Some(false) {
            return write!(f, "{used} reached, some of them several times, within {spanned}");
        }
        write!(f, "{used} used of {spanned} spanned")?;
        let mut steps = seen.axes().filter(|&(n, stride)| n > 1 && stride != 0);
        // Elements in a cache line, as a fraction.
        let brought = match (steps.next(), steps.next()) {
            (None, _) => return Ok(()),
            (Some((_, stride)), None) => {
                let step = stride.unsigned_abs();
                write!(f, ": {size} of every {step}")?;
                Hundredths(CACHE_LINE, step as i128)
            }
            _ => Hundredths(CACHE_LINE * used, spanned * size as i128),
        };
        write!(f, "; a cache line of {CACHE_LINE} brings {brought} elements")?;
        if used < spanned {
            write!(f, ", of {} if dense", Hundredths(CACHE_LINE, size as i128))?;
        }
        Ok(())
    }

    fn contiguous(&self, f: &mut fmt::Formatter<'_>, name: &str, order: Order) -> fmt::Result {
        write!(f, "\n{name} contiguous  ")?;
        match self.0.break_in(order) {
            None => f.write_str("yes"),
            Some((axis, expected)) => {
                let stride = self.0.layout.strides.as_ref()[axis];
                write!(f, "no: axis {axis} steps {stride} bytes, where {expected} would leave no hole")
            }
        }
    }

    fn aligned(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seen = &self.0;
        let (alignment, beyond) = (seen.alignment, seen.beyond());
        f.write_str("\naligned       ")?;
        match (beyond, seen.beyond_on_axis()) {
            (0, None) if alignment == 1 => f.write_str("yes: any address will do"),
            (0, None) => write!(f, "yes: to {alignment} bytes"),
            (_, None) => write!(f, "no: the address is {beyond} beyond a multiple of {alignment}"),
            (_, Some((axis, by))) => {
                write!(f, "no: ")?;
                if beyond != 0 {
                    write!(f, "the address is {beyond} beyond a multiple of {alignment}, ")?;
                }
                write!(f, "each step of axis {axis} leads {by} beyond a multiple of {alignment}")
            }
        }
    }

    /// What the layout costs.
    fn costs(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seen = &self.0;
        let aligned = seen.is_aligned();
        let dense = seen.break_in(Order::C).is_none();
        if dense && aligned {
            return Ok(());
        }
        f.write_str("\ncosts         no slice (`as_slice` is None)")?;
        if !aligned {
            f.write_str(", unaligned loads")?;
        }
        if !dense && seen.axes().len() > 1 {
            f.write_str(", `reshape` may need a copy")?;
        }
        if dense {
            f.write_str("; a copy (`to_array`) is aligned")
        } else {
            f.write_str("; a copy (`to_array`) is dense")?;
            f.write_str(if aligned { "" } else { " and aligned" })
        }
    }
}

impl fmt::Display for Explain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seen = &self.0;
        let size = seen.layout.len();
        write!(f, "{} of {}, shape {}: ", seen.kind, Short(seen.dtype), Tuple(seen.layout.shape.as_ref()))?;
        write!(f, "{size} element{}, ", if size == 1 { "" } else { "s" })?;
        f.write_str(if seen.writable { "writable" } else { "read-only" })?;
        write!(f, "\naddress       {:#x}", seen.address)?;
        f.write_str("\nbase          ")?;
        match seen.base {
            Base::Owned => f.write_str("owned: a buffer of a table or an array")?,
            #[cfg(feature = "mmap")]
            Base::Mapped { path, offset } => write!(f, "mapped: byte {offset} of {}", path.display())?,
            _ => f.write_str("borrowed: a slice or other memory of the program")?,
        }
        let ndim = seen.axes().len();
        // A line for one axis more says more than a line for the rest.
        let listed = if ndim == AXES + 1 { ndim } else { ndim.min(AXES) };
        for axis in 0..listed {
            self.axis(f, axis)?;
        }
        if ndim > listed {
            let strides = &seen.layout.strides.as_ref()[AXES..];
            write!(f, "\naxes {AXES} to {:<4}strides {}", ndim - 1, Tuple(strides))?;
        }
        self.bytes(f)?;
        self.contiguous(f, "C", Order::C)?;
        self.contiguous(f, "F", Order::F)?;
        self.aligned(f)?;
        match seen.layout.overlaps_itself_within(seen.itemsize(), EFFORT) {
            Some(false) => {}
            Some(true) => f.write_str("\noverlap       yes: some bytes are reached by several indices")?,
            None => {
                f.write_str("\noverlap       perhaps: `flags` finds out, but the strides make that long")?;
            }
        }
        self.costs(f)
    }
}

/// A quotient with two decimals.
struct Hundredths(i128, i128);

impl fmt::Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded = (200 * self.0 + self.1) / (2 * self.1);
        write!(f, "{}.{:02}", rounded / 100, rounded % 100)
    }
}

/// A dtype in a word or two.
struct Short<'a>(&'a DType);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dtype = self.0;
        match (dtype.as_scalar(), dtype.as_array()) {
            (Some(scalar), _) => <Scalar as fmt::Display>::fmt(&scalar, f),
            (_, Some((base, count))) => write!(f, "[{}; {count}]", Short(base)),
            _ => write!(f, "record of {} bytes, {} fields", dtype.itemsize(), dtype.fields().len()),
        }
    }
}

/// Numbers as NumPy prints shapes.
struct Tuple<'a, T>(&'a [T]);

impl<T: fmt::Display> fmt::Display for Tuple<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        for (i, n) in self.0.iter().enumerate() {
            write!(f, "{}{n}", if i == 0 { "" } else { ", " })?;
        }
        f.write_str(if self.0.len() == 1 { ",)" } else { ")" })
    }
}

//! What a conversion may lose, chosen one by one.

use crate::{convert::Casting, view::Value};
use alloc::{string::String, vec::Vec};

/// What becomes of a field of the target that the source has not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Missing {
    /// It is an error, which names the field.
    #[default]
    Error,
    /// It is set to zero bytes. NumPy's `assign_fields_by_name`.
    Zero,
    /// It keeps what is there, which is zero in a new table. NumPy's `zero_unassigned=False`.
    Keep,
}

/// What a [`Conversion`](crate::convert::Conversion) does where source and target differ. At first nothing may get lost:
/// each field has one of the same name, and is cast under [`Casting::Safe`].
///
/// ```
/// use record_core::{DType, convert::{Casting, Conversion, ConvertOptions, Missing}};
/// let from = DType::parse("[('a', '<f8'), ('b', 'S8')]")?;
/// let to = DType::parse("[('a', '<f4'), ('c', '<i2')]")?;
/// assert!(Conversion::by_name(&from, &to, &ConvertOptions::new()).is_err());
/// let options = ConvertOptions::new().casting(Casting::SameKind).missing(Missing::Zero).ignore_extra();
/// assert!(Conversion::by_name(&from, &to, &options).is_ok());
/// # Ok::<(), record_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "options do nothing before they are used"]
pub struct ConvertOptions {
    pub(super) missing: Missing,
    pub(super) ignore_extra: bool,
    pub(super) rule: Rule,
    pub(super) truncate: bool,
    pub(super) ascii: bool,
    pub(super) defaults: Vec<(String, Value)>,
}

/// Which casts of numbers and dates are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    Casting(Casting),
    Checked,
}

impl Default for ConvertOptions {
    fn default() -> Self {
        Self {
            missing: Missing::Error,
            ignore_extra: false,
            rule: Rule::Casting(Casting::Safe),
            truncate: false,
            ascii: false,
            defaults: Vec::new(),
        }
    }
}

impl ConvertOptions {
    /// Nothing may get lost.
    pub fn new() -> Self {
        Self::default()
    }

    /// What becomes of a field that the source has not and that has no [`default`](Self::default_value).
    pub fn missing(mut self, missing: Missing) -> Self {
        self.missing = missing;
        self
    }

    /// Fields of the source that the target has not are left out. NumPy always does so.
    pub fn ignore_extra(mut self) -> Self {
        self.ignore_extra = true;
        self
    }

    /// The rule for numbers and dates, instead of any rule given before. A cast that it allows is done as Rust's `as` does it: integers wrap around, floats stop
    /// at the ends of an integer's range and NaN becomes 0 there, which NumPy leaves to the machine. A date that its new
    /// unit cannot count is an error under every rule.
    pub fn casting(mut self, casting: Casting) -> Self {
        self.rule = Rule::Casting(casting);
        self
    }

    /// Any number may become any number, and each value is looked at: the first that does not fit is an error with row,
    /// field and value. Instead of any rule given before. NumPy has no such rule.
    ///
    /// An integer must arrive as it was. A float may be rounded to a narrower one, not become infinite. A complex number
    /// becomes real if its imaginary part is zero. A truth value comes from 0 and 1. A date must begin a count of its new
    /// unit.
    pub fn checked(mut self) -> Self {
        self.rule = Rule::Checked;
        self
    }

    /// Text that is too long for its field is cut off, as NumPy does. Without this, it is an error with row, field and
    /// value.
    pub fn truncate_text(mut self) -> Self {
        self.truncate = true;
        self
    }

    /// `'S'` becomes `'U'` and the reverse; each value must be ASCII.
    pub fn ascii_text(mut self) -> Self {
        self.ascii = true;
        self
    }

    /// What a field of the target is set to if the source has not got it. Nested fields are named by their path:
    /// `header.apid`.
    pub fn default_value(mut self, field: impl Into<String>, value: Value) -> Self {
        self.defaults.push((field.into(), value));
        self
    }
}

//! A record field by field, with everything that NumPy's dict form can say: offsets, titles, itemsize, alignment.

use alloc::{boxed::Box, sync::Arc, vec::Vec};

use super::{DType, DTypeError, packing, packing::Member};

/// Builds a record dtype: NumPy's `dtype({'names': .., 'formats': .., 'offsets': .., ..})`.
///
/// Fields may overlap and need not be in order of their offsets. Names stay as they are, also an empty one.
///
/// ```
/// use record_core::DType;
/// let word = DType::parse("<u4")?;
/// let half = DType::parse("<u2")?;
/// let both = DType::builder()
///     .field_at("word", &word, 0)
///     .field_at("low", &half, 0)
///     .title("the lower half")
///     .field_at("high", &half, 2)
///     .itemsize(8)
///     .build()?;
/// assert!(both.fields_overlap() && !both.is_gap_free());
/// # Ok::<(), record_core::dtype::DTypeError>(())
/// ```
#[derive(Default)]
#[must_use = "nothing is made before `build`"]
pub struct DTypeBuilder {
    members: Vec<Member>,
    itemsize: Option<usize>,
    aligned: bool,
    stray_title: Option<Box<str>>,
}

impl DType {
    /// Starts a record with explicit offsets, titles or itemsize.
    pub fn builder() -> DTypeBuilder {
        DTypeBuilder::default()
    }
}

impl DTypeBuilder {
    /// Adds a field after the end of all those before it; an aligned record rounds its offset up.
    pub fn field(self, name: impl Into<Arc<str>>, dtype: impl Into<DType>) -> Self {
        self.member(name.into(), dtype.into(), None)
    }

    /// Adds a field at `offset` bytes from the start of the record.
    pub fn field_at(self, name: impl Into<Arc<str>>, dtype: impl Into<DType>, offset: usize) -> Self {
        self.member(name.into(), dtype.into(), Some(offset))
    }

    fn member(mut self, name: Arc<str>, dtype: DType, offset: Option<usize>) -> Self {
        self.members.push(Member { name, title: None, dtype, offset });
        self
    }

    /// Gives the field that was added last a title, its second name.
    pub fn title(mut self, title: impl Into<Arc<str>>) -> Self {
        let title = title.into();
        match self.members.last_mut() {
            Some(member) => member.title = Some(title),
            None => self.stray_title = Some(Box::from(&*title)),
        }
        self
    }

    /// The size of the record in bytes, if it is to be larger than its fields need.
    pub fn itemsize(mut self, bytes: usize) -> Self {
        self.itemsize = Some(bytes);
        self
    }

    /// Whether the record is laid out as C does: NumPy's `align=True`.
    pub fn aligned(mut self, aligned: bool) -> Self {
        self.aligned = aligned;
        self
    }

    /// Makes the dtype.
    ///
    /// # Errors
    /// If names or titles are equal, a size does not fit `isize`, the itemsize is too small, the nesting exceeds
    /// [`MAX_DEPTH`](super::MAX_DEPTH), or, in an aligned record, an offset or the itemsize does not divide.
    pub fn build(self) -> Result<DType, DTypeError> {
        match self.stray_title {
            Some(title) => Err(DTypeError::TitleWithoutField { title }),
            None => packing::place(self.members, self.itemsize, self.aligned),
        }
    }
}

impl core::fmt::Debug for DTypeBuilder {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let names = self.members.iter().map(|member| &member.name);
        f.debug_struct("DTypeBuilder")
            .field("names", &names.collect::<Vec<_>>())
            .field("itemsize", &self.itemsize)
            .field("aligned", &self.aligned)
            .finish_non_exhaustive()
    }
}

//! Dtypes with fields renamed, dropped, added and put together.
//!
//! Renaming and dropping keep every offset and the itemsize, so that the result also describes the bytes that are there:
//! [`AnyView::view_as`](crate::AnyView::view_as) looks at them without a copy, and dtypes with gaps are as good as any.
//! Adding fields makes a new layout, which [`Packing`] says.

use alloc::{boxed::Box, vec::Vec};

use super::{DType, DTypeError, FieldType, packing, packing::Member};
use crate::dtype::Packing;

impl DType {
    /// The same layout with other names, all of them given at once: two fields may exchange theirs. NumPy's
    /// `rename_fields`, which fails for every dtype with gaps and ignores unknown names.
    ///
    /// A nested field is named by its path: `header.apid`. Titles stay.
    ///
    /// ```
    /// use record_core::DType;
    /// let dtype = DType::parse("dtype([('a', 'u1'), ('b', '<f8')], align=True)")?;
    /// let renamed = dtype.rename(&[("a", "b"), ("b", "a")])?;
    /// assert_eq!(renamed, DType::parse("dtype([('b', 'u1'), ('a', '<f8')], align=True)")?);
    /// assert_eq!(dtype.rename(&[("bb", "c")]).unwrap_err().to_string(), "no field is called \"bb\"; did you mean \"b\"?");
    /// # Ok::<(), record_core::dtype::DTypeError>(())
    /// ```
    ///
    /// # Errors
    /// If a name is unknown, renamed twice, or then there twice in its record; if this is not a record.
    pub fn rename(&self, names: &[(impl AsRef<str>, impl AsRef<str>)]) -> Result<Self, DTypeError> {
        let mut places = Vec::with_capacity(names.len());
        for (old, new) in names {
            let place = self.locate_once(old.as_ref(), places.iter().map(|(place, _)| place))?;
            places.push((place, new.as_ref()));
        }
        self.edited(&mut Vec::new(), &|at, field| {
            Some(match places.iter().find(|(place, _)| *place == at) {
                Some((_, new)) => {
                    let title = field.title().map(Into::into);
                    FieldType::shared((*new).into(), title, field.offset(), field.dtype().clone())
                }
                None => field.clone(),
            })
        })
    }

    /// All fields but these, at their places: their bytes become gaps, which [`repack`](DType::repack) closes. NumPy's
    /// `drop_fields`, which ignores unknown names and closes the gaps at once.
    ///
    /// A nested field is named by its path: `header.apid`.
    ///
    /// ```
    /// use record_core::{DType, dtype::Packing};
    /// let dtype = DType::parse("[('a', 'u1'), ('b', '<f8'), ('c', 'u1')]")?;
    /// let rest = dtype.drop_fields(&["b"])?;
    /// assert_eq!((rest.names().collect::<Vec<_>>(), rest.itemsize()), (vec!["a", "c"], 10));
    /// assert_eq!(rest.repack(Packing::Packed)?.itemsize(), 2);
    /// # Ok::<(), record_core::dtype::DTypeError>(())
    /// ```
    ///
    /// # Errors
    /// If a name is unknown or there twice, or this is not a record.
    pub fn drop_fields(&self, names: &[impl AsRef<str>]) -> Result<Self, DTypeError> {
        let mut places = Vec::with_capacity(names.len());
        for name in names {
            let place = self.locate_once(name.as_ref(), places.iter())?;
            places.push(place);
        }
        self.edited(&mut Vec::new(), &|at, field| {
            (!places.iter().any(|place| place == at)).then(|| field.clone())
        })
    }

    fn locate_once<'p>(
        &self,
        name: &str,
        mut before: impl Iterator<Item = &'p Vec<usize>>,
    ) -> Result<Vec<usize>, DTypeError> {
        let place = self.locate(name)?;
        if before.any(|other| *other == place) {
            return Err(DTypeError::SelectedTwice { name: name.into() });
        }
        Ok(place)
    }

    /// The fields and one more behind them, laid out anew.
    ///
    /// ```
    /// use record_core::{DType, dtype::Packing};
    /// let dtype = DType::parse("[('a', 'u1')]")?.append("b", DType::parse("<f8")?, Packing::Aligned)?;
    /// assert_eq!(dtype, DType::parse("dtype([('a', 'u1'), ('b', '<f8')], align=True)")?);
    /// # Ok::<(), record_core::dtype::DTypeError>(())
    /// ```
    ///
    /// # Errors
    /// If there is a field of this name, this is not a record, or the size does not fit `isize`.
    pub fn append(&self, name: &str, dtype: impl Into<Self>, packing: Packing) -> Result<Self, DTypeError> {
        self.insert(self.fields().len(), name, dtype, packing)
    }

    /// The fields and one more at `position`, counted from 0, laid out anew.
    ///
    /// # Errors
    /// As [`append`](DType::append), and [`DTypeError::FieldPosition`] if there are fewer fields.
    pub fn insert(
        &self,
        position: usize,
        name: &str,
        dtype: impl Into<Self>,
        packing: Packing,
    ) -> Result<Self, DTypeError> {
        let mut members = self.members()?;
        if position > members.len() {
            return Err(DTypeError::FieldPosition { position, count: members.len() });
        }
        members
            .insert(position, Member { name: name.into(), title: None, dtype: dtype.into(), offset: None });
        place(members, packing)
    }

    /// The fields of all these records one after the other: the dtype of NumPy's `merge_arrays(flatten=True)`.
    ///
    /// ```
    /// use record_core::{DType, dtype::Packing};
    /// let (a, b) = (DType::parse("[('a', 'u1')]")?, DType::parse("[('b', '<f8')]")?);
    /// assert_eq!(DType::merge(&[&a, &b], Packing::Packed)?, DType::parse("[('a', 'u1'), ('b', '<f8')]")?);
    /// let error = DType::merge(&[&a, &a], Packing::Packed).unwrap_err();
    /// assert_eq!(error.to_string(), "\"a\" is a name or title of both field 0 and field 1");
    /// # Ok::<(), record_core::dtype::DTypeError>(())
    /// ```
    ///
    /// # Errors
    /// If a name is there twice, one of them is not a record, or the size does not fit `isize`.
    pub fn merge(records: &[&Self], packing: Packing) -> Result<Self, DTypeError> {
        let mut members = Vec::new();
        for record in records {
            members.extend(record.members()?);
        }
        place(members, packing)
    }

    /// These fields moved into a record of their own, the field `name`, which is where the first of them was; both
    /// records are laid out anew. The opposite of [`flatten`](DType::flatten).
    ///
    /// ```
    /// use record_core::{DType, dtype::Packing};
    /// let flat = DType::parse("[('id', 'u1'), ('x', '<f4'), ('y', '<f4')]")?;
    /// let nested = flat.nest("at", &["x", "y"], Packing::Packed)?;
    /// assert_eq!(nested, DType::parse("[('id', 'u1'), ('at', [('x', '<f4'), ('y', '<f4')])]")?);
    /// # Ok::<(), record_core::dtype::DTypeError>(())
    /// ```
    ///
    /// # Errors
    /// If a field is unknown or there twice, the name is that of a field that stays, or this is not a record.
    pub fn nest(&self, name: &str, fields: &[impl AsRef<str>], packing: Packing) -> Result<Self, DTypeError> {
        let inner = self.select(fields)?.repack(packing)?;
        let all = self.fields();
        let is_inner = |field: &FieldType| inner.fields().iter().any(|f| f.name() == field.name());
        let first = all.iter().position(is_inner).unwrap_or(all.len());
        let names: Vec<&str> = inner.names().collect();
        self.drop_fields(&names)?.insert(first, name, &inner, packing)
    }

    /// All leaves as fields of one record, where they are: `outer` and `inner` become `outer_inner` with the separator
    /// `"_"`. Every offset stays, so the result also describes the bytes that are there. NumPy's `flatten_descr`, which
    /// drops the outer names.
    ///
    /// Sub-arrays stay whole, also those of records.
    ///
    /// ```
    /// use record_core::DType;
    /// let dtype = DType::parse("[('id', 'u1'), ('at', [('x', '<f4'), ('y', '<f4')])]")?;
    /// assert_eq!(dtype.flatten("_")?, DType::parse("[('id', 'u1'), ('at_x', '<f4'), ('at_y', '<f4')]")?);
    /// # Ok::<(), record_core::dtype::DTypeError>(())
    /// ```
    ///
    /// # Errors
    /// If two leaves get the same name, or this is not a record.
    pub fn flatten(&self, separator: &str) -> Result<Self, DTypeError> {
        if self.as_record().is_none() {
            return Err(DTypeError::NotARecord { itemsize: self.itemsize });
        }
        let whole = |field: &FieldType| field.dtype().as_record().is_none();
        let mut leaves = Vec::new();
        for node in self.walk() {
            if whole(node.field()) && !node.parents().iter().any(|parent| whole(parent)) {
                let name = Box::from(node.joined(separator));
                let title = node.field().title().filter(|_| node.parents().is_empty()).map(Into::into);
                leaves.push(FieldType::shared(
                    Box::<str>::into(name),
                    title,
                    node.offset(),
                    node.field().dtype().clone(),
                ));
            }
        }
        packing::record(leaves, self.itemsize, self.alignment, self.aligned)
    }

    fn members(&self) -> Result<Vec<Member>, DTypeError> {
        let fields = self.as_record().ok_or(DTypeError::NotARecord { itemsize: self.itemsize })?;
        let member = |field: &FieldType| Member {
            name: field.name().into(),
            title: field.title().map(Into::into),
            dtype: field.dtype().clone(),
            offset: None,
        };
        Ok(fields.iter().map(member).collect())
    }
}

fn place(members: Vec<Member>, packing: Packing) -> Result<DType, DTypeError> {
    packing::place(members, None, packing == Packing::Aligned)
}

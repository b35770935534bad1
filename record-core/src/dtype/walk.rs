//! The names of a dtype as a tree: every field at every depth, with its path and what it lies in.

use alloc::{string::String, vec, vec::Vec};

use super::{DType, DTypeError, FieldType, Kind};

/// A field somewhere in a dtype, as [`DType::walk`] meets it.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldNode<'a> {
    parents: Vec<&'a FieldType>,
    field: &'a FieldType,
    offset: usize,
}

impl DType {
    /// The positions of the fields that lead to the one of this name or title, outermost first; sub-arrays on the way do not
    /// count. `header.time` is `time` in `header`, but for a field whose own name is that.
    pub(crate) fn path_to(&self, name: &str) -> Option<Vec<usize>> {
        let record = self.base();
        if let Some(position) = record.position_of(name) {
            return Some(vec![position]);
        }
        // Longer names first: a dot in a field's own name wins.
        name.rmatch_indices('.').find_map(|(dot, _)| {
            let position = record.position_of(&name[..dot])?;
            let mut path = record.fields()[position].dtype().path_to(&name[dot + 1..])?;
            path.insert(0, position);
            Some(path)
        })
    }

    /// The names of the fields at these positions, each in the one before, with dots between.
    pub(crate) fn joined(&self, path: &[usize]) -> String {
        let (mut dtype, mut joined) = (self, String::new());
        for &position in path {
            let Some(field) = dtype.base().fields().get(position) else { break };
            if !joined.is_empty() {
                joined.push('.');
            }
            joined.push_str(field.name());
            dtype = field.dtype();
        }
        joined
    }
}

impl<'a> FieldNode<'a> {
    /// The field itself: name, title, dtype, and the offset in the record that it is a member of.
    pub fn field(&self) -> &'a FieldType {
        self.field
    }

    /// The fields that it lies in, outermost first: an entry of NumPy's `get_fieldstructure`.
    pub fn parents(&self) -> &[&'a FieldType] {
        &self.parents
    }

    /// The names from the outermost to its own, with dots between: `header.apid`.
    pub fn path(&self) -> String {
        self.joined(".")
    }

    /// Bytes from the start of the outermost record; within a sub-array of records, of the first of them.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// Whether it holds no records: a scalar, or a sub-array of scalars.
    pub fn is_leaf(&self) -> bool {
        self.field.dtype().base().as_record().is_none()
    }

    pub(super) fn joined(&self, separator: &str) -> String {
        let mut path = String::new();
        for parent in &self.parents {
            path.push_str(parent.name());
            path.push_str(separator);
        }
        path.push_str(self.field.name());
        path
    }
}

impl DType {
    /// The names of the fields, in order: NumPy's `dtype.names`. Empty for scalars and sub-arrays.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.fields().iter().map(FieldType::name)
    }

    /// Every field at every depth, a record before its own fields: NumPy's `get_names`, `get_names_flat` and
    /// `get_fieldstructure` in one.
    ///
    /// The records of a sub-array are walked too, once; NumPy's functions stop there.
    ///
    /// ```
    /// use record_core::DType;
    /// let dtype = DType::parse("[('id', 'u1'), ('at', [('x', '<f4'), ('y', '<f4')])]")?;
    /// let paths: Vec<_> = dtype.walk().iter().map(|node| (node.path(), node.offset())).collect();
    /// assert_eq!(paths, [("id".into(), 0), ("at".into(), 1), ("at.x".into(), 1), ("at.y".into(), 5)]);
    /// # Ok::<(), record_core::dtype::DTypeError>(())
    /// ```
    pub fn walk(&self) -> Vec<FieldNode<'_>> {
        let mut nodes = Vec::new();
        self.walk_into(0, &mut Vec::new(), &mut nodes);
        nodes
    }

    fn walk_into<'a>(
        &'a self,
        start: usize,
        parents: &mut Vec<&'a FieldType>,
        nodes: &mut Vec<FieldNode<'a>>,
    ) {
        for field in self.base().fields() {
            let offset = start + field.offset();
            nodes.push(FieldNode { parents: parents.clone(), field, offset });
            parents.push(field);
            field.dtype().walk_into(offset, parents, nodes);
            parents.pop();
        }
    }

    /// The positions of the fields that lead to `path`: a name, or names with dots between for what is nested. A name
    /// that holds dots itself is found first.
    pub(crate) fn locate(&self, path: &str) -> Result<Vec<usize>, DTypeError> {
        let unknown = || {
            let nodes = self.walk();
            let paths: Vec<String> = nodes.iter().map(FieldNode::path).collect();
            DTypeError::UnknownField {
                name: path.into(),
                nearest: super::nearest(path, paths.iter().map(String::as_str)).map(Into::into),
            }
        };
        if self.as_record().is_none() {
            return Err(DTypeError::NotARecord { itemsize: self.itemsize });
        }
        let mut positions = Vec::new();
        if self.locate_in(path, &mut positions) { Ok(positions) } else { Err(unknown()) }
    }

    fn locate_in(&self, path: &str, positions: &mut Vec<usize>) -> bool {
        let fields = self.base().fields();
        if let Some(position) = self.base().position_of(path) {
            positions.push(position);
            return true;
        }
        path.match_indices('.').any(|(dot, _)| {
            let Some(position) = fields.iter().position(|f| f.name() == &path[..dot]) else { return false };
            positions.push(position);
            let found = fields[position].dtype().locate_in(&path[dot + 1..], positions);
            if !found {
                positions.pop();
            }
            found
        })
    }

    /// The same dtype with `edit` applied to the fields of each of its records; `at` is where the record is.
    pub(super) fn edited(
        &self,
        at: &mut Vec<usize>,
        edit: &impl Fn(&[usize], &FieldType) -> Option<FieldType>,
    ) -> Result<Self, DTypeError> {
        match &self.kind {
            Kind::Scalar(_) => Ok(self.clone()),
            Kind::Array(base, count) => {
                let array = Self::array(base.edited(at, edit)?, &[*count])?;
                Ok(Self { alignment: self.alignment, ..array })
            }
            Kind::Record(fields) => {
                let mut kept = Vec::with_capacity(fields.len());
                for (position, field) in fields.iter().enumerate() {
                    at.push(position);
                    if let Some(field_now) = edit(at, field) {
                        let inner = field.dtype.edited(at, edit)?;
                        kept.push(field_now.with_dtype(inner));
                    }
                    at.pop();
                }
                super::packing::record(kept, self.itemsize, self.alignment, self.aligned)
            }
        }
    }
}

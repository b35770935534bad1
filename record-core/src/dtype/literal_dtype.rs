//! What Python literals mean as dtypes: lists of fields, the dict form, tuples of type and shape, `dtype(..)`.

use alloc::{borrow::Cow, string::ToString, sync::Arc, vec::Vec};

use super::{
    DType, DTypeError, Kind, ParseProblem, Scalar, ScalarKind, Unsupported, comma,
    literal::{Literal, LiteralKind},
    packing,
    packing::Member,
    scalar_parse,
};
use crate::ByteOrder;

/// How a field without a name in a list is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unnamed {
    /// Called `f<i>`, as `numpy.dtype` does.
    Numbered,
    /// Opaque bytes are a gap, as `.npy` headers mean them; other fields keep the empty name.
    Gap,
}

/// A text and how to read it.
pub(crate) struct Reading<'t> {
    /// The text that the literals' positions count in.
    pub(crate) text: &'t str,
    /// The byte order of codes that name none.
    pub(crate) native: ByteOrder,
    pub(crate) unnamed: Unnamed,
}

type Result<T> = core::result::Result<T, DTypeError>;

impl Reading<'_> {
    /// The dtype that a literal describes. `align` reaches into nested lists, dicts and strings, not into `dtype(..)`.
    pub(crate) fn dtype(&self, literal: &Literal<'_>, align: bool) -> Result<DType> {
        match &literal.kind {
            LiteralKind::Text { text: Cow::Borrowed(text), starts } => {
                comma::type_string(text, *starts, self.native, align)
            }
            // Escapes move positions: the string as a whole is where the problem is.
            LiteralKind::Text { text, .. } => {
                comma::type_string(text, 0, self.native, align).map_err(|error| match error {
                    DTypeError::Parse { problem, .. } => DTypeError::parse(literal.at, problem),
                    other => other.at(literal.at),
                })
            }
            LiteralKind::Name(name) => {
                let plain = name.strip_prefix("numpy.").or_else(|| name.strip_prefix("np.")).unwrap_or(name);
                let kind = scalar_parse::name(plain, literal.at)?;
                Ok(DType::scalar(Scalar::new(kind, self.native)))
            }
            LiteralKind::List(items) => self.list(items, align).map_err(|error| error.at(literal.at)),
            LiteralKind::Dict(entries) => {
                self.dict(literal, entries, align).map_err(|error| error.at(literal.at))
            }
            LiteralKind::Tuple(items) => match items.as_slice() {
                [base, second] => self.pair(base, second, align),
                _ => Err(literal.expected("a tuple of type and shape", self.text)),
            },
            LiteralKind::Call { callee, positional, keywords } => {
                self.call(literal, callee, positional, keywords)
            }
            LiteralKind::Int(_) => Err(literal.expected("a type", self.text)),
        }
    }

    /// `dtype(type)`, `dtype(type, align=True)`.
    fn call(
        &self,
        literal: &Literal<'_>,
        callee: &str,
        positional: &[Literal<'_>],
        keywords: &[(&str, Literal<'_>)],
    ) -> Result<DType> {
        let unsupported = |what| Err(DTypeError::parse(literal.at, ParseProblem::Unsupported(what)));
        match callee.rsplit('.').next() {
            Some("dtype") => {}
            Some("StringDType") => return unsupported(Unsupported::VariableText),
            _ => return Err(literal.expected("`dtype(`", self.text)),
        }
        let mut align = false;
        for (key, value) in keywords {
            match *key {
                "align" => align = self.truth(value)?,
                "copy" => _ = self.truth(value)?,
                "metadata" => return unsupported(Unsupported::Metadata),
                _ => return Err(value.expected("the value of `align` and no other key", self.text)),
            }
        }
        match positional {
            [only] => self.dtype(only, align),
            [_, second, ..] => Err(second.expected("one type only", self.text)),
            [] => Err(literal.expected("a type inside `dtype(..)`", self.text)),
        }
    }

    /// `(type, shape)`, `('S', 5)`, or a record of another array type: `(numpy.record, [..])`.
    fn pair(&self, base: &Literal<'_>, second: &Literal<'_>, align: bool) -> Result<DType> {
        let fields = match &second.kind {
            LiteralKind::List(items) => items.first().is_some_and(|i| !matches!(i.kind, LiteralKind::Int(_))),
            LiteralKind::Tuple(items) => {
                items.first().is_some_and(|i| !matches!(i.kind, LiteralKind::Int(_) | LiteralKind::Name(_)))
            }
            kind => !matches!(kind, LiteralKind::Int(_) | LiteralKind::Name("True" | "False" | "None")),
        };
        let record_class = matches!(
            base.kind,
            LiteralKind::Name("numpy.record" | "np.record" | "record" | "numpy.void" | "np.void" | "void")
        );
        if fields {
            let record = if record_class { None } else { Some(self.dtype(base, align)?) };
            let same = record.is_none_or(|base| {
                let opaque = base.as_scalar().map(Scalar::kind);
                matches!(opaque, Some(ScalarKind::Opaque(_)))
            });
            return if same {
                self.dtype(second, align)
            } else {
                Err(DTypeError::parse(base.at, ParseProblem::Unsupported(Unsupported::Union)))
            };
        }
        let dtype = self.dtype(base, align)?;
        let shape = self.shape(second)?;
        let made = match (&second.kind, shape.as_slice(), dtype.as_scalar()) {
            (LiteralKind::Int(_), &[n], Some(scalar)) => comma::repeated(scalar, n),
            _ => DType::array(dtype, &shape),
        };
        made.map_err(|error| error.at(second.at))
    }

    /// A length or a tuple of lengths.
    fn shape(&self, literal: &Literal<'_>) -> Result<Vec<usize>> {
        match &literal.kind {
            LiteralKind::Tuple(axes) | LiteralKind::List(axes) => {
                axes.iter().map(|axis| self.size(axis)).collect()
            }
            _ => Ok(alloc::vec![self.size(literal)?]),
        }
    }

    fn size(&self, literal: &Literal<'_>) -> Result<usize> {
        let LiteralKind::Int(number) = literal.kind else {
            return Err(literal.expected("an integer", self.text));
        };
        usize::try_from(number).map_err(|_| {
            let problem = if number < 0 { ParseProblem::Negative } else { ParseProblem::NumberTooLarge };
            DTypeError::parse(literal.at, problem)
        })
    }

    fn truth(&self, literal: &Literal<'_>) -> Result<bool> {
        match literal.kind {
            LiteralKind::Name("True") => Ok(true),
            LiteralKind::Name("False") => Ok(false),
            _ => Err(literal.expected("True or False", self.text)),
        }
    }

    fn name(&self, literal: &Literal<'_>) -> Result<Arc<str>> {
        match &literal.kind {
            LiteralKind::Text { text, .. } => Ok(text.as_ref().into()),
            _ => Err(literal.expected("a name in quotes", self.text)),
        }
    }

    /// A title, or `None`.
    fn title(&self, literal: &Literal<'_>) -> Result<Option<Arc<str>>> {
        match literal.kind {
            LiteralKind::Name("None") => Ok(None),
            _ => self.name(literal).map(Some),
        }
    }

    /// `[(name, type), (name, type, shape), ((title, name), type), ..]`.
    fn list(&self, items: &[Literal<'_>], align: bool) -> Result<DType> {
        let gaps = self.unnamed == Unnamed::Gap;
        let mut members = Vec::with_capacity(items.len());
        let mut end = 0_usize;
        for (i, item) in items.iter().enumerate() {
            let LiteralKind::Tuple(parts) = &item.kind else {
                return Err(item.expected("a tuple of name and type", self.text));
            };
            let (name, dtype) = match parts.as_slice() {
                [name, dtype] => (name, self.dtype(dtype, align)?),
                [name, dtype, shape] => {
                    let dtype = self.dtype(dtype, align)?;
                    let array = DType::array(dtype, &self.shape(shape)?);
                    (name, array.map_err(|error| error.at(shape.at))?)
                }
                _ => return Err(item.expected("a tuple of name, type and perhaps shape", self.text)),
            };
            let (title, name) = match &name.kind {
                LiteralKind::Tuple(both) => match both.as_slice() {
                    [title, name] => (self.title(title)?, self.name(name)?),
                    _ => return Err(name.expected("a tuple of title and name", self.text)),
                },
                _ => (None, self.name(name)?),
            };
            let offset = end;
            if gaps {
                let size = dtype.itemsize;
                end = end.checked_add(size).filter(|&end| end <= packing::MAX_SIZE).ok_or_else(|| {
                    DTypeError::FieldTooLarge { field: (*name).into(), offset, itemsize: size }.at(item.at)
                })?;
                if name.is_empty() && title.is_none() && is_padding(&dtype) {
                    continue;
                }
            }
            let name = match &title {
                _ if gaps || !name.is_empty() => name,
                // NumPy takes the title for the name, and then refuses that both are equal.
                Some(title) => title.clone(),
                None => packing::name_or_position(&name, i),
            };
            members.push(Member { name, title, dtype, offset: gaps.then_some(offset) });
        }
        packing::place(members, gaps.then_some(end), align)
    }

    /// `{'names': [..], 'formats': [..], ..}`, or NumPy's older `{name: (type, offset), ..}`.
    fn dict(
        &self,
        literal: &Literal<'_>,
        entries: &[(Literal<'_>, Literal<'_>)],
        align: bool,
    ) -> Result<DType> {
        let (mut names, mut formats, mut offsets, mut titles) = (None, None, None, None);
        let (mut itemsize, mut align, mut other) = (None, align, None);
        for (key, value) in entries {
            let slot = match &*self.name(key)? {
                "names" => &mut names,
                "formats" => &mut formats,
                "offsets" => &mut offsets,
                "titles" => &mut titles,
                "itemsize" => {
                    itemsize = Some(self.size(value)?);
                    continue;
                }
                "aligned" => {
                    align |= self.truth(value)?;
                    continue;
                }
                _ => {
                    other = Some(key);
                    continue;
                }
            };
            if slot.replace(value).is_some() {
                return Err(key.expected("each key once", self.text));
            }
        }
        let (names, formats) = match (names, formats, other) {
            (None, None, _) => return self.field_dict(entries, align),
            (Some(_), Some(_), Some(key)) => {
                let key_text = self.name(key)?.to_string();
                return Err(DTypeError::parse(key.at, ParseProblem::UnknownKey(key_text.into())));
            }
            (Some(names), Some(formats), None) => (self.items(names)?, formats),
            (None, ..) => return Err(DTypeError::parse(literal.at, ParseProblem::MissingKey("names"))),
            (_, None, _) => return Err(DTypeError::parse(literal.at, ParseProblem::MissingKey("formats"))),
        };
        let list = |list: Option<&'_ Literal<'_>>, name| -> Result<Option<Vec<usize>>> {
            let Some(literal) = list else { return Ok(None) };
            let found = self.items(literal)?.len();
            if found != names.len() {
                return Err(
                    DTypeError::LengthMismatch { list: name, found, expected: names.len() }.at(literal.at)
                );
            }
            Ok(Some((0..found).collect()))
        };
        list(Some(formats), "formats")?;
        list(offsets, "offsets")?;
        list(titles, "titles")?;
        let formats = self.items(formats)?;
        let offsets = offsets.map(|l| self.items(l)).transpose()?;
        let titles = titles.map(|l| self.items(l)).transpose()?;
        let mut members = Vec::with_capacity(names.len());
        for (i, (name, format)) in names.iter().zip(formats).enumerate() {
            let title = titles.map(|titles| self.title(&titles[i])).transpose()?.flatten();
            members.push(Member {
                name: self.name(name)?,
                title,
                dtype: self.dtype(format, align)?,
                offset: offsets.map(|offsets| self.size(&offsets[i])).transpose()?,
            });
        }
        packing::place(members, itemsize, align)
    }

    fn items<'l, 't>(&self, literal: &'l Literal<'t>) -> Result<&'l [Literal<'t>]> {
        match &literal.kind {
            LiteralKind::List(items) | LiteralKind::Tuple(items) => Ok(items),
            _ => Err(literal.expected("a list", self.text)),
        }
    }

    /// `{name: (type, offset), name: (type, offset, title)}`; NumPy sorts the fields by offset.
    fn field_dict(&self, entries: &[(Literal<'_>, Literal<'_>)], align: bool) -> Result<DType> {
        let mut members = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let LiteralKind::Tuple(parts) = &value.kind else {
                return Err(value.expected("a tuple of type and offset", self.text));
            };
            let (format, offset, title) = match parts.as_slice() {
                [format, offset] => (format, offset, None),
                [format, offset, title] => (format, offset, Some(self.name(title)?)),
                _ => return Err(value.expected("a tuple of type, offset and perhaps title", self.text)),
            };
            let dtype = self.dtype(format, align)?;
            let offset = Some(self.size(offset)?);
            members.push(Member { name: self.name(key)?, title, dtype, offset });
        }
        members.sort_by_key(|member| member.offset);
        packing::place(members, None, align)
    }
}

/// What NumPy skips in a descr when it has no name: opaque bytes, and sub-arrays of anything.
fn is_padding(dtype: &DType) -> bool {
    match &dtype.kind {
        Kind::Scalar(scalar) => matches!(scalar.kind(), ScalarKind::Opaque(_)),
        Kind::Array(..) => true,
        Kind::Record(_) => false,
    }
}

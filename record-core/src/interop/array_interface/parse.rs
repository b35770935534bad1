//! An array interface from JSON: the keys, and the dtype from `typestr` and `descr`.

use super::{
    ArrayInterface,
    error::{InterfaceError, JsonProblem},
    json::{self, Json, JsonKind},
};
use crate::{
    ByteOrder, DType,
    dtype::{
        literal::{Literal, LiteralKind},
        literal_dtype::{Reading, Unnamed},
    },
    layout::is_c_contiguous,
};
use alloc::{borrow::Cow, boxed::Box, collections::BTreeSet, vec::Vec};

type Result<T> = core::result::Result<T, InterfaceError>;

impl ArrayInterface {
    /// Reads the JSON of an array interface: what `json.dumps(a.__array_interface__)` gives.
    ///
    /// `shape`, `typestr`, `data` and `version` must be there. `descr` counts where `typestr` is `'|V..'`, as in NumPy;
    /// keys that the protocol does not have are passed over. Strides that say what their absence says are dropped.
    ///
    /// # Errors
    /// [`InterfaceError::Parse`] with the byte.
    ///
    /// ```
    /// use record_core::interop::ArrayInterface;
    /// let json = r#"{"version": 3, "shape": [2], "data": [4096, false], "typestr": "|V4",
    ///     "descr": [["a", "|u1"], ["", "|V1"], ["caf\u00e9", ">u2"]]}"#;
    /// let interface = ArrayInterface::parse(json)?;
    /// assert_eq!(interface.dtype().fields()[1].name(), "café");
    /// assert!(!interface.is_read_only());
    /// # Ok::<(), record_core::interop::InterfaceError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self> {
        let whole = json::parse(text)?;
        let JsonKind::Object(entries) = &whole.kind else {
            return Err(whole.expected("an object", text));
        };
        let mut seen = BTreeSet::new();
        for (at, key, _) in entries {
            if !seen.insert(key.as_str()) {
                let problem = JsonProblem::KeyTwice(key.as_str().into());
                return Err(InterfaceError::Parse { at: *at, problem });
            }
        }
        let optional = |key: &str| {
            let found = entries.iter().find(|(_, name, _)| name == key).map(|(.., value)| value);
            found.filter(|value| !matches!(value.kind, JsonKind::Null))
        };
        let required = |key| optional(key).ok_or_else(|| whole.problem(JsonProblem::MissingKey(key)));

        let version = required("version")?;
        match version.kind {
            JsonKind::Int(3) => {}
            JsonKind::Int(other) => return Err(version.problem(JsonProblem::Version(other))),
            _ => return Err(version.expected("an integer", text)),
        }
        if let Some(mask) = optional("mask") {
            return Err(mask.problem(JsonProblem::Mask));
        }
        let shape: Vec<usize> = integers(required("shape")?, text)?;
        let dtype = dtype(required("typestr")?, optional("descr"), text)?;
        let data = required("data")?;
        let (address, read_only) = match items(data, text)? {
            [address, Json { kind: JsonKind::Bool(read_only), .. }] => (integer(address, text)?, *read_only),
            _ => return Err(data.expected("an array of address and read-only flag", text)),
        };
        let strides = match optional("strides") {
            None => None,
            Some(value) => {
                let strides: Vec<isize> = integers(value, text)?;
                let (axes, found) = (shape.len(), strides.len());
                if axes != found {
                    return Err(value.problem(JsonProblem::Strides { axes, strides: found }));
                }
                Some(strides).filter(|strides| !is_c_contiguous(&shape, strides, dtype.itemsize()))
            }
        };
        let offset = optional("offset").map_or(Ok(0), |value| integer(value, text))?;
        Ok(Self { shape, strides, dtype, address, read_only, offset })
    }
}

fn items<'j>(value: &'j Json, text: &str) -> Result<&'j [Json]> {
    match &value.kind {
        JsonKind::List(items) => Ok(items),
        _ => Err(value.expected("an array", text)),
    }
}

fn integer<N: TryFrom<i128>>(value: &Json, text: &str) -> Result<N> {
    match value.kind {
        JsonKind::Int(number) => N::try_from(number).map_err(|_| value.problem(JsonProblem::BadNumber)),
        JsonKind::OtherNumber => Err(value.problem(JsonProblem::BadNumber)),
        _ => Err(value.expected("an integer", text)),
    }
}

fn integers<N: TryFrom<i128>>(value: &Json, text: &str) -> Result<Vec<N>> {
    items(value, text)?.iter().map(|item| integer(item, text)).collect()
}

/// The dtype that `typestr` and `descr` describe.
fn dtype(typestr: &Json, descr: Option<&Json>, text: &str) -> Result<DType> {
    let expected = || typestr.expected("a type string such as \"<f8\"", text);
    let JsonKind::Text(code) = &typestr.kind else { return Err(expected()) };
    // Other notations begin otherwise, or have spaces.
    if !code.starts_with(['<', '>', '|', '=']) || code.contains(|c: char| c.is_whitespace() || c == ',') {
        return Err(expected());
    }
    let read = |json: &Json, literal: &Literal<'_>| {
        let reading = Reading { text, native: ByteOrder::NATIVE, unnamed: Unnamed::Gap };
        reading.dtype(literal, false).map_err(|error| match error {
            crate::dtype::DTypeError::Parse { at, problem: crate::dtype::ParseProblem::Layout(inner) } => {
                InterfaceError::Parse { at, problem: JsonProblem::DType(inner) }
            }
            other => json.problem(JsonProblem::DType(Box::new(other))),
        })
    };
    let scalar = read(typestr, &type_text(typestr.at, code))?;
    let is_default = |descr: &Json| match &descr.kind {
        JsonKind::List(fields) => match fields.as_slice() {
            [Json { kind: JsonKind::List(parts), .. }] => {
                let texts = parts.iter().map(|part| match &part.kind {
                    JsonKind::Text(text) => Some(text.as_str()),
                    _ => None,
                });
                texts.eq([Some(""), Some(code.as_str())])
            }
            _ => false,
        },
        _ => false,
    };
    let Some(descr) = descr.filter(|descr| code.contains('V') && !is_default(descr)) else {
        return Ok(scalar);
    };
    let record = read(descr, &field_list(descr, text)?)?;
    let (by_typestr, by_descr) = (scalar.itemsize(), record.itemsize());
    if by_typestr != by_descr {
        let problem = JsonProblem::Itemsize { typestr: by_typestr, descr: by_descr };
        return Err(descr.problem(problem));
    }
    Ok(record)
}

/// A string as the literal that it is in Python.
fn type_text(at: usize, text: &str) -> Literal<'_> {
    // The position inside the string is lost, as escapes may be in it.
    Literal { at, kind: LiteralKind::Text { text: Cow::Owned(text.into()), starts: 0 } }
}

/// A descr as the list of tuples that it is in Python.
fn field_list<'j>(descr: &'j Json, text: &str) -> Result<Literal<'j>> {
    let fields = items(descr, text)?.iter().map(|field| {
        let mut parts = Vec::new();
        for (i, part) in items(field, text)?.iter().enumerate() {
            parts.push(match (i, &part.kind) {
                // The type of a field that is a record.
                (1, JsonKind::List(_)) => field_list(part, text)?,
                _ => part_of_field(part, text)?,
            });
        }
        Ok(Literal { at: field.at, kind: LiteralKind::Tuple(parts) })
    });
    Ok(Literal { at: descr.at, kind: LiteralKind::List(fields.collect::<Result<_>>()?) })
}

/// A name, a title and a name, a type or a shape.
fn part_of_field<'j>(part: &'j Json, text: &str) -> Result<Literal<'j>> {
    Ok(match &part.kind {
        JsonKind::Text(name) => type_text(part.at, name),
        JsonKind::Int(number) => Literal { at: part.at, kind: LiteralKind::Int(*number) },
        JsonKind::List(items) => {
            let items = items.iter().map(|item| part_of_field(item, text)).collect::<Result<_>>()?;
            Literal { at: part.at, kind: LiteralKind::Tuple(items) }
        }
        _ => return Err(part.expected("a name, a type or a shape", text)),
    })
}

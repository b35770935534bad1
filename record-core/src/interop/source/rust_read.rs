//! Reading Rust structs: what `#[derive(Record)]` would say of them, without a compiler.

use super::{
    error::{SourceError, SourceProblem},
    lexer::{Kind, Language, Tokens, integer},
    rust_attr::{self, Attributes, Case},
    rust_types::{Repr, plain, time_base},
};
use crate::{
    ByteOrder, DType,
    dtype::{DTypeError, MAX_DEPTH, Scalar, ScalarKind, TimeUnit},
};
use alloc::{collections::BTreeMap, format, string::String, vec::Vec};

type Result<T> = core::result::Result<T, SourceError>;

impl DType {
    /// Reads the last struct of a Rust text: the dtype that `#[derive(Record)]` gives it, on a machine of this one's byte
    /// order. The inverse of [`DType::to_rust_struct`].
    ///
    /// Structs may have named or unnamed fields, any `repr` that the derive accepts, and structs that come earlier in the
    /// text as fields. Of `#[record(..)]`, `rename`, `rename_all` and `title` count; what only asserts is left to the
    /// compiler. Everything that is not a struct with a `repr` is passed over.
    ///
    /// # Errors
    /// [`SourceError::Parse`] with the line: types that are not elements, generics, and lengths that are no literals.
    ///
    /// ```
    /// use record_core::DType;
    /// let dtype = DType::from_rust_struct("
    ///     #[derive(Record, Clone, Copy)]
    ///     #[repr(C)]
    ///     pub struct Shot {
    ///         kind: u8,
    ///         #[record(rename = \"where\")]
    ///         at: [Be<f32>; 3],
    ///     }
    /// ")?;
    /// assert_eq!(dtype, DType::parse("dtype([('kind', 'u1'), ('where', '>f4', (3,))], align=True)")?);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn from_rust_struct(text: &str) -> Result<Self> {
        Self::from_rust_struct_on(text, ByteOrder::NATIVE)
    }

    /// [`DType::from_rust_struct`] for a machine of the given byte order.
    ///
    /// # Errors
    /// As [`DType::from_rust_struct`].
    pub fn from_rust_struct_on(text: &str, native: ByteOrder) -> Result<Self> {
        let tokens = Tokens::new(text, Language::Rust)?;
        let mut reader = Reader { tokens, native, types: BTreeMap::new(), last: None, depth: 0 };
        reader.text()?;
        reader.last.take().ok_or_else(|| reader.tokens.error(SourceProblem::NoStruct))
    }
}

/// A type, and the alignment that Rust gives it.
#[derive(Clone)]
struct Type {
    dtype: DType,
    alignment: usize,
}

/// A field that waits for its place.
struct Field {
    name: String,
    title: Option<String>,
    found: Type,
    line: usize,
}

struct Reader<'t> {
    tokens: Tokens<'t>,
    native: ByteOrder,
    types: BTreeMap<&'t str, Type>,
    last: Option<DType>,
    depth: u8,
}

impl<'t> Reader<'t> {
    fn text(&mut self) -> Result<()> {
        while self.tokens.peek().is_some() {
            let attributes = rust_attr::read(&mut self.tokens)?;
            self.visibility()?;
            if self.tokens.eat_word("struct") {
                self.structure(&attributes)?;
            } else {
                self.skip_item()?;
            }
        }
        Ok(())
    }

    /// `pub`, `pub(crate)`
    fn visibility(&mut self) -> Result<()> {
        if self.tokens.eat_word("pub") && self.tokens.is_mark('(') && !self.is_tuple_field() {
            self.tokens.skip_brackets()?;
        }
        Ok(())
    }

    /// Whether the bracket after `pub` belongs to a type, which in a struct of elements it never does.
    fn is_tuple_field(&self) -> bool {
        let inside = ["crate", "super", "self", "in"];
        !matches!(self.tokens.peek_at(1), Some(Kind::Word(word)) if inside.contains(word))
    }

    /// Skips to behind a semicolon or a block.
    fn skip_item(&mut self) -> Result<()> {
        loop {
            match self.tokens.peek() {
                None => return Ok(()),
                Some(Kind::Mark('{')) => return self.tokens.skip_brackets(),
                Some(Kind::Mark('(' | '[')) => self.tokens.skip_brackets()?,
                Some(Kind::Mark(';')) => {
                    self.tokens.skip();
                    return Ok(());
                }
                Some(_) => self.tokens.skip(),
            }
        }
    }

    fn unsupported<T>(&self, what: &'static str) -> Result<T> {
        Err(self.tokens.error(SourceProblem::Unsupported(what)))
    }

    /// What follows `struct`.
    fn structure(&mut self, attributes: &Attributes) -> Result<()> {
        let line = self.tokens.line();
        let Some(name) = self.tokens.word() else {
            return Err(self.tokens.expected("the name of the struct"));
        };
        let Some(repr) = attributes.repr else {
            if attributes.is_record {
                return self.unsupported(
                    "the layout is not fixed: write `#[repr(C, packed)]` for no gaps, or `#[repr(C)]` for gaps as in C",
                );
            }
            return self.skip_item();
        };
        if self.tokens.is_mark('<') {
            return self.unsupported("a struct with parameters is not one record: write it for one type");
        }
        let tuple = self.tokens.is_mark('(');
        if !tuple && !self.tokens.is_mark('{') {
            return Err(self.tokens.expected("the fields of the struct"));
        }
        self.tokens.skip();
        let close = if tuple { ')' } else { '}' };
        let mut fields = Vec::new();
        while !self.tokens.eat(close) {
            fields.push(self.field(tuple, fields.len(), attributes.rename_all)?);
            if !self.tokens.eat(',') && !self.tokens.is_mark(close) {
                return Err(self.tokens.expected("`,` or the end of the fields"));
            }
        }
        if tuple {
            self.tokens.eat(';');
        }
        if fields.is_empty() {
            return self.unsupported("a record has at least one field");
        }
        let made = lay_out(fields, repr, line)?;
        self.last = Some(made.dtype.clone());
        self.types.insert(name, made);
        Ok(())
    }

    fn field(&mut self, tuple: bool, position: usize, case: Option<Case>) -> Result<Field> {
        let attributes = rust_attr::read(&mut self.tokens)?;
        self.visibility()?;
        let line = self.tokens.line();
        let plain = if tuple {
            format!("f{position}")
        } else {
            let Some(word) = self.tokens.word() else {
                return Err(self.tokens.expected("the name of a field"));
            };
            self.tokens.expect(':', "`:`")?;
            word.trim_start_matches("r#").into()
        };
        let found = self.field_type()?;
        let name = match (attributes.rename, case) {
            (Some(name), _) => name,
            (None, Some(case)) => case.apply(&plain),
            (None, None) => plain,
        };
        Ok(Field { name, title: attributes.title, found, line })
    }

    fn field_type(&mut self) -> Result<Type> {
        let line = self.tokens.line();
        if self.tokens.eat('[') {
            if self.depth == MAX_DEPTH {
                return Err(self.tokens.error(SourceProblem::TooDeep { limit: MAX_DEPTH.into() }));
            }
            self.depth += 1;
            let element = self.field_type()?;
            self.depth -= 1;
            self.tokens.expect(';', "`;` and a length")?;
            let count = self.number()?;
            self.tokens.expect(']', "`]`")?;
            let dtype = DType::array(element.dtype, &[count]).map_err(SourceError::layout(line))?;
            return Ok(Type { dtype, ..element });
        }
        let name = self.path("a type")?;
        if let Some(known) = self.types.get(name) {
            return Ok(known.clone());
        }
        let scalar = self.scalar(name)?;
        let dtype = DType::try_scalar(scalar).map_err(SourceError::layout(line))?;
        Ok(Type { dtype, alignment: scalar.alignment() })
    }

    /// The last word of a path.
    fn path(&mut self, expected: &'static str) -> Result<&'t str> {
        loop {
            while self.tokens.eat(':') {}
            let Some(word) = self.tokens.word() else { return Err(self.tokens.expected(expected)) };
            if !self.tokens.is_mark(':') {
                return Ok(word);
            }
        }
    }

    fn number(&mut self) -> Result<usize> {
        match self.tokens.peek() {
            Some(&Kind::Number(text)) => {
                let number = integer(text, Language::Rust);
                let number =
                    number.ok_or_else(|| self.tokens.error(SourceProblem::BadNumber(text.into())))?;
                self.tokens.skip();
                Ok(number)
            }
            _ => Err(self.tokens.expected("a number")),
        }
    }

    /// What is between `<` and `>`.
    fn parameter<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.tokens.expect('<', "`<`")?;
        let found = read(self)?;
        self.tokens.eat(',');
        self.tokens.expect('>', "`>`")?;
        Ok(found)
    }

    /// The scalar of a name and its parameters.
    fn scalar(&mut self, name: &str) -> Result<Scalar> {
        let of = |kind| Scalar::new(kind, self.native);
        if let Some(kind) = plain(name) {
            return Ok(of(kind));
        }
        let kind = match name {
            "FixedBytes" => ScalarKind::Bytes(self.parameter(Self::number)?),
            "FixedUtf32" => ScalarKind::Utf32(self.parameter(Self::number)?),
            "Opaque" => ScalarKind::Opaque(self.parameter(Self::number)?),
            "DateTime64" => ScalarKind::DateTime(self.parameter(Self::unit)?),
            "TimeDelta64" => ScalarKind::TimeDelta(self.parameter(Self::unit)?),
            "Complex" => match self.parameter(|reader| reader.path("`f32` or `f64`"))? {
                "f32" => ScalarKind::Complex64,
                "f64" => ScalarKind::Complex128,
                other => return Err(self.unknown(other)),
            },
            "Be" | "Le" => {
                let order = if name == "Be" { ByteOrder::Big } else { ByteOrder::Little };
                let inner = self.parameter(|reader| {
                    let inner = reader.path("a type")?;
                    // One byte order cannot be put on another, nor on text and bytes.
                    let ordered = !matches!(inner, "Be" | "Le" | "Bool8" | "FixedBytes" | "Opaque");
                    if ordered { reader.scalar(inner) } else { Err(reader.unknown(inner)) }
                })?;
                return Ok(inner.with_byte_order(order));
            }
            "bool" => return self.unsupported("not every byte is a `bool`: write `Bool8`"),
            "usize" | "isize" => {
                return self.unsupported("`usize` has another size on other machines: write `u64` or `u32`");
            }
            other => return Err(self.unknown(other)),
        };
        Ok(Scalar::new(kind, self.native))
    }

    fn unknown(&self, name: &str) -> SourceError {
        self.tokens.error(SourceProblem::UnknownType(name.into()))
    }

    /// `Days`, `Multiple<Seconds, 25>`
    fn unit(&mut self) -> Result<TimeUnit> {
        match self.path("a unit of time")? {
            "Generic" => Ok(TimeUnit::GENERIC),
            "Multiple" => self.parameter(|reader| {
                let name = reader.path("a unit of time")?;
                let base = time_base(name).ok_or_else(|| reader.unknown(name))?;
                reader.tokens.expect(',', "`,`")?;
                let number = reader.number()?;
                let multiple = i32::try_from(number).ok().filter(|&multiple| multiple > 0);
                let multiple = multiple.ok_or_else(|| {
                    reader.tokens.error(SourceProblem::BadNumber(format!("{number}").into()))
                })?;
                Ok(TimeUnit::new(base, multiple.unsigned_abs()))
            }),
            name => {
                let base = time_base(name).ok_or_else(|| self.unknown(name))?;
                Ok(TimeUnit::new(base, 1))
            }
        }
    }
}

/// The struct of these fields, laid out as the compiler does.
fn lay_out(fields: Vec<Field>, repr: Repr, line: usize) -> Result<Type> {
    let (mut end, mut largest) = (0_usize, repr.align);
    let mut builder = DType::builder().aligned(repr.packed.is_none());
    let too_large = |end| DTypeError::RecordTooLarge { itemsize: end, alignment: 1 };
    for Field { name, title, found, line } in fields {
        let own = repr.field(found.alignment);
        largest = largest.max(own);
        let offset = end.checked_next_multiple_of(own);
        let offset = offset.ok_or_else(|| SourceError::layout(line)(too_large(end)))?;
        let behind = offset.checked_add(found.dtype.itemsize());
        end = behind.ok_or_else(|| SourceError::layout(line)(too_large(offset)))?;
        builder = builder.field_at(name, found.dtype, offset);
        if let Some(title) = title {
            builder = builder.title(title);
        }
    }
    let size =
        end.checked_next_multiple_of(largest).ok_or_else(|| SourceError::layout(line)(too_large(end)))?;
    let dtype = builder.itemsize(size).build().map_err(SourceError::layout(line))?;
    Ok(Type { dtype, alignment: largest })
}

//! Reading C structs: their layout is computed as a compiler for 64-bit Unix does.

use super::{
    c_layout::{Member, Note, Type, lay_out},
    c_types::{KEYWORD_TYPES, leaf, scalar_kind},
    error::{SourceError, SourceProblem},
    lexer::{Kind, Language, Tokens, integer},
    names::is_gap,
};
use crate::{
    ByteOrder, DType,
    dtype::{DTypeError, IntSize, MAX_DEPTH, Scalar, ScalarKind},
};
use alloc::{collections::BTreeMap, vec::Vec};

type Result<T> = core::result::Result<T, SourceError>;

impl DType {
    /// Reads the last struct of a C text: the inverse of [`DType::to_c_header`], for a target of this machine's byte
    /// order.
    ///
    /// Read are `typedef struct` and `struct` with fixed-width integers, `char`, `float`, `double`, `_Bool`,
    /// `float _Complex`, arrays, structs that come earlier in the text or stand in place, `typedef` of any of these,
    /// `#pragma pack` and `__attribute__((packed))`, and `#define` of a length. `char name[32]` is `'S32'`. Other
    /// structs are laid out as C does on 64-bit Unix. Members `uint8_t _gap0[..]` are gaps. In a comment behind a member,
    /// `/* record: '>f4', name 'x y', title '..' */`, stands what C cannot say.
    ///
    /// # Errors
    /// [`SourceError::Parse`] with the line: pointers, unions, bit-fields, enums and types whose size differs from machine
    /// to machine are refused with advice.
    ///
    /// ```
    /// use record_core::DType;
    /// let dtype = DType::from_c_struct("
    ///     struct vec3 { float x, y, z; };
    ///     struct shot { uint8_t kind; struct vec3 at[2]; char tag[4]; };
    /// ")?;
    /// assert_eq!((dtype.fields()[1].offset(), dtype.itemsize(), dtype.is_aligned_record()), (4, 32, true));
    /// let error = DType::from_c_struct("struct s { int *next; };").unwrap_err();
    /// assert_eq!(error.to_string(), "line 1: an address has no meaning in a file: write `uint64_t`");
    /// # Ok::<(), record_core::interop::SourceError>(())
    /// ```
    pub fn from_c_struct(text: &str) -> Result<Self> {
        Self::from_c_struct_on(text, ByteOrder::NATIVE)
    }

    /// [`DType::from_c_struct`] for a target of the given byte order.
    ///
    /// # Errors
    /// As [`DType::from_c_struct`].
    pub fn from_c_struct_on(text: &str, native: ByteOrder) -> Result<Self> {
        let mut reader = Reader {
            tokens: Tokens::new(text, Language::C)?,
            native,
            packs: Vec::new(),
            pack: usize::MAX,
            tags: BTreeMap::new(),
            types: BTreeMap::new(),
            lengths: BTreeMap::new(),
            last: None,
            depth: 0,
        };
        reader.text()?;
        reader.last.take().ok_or_else(|| reader.tokens.error(SourceProblem::NoStruct))
    }
}

struct Reader<'t> {
    tokens: Tokens<'t>,
    native: ByteOrder,
    /// What `#pragma pack(push)` put away.
    packs: Vec<usize>,
    /// The largest alignment of a member.
    pack: usize,
    tags: BTreeMap<&'t str, Type>,
    types: BTreeMap<&'t str, Type>,
    lengths: BTreeMap<&'t str, usize>,
    last: Option<DType>,
    depth: u8,
}

/// One declared name.
struct Declarator<'t> {
    name: &'t str,
    lengths: Vec<usize>,
    line: usize,
}

impl<'t> Reader<'t> {
    fn text(&mut self) -> Result<()> {
        let mut blocks = 0_usize;
        loop {
            self.directives()?;
            match self.tokens.peek() {
                None => return Ok(()),
                Some(Kind::Mark(';') | Kind::Note(_)) => self.tokens.skip(),
                // `extern "C" {` and its end, for C++.
                Some(Kind::Word("extern")) if matches!(self.tokens.peek_at(1), Some(Kind::Text { .. })) => {
                    self.tokens.skip();
                    self.tokens.skip();
                    if self.tokens.eat('{') {
                        blocks += 1;
                    }
                }
                Some(Kind::Mark('}')) if blocks > 0 => {
                    self.tokens.skip();
                    blocks -= 1;
                }
                Some(Kind::Word("_Static_assert" | "static_assert")) => {
                    self.tokens.skip();
                    self.tokens.skip_brackets()?;
                }
                Some(Kind::Word("typedef")) => {
                    self.tokens.skip();
                    let base = self.base_type()?;
                    for Declarator { name, lengths, line } in self.declarators()? {
                        let dtype = self.array(&base.dtype, &lengths).map_err(SourceError::layout(line))?;
                        self.types.insert(name, Type { dtype, ..base });
                    }
                }
                Some(Kind::Word("struct")) => {
                    self.base_type()?;
                    // Variables of the type mean nothing here.
                    if !self.tokens.is_mark(';') {
                        self.declarators()?;
                    }
                }
                _ => return Err(self.tokens.expected("`struct`, `typedef` or a directive")),
            }
        }
    }

    /// Takes the lines for the preprocessor that come now.
    fn directives(&mut self) -> Result<()> {
        while let Some(&Kind::Directive(line)) = self.tokens.peek() {
            let (word, rest) = line.split_at(line.find(|c: char| !c.is_alphanumeric()).unwrap_or(line.len()));
            let rest = rest.trim();
            match word {
                "pragma" if rest.starts_with("pack") => self.pragma(rest[4..].trim())?,
                "define" => {
                    if let Some((name, value)) = rest.split_once(char::is_whitespace)
                        && let Some(length) = integer(value.trim().trim_matches(['(', ')']), Language::C)
                    {
                        self.lengths.insert(name, length);
                    }
                }
                "else" | "elif" => {
                    return Err(self.tokens.error(SourceProblem::Unsupported(
                        "conditions are not decided here: run the text through the preprocessor, `cc -E`",
                    )));
                }
                _ => {}
            }
            self.tokens.skip();
        }
        Ok(())
    }

    /// `(push, 1)`, `(push)`, `(1)`, `(pop)`, `()`.
    fn pragma(&mut self, arguments: &str) -> Result<()> {
        let inside = arguments.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        for argument in inside.unwrap_or("?").split(',').map(str::trim) {
            match argument {
                "push" => self.packs.push(self.pack),
                "pop" => self.pack = self.packs.pop().unwrap_or(usize::MAX),
                "" => self.pack = usize::MAX,
                number => match integer(number, Language::C) {
                    Some(bytes) if bytes.is_power_of_two() && bytes <= 16 => self.pack = bytes,
                    _ => return Err(self.tokens.error(SourceProblem::BadNumber(number.into()))),
                },
            }
        }
        Ok(())
    }

    fn unsupported<T>(&self, what: &'static str) -> Result<T> {
        Err(self.tokens.error(SourceProblem::Unsupported(what)))
    }

    /// What stands before the name of a member.
    fn base_type(&mut self) -> Result<Type> {
        let mut words = Vec::new();
        while let Some(&Kind::Word(word)) = self.tokens.peek() {
            match word {
                "const" | "volatile" | "restrict" | "extern" | "static" => self.tokens.skip(),
                "struct" if words.is_empty() => {
                    self.tokens.skip();
                    return self.struct_type();
                }
                "union" => {
                    return self.unsupported("a union has several types for its bytes: write one of them");
                }
                "enum" => {
                    return self
                        .unsupported("the size of an enum is the compiler's choice: write an integer");
                }
                "_Alignas" | "alignas" => {
                    return self.unsupported("alignment by hand is not read: write members for the gaps");
                }
                word if words.is_empty() && self.types.contains_key(word) => {
                    self.tokens.skip();
                    return Ok(self.types[word].clone());
                }
                word if words.is_empty() || KEYWORD_TYPES.contains(&word) => {
                    words.push(word);
                    self.tokens.skip();
                    // A type of one word that is not C's own is complete.
                    if !KEYWORD_TYPES.contains(&word) {
                        break;
                    }
                }
                _ => break,
            }
        }
        if words.is_empty() {
            return Err(self.tokens.expected("a type"));
        }
        let kind = match scalar_kind(&words) {
            Ok(Some(kind)) => kind,
            Ok(None) => {
                return Err(self.tokens.error(SourceProblem::UnknownType(words.join(" ").into())));
            }
            Err(advice) => return self.unsupported(advice),
        };
        let dtype = DType::scalar(Scalar::new(kind, self.native));
        let alignment = dtype.alignment();
        Ok(Type { dtype, alignment })
    }

    /// A tag, or a definition.
    fn struct_type(&mut self) -> Result<Type> {
        let mut packed = self.attributes()?;
        let tag = self.tokens.word();
        packed |= self.attributes()?;
        if !self.tokens.is_mark('{') {
            let Some(tag) = tag else { return Err(self.tokens.expected("`{`")) };
            let known = self.tags.get(tag).cloned();
            return known.ok_or_else(|| {
                self.tokens.error(SourceProblem::UnknownType(alloc::format!("struct {tag}").into()))
            });
        }
        if self.depth == MAX_DEPTH {
            return Err(self.tokens.error(SourceProblem::TooDeep { limit: MAX_DEPTH.into() }));
        }
        self.depth += 1;
        let (line, pack) = (self.tokens.line(), self.pack);
        self.tokens.skip();
        let mut members = Vec::new();
        loop {
            self.directives()?;
            match self.tokens.peek() {
                Some(Kind::Mark('}')) => break,
                // No member comes before these.
                Some(Kind::Mark(';') | Kind::Note(_)) => self.tokens.skip(),
                _ => self.members(&mut members)?,
            }
        }
        self.tokens.skip();
        packed |= self.attributes()?;
        self.depth -= 1;
        let made = lay_out(members, if packed { 1 } else { pack }, line)?;
        if let Some(tag) = tag {
            self.tags.insert(tag, made.clone());
        }
        self.last = Some(made.dtype.clone());
        Ok(made)
    }

    /// Whether there is `__attribute__((packed))`.
    fn attributes(&mut self) -> Result<bool> {
        let mut packed = false;
        while self.tokens.eat_word("__attribute__") {
            self.tokens.expect('(', "`((`")?;
            self.tokens.expect('(', "`((`")?;
            loop {
                match self.tokens.word() {
                    Some("packed" | "__packed__") => packed = true,
                    Some("aligned" | "__aligned__") => {
                        return self.unsupported("alignment by hand is not read: write members for the gaps");
                    }
                    _ => return Err(self.tokens.expected("`packed`")),
                }
                if !self.tokens.eat(',') {
                    break;
                }
            }
            self.tokens.expect(')', "`))`")?;
            self.tokens.expect(')', "`))`")?;
        }
        Ok(packed)
    }

    /// `name[2][3], other;` with the semicolon.
    fn declarators(&mut self) -> Result<Vec<Declarator<'t>>> {
        let mut found = Vec::new();
        loop {
            let line = self.tokens.line();
            if self.tokens.is_mark('*') || self.tokens.is_mark('(') {
                return self.unsupported("an address has no meaning in a file: write `uint64_t`");
            }
            let Some(name) = self.tokens.word() else { return Err(self.tokens.expected("a name")) };
            let mut lengths = Vec::new();
            while self.tokens.eat('[') {
                lengths.push(self.length()?);
                self.tokens.expect(']', "`]`")?;
            }
            found.push(Declarator { name, lengths, line });
            if self.tokens.is_mark(':') {
                return self.unsupported(
                    "the place of a bit-field is the compiler's choice: write the whole integer",
                );
            }
            if self.tokens.eat(';') {
                return Ok(found);
            }
            self.tokens.expect(',', "`,`, `[` or `;`")?;
        }
    }

    fn length(&mut self) -> Result<usize> {
        let found = match self.tokens.peek() {
            Some(&Kind::Number(text)) => integer(text, Language::C).ok_or(text),
            Some(&Kind::Word(name)) => self.lengths.get(name).copied().ok_or(name),
            Some(Kind::Mark(']')) => return self.unsupported("a member has a fixed length: write it"),
            _ => return Err(self.tokens.expected("a length")),
        };
        let length = found.map_err(|text| self.tokens.error(SourceProblem::BadNumber(text.into())))?;
        self.tokens.skip();
        Ok(length)
    }

    /// One line of members, with the comment behind it.
    fn members(&mut self, members: &mut Vec<Member>) -> Result<()> {
        let base = self.base_type()?;
        if self.tokens.is_mark(';') {
            return self.unsupported("a member needs a name");
        }
        let declarators = self.declarators()?;
        let note = match self.tokens.peek() {
            Some(&Kind::Note(text)) => Note::read(text, self.tokens.line(), self.native)?,
            _ => Note::default(),
        };
        let several = declarators.len() > 1;
        if several && (note.name.is_some() || note.title.is_some()) {
            return self.unsupported("a name in a comment is for one member: declare them one by one");
        }
        for Declarator { name, lengths, line } in declarators {
            let byte = DType::scalar(Scalar::new(ScalarKind::UInt(IntSize::One), self.native));
            let is_gap = is_gap(name) && note.name.is_none() && base.dtype == byte;
            let dtype = match note.scalar {
                Some(scalar) => self.noted(scalar, &base, lengths, line)?,
                None => self.array(&base.dtype, &lengths).map_err(SourceError::layout(line))?,
            };
            let name = if is_gap { None } else { Some(note.name.clone().unwrap_or_else(|| name.into())) };
            members.push(Member { name, title: note.title.clone(), dtype, alignment: base.alignment, line });
        }
        Ok(())
    }

    /// The array that `base name[2][3]` is; text takes the last length for its own.
    fn array(&self, base: &DType, lengths: &[usize]) -> core::result::Result<DType, DTypeError> {
        let text = Scalar::new(ScalarKind::Bytes(1), self.native);
        match lengths.split_last() {
            Some((&length, shape)) if base.as_scalar() == Some(text) => {
                DType::array(DType::try_scalar(Scalar::new(ScalarKind::Bytes(length), self.native))?, shape)
            }
            _ => DType::array(base, lengths),
        }
    }

    /// The array of what the comment says, which takes as many bytes.
    fn noted(&self, scalar: Scalar, base: &Type, mut lengths: Vec<usize>, line: usize) -> Result<DType> {
        let own = if leaf(scalar, self.native).length.is_some() { lengths.pop().unwrap_or(1) } else { 1 };
        let member = base.dtype.itemsize().saturating_mul(own);
        let comment = scalar.checked_itemsize().unwrap_or(usize::MAX);
        if comment != member {
            return Err(SourceError::parse(line, SourceProblem::Comment { comment, member }));
        }
        let dtype = DType::try_scalar(scalar).and_then(|dtype| DType::array(dtype, &lengths));
        dtype.map_err(SourceError::layout(line))
    }
}

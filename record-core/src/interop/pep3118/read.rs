//! Reading format texts: those of NumPy, of Python's `struct` and of `ctypes`.
//!
//! The rules are NumPy's. A byte order holds until the next one, across brackets. `@`, which holds at the start, means
//! native sizes and C's alignment: items are put at multiples of theirs, and a record that ends while it holds is
//! rounded up to the largest. A count before a code is a sub-array, but for text and gaps.

use super::error::{FormatProblem, Pep3118Error, UnsupportedCode};
use crate::{
    ByteOrder, DType,
    dtype::{IntSize, MAX_DEPTH, Scalar, ScalarKind},
};
use alloc::{boxed::Box, string::String, vec::Vec};

type Result<T> = core::result::Result<T, Pep3118Error>;

/// Sizes, order and alignment of what follows.
#[derive(Clone, Copy)]
struct Mode {
    order: ByteOrder,
    /// Sizes as C has them here, and codes without a standard size.
    native_sizes: bool,
    aligned: bool,
}

/// What a text describes.
pub(super) struct Described {
    pub(super) dtype: DType,
    /// The bytes before what C's alignment adds at the end.
    pub(super) end: usize,
}

/// One item of a record, placed.
struct Item {
    name: Option<String>,
    dtype: DType,
    offset: usize,
}

pub(super) struct Reader<'t> {
    text: &'t str,
    at: usize,
    mode: Mode,
    native: ByteOrder,
    /// Whether `@` aligns.
    aligns: bool,
    depth: u8,
}

/// A dtype, the alignment that `@` gives it, and where its items end.
struct Value {
    dtype: DType,
    alignment: usize,
    end: usize,
    /// Unnamed, it is a gap.
    is_gap: bool,
    /// A number before the code is its size, not how often it comes.
    takes_count: bool,
}

/// Fields and itemsize of a record that is being read.
#[derive(Default)]
struct Record {
    items: Vec<Item>,
    end: usize,
    alignment: usize,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str, native: ByteOrder, aligns: bool) -> Self {
        let mode = Mode { order: native, native_sizes: true, aligned: aligns };
        Self { text, at: 0, mode, native, aligns, depth: 0 }
    }

    /// Reads the whole text: one item without a name is itself, anything else a record.
    pub(super) fn whole(mut self) -> Result<Described> {
        let mut record = Record { alignment: 1, ..Record::default() };
        // What the only item was, if it is the only one.
        let mut single = None;
        let mut count = 0;
        while !self.is_at_end() {
            let value = self.item(&mut record)?;
            count += 1;
            single = value.filter(|_| count == 1);
        }
        if let Some(value) = single {
            return Ok(Described { dtype: value.dtype, end: value.end });
        }
        let value = self.record(record, 0)?;
        Ok(Described { dtype: value.dtype, end: value.end })
    }

    fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_whitespace()).len();
    }

    fn is_at_end(&mut self) -> bool {
        self.skip_space();
        self.at == self.text.len()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        self.skip_space();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expected(&self, expected: &'static str) -> Pep3118Error {
        let found = self.text[self.at..].chars().next();
        Pep3118Error::Parse { at: self.at, problem: FormatProblem::Expected { expected, found } }
    }

    /// Byte orders and shape in front of a code, in any order. The last shape is the innermost.
    fn prefixes(&mut self) -> Result<Vec<usize>> {
        let mut shape = Vec::new();
        loop {
            self.skip_space();
            let native = self.native;
            self.mode = match self.peek() {
                Some(b'@') => Mode { order: native, native_sizes: true, aligned: self.aligns },
                Some(b'^') => Mode { order: native, native_sizes: true, aligned: false },
                Some(b'=') => Mode { order: native, native_sizes: false, aligned: false },
                Some(b'<') => Mode { order: ByteOrder::Little, native_sizes: false, aligned: false },
                Some(b'>' | b'!') => Mode { order: ByteOrder::Big, native_sizes: false, aligned: false },
                Some(b'(') => {
                    self.at += 1;
                    self.shape(&mut shape)?;
                    continue;
                }
                _ => return Ok(shape),
            };
            self.at += 1;
        }
    }

    /// `2,3)`
    fn shape(&mut self, shape: &mut Vec<usize>) -> Result<()> {
        loop {
            self.skip_space();
            let Some(length) = self.number()? else { return Err(self.expected("the length of an axis")) };
            shape.push(length);
            let comma = self.eat(b',');
            if self.eat(b')') {
                return Ok(());
            }
            if !comma {
                return Err(self.expected("`,` or `)`"));
            }
        }
    }

    fn number(&mut self) -> Result<Option<usize>> {
        let (at, rest) = (self.at, &self.text[self.at..]);
        let digits = &rest[..rest.bytes().take_while(u8::is_ascii_digit).count()];
        self.at += digits.len();
        if digits.is_empty() {
            return Ok(None);
        }
        let number = digits.parse();
        number.map(Some).map_err(|_| Pep3118Error::Parse { at, problem: FormatProblem::NumberTooLarge })
    }

    /// Reads one item and puts it into the record. Returns it where it may stand for the whole text: it has no name.
    fn item(&mut self, record: &mut Record) -> Result<Option<Value>> {
        self.skip_space();
        let at = self.at;
        let mut shape = self.prefixes()?;
        let count = self.number()?;
        self.skip_space();
        let mut value = self.value(count.unwrap_or(1))?;
        if !value.takes_count {
            shape.extend(count.filter(|&count| count != 1));
        }
        let layout = |error| Pep3118Error::Parse { at, problem: FormatProblem::Layout(Box::new(error)) };
        if self.mode.aligned {
            // Sizes are multiples already: scalars are, and a record that ends in this mode is rounded up.
            record.end = checked(record.end.checked_next_multiple_of(value.alignment), at)?;
            record.alignment = record.alignment.max(value.alignment);
        }
        if !shape.is_empty() {
            value.dtype = DType::array(value.dtype, &shape).map_err(layout)?;
            value.end = value.dtype.itemsize();
        }
        let name = self.name()?;
        let offset = record.end;
        record.end = checked(offset.checked_add(value.dtype.itemsize()), at)?;
        let alone = name.is_none();
        if !(value.is_gap && alone) {
            record.items.push(Item { name, dtype: value.dtype.clone(), offset });
        }
        Ok(alone.then_some(value))
    }

    /// `:name:`
    fn name(&mut self) -> Result<Option<String>> {
        if self.peek() != Some(b':') {
            return Ok(None);
        }
        let rest = &self.text[self.at + 1..];
        let Some(length) = rest.find(':') else {
            self.at = self.text.len();
            return Err(self.expected("the `:` that ends a name"));
        };
        self.at += length + 2;
        Ok(Some(rest[..length].into()))
    }

    /// What a code stands for; `count` is the size of text and gaps.
    fn value(&mut self, count: usize) -> Result<Value> {
        let at = self.at;
        if self.text[at..].starts_with("T{") {
            return self.nested();
        }
        let Some(code) = self.text[at..].chars().next() else { return Err(self.expected("a type")) };
        self.at += code.len_utf8();
        let kind = if code == 'Z' {
            let part = self.text[self.at..].chars().next();
            self.at += part.map_or(0, char::len_utf8);
            match part {
                Some('f') => Ok(ScalarKind::Complex64),
                Some('d') => Ok(ScalarKind::Complex128),
                Some('g') => Err(FormatProblem::Unsupported(UnsupportedCode::LongDouble)),
                found => Err(FormatProblem::Expected { expected: "`f` or `d` after `Z`", found }),
            }
        } else {
            kind(code, count, self.mode.native_sizes)
        };
        let kind = kind.map_err(|problem| Pep3118Error::Parse { at, problem })?;
        let dtype = DType::try_scalar(Scalar::new(kind, self.mode.order));
        let dtype = dtype
            .map_err(|error| Pep3118Error::Parse { at, problem: FormatProblem::Layout(Box::new(error)) })?;
        let (alignment, end) = (dtype.alignment().max(1), dtype.itemsize());
        let takes_count = matches!(code, 's' | 'w' | 'x');
        Ok(Value { dtype, alignment, end, is_gap: code == 'x', takes_count })
    }

    /// `T{..}`
    fn nested(&mut self) -> Result<Value> {
        let at = self.at;
        if self.depth == MAX_DEPTH {
            let problem = FormatProblem::TooDeep { limit: MAX_DEPTH.into() };
            return Err(Pep3118Error::Parse { at, problem });
        }
        self.at += 2;
        self.depth += 1;
        let mut record = Record { alignment: 1, ..Record::default() };
        while !self.eat(b'}') {
            if self.is_at_end() {
                return Err(self.expected("`}`"));
            }
            self.item(&mut record)?;
        }
        self.depth -= 1;
        self.record(record, at)
    }

    /// The record of what was read, rounded up if C's alignment holds now.
    fn record(&self, record: Record, at: usize) -> Result<Value> {
        let Record { items, end, alignment } = record;
        let size = if self.mode.aligned { end.checked_next_multiple_of(alignment) } else { Some(end) };
        let itemsize = checked(size, at)?;
        let mut names = unnamed(&items).into_iter();
        let mut builder = DType::builder().itemsize(itemsize);
        for item in items {
            let name = item.name.or_else(|| names.next()).unwrap_or_default();
            builder = builder.field_at(name, item.dtype, item.offset);
        }
        let dtype = builder.build();
        let dtype = dtype
            .map_err(|error| Pep3118Error::Parse { at, problem: FormatProblem::Layout(Box::new(error)) })?;
        Ok(Value { dtype, alignment, end, is_gap: false, takes_count: false })
    }
}

/// A size that fits, or the error that it does not.
fn checked(size: Option<usize>, at: usize) -> Result<usize> {
    size.filter(|&size| isize::try_from(size).is_ok())
        .ok_or(Pep3118Error::Parse { at, problem: FormatProblem::NumberTooLarge })
}

/// Names for the fields without one, in order: `f<i>` with the lowest `i` that is free, as NumPy does.
fn unnamed(items: &[Item]) -> Vec<String> {
    let taken: alloc::collections::BTreeSet<&str> =
        items.iter().filter_map(|item| item.name.as_deref()).collect();
    let wanted = items.iter().filter(|item| item.name.is_none()).count();
    let free = (0..).map(|i: usize| alloc::format!("f{i}")).filter(|name| !taken.contains(name.as_str()));
    free.take(wanted).collect()
}

/// A record with a gap at its end.
pub(super) fn widened(
    dtype: &DType,
    itemsize: usize,
) -> core::result::Result<DType, crate::dtype::DTypeError> {
    let mut builder = DType::builder().itemsize(itemsize);
    for field in dtype.fields() {
        builder = builder.field_at(field.name(), field.dtype(), field.offset());
    }
    builder.build()
}

/// The scalar of a code of one letter.
fn kind(code: char, count: usize, native: bool) -> core::result::Result<ScalarKind, FormatProblem> {
    use ScalarKind::{
        Bool, Bytes, Complex64, Complex128, Float16, Float32, Float64, Int, Opaque, UInt, Utf32,
    };
    // C's long on 64-bit Unix, or the standard size.
    let long = if native { IntSize::Eight } else { IntSize::Four };
    Ok(match code {
        '?' => Bool,
        'b' => Int(IntSize::One),
        'B' => UInt(IntSize::One),
        'h' => Int(IntSize::Two),
        'H' => UInt(IntSize::Two),
        'i' => Int(IntSize::Four),
        'I' => UInt(IntSize::Four),
        'l' => Int(long),
        'L' => UInt(long),
        'q' => Int(IntSize::Eight),
        'Q' => UInt(IntSize::Eight),
        'n' if native => Int(IntSize::Eight),
        'N' if native => UInt(IntSize::Eight),
        'n' | 'N' => return Err(FormatProblem::NativeOnly(code)),
        'e' => Float16,
        'f' => Float32,
        'd' => Float64,
        // As `struct` and `ctypes` of newer Pythons spell `Zf` and `Zd`.
        'F' => Complex64,
        'D' => Complex128,
        'c' => Bytes(1),
        's' => Bytes(count),
        'w' => Utf32(count),
        'x' => Opaque(count),
        'g' => return Err(FormatProblem::Unsupported(UnsupportedCode::LongDouble)),
        'O' => return Err(FormatProblem::Unsupported(UnsupportedCode::Object)),
        'P' | '&' | 'X' => return Err(FormatProblem::Unsupported(UnsupportedCode::Pointer)),
        'p' => return Err(FormatProblem::Unsupported(UnsupportedCode::PascalText)),
        't' => return Err(FormatProblem::Unsupported(UnsupportedCode::Bits)),
        'u' => return Err(FormatProblem::Unsupported(UnsupportedCode::WideCharacter)),
        _ => return Err(FormatProblem::UnknownCode(code)),
    })
}

//! The form that keeps everything: what `Debug` writes, and [`DType::parse`] reads back without a loss.
//!
//! ```text
//! record { id: <u4 @ 0, pos ('position'): [<f4; 3] @ 4, 'odd name': <f8 align 1 @ 16 } size 24 align 4 aligned
//! ```
//!
//! Every record says its size, its alignment and whether it is aligned; every field its offset. A scalar says its
//! alignment only where it is not NumPy's. Names and titles are quoted as Python does, plain names not at all.

use core::fmt;

use super::{
    DType, FieldType, Kind,
    quote::{Quoted, is_plain},
};

/// The lossless form, on one line.
impl fmt::Debug for DType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Scalar(scalar) if scalar.alignment() == self.alignment => write!(f, "{scalar}"),
            Kind::Scalar(scalar) => write!(f, "{scalar} align {}", self.alignment),
            Kind::Array(base, count) => write!(f, "[{:?}; {count}]", &**base),
            Kind::Record(fields) => {
                f.write_str("record {")?;
                for (i, field) in fields.iter().enumerate() {
                    write!(f, "{}{field:?}", if i == 0 { " " } else { ", " })?;
                }
                f.write_str(if fields.is_empty() { "}" } else { " }" })?;
                write!(f, " size {} align {}", self.itemsize, self.alignment)?;
                f.write_str(if self.aligned { " aligned" } else { "" })
            }
        }
    }
}

/// A field in the lossless form: `name ('title'): type @ offset`.
impl fmt::Debug for FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_plain(self.name()) {
            f.write_str(self.name())?;
        } else {
            write!(f, "{}", Quoted(self.name()))?;
        }
        if let Some(title) = self.title() {
            write!(f, " ({})", Quoted(title))?;
        }
        write!(f, ": {:?} @ {}", self.dtype(), self.offset())
    }
}

#[cfg(feature = "alloc")]
pub(super) use reader::{is_scalar, parse};

#[cfg(feature = "alloc")]
mod reader {
    use alloc::{sync::Arc, vec::Vec};

    use super::super::{
        DType, DTypeError, FieldType, MAX_DEPTH, ParseProblem, literal, packing, scalar_parse,
    };
    use crate::ByteOrder;

    /// Whether the text is a scalar with an alignment, which only this form has.
    pub(in super::super) fn is_scalar(text: &str) -> bool {
        let mut words = text.split_ascii_whitespace();
        words.next().is_some() && words.next() == Some("align")
    }

    /// Reads the lossless form; it fills the text, apart from whitespace.
    pub(in super::super) fn parse(text: &str, native: ByteOrder) -> Result<DType, DTypeError> {
        let mut reader = Reader { text, at: 0, native };
        let dtype = reader.dtype(0)?;
        reader.skip_space();
        if reader.at < text.len() { Err(reader.expected("the end of the text")) } else { Ok(dtype) }
    }

    struct Reader<'t> {
        text: &'t str,
        at: usize,
        native: ByteOrder,
    }

    impl<'t> Reader<'t> {
        fn rest(&self) -> &'t str {
            &self.text[self.at..]
        }

        fn skip_space(&mut self) {
            self.at =
                self.text.len() - self.rest().trim_start_matches(|c: char| c.is_ascii_whitespace()).len();
        }

        fn expected(&self, expected: &'static str) -> DTypeError {
            let found = self.rest().chars().next();
            DTypeError::parse(self.at, ParseProblem::Expected { expected, found })
        }

        fn eat(&mut self, token: &str) -> bool {
            self.skip_space();
            let found = self.rest().starts_with(token);
            self.at += if found { token.len() } else { 0 };
            found
        }

        fn require(&mut self, token: &'static str) -> Result<(), DTypeError> {
            if self.eat(token) { Ok(()) } else { Err(self.expected(token)) }
        }

        fn number(&mut self) -> Result<usize, DTypeError> {
            self.skip_space();
            let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
            if digits == 0 {
                return Err(self.expected("a number"));
            }
            let number = self.rest()[..digits].parse();
            let number = number.map_err(|_| DTypeError::parse(self.at, ParseProblem::NumberTooLarge))?;
            self.at += digits;
            Ok(number)
        }

        fn alignment(&mut self) -> Result<usize, DTypeError> {
            self.skip_space();
            let at = self.at;
            let alignment = self.number()?;
            if alignment.is_power_of_two() {
                Ok(alignment)
            } else {
                Err(DTypeError::BadAlignment { alignment }.at(at))
            }
        }

        fn dtype(&mut self, level: u8) -> Result<DType, DTypeError> {
            self.skip_space();
            let at = self.at;
            if level > MAX_DEPTH {
                return Err(DTypeError::parse(at, ParseProblem::TooDeep { limit: MAX_DEPTH.into() }));
            }
            if self.eat("[") {
                let base = self.dtype(level + 1)?;
                self.require(";")?;
                let count = self.number()?;
                self.require("]")?;
                return DType::array(base, &[count]).map_err(|error| error.at(at));
            }
            let word = self.rest().bytes().take_while(u8::is_ascii_alphanumeric).count();
            if &self.rest()[..word] == "record" {
                self.at += word;
                return self.record(level, at);
            }
            self.scalar()
        }

        fn scalar(&mut self) -> Result<DType, DTypeError> {
            let at = self.at;
            let rest = self.rest();
            let code = |b: &u8| b.is_ascii_alphanumeric() || b"<>=|?_".contains(b);
            let mut length = rest.bytes().take_while(code).count();
            if rest[length..].starts_with('[') {
                length += rest[length..].find(']').map_or(rest.len() - length, |end| end + 1);
            }
            if length == 0 {
                return Err(self.expected("a type"));
            }
            let scalar = scalar_parse::scalar(&rest[..length], at, self.native)?;
            let mut dtype = DType::try_scalar(scalar).map_err(|error| error.at(at))?;
            self.at += length;
            if self.eat("align") {
                dtype.alignment = self.alignment()?;
            }
            Ok(dtype)
        }

        fn record(&mut self, level: u8, at: usize) -> Result<DType, DTypeError> {
            self.require("{")?;
            let mut fields = Vec::new();
            let mut comma = true;
            while !self.eat("}") {
                if !comma {
                    return Err(self.expected("`,` or `}`"));
                }
                fields.push(self.field(level)?);
                comma = self.eat(",");
            }
            self.require("size")?;
            let itemsize = self.number()?;
            self.require("align")?;
            let alignment = self.alignment()?;
            let aligned = self.eat("aligned");
            if aligned {
                packing::require_aligned(&fields, itemsize, alignment).map_err(|error| error.at(at))?;
            }
            packing::record(fields, itemsize, alignment, aligned).map_err(|error| error.at(at))
        }

        fn field(&mut self, level: u8) -> Result<FieldType, DTypeError> {
            let name = self.name()?;
            let mut title = None;
            if self.eat("(") {
                title = Some(self.name()?);
                self.require(")")?;
            }
            self.require(":")?;
            let dtype = self.dtype(level + 1)?;
            self.require("@")?;
            Ok(FieldType::shared(name, title, self.number()?, dtype))
        }

        /// A plain name, or text in quotes.
        fn name(&mut self) -> Result<Arc<str>, DTypeError> {
            self.skip_space();
            if self.rest().starts_with(['\'', '"']) {
                let (text, end) = literal::quoted(self.text, self.at)?;
                self.at = end;
                return Ok(text.as_ref().into());
            }
            let length = self.rest().bytes().take_while(|&b| b.is_ascii_alphanumeric() || b == b'_').count();
            if length == 0 {
                return Err(self.expected("a name"));
            }
            let name = &self.rest()[..length];
            self.at += length;
            Ok(name.into())
        }
    }
}

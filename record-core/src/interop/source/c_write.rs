//! A C header of a record, whose assertions make the C compiler prove the layout.

use super::{
    c_types::{KEYWORDS, leaf},
    error::SourceError,
    names::{bytes, free, is_gap, is_identifier, mangled},
};
use crate::{ByteOrder, DType, FieldType, dtype::quote::Quoted};
use alloc::{
    collections::BTreeSet,
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt::{self, Write};

type Result<T> = core::result::Result<T, SourceError>;

impl DType {
    /// A C11 header with a struct of this layout, for a compiler whose target has this machine's byte order.
    ///
    /// A record that is [aligned](DType::is_aligned_record) becomes a plain struct, any other a packed one; gaps become
    /// members `_gap0`, `_gap1`, …; nested records become types of their own. `_Static_assert` compares the size and all
    /// offsets with the dtype's. Numbers in the other byte order are unsigned integers. What a C type does not say (byte
    /// order, text, dates, names that are no identifiers) stands in a comment, `/* record: '>f4' */`, which
    /// [`DType::from_c_struct`] reads.
    ///
    /// # Errors
    /// [`SourceError`] if the name is no identifier, the dtype is no record, fields overlap or are out of order, or a
    /// field has no bytes: C has no members of size 0.
    ///
    /// ```
    /// use record_core::{ByteOrder, DType};
    /// let dtype = DType::parse("[('name', 'S32'), ('age', '<i4'), ('badge temp', '>f4')]")?;
    /// let header = dtype.to_c_header_on("Employee", ByteOrder::Little)?;
    /// assert!(header.contains("    char name[32];\n    int32_t age;\n"));
    /// assert!(header.contains("    uint32_t badge_temp; /* record: '>f4', name 'badge temp' */\n"));
    /// assert!(header.contains("_Static_assert(offsetof(Employee, badge_temp) == 36, "));
    /// assert_eq!(DType::from_c_struct_on(&header, ByteOrder::Little)?, dtype);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn to_c_header(&self, name: &str) -> Result<String> {
        self.to_c_header_on(name, ByteOrder::NATIVE)
    }

    /// [`DType::to_c_header`] for a compiler whose target has the given byte order.
    ///
    /// # Errors
    /// As [`DType::to_c_header`].
    pub fn to_c_header_on(&self, name: &str, native: ByteOrder) -> Result<String> {
        if !is_identifier(name, KEYWORDS) {
            return Err(SourceError::TypeName { name: name.into() });
        }
        if self.as_record().is_none() {
            return Err(SourceError::NotARecord { itemsize: self.itemsize() });
        }
        let mut writer = Writer {
            out: String::new(),
            native,
            types: Vec::new(),
            taken: BTreeSet::new(),
            path: String::new(),
        };
        writer.taken.insert(name.into());
        writer.record(self, name)?;
        let guard = format!("{}_H", name.trim_start_matches('_').to_ascii_uppercase());
        let (order, word) = match native {
            ByteOrder::Little => ("LITTLE", "little"),
            ByteOrder::Big => ("BIG", "big"),
        };
        Ok(format!(
            "/*\n * {name}: records of {}.\n *\n * Members called _gap<n> are bytes that no field covers. \
             A comment that begins\n * with \"record:\" says what the type of a member does not.\n */\n\
             #ifndef {guard}\n#define {guard}\n\n#include <stddef.h>\n#include <stdint.h>\n\n\
             #if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_{order}_ENDIAN__\n\
             #error \"{name} is laid out for {word}-endian machines\"\n#endif\n{}\n#endif /* {guard} */\n",
            bytes(self.itemsize()),
            writer.out,
        ))
    }
}

struct Writer {
    /// The types that are finished, the innermost first.
    out: String,
    native: ByteOrder,
    /// The lossless text, the name and C's alignment of each type.
    types: Vec<(String, String, usize)>,
    taken: BTreeSet<String>,
    /// Names of the fields around, joined by dots.
    path: String,
}

/// What a member is declared as.
struct Member {
    base: String,
    lengths: String,
    alignment: usize,
    note: Option<String>,
}

impl Writer {
    /// Writes the type of a record. Returns C's alignment of it.
    fn record(&mut self, record: &DType, name: &str) -> Result<usize> {
        if record.itemsize() == 0 {
            return Err(SourceError::Empty { field: self.path.as_str().into() });
        }
        let (mut members, mut asserts) = (String::new(), String::new());
        let (mut end, mut gaps) = (0, 0);
        let mut largest = 1;
        let mut fits = record.is_aligned_record();
        let mut gap = |members: &mut String, size: usize| {
            if size > 0 {
                push(members, format_args!("    uint8_t _gap{gaps}[{size}];\n"));
                gaps += 1;
            }
        };
        let identifiers = identifiers(record.fields());
        for (field, identifier) in record.fields().iter().zip(identifiers) {
            let outer = self.path.len();
            if outer > 0 {
                self.path.push('.');
            }
            self.path.push_str(field.name());
            let (offset, size) = (field.offset(), field.dtype().itemsize());
            if offset < end {
                return Err(SourceError::Backwards { field: self.path.as_str().into(), offset, end });
            }
            if size == 0 {
                return Err(SourceError::Empty { field: self.path.as_str().into() });
            }
            let member = self.member(field, &identifier, name)?;
            self.path.truncate(outer);
            fits &= offset.is_multiple_of(member.alignment);
            largest = largest.max(member.alignment);
            gap(&mut members, offset - end);
            push(&mut members, format_args!("    {} {identifier}{};", member.base, member.lengths));
            if let Some(note) = member.note {
                push(&mut members, format_args!(" /* record: {note} */"));
            }
            members.push('\n');
            push(
                &mut asserts,
                format_args!(
                    "_Static_assert(offsetof({name}, {identifier}) == {offset}, \"offset of {name}.{identifier}\");\n"
                ),
            );
            end = offset + size;
        }
        gap(&mut members, record.itemsize() - end);
        fits &= record.itemsize().is_multiple_of(largest);
        let (before, after) =
            if fits { ("", "") } else { ("#pragma pack(push, 1)\n", "#pragma pack(pop)\n") };
        push(
            &mut self.out,
            format_args!(
                "\n{before}typedef struct {name} {{\n{members}}} {name};\n{after}\
                 _Static_assert(sizeof({name}) == {}, \"size of {name}\");\n{asserts}",
                record.itemsize()
            ),
        );
        Ok(if fits { largest } else { 1 })
    }

    fn member(&mut self, field: &FieldType, identifier: &str, outer: &str) -> Result<Member> {
        let base = field.dtype().base();
        let mut lengths = String::new();
        field.dtype().shape().for_each(|length| push(&mut lengths, format_args!("[{length}]")));
        let mut note = Vec::new();
        let (base, alignment) = match base.as_scalar() {
            Some(scalar) => {
                let leaf = leaf(scalar, self.native);
                if let Some(length) = leaf.length {
                    push(&mut lengths, format_args!("[{length}]"));
                }
                if leaf.is_noted {
                    note.push(quoted(&base.dtype_str().replace("|b1", "?").replace('|', "")));
                }
                (leaf.base.to_string(), leaf.alignment)
            }
            None => self.nested(base, &format!("{outer}_{identifier}"))?,
        };
        if field.name() != identifier {
            note.push(format!("name {}", quoted(field.name())));
        }
        if let Some(title) = field.title() {
            note.push(format!("title {}", quoted(title)));
        }
        let note = if note.is_empty() { None } else { Some(note.join(", ")) };
        Ok(Member { base, lengths, alignment, note })
    }

    /// The type of a nested record, written if it is not there yet.
    fn nested(&mut self, record: &DType, wish: &str) -> Result<(String, usize)> {
        let text = format!("{record:?}");
        if let Some((_, name, alignment)) = self.types.iter().find(|(known, ..)| *known == text) {
            return Ok((name.clone(), *alignment));
        }
        let name = free(wish.into(), &mut self.taken);
        let alignment = self.record(record, &name)?;
        self.types.push((text, name.clone(), alignment));
        Ok((name, alignment))
    }
}

/// A member's name for each field: its own where it is an identifier, else one like it.
fn identifiers(fields: &[FieldType]) -> Vec<String> {
    let keeps = |name: &str| is_identifier(name, KEYWORDS) && !is_gap(name);
    let mut taken: BTreeSet<String> =
        fields.iter().map(|field| field.name().into()).filter(|name: &String| keeps(name)).collect();
    let one = |field: &FieldType| match field.name() {
        name if keeps(name) => name.into(),
        name => free(mangled(name, KEYWORDS), &mut taken),
    };
    fields.iter().map(one).collect()
}

/// As Python's `repr`, and nothing that would end the comment or begin another.
fn quoted(text: &str) -> String {
    Quoted(text).to_string().replace("*/", "*\\x2f").replace("/*", "/\\x2a")
}

fn push(out: &mut String, text: fmt::Arguments<'_>) {
    let written = out.write_fmt(text);
    debug_assert!(written.is_ok(), "writing to a String cannot fail");
}

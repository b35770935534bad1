//! A Rust struct of a record, for `#[derive(Record)]`.

use super::{
    error::SourceError,
    names::{bytes, free, is_gap, is_identifier, mangled},
    rust_types::{Fit, KEYWORDS, NEVER, Repr, fit, type_text},
};
use crate::{ByteOrder, DType, FieldType};
use alloc::{
    boxed::Box,
    collections::BTreeSet,
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt::{self, Write};

type Result<T> = core::result::Result<T, SourceError>;

impl DType {
    /// The text of a Rust struct whose `#[derive(Record)]` has this dtype, for machines of this one's byte order.
    ///
    /// The `repr` is chosen so that the compiler puts the fields where they are: `C` for an aligned record, else
    /// `C, packed`, `C, packed(2)` and so on. Numbers in the other byte order are `Be<T>` or `Le<T>`, nested records
    /// structs of their own, and names that are no identifiers stand in `#[record(rename = "..")]`.
    ///
    /// **Gaps that no `repr` gives** become fields `_gap0: Opaque<3>`, …: the bytes are where they should be, and the
    /// struct's dtype has those fields in addition.
    ///
    /// # Errors
    /// [`SourceError`] if the name is no identifier, the dtype is no record, a record has no fields, fields overlap or
    /// are out of order, or a name is empty.
    ///
    /// ```
    /// use record_core::{ByteOrder, DType};
    /// let dtype = DType::parse("[('name', 'S32'), ('age', '<i4'), ('badge temp', '>f4')]")?;
    /// assert_eq!(dtype.to_rust_struct_on("Employee", ByteOrder::Little)?, r#"use record_core::{Be, FixedBytes, Record};
    ///
    /// /// Records of 40 bytes.
    /// #[derive(Record, Clone, Copy)]
    /// #[repr(C, packed)]
    /// pub struct Employee {
    ///     /// `'S32'` at byte 0.
    ///     pub name: FixedBytes<32>,
    ///     /// `'<i4'` at byte 32.
    ///     pub age: i32,
    ///     /// `'>f4'` at byte 36.
    ///     #[record(rename = "badge temp")]
    ///     pub badge_temp: Be<f32>,
    /// }
    /// "#);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn to_rust_struct(&self, name: &str) -> Result<String> {
        self.to_rust_struct_on(name, ByteOrder::NATIVE)
    }

    /// [`DType::to_rust_struct`] for machines of the given byte order.
    ///
    /// # Errors
    /// As [`DType::to_rust_struct`].
    pub fn to_rust_struct_on(&self, name: &str, native: ByteOrder) -> Result<String> {
        if !is_identifier(name, KEYWORDS) || NEVER.contains(&name) {
            return Err(SourceError::TypeName { name: name.into() });
        }
        if self.as_record().is_none() {
            return Err(SourceError::NotARecord { itemsize: self.itemsize() });
        }
        let mut writer = Writer {
            out: String::new(),
            native,
            uses: BTreeSet::from(["Record"]),
            types: Vec::new(),
            taken: STANDARD.iter().map(|&name| name.into()).collect(),
            path: String::new(),
        };
        writer.claim(name);
        writer.record(self, name)?;
        let mut head = format!("use record_core::{};\n", used(&writer.uses));
        for (name, feature) in [("F16", "half"), ("Complex", "num-complex")] {
            if writer.uses.contains(name) {
                push(&mut head, format_args!("// `{name}` needs record-core's feature \"{feature}\".\n"));
            }
        }
        Ok(head + &writer.out)
    }
}

/// Types that a nested record must not hide.
const STANDARD: &[&str] = &[
    "Be",
    "Bool8",
    "Clone",
    "Complex",
    "Copy",
    "DateTime64",
    "F16",
    "FixedBytes",
    "FixedUtf32",
    "Le",
    "Opaque",
    "Record",
    "TimeDelta64",
];

/// `{Be, Record, time::{Days, Seconds}}`
fn used(uses: &BTreeSet<&'static str>) -> String {
    let (mut names, mut units) = (Vec::new(), Vec::new());
    for name in uses {
        match name.strip_prefix("time::") {
            Some(unit) => units.push(unit),
            None => names.push((*name).to_string()),
        }
    }
    match units.as_slice() {
        [] => {}
        [unit] => names.push(format!("time::{unit}")),
        units => names.push(format!("time::{{{}}}", units.join(", "))),
    }
    match names.as_slice() {
        [name] => name.clone(),
        names => format!("{{{}}}", names.join(", ")),
    }
}

struct Writer {
    /// The structs that are finished, the innermost first.
    out: String,
    native: ByteOrder,
    uses: BTreeSet<&'static str>,
    /// The lossless text, the name and Rust's alignment of each struct.
    types: Vec<(String, String, usize)>,
    taken: BTreeSet<String>,
    /// Names of the fields around, joined by dots.
    path: String,
}

impl Writer {
    /// Takes a struct's name and those of its columns.
    fn claim(&mut self, name: &str) {
        self.taken.extend(COLUMNS.map(|suffix| format!("{name}{suffix}")));
    }

    fn error_path(&self, field: &FieldType) -> Box<str> {
        let dot = if self.path.is_empty() { "" } else { "." };
        format!("{}{dot}{}", self.path, field.name()).into()
    }

    /// Writes the struct of a record. Returns Rust's alignment of it.
    fn record(&mut self, record: &DType, name: &str) -> Result<usize> {
        let fields = record.fields();
        if fields.is_empty() {
            return Err(SourceError::Empty { field: self.path.as_str().into() });
        }
        let (mut end, mut types, mut alignments) = (0, Vec::new(), Vec::new());
        let members = members(fields);
        for (field, member) in fields.iter().zip(&members) {
            if field.name().is_empty() || field.title() == Some("") {
                return Err(SourceError::EmptyName { field: self.error_path(field) });
            }
            if field.offset() < end {
                let offset = field.offset();
                return Err(SourceError::Backwards { field: self.error_path(field), offset, end });
            }
            end = field.offset() + field.dtype().itemsize();
            let outer = self.path.len();
            self.path = self.error_path(field).into();
            let (text, alignment) =
                self.field_type(field.dtype(), &format!("{name}{}", camel(&member.identifier)))?;
            self.path.truncate(outer);
            types.push(text);
            alignments.push(alignment);
        }
        let (repr, fit) = choose(record, &alignments, self.path.is_empty());
        let mut text = String::new();
        let upper = members.iter().any(|member| member.identifier.bytes().any(|b| b.is_ascii_uppercase()));
        push(
            &mut text,
            format_args!(
                "\n/// Records of {}.\n#[derive(Record, Clone, Copy)]\n#[repr({})]\n{}pub struct {name} {{\n",
                bytes(record.itemsize()),
                repr.text(),
                if upper { "#[allow(non_snake_case)]\n" } else { "" }
            ),
        );
        let mut gaps = fit.gaps.iter().enumerate().peekable();
        for (i, (field, member)) in fields.iter().zip(&members).enumerate() {
            if let Some((number, &(_, size))) = gaps.next_if(|(_, (before, _))| *before == i) {
                self.gap(&mut text, number, size);
            }
            push(
                &mut text,
                format_args!("    /// {} at byte {}.\n", described(field.dtype()), field.offset()),
            );
            if !member.attributes.is_empty() {
                push(&mut text, format_args!("    #[record({})]\n", member.attributes.join(", ")));
            }
            let raw = if KEYWORDS.contains(&member.identifier.as_str()) { "r#" } else { "" };
            push(&mut text, format_args!("    pub {raw}{}: {},\n", member.identifier, types[i]));
        }
        if let Some((number, &(_, size))) = gaps.next() {
            self.gap(&mut text, number, size);
        }
        text.push_str("}\n");
        self.out.push_str(&text);
        Ok(fit.alignment)
    }

    fn gap(&mut self, text: &mut String, number: usize, size: usize) {
        self.uses.insert("Opaque");
        push(
            text,
            format_args!("    /// A gap of {}.\n    pub _gap{number}: Opaque<{size}>,\n", bytes(size)),
        );
    }

    fn field_type(&mut self, dtype: &DType, wish: &str) -> Result<(String, usize)> {
        if let Some((element, count)) = dtype.as_array() {
            let (text, alignment) = self.field_type(element, wish)?;
            return Ok((format!("[{text}; {count}]"), alignment));
        }
        if let Some(scalar) = dtype.as_scalar() {
            return Ok((type_text(scalar, self.native, &mut self.uses), scalar.alignment()));
        }
        let text = format!("{dtype:?}");
        if let Some((_, name, alignment)) = self.types.iter().find(|(known, ..)| *known == text) {
            return Ok((name.clone(), *alignment));
        }
        let is_free =
            |name: &String| !COLUMNS.iter().any(|suffix| self.taken.contains(&format!("{name}{suffix}")));
        let numbered = (2..).map(|i: usize| format!("{wish}{i}"));
        let name = core::iter::once(wish.to_string()).chain(numbered).find(is_free);
        let name = name.unwrap_or_else(|| wish.into());
        self.claim(&name);
        let alignment = self.record(dtype, &name)?;
        self.types.push((text, name.clone(), alignment));
        Ok((name, alignment))
    }
}

/// What the derive adds to a struct's name.
const COLUMNS: [&str; 3] = ["", "Columns", "ColumnsMut"];

/// The `repr` that puts the fields where they are, without additional fields if there is one. `align(N)` only for the
/// outermost struct: a packed one cannot hold it.
fn choose(record: &DType, alignments: &[usize], outermost: bool) -> (Repr, Fit) {
    let packed = [1, 2, 4, 8].map(|bytes| Repr { packed: Some(bytes), align: 1 });
    let natural = [Repr::C, Repr { packed: None, align: if outermost { record.alignment() } else { 1 } }];
    let order: Vec<Repr> = if record.is_aligned_record() {
        natural.into_iter().chain(packed).collect()
    } else {
        packed.into_iter().chain(natural).collect()
    };
    let mut fits: Vec<(Repr, Fit)> =
        order.into_iter().filter_map(|repr| Some((repr, fit(record, alignments, repr)?))).collect();
    let exact = fits.iter().position(|(_, fit)| fit.gaps.is_empty()).unwrap_or(0);
    // A packed struct with fields for gaps always fits.
    if fits.is_empty() {
        (Repr::PACKED, Fit { gaps: Vec::new(), alignment: 1 })
    } else {
        fits.swap_remove(exact)
    }
}

/// A field's identifier and what `#[record(..)]` says of it.
struct Member {
    identifier: String,
    attributes: Vec<String>,
}

fn members(fields: &[FieldType]) -> Vec<Member> {
    let keeps = |name: &str| is_identifier(name, NEVER) && !is_gap(name);
    let mut identifiers: BTreeSet<String> =
        fields.iter().map(|field| field.name().into()).filter(|name: &String| keeps(name)).collect();
    // What the constants of the struct are called already.
    let mut tokens = BTreeSet::from(["DTYPE".to_string(), "FIELDS".to_string()]);
    let one = |field: &FieldType| {
        let mut attributes = Vec::new();
        let identifier: String = if keeps(field.name()) {
            field.name().into()
        } else {
            attributes.push(format!("rename = {:?}", field.name()));
            free(mangled(field.name(), NEVER), &mut identifiers)
        };
        if let Some(title) = field.title() {
            attributes.push(format!("title = {title:?}"));
        }
        let token = identifier.to_ascii_uppercase();
        let free = free(token.clone(), &mut tokens);
        if free != token {
            attributes.push(format!("token = {free:?}"));
        }
        Member { identifier, attributes }
    };
    fields.iter().map(one).collect()
}

/// `badge_temp` as `BadgeTemp`.
fn camel(identifier: &str) -> String {
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + chars.as_str())
    };
    identifier.split('_').map(capital).collect()
}

/// What a field is, for its documentation.
fn described(dtype: &DType) -> String {
    let axes: Vec<String> = dtype.shape().map(|length| length.to_string()).collect();
    let base = dtype.base();
    let what = match base.as_scalar() {
        Some(scalar) => format!("`'{scalar}'`"),
        None => format!("A record of {}", bytes(base.itemsize())),
    };
    if axes.is_empty() { what } else { format!("{what}, shape ({}),", axes.join(", ")) }
}

fn push(out: &mut String, text: fmt::Arguments<'_>) {
    let written = out.write_fmt(text);
    debug_assert!(written.is_ok(), "writing to a String cannot fail");
}

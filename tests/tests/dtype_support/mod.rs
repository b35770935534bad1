//! Builds the dtypes that recorded facts describe: a small interpreter of their `dtype_spec` language.
//!
//! The facts were recorded on a little-endian machine, which is what "native" means here.

use record_core::{
    ByteOrder, DType,
    dtype::{DTypeError, NewByteOrder, Packing},
};
use serde_json::Value;

/// The dtype that `numpy.dtype(spec, align=align)` is.
///
/// A spec is a type string, `{"struct": [[name, spec, shape?], ..], "align"?}`, the dict form with NumPy's keys,
/// `{"ctypes": [[name, type], ..], "pack"}`, `{"union": [base, spec]}` or `{"generate": sentence}`. A struct with an
/// `align` of its own is a finished dtype, one without inherits.
pub fn build(spec: &Value, align: bool, is_union: bool) -> Result<DType, DTypeError> {
    if let Some(text) = spec.as_str() {
        let call = format!("dtype('{text}', align={})", if align { "True" } else { "False" });
        return DType::parse_on(&call, ByteOrder::Little);
    }
    if let Some(fields) = spec.get("struct") {
        let align = spec.get("align").map_or(align, |own| own.as_bool().expect("a bool"));
        return list(fields, align);
    }
    if let Some(names) = spec.get("names") {
        return dict(spec, names, align);
    }
    if let Some(fields) = spec.get("ctypes") {
        return ctypes(fields, spec["pack"].as_u64().expect("a number"), is_union);
    }
    if let Some(pair) = spec.get("union") {
        // There is no builder for it: the text is the only way to ask.
        let text = format!("dtype(({}, [('r', 'u1')]))", pair[0].to_string().replace('"', "'"));
        return DType::parse_on(&text, ByteOrder::Little);
    }
    let sentence = spec["generate"].as_str().expect("a known kind of spec");
    assert_eq!(sentence, "66 fields named 'n%02d' % i + 'x'*997, each '<i4'");
    let int = DType::parse("<i4")?;
    DType::packed((0..66).map(|i| (format!("n{i:02}{}", "x".repeat(997)), &int)))
}

fn list(fields: &Value, align: bool) -> Result<DType, DTypeError> {
    let mut builder = DType::builder().aligned(align);
    for field in fields.as_array().expect("a list") {
        let inner = build(&field[1], align, false)?;
        let dtype = match field.get(2) {
            Some(shape) => DType::array(inner, &sizes(shape))?,
            None => inner,
        };
        builder = match field[0].as_array() {
            Some(both) => builder.field(text(&both[1]), dtype).title(text(&both[0])),
            None => builder.field(text(&field[0]), dtype),
        };
    }
    builder.build()
}

fn dict(spec: &Value, names: &Value, align: bool) -> Result<DType, DTypeError> {
    let align = align || spec.get("aligned").is_some_and(|flag| flag.as_bool().expect("a bool"));
    let mut builder = DType::builder().aligned(align);
    for (i, name) in names.as_array().expect("a list").iter().enumerate() {
        let dtype = build(&spec["formats"][i], align, false)?;
        builder = match spec.get("offsets") {
            Some(offsets) => builder.field_at(text(name), dtype, size(&offsets[i])),
            None => builder.field(text(name), dtype),
        };
        if let Some(title) = spec.get("titles").and_then(|titles| titles[i].as_str()) {
            builder = builder.title(title);
        }
    }
    if let Some(itemsize) = spec.get("itemsize") {
        builder = builder.itemsize(size(itemsize));
    }
    builder.build()
}

/// C's layout with `#pragma pack(pack)`, which NumPy takes over as explicit offsets; 0 means no packing.
fn ctypes(fields: &Value, pack: u64, is_union: bool) -> Result<DType, DTypeError> {
    let (mut builder, mut end, mut largest) = (DType::builder(), 0, 1);
    for field in fields.as_array().expect("a list") {
        let code = match text(&field[1]) {
            "c_bool" => "?",
            "c_byte" => "i1",
            "c_ubyte" => "u1",
            "c_short" => "i2",
            "c_ushort" => "u2",
            "c_int" => "i4",
            "c_uint" => "u4",
            "c_longlong" => "i8",
            "c_ulonglong" => "u8",
            "c_float" => "f4",
            "c_double" => "f8",
            other => panic!("unknown C type {other}"),
        };
        let dtype = DType::parse_on(code, ByteOrder::Little)?;
        let limit = if pack == 0 { usize::MAX } else { usize::try_from(pack).expect("small") };
        let alignment = dtype.alignment().min(limit);
        let offset = if is_union { 0 } else { usize::next_multiple_of(end, alignment) };
        end = end.max(offset + dtype.itemsize());
        largest = largest.max(alignment);
        builder = builder.field_at(text(&field[0]), dtype, offset);
    }
    builder.itemsize(end.next_multiple_of(largest)).aligned(pack == 0 && !is_union).build()
}

/// Applies a tag such as `derived:newbyteorder('>')` to the dtype of the spec.
pub fn derive(dtype: &DType, tag: &str) -> Result<DType, DTypeError> {
    let Some(what) = tag.strip_prefix("derived:") else { return Ok(dtype.clone()) };
    if let Some(code) = what.strip_prefix("newbyteorder('").and_then(|rest| rest.strip_suffix("')")) {
        return Ok(dtype.newbyteorder(NewByteOrder::from_code(code.chars().next().expect("a code"))?));
    }
    if let Some(names) = what.strip_prefix("dt[['").and_then(|rest| rest.strip_suffix("']]")) {
        return dtype.select(&names.split("','").collect::<Vec<_>>());
    }
    let packing = if dtype.is_aligned_record() { Packing::Aligned } else { Packing::Packed };
    match what {
        "repack_fields(align=True)" => dtype.repack(Packing::Aligned),
        "repack_fields(recurse=True)" => dtype.repack_nested(Packing::Packed),
        "result_type" => dtype.newbyteorder(ByteOrder::Little).repack_nested(packing),
        // NumPy takes the aligned offsets and forgets the rest: the itemsize ends with the last field.
        "rec.format_parser(aligned=True)" => {
            let explicit = dtype
                .fields()
                .iter()
                .fold(DType::builder(), |b, f| b.field_at(f.name(), f.dtype(), f.offset()));
            explicit.build()
        }
        other => panic!("unknown derivation {other}"),
    }
}

pub fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}

pub fn size(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("a size")
}

/// A shape: a list of lengths, or one length.
pub fn sizes(value: &Value) -> Vec<usize> {
    value.as_array().map_or_else(|| vec![size(value)], |axes| axes.iter().map(size).collect())
}

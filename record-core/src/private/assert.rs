//! The assertions of `#[record(size = .., align = .., offset = .., layout = .., endian = ..)]`, run by the compiler.
//!
//! Each is `#[track_caller]`, so that the compiler points at the attribute and not in here, and writes the numbers into
//! its message.

pub use super::twin::native;

use super::text::Text;
use crate::{bits::Word, byte_order::ByteOrder, element::Element, record::Record};

/// `size = expected`.
#[track_caller]
pub const fn size<R: Record>(record: &str, expected: usize) {
    if size_of::<R>() != expected {
        let text = Text::new().push("expected `").push(record).push("` to be ").count(expected, "byte");
        panic!("{}", text.push(" long, found ").number(size_of::<R>()).as_str());
    }
}

/// `align = expected`.
#[track_caller]
pub const fn align<R: Record>(record: &str, expected: usize) {
    if align_of::<R>() != expected {
        let text = Text::new().push("expected `").push(record).push("` to be aligned to ");
        panic!("{}", text.count(expected, "byte").push(", found ").number(align_of::<R>()).as_str());
    }
}

/// `offset = expected` on the field of this number.
#[track_caller]
pub const fn offset<R: Record>(record: &str, field: usize, expected: usize) {
    let field = &R::FIELDS[field];
    if field.offset() != expected {
        let text = Text::new().push("expected `").push(field.constant_name()).push("` of `").push(record);
        let text = text.push("` at offset ").number(expected).push(", found it at ");
        panic!("{}", text.number(field.offset()).as_str());
    }
}

/// `layout = "packed"`: each field begins where the one before it ends, and the record ends with the last one.
#[track_caller]
pub const fn packed<R: Record>(record: &str) {
    let (mut end, mut i) = (0, 0);
    while i < R::FIELDS.len() {
        let field = &R::FIELDS[i];
        if field.offset() != end {
            let text = Text::new().push("expected `").push(record).push("` to be packed, found ");
            let text = text.count(field.offset() - end, "byte").push(" of gap before `");
            panic!(
                "{}",
                text.push(field.constant_name())
                    .push("`: write `#[repr(C, packed)]`, or put the largest fields first")
                    .as_str()
            );
        }
        end = field.end();
        i += 1;
    }
    if end != size_of::<R>() {
        let text = Text::new().push("expected `").push(record).push("` to be packed, found ");
        let text = text.count(size_of::<R>() - end, "byte").push(" of gap after the last field");
        panic!("{}", text.push(": write `#[repr(C, packed)]`").as_str());
    }
}

/// `endian = ".."` on the struct. `expected` is big-endian (1), little-endian (0), or this machine's (2).
#[track_caller]
pub const fn endian<R: Record>(record: &str, expected: u8) {
    let mut field = 0;
    while field < R::FIELDS.len() {
        field_endian::<R>(record, field, expected);
        field += 1;
    }
}

/// `endian = ".."` on the field of this number.
#[track_caller]
pub const fn field_endian<R: Record>(record: &str, field: usize, expected: u8) {
    let (order, name, instead) = match expected {
        0 => (ByteOrder::Little, "little-endian", "`Le<..>`"),
        1 => (ByteOrder::Big, "big-endian", "`Be<..>`"),
        _ => (ByteOrder::NATIVE, "in the byte order of this machine", "a number without `Be` or `Le`"),
    };
    let field = &R::FIELDS[field];
    if !field.is_stored_in(order) {
        let text = Text::new().push("expected `").push(field.constant_name()).push("` of `").push(record);
        let text =
            text.push("` to be ").push(name).push(", found the other byte order: write ").push(instead);
        panic!("{}", text.as_str());
    }
}

/// `width = expected` of a field with bit ranges.
#[track_caller]
pub const fn width<T: Element<Value: Word>>(expected: u32) {
    if <T::Value as Word>::BITS != expected {
        let text = Text::new().push("expected a field of ").count(expected as usize, "bit");
        panic!("{}", text.push(", found ").number(<T::Value as Word>::BITS as usize).as_str());
    }
}

/// The end of a bit range, in a field whose type has some name of the user's.
#[track_caller]
pub const fn bits_end<T: Element<Value: Word>>(end: u32) {
    let width = <T::Value as Word>::BITS;
    if end > width {
        let text = Text::new().push("expected bits below ").number(width as usize).push(", found bit ");
        panic!("{}", text.number(end as usize - 1).as_str());
    }
}

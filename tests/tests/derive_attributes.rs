//! `#[record(..)]`: names, titles, tokens, assertions that hold, bits and bytemuck's traits.

use record_core as other;
use record_core::{Be, BitField, Element, Le, Record, View};

fn names<R: Record>() -> Vec<&'static str> {
    R::FIELDS.iter().map(record_core::FieldType::name).collect()
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(rename_all = "camelCase")]
#[allow(non_snake_case)]
struct Renamed {
    first_name: u8,
    #[record(rename = "Nachname, ganz")]
    last_name: u8,
    #[record(title = "Age in years")]
    age: u8,
    #[record(token = "TYPE_TOKEN", rename = "DTYPE")]
    dtype: u8,
    #[record(token = "AGE_2", rename = "age2", title = "more")]
    AGE: u8,
}

#[test]
fn names_titles_and_tokens() {
    assert_eq!(names::<Renamed>(), ["firstName", "Nachname, ganz", "age", "DTYPE", "age2"]);
    let titles: Vec<_> = Renamed::FIELDS.iter().map(record_core::FieldType::title).collect();
    assert_eq!(titles, [None, None, Some("Age in years"), None, Some("more")]);
    let tokens = [Renamed::FIRST_NAME, Renamed::LAST_NAME, Renamed::AGE, Renamed::TYPE_TOKEN, Renamed::AGE_2];
    assert_eq!(tokens.map(record_core::Field::offset), [0, 1, 2, 3, 4]);
    // The token did not hide the trait's constant.
    assert_eq!(<Renamed as Element>::DTYPE.itemsize(), Renamed::DTYPE.itemsize());
}

macro_rules! case {
    ($name:ident $case:literal $expected:expr) => {{
        #[derive(Record, Clone, Copy)]
        #[repr(C)]
        #[record(rename_all = $case)]
        struct $name {
            salary: u8,
            badge_temp: u8,
            r#type: u8,
        }
        assert_eq!(names::<$name>(), $expected);
    }};
}

#[test]
fn all_cases() {
    case!(Lower "lowercase" ["salary", "badge_temp", "type"]);
    case!(Upper "UPPERCASE" ["SALARY", "BADGE_TEMP", "TYPE"]);
    case!(Pascal "PascalCase" ["Salary", "BadgeTemp", "Type"]);
    case!(Camel "camelCase" ["salary", "badgeTemp", "type"]);
    case!(Snake "snake_case" ["salary", "badge_temp", "type"]);
    case!(Screaming "SCREAMING_SNAKE_CASE" ["SALARY", "BADGE_TEMP", "TYPE"]);
    case!(Kebab "kebab-case" ["salary", "badge-temp", "type"]);
    case!(Train "SCREAMING-KEBAB-CASE" ["SALARY", "BADGE-TEMP", "TYPE"]);
}

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
#[record(size = 15, align = 1, layout = "packed", endian = "big")]
struct Header {
    #[record(offset = 0)]
    id: Be<u16>,
    #[record(offset = 2, endian = "big")]
    time: [Be<u32>; 3],
    #[record(offset = 0xE)]
    flags: u8,
}

// No gaps, though not packed; the machine's byte order, nested and in arrays.
#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(size = 8, align = 4, layout = "packed", endian = "native")]
struct Plain {
    a: u32,
    b: [u16; 2],
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(layout = "aligned")]
struct Outer<T> {
    plain: T,
    #[record(endian = "little")]
    little: Le<i64>,
}

#[test]
fn assertions_that_hold_change_nothing() {
    assert_eq!(Header::FLAGS.offset(), 14);
    assert_eq!(<Plain as Element>::DTYPE.itemsize(), 8);
    assert_eq!(<Outer<Plain> as Element>::DTYPE.itemsize(), 16);
}

mod reexported {
    pub use record_core as deep;
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(crate = other)]
struct ThroughUse(u8);

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(crate = crate::reexported::deep, size = 1, bytemuck)]
struct ThroughPath {
    #[record(bits(low = 0..4))]
    byte: u8,
}

#[test]
fn the_crate_may_have_another_name() {
    assert_eq!((ThroughUse::F0.offset(), ThroughPath::BYTE.offset()), (0, 0));
}

/// The primary header of a space packet (CCSDS 133.0-B), whose standard counts bits from the most significant one.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Packet {
    #[record(bits(version = 0..3, kind = 3, has_secondary = 4, apid = 5..16, order = "msb"))]
    id: Be<u16>,
    #[record(bits(sequence_flags = 0..=1, sequence_count = 2..16, order = "msb"))]
    pub sequence: Be<u16>,
    length: Be<u16>,
}

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Words<T: Element> {
    before: T,
    #[record(bits(low = 0..4, middle = 4..28, high = 28..32))]
    word: u32,
    #[record(bits(sign = 0, rest = 1..64, order = "msb", width = 64))]
    wide: Alias,
}

type Alias = Le<i64>;

#[test]
fn bits_count_from_either_end() {
    // Version 0, telemetry with a secondary header, APID 0x123; unsegmented, number 0x2ABC.
    let bytes = [0x09, 0x23, 0xEA, 0xBC, 0, 7];
    let packets = View::<Packet>::from_bytes(&bytes).unwrap();
    assert_eq!(packets.col(Packet::VERSION).to_vec(), [0]);
    assert_eq!(packets.col(Packet::KIND).to_vec(), [0]);
    assert_eq!(packets.col(Packet::HAS_SECONDARY).to_vec(), [1]);
    assert_eq!(packets.col(Packet::APID).to_vec(), [0x123]);
    assert_eq!(packets.col(Packet::SEQUENCE_FLAGS).to_vec(), [3]);
    assert_eq!(packets.col(Packet::SEQUENCE_COUNT).to_vec(), [0x2ABC]);
    let _: BitField<Packet, Be<u16>, 0, 11> = Packet::APID;

    let rows = [Words { before: 0_u16, word: 0xF000_0012, wide: Le::from(i64::MIN + 5) }];
    let words = View::from_slice(&rows);
    assert_eq!(words.col(Words::LOW).to_vec(), [2]);
    assert_eq!(words.col(Words::MIDDLE).to_vec(), [1]);
    assert_eq!(words.col(Words::HIGH).to_vec(), [0xF]);
    assert_eq!(words.col(Words::SIGN).to_vec(), [1]);
    assert_eq!(words.col(Words::REST).to_vec(), [5]);
    assert_eq!(Words::<u16>::SIGN.offset(), 6);
}

#[derive(Record, Clone, Copy, PartialEq, Debug)]
#[repr(C)]
#[record(bytemuck)]
struct Dense {
    a: Be<u16>,
    b: u16,
}

#[derive(Record, Clone, Copy, PartialEq, Debug)]
#[repr(C)]
#[record(bytemuck)]
struct Holed {
    a: u8,
    b: u16,
}

#[derive(Record, Clone, Copy, PartialEq, Debug)]
#[repr(C)]
#[record(bytemuck)]
struct Generic<T, const N: usize> {
    a: [T; N],
}

#[test]
fn bytemuck_knows_records() {
    assert_eq!(
        bytemuck::bytes_of(&Dense { a: Be::from(0x0102), b: u16::from_ne_bytes([3, 4]) }),
        [1, 2, 3, 4]
    );
    let holed: Holed = bytemuck::pod_read_unaligned(&[1, 0xFF, 2, 2]);
    assert_eq!(holed, Holed { a: 1, b: 0x0202 });
    let generic: Generic<u8, 3> = bytemuck::pod_read_unaligned(&[1, 2, 3]);
    assert_eq!(generic.a, [1, 2, 3]);
    let zeroed: Generic<Dense, 2> = bytemuck::Zeroable::zeroed();
    assert_eq!(zeroed.a, [Dense { a: Be::from(0), b: 0 }; 2]);
}

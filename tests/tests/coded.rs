//! Enums as integers: every width, sign, byte order and stride, against tables and loops written here.

use proptest::prelude::*;
use record_core::{
    Code, Coded, Element, Error, Rank, View, ViewMut,
    coded::{Stores, Unknown},
    layout::Layout,
    prelude::{Be, Le, Record, RecordTable},
    view::Value,
};
use record_tests::{Buffer, Random};
use std::collections::{BTreeMap, HashSet};
use zerocopy::byteorder;

/// How an integer of a test's storage lies in memory, by std.
trait Stored: Copy {
    fn decode(bytes: &[u8]) -> i128;
}

macro_rules! stored {
    ($($int:ident $unaligned:ident;)*) => {$(
        stored!(@ $int, $int, from_ne_bytes);
        stored!(@ Be<$int>, $int, from_be_bytes);
        stored!(@ Le<$int>, $int, from_le_bytes);
        stored!($int $unaligned);
    )*};
    (u8 none) => {};
    (i8 none) => {};
    ($int:ident $name:ident) => {
        stored!(@ byteorder::$name<byteorder::BigEndian>, $int, from_be_bytes);
        stored!(@ byteorder::$name<byteorder::LittleEndian>, $int, from_le_bytes);
    };
    (@ $stored:ty, $int:ident, $from:ident) => {
        impl Stored for $stored {
            fn decode(bytes: &[u8]) -> i128 {
                i128::from($int::$from(bytes.try_into().expect("as many bytes")))
            }
        }
    };
}

stored! { u8 none; i8 none; u16 U16; u32 U32; u64 U64; i16 I16; i32 I32; i64 I64; }

/// Columns of `Coded<E, S>` at every kind of stride over bytes of which about half are codes; `codes` is the truth.
fn check_columns<E, S>(codes: &[(&'static str, i128)], word: impl Fn(i128) -> Vec<u8>)
where
    E: Code + PartialEq + core::fmt::Debug,
    S: Stores<E::Repr> + Stored,
    E::Repr: Into<i128>,
{
    let size = size_of::<S>();
    assert_eq!(Coded::<E, S>::DTYPE, S::DTYPE);
    assert_eq!((size_of::<Coded<E, S>>(), align_of::<Coded<E, S>>()), (size, align_of::<S>()));
    let name_of = |raw: i128| codes.iter().find(|(_, code)| *code == raw).map(|(name, _)| *name);
    let mut random = Random::new(5);
    let step = size.cast_signed();
    for stride in [step, step + 1, 3 * step, -step, -2 * step - 3] {
        for (len, misalignment) in [(0, 0), (1, 1), (7, 0), (8, 3), (9, 1), (100, 0), (1030, 7)] {
            let reach = stride.unsigned_abs() * len + size;
            let mut bytes = random.bytes(reach);
            let start = if stride < 0 { stride.unsigned_abs() * len } else { 0 };
            let at = |i: usize| start.strict_add_signed(stride * i.cast_signed());
            for i in 0..len {
                if random.below(2) == 0 {
                    bytes[at(i)..][..size].copy_from_slice(&word(random.pick(codes).1));
                }
            }
            let buffer = Buffer::new(&bytes, misalignment);
            let layout = Layout::<Rank<1>> { shape: [len], strides: [stride] };
            let column = View::<Coded<E, S>>::from_parts(buffer.bytes(), layout, start).expect("it fits");

            let raws: Vec<i128> = (0..len).map(|i| S::decode(&bytes[at(i)..][..size])).collect();
            let mut counted: BTreeMap<i128, usize> = BTreeMap::new();
            for &raw in &raws {
                *counted.entry(raw).or_default() += 1;
            }
            for (i, value) in column.iter().enumerate() {
                match (value, name_of(raws[i])) {
                    (Ok(code), Some(name)) => {
                        assert_eq!((code.name(), code.to_raw().into()), (name, raws[i]));
                    }
                    (Err(unknown), None) => assert_eq!(unknown.raw().into(), raws[i]),
                    (value, name) => panic!("{value:?} of {} is {name:?}", raws[i]),
                }
            }
            assert_eq!(column.raw().iter().map(Into::into).collect::<Vec<i128>>(), raws);
            let unknown: Vec<usize> = (0..len).filter(|&i| name_of(raws[i]).is_none()).collect();
            assert_eq!(column.unknown_rows().collect::<Vec<_>>(), unknown);
            assert_eq!(column.has_unknown(), !unknown.is_empty());
            assert_eq!(column.mask_by(|code| code.is_err()).positions().collect::<Vec<_>>(), unknown);

            let counts = column.counts();
            let known: Vec<_> = counts.iter().map(|(code, count)| (code.name(), count)).collect();
            let expected: Vec<_> =
                codes.iter().map(|(name, raw)| (*name, counted.remove(raw).unwrap_or(0))).collect();
            assert_eq!(known, expected);
            for (code, count) in counts.iter() {
                assert_eq!(counts.get(code), count);
            }
            assert_eq!(
                counts
                    .unknown()
                    .map(|(unknown, count)| (unknown.raw().into(), count))
                    .collect::<Vec<(i128, _)>>(),
                counted.into_iter().collect::<Vec<_>>()
            );
            assert_eq!((counts.unknown_total(), counts.total()), (unknown.len(), len));

            // Written back as it was read, whatever it was.
            let mut copy = Buffer::new(&vec![0; reach], misalignment);
            let mut target =
                ViewMut::<Coded<E, S>>::from_parts(copy.bytes_mut(), layout, start).expect("it fits");
            target.assign(column.iter());
            for i in 0..len {
                assert_eq!(copy.bytes()[at(i)..][..size], bytes[at(i)..][..size]);
            }
        }
    }
}

/// An enum of each integer, with its least and its greatest code, and a check of all its storages.
macro_rules! every_width {
    ($($test:ident $int:ident $unaligned:ident;)*) => {$(
        #[test]
        fn $test() {
            #[derive(Code, Clone, Copy, Debug, PartialEq)]
            #[repr($int)]
            enum Kind {
                Seven = 7,
                Eight,
                Least = $int::MIN,
                Greatest = $int::MAX,
                Hundred = 10 * 10,
            }
            let (min, max) = (i128::from($int::MIN), i128::from($int::MAX));
            let codes = [("Seven", 7), ("Eight", 8), ("Least", min), ("Greatest", max), ("Hundred", 100)];
            let names: Vec<_> = Kind::VARIANTS.iter().map(|(name, code)| (*name, code.to_raw().into())).collect();
            assert_eq!(names, codes);
            assert_eq!(Kind::NAME, "Kind");
            let word = |raw: i128| $int::try_from(raw).expect("a code");
            check_columns::<Kind, $int>(&codes, |raw| word(raw).to_ne_bytes().into());
            check_columns::<Kind, Be<$int>>(&codes, |raw| word(raw).to_be_bytes().into());
            check_columns::<Kind, Le<$int>>(&codes, |raw| word(raw).to_le_bytes().into());
            every_width!(@ $int $unaligned, codes, word);
        }
    )*};
    (@ $int:ident none, $codes:ident, $word:ident) => {};
    (@ $int:ident $name:ident, $codes:ident, $word:ident) => {
        check_columns::<Kind, byteorder::$name<byteorder::BigEndian>>(&$codes, |raw| $word(raw).to_be_bytes().into());
        check_columns::<Kind, byteorder::$name<byteorder::LittleEndian>>(&$codes, |raw| $word(raw).to_le_bytes().into());
    };
}

every_width! {
    one_byte u8 none;
    two_bytes u16 U16;
    four_bytes u32 U32;
    eight_bytes u64 U64;
    one_signed_byte i8 none;
    two_signed_bytes i16 I16;
    four_signed_bytes i32 I32;
    eight_signed_bytes i64 I64;
}

#[derive(Code, Clone, Copy, Debug, PartialEq, Default)]
#[repr(u8)]
enum Mode {
    #[default]
    Off,
    On,
    Test = 0x80,
}

#[test]
fn all_bytes() {
    let bytes: Vec<u8> = (0..=255).collect();
    let column = View::<Coded<Mode>>::from_bytes(&bytes).expect("one byte each");
    for byte in 0..=255 {
        let expected = match byte {
            0 => Some(Mode::Off),
            1 => Some(Mode::On),
            0x80 => Some(Mode::Test),
            _ => None,
        };
        let stored = Coded::<Mode>::from_raw(byte);
        assert_eq!(stored.get().ok(), expected);
        assert_eq!(stored.get().map_err(Unknown::raw), expected.ok_or(byte));
        assert_eq!(stored.raw(), byte);
        assert_eq!(<Coded<Mode> as Element>::store(stored.load()), stored);
        assert_eq!(column.item(usize::from(byte)), stored.get());
        assert_eq!(
            format!("{stored:>4}"),
            format!("{:>4}", expected.map_or(byte.to_string(), |m| format!("{m:?}")))
        );
        assert_eq!(format!("{stored:?}"), expected.map_or(format!("Unknown({byte})"), |m| format!("{m:?}")));
    }
    assert_eq!(column.unknown_rows().count(), 253);
    assert_eq!(column.counts().unknown().len(), 253);
    assert!(column.counts().iter().all(|(_, count)| count == 1));
    assert_eq!(column.iter().filter_map(Result::err).collect::<HashSet<_>>().len(), 253);
}

#[test]
fn a_coded_value_is_its_integer() {
    let (off, on) = (Coded::<Mode>::default(), Coded::<Mode>::from(Mode::On));
    assert_eq!((off, off.raw()), (Coded::new(Mode::Off), 0));
    assert!(off < on && on == Mode::On && on != Mode::Off);
    assert_eq!([on, off, on].into_iter().collect::<HashSet<_>>().len(), 2);
    let mut stored = off;
    stored.set(Mode::Test);
    assert_eq!(bytemuck::bytes_of(&stored), [0x80]);
    assert_eq!(zerocopy::IntoBytes::as_bytes(&[on, stored]), [1, 0x80]);
    let wide: Coded<Wide, Be<u32>> = bytemuck::pod_read_unaligned(&[0, 1, 0, 0]);
    assert_eq!(wide.get(), Ok(Wide::Far));
}

#[derive(Code, Clone, Copy, Debug, PartialEq)]
#[repr(u32)]
#[rustfmt::skip]
enum Wide { A, B, C, D, E, F, G, H, I, Far = 0x1_0000 }

#[test]
fn messages() {
    let unknown = Coded::<Wide, Le<u32>>::from_raw(77).get().expect_err("no code");
    let text = "`Wide` has no code 77: its codes are A = 0, B = 1, C = 2, D = 3, E = 4, F = 5, G = 6, H = 7 and 2 more";
    assert_eq!(unknown.to_string(), text);
    assert_eq!(format!("{unknown:?}"), "Unknown(77)");
    let Error::Code(error) = Error::from(unknown) else { panic!("another error") };
    assert_eq!((error.to_string(), error.name(), error.raw()), (text.into(), "Wide", 77));
    assert_eq!(format!("{error:?}"), "UnknownCode(Wide, 77)");
}

/// A telemetry packet as a recorder wrote it: big-endian, with a code that this program does not know.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
#[record(endian = "big")]
struct Packet {
    kind: Coded<Kind, Be<u16>>,
    at: Be<u32>,
    modes: [Coded<Mode>; 2],
}

#[derive(Code, Clone, Copy, Debug, PartialEq)]
#[repr(u16)]
enum Kind {
    Idle = 0x7ff,
    Housekeeping = 1,
    Science = 2,
}

fn packet(kind: u16, at: u32, modes: [u8; 2]) -> Packet {
    Packet { kind: Coded::from_raw(kind), at: at.into(), modes: modes.map(Coded::from_raw) }
}

#[test]
fn a_file_with_unknown_rows() -> Result<(), Error> {
    let mut file = Vec::new();
    for (kind, at, modes) in [(2, 10, [0, 1]), (9, 11, [1, 1]), (0x7ff, 12, [0x80, 3]), (2, 13, [0, 0])] {
        file.extend(u16::to_be_bytes(kind));
        file.extend(u32::to_be_bytes(at));
        file.extend(modes);
    }
    let table = RecordTable::<Packet, _>::from_bytes(&file)?;
    let kinds = table.col(Packet::KIND);
    assert_eq!(kinds.first(), Some(Ok(Kind::Science)));
    assert_eq!(kinds.iter().collect::<Result<Vec<_>, _>>().expect_err("row 1").raw(), 9);
    assert_eq!(kinds.unknown_rows().collect::<Vec<_>>(), [1]);
    assert_eq!(
        kinds.counts().iter().collect::<Vec<_>>(),
        [(Kind::Idle, 1), (Kind::Housekeeping, 0), (Kind::Science, 2)]
    );
    assert_eq!(kinds.counts().to_string(), "Idle 1\nHousekeeping 0\nScience 2\nUnknown(9) 1");
    assert_eq!(format!("{:?}", kinds.counts()), "{Idle: 1, Housekeeping: 0, Science: 2, Unknown(9): 1}");
    assert_eq!(table[Packet::KIND].counts(), kinds.counts());
    assert_eq!(table[Packet::AT].filter(&kinds.eq(Ok(Kind::Science))), [10, 13]);
    assert_eq!(table.get(0).map(|packet| packet.kind.get()), Some(Ok(Kind::Science)));

    // Sub-arrays, and views of two axes.
    let modes = table.col(Packet::MODES);
    assert_eq!(modes.first(), Some([Ok(Mode::Off), Ok(Mode::On)]));
    assert_eq!(modes.axes().counts().total(), 8);
    assert_eq!(
        modes.axes().counts().unknown().map(|(code, n)| (code.raw(), n)).collect::<Vec<_>>(),
        [(3, 1)]
    );
    assert_eq!(modes.axes().raw().max(), Some(0x80));

    // By name it is the integer, and also the enum for who asks for it.
    assert_eq!(Packet::DTYPE.repr(), "dtype([('kind', '>u2'), ('at', '>u4'), ('modes', 'u1', (2,))])");
    assert_eq!(table["kind"].max()?, Some(Value::UInt(0x7ff)));
    assert_eq!(table.column("kind")?.typed::<Be<u16>>()?.to_vec(), [2, 9, 0x7ff, 2]);
    assert_eq!(table.column("kind")?.typed::<Coded<Kind, Be<u16>>>()?.last(), Some(Ok(Kind::Science)));
    Ok(())
}

#[test]
fn writing() {
    let mut table = RecordTable::from([packet(2, 0, [0, 0]), packet(9, 1, [1, 9])]);
    let unknown = table[Packet::KIND].item(1);
    table[Packet::KIND].set(0, unknown);
    table[Packet::KIND].set(1, Ok(Kind::Idle));
    assert_eq!(table[Packet::KIND].raw().to_vec(), [9, 0x7ff]);
    table[Packet::KIND].raw_mut().set(0, 77);
    table[Packet::KIND].apply(|kind| kind.map(|_| Kind::Housekeeping));
    assert_eq!(table.to_vec(), [packet(77, 0, [0, 0]), packet(1, 1, [1, 9])]);
    table[Packet::KIND].fill(Ok(Kind::Science));
    assert_eq!(table[Packet::KIND.then(Coded::RAW)].to_vec(), [2, 2]);
    let PacketColumnsMut { mut modes, .. } = table.columns_mut();
    modes.fill([Ok(Mode::Test), Ok(Mode::On)]);
    let bytes = [0, 2, 0, 0, 0, 0, 0x80, 1, 0, 2, 0, 0, 0, 1, 0x80, 1];
    assert_eq!(table.as_bytes().ok(), Some(&bytes[..]));
}

proptest! {
    #[test]
    fn counts_are_those_of_a_loop(raws in proptest::collection::vec(prop_oneof![0_u16..4, Just(0x7ff), any::<u16>()], 0..200)) {
        let bytes: Vec<u8> = raws.iter().flat_map(|raw| raw.to_be_bytes()).collect();
        let counts = View::<Coded<Kind, Be<u16>>>::from_bytes(&bytes).expect("two bytes each").counts();
        for (code, raw) in [(Kind::Idle, 0x7ff), (Kind::Housekeeping, 1), (Kind::Science, 2)] {
            prop_assert_eq!(counts.get(code), raws.iter().filter(|&&it| it == raw).count());
        }
        let mut others: Vec<u16> = raws.iter().copied().filter(|raw| ![0x7ff, 1, 2].contains(raw)).collect();
        prop_assert_eq!(counts.unknown_total(), others.len());
        others.sort_unstable();
        let listed: Vec<u16> =
            counts.unknown().flat_map(|(unknown, count)| std::iter::repeat_n(unknown.raw(), count)).collect();
        prop_assert_eq!(listed, others);
    }
}

#[test]
fn a_table_in_native_order() -> Result<(), Error> {
    #[derive(Record, Clone, Copy)]
    #[repr(C, packed)]
    #[record(native = "Plain")]
    struct Stored {
        kind: Coded<Kind, Be<u16>>,
        modes: [Coded<Mode>; 2],
    }
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[repr(C, packed)]
    struct Plain {
        kind: Coded<Kind>,
        modes: [Coded<Mode>; 2],
    }
    let mut file = [7, 0xff, 0, 9, 0, 9, 1, 1];
    let table = RecordTable::<Stored>::from_bytes_mut(&mut file)?.into_native();
    assert_eq!(table[Plain::KIND].raw().to_vec(), [0x7ff, 9]);
    assert_eq!(table.item(0).kind.get(), Ok(Kind::Idle));
    assert_eq!(table[Plain::MODES].item(0).map(Result::ok), [Some(Mode::Off), None]);
    assert_eq!((&file[..2], &file[4..6]), (&0x7ff_u16.to_ne_bytes()[..], &9_u16.to_ne_bytes()[..]));
    Ok(())
}

#[test]
#[allow(clippy::items_after_statements, clippy::unnecessary_wraps)] // records where they are used; `?` as in the others
fn typed_tables_print_names() -> Result<(), Error> {
    let table = RecordTable::from([packet(2, 10, [0, 1]), packet(9, 11, [0x80, 3])]);
    let typed =
        "kind     at      modes\nScience  10  [Off, On]\n9        11  [Test, 3]\n[2 records of 8 bytes]";
    assert_eq!(table.to_string(), typed);
    assert_eq!(table.col(Packet::KIND).to_string(), "value\nScience\n9\n[2 elements of 2 bytes]");
    assert_eq!(table[Packet::MODES].to_string(), "    value\n[Off, On]\n[Test, 3]\n[2 elements of 2 bytes]");
    assert_eq!(table.col(Packet::KIND).raw().to_string(), "value\n    2\n    9\n[2 elements of 2 bytes]");
    let by_name = "kind  at     modes\n   2  10    [0, 1]\n   9  11  [128, 3]\n[2 records of 8 bytes]";
    assert_eq!(table.view().as_any().to_string(), by_name);

    /// A record in a record, and a signed code.
    #[derive(Record, Clone, Copy)]
    #[repr(C)]
    struct Outer<T> {
        inner: [T; 1],
        sign: Coded<Sign, Le<i16>>,
    }
    #[derive(Code, Clone, Copy)]
    #[repr(i16)]
    enum Sign {
        Minus = -2,
    }
    let outer = Outer { inner: [packet(1, 5, [0, 9])], sign: Sign::Minus.into() };
    assert_eq!(
        RecordTable::from([outer]).to_string(),
        "                        inner  sign\n[(Housekeeping, 5, [Off, 9])]  Minus\n[1 record of 10 bytes]"
    );
    Ok(())
}

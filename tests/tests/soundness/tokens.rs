//! R3: whatever fields, modules and crates are called, the code of a record is the library's own.

use super::*;

/// Names of the runtime's own methods, constants and locals.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Hostile {
    #[record(token = "DTYPE_FIELD")]
    dtype: u8,
    #[record(token = "FIELDS_FIELD")]
    fields: u16,
    load: u8,
    store: u32,
    put_fields: u8,
    columns: u64,
    columns_mut: u8,
    len: u16,
    get: u8,
    slot: u16,
    parts: u8,
    view: u16,
    offset: u8,
    slice: u16,
    r#type: u8,
    r#fn: u16,
    r#unsafe: u8,
    value: u16,
    r: u8,
    t: u16,
}

#[test]
fn fields_may_be_named_like_methods_and_keywords() {
    let bytes: Vec<u8> = (0..size_of::<Hostile>()).cycle().take(3 * size_of::<Hostile>()).map(byte).collect();
    let mut table = RecordTable::<Hostile, _>::from_bytes(&bytes).expect("three records").to_table();
    assert_eq!(table.as_bytes().expect("owned"), bytes);
    // The offsets are sums of the sizes before, for the record is packed.
    assert_eq!(
        (Hostile::DTYPE_FIELD.offset(), Hostile::FIELDS_FIELD.offset(), Hostile::LOAD.offset()),
        (0, 1, 3)
    );
    assert_eq!((Hostile::TYPE.offset(), Hostile::FN.offset(), Hostile::UNSAFE.offset()), (29, 30, 32));
    assert_eq!(<Hostile as Element>::DTYPE.fields().len(), 20);
    assert_eq!(<Hostile as Element>::DTYPE.field("type").map(record_core::FieldType::offset), Some(29));
    let HostileColumnsMut { mut dtype, mut columns, mut len, mut r#type, mut r#fn, .. } = table.columns_mut();
    dtype.fill(1);
    columns.fill(2);
    len.fill(3);
    r#type.fill(4);
    r#fn.fill(5);
    for record in &table {
        let (a, b, c) = (record.dtype, record.columns, record.len);
        assert_eq!((a, b, c), (1, 2, 3));
        let (a, b) = (record.r#type, record.r#fn);
        assert_eq!((a, b), (4, 5));
        let (load, store) = (record.load, record.store);
        assert_eq!((load, store), (3, u32::from_ne_bytes([4, 5, 6, 7])));
    }
    assert_eq!((table["len"].len(), table["columns"].max().expect("numbers")), (3, Some(2_u64.into())));
}

fn byte(i: usize) -> u8 {
    u8::try_from(i % 256).expect("below 256")
}

/// A module of the runtime's name, with everything that an expansion could be made to use.
mod shadowed {
    #[allow(unused)] // nobody may use it
    mod record_core {
        macro_rules! __record {
            ($($anything:tt)*) => {
                compile_error!("an expansion used the wrong macro");
            };
        }
        pub(crate) use __record;
        pub struct Field;
        pub struct View;
        pub trait Record {}
        pub trait Element {}
        pub mod __private {}
    }
    #[allow(unused)] // nobody may use it
    mod core {
        pub mod mem {
            pub const fn size_of() -> usize {
                0
            }
        }
    }
    #[allow(unused)] // nobody may use it
    macro_rules! stringify {
        ($($anything:tt)*) => {
            compile_error!("an expansion used the wrong macro")
        };
    }
    #[allow(unused)] // nobody may use it
    macro_rules! assert {
        ($($anything:tt)*) => {
            compile_error!("an expansion used the wrong macro")
        };
    }
    #[allow(unused, non_camel_case_types)] // nobody may use them
    mod types {
        pub struct u8;
        pub struct Self_;
        pub trait Copy {}
        pub trait Clone {}
        pub trait Send {}
    }
    #[allow(unused)] // nobody may use them
    use types::{Clone, Copy, Send};

    #[derive(
        ::record_core::Record,
        ::core::clone::Clone,
        ::core::marker::Copy,
        ::core::fmt::Debug,
        ::core::cmp::PartialEq,
    )]
    #[repr(C, packed)]
    pub struct Shadowed {
        pub a: u16,
        pub b: ::record_core::Be<u32>,
    }

    /// Constants that an unqualified name would find.
    #[allow(unused)] // nobody may use it
    pub const A: usize = 77;
}

#[test]
fn shadowed_names_change_nothing() {
    use shadowed::Shadowed;
    assert_eq!((Shadowed::A.offset(), Shadowed::B.offset()), (0, 2));
    let table = RecordTable::<Shadowed, _>::from_bytes(&[1, 1, 0, 0, 0, 2]).expect("one record");
    assert_eq!((table[Shadowed::A].get(0), table[Shadowed::B].get(0)), (Some(0x0101), Some(2)));
}

/// The hidden macro by hand, rightly: a lie about alignment or a name is a lie in the dtype and nothing else.
#[derive(Clone, Copy)]
#[repr(C)]
struct ByHand {
    a: u8,
    b: u32,
}

record_core::__record! {
    struct { ByHand } [] [] [] []
    columns [] ByHandColumns [] ByHandColumnsMut [] ByHandColumnsOwned 'x
    false [{ ByHand }] []
    fields {
        [] , A a a "b" [] { u8 };
        [] , B b b "b" ["b"] { u32 };
    }
}

#[test]
fn lying_names_and_alignment_are_harmless() {
    let table: RecordTable<ByHand> = [ByHand { a: 1, b: 2 }, ByHand { a: 3, b: 4 }].into();
    assert_eq!(table.as_bytes().expect("owned")[8..], [3, 0, 0, 0, 4, 0, 0, 0]);
    let dtype = <ByHand as Element>::DTYPE;
    assert_eq!((dtype.itemsize(), dtype.alignment(), dtype.is_gap_free()), (8, 1, false));
    // The first of two equal names is found; as its own type, and no other.
    assert_eq!(table["b"].typed::<u8>().expect("a u8").to_vec(), [1, 3]);
    assert!(table["b"].typed::<u32>().is_err());
    assert!(View::<ByHand>::from_bytes(&[0; 8]).expect("one").as_slice().is_none_or(|s| s.len() == 1));
}

/// Two structs with the same fields are the same dtype, and one read as the other is right; with another order, name or
/// title it is another dtype.
#[test]
fn a_view_is_cast_only_between_types_that_mean_the_same() {
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[repr(C, packed)]
    struct Pair {
        a: Be<u16>,
        b: [u8; 2],
    }
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[repr(C, packed)]
    struct Same {
        a: zerocopy::byteorder::U16<zerocopy::byteorder::BigEndian>,
        b: [u8; 2],
    }
    #[derive(Record, Clone, Copy)]
    #[repr(C, packed)]
    struct Swapped {
        b: [u8; 2],
        a: Be<u16>,
    }
    #[derive(Record, Clone, Copy)]
    #[repr(C, packed)]
    struct Native {
        a: u16,
        b: [u8; 2],
    }
    #[derive(Record, Clone, Copy)]
    #[repr(C, packed)]
    struct Titled {
        #[record(title = "first")]
        a: Be<u16>,
        b: [u8; 2],
    }
    let bytes = [1, 2, 3, 4, 5, 6, 7, 8];
    let any = View::<Pair>::from_bytes(&bytes).expect("two").as_any();
    let same = any.typed::<Same>().expect("the same dtype");
    assert_eq!(
        (same.col(Same::A).to_vec(), same.col(Same::B).to_vec()),
        (vec![0x0102, 0x0506], vec![[3, 4], [7, 8]])
    );
    assert!(any.typed::<Swapped>().is_err());
    assert_eq!(any.typed::<Native>().is_ok(), cfg!(target_endian = "big"));
    assert!(any.typed::<Titled>().is_err());
    assert!(
        any.typed::<u32>().is_err() && any.typed::<[u8; 4]>().is_err() && any.typed::<Opaque<4>>().is_err()
    );
}

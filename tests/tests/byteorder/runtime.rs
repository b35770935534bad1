//! Tables whose dtype only run time knows, over random dtypes: swapped, and converted to either order.

use super::{
    oracle::{swapped, units},
    strategy::dtype,
};
use proptest::{collection::vec, prelude::*};
use record_core::{
    ByteOrder,
    ops::ByteswapError,
    prelude::*,
    table::{OpenOptions, Trailing},
};
use record_tests::Random;
use std::path::Path;

/// The bytes of some records in the middle of a buffer after `change`; `None` if it refuses.
fn changed(
    bytes: &[u8],
    at: usize,
    count: usize,
    dtype: &DType,
    change: impl FnOnce(AnyTable<record_core::BorrowedMut<'_>>) -> Result<DType, ByteswapError>,
) -> (Vec<u8>, Result<DType, ByteswapError>) {
    let mut bytes = bytes.to_vec();
    let table = OpenOptions::new().offset(at as u64).count(count as u64).trailing(Trailing::Ignore);
    let table = table.bytes_any_mut(&mut bytes, dtype.clone()).expect("records");
    let dtype = change(table);
    (bytes, dtype)
}

proptest! {
    #[test]
    fn random_dtypes(dtype in dtype(), seed in vec(any::<u8>(), 1..80), count in 0_usize..5, at in 0_usize..9) {
        prop_assume!(dtype.itemsize() > 0);
        let bytes: Vec<u8> =
            (0..at + count * dtype.itemsize() + 5).map(|i| seed[i % seed.len()].wrapping_add(u8::try_from(i / 7 % 256).expect("a byte"))).collect();
        let (units, positions) =
            (units(&dtype), (0..count).map(|i| at + i * dtype.itemsize()).collect::<Vec<_>>());
        let expected = |chosen: &dyn Fn(ByteOrder) -> bool| -> Option<Vec<u8>> {
            let possible = !dtype.fields_overlap() || !units.iter().any(|unit| chosen(unit.order));
            possible.then(|| swapped(&bytes, &positions, &units, chosen))
        };
        let (found, outcome) = changed(&bytes, at, count, &dtype, |mut table| {
            table.byteswap_inplace()?;
            Ok(table.dtype().clone())
        });
        prop_assert_eq!(outcome.as_ref().ok(), expected(&|_| true).as_ref().map(|_| &dtype));
        prop_assert_eq!(&found, &expected(&|_| true).unwrap_or(bytes.clone()));
        for order in [ByteOrder::Little, ByteOrder::Big] {
            let (found, outcome) =
                changed(&bytes, at, count, &dtype, |table| Ok(table.into_byte_order(order)?.dtype().clone()));
            let expected = expected(&|own| own != order);
            prop_assert_eq!(outcome.ok(), expected.as_ref().map(|_| dtype.newbyteorder(order)));
            prop_assert_eq!(&found, &expected.unwrap_or(bytes.clone()));
        }
    }
}

fn parse(text: &str) -> DType {
    DType::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn overlap_is_refused_with_the_names() {
    let union = "{'names': ['whole', 'low'], 'formats': ['<u4', '<u2'], 'offsets': [0, 2], 'itemsize': 4}";
    let mut bytes = [1, 2, 3, 4];
    let error = |dtype: &DType, bytes: &mut [u8]| {
        let mut table = AnyTable::from_bytes_mut(bytes, dtype.clone()).expect("a record");
        table.byteswap_inplace().expect_err("an overlap")
    };
    let dtype = parse(union);
    let found = error(&dtype, &mut bytes);
    assert!(matches!(&found, ByteswapError::Overlap { first, second, byte: 2, .. }
        if &**first == "whole" && &**second == "low"));
    assert_eq!(
        found.to_string(),
        "fields \"whole\" and \"low\" share byte 2: their byte order cannot be changed in place"
    );
    assert!(matches!(record_core::Error::from(found), record_core::Error::Byteswap(_)));
    // However deep it is.
    let deep = DType::packed([("a", DType::array(&dtype, &[1, 1]).expect("an array"))]).expect("a record");
    assert!(matches!(error(&deep, &mut bytes), ByteswapError::Overlap { byte: 2, .. }));
    // One that is of the order asked for is not touched, and so not refused.
    let table = AnyTable::from_bytes_mut(&mut bytes, dtype.clone()).expect("a record");
    assert_eq!(table.into_byte_order(ByteOrder::Little).expect("nothing to do").dtype(), &dtype);
    let table = AnyTable::from_bytes_mut(&mut bytes, dtype).expect("a record");
    assert!(table.into_byte_order(ByteOrder::Big).is_err());
    // Nor is one without a number.
    let views = "{'names': ['text', 'byte'], 'formats': ['S4', 'u1'], 'offsets': [0, 2], 'itemsize': 4}";
    let mut table = AnyTable::from_bytes_mut(&mut bytes, parse(views)).expect("a record");
    table.byteswap_inplace().expect("nothing to do");
    assert_eq!(bytes, [1, 2, 3, 4]);
}

/// A large sub-array of records with gaps is one entry of the walk, whatever it claims to hold in an empty table.
#[test]
fn claimed_sizes_take_no_time() {
    let dtype = parse("[('a', [('x', '<u2'), ('y', 'u1')], (1000000000, 1000000))]");
    let mut table = AnyTable::from_bytes_mut(&mut [], dtype).expect("no records");
    table.byteswap_inplace().expect("nothing to do");
    assert!(table.into_native().expect("nothing to do").is_empty());
    let mut bytes = [1, 2, 3].repeat(100_000);
    let dtype = parse("[('a', [('x', '<u2'), ('y', 'u1')], (100, 1000))]");
    AnyTable::from_bytes_mut(&mut bytes, dtype).expect("a record").byteswap_inplace().expect("no overlap");
    assert_eq!(bytes, [2, 1, 3].repeat(100_000));
}

/// More levels of sub-arrays, none of which continues the one around it, than the kernel has places for axes.
#[test]
fn sub_arrays_nested_deeper_than_axes_are_listed() {
    for levels in [15, 16, 17, 18] {
        let mut dtype = parse("[('tag', 'u1'), ('xs', '>u2', (3,)), ('y', '<u2')]");
        for _ in 0..levels {
            let pair = DType::array(dtype, &[2]).expect("small");
            dtype = DType::packed([("pair", pair), ("tag", parse("u1"))]).expect("small");
        }
        let mut bytes = Random::new(levels).bytes(dtype.itemsize());
        let all = swapped(&bytes, &[0], &units(&dtype), |_| true);
        let mut table = AnyTable::from_bytes_mut(&mut bytes, dtype).expect("a record");
        table.byteswap_inplace().expect("no overlap");
        assert!(table.as_bytes() == all, "{levels} levels");
    }
}

/// A file of a satellite, big-endian as the standard asks, read into a table of its own and converted.
#[test]
fn an_owned_table_is_converted() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/jpss1_attitude_ephemeris.dat");
    let dtype = parse("[('primary', '>u2', (3,)), ('day', '>u2'), ('ms', '>u4'), ('rest', 'V59')]");
    let open = || {
        let options = OpenOptions::new().trailing(Trailing::Ignore);
        options.read_any(&path, dtype.clone()).expect("the file is there")
    };
    let (before, table) = (open(), open().into_native().expect("no overlap"));
    assert!(table.len() > 100 && table.dtype().is_native() && !before.dtype().is_native());
    for i in 0..table.len() {
        assert_eq!(table.get(i), before.get(i));
    }
    assert_eq!(
        table["ms"].typed::<u32>().expect("native").to_vec(),
        before["ms"].typed::<Be<u32>>().expect("stored").to_vec()
    );
    let back = table.into_byte_order(ByteOrder::Big).expect("no overlap");
    assert_eq!((back.as_bytes(), back.trailing_bytes()), (before.as_bytes(), before.trailing_bytes()));
}

//! Python expressions: exact, where NumPy's own repr is not.

use crate::{recorded, strategy::dtype};
use proptest::prelude::*;
use record_core::{ByteOrder, DType};

#[test]
fn every_recorded_dtype_comes_back() {
    for case in recorded() {
        let python = case.dtype.to_python();
        let read = DType::parse_on(&python, ByteOrder::Big).expect(&case.name);
        assert_eq!(read, case.dtype, "{}: {python}", case.name);
        // A selection of fields has lost its alignment, not its flag.
        let alignment = if case.name == "multifield_aligned" { 8 } else { case.dtype.alignment() };
        assert_eq!(read.alignment(), alignment, "{}: {python}", case.name);
        assert_eq!(read.is_aligned_record(), case.dtype.is_aligned_record(), "{}: {python}", case.name);
    }
}

#[test]
fn expressions_are_short_where_they_can_be() {
    for (text, python) in [
        ("<f8", "np.dtype('<f8')"),
        ("(2,3)>i2", "np.dtype(('>i2', (2, 3)))"),
        ("[('a', '?'), (('T', 'b'), 'S3', (2,))]", "np.dtype([('a', '?'), (('T', 'b'), 'S3', (2,))])"),
        (
            "{'names': ['x'], 'formats': ['u1'], 'offsets': [2], 'itemsize': 8}",
            "np.dtype({'names': ['x'], 'formats': ['u1'], 'offsets': [2], 'itemsize': 8})",
        ),
        (
            "dtype([('a', [('b', 'u1')]), ('c', dtype([('d', '<i2')]))], align=True)",
            "np.dtype([('a', [('b', 'u1')]), ('c', np.dtype([('d', '<i2')]))], align=True)",
        ),
    ] {
        assert_eq!(DType::parse(text).expect("a dtype").to_python(), python);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn random_dtypes_come_back(dtype in dtype()) {
        let python = dtype.to_python();
        for order in [ByteOrder::Little, ByteOrder::Big] {
            prop_assert_eq!(DType::parse_on(&python, order), Ok(dtype.clone()), "{}", python);
        }
    }
}

//! `can_cast` and `promote` against NumPy's tables.

use super::{FACTS, dtype};
use record_core::{DType, convert::Casting, dtype::ScalarKind};

const RULES: [Casting; 5] = [Casting::No, Casting::Equiv, Casting::Safe, Casting::SameKind, Casting::Unsafe];

fn kinds() -> Vec<(String, DType)> {
    let names = FACTS["kinds"].as_array().expect("a list");
    let kinds = names.iter().map(|name| name.as_str().expect("a text"));
    kinds.map(|name| (name.to_string(), dtype(name))).collect()
}

#[test]
fn every_scalar_casts_as_numpy_says() {
    let kinds = kinds();
    let mut answers = [0; 5];
    for ((name_a, a), row) in kinds.iter().zip(FACTS["cast"].as_array().expect("rows")) {
        let row = row.as_str().expect("digits").as_bytes();
        assert_eq!(row.len(), kinds.len());
        for ((name_b, b), digit) in kinds.iter().zip(row) {
            let first = usize::from(digit - b'0');
            for (i, rule) in RULES.into_iter().enumerate() {
                assert_eq!(a.can_cast(b, rule), i >= first, "{name_a} to {name_b}, {rule}");
            }
            answers[first] += 1;
        }
    }
    println!("pairs by the first rule that allows them: {answers:?}");
    assert_eq!(answers, [44, 6, 375, 194, 1317]);
}

/// Numbers, text, opaque bytes, dates, spans.
fn family(dtype: &DType) -> u8 {
    match dtype.as_scalar().expect("a scalar").kind() {
        ScalarKind::Bytes(_) | ScalarKind::Utf32(_) => 1,
        ScalarKind::Opaque(_) => 2,
        ScalarKind::DateTime(_) => 3,
        ScalarKind::TimeDelta(_) => 4,
        _ => 0,
    }
}

#[test]
fn every_two_scalars_are_held_by_what_numpy_says() {
    let kinds = kinds();
    let (mut same, mut none, mut only_numpy) = (0, 0, 0);
    for ((name_a, a), row) in kinds.iter().zip(FACTS["promote"].as_array().expect("rows")) {
        for ((name_b, b), expected) in kinds.iter().zip(row.as_array().expect("a row")) {
            let found = a.promote(b).ok();
            let expected = expected.as_str().map(dtype);
            if expected.is_some() && family(a) != family(b) {
                // Texts of numbers, counts of numbers, dates of spans: not without being asked.
                assert_eq!(found, None, "{name_a} and {name_b}");
                only_numpy += 1;
                continue;
            }
            let native = expected.map(|dtype| dtype.newbyteorder(record_core::ByteOrder::NATIVE));
            assert_eq!(found, native, "{name_a} and {name_b}");
            assert_eq!(a.promote(b).ok(), b.promote(a).ok(), "{name_a} and {name_b} the other way round");
            match found {
                Some(both) => {
                    assert!(a.can_cast(&both, Casting::Safe) && b.can_cast(&both, Casting::Safe));
                    same += 1;
                }
                None => none += 1,
            }
        }
    }
    println!("{same} pairs have a common dtype, {none} have none, {only_numpy} have one in NumPy only");
    assert_eq!((same, none, only_numpy), (454, 942, 540));
}

#[test]
fn records_cast_and_promote_as_numpy_says() {
    // Where NumPy's answer is not ours: casts between what is a record, a sub-array or a scalar and what is another, and
    // sub-arrays of other shapes, which NumPy allows and then fails to do or repeats values for.
    let ours = |from: &DType, to: &DType| {
        let shapes = |d: &DType| -> Vec<Vec<usize>> {
            d.fields().iter().map(|f| f.dtype().shape().collect()).collect()
        };
        from.as_record().is_some() == to.as_record().is_some() && shapes(from) == shapes(to)
    };
    let (mut casts, mut left_out, mut promoted) = (0, 0, 0);
    for pair in FACTS["pairs"].as_array().expect("a list") {
        let (from, to) = (dtype(pair["from"].as_str().unwrap()), dtype(pair["to"].as_str().unwrap()));
        for (rule, expected) in RULES.into_iter().zip(pair["can_cast"].as_array().unwrap()) {
            let found = from.can_cast(&to, rule);
            if ours(&from, &to) {
                assert_eq!(Some(found), expected.as_bool(), "{pair} {rule}");
                casts += 1;
            } else {
                assert!(!found, "{pair} {rule}");
                left_out += 1;
            }
        }
        let found = from.promote(&to).ok();
        match pair["promote"].as_str().map(dtype) {
            // Numbers and text.
            Some(_) if pair["to"].as_str().unwrap().contains("'S5'") => assert_eq!(found, None, "{pair}"),
            // Other orders of the names are no matter.
            None if pair["to"].as_str().unwrap().starts_with("[('b','<i4'),") => {
                assert_eq!(found.as_ref(), Some(&from), "{pair}");
            }
            // A title that only one has is dropped.
            None if pair["from"].as_str().unwrap().starts_with("[((") => {
                assert_eq!(found.as_ref(), Some(&to));
            }
            expected => assert_eq!(found, expected, "{pair}"),
        }
        promoted += 1;
    }
    println!("{casts} casts as NumPy says, {left_out} that are none here, {promoted} promotions");
    assert_eq!((casts, left_out, promoted), (55, 25, 16));
}

#[test]
fn what_is_aligned_stays_aligned() {
    let packed = dtype("[('a','u1'),('b','<i4')]");
    let aligned = dtype("dtype([('a','u1'),('b','<i4')], align=True)");
    let both = packed.promote(&aligned).expect("the same names");
    assert_eq!((both.is_aligned_record(), both.itemsize()), (true, 8));
    assert_eq!(packed.promote(&packed).expect("itself").itemsize(), 5);
}

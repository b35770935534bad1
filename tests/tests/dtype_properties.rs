//! Random dtypes against schoolbook oracles, and random text against the parser.

#[path = "dtype_properties/strategy.rs"]
mod strategy;

use proptest::{collection::vec, prelude::*};
use record_core::{
    ByteOrder, DType,
    dtype::{NewByteOrder, Packing},
};
use strategy::dtype;

/// Marks the bytes of every leaf, one by one.
fn mark(dtype: &DType, at: usize, bytes: &mut [u32]) {
    if let Some((base, count)) = dtype.as_array() {
        (0..count).for_each(|i| mark(base, at + i * base.itemsize(), bytes));
    } else if let Some(fields) = dtype.as_record() {
        for field in fields {
            mark(field.dtype(), at + field.offset(), bytes);
        }
    } else {
        bytes[at..at + dtype.itemsize()].iter_mut().for_each(|byte| *byte += 1);
    }
}

/// Whether two fields of any record inside claim the same byte, their own gaps included.
fn overlap(dtype: &DType) -> bool {
    let dtype = dtype.base();
    let mut claims = vec![0; dtype.itemsize()];
    for field in dtype.fields() {
        let bytes = &mut claims[field.offset()..field.offset() + field.dtype().itemsize()];
        for claim in bytes {
            *claim += 1;
        }
    }
    claims.iter().any(|&claim| claim > 1) || dtype.fields().iter().any(|field| overlap(field.dtype()))
}

/// NumPy's rule in words: put each field at the next byte that its alignment divides, counted one by one.
fn schoolbook(fields: &[DType], aligned: bool) -> (Vec<usize>, usize, usize) {
    let (mut offsets, mut at, mut largest) = (Vec::new(), 0, 1);
    for dtype in fields {
        let alignment = if aligned { dtype.alignment() } else { 1 };
        while at % alignment != 0 {
            at += 1;
        }
        offsets.push(at);
        at += dtype.itemsize();
        largest = largest.max(alignment);
    }
    while at % largest != 0 {
        at += 1;
    }
    (offsets, at, largest)
}

/// Whether the NumPy texts can say all of it: no alignment of its own, and records all aligned or all not.
fn numpy_can_say(dtype: &DType, aligned: bool) -> bool {
    let base = dtype.base();
    match base.as_scalar() {
        Some(scalar) => scalar.alignment() == base.alignment(),
        None => {
            base.is_aligned_record() == aligned
                && base.fields().iter().all(|field| numpy_can_say(field.dtype(), aligned))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn layout_is_the_schoolbooks(fields in vec(dtype(), 0..6), aligned in any::<bool>()) {
        let named = fields.iter().enumerate().map(|(i, dtype)| (format!("x{i}"), dtype));
        let made = if aligned { DType::aligned(named) } else { DType::packed(named) }.expect("a record");
        let offsets: Vec<usize> = made.fields().iter().map(record_core::FieldType::offset).collect();
        let expected = schoolbook(&fields, aligned);
        prop_assert_eq!((offsets, made.itemsize(), made.alignment()), expected);
        prop_assert_eq!(made.is_aligned_record(), aligned);
        let again = made.repack(if aligned { Packing::Aligned } else { Packing::Packed });
        prop_assert_eq!(again, Ok(made));
    }

    #[test]
    fn gaps_and_overlaps_are_those_of_the_bytes(dtype in dtype()) {
        let mut bytes = vec![0_u32; dtype.itemsize()];
        mark(&dtype, 0, &mut bytes);
        prop_assert_eq!(dtype.is_gap_free(), bytes.iter().all(|&count| count > 0));
        prop_assert_eq!(dtype.fields_overlap(), overlap(&dtype));
    }

    #[test]
    fn lossless_form_keeps_everything(dtype in dtype()) {
        let text = format!("{dtype:?}");
        let read = DType::parse(&text).expect("the lossless form");
        prop_assert_eq!(&read, &dtype);
        prop_assert_eq!((read.alignment(), read.is_aligned_record()), (dtype.alignment(), dtype.is_aligned_record()));
        prop_assert_eq!(format!("{read:?}"), text);
        prop_assert!(dtype.first_difference(&read).is_none());
    }

    #[test]
    fn numpy_texts_come_back(dtype in dtype()) {
        if let Ok(descr) = dtype.descr() {
            prop_assert_eq!(&DType::parse_descr(&descr).expect("a descr"), &dtype);
        }
        let repr = dtype.repr();
        let read = DType::parse(&repr);
        if numpy_can_say(&dtype, dtype.base().is_aligned_record()) {
            prop_assert_eq!(&read.expect("a repr"), &dtype);
        }
        for order in [ByteOrder::Little, ByteOrder::Big] {
            prop_assert_eq!(DType::parse_on(&dtype.repr_on(order), order).ok(), DType::parse(&repr).ok());
        }
    }

    #[test]
    fn byte_order_changes_nothing_else(dtype in dtype()) {
        let swapped = dtype.newbyteorder(NewByteOrder::Swap);
        prop_assert_eq!(swapped.itemsize(), dtype.itemsize());
        prop_assert_eq!(swapped.is_gap_free(), dtype.is_gap_free());
        prop_assert_eq!(format!("{:?}", swapped.newbyteorder(NewByteOrder::Swap)), format!("{dtype:?}"));
        for order in [ByteOrder::Little, ByteOrder::Big] {
            let all = dtype.newbyteorder(order);
            prop_assert!(all.is_in_order(order));
            prop_assert_eq!(&swapped.newbyteorder(order), &all);
        }
        let text = format!("{dtype:?}").replace('<', "\0").replace('>', "<").replace('\0', ">");
        prop_assert_eq!(format!("{swapped:?}"), text);
    }

    #[test]
    fn first_difference_is_none_for_equal_dtypes_only(a in dtype(), b in dtype()) {
        prop_assert_eq!(a.first_difference(&b).is_none(), a == b);
    }

    #[test]
    fn selection_keeps_places(dtype in dtype(), picks in vec(0_usize..5, 0..5)) {
        let fields = dtype.fields();
        let mut distinct = picks.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let valid = picks.iter().all(|&i| i < fields.len()) && distinct.len() == picks.len();
        let selected = dtype.select_at(&picks);
        prop_assert_eq!(selected.is_ok(), dtype.as_record().is_some() && valid);
        if let Ok(some) = selected {
            prop_assert_eq!(some.itemsize(), dtype.itemsize());
            prop_assert!(picks.iter().map(|&i| &fields[i]).eq(some.fields()));
            let names: Vec<&str> = some.fields().iter().map(record_core::FieldType::name).collect();
            prop_assert_eq!(dtype.select(&names), Ok(some));
        }
    }

    #[test]
    fn display_draws_a_row_for_every_field(dtype in dtype()) {
        fn leaves(dtype: &DType) -> usize {
            dtype.base().fields().iter().map(|field| 1 + leaves(field.dtype())).sum()
        }
        let text = dtype.to_string();
        prop_assert!(text.lines().count() > leaves(&dtype));
        prop_assert!(text.lines().all(|line| line == line.trim_end()));
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,60}", bytes in vec(any::<u8>(), 0..80)) {
        let _ = DType::parse(&text);
        let _ = DType::parse_descr(&text);
        let _ = DType::parse(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_text_like_a_dtype_panics(text in "[\\[\\](){}<>=|'\",:;@# \\\\a-fiuSUVM0-9nsrecodyptlgw?μ/-]{0,60}") {
        let _ = DType::parse(&text);
        let _ = DType::parse_descr(&text);
    }

    #[test]
    fn damaged_texts_do_not_panic(dtype in dtype(), at in any::<prop::sample::Index>(), with in any::<char>()) {
        for text in [format!("{dtype:?}"), dtype.repr(), dtype.descr().unwrap_or_default()] {
            let mut chars: Vec<char> = text.chars().collect();
            let at = at.index(chars.len() + 1);
            let _ = DType::parse(&chars[..at].iter().collect::<String>());
            chars.insert(at, with);
            let damaged: String = chars.into_iter().collect();
            for read in [DType::parse(&damaged), DType::parse_descr(&damaged)].into_iter().flatten() {
                // Whatever is accepted is consistent.
                prop_assert_eq!(DType::parse(&format!("{read:?}")), Ok(read));
            }
        }
    }
}

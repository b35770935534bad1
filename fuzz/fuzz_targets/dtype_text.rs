//! Text into dtypes: whatever is accepted is consistent, and every way of writing it reads back as the same dtype.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use record_core::{
    ByteOrder, DType,
    dtype::{DTypeError, NewByteOrder},
};

const ORDERS: [ByteOrder; 2] = [ByteOrder::Little, ByteOrder::Big];

/// Beyond this many bytes a record is not drawn byte by byte.
const DRAWN: usize = 4096;

fuzz_target!(|data: &[u8]| -> Corpus {
    let Ok(text) = core::str::from_utf8(data) else { return Corpus::Reject };
    for native in ORDERS {
        for read in [DType::parse_on, DType::parse_descr_on] {
            match read(text, native) {
                Ok(dtype) => check(&dtype, text),
                Err(error) => check_error(&error, text),
            }
        }
    }
    // The short forms are those of this machine.
    assert_eq!(DType::parse(text), DType::parse_on(text, ByteOrder::NATIVE));
    assert_eq!(DType::parse_descr(text), DType::parse_descr_on(text, ByteOrder::NATIVE));
    Corpus::Keep
});

/// Errors are sentences, and not longer than what they are about.
fn check_error(error: &DTypeError, text: &str) {
    let sentence = error.to_string();
    assert!(!sentence.is_empty() && sentence.len() <= 8 * text.len() + 1024, "{sentence}");
}

fn check(dtype: &DType, text: &str) {
    consistent(dtype);
    drawn(dtype);
    lossless(dtype, text);
    numpy_texts(dtype);
    orders(dtype);
    let shown = dtype.to_string();
    assert!(shown.lines().count() > dtype.base().fields().len(), "{shown}");
    assert!(shown.lines().all(|line| line == line.trim_end()), "{shown}");
    for node in dtype.walk() {
        // The fields of elements lie within the dtype, but for those of arrays of none.
        assert!(node.offset() <= dtype.itemsize() || has_none(dtype), "{dtype:?}");
        assert!(!node.path().is_empty() || node.field().name().is_empty());
    }
}

/// Whether there are arrays without elements.
fn has_none(dtype: &DType) -> bool {
    dtype.shape().any(|len| len == 0) || dtype.base().fields().iter().any(|field| has_none(field.dtype()))
}

/// Sizes, offsets and alignments fit together, level by level.
fn consistent(dtype: &DType) {
    assert!(isize::try_from(dtype.itemsize()).is_ok() && dtype.alignment().is_power_of_two());
    if let Some((base, count)) = dtype.as_array() {
        assert_eq!(base.itemsize().checked_mul(count), Some(dtype.itemsize()), "{dtype:?}");
        assert!(dtype.shape().count() > 0, "{dtype:?}");
        consistent(base);
    }
    let Some(fields) = dtype.as_record() else { return };
    if dtype.is_aligned_record() {
        assert!(dtype.itemsize().is_multiple_of(dtype.alignment()), "{dtype:?}");
    }
    for (i, field) in fields.iter().enumerate() {
        let end = field.offset().checked_add(field.dtype().itemsize());
        assert!(end.is_some_and(|end| end <= dtype.itemsize()), "{dtype:?}");
        if dtype.is_aligned_record() {
            assert!(field.offset().is_multiple_of(field.dtype().alignment()), "{dtype:?}");
        }
        assert!(dtype.depth() > field.dtype().depth());
        assert_eq!(dtype.field(field.name()).map(|found| found.offset()), Some(field.offset()), "{dtype:?}");
        assert_eq!(dtype.field_at(i).map(|found| found.name()), Ok(field.name()));
        consistent(field.dtype());
    }
}

/// Gaps and overlaps are those of the bytes, marked one by one.
fn drawn(dtype: &DType) {
    fn mark(dtype: &DType, at: usize, bytes: &mut [bool], budget: &mut usize) {
        if dtype.itemsize() == 0 {
            return;
        }
        let Some(left) = budget.checked_sub(1) else { return };
        *budget = left;
        if let Some((base, count)) = dtype.as_array() {
            for i in 0..count.min(*budget) {
                mark(base, at + i * base.itemsize(), bytes, budget);
            }
        } else if let Some(fields) = dtype.as_record() {
            for field in fields {
                mark(field.dtype(), at + field.offset(), bytes, budget);
            }
        } else {
            bytes[at..at + dtype.itemsize()].fill(true);
        }
    }
    /// Elements of an array of none may be larger than the array.
    fn small(dtype: &DType) -> bool {
        let dtype = dtype.base();
        dtype.itemsize() <= DRAWN && dtype.fields().iter().all(|field| small(field.dtype()))
    }
    fn overlap(dtype: &DType) -> bool {
        let dtype = dtype.base();
        let mut claimed = vec![false; dtype.itemsize()];
        dtype.fields().iter().any(|field| {
            let own = &mut claimed[field.offset()..field.offset() + field.dtype().itemsize()];
            let twice = own.contains(&true);
            own.fill(true);
            twice || overlap(field.dtype())
        })
    }
    if dtype.itemsize() > DRAWN || !small(dtype) {
        return;
    }
    let (mut bytes, mut budget) = (vec![false; dtype.itemsize()], 20_000);
    mark(dtype, 0, &mut bytes, &mut budget);
    if budget > 0 {
        assert_eq!(dtype.is_gap_free(), bytes.iter().all(|&marked| marked), "{dtype:?}");
    }
    assert_eq!(dtype.fields_overlap(), overlap(dtype), "{dtype:?}");
}

/// The lossless form keeps everything, on every machine, and grows no faster than the text did.
fn lossless(dtype: &DType, text: &str) {
    let written = format!("{dtype:?}");
    assert!(written.len() <= 100 * text.len() + 200, "{} bytes of {} bytes", written.len(), text.len());
    for native in ORDERS {
        for read in [DType::parse_on, DType::parse_descr_on] {
            let again = read(&written, native).unwrap_or_else(|error| panic!("{error}: {written}"));
            assert_eq!(&again, dtype);
            assert_eq!(
                (again.itemsize(), again.alignment(), again.is_aligned_record(), again.depth()),
                (dtype.itemsize(), dtype.alignment(), dtype.is_aligned_record(), dtype.depth()),
                "{written}"
            );
            assert_eq!(format!("{again:?}"), written);
            assert!(dtype.first_difference(&again).is_none());
        }
    }
}

/// Whether a field anywhere inside has no name: in NumPy's texts that is a number, or a gap.
fn nameless(dtype: &DType) -> bool {
    dtype.base().fields().iter().any(|field| field.name().is_empty() || nameless(field.dtype()))
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

/// What NumPy would write reads back, where NumPy has words for it.
fn numpy_texts(dtype: &DType) {
    if nameless(dtype) {
        return;
    }
    if let Ok(descr) = dtype.descr() {
        for native in ORDERS {
            let again =
                DType::parse_descr_on(&descr, native).unwrap_or_else(|error| panic!("{error}: {descr}"));
            assert_eq!(&again, dtype, "{descr}");
            assert_eq!(again.descr().as_ref(), Ok(&descr));
        }
    }
    for native in ORDERS {
        let repr = dtype.repr_on(native);
        let read = DType::parse_on(&repr, native);
        if numpy_can_say(dtype, dtype.base().is_aligned_record()) {
            let again = read.unwrap_or_else(|error| panic!("{error}: {repr}"));
            assert_eq!(&again, dtype, "{repr}");
            assert_eq!(again.repr_on(native), repr);
        }
    }
    if dtype.as_scalar().is_some() {
        assert_eq!(DType::parse(&dtype.dtype_str()).as_ref(), Ok(dtype));
    }
}

/// Another byte order changes nothing else, and back is back.
fn orders(dtype: &DType) {
    let swapped = dtype.newbyteorder(NewByteOrder::Swap);
    assert_eq!(
        (swapped.itemsize(), swapped.alignment(), swapped.is_gap_free()),
        (dtype.itemsize(), dtype.alignment(), dtype.is_gap_free())
    );
    assert_eq!(&swapped.newbyteorder(NewByteOrder::Swap), dtype);
    for order in ORDERS {
        let all = dtype.newbyteorder(order);
        assert!(all.is_in_order(order), "{all:?}");
        assert_eq!(swapped.newbyteorder(order), all);
    }
}

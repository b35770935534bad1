//! `OpenOptions`: where the records are, by every way of asking, against arithmetic.

use super::{Reading, bytes_of, readings};
use record_core::{
    DType, Element,
    layout::LayoutError,
    table::{OpenOptions, Place, TableError, Trailing},
};

/// What must come of this: the first record's byte, the count and the trailing bytes, or a word for the error.
fn expected(available: u64, place: Place, trailing: Trailing) -> Result<(u64, u64, u64), &'static str> {
    let Place { offset, count } = place;
    if offset > available {
        return Err("offset behind end");
    }
    let (whole, left) = ((available - offset) / 7, (available - offset) % 7);
    match count {
        Some(count) if count > whole && trailing == Trailing::Error => Err("too short"),
        Some(count) if count > whole => Ok((offset, whole, left)),
        Some(count) => Ok((offset, count, available - offset - count * 7)),
        None if left > 0 && trailing == Trailing::Error => Err("partial"),
        None => Ok((offset, whole, left)),
    }
}

fn word(error: &TableError, available: u64, place: Place) -> &'static str {
    match *error.kind() {
        TableError::OffsetBehindEnd { offset, available: found } => {
            assert_eq!((offset, found), (place.offset, available));
            "offset behind end"
        }
        TableError::TooShort { offset, count, itemsize, available: found } => {
            assert_eq!((offset, Some(count), itemsize, found), (place.offset, place.count, 7, available));
            "too short"
        }
        TableError::PartialRecord { available: found, records, left, itemsize } => {
            let behind = available - place.offset;
            assert_eq!((found, records, left, itemsize), (behind, behind / 7, behind % 7, 7));
            "partial"
        }
        ref other => panic!("{other:?}"),
    }
}

#[test]
fn every_place_in_a_short_buffer() {
    let bytes = bytes_of(&readings(4));
    let folder = std::env::temp_dir().join(format!("record-options-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("readings");
    let at = |number: u64| usize::try_from(number).unwrap();
    let mut tried = 0;
    for available in [0_usize, 6, 7, 13, 14, 15, 28] {
        std::fs::write(&path, &bytes[..available]).unwrap();
        for offset in [0, 1, 6, 7, 8, 14, 27, 28, 29, u64::MAX] {
            for count in [None, Some(0), Some(1), Some(2), Some(4), Some(5), Some(u64::MAX)] {
                for trailing in [Trailing::Error, Trailing::Ignore] {
                    let place = Place { offset, count };
                    let options = || {
                        let plain = OpenOptions::new().offset(offset).trailing(trailing);
                        count.into_iter().fold(plain, OpenOptions::count)
                    };
                    let by_header = || OpenOptions::new().trailing(trailing).header(0, move |_| Ok(place));
                    let expected = expected(available as u64, place, trailing);
                    let (bytes, mut copy) = (&bytes[..available], bytes[..available].to_vec());
                    let dtype = || Reading::DTYPE.clone();
                    macro_rules! check {
                        ($($table:expr),*) => {$(
                            match ($table, expected) {
                                (Ok(table), Ok((start, count, trailing))) => {
                                    assert_eq!((table.len() as u64, table.trailing_bytes()), (count, trailing));
                                    assert_eq!(Vec::from(table.view().as_bytes().unwrap()), &bytes[at(start)..][..at(count) * 7]);
                                }
                                (Err(error), Err(expected)) => {
                                    assert_eq!(word(&error, available as u64, place), expected);
                                }
                                (found, expected) => panic!("{found:?} is not {expected:?}"),
                            }
                        )*};
                    }
                    check!(
                        options().bytes::<Reading>(bytes),
                        options().bytes_mut::<Reading>(&mut copy),
                        options().bytes_any(bytes, dtype()),
                        by_header().bytes::<Reading>(bytes),
                        options().read::<Reading>(&path),
                        options().read_any(&path, dtype()),
                        by_header().read::<Reading>(&path)
                    );
                    tried += 1;
                }
            }
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(tried, 7 * 10 * 7 * 2);
}

#[test]
fn headers_say_where_the_records_are() {
    // Two bytes: where, and how many.
    let bytes = [&[5, 2, 99, 99, 99][..], &bytes_of(&readings(3)), &[1, 2]].concat();
    let find = |header: &[u8]| {
        assert_eq!(header.len(), 2);
        Ok(Place { offset: header[0].into(), count: Some(header[1].into()) })
    };
    let table = OpenOptions::new().header(2, find).bytes::<Reading>(&bytes).unwrap();
    assert_eq!((table.to_vec(), table.trailing_bytes()), (readings(2), 9));

    let error = OpenOptions::new()
        .header(2, |_| Err("no table in here".into()))
        .bytes::<Reading>(&bytes)
        .unwrap_err();
    assert!(matches!(error, TableError::Header(_)));
    assert_eq!(error.to_string(), "the header: no table in here");
    assert!(core::error::Error::source(&error).is_none(), "its text is in that of the error");

    let error = OpenOptions::new().header(27, find).bytes::<Reading>(&bytes[..26]).unwrap_err();
    assert!(matches!(error, TableError::ShortHeader { needed: 27, available: 26 }), "{error:?}");
    assert_eq!(error.to_string(), "a header of 27 bytes does not fit 26 bytes");
    let exactly = OpenOptions::new().header(28, |_| Ok(Place { offset: 28, count: None }));
    assert!(exactly.bytes::<Reading>(&bytes).unwrap().is_empty());
}

#[test]
fn records_of_size_zero_have_no_number() {
    let empty = DType::parse("[('a', 'S0'), ('b', '<f4', (0,))]").unwrap();
    assert_eq!(empty.itemsize(), 0);
    let error = OpenOptions::new().bytes_any(&[1, 2], empty).unwrap_err();
    assert!(matches!(error, TableError::Layout(LayoutError::ZeroSize)), "{error:?}");
}

//! Every typed operation on scans: equal to the bit to the operation on one view, and to a naive answer, whatever the parts are.

use super::{
    Temporary,
    parts::{Dribble, Parts},
    row::{self, Gappy, Missing, Plain, Row, SIZE},
    sum_rule,
};
use record_core::{
    ops::{MaxState, MinState, SumState},
    prelude::*,
    scan::{InMemory, ReaderOptions, RecordReader, Scan, ScanOps},
};

fn same_float(found: f64, expected: f64, at: &str) {
    // The bits of a NaN that was computed are not specified.
    let same = found.to_bits() == expected.to_bits() || found.is_nan() && expected.is_nan();
    assert!(same, "{at}: {found:?} is not {expected:?}");
}

/// All operations, against the view and against loops over the plain numbers.
fn check(make: &mut dyn FnMut() -> Box<dyn Scan<Record = Row>>, plain: &[Plain], at: &str) {
    let bytes = row::encode(plain);
    let table = row::table(&bytes);
    let view = table.view();

    let values: Vec<f64> = plain.iter().map(|row| row.value).collect();
    let sum = make().sum(Row::VALUE).unwrap();
    same_float(sum, view.col(Row::VALUE).sum(), at);
    same_float(sum, sum_rule::sum(&values), at);
    let mean = make().mean(Row::VALUE).unwrap();
    assert_eq!(mean.map(f64::to_bits), view.col(Row::VALUE).mean().map(f64::to_bits), "{at}");
    assert_eq!(mean.is_some(), !plain.is_empty(), "{at}");

    let bits = |found: Option<f64>| found.map(f64::to_bits);
    let min_max = make().min_max(Row::VALUE).unwrap();
    let (min, max) = (make().min(Row::VALUE).unwrap(), make().max(Row::VALUE).unwrap());
    assert_eq!(bits(min), bits(view.col(Row::VALUE).min()), "{at}");
    assert_eq!(bits(max), bits(view.col(Row::VALUE).max()), "{at}");
    assert_eq!(min_max.map(|(a, b)| (a.to_bits(), b.to_bits())), bits(min).zip(bits(max)), "{at}");
    if let Some(&first) = values.iter().find(|value| value.is_nan()) {
        assert_eq!((bits(min), bits(max)), (bits(Some(first)), bits(Some(first))), "{at}");
    } else {
        assert_eq!(min, values.iter().copied().reduce(f64::min), "{at}");
        assert_eq!(max, values.iter().copied().reduce(f64::max), "{at}");
    }

    // Integers, exactly; bits of integers; dates.
    let total: i128 = plain.iter().map(|row| i128::from(row.low)).sum();
    assert_eq!(make().sum(Row::LOW).unwrap(), total, "{at}");
    let total: i128 = plain.iter().map(|row| i128::from(row.big)).sum();
    assert_eq!(make().sum(Row::BIG).unwrap(), total, "{at}");
    let total: i128 = plain.iter().map(|row| i128::from(row.flag)).sum();
    assert_eq!(make().sum(Row::FLAG).unwrap(), total, "{at}");
    assert_eq!(make().max(Row::LOW).unwrap(), plain.iter().map(|row| row.low).max(), "{at}");
    let low_bits = plain.iter().map(|row| row.id & 31);
    assert_eq!(make().max(Row::LOW_BITS).unwrap(), low_bits.max(), "{at}");
    let whens: Vec<i64> = plain.iter().map(|row| row.when).collect();
    let least = whens.iter().copied().min();
    assert_eq!(make().min(Row::WHEN).unwrap().map(|when| when.count().unwrap_or(i64::MIN)), least, "{at}");
    let greatest = if least == Some(i64::MIN) { least } else { whens.iter().copied().max() };
    assert_eq!(make().max(Row::WHEN).unwrap().map(|when| when.count().unwrap_or(i64::MIN)), greatest, "{at}");

    // Codes and masks.
    let counts = make().counts(Row::MODE).unwrap();
    assert_eq!(counts, view.col(Row::MODE).counts(), "{at}");
    assert_eq!(
        counts.unknown_total(),
        plain.iter().filter(|row| ![0, 1, 7].contains(&row.mode)).count(),
        "{at}"
    );
    let test = |view: View<'_, Row>| view.col(Row::LOW).gt(0) & view.col(Row::ID).lt(40_000);
    let wanted = |row: &Plain| row.low > 0 && row.id < 40_000;
    let kept: Vec<&Plain> = plain.iter().filter(|row| wanted(row)).collect();
    assert_eq!(make().count_where(test).unwrap(), kept.len() as u64, "{at}");
    let mask = make().mask(test).unwrap();
    assert_eq!(mask.to_vec(), plain.iter().map(wanted).collect::<Vec<_>>(), "{at}");
    assert!(mask == test(view), "{at}: masks are equal, with their last words");
    let filtered = make().filter(test).unwrap();
    assert_eq!(filtered.as_bytes().unwrap(), table.filter(&mask).as_bytes().unwrap(), "{at}");
    assert_eq!(filtered.len(), kept.len(), "{at}");

    // Copies.
    assert_eq!(make().to_table().unwrap().as_bytes().unwrap(), bytes, "{at}");
    assert_eq!(make().to_columns().unwrap().low.view().to_vec(), view.col(Row::LOW).to_vec(), "{at}");
    assert_eq!(
        make().col_to_vec(Row::ID).unwrap(),
        plain.iter().map(|row| row.id).collect::<Vec<_>>(),
        "{at}"
    );
    let copied = make().to_vec().unwrap();
    assert_eq!(RecordTable::from(copied).as_bytes().unwrap(), bytes, "{at}");
    several_columns_in_one_pass(make, plain, at);
}

/// Sub-arrays, in one pass with others; `fold` and `each`.
fn several_columns_in_one_pass(
    make: &mut dyn FnMut() -> Box<dyn Scan<Record = Row>>,
    plain: &[Plain],
    at: &str,
) {
    let bytes = row::encode(plain);
    let table = row::table(&bytes);
    let all = table.col(Row::AT).axes();
    let states = (SumState::new(), MinState::new(), MaxState::new());
    let (sum, min, max) = make()
        .fold(states, |(mut sum, mut min, mut max), view| {
            let column = view.col(Row::AT).axes();
            sum.add(column);
            min.add(column);
            // Another order of the elements is another sum, but the same greatest.
            max.add(column.transpose());
            (sum, min, max)
        })
        .unwrap();
    assert_eq!(sum.count(), 3 * plain.len() as u64, "{at}");
    same_float(sum.clone().sum(), all.sum(), at);
    let flat: Vec<f64> = plain.iter().flat_map(|row| row.at).map(f64::from).collect();
    same_float(sum.sum(), sum_rule::sum(&flat), at);
    assert_eq!(min.value().map(f32::to_bits), all.min().map(f32::to_bits), "{at}");
    assert_eq!(max.value().map(f32::is_nan), all.max().map(f32::is_nan), "{at}");

    let (mut next, mut ids) = (0, SumState::new());
    let end = make()
        .each_any(|chunk| {
            assert_eq!(chunk.first(), next, "{at}");
            assert!(!chunk.is_empty(), "{at}: parts are not empty");
            next += chunk.len() as u64;
            ids.add(chunk.typed::<Row>().unwrap().col(Row::ID));
        })
        .unwrap();
    assert_eq!((end.records, next), (plain.len() as u64, plain.len() as u64), "{at}");
    let mut again = SumState::new();
    assert_eq!(make().each(|rows| again.add(rows.col(Row::ID))).unwrap(), end, "{at}");
    assert_eq!((ids.sum(), again.sum()), (table.col(Row::ID).sum(), table.col(Row::ID).sum()), "{at}");
}

/// Sizes of parts, around the lanes and the blocks of the sum rule.
fn sizes() -> impl Iterator<Item = usize> {
    (1..=17).chain([63, 64, 65, 1023, 1024, 1025, 2047, 2049])
}

fn plain(count: usize) -> impl Iterator<Item = Vec<Plain>> {
    [Missing::Never, Missing::Sometimes, Missing::First]
        .into_iter()
        .map(move |missing| row::rows(count, count as u64, missing))
}

#[test]
fn parts_of_any_size_give_the_answers_of_the_whole() {
    for count in [0, 1, 7, 8, 9, 100, 1023, 1024, 1025, 2600] {
        for plain in plain(count) {
            let table: &'static _ = Box::leak(Box::new(row::table(&row::encode(&plain))));
            check(&mut || Box::new(InMemory(table)), &plain, &format!("a table of {count}"));
            check(&mut || Box::new(InMemory(table.view())), &plain, &format!("a view of {count}"));
            let few = sizes().filter(|&len| count <= 100 || len > 7);
            for len in few {
                let parts = || Parts { view: table.view(), len };
                check(&mut || Box::new(parts()), &plain, &format!("{count} in parts of {len}"));
            }
        }
    }
}

#[test]
fn parts_may_be_strided_and_reversed() {
    for step in [-3_isize, -1, 2, 5] {
        let all = row::rows(2100, 9, Missing::Sometimes);
        let table: &'static _ = Box::leak(Box::new(row::table(&row::encode(&all))));
        let indices: Vec<usize> = match step {
            1.. => (0..all.len()).step_by(step.unsigned_abs()).collect(),
            _ => (0..all.len()).rev().step_by(step.unsigned_abs()).collect(),
        };
        let plain: Vec<Plain> = indices.iter().map(|&i| all[i]).collect();
        for len in [1, 3, 8, 13, 300, 1024, 1500] {
            let view = table.view().slice(s![..;step]);
            assert_eq!(view.len(), plain.len());
            check(
                &mut || Box::new(Parts { view, len }),
                &plain,
                &format!("every {step}th in parts of {len}"),
            );
        }
    }
}

#[test]
fn readers_of_files_give_the_answers_of_the_whole() {
    for count in [0, 1, 8, 1025, 2600] {
        let plain = row::rows(count, 3, Missing::Sometimes);
        let file = Temporary::new(&row::encode(&plain));
        for (i, len) in sizes().enumerate().filter(|&(_, len)| len > 3 || count < 2000) {
            let path = file.0.clone();
            let ahead = i % 2 == 0;
            let open = move || {
                let options = ReaderOptions::new().chunk_bytes(len * SIZE + i % SIZE).read_ahead(ahead);
                options.open::<Row>(&path).unwrap()
            };
            check(&mut || Box::new(open()), &plain, &format!("{count} from a file by {len}, ahead: {ahead}"));
        }
    }
}

#[test]
fn readers_of_streams_give_the_answers_of_the_whole() {
    for count in [0, 1, 9, 1030] {
        let plain = row::rows(count, 4, Missing::Sometimes);
        let bytes: &'static [u8] = row::encode(&plain).leak();
        for (i, most) in [1, 43, 44, 45, 100, 1 << 16].into_iter().enumerate() {
            let open = || {
                let options = ReaderOptions::new().chunk_bytes(SIZE * 7).read_ahead(i % 2 == 0);
                options.reader::<Row>(Dribble::new(bytes, most)).unwrap()
            };
            check(&mut || Box::new(open()), &plain, &format!("{count} in pieces of up to {most} bytes"));
        }
    }
}

#[test]
fn gaps_stay_zero_in_copies() {
    let mut bytes = vec![0xaa; size_of::<Gappy>() * 50];
    for (i, record) in bytes.chunks_mut(size_of::<Gappy>()).enumerate() {
        record[0] = u8::try_from(i).unwrap();
    }
    let table = RecordTable::<Gappy>::from_bytes(&bytes).unwrap();
    for len in [1, 7, 50] {
        let mut copy = Parts { view: table.view(), len }.to_table().unwrap();
        assert_eq!(copy.as_bytes().unwrap(), table.to_table().as_bytes().unwrap());
        assert_eq!(copy.as_bytes().unwrap()[1..8], [0; 7]);
        let some = Parts { view: table.view(), len }.filter(|view| view.col(Gappy::ID).lt(9)).unwrap();
        copy.truncate(9);
        assert_eq!(some.as_bytes().unwrap(), copy.as_bytes().unwrap());
    }
}

#[test]
fn records_come_by_value() {
    let bytes: &'static [u8] = row::bytes(40, 1).leak();
    let table = row::table(bytes);
    let options = || ReaderOptions::new().chunk_bytes(3 * SIZE);
    let mut reader = options().reader::<Row>(bytes).unwrap();
    let all: Vec<Row> = reader.records().map(Result::unwrap).collect();
    assert_eq!(all, table.to_vec());
    assert_eq!(reader.end().unwrap().records, 40);
    assert!(reader.records().next().is_none(), "the end stays the end");

    // Some by value, then more of them, the rest by chunk.
    let mut reader = options().read_ahead(false).reader::<Row>(bytes).unwrap();
    let mut found: Vec<Row> = reader.records().take(4).map(Result::unwrap).collect();
    assert_eq!((reader.first(), reader.records_read()), (3, 4));
    found.extend(reader.records().take(3).map(Result::unwrap));
    let rest = reader.next_chunk().unwrap().unwrap();
    assert_eq!(rest.to_vec(), table.to_vec()[7..9]);
    found.extend(rest.to_vec());
    assert_eq!(reader.first(), 7);
    assert!(reader.end().is_none());
    reader.for_each(|chunk| found.extend(chunk.to_vec())).unwrap();
    assert_eq!(found, table.to_vec());

    let numbers = RecordReader::<Be<u16>>::from_reader(&[0_u8, 1, 0, 2][..]).unwrap().to_vec().unwrap();
    assert_eq!(numbers, [1, 2]);
}

#[test]
fn a_mask_of_another_length_is_an_error() {
    let table = row::table(&row::bytes(5, 1));
    let error = InMemory(&table).count_where(|_| Mask::new(3, true)).unwrap_err();
    assert_eq!(error.to_string(), "a mask of 3 records where 5 are needed");
}

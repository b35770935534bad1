//! Operations by name, for dtypes that only run time knows: equal to those of one view.

use super::{
    Temporary,
    parts::{AnyParts, Dribble},
    row::{self, Missing, Row, SIZE},
};
use record_core::{
    ops::{Mask, Sum},
    prelude::*,
    scan::{
        AnyRecordReader, Chunk, InMemory, ReaderOptions, RecordReader, Scan, ScanEnd, ScanError, ScanOps,
        Untyped,
    },
    view::{ColumnError, Value},
};
use std::ops::ControlFlow;

/// The bits of a number, or the value: NaN is itself here.
fn bits(value: Option<Value>) -> String {
    match value {
        Some(Value::Float64(value)) => format!("{:x}", value.to_bits()),
        Some(Value::Float32(value)) => format!("{:x}", value.to_bits()),
        other => format!("{other:?}"),
    }
}

fn sum_bits(sum: Sum) -> String {
    match sum {
        Sum::Float(sum) if sum.is_nan() => "NaN".into(),
        Sum::Float(sum) => format!("{:x}", sum.to_bits()),
        other => other.to_string(),
    }
}

fn error(result: Result<impl Sized, ScanError>) -> ColumnError {
    match result {
        Err(ScanError::Column(error)) => *error,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("an answer where there is none"),
    }
}

/// All operations on all columns, against the same on one view.
fn check(make: &mut dyn FnMut() -> Box<dyn Scan<Record = Untyped>>, all: AnyView<'_>, at: &str) {
    for field in all.dtype().fields() {
        let (name, at) = (field.name(), format!("{at}, {}", field.name()));
        let column = all.column(name).unwrap();
        match column.sum() {
            Ok(sum) => {
                assert_eq!(sum_bits(make().sum_of(name).unwrap()), sum_bits(sum), "{at}");
                let mean = make().mean_of(name).unwrap();
                let same = |a: f64, b: f64| a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan();
                match (mean, column.mean().unwrap()) {
                    (Some(found), Some(expected)) => assert!(same(found, expected), "{at}"),
                    (found, expected) => assert_eq!(found, expected, "{at}"),
                }
            }
            Err(none) => assert_eq!(error(make().sum_of(name)), none, "{at}"),
        }
        match (column.min(), column.max()) {
            (Ok(min), Ok(max)) => {
                assert_eq!(bits(make().min_of(name).unwrap()), bits(min), "{at}");
                assert_eq!(bits(make().max_of(name).unwrap()), bits(max), "{at}");
            }
            (Err(min), Err(max)) => {
                assert_eq!(error(make().min_of(name)), min, "{at}");
                assert_eq!(error(make().max_of(name)), max, "{at}");
            }
            other => panic!("{at}: {other:?}"),
        }
        let copy = make().column_of(name).unwrap();
        let expected = column.to_array().unwrap();
        assert_eq!((copy.as_bytes(), copy.dtype()), (expected.as_bytes(), expected.dtype()), "{at}");
        assert_eq!(copy.layout(), expected.layout(), "{at}");
    }
    let table = make().to_any_table().unwrap();
    assert_eq!((table.as_bytes(), table.dtype()), (all.to_array().unwrap().as_bytes(), all.dtype()), "{at}");
}

const DTYPES: &[&str] = &[
    "[('b', '?'), ('i', '>i8'), ('u', '<u8'), ('f', '>f8'), ('g', '<f4', (2, 3)), ('h', '<f2')]",
    "[('s', 'S3'), ('u', '<U2'), ('v', 'V5'), ('c', '<c8')]",
    "[('d', '<M8[ms]'), ('m', '>m8[s]'), ('dd', '>M8[D]', (2,))]",
    "{'names': ['a', 'b'], 'formats': ['<u2', '>f4'], 'offsets': [3, 11], 'itemsize': 17}",
    "[('nested', [('x', '<i2'), ('y', '>f8')], (2,)), ('z', 'u1')]",
];

#[test]
fn columns_by_name_give_the_answers_of_the_whole() {
    for text in DTYPES {
        let dtype = DType::parse(text).unwrap();
        for count in [0, 1, 9, 1030] {
            let bytes = record_tests::Random::new(count as u64).bytes(count * dtype.itemsize());
            let table: &'static AnyTable<_> =
                Box::leak(Box::new(AnyTable::from_bytes(bytes.leak(), dtype.clone()).unwrap()));
            let bytes = table.as_bytes();
            check(&mut || Box::new(InMemory(table)), table.view(), text);
            for len in [1, 7, 8, 513, 1024] {
                check(&mut || Box::new(AnyParts { view: table.view(), len }), table.view(), text);
            }
            let strided = table.view().slice(s![..;-2]);
            check(&mut || Box::new(AnyParts { view: strided, len: 5 }), strided, text);
            let read = || {
                let options = ReaderOptions::new().chunk_bytes(5 * dtype.itemsize());
                options.reader_any(Dribble::new(bytes, 100), dtype.clone()).unwrap()
            };
            check(&mut || Box::new(read()), table.view(), text);
        }
    }
}

#[test]
fn fields_of_sub_arrays_of_records_have_columns_too() {
    let dtype = DType::parse("[('at', [('x', '<i2'), ('y', '>f8')], (2,))]").unwrap();
    let bytes = record_tests::Random::new(5).bytes(7 * dtype.itemsize());
    let table = AnyTable::from_bytes(&bytes, dtype).unwrap();
    let at = table.column("at").unwrap();
    let (mut parts, whole) = (AnyParts { view: at, len: 3 }, at.column("x").unwrap());
    assert_eq!(parts.sum_of("x").unwrap(), whole.sum().unwrap());
    let copy = parts.column_of("x").unwrap();
    assert_eq!((copy.shape().as_ref(), copy.as_bytes()), (&[7, 2][..], whole.to_array().unwrap().as_bytes()));
}

#[test]
fn typed_scans_have_names_too() {
    let bytes = row::encode(&row::rows(70, 2, Missing::Never));
    let table = row::table(&bytes);
    let file = Temporary::new(&bytes);
    let mut reader = ReaderOptions::new().chunk_bytes(6 * SIZE).open::<Row>(&file).unwrap();
    assert_eq!(reader.max_of("low").unwrap(), table["low"].max().unwrap());
    let mut reader = RecordReader::<Row>::open(&file).unwrap();
    let test = |part: AnyView<'_>| Ok(part.column("id")?.typed::<Be<u16>>()?.gt(9999));
    let expected = table.filter(&table.col(Row::ID).gt(9999));
    assert_eq!(reader.filter_any(test).unwrap().as_bytes(), expected.as_bytes().unwrap());
    let mut reader = AnyRecordReader::open(&file, Row::DTYPE.clone()).unwrap();
    assert_eq!(reader.count_where_any(test).unwrap(), expected.len() as u64);
    assert!(!expected.is_empty() && expected.len() < 70, "some are in and some are not");
    let mut reader = AnyRecordReader::open(&file, Row::DTYPE.clone()).unwrap();
    assert_eq!(reader.next_chunk().unwrap().unwrap().typed::<Row>().unwrap().to_vec(), table.to_vec());
}

#[test]
fn a_wrong_name_is_an_error_before_anything_is_read() {
    let dtype = DType::parse("[('level', '<u2'), ('text', 'S2')]").unwrap();
    let mut reader = AnyRecordReader::from_reader(&[0_u8; 8][..], dtype).unwrap();
    let text = reader.sum_of("lvel").unwrap_err().to_string();
    assert_eq!(text, "no field named `lvel`; did you mean `level`? The fields are `level`, `text`");
    assert!(matches!(error(reader.mean_of("text")), ColumnError::Unsupported { operation: "mean", .. }));
    assert_eq!(reader.records_read(), 0);
    assert_eq!(reader.sum_of("level").unwrap(), Sum::Int(0));
    assert_eq!(reader.end().unwrap().records, 2);
}

#[test]
fn views_with_more_axes_are_no_records_one_after_the_other() {
    let array = Array::from_rows([[1, 2], [3, 4]]);
    let error = error(InMemory(array.view().as_any()).to_any_table());
    assert_eq!(error, ColumnError::Rank { expected: 1, found: 2 });
}

/// A scan whose second chunk is of another dtype than it says.
struct Turncoat<'a>([AnyView<'a>; 2]);

impl Scan for Turncoat<'_> {
    type Record = Untyped;

    fn dtype(&self) -> &DType {
        self.0[0].dtype()
    }

    fn for_each_chunk(
        &mut self,
        each: &mut dyn FnMut(Chunk<'_>) -> ControlFlow<()>,
    ) -> Result<ScanEnd, ScanError> {
        _ = each(Chunk::new(0, self.0[0])).is_continue() && each(Chunk::new(1, self.0[1])).is_continue();
        Ok(ScanEnd::new(2))
    }
}

#[test]
fn chunks_of_another_dtype_are_refused() {
    let bytes = [7; 24];
    let table = |dtype: &str| AnyTable::from_bytes(&bytes, DType::parse(dtype).unwrap()).unwrap();
    let first = table("[('a', '<u4', (2, 3))]");
    for other in
        ["[('a', '<f4', (2, 3))]", "[('a', '<u4', (3, 2))]", "[('a', '<u4', 6)]", "[('a', '<u2', 12)]"]
    {
        let other = table(other);
        let mut scan = Turncoat([first.view(), other.view()]);
        let all = |_: AnyView<'_>| Ok(Mask::new(1, true));
        for refused in [error(scan.to_any_table()), error(scan.filter_any(all))] {
            let ColumnError::Type { expected, found } = refused else { panic!("{refused:?}") };
            assert_eq!((&*expected, &*found), (first.dtype(), other.dtype()));
        }
        assert!(scan.column_of("a").is_err());
    }
}

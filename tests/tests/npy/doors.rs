//! Every way in and out: files, streams, bytes; arrays and tables, typed and not; conversions; what is refused.

use crate::support::{Folder, Reading, readings};
use record_core::{
    AnyView, DynRank, Rank,
    convert::{Casting, ConvertError, ConvertOptions},
    dtype::Mismatch,
    file::{FileError, FileKind},
    layout::{LayoutError, Order},
    npy::{Header, NpyError, NpyOptions, open_as},
    prelude::*,
};
use std::{
    fs,
    io::{self, Read},
};

fn file_of(view: AnyView<'_>) -> Vec<u8> {
    let mut file = Vec::new();
    view.write_npy_to(&mut file).expect("room");
    file
}

#[test]
fn tables_go_and_come_back() {
    let (folder, records) = (Folder::new(), readings(0..100));
    let path = folder.file("readings.npy");
    let table = RecordTable::from(records.clone());
    table.save_npy(&path).expect("room");
    assert_eq!(folder.names(), ["readings.npy"], "nothing is left beside it");
    let bytes = fs::read(&path).expect("the file");
    // Over records whose gaps may be uninitialised, as owned, from a view of every second, and without the type.
    assert_eq!(file_of(View::from_slice(&records).as_any()), bytes);
    assert_eq!(file_of(table.view().slice(s![..;-1]).slice(s![..;-1]).as_any()), bytes);
    assert_eq!(file_of(AnyTable::open_npy(&path).expect("a table").view()), bytes);

    let read = RecordTable::<Reading>::open_npy(&path).expect("a table");
    assert_eq!((read.len(), read.trailing_bytes()), (100, 0));
    assert_eq!(read, table);
    assert_eq!(read.as_bytes().expect("defined").as_ptr().addr() % 64, 0);
    assert_eq!(RecordTable::<Reading>::read_npy_from(&bytes[..]).expect("a table"), table);
    assert_eq!(RecordTable::<Reading>::from_npy_bytes(&bytes).expect("a table"), table);
    let any = AnyTable::from_npy_bytes(&bytes).expect("a table");
    assert_eq!(any.typed::<Reading>().expect("these records").to_vec(), records);
    assert_eq!(View::<Reading>::from_npy_bytes(&bytes).expect("a view").to_vec(), records);
    assert_eq!(Header::open(&path).expect("a header").shape(), [100]);
    assert_eq!(Array::<Reading>::open_npy(&path).expect("an array").to_vec(), records);
}

#[test]
fn arrays_keep_shape_and_order() {
    let rows = Array::from_rows([[1, 2, 3], [4, 5, 6]]);
    let columns = rows.view().to_array_in(Order::F);
    let (c, f) = (file_of(rows.view().as_any()), file_of(columns.view().as_any()));
    assert_eq!(f[128..].chunks(4).map(|n| n[0]).collect::<Vec<_>>(), [1, 4, 2, 5, 3, 6]);
    // A transpose lies in the other order; what lies in neither is written in C's.
    assert_eq!(file_of(rows.view().transpose().as_any())[128..], c[128..]);
    let reversed = rows.view().slice(s![.., ..;-1]).transpose();
    assert_eq!(
        file_of(reversed.as_any())[128..].chunks(4).map(|n| n[0]).collect::<Vec<_>>(),
        [3, 6, 2, 5, 1, 4]
    );
    assert!(!Header::parse(&file_of(reversed.as_any())).is_ok_and(|header| header.order() == Order::F));
    for (file, order) in [(&c, Order::C), (&f, Order::F)] {
        let array = Array::<i32, Rank<2>>::read_npy_from(&file[..]).expect("an array");
        assert_eq!((array.order(), &array), (order, &rows));
        assert_eq!(array.as_bytes(), &file[128..], "nothing is moved");
        let any = AnyArray::read_npy_from(&file[..]).expect("an array");
        assert_eq!(
            (any.order(), any.typed::<i32, DynRank>().expect("the type").to_vec()),
            (order, rows.to_vec())
        );
        let view = View::<i32, Rank<2>>::from_npy_bytes(file).expect("a view");
        assert_eq!((view.to_vec(), view.is_c_contiguous()), (rows.to_vec(), order == Order::C));
    }
    let scalar = Array::<f64, Rank<0>>::full([], 1.5);
    let file = file_of(scalar.view().as_any());
    assert_eq!(Array::<f64, Rank<0>>::read_npy_from(&file[..]).expect("a number").to_vec(), [1.5]);
    let empty = Array::<f64, Rank<3>>::zeros([2, 0, 3]);
    let file = file_of(empty.view().as_any());
    assert_eq!(
        (file.len(), Array::<f64, Rank<3>>::read_npy_from(&file[..]).expect("none").shape()),
        (128, [2, 0, 3])
    );
}

#[test]
fn axes_of_sub_arrays_are_the_last() {
    let points = [[[1_i16, 2], [3, 4], [5, 6]], [[7, 8], [9, 10], [11, 12]]];
    let view = View::from_slice(&points);
    let file = file_of(view.as_any());
    let header = Header::parse(&file).expect("a header");
    assert_eq!((header.shape(), header.dtype().dtype_str()), (&[2, 3, 2][..], "<i2".to_string()));
    let transposed =
        Array::<i16, Rank<3>>::read_npy_from(&file[..]).expect("three axes").view().to_array_in(Order::F);
    let in_f = file_of(transposed.view().as_any());
    for file in [&file, &in_f] {
        assert_eq!(Array::<[[i16; 2]; 3]>::read_npy_from(&file[..]).expect("one axis").to_vec(), points);
        let pairs = Array::<[i16; 2], Rank<2>>::read_npy_from(&file[..]).expect("two axes");
        assert_eq!((pairs.shape(), pairs.get_at([1, 2])), ([2, 3], Some([11, 12])));
    }
    assert_eq!(View::<[[i16; 2]; 3]>::from_npy_bytes(&file).expect("one axis").to_vec(), points);
    let strided = View::<[[i16; 2]; 3]>::from_npy_bytes(&in_f).expect_err("Fortran order");
    assert!(matches!(strided, NpyError::Layout(LayoutError::Strided { .. })), "{strided:?}");
    let other = Array::<[i16; 3], Rank<2>>::read_npy_from(&file[..]).expect_err("another length");
    assert!(
        other.to_string().starts_with("the file is of another dtype: expected [<i2; 3], found [<i2; 2]"),
        "{other}"
    );
    let rank = Array::<[i16; 2]>::read_npy_from(&file[..]).expect_err("another rank");
    assert!(matches!(rank, NpyError::Layout(LayoutError::Rank { expected: 1, found: 2 })), "{rank:?}");
}

#[test]
fn the_first_field_that_differs_is_named() {
    let text = format!("{:?}", Reading::DTYPE);
    let found = |from: &str, to: &str| {
        assert!(text.contains(from), "{from} in {text}");
        let dtype = DType::parse(&text.replacen(from, to, 1)).expect("a dtype");
        let file = file_of(AnyTable::zeroed(dtype, 2).expect("memory").view());
        let error = RecordTable::<Reading>::read_npy_from(&file[..]).expect_err("another dtype");
        assert!(RecordTable::<Reading>::from_npy_bytes(&file).is_err());
        match &error {
            NpyError::Mismatch { expected, found } => {
                let difference = expected.first_difference(found).expect("a difference");
                assert!(!matches!(difference.mismatch(), Mismatch::FieldCount { .. }));
            }
            other => panic!("{other:?}"),
        }
        let text = error.to_string();
        let (what, way_out) = text.split_once("; ").expect("a way out");
        assert!(way_out.contains("`open_as`"), "{way_out}");
        what.to_owned()
    };
    assert_eq!(found(">f8", "<f8"), "the file is of another dtype: field `at`: expected >f8, found <f8");
    assert_eq!(
        found("name", "names"),
        "the file is of another dtype: field `names`: expected the name 'name', found 'names'"
            .replace("field `names`", "field `name`")
    );
    assert_eq!(found("S5", "S4"), "the file is of another dtype: field `name`: expected S5, found S4");
    assert_eq!(
        found("seconds since then", "time"),
        "the file is of another dtype: field `at`: expected title 'seconds since then', found title 'time'"
    );
}

/// Some of the fields of a reading, otherwise.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Other {
    volts: [f64; 3],
    id: u16,
    name: FixedBytes<8>,
}

#[test]
fn other_records_become_these() {
    let folder = Folder::new();
    let path = folder.file("other.npy");
    RecordTable::from(readings(0..5)).save_npy(&path).expect("room");
    let missing = open_as::<Other>(&path).expect_err("fields are left out");
    assert!(matches!(missing.kind(), NpyError::Convert(ConvertError::ExtraField { .. })), "{missing:?}");
    let options = NpyOptions::new().convert(ConvertOptions::new().ignore_extra());
    let table: RecordTable<Other> = options.open_as(&path).expect("by name");
    let third = Other { volts: [3.0, -1.0, 0.5], id: 3, name: "n3".try_into().expect("short") };
    assert_eq!((table.len(), table.get(3)), (5, Some(third)));
    // What is the same is read as it is.
    assert_eq!(open_as::<Reading>(&path).expect("the same").to_vec(), readings(0..5));

    let big = Array::from_vec(vec![Be::new(1.5_f32), Be::new(2.5)]);
    big.save_npy(&path).expect("room");
    let wide: Array<f64> = NpyOptions::new().open_array_as(&path).expect("the other order, and wider");
    assert_eq!(wide.to_vec(), [1.5, 2.5]);
    let narrow = NpyOptions::new().open_array_as::<i8, Rank<1>>(&path);
    assert!(
        matches!(
            narrow.as_ref().map_err(NpyError::kind),
            Err(NpyError::Convert(ConvertError::Refused { .. }))
        ),
        "{narrow:?}"
    );
    let options = NpyOptions::new().convert(ConvertOptions::new().casting(Casting::Unsafe));
    assert_eq!(options.open_array_as::<i8, Rank<1>>(&path).expect("cut off").to_vec(), [1, 2]);
    let rows = Array::from_rows([[1_u8, 2], [3, 4]]).view().to_array_in(Order::F);
    rows.save_npy(&path).expect("room");
    let pairs: Array<[i32; 2]> = NpyOptions::new().open_array_as(&path).expect("pairs");
    assert_eq!(pairs.to_vec(), [[1, 2], [3, 4]]);
    let rank = NpyOptions::new().open_array_as::<i32, Rank<3>>(&path);
    assert!(matches!(
        rank.as_ref().map_err(NpyError::kind),
        Err(NpyError::Layout(LayoutError::Rank { expected: 3, found: 2 }))
    ));
}

#[test]
fn bytes_behind_the_data_are_told_or_refused() {
    let folder = Folder::new();
    let path = folder.file("long.npy");
    let mut bytes = file_of(RecordTable::from(readings(0..3)).as_any());
    bytes.extend_from_slice(b"behind");
    fs::write(&path, &bytes).expect("room");
    let table = RecordTable::<Reading>::open_npy(&path).expect("passed over");
    assert_eq!((table.len(), table.trailing_bytes()), (3, 6));
    assert_eq!(AnyTable::open_npy(&path).expect("passed over").trailing_bytes(), 6);
    assert_eq!(RecordTable::<Reading>::from_npy_bytes(&bytes).expect("passed over").trailing_bytes(), 6);
    let refused = NpyOptions::new().refuse_trailing();
    assert!(matches!(
        refused.open::<AnyTable>(&path).as_ref().map_err(NpyError::kind),
        Err(NpyError::Trailing { bytes: 6 })
    ));
    assert!(matches!(refused.read_from::<AnyTable>(&bytes[..]), Err(NpyError::Trailing { bytes: 1 })));
    // A stream goes on behind the data: NumPy saves several arrays so.
    let mut several = file_of(View::from_slice(&[1_u8, 2]).as_any());
    several.extend_from_slice(&file_of(View::from_slice(&[3_u8]).as_any()));
    let mut stream = &several[..];
    assert_eq!(Array::<u8>::read_npy_from(&mut stream).expect("the first").to_vec(), [1, 2]);
    assert_eq!(Array::<u8>::read_npy_from(&mut stream).expect("the second").to_vec(), [3]);
    assert!(matches!(
        Array::<u8>::read_npy_from(&mut stream),
        Err(NpyError::ShortHeader { needed: 10, available: 0 })
    ));
}

/// A stream that gives a byte at a time, and is interrupted.
struct Slow<'a>(&'a [u8], bool);

impl Read for Slow<'_> {
    fn read(&mut self, part: &mut [u8]) -> io::Result<usize> {
        self.1 = !self.1;
        if self.1 { Err(io::ErrorKind::Interrupted.into()) } else { self.0.read(&mut part[..1]) }
    }
}

#[test]
fn files_cut_anywhere() {
    let (folder, table) = (Folder::new(), RecordTable::from(readings(0..2)));
    let (path, bytes) = (folder.file("cut.npy"), file_of(table.as_any()));
    assert_eq!(RecordTable::<Reading>::read_npy_from(Slow(&bytes, false)).expect("slow"), table);
    let data = table.as_bytes().expect("defined").len();
    for len in 0..bytes.len() {
        fs::write(&path, &bytes[..len]).expect("room");
        let right = |error: &NpyError| match error.kind() {
            NpyError::ShortHeader { available, .. } => *available == len as u64 && len < bytes.len() - data,
            NpyError::ShortData { expected, found } => {
                (*expected, *found) == (data as u64, (len + data - bytes.len()) as u64)
            }
            _ => false,
        };
        let errors = [
            RecordTable::<Reading>::open_npy(&path).expect_err("cut"),
            RecordTable::<Reading>::read_npy_from(&bytes[..len]).expect_err("cut"),
            RecordTable::<Reading>::from_npy_bytes(&bytes[..len]).expect_err("cut"),
            View::<Reading>::from_npy_bytes(&bytes[..len]).expect_err("cut"),
            open_as::<Reading>(&path).expect_err("cut"),
            AnyArray::open_npy(&path).expect_err("cut"),
        ];
        assert!(errors.iter().all(right), "{len}: {errors:?}");
    }
}

/// A stream with room for so many writes.
struct Full(usize);

impl io::Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(1).ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn what_cannot_be_opened_or_written() {
    let folder = Folder::new();
    let here = AnyTable::open_npy(folder.file("")).expect_err("a folder");
    assert!(matches!(here, NpyError::File(FileError::NotAFile { found: FileKind::Folder, .. })), "{here:?}");
    let absent = AnyTable::open_npy(folder.file("absent.npy")).expect_err("absent");
    assert!(matches!(absent, NpyError::File(FileError::Io { doing: "open", .. })), "{absent:?}");
    let nowhere = AnyTable::zeroed(DType::parse("u1").expect("a dtype"), 1).expect("memory");
    assert!(matches!(
        nowhere.save_npy(folder.file("no/where.npy")),
        Err(NpyError::File(FileError::Io { .. }))
    ));
    // A header cannot say it, and nothing is there then.
    let both =
        DType::parse("{'names': ['a', 'b'], 'formats': ['<i4', '<i2'], 'offsets': [0, 0]}").expect("a dtype");
    let overlap = AnyTable::zeroed(both, 1).expect("memory").save_npy(folder.file("overlap.npy"));
    assert!(matches!(overlap.as_ref().map_err(NpyError::kind), Err(NpyError::DType(_))), "{overlap:?}");
    let table = AnyTable::zeroed(DType::parse("u1, u1").expect("a dtype"), 2).expect("memory");
    let backwards = table.dtype().select(&["f1", "f0"]).expect("fields");
    let backwards =
        AnyView::from_bytes(table.as_bytes(), &backwards).expect("records").save_npy(folder.file("x.npy"));
    assert!(matches!(backwards.as_ref().map_err(NpyError::kind), Err(NpyError::DType(_))), "{backwards:?}");
    assert!(folder.names().is_empty(), "{:?}", folder.names());

    for writes in 0..2 {
        let error = table.write_npy_to(Full(writes)).expect_err("full");
        assert!(matches!(error, NpyError::Io { doing: "write", .. }), "{error:?}");
    }
    assert!(table.write_npy_to(Full(2)).is_ok(), "a header and the data");
    let one = Array::<u8, Rank<2>>::zeros([1, 1]);
    let file = file_of(one.view().as_any());
    let rank = AnyTable::read_npy_from(&file[..]).expect_err("two axes");
    assert!(matches!(rank, NpyError::Layout(LayoutError::Rank { expected: 1, found: 2 })), "{rank:?}");
}

#[test]
fn selected_fields_leave_nothing_of_the_others() {
    let table = RecordTable::from(readings(0..50));
    let some = Reading::DTYPE.select(&["at", "good"]).expect("fields");
    let view = AnyView::from_bytes(table.as_bytes().expect("defined"), &some).expect("records");
    let file = file_of(view);
    let header = Header::parse(&file).expect("a header");
    assert_eq!(header.dtype(), &some);
    let zeroed = view.to_array().expect("memory");
    assert_eq!(&file[header.data_offset()..], zeroed.as_bytes());
    assert!(!file.windows(2).any(|pair| pair == b"n7"), "the names of the records are not in the file");
}

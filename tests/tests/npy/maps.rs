//! Maps of `.npy` files in each mode, new ones, and what is refused.

use crate::support::{Folder, Reading, readings};
use record_core::{
    AnyMapArray, ByteOrder, CopyOnWrite, MapArray, Mapped, MappedMut, Rank,
    convert::{Casting, ConvertOptions},
    file::FileError,
    layout::{LayoutError, Order},
    npy::{Appender, Header, NpyError, NpyOptions},
    ops::ByteswapError,
    prelude::*,
    table::TableError,
};
use std::fs;

#[test]
#[allow(unsafe_code)] // maps of files that nobody else has
fn tables_in_each_mode() {
    let folder = Folder::new();
    let path = folder.file("readings.npy");
    RecordTable::from(readings(0..9)).save_npy(&path).expect("room");
    let before = fs::read(&path).expect("the file");
    // SAFETY: nobody else writes the file.
    let table = unsafe { RecordTable::<Reading>::map_npy(&path) }.expect("a map");
    assert_eq!(table.to_vec(), readings(0..9));
    assert_eq!(table.view().as_ptr().addr() % 64, 0, "the data starts at a multiple of 64");
    drop(table);
    // SAFETY: as above.
    let mut table = unsafe { RecordTable::<Reading>::map_npy_copy(&path) }.expect("a map");
    table[Reading::ID].fill(7);
    assert_eq!((table[Reading::ID].sum(), fs::read(&path).expect("the file")), (63, before.clone()));
    drop(table);
    // SAFETY: as above.
    let mut table = unsafe { RecordTable::<Reading>::map_npy_mut(&path) }.expect("a map");
    table[Reading::ID].fill(7);
    // The header counts the records.
    let grown = table.grow_to(10).expect_err("the header");
    assert!(matches!(grown, TableError::Counted { .. }), "{grown}");
    assert!(matches!(table.truncate(1), Err(TableError::Counted { .. })));
    assert!(matches!(table.extend_from_slice(&readings(0..1)), Err(TableError::Counted { .. })));
    assert!(matches!(Appender::<Reading>::open(&path), Err(NpyError::File(FileError::Locked { .. }))));
    table.close().expect("on the disk");
    let after = fs::read(&path).expect("the file");
    assert_eq!(after.len(), before.len());
    let read = RecordTable::<Reading>::open_npy(&path).expect("a table");
    assert_eq!((read.len(), read[Reading::ID].sum(), read[Reading::AT].sum()), (9, 63, 9.0));
    // SAFETY: as above.
    let any = unsafe { AnyTable::map_npy(&path) }.expect("a map");
    assert_eq!(any["id"].sum().expect("numbers"), read["id"].sum().expect("numbers"));
}

#[test]
#[allow(unsafe_code)] // as above
fn arrays_in_each_mode() {
    let folder = Folder::new();
    let path = folder.file("grid.npy");
    // SAFETY: nobody else has the file.
    let mut grid = unsafe { MapArray::<f32, _>::create_npy(&path, [30, 40]) }.expect("a new file");
    grid.view_mut().at(3).fill(0.5);
    grid.close().expect("on the disk");
    let mut expected = Array::<f32, _>::zeros([30, 40]);
    expected.view_mut().at(3).fill(0.5);
    let mut whole = Vec::new();
    expected.write_npy_to(&mut whole).expect("room");
    assert_eq!(fs::read(&path).expect("the file"), whole);
    // SAFETY: as above.
    let there = unsafe { MapArray::<f32, _>::create_npy(&path, [1]) }.expect_err("there is one");
    assert!(matches!(&there, NpyError::File(FileError::Io { .. })), "{there:?}");
    // SAFETY: as above.
    let other = unsafe { MapArray::<f64, Rank<2>>::map_npy(&path) }.expect_err("another dtype");
    let text = format!("{}: the file is of another dtype: expected <f8, found <f4;", path.display());
    assert!(other.to_string().starts_with(&text), "{other}");
    // SAFETY: as above.
    let rank = unsafe { MapArray::<f32, Rank<1>>::map_npy(&path) }.expect_err("another rank");
    assert!(matches!(rank.kind(), NpyError::Layout(LayoutError::Rank { expected: 1, found: 2 })), "{rank:?}");
    // SAFETY: as above.
    let rows = unsafe { MapArray::<[f32; 40]>::map_npy(&path) }.expect("rows");
    assert_eq!(rows.view().get_at([3]), Some([0.5; 40]));
    drop(rows);

    let header = Header::of::<f32>([30, 40], Order::F).expect("a header");
    let options = NpyOptions::new().overwrite(true);
    // SAFETY: as above.
    let old: MapArray<f32, Rank<2>, Mapped> = unsafe { NpyOptions::new().map(&path) }.expect("a map");
    // SAFETY: as above.
    let mut new: MapArray<f32, Rank<2>, MappedMut> =
        unsafe { options.create(&path, &header) }.expect("in its place");
    new.view_mut().at_axis(1, 3).fill(2.0);
    assert_eq!((old.view().sum(), new.view().sum(), new.order()), (20.0, 60.0, Order::F));
    new.close().expect("on the disk");
    // SAFETY: as above.
    let any = unsafe { AnyMapArray::map_npy(&path) }.expect("a map");
    assert_eq!((any.order(), any.view().mean().expect("numbers")), (Order::F, Some(0.05)));
    assert_eq!(any.layout().strides.as_ref(), [4, 120]);
    let mut whole = Vec::new();
    any.write_npy_to(&mut whole).expect("room");
    assert_eq!(whole, fs::read(&path).expect("the file"));
    // SAFETY: as above.
    let mut copy: AnyMapArray<CopyOnWrite> = unsafe { AnyMapArray::map_npy_copy(&path) }.expect("a map");
    copy.view_mut().byteswap_inplace().expect("numbers");
    assert_eq!(whole, fs::read(&path).expect("the file"));
}

#[test]
#[allow(unsafe_code)] // as above
fn maps_that_are_refused() {
    let folder = Folder::new();
    let path = folder.file("short.npy");
    RecordTable::from(readings(0..9)).save_npy(&path).expect("room");
    let bytes = fs::read(&path).expect("the file");
    for len in [0, 5, 100, bytes.len() - 1] {
        fs::write(&path, &bytes[..len]).expect("room");
        // SAFETY: nobody else has the file.
        let error = unsafe { RecordTable::<Reading>::map_npy_mut(&path) }.expect_err("cut");
        let short = matches!(error.kind(), NpyError::ShortHeader { .. } | NpyError::ShortData { .. });
        assert!(short && fs::read(&path).expect("the file").len() == len, "{error:?}");
    }
    fs::write(&path, [&bytes[..], b"more"].concat()).expect("room");
    // SAFETY: as above.
    let table = unsafe { RecordTable::<Reading>::map_npy(&path) }.expect("passed over");
    assert_eq!(table.trailing_bytes(), 4);
    // SAFETY: as above.
    let refused = unsafe { NpyOptions::new().refuse_trailing().map::<AnyTable<Mapped>>(&path) };
    assert!(matches!(refused.as_ref().map_err(NpyError::kind), Err(NpyError::Trailing { bytes: 4 })));
    // SAFETY: as above.
    let absent = unsafe { AnyTable::map_npy(folder.file("absent.npy")) };
    assert!(matches!(absent, Err(NpyError::File(FileError::Io { doing: "open", .. }))), "{absent:?}");
    // No records, no bytes: nothing is mapped.
    let header = Header::of::<Reading>([0], Order::C).expect("a header");
    fs::write(&path, header.to_bytes()).expect("room");
    // SAFETY: as above.
    let empty = unsafe { RecordTable::<Reading>::map_npy_mut(&path) }.expect("an empty map");
    assert!(empty.is_empty());
    drop(empty);
    let overlap =
        DType::parse("{'names': ['a', 'b'], 'formats': ['<i4', '<i2'], 'offsets': [0, 0]}").expect("a dtype");
    // SAFETY: as above.
    let overlap = unsafe { AnyTable::create_npy(folder.file("new.npy"), overlap, 3) };
    assert!(matches!(overlap.as_ref().map_err(NpyError::kind), Err(NpyError::DType(_))));
    assert_eq!(folder.names(), ["short.npy"]);
}

/// As many bytes as the machine has memory, and some; a small file where that takes too long.
#[test]
#[allow(unsafe_code)] // as above
fn larger_than_memory() {
    let folder = Folder::new();
    let path = folder.file("large.npy");
    let stress = std::env::var_os("RECORD_STRESS").is_some_and(|value| value == "1");
    let memory = fs::read_to_string("/proc/meminfo").ok().filter(|_| stress).and_then(|text| {
        let total = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
        total.trim().strip_suffix("kB")?.trim().parse::<usize>().ok()
    });
    let rows = memory.map_or(1 << 10, |kib| kib + (512 << 10));
    // SAFETY: nobody else has the file.
    let made = unsafe { MapArray::<u8, _>::create_npy(&path, [rows, 1024]) };
    let mut large = match made {
        Err(NpyError::File(FileError::Full { needed, .. })) => {
            println!("skipped: the disk has no room for {needed} bytes");
            return;
        }
        made => made.expect("a new file"),
    };
    large.view_mut().at(rows - 1).fill(7);
    large.view_mut().at(rows / 2).fill(5);
    large.close().expect("on the disk");
    // SAFETY: as above.
    let large = unsafe { MapArray::<u8, Rank<2>>::map_npy(&path) }.expect("a map");
    let sums = [0, rows / 2, rows - 1].map(|row| large.view().at(row).sum());
    assert_eq!((large.view().shape(), sums), ([rows, 1024], [0, 5 * 1024, 7 * 1024]));
    println!("{} bytes", fs::metadata(&path).expect("the file").len());
}

#[test]
#[allow(unsafe_code)] // maps of files that nobody else has
fn options_that_mean_nothing_are_refused() {
    let folder = Folder::new();
    let path = folder.file("x.npy");
    Array::from_vec(vec![1_u16, 2]).save_npy(&path).expect("room");
    let before = fs::read(&path).expect("the file");
    let refused = |error: NpyError, expected: &str| {
        assert!(
            matches!(error.kind(), NpyError::Table(table)
                if matches!(table.kind(), TableError::UnusedOption { option } if *option == expected)),
            "{expected}: {error:?}"
        );
    };
    let lossy = ConvertOptions::new().casting(Casting::Unsafe);
    for (options, name) in
        [(NpyOptions::new().overwrite(true), "overwrite"), (NpyOptions::new().convert(lossy), "convert")]
    {
        refused(options.open::<Array<u16>>(&path).expect_err(name), name);
        refused(options.read_from::<Array<u16>>(&before[..]).expect_err(name), name);
        // SAFETY: nobody else writes the file, or makes it shorter.
        refused(unsafe { options.map::<MapArray<u16>>(&path) }.map(|_| ()).expect_err(name), name);
    }
    let header = Header::of::<u16>([2], Order::C).expect("a header");
    for (options, name) in [
        (NpyOptions::new().refuse_trailing(), "refuse_trailing"),
        (NpyOptions::new().max_header_len(1), "max_header_len"),
    ] {
        // SAFETY: as above.
        let made =
            unsafe { options.overwrite(true).create::<MapArray<u16, Rank<1>, MappedMut>>(&path, &header) };
        refused(made.map(|_| ()).expect_err(name), name);
    }
    assert_eq!(fs::read(&path).expect("the file"), before);
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
#[record(native = "Native")]
struct Foreign {
    #[cfg(target_endian = "little")]
    at: Be<u32>,
    #[cfg(target_endian = "big")]
    at: Le<u32>,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Native {
    at: u32,
}

/// What the header says stays true, or the file is left as it is.
#[test]
#[allow(unsafe_code)] // as above
fn byte_order_is_not_changed_under_a_header() {
    let folder = Folder::new();
    let path = folder.file("foreign.npy");
    let foreign =
        || RecordTable::<Foreign>::from_native(RecordTable::from([Native { at: 1 }, Native { at: 2 }]));
    foreign().save_npy(&path).expect("room");
    let before = fs::read(&path).expect("the file");
    // SAFETY: nobody else has the file.
    let map = || unsafe { RecordTable::<Foreign>::map_npy_mut(&path) }.expect("a map");
    assert_eq!(map().try_into_native().expect_err("the header"), ByteswapError::Described);
    std::panic::catch_unwind(|| map().into_native()).expect_err("the header");
    // SAFETY: as above.
    let any = || unsafe { AnyTable::map_npy_mut(&path) }.expect("a map");
    assert_eq!(any().into_native().expect_err("the header"), ByteswapError::Described);
    let swapped = ByteOrder::NATIVE.swapped();
    // Nothing to convert.
    let same = any().into_byte_order(swapped).expect("as it is");
    assert_eq!(same.as_bytes(), foreign().as_bytes().expect("no gaps"));
    drop(same);
    assert_eq!(fs::read(&path).expect("the file"), before);
    // Pages of its own.
    // SAFETY: as above.
    let copy = unsafe { RecordTable::<Foreign>::map_npy_copy(&path) }.expect("a map").into_native();
    assert_eq!(copy.to_vec(), [Native { at: 1 }, Native { at: 2 }]);
    drop(copy);
    assert_eq!(fs::read(&path).expect("the file"), before);

    // The other way round.
    RecordTable::from([Native { at: 1 }]).save_npy(&path).expect("room");
    // SAFETY: as above.
    let native = unsafe { RecordTable::<Native>::map_npy_mut(&path) }.expect("a map");
    assert_eq!(
        RecordTable::<Foreign, _>::try_from_native(native).expect_err("the header"),
        ByteswapError::Described
    );
    assert_eq!(RecordTable::<Native>::open_npy(&path).expect("a table").to_vec(), [Native { at: 1 }]);

    // A plain file says nothing of its bytes.
    let plain = folder.file("plain.bin");
    fs::write(&plain, foreign().as_bytes().expect("no gaps")).expect("room");
    // SAFETY: as above.
    let table = unsafe { RecordTable::<Foreign>::map_mut(&plain) }.expect("a map");
    assert_eq!(table.try_into_native().expect("no header").item(1), Native { at: 2 });
    assert_eq!(
        RecordTable::<Native>::read(&plain).expect("a table").to_vec(),
        [Native { at: 1 }, Native { at: 2 }]
    );
}

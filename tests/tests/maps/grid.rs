//! Every mode, of tables and of arrays in both orders, at aligned and unaligned places, over pages' ends and of no length.

use super::{Folder, Row, door, noise};
use record_core::{
    AnyMapArray, AnyTable, AnyView, Base, CopyOnWrite, DType, DynRank, MapArray, Mapped, MappedMut, Storage,
    StorageMut,
    layout::{Dim, Order, Shape},
    prelude::*,
    table::OpenOptions,
};
use std::{fs, path::Path};

const OFFSETS: [usize; 6] = [0, 1, 3, 4095, 4096, 4097];
const BEHIND: usize = 5;

/// Where element `index` lies, counted in elements.
fn place(index: &[usize], shape: &[usize], order: Order) -> usize {
    let axes: Vec<usize> = match order {
        Order::C => (0..shape.len()).collect(),
        Order::F => (0..shape.len()).rev().collect(),
    };
    axes.iter().fold(0, |place, &axis| place * shape[axis] + index[axis])
}

/// All indices of a shape, the last axis fastest.
fn indices(shape: &[usize]) -> Vec<Vec<usize>> {
    shape.iter().fold(vec![vec![]], |all, &n| {
        all.iter().flat_map(|start| (0..n).map(|i| [&start[..], &[i]].concat())).collect()
    })
}

fn element(bytes: &[u8], place: usize) -> u32 {
    u32::from_be_bytes(bytes[place * 4..][..4].try_into().unwrap())
}

/// The elements of a view are those of the bytes in this shape and order.
fn check_view<D: Dim>(view: View<'_, Be<u32>, D>, shape: &[usize], order: Order, bytes: &[u8]) {
    assert_eq!(view.shape().as_ref(), shape);
    let expected: Vec<u32> =
        indices(shape).iter().map(|index| element(bytes, place(index, shape, order))).collect();
    assert_eq!(view.to_vec(), expected);
}

fn check_base(base: Base<'_>, path: &Path, offset: usize) {
    assert_eq!(base, Base::Mapped { path, offset: offset as u64 });
}

fn check_array<D: Dim, S: Storage>(
    array: &MapArray<Be<u32>, D, S>,
    shape: &[usize],
    order: Order,
    (path, offset): (&Path, usize),
    bytes: &[u8],
) {
    assert_eq!((array.order(), array.size()), (order, bytes.len() / 4));
    check_view(array.view(), shape, order, bytes);
    check_base(array.view().base(), path, offset);
    for index in indices(shape).iter().take(20) {
        assert_eq!(array.get_at(index), Some(element(bytes, place(index, shape, order))));
    }
    assert_eq!(array.get_at(shape), if shape.is_empty() { Some(element(bytes, 0)) } else { None });
    let (moved, text) = (array.layout(), array.to_string());
    assert_eq!(moved.shape.as_ref(), shape);
    assert_eq!(text, array.view().to_string());
    assert!(format!("{array:?}").starts_with("MapArray"));
}

/// Writes numbers to all elements, in row-major order; what the bytes are to be then.
fn write<D: Dim, S: StorageMut>(
    array: &mut MapArray<Be<u32>, D, S>,
    shape: &[usize],
    order: Order,
) -> Vec<u8> {
    let mut expected = vec![0; array.size() * 4];
    for (number, index) in indices(shape).iter().enumerate() {
        let value = 0x0102_0304 + u32::try_from(number).unwrap();
        array.set_at(index, value);
        expected[place(index, shape, order) * 4..][..4].copy_from_slice(&value.to_be_bytes());
    }
    expected
}

fn arrays<D: Dim>(folder: &Folder, shape: impl Shape<Rank = D> + Copy, offset: usize, order: Order) {
    let lengths = shape.as_slice();
    let count: usize = lengths.iter().product();
    let file = noise(offset + count * 4 + BEHIND);
    let inside = offset..offset + count * 4;
    let path = folder.file("array", &file);
    let dtype = || DType::parse(">u4").unwrap();
    let options = || OpenOptions::new().offset(offset as u64).order(order);
    let check_any = |view: AnyView<'_>| {
        assert_eq!(*view.dtype(), dtype());
        check_view(view.typed_as::<Be<u32>, DynRank>().unwrap(), lengths, order, &file[inside.clone()]);
        check_base(view.base(), &path, offset);
    };
    {
        let array: MapArray<Be<u32>, D, Mapped> = door!(options().map_array(&path, shape)).unwrap();
        check_array(&array, lengths, order, (&path, offset), &file[inside.clone()]);
        let array: AnyMapArray<Mapped> = door!(options().map_any_array(&path, dtype(), shape)).unwrap();
        check_any(array.view());
        assert_eq!((array.shape(), array.order(), array.path()), (lengths, order, &*path));
    }
    {
        let mut array: MapArray<Be<u32>, D, CopyOnWrite> =
            door!(options().map_array_copy(&path, shape)).unwrap();
        check_array(&array, lengths, order, (&path, offset), &file[inside.clone()]);
        let expected = write(&mut array, lengths, order);
        check_array(&array, lengths, order, (&path, offset), &expected);
        let mut array: AnyMapArray<CopyOnWrite> =
            door!(options().map_any_array_copy(&path, dtype(), shape)).unwrap();
        check_any(array.view());
        array.typed_mut::<Be<u32>, D>().unwrap().fill(7);
        assert!(array.typed::<Be<u32>, D>().unwrap().iter().all(|value| value == 7));
        assert_eq!(fs::read(&path).unwrap(), file, "a private map wrote to its file");
    }
    {
        let array: AnyMapArray<MappedMut> =
            door!(options().map_any_array_mut(&path, dtype(), shape)).unwrap();
        check_any(array.view());
        array.flush().unwrap();
        array.close().unwrap();
        let mut array: MapArray<Be<u32>, D, MappedMut> =
            door!(options().map_array_mut(&path, shape)).unwrap();
        check_array(&array, lengths, order, (&path, offset), &file[inside.clone()]);
        let expected = write(&mut array, lengths, order);
        array.flush().unwrap();
        let whole = [&file[..offset], &expected, &file[inside.end..]].concat();
        assert_eq!(fs::read(&path).unwrap(), whole);
        check_array(&array, lengths, order, (&path, offset), &expected);
        let other: MapArray<Be<u32>, D, Mapped> = door!(options().map_array(&path, shape)).unwrap();
        check_array(&other, lengths, order, (&path, offset), &expected);
        array.close().unwrap();
        assert_eq!(fs::read(&path).unwrap(), whole);
    }
    let path = folder.path("new");
    let mut array: MapArray<Be<u32>, D, MappedMut> = door!(options().create_array(&path, shape)).unwrap();
    check_array(&array, lengths, order, (&path, offset), &vec![0; count * 4]);
    let expected = write(&mut array, lengths, order);
    drop(array);
    assert_eq!(fs::read(&path).unwrap(), [vec![0; offset], expected].concat());
    let options = || options().overwrite(true);
    let array: AnyMapArray<MappedMut> = door!(options().create_any_array(&path, dtype(), shape)).unwrap();
    check_base(array.view().base(), &path, offset);
    drop(array);
    assert_eq!(fs::read(&path).unwrap(), vec![0; offset + count * 4]);
    fs::remove_file(&path).unwrap();
}

#[test]
fn arrays_in_every_mode() {
    let folder = Folder::new();
    for offset in OFFSETS {
        for order in [Order::C, Order::F] {
            arrays(&folder, [], offset, order);
            for n in [0, 1, 2, 1027] {
                arrays(&folder, [n], offset, order);
            }
            for shape in [[0, 3], [3, 0], [1, 1], [1, 5], [37, 41]] {
                arrays(&folder, shape, offset, order);
            }
            for shape in [[0, 2, 3], [2, 3, 4], [5, 1, 300], [11, 12, 13]] {
                arrays(&folder, shape, offset, order);
            }
            arrays(&folder, &[3, 2, 2, 5][..], offset, order);
        }
    }
    assert_eq!(folder.names(), ["array"], "nothing else is left");
}

fn check_table<S: Storage>(table: &RecordTable<Row, S>, bytes: &[u8], path: &Path, offset: usize) {
    assert_eq!((table.len(), table.as_bytes().unwrap()), (bytes.len() / 7, bytes));
    check_base(table.view().base(), path, offset);
    for (i, row) in table.iter().enumerate() {
        let b = &bytes[i * 7..][..7];
        assert_eq!(row.id, b[0]);
        assert_eq!(row.count.get(), u16::from_be_bytes(b[1..3].try_into().unwrap()));
        assert_eq!(row.value.get(), u32::from_le_bytes(b[3..].try_into().unwrap()));
    }
    let sum: i128 = bytes.chunks(7).map(|b| i128::from(b[0])).sum();
    assert_eq!(table[Row::ID].sum(), sum);
}

/// Writes to a column of every record; what the bytes are to be then.
fn write_rows<S: StorageMut>(table: &mut RecordTable<Row, S>, bytes: &[u8]) -> Vec<u8> {
    table[Row::COUNT].fill(0x0A0B);
    let mut expected = bytes.to_vec();
    expected.chunks_mut(7).for_each(|row| row[1..3].copy_from_slice(&[0x0A, 0x0B]));
    expected
}

fn tables(folder: &Folder, count: usize, offset: usize) {
    let file = noise(offset + count * 7 + BEHIND);
    let inside = &file[offset..][..count * 7];
    let path = folder.file("table", &file);
    let dtype = || Row::DTYPE.clone();
    let options = || OpenOptions::new().offset(offset as u64).count(count as u64);
    let check_any = |view: AnyView<'_>| {
        assert_eq!(view.as_bytes().unwrap(), inside);
        check_base(view.base(), &path, offset);
    };
    {
        let table: RecordTable<Row, Mapped> = door!(options().map(&path)).unwrap();
        check_table(&table, inside, &path, offset);
        assert_eq!((table.trailing_bytes(), table.path()), (BEHIND as u64, &*path));
        let table: AnyTable<Mapped> = door!(options().map_any(&path, dtype())).unwrap();
        check_any(table.view());
        assert_eq!((table.trailing_bytes(), table.path()), (BEHIND as u64, &*path));
    }
    {
        let mut table: RecordTable<Row, CopyOnWrite> = door!(options().map_copy(&path)).unwrap();
        check_table(&table, inside, &path, offset);
        let expected = write_rows(&mut table, inside);
        check_table(&table, &expected, &path, offset);
        let table: AnyTable<CopyOnWrite> = door!(options().map_any_copy(&path, dtype())).unwrap();
        check_any(table.view());
        assert_eq!(fs::read(&path).unwrap(), file, "a private map wrote to its file");
    }
    {
        let table: AnyTable<MappedMut> = door!(options().map_any_mut(&path, dtype())).unwrap();
        check_any(table.view());
        table.close().unwrap();
        let mut table: RecordTable<Row, MappedMut> = door!(options().map_mut(&path)).unwrap();
        check_table(&table, inside, &path, offset);
        let expected = write_rows(&mut table, inside);
        table.flush_range(0..count).unwrap();
        let whole = [&file[..offset], &expected, &file[offset + count * 7..]].concat();
        assert_eq!(fs::read(&path).unwrap(), whole);
        let other: RecordTable<Row, Mapped> = door!(options().map(&path)).unwrap();
        check_table(&other, &expected, &path, offset);
        table.flush_async().unwrap();
        drop(table);
        assert_eq!(fs::read(&path).unwrap(), whole);
    }
    let path = folder.path("new");
    let options = || OpenOptions::new().offset(offset as u64);
    let mut table: RecordTable<Row, MappedMut> = door!(options().create(&path, count)).unwrap();
    check_table(&table, &vec![0; count * 7], &path, offset);
    let expected = write_rows(&mut table, &vec![0; count * 7]);
    table.close().unwrap();
    assert_eq!(fs::read(&path).unwrap(), [vec![0; offset], expected].concat());
    let table: AnyTable<MappedMut> =
        door!(options().overwrite(true).create_any(&path, dtype(), count)).unwrap();
    assert_eq!(table.as_bytes(), vec![0; count * 7]);
    drop(table);
    assert_eq!(fs::read(&path).unwrap(), vec![0; offset + count * 7]);
    fs::remove_file(&path).unwrap();
}

#[test]
fn tables_in_every_mode() {
    let folder = Folder::new();
    for offset in OFFSETS {
        for count in [0, 1, 2, 585, 586, 1800] {
            tables(&folder, count, offset);
        }
    }
    assert_eq!(folder.names(), ["table"], "nothing else is left");
}

//! R1 where there is nothing: no accessor steps to a byte that is not there.

use super::*;
use record_core::{
    AnyView,
    layout::{Layout, LayoutError, Rank},
    table::{AnyTable, OpenOptions, TableError},
};

fn nothing<T: Element<Value: PartialEq + std::fmt::Debug>>(view: View<'_, T>) {
    assert_eq!(
        (view.len(), view.is_empty(), view.get(0), view.first(), view.last()),
        (0, true, None, None, None)
    );
    assert_eq!((view.iter().next(), view.iter().next_back(), view.iter().nth(1)), (None, None, None));
    assert_eq!(view.as_slice().map(<[T]>::len), Some(0));
    assert!(view.as_bytes().is_none_or(<[u8]>::is_empty));
    assert!(view.is_aligned() && view.is_c_contiguous());
    assert!(view.to_vec().is_empty() && view.filter_by(|_| true).is_empty() && view.take(&[]).is_empty());
    assert!(view.slice(..).is_empty() && view.try_slice(1..).is_err() && view.try_at(0).is_err());
    assert_eq!(view.mask_by(|_| true).len(), 0);
    _ = format!("{view:?}\n{view}\n{}", view.as_any());
}

#[test]
fn empty_tables_answer_everything() {
    let owned = RecordTable::<Outer>::new();
    let (none, no_records): ([u8; 0], [Outer; 0]) = ([], []);
    let borrowed = RecordTable::<Outer, _>::from_bytes(&none).expect("none");
    let records = RecordTable::from_records(&no_records);
    let cleared: RecordTable<Outer> = {
        let mut table: RecordTable<Outer> = [outer(1)].into();
        table.clear();
        table
    };
    for view in [owned.view(), borrowed.view(), records.view(), cleared.view(), View::from_slice(&no_records)]
    {
        nothing(view);
        nothing(view.col(Outer::VALUE));
        nothing(view.col(Outer::LAST));
        nothing(view.col(Outer::INNER));
        let OuterColumns { kind, value, inner, last } = view.columns();
        nothing(kind);
        nothing(value);
        nothing(last);
        assert_eq!((value.sum(), value.mean(), value.min(), value.max()), (0.0, None, None, None));
        let axes = inner.axes();
        assert_eq!((axes.shape(), axes.size(), axes.iter().next()), ([0, 2], 0, None));
        assert_eq!(axes.col(Inner::COUNT).sum(), 0);
        assert!(axes.try_at(0).is_err());
        for field in ["kind", "value", "inner", "last"] {
            let any = view.as_any().column(field).expect("a field");
            assert_eq!((any.len(), any.get(0), any.values().next()), (0, None, None));
            assert_eq!(any.all_axes().expect("few axes").size(), 0);
            _ = any.to_string();
        }
    }
    for field in ["kind", "value", "inner", "last"] {
        assert_eq!((owned[field].len(), owned.column(field).expect("a field").len()), (0, 0));
    }
    assert!(owned["value"].mean().expect("numbers").is_none());
    assert_eq!(owned.as_bytes().expect("owned"), &[]);
    assert_eq!((owned.capacity(), owned.to_table().len(), owned.to_string().is_empty()), (0, 0, false));
}

#[test]
fn empty_tables_are_written_without_a_byte() {
    let mut table = RecordTable::<Outer>::new();
    {
        let OuterColumnsMut { mut kind, mut value, inner, mut last } = table.columns_mut();
        kind.fill(1);
        value *= 2.0;
        last.apply(|v| v + 1);
        inner.into_axes().into_col(Inner::COUNT).fill(1);
        assert!(kind.try_set(0, 1).is_err());
    }
    table.fill(outer(1));
    table[Outer::INNER].apply(|v| v);
    table.view_mut().slice_mut(..).fill(outer(2));
    table.truncate(0);
    assert!(table.is_empty());
    let mut none: [u8; 0] = [];
    let mut view = ViewMut::<Outer>::from_bytes(&mut none).expect("none");
    view.fill(outer(1));
    assert!(view.try_set(0, outer(1)).is_err());
    let mut slice: [u16; 0] = [];
    ViewMut::from_slice(&mut slice).fill(1);
}

/// Fields without bytes, at the start, in the middle and at the end.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Hollow {
    front: [u8; 0],
    text: FixedBytes<0>,
    value: u16,
    middle: Opaque<0>,
    table: [[u32; 3]; 0],
    back: [u64; 0],
}

#[test]
fn fields_without_bytes_are_fields() {
    assert_eq!(size_of::<Hollow>(), 2);
    let bytes = [1, 0, 2, 0, 3, 0];
    let table = RecordTable::<Hollow, _>::from_bytes(&bytes).expect("three records");
    assert_eq!(table[Hollow::VALUE].iter().map(u16::from_le).collect::<Vec<_>>(), [1, 2, 3]);
    for view in [table.view(), table.view().slice(2..)] {
        let count = view.len();
        assert_eq!(view.col(Hollow::BACK).to_vec(), vec![[]; count]);
        assert_eq!(view.col(Hollow::FRONT).iter().count(), count);
        assert_eq!(view.col(Hollow::TEXT).iter().filter(FixedBytes::is_empty).count(), count);
        assert_eq!(view.col(Hollow::MIDDLE).iter().next_back(), Some(Opaque::new([])));
        let axes = view.col(Hollow::TABLE).axes().axes();
        assert_eq!((axes.shape(), axes.size(), axes.sum()), ([count, 0, 3], 0, 0));
        assert!(axes.at(0).try_at(0).is_err());
    }
    assert_eq!(table["back"].as_view().all_axes().expect("one axis more").size(), 0);
    assert!(table.to_string().contains("3 records of 2 bytes"));
    let mut owned = table.to_table();
    let HollowColumnsMut { mut front, mut back, mut value, .. } = owned.columns_mut();
    front.fill([]);
    back.fill([]);
    value.fill(0x0505);
    assert_eq!(owned.as_bytes().expect("owned"), [5; 6]);
}

#[test]
fn elements_without_bytes_cannot_be_counted_in_bytes() {
    assert_eq!(View::<[u8; 0]>::from_bytes(&[]).err(), Some(LayoutError::ZeroSize));
    let dtype = DType::parse("V0").expect("a dtype");
    assert!(matches!(AnyView::from_bytes(&[], &dtype), Err(LayoutError::ZeroSize)));
    let opened = OpenOptions::new().bytes_any(&[1, 2], dtype.clone());
    assert!(matches!(opened, Err(TableError::Layout(LayoutError::ZeroSize))));
    assert!(AnyTable::from_bytes(&[], dtype).is_err());
    let slice = [[0_u8; 0]; 5];
    let view = View::from_slice(&slice);
    assert_eq!((view.len(), view.iter().count(), view.as_slice().map(<[_]>::len)), (5, 5, Some(5)));
    let layout: Layout<Rank<1>> = Layout { shape: [7], strides: [isize::MAX] };
    assert!(View::<[u8; 0]>::from_parts(&[], layout, 0).is_err(), "the steps leave the buffer");
}

#[test]
fn empty_axes_hide_hostile_strides() {
    let bytes = [0_u8; 8];
    let layout = Layout::<Rank<3>> { shape: [5, 0, 7], strides: [isize::MAX, isize::MIN, isize::MAX] };
    let view = View::<u64, _>::from_parts(&bytes, layout, 8).expect("it reaches nothing");
    assert_eq!((view.get_at([4, 0, 6]), view.iter().next(), view.iter().next_back()), (None, None, None));
    assert_eq!((view.sum(), view.min(), view.at(4).size(), view.at(4).sum()), (0, None, 0, 0));
    let outer = Layout::<Rank<3>> { shape: [0, 3, 4], strides: [1, isize::MAX, isize::MAX] };
    let view = View::<u64, _>::from_parts(&bytes, outer, 0).expect("it reaches nothing");
    assert_eq!((view.sum(), view.max(), view.get_at([0, 2, 3])), (0, None, None));
    let mut copy = bytes;
    let mut writable = ViewMut::<u64, _>::from_parts(&mut copy, outer, 8).expect("it reaches nothing");
    writable.fill(u64::MAX);
    assert!(writable.try_set_at([0, 2, 3], 1).is_err());
    assert_eq!(copy, bytes);
}

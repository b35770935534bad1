//! Copies of views against a naive reading, and conversions that move the bytes.

use super::*;
use proptest::prelude::*;
use record_core::{
    DynRank, Rank,
    layout::{Layout, Order},
};

proptest! {
    #[test]
    fn a_copy_has_the_views_values(
        axes in prop::collection::vec((0_usize..4, -40_isize..40), 0..=4),
        start in 0_usize..200,
        fortran: bool,
    ) {
        let bytes: Vec<u8> = (0..=255).cycle().take(400).collect();
        let (shape, strides): (Vec<_>, Vec<_>) = axes.into_iter().unzip();
        let oracle = Oracle::new(start, &shape, &strides, 4);
        let layout: Layout<DynRank> = oracle.layout();
        let Ok(view) = View::<Be<u32>, DynRank>::from_parts(&bytes, layout, start) else {
            return Ok(());
        };
        let order = if fortran { Order::F } else { Order::C };
        let copy = view.to_array_in(order);
        let found = copy.layout();
        prop_assert_eq!(found.shape.as_ref(), &shape[..]);
        let expected = if fortran { column_major(&shape, 4) } else { Oracle::row_major(&shape, 4) };
        prop_assert_eq!(found.strides.as_ref(), &expected[..]);
        let values: Vec<u32> = oracle
            .positions()
            .iter()
            .map(|&at| bytes[usize::try_from(at).expect("inside")..][..4].try_into().expect("four"))
            .map(u32::from_be_bytes)
            .collect();
        prop_assert_eq!(copy.to_vec(), &values[..]);
        let any = view.as_any().to_array_in(order).expect("memory");
        prop_assert_eq!(any.as_bytes(), copy.as_bytes());
        prop_assert_eq!(any.layout(), found);
    }
}

#[test]
fn a_copy_keeps_every_bit() {
    // Truth values other than 0 and 1, and a NaN that says something, are copied as they are stored.
    let bytes = [0x02, 0xff, 0x00, 0x01];
    let odd = View::<Bool8>::from_bytes(&bytes).expect("four").to_array();
    assert_eq!(odd.as_bytes(), bytes);
    let layout = Layout { shape: [2], strides: [-2] };
    let backwards = View::<Bool8>::from_parts(&bytes, layout, 2).expect("inside").to_array();
    assert_eq!(backwards.as_bytes(), [0x00, 0x02]);
    let nan = [0x7f, 0x80, 0x00, 0x01, 0xff, 0xc0, 0xbe, 0xef];
    let layout = Layout { shape: [2], strides: [4] };
    let view = View::<Be<f32>>::from_parts(&nan, layout, 0).expect("inside");
    assert_eq!(view.to_array_in(Order::F).as_bytes(), nan);
}

#[test]
fn columns_become_dense() {
    let table: RecordTable<Reading> = (0..5).map(reading).collect();
    let values = table[Reading::VALUE].to_array();
    assert_eq!((values.stride(), values.to_vec()), (2, table[Reading::VALUE].to_vec()));
    assert_eq!(values.as_slice(), Some(&[0, -1, -2, -3, -4][..]));
    // All of a column: indexing, slices, reductions.
    let mut values = values;
    values.slice_mut(0..=1).fill(9);
    assert_eq!(values.slice(1..3).to_vec(), [9, -2]);
    assert_eq!((values.max(), values.first(), values.len()), (Some(9), Some(9), 5));
    values += 1;
    assert_eq!((values.item(4), values.iter().next_back()), (-3, Some(-3)));
}

#[test]
fn tables_and_arrays_change_hands_without_a_copy() {
    let mut table: RecordTable<Reading> = (0..5).map(reading).collect();
    let at = table.as_bytes().expect("no gaps").as_ptr();
    let grid = Array::from(table).into_shape([5, 1]).expect("five");
    assert_eq!((grid.as_bytes().as_ptr(), grid.get_at([4, 0])), (at, Some(reading(4))));
    let array = grid.into_dyn().into_rank::<Rank<2>>().expect("two").into_shape([5]).expect("five");
    assert_eq!(array[Reading::VALUE].to_vec(), [0, -1, -2, -3, -4]);
    table = array.into();
    assert_eq!(table.as_bytes().expect("no gaps").as_ptr(), at);
    table.extend((5..100).map(reading));
    assert_eq!((table.len(), table.get(99)), (100, Some(reading(99))));
    assert_eq!(table.as_bytes().expect("no gaps").as_ptr().addr() % 64, 0);
    // With room behind the records, which the array has not.
    table.truncate(3);
    let array = Array::from(table);
    assert_eq!((array.len(), array.as_bytes().len()), (3, 21));
    assert_eq!(RecordTable::from(Array::<Reading>::default()).len(), 0);
}

#[test]
fn a_shape_counts_in_the_order_of_memory() {
    let columns = Array::from_rows([[1, 2, 3], [4, 5, 6]]).view().to_array_in(Order::F);
    // NumPy: np.asfortranarray([[1, 2, 3], [4, 5, 6]]).reshape(3, 2, order='A')
    let reshaped = columns.into_shape([3, 2]).expect("six");
    assert_eq!(reshaped.to_vec(), [1, 5, 4, 3, 2, 6]);
    assert_eq!(reshaped.as_memory_slice(), [1, 4, 2, 5, 3, 6]);
}

#[test]
fn slices_of_memory_are_written() {
    let mut grid = Array::<u16, _>::zeros_in([2, 2], Order::F);
    grid.as_memory_slice_mut().copy_from_slice(&[1, 2, 3, 4]);
    assert_eq!(grid.to_vec(), [1, 3, 2, 4]);
    assert_eq!(grid.as_slice(), None);
    grid.apply(|n| n * 10);
    for n in &grid {
        assert_eq!(n % 10, 0);
    }
    grid.fill(7);
    assert_eq!(grid, Array::full([2, 2], 7));
    assert_ne!(Array::full([4, 1], 7_u16), Array::full([2, 2], 7));
}

#[test]
fn arrays_print_as_their_views_do() {
    let grid = Array::from_rows([[1, 2], [3, 4]]);
    assert_eq!(grid.to_string(), grid.view().to_string());
    assert!(format!("{grid:?}").starts_with("Array { shape: [2, 2], strides: [8, 4], dtype: "));
    assert!(format!("{:?}", AnyArray::from(grid)).starts_with("AnyArray { shape: [2, 2]"));
}

#[test]
fn arrays_cross_threads() {
    let mut grid = Array::<u64, _>::zeros([4, 1000]);
    let ends = std::thread::scope(|scope| {
        let shared = &grid;
        let threads: Vec<_> = (0..4).map(|i| scope.spawn(move || shared.view().at(i).sum())).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect::<Vec<_>>()
    });
    assert_eq!(ends.len(), 4);
    grid = std::thread::spawn(move || {
        grid.fill(3);
        grid
    })
    .join()
    .expect("no panic");
    assert_eq!(grid.get_at([3, 999]), Some(3));
}

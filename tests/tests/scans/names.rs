//! Where `ScanOps` is imported, views, tables and arrays keep their own methods of the same names. That this compiles is the test:
//! the scan's are results, and take no mask.

use super::row::{self, Row};
use record_core::{
    ops::Mask,
    prelude::*,
    scan::{InMemory, Scan, ScanOps},
};

fn of_references(view: &View<'_, Row>, table: &RecordTable<Row>, array: &Array<i32>, mask: &Mask) {
    let own: [RecordTable<Row>; 3] = [view.to_table(), table.to_table(), table.filter(mask)];
    assert_eq!((own[0].len(), own[1].len(), own[2].len()), (3, 3, 3));
    let own: Vec<Row> = view.filter(mask);
    assert_eq!(own.len(), 3);
    let own: (Vec<Row>, Vec<Row>, Vec<i32>) = (view.to_vec(), table.to_vec(), array.filter(mask));
    assert_eq!((own.0.len(), own.1.len(), own.2), (3, 3, vec![3, 1, 2]));
    let own: (i128, Option<i32>, Option<i32>, Option<f64>) =
        (array.sum(), array.min(), array.max(), array.mean());
    assert_eq!(own, (6, Some(1), Some(3), Some(2.0)));
}

#[test]
fn views_and_tables_keep_their_methods() {
    let bytes = row::bytes(3, 1);
    let mut table = row::table(&bytes);
    let mask = Mask::new(3, true);
    let all: RecordTable<Row> = table.filter(&mask);
    assert_eq!(all, table);
    let own: (RecordTable<Row>, Vec<Row>) = (table.to_table(), table.to_vec());
    assert_eq!((own.0, own.1.len()), (all.clone(), 3));

    let mut view = table.view_mut();
    let own: (RecordTable<Row>, Vec<Row>, Vec<Row>) = (view.to_table(), view.filter(&mask), view.to_vec());
    assert_eq!((own.0, own.1.len(), own.2.len()), (all.clone(), 3, 3));
    let view = &mut view;
    let own: (RecordTable<Row>, Vec<Row>) = (view.to_table(), view.filter(&mask));
    assert_eq!((own.0, own.1.len()), (all.clone(), 3));

    // A mutable variable: nothing that a scan could want is in the way.
    #[allow(unused_mut)]
    let mut view = table.view();
    let own: (RecordTable<Row>, Vec<Row>, Vec<Row>) = (view.to_table(), view.filter(&mask), view.to_vec());
    assert_eq!((own.0, own.1.len(), own.2.len()), (all.clone(), 3, 3));
    let low = view.col(Row::LOW);
    let own: (i128, bool) = (low.sum(), low.min() <= low.max());
    assert!(own.1);

    let mut numbers = Array::from([3, 1, 2]);
    let own: (i128, Vec<i32>) = (numbers.view_mut().sum(), numbers.to_vec());
    assert_eq!(own, (6, vec![3, 1, 2]));
    of_references(&view, &all, &numbers, &mask);

    // And as a scan it has the scan's.
    let mut scan = InMemory(view);
    assert_eq!(scan.to_table().unwrap(), all);
    let by_reference: &mut dyn Scan<Record = Row> = &mut scan;
    assert_eq!(by_reference.sum(Row::LOW).unwrap(), own_sum(&all));
}

fn own_sum(table: &RecordTable<Row>) -> i128 {
    table.col(Row::LOW).sum()
}

//! Several threads choose, copy and take apart what one thread does.

use super::into::chosen;
use record_core::{Record, RecordTable, View, ViewMut, ops::Mask, prelude::*};
use record_tests::Random;

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Event {
    kind: u8,
    at: Be<u64>,
    parts: [f32; 3],
    name: FixedBytes<32>,
}

#[test]
fn selections_are_those_of_one_thread() {
    let mut random = Random::new(61);
    for count in [0, 1, 65_535, 65_536, 65_537, 150_001] {
        let table: RecordTable<Event> = (0..count)
            .map(|i| Event {
                kind: u8::try_from(random.below(250)).unwrap(),
                at: Be::new(i as u64),
                parts: [i as f32; 3],
                name: FixedBytes::new("name"),
            })
            .collect();
        let mask: Mask = chosen(&mut random, count).into_iter().collect();
        for threads in [1, 2, 5] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                let (kinds, ats) = (table.col(Event::KIND), table.col(Event::AT));
                assert_eq!(kinds.par().gt(100), kinds.gt(100));
                assert_eq!(kinds.par().ne(7), kinds.ne(7));
                assert_eq!(kinds.par().count_where(|k| k < 9), kinds.count_where(|k| k < 9));
                assert_eq!(ats.par().filter(&mask), ats.filter(&mask));
                assert_eq!(ats.par().filter_by(|n| n % 3 == 1), ats.filter_by(|n| n % 3 == 1));
                let kept = table.par().filter_table(&mask);
                assert_eq!(kept.as_bytes().unwrap(), table.filter(&mask).as_bytes().unwrap());
                assert_eq!(table.par().filter_table_by(|e| e.kind > 9), table.filter_by(|e| e.kind > 9));
                let mut out = vec![u64::MAX; mask.count()];
                let mut target = ViewMut::from_slice(&mut out);
                assert_eq!(ats.par().filter_into(&mask, &mut target), Ok(mask.count()));
                assert_eq!(out, ats.filter(&mask));
                let (columns, expected) = (table.par().to_columns(), table.to_columns());
                assert_eq!(columns.kind.as_bytes(), expected.kind.as_bytes());
                assert_eq!(columns.at.as_bytes(), expected.at.as_bytes());
                assert_eq!(columns.parts.as_bytes(), expected.parts.as_bytes());
                assert_eq!(columns.name.as_bytes(), expected.name.as_bytes());
                assert_eq!(expected.at.to_vec(), ats.to_vec());
                let (mut swapped, mut other) = (table.clone(), table.clone());
                swapped.view_mut().byteswap_inplace();
                other.view_mut().par_mut().byteswap_inplace();
                assert_eq!(other.as_bytes().unwrap(), swapped.as_bytes().unwrap());
            });
        }
    }
    let mut grid = Array::from_fn([3, 50_000], |[i, j]| (i * j) as u32);
    let mut expected = grid.clone();
    expected.view_mut().byteswap_inplace();
    grid.view_mut().par_mut().byteswap_inplace();
    assert_eq!(grid, expected);
    let mut none = [0_u32; 0];
    ViewMut::from_slice(&mut none).par_mut().byteswap_inplace();
    assert_eq!(View::from_slice(&none).par().count_where(|_| true), 0);
}

//! On several threads: the answers of one.

use super::columns::Sample;
use record_core::{ops::SortBy, prelude::*};
use record_tests::Random;

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Row {
    age: u8,
    salary: Be<f64>,
    time: i64,
    name: FixedBytes<12>,
}

#[test]
fn as_one_thread() {
    let mut random = Random::new(41);
    // Around the border of pieces, and several pieces.
    for len in [0, 1, 1000, 65_536, 65_537, 200_003] {
        let table: RecordTable<Row> = (0..len)
            .map(|_| {
                let salary = f64::sample(&mut random);
                Row {
                    age: u8::try_from(random.below(50)).unwrap(),
                    salary: Be::new(random.pick(&[f64::NAN, -0.0, 0.0, salary])),
                    time: random.bits().cast_signed(),
                    name: FixedBytes::new(random.pick(&["", "abcdefghi", "abcdefghij"])),
                }
            })
            .collect();
        let (by_time, by_three) =
            (table.argsort_by(Row::TIME), table.argsort_by((Row::AGE, Row::SALARY.desc(), Row::NAME)));
        let by_name = table[Row::NAME].argsort();
        let sorted = table.sorted_by(Row::SALARY);
        let counts = [table[Row::AGE].unique_counts(), table[Row::AGE].as_view().flip(0).unique_counts()];
        let times = table[Row::TIME].unique_counts();
        for threads in [1, 2, 5] {
            rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| {
                let par = table.view().par();
                assert!(par.argsort_by(Row::TIME) == by_time);
                assert!(par.argsort_by((Row::AGE, Row::SALARY.desc(), Row::NAME)) == by_three);
                assert!(par.col(Row::NAME).argsort() == by_name);
                assert!(par.sorted_by(Row::SALARY).as_bytes() == sorted.as_bytes().unwrap());
                assert!(par.col(Row::AGE).unique_counts() == counts[0]);
                assert!(table[Row::AGE].as_view().flip(0).par().unique_counts() == counts[1]);
                assert!(par.col(Row::TIME).unique_counts() == times);
                let any = table.as_any().par();
                assert!(
                    any.argsort_by([SortBy::asc("age"), SortBy::desc("salary"), SortBy::asc("name")])
                        .unwrap()
                        == by_three
                );
                assert!(any.column("name").unwrap().argsort().unwrap() == by_name);
            });
        }
    }
}

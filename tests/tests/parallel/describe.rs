//! Records described in pieces.

use crate::pools;
use record_core::{ops::DescribeOptions, prelude::*, time::Seconds};
use record_tests::Random;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Part {
    count: Be<i16>,
    level: [Be<f32>; 3],
}

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Row {
    name: FixedBytes<9>,
    value: f64,
    at: DateTime64<Seconds>,
    parts: [Part; 2],
    kind: FixedUtf32<2>,
    raw: Opaque<3>,
    bytes: [i8; 5],
    on: Bool8,
}

fn rows(count: usize) -> RecordTable<Row> {
    let mut random = Random::new(count as u64);
    let mut float = move || random.bits().cast_signed() as f64 / 3.0;
    let mut random = Random::new(count as u64 + 1);
    let row = |i: usize| Row {
        name: FixedBytes::from_bytes(["", "b", "abcdefgh", "abcdefghi"][random.below(4)].as_bytes()),
        value: match random.below(9) {
            0 => f64::NAN,
            1 if i > 9000 => f64::NEG_INFINITY,
            _ => float(),
        },
        at: if i % 5 == 3 {
            DateTime64::NAT
        } else {
            DateTime64::from_count(random.bits().cast_signed() / 4)
        },
        parts: [0, 1].map(|_| Part {
            count: Be::new(random.bits() as i16),
            level: [0; 3].map(|_| Be::new(float() as f32)),
        }),
        kind: FixedUtf32::new(["é", "z", "aa"][random.below(3)]),
        raw: Opaque::from([1, 2, 3]),
        bytes: [0; 5].map(|_| random.bits() as i8),
        on: Bool8::from(random.below(2) == 0),
    };
    (0..count).map(row).collect()
}

fn same(records: AnyView<'_>) {
    // Texts tell -0.0 from 0.0 and let NaN be equal to itself; floats print exactly.
    for options in [DescribeOptions::new(), DescribeOptions::new().finite_only(true)] {
        let (par, serial) = (records.par().describe_with(&options), records.describe_with(&options));
        assert_eq!(format!("{:?}", par.unwrap()), format!("{:?}", serial.unwrap()));
    }
}

/// Nine columns: pieces of 4,096 records, whose sub-arrays have 3, 5 and 6 times as many elements.
#[test]
fn pieces_of_records() {
    for count in [0, 1, 4096, 7281, 7282, 8192, 8193, 4 * 4096 + 1024, 20_011] {
        let table = rows(count);
        pools(|| {
            same(table.as_any());
            let view = table.view();
            assert_eq!(view.par().describe().unwrap().records(), count as u64);
            same(view.flip(0).as_any());
            same(view.slice(s![..;2]).as_any());
        });
    }
}

#[test]
fn pieces_of_columns() {
    let mut random = Random::new(2);
    for count in [65_535, 65_536, 65_537, 131_072 + 1024, 200_003] {
        let table = crate::samples(count, &mut random);
        pools(|| {
            let view = table.view();
            same(view.col(crate::Sample::VALUE).as_any());
            same(view.col(crate::Sample::LEVEL).flip(0).as_any());
            same(view.col(crate::Sample::PARTS).as_any());
            same(view.col(crate::Sample::PARTS).axes().as_any());
        });
    }
}

/// More pieces than are held at a time.
#[test]
fn many_columns() {
    let dtype = DType::parse(&["u1"; 64].join(",")).unwrap();
    let bytes: Vec<u8> = (0..(65_536 + 1025) * 64_u32).map(|i| (i.wrapping_mul(i) >> 3) as u8).collect();
    let records = AnyView::from_bytes(&bytes, &dtype).unwrap();
    rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap().install(|| same(records));
}

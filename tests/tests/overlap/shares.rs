//! `shares_memory`, `may_share_memory` and `overlaps_itself` against sets of bytes.

use proptest::prelude::*;
use record_core::layout::Layout;
use record_core::prelude::*;
use record_core::{AnyView, DynRank, may_share_memory, shares_memory};
use record_tests::{Oracle, Random};

/// Bytes of the buffer that all layouts of these tests lie in.
const SIZE: usize = 256;

/// The bytes that an oracle reaches, one bit each.
fn bytes(oracle: &Oracle) -> [u64; SIZE / 64] {
    let mut set = [0; SIZE / 64];
    for at in oracle.positions() {
        for byte in at..at + oracle.item as i128 {
            let byte = usize::try_from(byte).expect("in the buffer");
            set[byte / 64] |= 1 << (byte % 64);
        }
    }
    set
}

/// One layout with what is known of it.
struct Case<'a> {
    view: AnyView<'a>,
    bytes: [u64; SIZE / 64],
    bounds: Option<(i128, i128)>,
}

fn case<'a>(buffer: &'a [u8], dtypes: &'a [DType], oracle: &Oracle) -> Case<'a> {
    let layout: Layout<DynRank> = oracle.layout();
    let start = usize::try_from(oracle.start).expect("in the buffer");
    let view = AnyView::from_parts(buffer, &dtypes[oracle.item], layout, start).expect("in the buffer");
    let positions = oracle.positions();
    let bounds = positions.iter().min().zip(positions.iter().max()).filter(|_| oracle.item > 0);
    let bounds = bounds.map(|(first, last)| (*first, last + oracle.item as i128));
    assert_eq!(view.flags().overlaps_itself, oracle.shares_bytes(), "{oracle:?}");
    Case { view, bytes: bytes(oracle), bounds }
}

/// Compares one pair; whether it shares, and whether it may.
fn compare(a: &Case<'_>, b: &Case<'_>) -> (bool, bool) {
    let shares = a.bytes.iter().zip(&b.bytes).any(|(a, b)| a & b != 0);
    let may = a.bounds.zip(b.bounds).is_some_and(|(a, b)| a.0 < b.1 && b.0 < a.1);
    assert_eq!(shares_memory(&a.view, &b.view), shares, "{:?} and {:?}", a.view, b.view);
    assert_eq!(may_share_memory(&a.view, &b.view), may, "{:?} and {:?}", a.view, b.view);
    (shares, may)
}

fn dtypes() -> Vec<DType> {
    (0..=9).map(|n| DType::parse(&format!("V{n}")).expect("a dtype")).collect()
}

/// The start that puts a layout's lowest byte at `lowest`.
fn start(shape: &[usize], strides: &[isize], lowest: usize) -> usize {
    let below = |(&n, &stride): (&usize, &isize)| {
        if stride < 0 && n > 0 { (n - 1) * stride.unsigned_abs() } else { 0 }
    };
    lowest + shape.iter().zip(strides).map(below).sum::<usize>()
}

#[test]
fn all_pairs_on_one_axis() {
    let (buffer, dtypes) = (vec![0; SIZE], dtypes());
    let mut cases = Vec::new();
    for item in 1..=3 {
        for n in 0..=4 {
            for stride in -5..=5 {
                for lowest in [0, 1, 2, 5, 7] {
                    let start = start(&[n], &[stride], lowest);
                    cases.push(case(&buffer, &dtypes, &Oracle::new(start, &[n], &[stride], item)));
                }
            }
        }
    }
    let mut counts = [0; 3];
    for a in &cases {
        for b in &cases {
            let (shares, may) = compare(a, b);
            counts[usize::from(shares) + usize::from(may)] += 1;
        }
    }
    println!("{counts:?} of no, maybe, yes");
    assert!(counts.iter().all(|&count| count > 10_000), "{counts:?}");
}

/// A layout in the buffer, on up to `ndim` axes.
fn random_oracle(random: &mut Random, ndim: usize, strides: &[isize]) -> Oracle {
    loop {
        let ndim = random.below(ndim + 1);
        let shape: Vec<usize> = (0..ndim).map(|_| random.pick(&[1, 2, 2, 3, 3, 4, 5])).collect();
        let strides: Vec<isize> =
            (0..ndim).map(|_| random.pick(strides) * random.pick(&[1, 1, -1])).collect();
        let (item, lowest) = (random.pick(&[1, 1, 1, 2, 3, 4, 8]), random.below(30));
        let oracle = Oracle::new(start(&shape, &strides, lowest), &shape, &strides, item);
        if oracle.is_inside(SIZE) {
            return oracle;
        }
    }
}

#[test]
fn many_pairs_on_several_axes() {
    let (buffer, dtypes) = (vec![0; SIZE], dtypes());
    let mut random = Random::new(20_260_731);
    let mut counts = [0; 3];
    for strides in [
        // Of one array, of two that have nothing to do with each other, with holes, and anything.
        &[2, 4, 6, 12, 24, 36, 72][..],
        &[6, 10, 15, 30, 45, 60],
        &[9, 12, 21, 28, 49],
        &[14, 22, 26, 34, 38, 51, 57],
        &[0, 1, 2, 3, 5, 8, 13, 21, 34, 55],
    ] {
        let cases: Vec<_> =
            (0..400).map(|_| case(&buffer, &dtypes, &random_oracle(&mut random, 5, strides))).collect();
        for a in &cases {
            for b in &cases {
                let (shares, may) = compare(a, b);
                counts[usize::from(shares) + usize::from(may)] += 1;
            }
        }
    }
    println!("{counts:?} of no, maybe, yes");
    assert!(counts.iter().all(|&count| count > 5_000), "{counts:?}");
}

/// Axes, lowest byte and itemsize as proptest makes and shrinks them.
fn layouts() -> impl Strategy<Value = (Vec<(usize, isize)>, usize, usize)> {
    (prop::collection::vec((0_usize..=4, -12_isize..=12), 0..=5), 0_usize..60, 0_usize..=9)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_pair_on_any_axes(a in layouts(), b in layouts()) {
        let (buffer, dtypes) = (vec![0; SIZE], dtypes());
        let oracle = |(axes, lowest, item): &(Vec<(usize, isize)>, usize, usize)| {
            let (shape, strides): (Vec<_>, Vec<_>) = axes.iter().copied().unzip();
            Oracle::new(start(&shape, &strides, *lowest), &shape, &strides, *item)
        };
        let (a, b) = (oracle(&a), oracle(&b));
        compare(&case(&buffer, &dtypes, &a), &case(&buffer, &dtypes, &b));
    }
}

#[test]
fn far_apart_strides_are_decided_outright() {
    // Never touched, so never in memory.
    let buffer = vec![0_u8; 1 << 30];
    let view = |start: usize, shape: &[usize], strides: &[isize], item: usize| {
        let layout: Layout<DynRank> = Oracle::new(start, shape, strides, item).layout();
        match item {
            1 => View::<u8, DynRank>::from_parts(&buffer, layout, start).expect("in the buffer").as_any(),
            _ => View::<f32, DynRank>::from_parts(&buffer, layout, start).expect("in the buffer").as_any(),
        }
    };
    // Every second and every third byte, of millions: both even and odd, or never.
    let n = 100_000_000;
    assert!(shares_memory(&view(0, &[n], &[2], 1), &view(1, &[n], &[3], 1)));
    assert!(!shares_memory(&view(0, &[n], &[2], 1), &view(1, &[n], &[4], 1)));
    assert!(!shares_memory(&view(2, &[n], &[6], 1), &view(0, &[n], &[9], 1)));
    // Rows and columns at steps of their own; a row has 1024 floats.
    let rows = |first: usize, step: isize, count: usize, column: usize, by: isize, wide: usize| {
        view(first * 4096 + column * 4, &[count, wide], &[4096 * step, 4 * by], 4)
    };
    assert!(shares_memory(&rows(0, 2, 80_000, 0, 3, 300), &rows(1, 3, 50_000, 1, 2, 500)));
    assert!(!shares_memory(&rows(0, 2, 80_000, 0, 3, 300), &rows(1, 4, 50_000, 1, 2, 500)));
    assert!(!shares_memory(&rows(0, 2, 80_000, 0, 4, 200), &rows(1, 3, 50_000, 2, 4, 200)));
    // Cubes whose planes, rows and columns all have steps that the other's have nothing to do with.
    let a = view(0, &[200, 200, 200], &[2 << 20, 3 << 10, 5], 1);
    for (start, shares) in [(1, true), (2, true), (1 << 20, true), (1 << 10, true)] {
        let b = view(start, &[200, 200, 200], &[3 << 20, 2 << 10, 7], 1);
        assert_eq!(shares_memory(&a, &b), shares, "from {start}");
    }
    // Steps of primes: the first meeting is found by arithmetic, as is that there is none.
    let (p, q) = (1_000_003_isize, 999_983_isize);
    let line = |start: usize, step: isize| view(start, &[1000], &[step], 1);
    for start in 0..200_usize {
        let meets = (0..1000_isize).any(|i| {
            let rest = i * p - start.cast_signed();
            rest >= 0 && rest % q == 0 && rest / q < 1000
        });
        assert_eq!(shares_memory(&line(0, p), &line(start, q)), meets, "from {start}");
    }
}

#[test]
fn kinds_of_views_and_fields_of_records() {
    #[derive(Record, Clone, Copy)]
    #[repr(C, packed)]
    struct Row {
        a: i32,
        b: f64,
        c: FixedBytes<3>,
    }
    // numpy_ops.json: fields_disjoint.
    let table: RecordTable<Row> = RecordTable::zeroed(2).expect("memory");
    assert!(!shares_memory(&table[Row::A], &table[Row::B]));
    assert!(may_share_memory(&table[Row::A], &table[Row::B]));
    assert!(shares_memory(&table.view(), &table[Row::B]));
    assert!(shares_memory(&table["a"], &table.col(Row::A)) && !shares_memory(&table["a"], &table["c"]));
    assert!(!shares_memory(&table.view().slice(..1), &table.view().slice(1..)));

    let mut numbers = [1, 2, 3, 4];
    let (low, high) = ViewMut::from_slice(&mut numbers).split_at(0, 2).expect("in range");
    assert!(
        !shares_memory(&low, &high) && !may_share_memory(&low, &high) && shares_memory(&low, &low.as_view())
    );
    let mut view = ViewMut::from_slice(&mut numbers);
    let cells = view.cells();
    assert!(
        shares_memory(&cells.slice(..3), &cells.slice(2..))
            && !shares_memory(&cells.slice(..2), &cells.slice(2..))
    );
    let (array, any) = (Array::<u8, _>::zeros([2, 2]), AnyArray::from(Array::<u8, _>::zeros([2, 2])));
    assert!(shares_memory(&array, &array.view().at(1)) && !shares_memory(&array, &any));
    assert!(shares_memory(&any, &any.view().at(1)));
    // What has no bytes shares none, not even with itself.
    let empty = View::from_slice(&[0_u64; 0]);
    assert!(!shares_memory(&empty, &empty) && !may_share_memory(&empty, &empty));
    let nothing = View::from_slice(&[[0_u8; 0]; 3]);
    assert!(!shares_memory(&nothing, &nothing) && !nothing.flags().overlaps_itself);
}

//! Records by one and several fields, whole, nested, and with everything that a field may hold.

use super::{by_value, naive_order};
use core::cmp::Ordering;
use proptest::prelude::*;
use record_core::{prelude::*, time::Seconds};
use record_tests::Random;

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Inner {
    level: Be<i16>,
    flag: Bool8,
}

#[derive(Record, Clone, Copy, Debug)]
#[repr(C)]
struct Row {
    id: u32,
    name: FixedBytes<11>,
    age: i8,
    salary: f64,
    title: FixedUtf32<3>,
    at: DateTime64<Seconds>,
    inner: Inner,
    parts: [Be<f32>; 3],
    raw: [u8; 9],
    number: Complex<f32>,
    #[record(bits(low = 0..4, high = 4..16))]
    word: Be<u16>,
}

fn rows(len: usize, random: &mut Random) -> Vec<Row> {
    let names = ["", "a", "ab", "abcdefgh", "abcdefghi", "abcdefghijk", "abcdefghijl", "\u{ff}"];
    let floats = [0.0_f32, -0.0, 1.5, -2.5, f32::NAN, f32::INFINITY, f32::NEG_INFINITY];
    let float = |random: &mut Random| random.pick(&floats);
    (0..len)
        .map(|i| Row {
            id: u32::try_from(i).unwrap(),
            name: FixedBytes::new(random.pick(&names)),
            age: random.pick(&[i8::MIN, -1, 0, 1, i8::MAX]),
            salary: f64::from(float(random)),
            title: FixedUtf32::new(random.pick(&["", "é", "éa", "aé", "abc", "\u{1F600}", "abd"])),
            at: DateTime64::from_count(random.pick(&[i64::MIN, i64::MIN + 1, -1, 0, 7, i64::MAX])),
            inner: Inner {
                level: Be::new(random.pick(&[i16::MIN, -1, 0, 256, i16::MAX])),
                flag: Bool8::new(random.below(2) == 1),
            },
            parts: core::array::from_fn(|_| Be::new(float(random))),
            raw: core::array::from_fn(|_| random.pick(&[0, 128, 255])),
            number: Complex::new(float(random), float(random)),
            word: Be::new(random.pick(&[0x0010, 0x0001, 0xf002, 0x7fff])),
        })
        .collect()
}

/// NaT last.
fn by_time(a: DateTime64<Seconds>, b: DateTime64<Seconds>) -> Ordering {
    (a.is_nat(), a.to_bits()).cmp(&(b.is_nat(), b.to_bits()))
}

fn by_inner(a: Inner, b: Inner) -> Ordering {
    (a.level.get(), a.flag.get()).cmp(&(b.level.get(), b.flag.get()))
}

fn by_complex(a: Complex<f32>, b: Complex<f32>) -> Ordering {
    let missing = |c: Complex<f32>| (c.re.is_nan(), c.im.is_nan());
    missing(a).cmp(&missing(b)).then(by_value(&a.re, &b.re)).then(by_value(&a.im, &b.im))
}

fn by_parts(a: [Be<f32>; 3], b: [Be<f32>; 3]) -> Ordering {
    let parts = a.iter().zip(&b).map(|(a, b)| by_value(&a.get(), &b.get()));
    parts.fold(Ordering::Equal, Ordering::then)
}

/// Descending, but what is missing last.
fn down<V: PartialOrd>(a: &V, b: &V) -> Ordering {
    match a.partial_cmp(b) {
        Some(order) => order.reverse(),
        None => by_value(a, b),
    }
}

#[test]
fn every_kind_of_field() {
    let mut random = Random::new(11);
    for len in [0, 1, 2, 20, 21, 64, 199, 300] {
        let rows = rows(len, &mut random);
        let table = RecordTable::from(&rows[..]);
        let stored = View::from_slice(&rows);
        macro_rules! by {
            ($key:expr, $compare:expr) => {
                let compare = $compare;
                let expected = naive_order(len, |a, b| compare(&rows[a], &rows[b]));
                assert_eq!(table.argsort_by($key), expected);
                // Records with undefined gaps, from behind.
                let turned: Vec<usize> =
                    naive_order(len, |a, b| compare(&rows[len - 1 - a], &rows[len - 1 - b]));
                assert_eq!(stored.flip(0).argsort_by($key), turned);
                let ids: Vec<u32> = expected.iter().map(|&i| rows[i].id).collect();
                assert_eq!(table.sorted_by($key)[Row::ID].to_vec(), ids);
                assert_eq!(stored.sorted_by($key).view().col(Row::ID).to_vec(), ids);
                let mut sorted = table.clone();
                sorted.sort_by($key);
                assert_eq!(sorted[Row::ID].to_vec(), ids);
                assert!(sorted.is_sorted_by($key));
                let mut in_place = table.clone();
                in_place.view_mut().flip(0).sort_by($key);
                let ids: Vec<u32> = turned.iter().rev().map(|&i| rows[len - 1 - i].id).collect();
                assert_eq!(in_place[Row::ID].to_vec(), ids);
            };
        }
        by!(Row::NAME, |a: &Row, b: &Row| a.name.as_bytes().cmp(b.name.as_bytes()));
        by!(Row::NAME.desc(), |a: &Row, b: &Row| b.name.as_bytes().cmp(a.name.as_bytes()));
        by!(Row::AGE.desc(), |a: &Row, b: &Row| b.age.cmp(&a.age));
        by!(Row::SALARY, |a: &Row, b: &Row| by_value(&a.salary, &b.salary));
        by!(Row::SALARY.desc(), |a: &Row, b: &Row| down(&a.salary, &b.salary));
        by!(Row::TITLE, |a: &Row, b: &Row| a
            .title
            .chars()
            .map(Result::ok)
            .cmp(b.title.chars().map(Result::ok)));
        by!(Row::AT, |a: &Row, b: &Row| by_time(a.at, b.at));
        by!(Row::AT.desc(), |a: &Row, b: &Row| (a.at.is_nat(), b.at.to_bits())
            .cmp(&(b.at.is_nat(), a.at.to_bits())));
        by!(Row::INNER, |a: &Row, b: &Row| by_inner(a.inner, b.inner));
        by!(Row::INNER.then(Inner::FLAG), |a: &Row, b: &Row| a.inner.flag.get().cmp(&b.inner.flag.get()));
        by!(Row::PARTS, |a: &Row, b: &Row| by_parts(a.parts, b.parts));
        by!(Row::RAW, |a: &Row, b: &Row| a.raw.cmp(&b.raw));
        by!(Row::NUMBER, |a: &Row, b: &Row| by_complex(a.number, b.number));
        by!(Row::LOW, |a: &Row, b: &Row| (a.word.get() & 15).cmp(&(b.word.get() & 15)));
        by!(Row::HIGH.desc(), |a: &Row, b: &Row| (b.word.get() >> 4).cmp(&(a.word.get() >> 4)));
        by!((Row::AGE, Row::INNER, Row::SALARY.desc()), |a: &Row, b: &Row| a
            .age
            .cmp(&b.age)
            .then(by_inner(a.inner, b.inner))
            .then(down(&a.salary, &b.salary)));
        by!((Row::NAME.desc(), (Row::AT, Row::AGE)), |a: &Row, b: &Row| b
            .name
            .as_bytes()
            .cmp(a.name.as_bytes())
            .then(by_time(a.at, b.at))
            .then(a.age.cmp(&b.age)));
        let whole = |a: &Row, b: &Row| a.id.cmp(&b.id);
        assert_eq!(table.argsort(), naive_order(len, |a, b| whole(&rows[a], &rows[b])));
        assert_eq!(
            table[Row::INNER].argsort(),
            naive_order(len, |a, b| by_inner(rows[a].inner, rows[b].inner))
        );
    }
}

#[test]
fn stable_with_many_ties_in_long_tables() {
    let mut random = Random::new(12);
    let rows = rows(20_000, &mut random);
    let table = RecordTable::from(&rows[..]);
    let mut expected: Vec<usize> = (0..rows.len()).collect();
    expected.sort_by(|&a, &b| {
        let (a, b) = (&rows[a], &rows[b]);
        a.age.cmp(&b.age).then(down(&a.salary, &b.salary)).then(a.name.as_bytes().cmp(b.name.as_bytes()))
    });
    assert!(table.argsort_by((Row::AGE, Row::SALARY.desc(), Row::NAME)) == expected);
    let mut expected: Vec<usize> = (0..rows.len()).collect();
    expected.sort_by(|&a, &b| by_parts(rows[a].parts, rows[b].parts));
    assert!(table.argsort_by(Row::PARTS) == expected);
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Pair {
    first: u8,
    second: Be<u64>,
}

proptest! {
    #[test]
    fn order_and_stability(pairs in prop::collection::vec((0_u8..4, 0_u64..5), 0..600)) {
        let table: RecordTable<Pair> =
            pairs.iter().map(|&(first, second)| Pair { first, second: Be::new(second << 61) }).collect();
        let order = table.argsort_by((Pair::SECOND.desc(), Pair::FIRST));
        let mut seen = vec![false; pairs.len()];
        for &i in &order {
            prop_assert!(!core::mem::replace(&mut seen[i], true));
        }
        for w in order.windows(2) {
            let key = |i: usize| (core::cmp::Reverse(pairs[i].1), pairs[i].0, i);
            prop_assert!(key(w[0]) < key(w[1]));
        }
    }
}

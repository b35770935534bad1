//! Tables as text: rows and columns, the first and the last five of a long one. `Debug` says what a view is.

use record_core::{
    AnyTable, Be, Bool8, Complex, DateTime64, Element, FixedBytes, FixedUtf32, Opaque, Rank, Record,
    RecordTable, TimeDelta64, View, ViewMut,
    time::{Days, Seconds},
};

#[derive(Record, Clone, Copy, Debug)]
#[repr(C, packed)]
struct Position {
    x: f32,
    y: Be<f64>,
}

#[derive(Record, Clone, Copy, Debug)]
#[repr(C, packed)]
struct Entry {
    name: FixedBytes<6>,
    city: FixedUtf32<5>,
    age: i32,
    ok: Bool8,
    pos: Position,
    day: DateTime64<Days>,
    took: TimeDelta64<Seconds>,
    raw: Opaque<3>,
    c: Complex<f32>,
    rgb: [u8; 3],
    grid: [[i16; 2]; 2],
    many: [u8; 9],
}

fn entries(count: u8) -> RecordTable<Entry> {
    let entry = |n: u8| Entry {
        name: FixedBytes::try_from(format!("n{n}").as_str()).unwrap(),
        city: FixedUtf32::try_from("Köln").unwrap(),
        age: i32::from(n) * 37 - 20,
        ok: Bool8::new(n.is_multiple_of(2)),
        pos: Position { x: f32::from(n) / 2.0, y: Be::new(-1.25) },
        day: DateTime64::from_count(i64::from(n) * 1000),
        took: if n == 1 { TimeDelta64::NAT } else { TimeDelta64::from_count(n.into()) },
        raw: Opaque::new([n, 0, 255]),
        c: Complex::new(1.0, -2.5),
        rgb: [1, 2, n],
        grid: [[1, 2], [3, n.into()]],
        many: [7; 9],
    };
    (0..count).map(entry).collect()
}

#[test]
fn a_short_table() {
    let expected = "\
name  city  age     ok  pos                  day       took     raw         c        rgb              grid                   many
n0    Köln  -20   true  (0.0, -1.25)  1970-01-01  0 seconds  0000ff  1.0-2.5i  [1, 2, 0]  [[1, 2], [3, 0]]  [7, 7, 7, 7, 7, 7, …]
n1    Köln   17  false  (0.5, -1.25)  1972-09-27        NaT  0100ff  1.0-2.5i  [1, 2, 1]  [[1, 2], [3, 1]]  [7, 7, 7, 7, 7, 7, …]
n2    Köln   54   true  (1.0, -1.25)  1975-06-24  2 seconds  0200ff  1.0-2.5i  [1, 2, 2]  [[1, 2], [3, 2]]  [7, 7, 7, 7, 7, 7, …]
[3 records of 90 bytes]";
    let table = entries(3);
    assert_eq!(table.to_string(), expected);
    assert_eq!(table.view().to_string(), expected);
    let any = AnyTable::from_bytes(table.as_bytes().unwrap(), Entry::DTYPE.clone()).unwrap();
    assert_eq!(any.to_string(), expected);
}

#[test]
fn a_long_table_shows_both_ends() {
    let table = entries(14);
    let expected = "  x      y
0.0  -1.25
0.5  -1.25
1.0  -1.25
1.5  -1.25
2.0  -1.25
…
4.5  -1.25
5.0  -1.25
5.5  -1.25
6.0  -1.25
6.5  -1.25
[14 records of 12 bytes]";
    assert_eq!(table["pos"].to_string(), expected);
    assert_eq!(table.col(Entry::POS).to_string(), expected);
    // Ten rows are shown whole, eleven are not.
    assert!(!table.slice(0..10).to_string().contains('…') || table.slice(0..10).to_string().contains(", …]"));
    assert_eq!(table.slice(0..10).col(Entry::AGE).to_string().lines().count(), 12);
    assert_eq!(table.slice(0..11).col(Entry::AGE).to_string().lines().count(), 13);
    assert_eq!(table.slice(0..11).col(Entry::AGE).to_string().lines().nth(6), Some("…"));
}

#[test]
fn columns_of_scalars_and_arrays() {
    let table = entries(3);
    assert_eq!(table["age"].to_string(), "value\n  -20\n   17\n   54\n[3 elements of 4 bytes]");
    assert_eq!(table[Entry::NAME].to_string(), "value\nn0\nn1\nn2\n[3 elements of 6 bytes]");
    assert_eq!(
        table[Entry::RGB].to_string(),
        "    value\n[1, 2, 0]\n[1, 2, 1]\n[1, 2, 2]\n[3 elements of 3 bytes]"
    );
    let axes = table.col(Entry::GRID).axes().axes().at(1);
    assert_eq!(axes.to_string(), " value\n[1, 2]\n[3, 1]\n[4 elements of 2 bytes]");
    let one: View<'_, i32, Rank<0>> = table.col(Entry::AGE).at(2);
    assert_eq!(one.to_string(), "value\n   54\n[1 element of 4 bytes]");
}

#[test]
fn nothing_and_much() {
    assert_eq!(
        entries(0).to_string(),
        "name  city  age  ok  pos  day  took  raw  c  rgb  grid  many\n[0 records of 90 bytes]"
    );
    let long = View::from_slice(&[FixedBytes::<60>::try_from("x".repeat(55).as_str()).unwrap()]).to_string();
    assert_eq!(long, format!("value\n{}…\n[1 element of 60 bytes]", "x".repeat(40)));
    let opaque = View::from_slice(&[Opaque::new([0xAB; 30])]).to_string();
    assert_eq!(
        opaque,
        format!("value\n{}…\n[1 element of 30 bytes]", "ab".repeat(20))
            .replace("value", &format!("{:>41}", "value"))
    );
    // Bytes that are no text, and code points that are none.
    let odd = View::<FixedBytes<4>>::from_bytes(b"a\xff\n\0").unwrap().to_string();
    assert_eq!(odd.lines().nth(1), Some(r"a\xff\n"));
    let text = View::<FixedUtf32<1>>::from_bytes(&[0, 0xD8, 0, 0]).unwrap().to_string();
    assert_eq!(text.lines().nth(1), Some("\u{FFFD}"));
    let floats = View::from_slice(&[1e300, f64::NAN, -0.0, f64::INFINITY]).to_string();
    assert_eq!(floats, "value\n1e300\n  NaN\n -0.0\n  inf\n[4 elements of 8 bytes]");
}

#[test]
fn debug_does_not_dump() {
    let table = entries(200);
    let mut bytes = [0_u8; 8];
    let texts = [
        format!("{table:?}"),
        format!("{:?}", table.view()),
        format!("{:?}", &table["age"]),
        format!("{:?}", &table[Entry::AGE]),
        format!("{:?}", table.as_any()),
        format!("{:?}", table.columns()),
        format!("{:?}", table.iter()),
        format!("{:?}", ViewMut::<u16>::from_bytes(&mut bytes).unwrap()),
        format!("{:?}", table.col(Entry::AGE).gt(3)),
    ];
    for text in &texts {
        assert!(text.len() < 500, "{text}");
        assert!(!text.contains("Köln") && !text.contains("1970"), "{text}");
    }
    assert_eq!(texts[3], "Column { shape: [200], strides: [90], dtype: <i4 }");
    assert_eq!(texts[2], "AnyColumn { shape: [200], strides: [90], dtype: <i4 }");
    assert_eq!(texts[7], "ViewMut { shape: [4], strides: [2], dtype: <u2 }");
    assert!(texts[0].starts_with("RecordTable { len: 200, dtype: record { name: S6 @ 0"), "{}", texts[0]);
}

//! How dtypes look: the table, the lossless form, differences.

use record_core::{
    DType,
    dtype::{DTypeError, Mismatch},
};

fn parse(text: &str) -> DType {
    DType::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn table_of_nested_records() {
    let dtype = parse(
        "dtype([('kind', 'u1'), ('stamp', [('s', '<i8'), ('ns', '<u4')]), (('metres', 'position'), '<f4', (3,)), \
         ('samples', dtype([('flag', '?'), ('value', '>f8')], align=True), (2, 4)), ('name', 'S5')], align=True)",
    );
    let expected = "\
record of 176 bytes, alignment 8, aligned
  offset  size  field     type
       0     1  kind      u1
       1     7  (gap)
       8    16  stamp     record, alignment 8, aligned
       8     8    s       <i8
      16     4    ns      <u4
      20     4    (gap)
      24    12  position  [<f4; 3], title 'metres'
      36     4  (gap)
      40   128  samples   [[record; 4]; 2], 16 bytes each, alignment 8, aligned
      40     1    flag    ?
      41     7    (gap)
      48     8    value   >f8
     168     5  name      S5
     173     3  (gap)
5 fields: 102 bytes, 12 gaps: 74 bytes (42 %)
fields by decreasing alignment: 168 bytes, 8 fewer";
    assert_eq!(dtype.to_string(), expected);
    let lossless = "record { kind: u1 @ 0, stamp: record { s: <i8 @ 0, ns: <u4 @ 8 } size 16 align 8 aligned @ 8, \
                    position ('metres'): [<f4; 3] @ 24, samples: [[record { flag: ? @ 0, value: >f8 @ 8 } size 16 \
                    align 8 aligned; 4]; 2] @ 40, name: S5 @ 168 } size 176 align 8 aligned";
    assert_eq!(format!("{dtype:?}"), lossless);
}

#[test]
fn table_without_gaps() {
    let expected = "\
record of 13 bytes, alignment 1
  offset  size  field        type
       0     4  id           <u4
       4     8  value        >f8
      12     1  \"flag set?\"  ?
3 fields, no gaps";
    let dtype = parse("[('id', '<u4'), ('value', '>f8'), ('flag set?', '?')]");
    assert_eq!(dtype.to_string(), expected);
}

#[test]
fn table_of_overlapping_and_backward_fields() {
    let dtype = parse(
        "{'names': ['high', 'word', 'low'], 'formats': ['<u2', '<u4', '<u2'], 'offsets': [6, 4, 4], 'itemsize': 10}",
    );
    let expected = "\
record of 10 bytes, alignment 1
  offset  size  field  type
       0     4  (gap)
       4     4  word   <u4
       4     2  low    <u2, overlaps
       6     2  high   <u2, overlaps
       8     2  (gap)
3 fields, overlapping, with gaps";
    assert_eq!(dtype.to_string(), expected);
}

#[test]
fn tables_of_the_smallest() {
    assert_eq!(parse("<M8[25s]").to_string(), "<M8[25s]");
    assert_eq!(parse("('>f4', (2, 3))").to_string(), "[[>f4; 3]; 2]");
    let nothing = "record of 0 bytes, alignment 1\n  offset  size  field  type\n0 fields, no gaps";
    assert_eq!(parse("[]").to_string(), nothing);
}

#[test]
fn differences_name_the_field() {
    let base = "[('id', '<u4'), ('hdr', [('len', '<u2'), ('tag', 'S4')], (2,)), ('end', 'u1')]";
    let cases = [
        (
            "[('id', '<u4'), ('hdr', [('len', '>u2'), ('tag', 'S4')], (2,)), ('end', 'u1')]",
            "field `hdr[].len`: expected <u2, found >u2",
        ),
        (
            "[('id', '<u4'), ('hdr', [('len', '<u2'), ('Tag', 'S4')], (2,)), ('end', 'u1')]",
            "field `hdr[].tag`: expected the name 'tag', found 'Tag'",
        ),
        (
            "[('id', '<u4'), ('hdr', [('len', '<u2'), ('tag', 'S4')], (3,)), ('end', 'u1')]",
            "field `hdr`: expected [record; 2], found [record; 3]",
        ),
        (
            "dtype([('id', '<u4'), ('hdr', dtype([('len', '<u2'), ('tag', 'S4')]), (2,)), ('end', 'u1')], align=True)",
            "expected 17 bytes, found 20",
        ),
        ("[('id', '<u4')]", "expected 3 fields, found 1"),
        (
            "[(('t', 'id'), '<u4'), ('hdr', [('len', '<u2'), ('tag', 'S4')], (2,)), ('end', 'u1')]",
            "field `id`: expected no title, found title 't'",
        ),
        ("<u4", "expected record"),
    ];
    let base = parse(base);
    for (other, message) in cases {
        let difference = base.first_difference(&parse(other)).expect("a difference").to_string();
        assert!(difference.starts_with(message), "{difference}");
    }
    let shifted = parse("{'names': ['id'], 'formats': ['<u4'], 'offsets': [2]}");
    let difference = parse("[('id', '<u4')]").first_difference(&shifted).expect("a difference");
    assert_eq!(
        (difference.path(), difference.mismatch()),
        ("id", &Mismatch::Offset { expected: 0, found: 2 })
    );
}

/// The lossless form is text as any other: what says `aligned` must be.
#[test]
fn lossless_form_of_an_aligned_record_is_aligned() {
    let record =
        |offset, size, rest: &str| format!("record {{ a: u1 @ 0, b: <u4 @ {offset} }} size {size} {rest}");
    assert!(DType::parse(&record(4, 8, "align 4 aligned")).is_ok_and(|dtype| dtype.is_aligned_record()));
    assert!(DType::parse(&record(3, 7, "align 1")).is_ok_and(|dtype| !dtype.is_aligned_record()));
    let problem = |text: &str| match DType::parse(text) {
        Err(error) => error.root().clone(),
        Ok(dtype) => panic!("{dtype:?}"),
    };
    assert_eq!(
        problem(&record(3, 8, "align 4 aligned")),
        DTypeError::OffsetMisaligned { field: "b".into(), offset: 3, alignment: 4 }
    );
    assert_eq!(
        problem(&record(4, 9, "align 4 aligned")),
        DTypeError::ItemsizeMisaligned { itemsize: 9, alignment: 4 }
    );
    // A selection keeps the flag, and asks for no alignment.
    let some = parse("dtype([('a', 'u1'), ('b', '<u4')], align=True)").select(&["b"]).expect("a field");
    assert_eq!(format!("{some:?}"), "record { b: <u4 @ 4 } size 8 align 1 aligned");
    assert_eq!(parse(&format!("{some:?}")), some);
}

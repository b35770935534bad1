//! Dtypes renamed, cut down, put together, nested and flattened.

use super::dtype;
use record_core::{
    AnyTable, DType,
    dtype::{DTypeError, FieldNode, Packing},
};

fn names(dtype: &DType) -> Vec<&str> {
    dtype.names().collect()
}

const HEADER: &str = "[('h',[('apid','>u2'),('seq','>u2')]),('t','<f8'),('s',[('x','u1'),('y','u1')],(3,))]";

#[test]
fn renaming_keeps_every_offset() {
    let aligned = dtype("dtype([('a','u1'),('b',[('x','<f8'),('y','u1')]),(('T','c'),'<i2')], align=True)");
    let renamed = aligned.rename(&[("a", "b"), ("b", "a"), ("b.x", "z"), ("T", "d")]).unwrap();
    assert_eq!(names(&renamed), ["b", "a", "d"]);
    assert_eq!(renamed.field("T").unwrap().name(), "d", "the title stays");
    assert!(renamed.is_aligned_record() && renamed.alignment() == aligned.alignment());
    let offsets = |d: &DType| d.walk().iter().map(FieldNode::offset).collect::<Vec<_>>();
    assert_eq!(offsets(&renamed), offsets(&aligned));
    assert_eq!(renamed.itemsize(), aligned.itemsize());
    assert_eq!(names(renamed.field("a").unwrap().dtype()), ["z", "y"]);
    // Back again gives the same dtype.
    let back = renamed.rename(&[("b", "a"), ("a", "b"), ("a.z", "x"), ("d", "c")]).unwrap();
    assert_eq!(back, aligned);
}

#[test]
fn names_are_looked_up_by_path_and_must_be_there_once() {
    let d = dtype(HEADER);
    assert_eq!(names(d.rename(&[("h.apid", "id")]).unwrap().fields()[0].dtype()), ["id", "seq"]);
    assert_eq!(d.rename(&[("s.x", "u")]).unwrap().walk()[5].path(), "s.u");
    let unknown = d.rename(&[("h.apidd", "id")]).unwrap_err();
    assert_eq!(unknown.to_string(), "no field is called \"h.apidd\"; did you mean \"h.apid\"?");
    assert_eq!(d.drop_fields(&["t", "t"]).unwrap_err(), DTypeError::SelectedTwice { name: "t".into() });
    assert!(matches!(d.rename(&[("t", "h")]), Err(DTypeError::DuplicateName { .. })));
    assert!(matches!(d.rename(&[("h.apid", "seq")]), Err(DTypeError::DuplicateName { .. })));
    assert!(matches!(dtype("<f8").rename(&[("a", "b")]), Err(DTypeError::NotARecord { itemsize: 8 })));
    assert!(matches!(dtype("<f8").flatten("_"), Err(DTypeError::NotARecord { itemsize: 8 })));
    // A name with a dot is a name.
    let dotted = dtype("[('a.b','u1'),('a',[('b','u1'),('b.c','u1')])]");
    assert_eq!(names(&dotted.rename(&[("a.b", "x")]).unwrap()), ["x", "a"]);
    assert_eq!(names(dotted.drop_fields(&["a.b.c"]).unwrap().fields()[1].dtype()), ["b"]);
}

#[test]
fn dropping_leaves_gaps_that_repacking_closes() {
    let d = dtype(HEADER);
    let rest = d.drop_fields(&["h.apid", "t", "s.y"]).unwrap();
    let places: Vec<_> = rest.walk().iter().map(|node| (node.path(), node.offset())).collect();
    assert_eq!(places, [("h".into(), 0), ("h.seq".into(), 2), ("s".into(), 12), ("s.x".into(), 12)]);
    assert_eq!((rest.itemsize(), rest.is_gap_free()), (d.itemsize(), false));
    assert_eq!(rest.repack_nested(Packing::Packed).unwrap().itemsize(), 2 + 3);
    assert_eq!(d.drop_fields(&["h", "t", "s"]).unwrap().names().len(), 0);
}

#[test]
fn adding_fields_lays_out_anew() {
    let d = dtype("dtype([('a','u1'),('b','<f8')], align=True)");
    assert_eq!(
        d.append("c", dtype("<i4"), Packing::Packed).unwrap(),
        dtype("[('a','u1'),('b','<f8'),('c','<i4')]")
    );
    let front = d.insert(0, "c", dtype("<i4"), Packing::Aligned).unwrap();
    assert_eq!(front, dtype("dtype([('c','<i4'),('a','u1'),('b','<f8')], align=True)"));
    assert!(front.is_aligned_record());
    assert_eq!(
        d.insert(3, "c", dtype("u1"), Packing::Packed).unwrap_err(),
        DTypeError::FieldPosition { position: 3, count: 2 }
    );
    assert!(matches!(d.append("a", dtype("u1"), Packing::Packed), Err(DTypeError::DuplicateName { .. })));
    let merged =
        DType::merge(&[&d, &dtype("[('x','S3')]"), &DType::builder().build().unwrap()], Packing::Packed);
    assert_eq!(merged.unwrap(), dtype("[('a','u1'),('b','<f8'),('x','S3')]"));
    assert!(DType::merge(&[&d, &dtype("u1")], Packing::Packed).is_err());
}

#[test]
fn nesting_and_flattening_are_opposites() {
    let flat = dtype("[('id','u1'),('at_x','<f4'),('ok','?'),('at_y','<f4')]");
    let nested = flat.nest("at", &["at_y", "at_x"], Packing::Packed).unwrap();
    assert_eq!(names(&nested), ["id", "at", "ok"], "where the first of them was");
    assert_eq!(nested, dtype("[('id','u1'),('at',[('at_y','<f4'),('at_x','<f4')]),('ok','?')]"));
    let again = nested.rename(&[("at.at_x", "x"), ("at.at_y", "y")]).unwrap().flatten("_").unwrap();
    assert_eq!(names(&again), ["id", "at_y", "at_x", "ok"]);
    // A field may take the name of one that goes inside it.
    assert_eq!(names(&flat.nest("ok", &["ok"], Packing::Packed).unwrap()), ["id", "at_x", "ok", "at_y"]);
    assert!(flat.nest("id", &["ok"], Packing::Packed).is_err());
    assert!(flat.nest("in", &["nope"], Packing::Packed).is_err());
}

#[test]
fn flattening_keeps_the_bytes_where_they_are() {
    let d = dtype(HEADER);
    let flat = d.flatten("/").unwrap();
    assert_eq!(names(&flat), ["h/apid", "h/seq", "t", "s"], "sub-arrays stay whole");
    let bytes: Vec<u8> = (0..18).collect();
    let table = AnyTable::from_bytes(&bytes, d).unwrap();
    let view = table.view().view_as(&flat).unwrap();
    assert_eq!(
        view.column("h/seq").unwrap().get(0),
        table.column("h").unwrap().column("seq").unwrap().get(0)
    );
    let copy = table.view().flatten_fields("/").unwrap();
    assert_eq!((copy.dtype(), copy.as_bytes()), (&flat, &bytes[..]));
    let nested = copy.view().nest_fields("h", &["h/apid", "h/seq"], Packing::Packed).unwrap();
    assert_eq!(nested.as_bytes(), bytes);
    assert_eq!(names(nested.dtype()), ["h", "t", "s"]);
}

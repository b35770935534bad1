//! Views of fields, and record arrays.

use crate::{
    Verdict::{self, ByType, Corrected, Refused, Same, WithoutLimit},
    expected, fails, hex,
};
use record_core::{
    AnyView, Base, Rank, dtype::DTypeError, layout::Dim, may_share_memory, ops::Mask, prelude::*,
    shares_memory,
};
use serde_json::{Value, json};

/// The table of most facts.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
pub struct Abc {
    pub a: i32,
    pub b: f64,
    pub c: FixedBytes<3>,
}

/// `np.array([(1,2.,b'x'),(3,4.,b'y')], ..)`.
pub fn abc() -> RecordTable<Abc> {
    RecordTable::from([
        Abc { a: 1, b: 2.0, c: FixedBytes::new("x") },
        Abc { a: 3, b: 4.0, c: FixedBytes::new("y") },
    ])
}

/// Shape, strides and values of a table, as recorded.
pub fn same_table(table: &RecordTable<Abc>, fact: &Value) {
    let rows: Vec<Value> = table
        .view()
        .iter()
        .map(|row| {
            let text = hex(row.c.as_bytes());
            let Abc { a, b, .. } = row;
            json!([a, b, text])
        })
        .collect();
    let array = &expected(fact)["ndarray"];
    assert_eq!(
        json!([table.view().shape(), table.view().strides()]),
        json!([array["shape"], array["strides"]])
    );
    assert_eq!(json!(rows), array["values"], "{fact}");
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Grid {
    a: i32,
    b: [[f64; 3]; 3],
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Square {
    a: [[i32; 2]; 2],
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Shadow {
    shape: i32,
    x: f32,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Aligned {
    f0: f64,
    f1: i8,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Pair {
    a: i64,
    b: f64,
}

fn layout<D: Dim>(view: View<'_, impl Element, D>) -> Value {
    json!([view.shape().as_ref(), view.strides().as_ref()])
}

#[allow(clippy::too_many_lines)] // one arm per fact
pub fn check(id: &str, fact: &Value) -> Option<Verdict> {
    let mut table = abc();
    Some(match id {
        "field_view_strides" => {
            let (view, b) = (table.view(), table.view().col(Abc::B));
            let distance = b.as_ptr().addr() - view.as_ptr().addr();
            assert_eq!(json!([b.strides(), b.base() == view.base(), distance]), *expected(fact));
            Same
        }
        "multifield_view" => {
            // The fields of a selection stay where they are, so it reads the same bytes.
            let dtype = Abc::DTYPE.select(&["c", "a"]).expect("both are there");
            let bytes = table.as_bytes().expect("no gaps");
            let view = AnyView::from_bytes(bytes, &dtype).expect("whole records");
            let array = &expected(fact)[0]["ndarray"];
            assert_eq!(
                format!("dtype({})", dtype.repr().trim_start_matches("dtype(").trim_end_matches(')')),
                array["dtype"]
            );
            assert_eq!(json!(view.shape().as_ref()), array["shape"]);
            assert_eq!(json!(view.strides().as_ref()), array["strides"]);
            let a = view.column("a").expect("a field").typed::<i32>().expect("its type");
            assert_eq!((a.to_vec(), a.as_ptr()), (vec![1, 3], table.view().col(Abc::A).as_ptr()));
            Same
        }
        // An index is one token; several fields are `select` or several columns. A record taken out is a value: whether it
        // can be hashed its type says, and no write changes its hash.
        "multifield_tuple" | "hash_writeable_void" => {
            fails(fact);
            ByType
        }
        "multifield_dup" => {
            fails(fact);
            let error = Abc::DTYPE.select(&["a", "a"]).unwrap_err();
            assert_eq!(error, DTypeError::SelectedTwice { name: "a".into() });
            Refused
        }
        "multifield_bad" => {
            fails(fact);
            let error = Abc::DTYPE.select(&["a", "q"]).unwrap_err();
            assert!(matches!(error, DTypeError::UnknownField { ref name, .. } if **name == *"q"), "{error}");
            Refused
        }
        "subarray_field_shape" => {
            let grid = Array::<Grid, _>::zeros([2, 2]);
            assert_eq!(layout(grid.view().col(Grid::B).axes().axes()), *expected(fact));
            Same
        }
        "subarray_transpose" => {
            let squares = Array::<Square, _>::zeros([3, 5]);
            let first = squares.view().transpose().col(Square::A).axes().axes();
            let second = squares.view().col(Square::A).axes().axes().permute([1, 0, 2, 3]);
            assert_eq!(json!([first.strides(), second.strides()]), *expected(fact));
            Same
        }
        // A record taken out is a value; the view of one record, of no axes, writes through.
        "scalar_is_view" => {
            let mut field = table.view_mut().at(0).into_col(Abc::A);
            field.try_set_at([], 77).expect("no axes");
            same_table(&table, fact);
            Same
        }
        "field_scalar_is_copy" => {
            let mut value: i32 = table.view().get(0).expect("a record").a;
            assert_eq!(format!("{}nt32", "i"), expected(fact).as_str()?);
            value += 1;
            assert_eq!((value, table.view().col(Abc::A).to_vec()), (2, vec![1, 3]));
            Same
        }
        "fancy_copies" => {
            let view = table.view();
            let mask: Mask = view.col(Abc::A).gt(1);
            let found = json!([
                owner(&table.take(&[0, 1])),
                shares_memory(&table.take(&[0]).view(), &view),
                shares_memory(&table.filter(&mask).view(), &view)
            ]);
            assert_eq!(found, *expected(fact));
            Same
        }
        "fields_disjoint" => {
            let (a, b) = (table.view().col(Abc::A), table.view().col(Abc::B));
            assert_eq!(json!([shares_memory(&a, &b), may_share_memory(&a, &b)]), *expected(fact));
            Same
        }
        // The shape is a method, the field a token: both can be had.
        "recarray_attr_shadow" => {
            let table = RecordTable::from([Shadow { shape: 1, x: 2.0 }]);
            assert_eq!(json!(table.view().shape()), *expected(fact));
            assert_eq!(table.col(Shadow::SHAPE).to_vec(), [1]);
            Corrected
        }
        // One alignment rule, so one itemsize: the second.
        "recarray_aligned_loses_tail" => {
            assert_eq!(json!(Aligned::DTYPE.itemsize()), expected(fact)[1]);
            assert_eq!(RecordTable::<Aligned>::from([Aligned { f0: 0.0, f1: 0 }; 2]).view().stride(), 16);
            Corrected
        }
        "rec_fromarrays" => {
            let (a, b) = ([1_i64, 2], [3.0, 4.0]);
            let table: RecordTable<Pair> = View::from_slice(&a)
                .iter()
                .zip(View::from_slice(&b).iter())
                .map(|(a, b)| Pair { a, b })
                .collect();
            let array = &expected(fact)["ndarray"];
            let rows: Vec<Value> = table.view().iter().map(|Pair { a, b }| json!([a, b])).collect();
            assert_eq!(json!(rows), array["values"]);
            assert_eq!(layout(table.view()), json!([array["shape"], array["strides"]]));
            Same
        }
        // Elements are read by value, in any byte order: nothing has to be buffered.
        "nditer_be_needs_buffer" => {
            fails(fact);
            let zeros = Array::<Be<i32>, Rank<1>>::zeros([2]);
            assert_eq!(zeros.view().iter().collect::<Vec<i32>>(), [0, 0]);
            WithoutLimit
        }
        _ => return None,
    })
}

/// `base` of a table that owns its records: none.
fn owner(table: &RecordTable<Abc>) -> Value {
    match table.view().base() {
        Base::Owned => Value::Null,
        other => json!(format!("{other:?}")),
    }
}

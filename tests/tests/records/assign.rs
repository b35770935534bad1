//! Assigning records to records: typed, strided, with gaps that stay, with defaults, and stopped in the middle.

use super::dtype;
use record_core::{
    AnyTable, AnyViewMut, DType,
    convert::{Casting, Conversion, ConvertError, ConvertOptions, Missing},
    layout::{Layout, Order},
    prelude::*,
    view::Value,
};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Packed {
    id: Be<u16>,
    at: [Le<f32>; 2],
    name: FixedBytes<4>,
    ok: Bool8,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Aligned {
    ok: Bool8,
    name: FixedBytes<6>,
    id: u32,
    at: [f64; 2],
}

fn packed(i: u16) -> Packed {
    Packed {
        id: Be::new(i),
        at: [Le::new(f32::from(i)), Le::new(-0.5)],
        name: if i.is_multiple_of(2) { "even" } else { "odd" }.try_into().expect("short"),
        ok: Bool8::new(i.is_multiple_of(3)),
    }
}

fn aligned(i: u16) -> Aligned {
    Aligned {
        ok: Bool8::new(i.is_multiple_of(3)),
        name: if i.is_multiple_of(2) { "even" } else { "odd" }.try_into().expect("short"),
        id: i.into(),
        at: [f64::from(i), -0.5],
    }
}

#[test]
fn there_and_back_between_twins() {
    // More than a block of rows, whose number no block divides.
    let source: RecordTable<Packed> = (0..20_011).map(packed).collect();
    let wide = source.view().convert::<Aligned>().expect("nothing is lost");
    assert!(wide.iter().eq((0..20_011).map(aligned)));
    assert!(wide.as_bytes().expect("owned").chunks_exact(32).all(|row| row[7] == 0), "the gap is zero");
    let error = wide.view().convert::<Packed>().unwrap_err();
    assert!(
        matches!(error, ConvertError::Refused { ref field, needed: Casting::SameKind, .. } if field == "id"),
        "{error}"
    );
    let back = wide.view().convert_with::<Packed>(&ConvertOptions::new().checked()).expect("all fits");
    assert_eq!(back.as_bytes().unwrap(), source.as_bytes().unwrap());
}

#[test]
fn any_strides_on_both_sides() {
    let source: RecordTable<Packed> = (0..24).map(packed).collect();
    let grid = source.view().reshape([4, 6]);
    // Every other column, backwards, transposed.
    let part = grid.slice(s![.., ..;-2]).transpose();
    assert_eq!(part.shape(), [3, 4]);
    let mut target = Array::<Aligned, _>::zeros_in([4, 6], Order::F);
    let writable = target.view_mut().into_slice(s![1.., 1..5]);
    writable.into_slice(s![1.., ..]).assign_by_name(part, &ConvertOptions::new()).unwrap_err();
    let mut writable = target.view_mut().into_slice(s![1.., 1..5]);
    writable.assign_by_name(part, &ConvertOptions::new()).expect("the same shape");
    for row in 0..4 {
        for column in 0..6 {
            let found = target.get_at([row, column]).expect("in range");
            let inside = (1..4).contains(&row) && (1..5).contains(&column);
            let expected = inside.then(|| {
                let (i, j) = (column - 1, 5 - 2 * (row - 1));
                aligned(u16::try_from(i * 6 + j).expect("small"))
            });
            let zero = Aligned { ok: Bool8::new(false), name: FixedBytes::default(), id: 0, at: [0.0; 2] };
            assert_eq!(found, expected.unwrap_or(zero), "{row}, {column}");
        }
    }
}

#[test]
fn gaps_of_the_target_stay_as_they_are() {
    let from = dtype("[('a','<u2'),('b','u1'),('in',[('x','u1'),('y','u1')],(2,))]");
    let inner = DType::builder().field_at("y", dtype("u1"), 0).field_at("x", dtype("u1"), 2).itemsize(4);
    let to = DType::builder()
        .field_at("b", dtype("u1"), 1)
        .field_at("a", dtype(">u2"), 4)
        .field_at("in", DType::array(inner.build().unwrap(), &[2]).unwrap(), 7)
        .itemsize(17)
        .build()
        .unwrap();
    let source = [1, 2, 3, 4, 5, 6, 7].repeat(3);
    let mut bytes = [0xaa; 3 * 17];
    let source = AnyTable::from_bytes(&source, from).unwrap();
    let mut target = AnyTable::from_bytes_mut(&mut bytes, to.clone()).unwrap();
    target.view_mut().assign_by_name(source.view(), &ConvertOptions::new()).unwrap();
    let g = 0xaa;
    let row = [g, 3, g, g, 2, 1, g, 5, g, 4, g, 7, g, 6, g, g, g];
    assert_eq!(bytes, *row.repeat(3));
    // What is set to zero are the leaves, too.
    let none = AnyTable::zeroed(dtype("[('z','u1')]"), 3).unwrap();
    let mut target = AnyTable::from_bytes_mut(&mut bytes, to).unwrap();
    let options = ConvertOptions::new().missing(Missing::Zero).ignore_extra();
    target.view_mut().assign_by_name(none.view(), &options).unwrap();
    let row = [g, 0, g, g, 0, 0, g, 0, g, 0, g, 0, g, 0, g, g, g];
    assert_eq!(bytes, *row.repeat(3));
}

#[test]
fn records_over_rust_values_with_padding_are_read_leaf_by_leaf() {
    let values: Vec<Aligned> = (0..7).map(aligned).collect();
    let table = RecordTable::from_records(&values);
    assert!(table.as_bytes().is_err(), "the padding may be undefined");
    let copy = table.view().convert::<Aligned>().expect("the same type");
    assert!(copy.iter().eq(values));
    assert!(copy.as_bytes().is_ok());
}

#[test]
fn defaults_are_for_what_is_missing_only() {
    let from = AnyTable::from_bytes(&[5, 6], dtype("[('a','u1')]")).unwrap();
    let to =
        dtype("[('a','u1'),('b',[('x','>i2'),('y','S2')]),('c','<f4',(2,)),('d',[('z','u1'),('w','u1')])]");
    let options = ConvertOptions::new()
        .default_value("a", Value::UInt(99))
        .default_value("b", Value::Record(vec![Value::Int(-2), Value::Bytes(b"ab".into())]))
        .default_value("c", Value::Array(vec![Value::Float32(0.5), Value::Float32(1.5)]))
        .default_value("d.z", Value::UInt(7));
    let error = from.view().convert_to_with(&to, &options).unwrap_err();
    assert_eq!(error, ConvertError::MissingField { field: "d.w".into(), nearest: None });
    let made = from.view().convert_to_with(&to, &options.clone().missing(Missing::Keep)).unwrap();
    assert_eq!(
        super::listed(made.view()),
        "[(5, (-2, b'ab'), [0.5, 1.5], (7, 0)), (6, (-2, b'ab'), [0.5, 1.5], (7, 0))]"
    );
    let unknown =
        from.view().convert_to_with(&to, &options.clone().default_value("bb", Value::UInt(0))).unwrap_err();
    assert_eq!(unknown.to_string(), "no field is called \"bb\"; did you mean \"b\"?");
    let wrong = from
        .view()
        .convert_to_with(&to, &ConvertOptions::new().default_value("b", Value::UInt(0)))
        .unwrap_err();
    assert!(matches!(wrong, ConvertError::Default(_)), "{wrong}");
    assert!(wrong.to_string().starts_with("a default: field `b`"), "{wrong}");
}

#[test]
fn the_first_value_that_does_not_fit_is_named() {
    let outer = dtype("[('id','u1'),('in',[('v','<i4',(3,))],(2,))]");
    let narrow = dtype("[('in',[('v','i1',(3,))],(2,)),('id','u1')]");
    let rows = 30_000;
    let mut from = AnyTable::zeroed(outer, rows).unwrap();
    let column = from.view_mut().into_column("in").unwrap().into_column("v").unwrap();
    let mut numbers = column.into_all_axes().unwrap();
    assert_eq!(numbers.shape().as_ref(), [rows, 2, 3]);
    numbers.try_set_at([23_456, 1, 2], &Value::Int(-129)).unwrap();
    let plan = Conversion::by_name(from.dtype(), &narrow, &ConvertOptions::new().checked()).unwrap();
    let error = plan.to_table(from.view()).unwrap_err();
    assert_eq!(error.to_string(), "field `in.v`: row 23456: Int(-129) does not fit i1");
    // Elements of a view of more axes are counted in row-major order.
    let grid = from.view().reshape([100, 300]);
    let error = plan.to_array(grid.transpose(), Order::C).unwrap_err();
    let row = (23_456 % 300) * 100 + 23_456 / 300;
    assert!(matches!(error, ConvertError::Value { row: found, .. } if found == row), "{error}");
}

#[test]
fn a_plan_is_for_its_dtypes_and_for_equal_shapes() {
    let (a, b) = (dtype("[('x','u1')]"), dtype("[('x','<u2')]"));
    let plan = Conversion::by_name(&a, &b, &ConvertOptions::new()).unwrap();
    assert_eq!((plan.from_dtype(), plan.to_dtype()), (&a, &b));
    let (from, mut to) = (AnyTable::zeroed(a.clone(), 3).unwrap(), AnyTable::zeroed(b.clone(), 2).unwrap());
    let error = plan.run(from.view(), &mut to.view_mut()).unwrap_err();
    assert_eq!(error, ConvertError::Shape { expected: vec![2], found: vec![3] });
    let error = plan.to_table(to.view()).unwrap_err();
    assert!(error.to_string().starts_with("the elements are of another dtype: field `x`"), "{error}");
    let none = AnyTable::zeroed(a, 0).unwrap();
    assert_eq!(plan.to_table(none.view()).unwrap().len(), 0);
    // A view without axes is one element.
    let one = from.view().at(1);
    assert_eq!(plan.to_array(one, Order::C).unwrap().size(), 1);
    assert!(plan.to_table(one).is_err());
}

#[test]
fn elements_without_bytes_are_nothing() {
    let odd = dtype("[('s','S0'),('none','<f8',(0,)),('x','u1'),('deep',[('y','<i2')],(0,2))]");
    let target = dtype("[('x','<u2'),('s','S3'),('deep',[('y','<i4')],(0,2)),('none','<f4',(0,))]");
    let source = AnyTable::from_bytes(&[1, 2], odd).unwrap();
    let made = source.view().convert_to_with(&target, &ConvertOptions::new().checked()).unwrap();
    assert_eq!(made.as_bytes(), [1, 0, 0, 0, 0, 2, 0, 0, 0, 0]);
}

#[test]
fn overlapping_fields_are_read_and_written_one_by_one() {
    let union = DType::builder()
        .field_at("word", dtype("<u4"), 0)
        .field_at("low", dtype("<u2"), 0)
        .field_at("high", dtype("<u2"), 2)
        .build()
        .unwrap();
    let source = AnyTable::from_bytes(&[1, 2, 3, 4], union.clone()).unwrap();
    let apart = union.repack(record_core::dtype::Packing::Packed).unwrap();
    let made = source.view().convert_to_with(&apart, &ConvertOptions::new()).unwrap();
    assert_eq!(made.as_bytes(), [1, 2, 3, 4, 1, 2, 3, 4]);
    // The later field wins, as in a loop over the fields.
    let fields = AnyTable::from_bytes(&[1, 2, 3, 4, 9, 9, 8, 8], apart).unwrap();
    assert_eq!(
        fields.view().convert_to_with(&union, &ConvertOptions::new()).unwrap().as_bytes(),
        [9, 9, 8, 8]
    );
}

#[test]
fn broadcast_sources_and_strided_bytes() {
    let (a, b) = (dtype("[('x','u1'),('y','<u2')]"), dtype("[('y','>u2'),('x','u1')]"));
    let one = AnyTable::from_bytes(&[7, 1, 2], a.clone()).unwrap();
    let plan = Conversion::by_name(&a, &b, &ConvertOptions::new()).unwrap();
    let many = plan.to_table(one.view().broadcast_to([4])).unwrap();
    assert_eq!(many.as_bytes(), [2, 1, 7].repeat(4));
    // Records of 3 bytes at every 5th, from the back.
    let mut bytes = [0xee; 18];
    let layout = Layout { shape: [4_usize][..].try_into_axes(), strides: [-5_isize][..].try_into_axes() };
    let mut target = AnyViewMut::from_parts(&mut bytes, &b, layout, 15).unwrap();
    plan.run(one.view().broadcast_to([4]), &mut target).unwrap();
    let expected: Vec<u8> = [2, 1, 7, 0xee, 0xee].repeat(4)[..18].into();
    assert_eq!(bytes, *expected);
}

trait Axes<T> {
    fn try_into_axes(&self) -> record_core::layout::DynAxes<T>;
}

impl<T: Copy + Default + std::fmt::Debug + PartialEq + Send + Sync + 'static> Axes<T> for [T] {
    fn try_into_axes(&self) -> record_core::layout::DynAxes<T> {
        record_core::layout::Axes::from_fn(self.len(), |i| self[i]).expect("few")
    }
}

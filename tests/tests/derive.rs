//! What `#[derive(Record)]` gives: offsets, dtypes, tokens and structs of columns, against what the compiler itself says
//! of the same structs.
#![allow(clippy::float_cmp)] // values are copied, not computed

use record_core::{Be, DType, Element, Field, FixedBytes, Le, Record, View, ViewMut};
use std::mem::{align_of, offset_of, size_of};

/// An employee.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Employee {
    /// Full name.
    name: FixedBytes<32>,
    age: i32,
    salary: f64,
    badge_temp: Be<f32>,
    position: [f32; 3],
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Gaps {
    a: u8,
    b: u64,
    c: u16,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Nested {
    flag: u8,
    inner: Gaps,
    list: [Gaps; 2],
    grid: [[u16; 3]; 2],
    last: Employee,
}

fn names<R: Record>() -> Vec<&'static str> {
    R::FIELDS.iter().map(record_core::FieldType::name).collect()
}

fn offsets<R: Record>() -> Vec<usize> {
    R::FIELDS.iter().map(record_core::FieldType::offset).collect()
}

#[test]
fn offsets_are_the_compilers() {
    assert_eq!(Employee::NAME.offset(), offset_of!(Employee, name));
    assert_eq!(Employee::POSITION.offset(), offset_of!(Employee, position));
    assert_eq!(offsets::<Employee>(), [0, 32, 36, 44, 48]);
    assert_eq!(names::<Employee>(), ["name", "age", "salary", "badge_temp", "position"]);
    assert_eq!(offsets::<Gaps>(), [offset_of!(Gaps, a), offset_of!(Gaps, b), offset_of!(Gaps, c)]);
    assert_eq!(
        offsets::<Nested>(),
        [
            offset_of!(Nested, flag),
            offset_of!(Nested, inner),
            offset_of!(Nested, list),
            offset_of!(Nested, grid),
            offset_of!(Nested, last)
        ]
    );
    assert_eq!(Nested::LAST.then(Employee::SALARY).offset(), offset_of!(Nested, last.salary));
}

fn sizes_agree<R: Record>(aligned: bool, gap_free: bool) {
    assert_eq!(R::DTYPE.itemsize(), size_of::<R>());
    assert_eq!(R::DTYPE.alignment(), if aligned { align_of::<R>() } else { 1 });
    assert_eq!(R::DTYPE.is_aligned_record(), aligned);
    assert_eq!(R::DTYPE.is_gap_free(), gap_free);
    assert_eq!(R::DTYPE.fields(), R::FIELDS);
}

#[test]
fn sizes_alignment_and_gaps() {
    sizes_agree::<Employee>(false, true);
    sizes_agree::<Gaps>(true, false);
    sizes_agree::<Nested>(true, false);
    sizes_agree::<Two>(false, true);
    sizes_agree::<Wide>(true, false);
    sizes_agree::<Single>(true, true);
}

// The dtype is there while the compiler runs, and is one object.
const SIZE: usize = <Employee as Element>::DTYPE.itemsize();
static DTYPE: &DType = <Employee as Element>::DTYPE;

#[test]
fn the_dtype_is_a_constant() {
    const { assert!(SIZE == 60) };
    let columns: [u8; SIZE] = [0; SIZE];
    assert_eq!(columns.len(), size_of::<Employee>());
    assert_eq!(DTYPE, <Employee as Element>::DTYPE);
    assert_ne!(DTYPE, <Gaps as Element>::DTYPE);
    let field = DTYPE.field("salary").unwrap();
    assert_eq!(field.dtype(), <f64 as Element>::DTYPE);
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed(2))]
struct Two {
    a: u16,
    b: u64,
    c: u32,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, align(32))]
struct Wide {
    a: u8,
    b: u64,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(transparent)]
struct Single(Be<u64>);

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Tuple(u8, pub u32, [Le<u16>; 2]);

#[test]
fn every_fixed_repr() {
    assert_eq!(offsets::<Two>(), [0, 2, 10]);
    assert_eq!((size_of::<Wide>(), offsets::<Wide>()), (32, vec![0, 8]));
    assert_eq!(names::<Single>(), ["f0"]);
    assert_eq!(Tuple::F1.offset(), offset_of!(Tuple, 1));
    assert_eq!((names::<Tuple>(), offsets::<Tuple>()), (vec!["f0", "f1", "f2"], vec![0, 1, 5]));
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Pair<A, B: Element = f32> {
    first: A,
    second: B,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Many<T: Copy + Default, const N: usize, const M: usize>
where
    [T; N]: Send + for<'a> Compare<&'a u8>,
    T: 'static,
{
    count: u32,
    items: [[T; N]; M],
    own: [u8; N],
}

trait Compare<T> {}
impl<T, U> Compare<U> for T {}

/// Generic code over records with parameters needs no bound but that of the parameter.
fn second_offset<T: Element>() -> usize {
    <Pair<u8, T> as Record>::FIELDS[1].offset()
}

type Six = Many<u16, 3, 2>;

#[test]
fn generic_structs() {
    assert_eq!(Pair::<u8, u32>::SECOND.offset(), 4);
    assert_eq!(Pair::<u8>::SECOND.offset(), 4);
    assert_eq!(second_offset::<f64>(), align_of::<f64>());
    assert_eq!(offsets::<Pair<u8, Pair<u16, u64>>>(), [0, 8]);
    assert_eq!(offsets::<Six>(), [0, 4, 16]);
    assert_eq!(Six::ITEMS.offset(), offset_of!(Six, items));
    assert_eq!(<Six as Element>::DTYPE.field("items").unwrap().dtype().shape().collect::<Vec<_>>(), [2, 3]);

    let pairs = [Pair { first: 1_u8, second: 2.5_f64 }, Pair { first: 3, second: 4.5 }];
    let PairColumns { first, second } = View::from_slice(&pairs).columns();
    assert_eq!((first.to_vec(), second.to_vec()), (vec![1, 3], vec![2.5, 4.5]));
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct OfItself {
    count: [u8; Self::LEN],
    other: [u8; <Self as Length>::TWICE],
}

impl OfItself {
    const LEN: usize = 3;
}

trait Length {
    const TWICE: usize;
}

impl Length for OfItself {
    const TWICE: usize = 6;
}

#[test]
fn types_may_mention_self() {
    assert_eq!(offsets::<OfItself>(), [0, 3]);
    let rows = [OfItself { count: [1, 2, 3], other: [4; 6] }];
    assert_eq!(View::from_slice(&rows).columns().count.to_vec(), [[1, 2, 3]]);
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
#[allow(non_snake_case)]
struct Odd {
    r#type: u8,
    r#match: u8,
    camelCase: u8,
    _hidden: u8,
    größe: u8,
}

#[test]
fn names_of_all_kinds() {
    assert_eq!(names::<Odd>(), ["type", "match", "camelCase", "_hidden", "größe"]);
    let tokens = [Odd::TYPE, Odd::MATCH, Odd::CAMELCASE, Odd::_HIDDEN, Odd::GRÖSSE];
    assert_eq!(tokens.map(Field::offset), [0, 1, 2, 3, 4]);
    let rows = [Odd { r#type: 7, r#match: 6, camelCase: 5, _hidden: 4, größe: 3 }];
    let OddColumns { r#type, r#match, .. } = View::from_slice(&rows).columns();
    assert_eq!((r#type.to_vec(), r#match.to_vec()), (vec![7], vec![6]));
}

fn employees() -> Vec<Employee> {
    (0..4_u8)
        .map(|i| Employee {
            name: FixedBytes::default(),
            age: 40 + i32::from(i),
            salary: 1e4 * f64::from(i),
            badge_temp: Be::from(f32::from(i)),
            position: [f32::from(i); 3],
        })
        .collect()
}

#[test]
fn columns_are_views_of_the_fields() {
    let rows = employees();
    let columns = View::from_slice(&rows).columns();
    assert_eq!(columns.age.to_vec(), [40, 41, 42, 43]);
    assert_eq!(columns.badge_temp.to_vec(), [0.0, 1.0, 2.0, 3.0]);
    let copy = columns;
    assert_eq!(copy.salary.to_vec(), columns.salary.to_vec());
    assert_eq!(format!("{columns:?}"), "EmployeeColumns { name, age, salary, badge_temp, position }");
}

#[test]
fn writable_columns_are_apart() {
    let mut rows = employees();
    let EmployeeColumnsMut { mut salary, mut age, .. } = ViewMut::from_slice(&mut rows).columns_mut();
    // Both are written while both live, on two threads.
    std::thread::scope(|scope| {
        scope.spawn(move || salary.fill(1.5));
        scope.spawn(move || age.fill(-1));
    });
    assert!(rows.iter().all(|row| { row.salary } == 1.5 && { row.age } == -1));
    assert_eq!({ rows[3].position }, [3.0; 3]);
}

#[test]
fn gaps_are_not_written() {
    // A table stores by field: bytes that no field covers keep what they had.
    let mut bytes = [0xAA_u8; size_of::<Gaps>()];
    let mut view = ViewMut::<Gaps>::from_bytes(&mut bytes).unwrap();
    view.set(0, Gaps { a: 1, b: 2, c: 3 });
    let mut expected = [0xAA_u8; size_of::<Gaps>()];
    expected[offset_of!(Gaps, a)] = 1;
    expected[offset_of!(Gaps, b)..][..8].copy_from_slice(&2_u64.to_ne_bytes());
    expected[offset_of!(Gaps, c)..][..2].copy_from_slice(&3_u16.to_ne_bytes());
    assert_eq!(bytes, expected);
}

mod visibility {
    mod inner {
        use record_core::Record;

        #[derive(Record, Clone, Copy)]
        #[repr(C)]
        pub(super) struct Mixed {
            pub open: u8,
            pub(super) near: u8,
            closed: u8,
        }

        impl Mixed {
            pub const CLOSED_OFFSET: usize = Self::CLOSED.offset();
        }
    }

    #[test]
    fn tokens_are_as_visible_as_fields() {
        // `CLOSED` is refused here: tests/ui/visibility.
        let offsets = [inner::Mixed::OPEN.offset(), inner::Mixed::NEAR.offset(), inner::Mixed::CLOSED_OFFSET];
        assert_eq!(offsets, [0, 1, 2]);
    }
}

macro_rules! record {
    ($(#[$attr:meta])* $vis:vis $name:ident($size:literal) { $($field:ident: $type:ty = $rename:literal),* }) => {
        #[derive(Record, Clone, Copy)]
        $(#[$attr])*
        #[repr(C, packed)]
        #[record(size = $size)]
        $vis struct $name { $(#[record(rename = $rename)] $field: $type,)* fixed: u8 }
    };
}

record! { #[record(rename_all = "UPPERCASE")] FromMacro(14) { a: u8 = "x", b: [Be<u32>; 3] = "y" } }

#[test]
fn structs_may_come_from_macros() {
    assert_eq!(names::<FromMacro>(), ["x", "y", "FIXED"]);
    assert_eq!(FromMacro::FIXED.offset(), 13);
    assert_eq!(FromMacro::B.offset(), 1);
}

/// Deprecated fields are still stored.
#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Old {
    #[deprecated]
    gone: u8,
    here: u8,
}

#[test]
fn attributes_of_others_are_left_alone() {
    assert_eq!(Old::HERE.offset(), 1);
}

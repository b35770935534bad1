//! `#[derive(Record)]`.
use record_core::{Element, Record};

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Employee {
    /// Name.
    name: [u8; 32],
    age: i32,
    salary: f64,
}

#[test]
fn first() {
    assert_eq!(Employee::SALARY.offset(), 36);
    assert_eq!(<Employee as Element>::DTYPE.itemsize(), 44);
    assert_eq!(<Employee as Record>::FIELDS.len(), 3);
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Pair<T: Copy, const N: usize>
where
    T: Default,
{
    a: T,
    b: [T; N],
    r#type: u8,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Tup(u8, Employee, [[u16; 2]; 3]);

#[test]
fn more() {
    assert_eq!(Pair::<u16, 3>::TYPE.offset(), 8);
    assert_eq!(Tup::F1.then(Employee::AGE).offset(), 33);
}

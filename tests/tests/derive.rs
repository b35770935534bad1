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
#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(bytemuck)]
struct Word {
    #[record(bits(version = 0..3, kind = 3, flag = 4, apid = 5..16, order = "msb"))]
    id: record_core::Be<u16>,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(bytemuck)]
struct Gap<T> {
    a: u8,
    b: T,
}

#[test]
fn bits() {
    let bytes = [0b0010_1000, 0b0000_0011];
    let view = record_core::View::<Word>::from_bytes(&bytes).unwrap();
    assert_eq!(view.col(Word::APID).to_vec(), [3]);
    bytemuck::bytes_of(&Word { id: 3.into() });
}

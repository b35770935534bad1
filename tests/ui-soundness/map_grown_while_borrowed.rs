use record_core::{AnyTable, DType, prelude::*};

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Row {
    id: u8,
}

fn main() {
    // SAFETY: the file is nobody else's.
    let mut table = unsafe { RecordTable::<Row>::map_mut("rows") }.unwrap();
    let view = table.view();
    table.grow_to(5).unwrap();
    println!("{}", view.len());
    let ids = &table[Row::ID];
    table.truncate(1).unwrap();
    println!("{}", ids.len());
    let first = table.iter();
    table.extend_from_slice(&[Row { id: 1 }]).unwrap();
    println!("{}", first.len());
    // SAFETY: as above.
    let mut any = unsafe { AnyTable::map_mut("rows", DType::parse("u1").unwrap()) }.unwrap();
    let column = any.view();
    any.drop_trailing().unwrap();
    println!("{}", column.ndim());
    let own = any.view();
    any.extend_from_view(own).unwrap();
}

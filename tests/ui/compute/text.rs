use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Employee {
    name: FixedBytes<8>,
    age: u8,
}

fn main() {
    let table = RecordTable::from([Employee { name: FixedBytes::new("Ada"), age: 36 }]);
    let _ = table[Employee::NAME].as_view() + table[Employee::NAME].as_view();
}

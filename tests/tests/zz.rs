use record_core::{Be, Record};
#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(size = 44, align = 1, layout = "packed", endian = "big")]
struct Employee {
    #[record(offset = 3)]
    name: [u8; 32],
    age: i8,
    #[record(endian = "big")]
    salary: f64,
    #[record(endian = "little")]
    t: Be<f64>,
    u: Be<u16>,
}

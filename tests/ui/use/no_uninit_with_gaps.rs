use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(bytemuck)]
struct Row {
    a: u8,
    b: u32,
}

fn main() {
    let _ = bytemuck::bytes_of(&Row { a: 1, b: 2 });
}

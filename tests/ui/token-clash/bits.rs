use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    #[record(bits(flag = 0))]
    a: u8,
    flag: u8,
}

fn main() {}

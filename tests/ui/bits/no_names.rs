use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    #[record(bits(order = "msb"))]
    word: u16,
}

fn main() {}

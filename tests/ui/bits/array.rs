use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    #[record(bits(a = 0..3))]
    word: [u8; 2],
}

fn main() {}

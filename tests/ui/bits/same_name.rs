use record_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    #[record(bits(a = 0..2, a = 2..4))]
    word: u16,
}

fn main() {}
